"""A tour of the page on show: for each page its steps, their words, and what a script walks them with."""

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes, button
from components.parts.badges import icon
from components.text import Words, markup

STEPS: Final[Mapping[str, Mapping[str, str]]] = {
    "overview": {
        "tour.overview.finding": "#overview-finding",
        "tour.overview.trajectory": "#overview-plot",
        "tour.overview.framework": "#overview-plot .subplot.xy2",
        "tour.overview.pillar": "#row-1",
        "tour.overview.controls": ".measure-control, .edition-control",
        "tour.overview.peers": ".compare-control",
        "tour.overview.actions": "[data-card=overview] .actions",
    },
    "why": {
        "tour.why.controls": ".why-controls",
        "tour.why.places": "#why-places-plot",
        "tour.why.points": "#why-points-plot",
        "tour.why.columns": "#why-columns",
    },
    "reach": {
        "tour.reach.controls": ".controls",
        "tour.reach.ladder": "#reach-ladder-plot",
        "tour.reach.pillars": "#reach-pillars-plot",
        "tour.reach.levers": "#reach-levers-plot",
    },
    "strategy": {
        "tour.strategy.bars": ".evidence-bars",
        "tour.strategy.controls": ".controls",
        "tour.strategy.rows": "#matrix-drawn",
    },
    "pillar": {
        "tour.pillar.multiple": "#pillar-1-graph",
        "tour.pillar.controls": ".pillar-controls",
        "tour.pillar.article": ".pillar-aside",
        "tour.pillar.evidence": "#pillar-evidence-heading, #pillar-evidence-measure-line",
    },
    "weights": {
        "tour.weights.panel": ".weights-panel",
        "tour.weights.result": "#weights-result",
        "tour.weights.draws": "#weights-draws-plot",
        "tour.weights.places": "#weights-places-plot",
    },
    "claims": {
        "tour.claims.row": "#claim-rank-2012-2022",
        "tour.claims.verdict": "#claim-rank-2012-2022 .verdict",
        "tour.claims.controls": ".controls",
    },
    "ranking": {
        "tour.ranking.controls": ".ranking-controls",
        "tour.ranking.head": "#ranking-drawn thead",
        "tour.ranking.pinned": "#ranking-drawn .pinned",
        "tour.ranking.actions": "[data-card=ranking] .actions",
    },
    "compare": {
        "tour.compare.controls": "#compare-controls",
        "tour.compare.figure": "#compare-plot",
        "tour.compare.who": "#compare-who",
    },
    "economy": {
        "tour.economy.controls": ".controls",
        "tour.economy.levels": "#economy-levels-plot",
        "tour.economy.marks": "#marks",
        "tour.economy.past": "#economy-past-plot",
    },
    "data": {
        "tour.data.coverage": "#data-coverage-heading, .coverage-keys, #coverage .table-scroll",
        "tour.data.validation": "#data-validation-heading, #data-validation-measure-line",
        "tour.data.downloads": "#downloads > h2, #downloads > .prose",
        "tour.data.method": "#method > h2, #method > .prose",
    },
}
"""By the key of a page, its steps in their order: the words of each, and the elements that it is about.

A selector may name several elements, which are marked together; a step of which none is shown is left out.
"""


def opener(words: Words) -> html.Button:
    """Return what starts the tour; its word is unseen where the header is narrow."""
    content = [icon("tour"), html.Span(words("tour.open"), className="tour-word")]
    about = {"title": words("tour.title"), "data_action": "tour", "aria_haspopup": "dialog"}
    return button(content, "quiet tour-open", **about)


def tour(page: str, words: Words) -> list[Component]:
    """Return the dialog of a page's tour with all its steps in it; nothing for a page without."""
    if page not in STEPS:
        return []
    steps = [
        html.Li(markup(words(key)), **attributes(data_at=selector)) for key, selector in STEPS[page].items()
    ]
    moves = [
        button(words("tour.back"), data_tour="back"),
        button(words("tour.next"), data_tour="next", data_last=words("tour.done")),
        button(words("card.close"), "quiet", data_tour="end"),
    ]
    count = words("tour.count", step="{step}", steps="{steps}")
    live = [html.P(className="tour-count", **attributes(data_count=count)), html.P(className="tour-text")]
    parts: list[Component] = [
        html.Div(live, **attributes(aria_live="polite", aria_atomic="true")),
        html.Div(moves, className="tour-moves"),
        html.Ol(steps, hidden=True),
    ]
    return [html.Dialog(parts, className="tour", **attributes(aria_label=words("tour.title")))]
