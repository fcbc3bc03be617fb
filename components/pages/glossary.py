"""Glossary: what does a word mean here?"""

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.query import NoChoices
from components.text.attributes import attributes
from components.text.catalog import markup
from components.text.paths import ECONOMY, page_links
from components.text.view import PageView
from data.article import FIRST_PILLAR

GROUPS: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "index": {
        "edition": ("", "data#coverage"),
        "indicator": (ECONOMY, "strategy"),
        "sub-pillar": (ECONOMY, "why"),
        "gii-pillar": ("weights", "compare", "data#method-index"),
        "sub-index": ("ranking", "compare", "data#method-index"),
        "weights": ("weights", "data#method-index"),
        "effective-weight": ("why/reach", "data#method-reach"),
        "concept": (ECONOMY, "compare"),
        "framework-change": ("", "why"),
    },
    "standing": {
        "economy": ("ranking",),
        "score": ("", "data#method-points"),
        "rank": ("", "ranking", "data#method-rounding"),
        "percentile": ("", "ranking/others", "data#method-percentile"),
        "interval": ("", "weights", "data#method-interval"),
        "acceptability": ("weights", "data#method-interval"),
        "own-score": ("why", "data#method-places"),
        "peers": ("compare", "data#method-peers"),
        "strength": (ECONOMY, "data#method-strengths"),
    },
    "article": {
        "strategic-pillar": ("", "strategy"),
        "proxy": ("strategy",),
        "frontier": (f"strategy/{FIRST_PILLAR}", "data#method-frontier"),
        "verdict": ("claims", "data#method-verdict"),
        "official-target": ("strategy/targets",),
    },
    "data": {
        "data-year": (ECONOMY, "compare"),
        "missing": (ECONOMY, "data#method-index"),
        "outdated": (ECONOMY,),
        "coverage": (ECONOMY, "ranking"),
        "release": ("data", "data#releases"),
        "vintage": ("data", "data#releases"),
        "snapshot": ("data#downloads",),
    },
}
"""The terms by their anchor, each with the pages where it is seen, and parts of the page on data."""
ENTRIES: Final = {slug: seen for terms in GROUPS.values() for slug, seen in terms.items()}


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the page; it has no controls.

    Over the entries stand links to all of them, a row for each group: terms of one subject explain one
    another.
    """
    t, rows, groups = view.t, [], []
    for name, entries in GROUPS.items():
        heading = t(f"glossary.group.{name}")
        links = [html.Li(html.A(t(f"glossary.{slug}.term"), href=f"#{slug}")) for slug in entries]
        rows.append(html.Li([html.Span(heading), html.Ul(links)]))
        found = []
        for slug, seen in entries.items():
            label = html.Span(t("glossary.seen"), className="glossary-label")
            places = html.P([label, html.Span(page_links(seen, t))], className="glossary-more")
            term = html.H3(t(f"glossary.{slug}.term"), id=f"{slug}-term")
            parts = [term, html.Div([html.P(t(f"glossary.{slug}.says")), places])]
            named = attributes(aria_labelledby=f"{slug}-term")
            found.append(html.Section(parts, id=slug, className="glossary-entry", **named))
        section = [html.H2(heading), html.Div(found)]
        groups.append(html.Section(section, className="block glossary-group"))
    about = attributes(aria_label=t("glossary.contents"))
    return [
        html.H1(markup(t("glossary.finding", count=len(ENTRIES)))),
        html.P(t("glossary.deck"), className="deck"),
        html.Nav(html.Ul(rows), className="glossary-contents", **about),
        *groups,
    ]
