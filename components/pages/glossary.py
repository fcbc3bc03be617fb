"""Glossary: what does a word mean here?"""

from collections.abc import Mapping
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.query import NoChoices
from components.text.attributes import attributes
from components.text.catalog import markup
from components.text.keys import by_last_part
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
"""Terms by group and anchor, each with the pages where it is seen, and parts of the page on data."""
ENTRIES: Final = {slug: pages for terms in GROUPS.values() for slug, pages in terms.items()}
_HEADINGS: Final = by_last_part(
    "glossary.group.index", "glossary.group.standing", "glossary.group.article", "glossary.group.data"
)
_TEXTS: Final = (
    "glossary.edition.term", "glossary.edition.says", "glossary.indicator.term",
    "glossary.indicator.says", "glossary.sub-pillar.term", "glossary.sub-pillar.says",
    "glossary.gii-pillar.term", "glossary.gii-pillar.says", "glossary.sub-index.term",
    "glossary.sub-index.says", "glossary.weights.term", "glossary.weights.says",
    "glossary.effective-weight.term", "glossary.effective-weight.says", "glossary.concept.term",
    "glossary.concept.says", "glossary.framework-change.term", "glossary.framework-change.says",
    "glossary.economy.term", "glossary.economy.says", "glossary.score.term", "glossary.score.says",
    "glossary.rank.term", "glossary.rank.says", "glossary.percentile.term",
    "glossary.percentile.says", "glossary.interval.term", "glossary.interval.says",
    "glossary.acceptability.term", "glossary.acceptability.says", "glossary.own-score.term",
    "glossary.own-score.says", "glossary.peers.term", "glossary.peers.says",
    "glossary.strength.term", "glossary.strength.says", "glossary.strategic-pillar.term",
    "glossary.strategic-pillar.says", "glossary.proxy.term", "glossary.proxy.says",
    "glossary.frontier.term", "glossary.frontier.says", "glossary.verdict.term",
    "glossary.verdict.says", "glossary.official-target.term", "glossary.official-target.says",
    "glossary.data-year.term", "glossary.data-year.says", "glossary.missing.term",
    "glossary.missing.says", "glossary.outdated.term", "glossary.outdated.says",
    "glossary.coverage.term", "glossary.coverage.says", "glossary.release.term",
    "glossary.release.says", "glossary.vintage.term", "glossary.vintage.says",
    "glossary.snapshot.term", "glossary.snapshot.says",
)  # fmt: skip
_TERMS: Final = {key.split(".")[1]: key for key in _TEXTS if key.endswith(".term")}
_DEFINITIONS: Final = {key.split(".")[1]: key for key in _TEXTS if key.endswith(".says")}


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the page; it has no controls.

    Above the entries are links to all of them, a row for each group.
    """
    t = view.t
    rows, groups = [], []
    for group, entries in GROUPS.items():
        heading = t(_HEADINGS[group])
        links = [html.Li(html.A(t(_TERMS[slug]), href=f"#{slug}")) for slug in entries]
        rows.append(html.Li([html.Span(heading), html.Ul(links)]))
        sections = []
        for slug, pages in entries.items():
            seen = html.Span(t("glossary.seen"), className="glossary-label")
            seen_on = html.P([seen, html.Span(page_links(pages, t))], className="glossary-more")
            term = html.H3(t(_TERMS[slug]), id=f"{slug}-term")
            parts = [term, html.Div([html.P(t(_DEFINITIONS[slug])), seen_on])]
            props = attributes(aria_labelledby=f"{slug}-term")
            sections.append(html.Section(parts, id=slug, className="glossary-entry", **props))
        content = [html.H2(heading), html.Div(sections)]
        groups.append(html.Section(content, className="block glossary-group"))
    label = attributes(aria_label=t("glossary.contents"))
    return [
        html.H1(markup(t("glossary.finding", count=len(ENTRIES)))),
        html.P(t("glossary.deck"), className="deck"),
        html.Nav(html.Ul(rows), className="glossary-contents", **label),
        *groups,
    ]
