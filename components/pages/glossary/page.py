"""Glossary: what does a word mean here?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from components.attributes import attributes
from components.pages.glossary import examples as data
from components.pages.glossary import examples as index
from components.pages.glossary.examples import Values, View
from components.parts.section import section
from components.shell import page_links
from components.text import GLOSSARY, Words, markup, words

OVERVIEW: Final = ("", "page.overview")
WHY: Final = ("why", "page.why")
WEIGHTS: Final = ("weights", "page.weights")
RANKING: Final = ("ranking", "page.ranking")
OTHERS: Final = ("ranking/others", "page.others")
COMPARE: Final = ("compare", "page.compare")
ECONOMY: Final = ("economy/CHN", "page.economy")
CLAIMS: Final = ("claims", "page.claims")
STRATEGY: Final = ("strategy", "page.strategy")
DATA: Final = ("data", "page.data")
RELEASES: Final = ("data/releases", "page.releases")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its anchor, its example, and the pages that use it, as path and key of their name."""

    slug: str
    example: Callable[[View], Values]
    used: tuple[tuple[str, str], ...]


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    return _page(dataset, lang)


@cached
def _page(dataset: Dataset, lang: str) -> list[Component]:
    say = words(lang)
    view = View(dataset, say)
    groups = [
        html.Section(
            [html.H2(say(f"glossary.group.{name}")), html.Div([_entry(view, one) for one in entries])],
            className="block glossary-group",
        )
        for name, entries in GROUPS.items()
    ]
    return [
        section(GLOSSARY, say),
        html.H1(markup(say("glossary.finding", count=len(ENTRIES)))),
        html.P(say("glossary.deck"), className="deck"),
        _contents(say),
        *groups,
    ]


def _contents(say: Words) -> html.Nav:
    """Return links to all entries, a row for each group: terms of one subject explain one another."""
    rows = []
    for name, entries in GROUPS.items():
        links = [html.Li(html.A(say(f"glossary.{one.slug}.term"), href=f"#{one.slug}")) for one in entries]
        rows.append(html.Li([html.Span(say(f"glossary.group.{name}")), html.Ul(links)]))
    return html.Nav(
        html.Ul(rows), className="glossary-contents", **attributes(aria_label=say("glossary.contents"))
    )


def _entry(view: View, entry: Entry) -> html.Section:
    say, key = view.say, f"glossary.{entry.slug}"
    mark = attributes(aria_labelledby=f"{entry.slug}-term")
    body: list[Component] = [html.P(say(f"{key}.says"))]
    values = entry.example(view)
    if values is not None:
        unpublished = entry.slug == "interval" and "published_low" not in values
        example = "glossary.interval.example_own" if unpublished else f"{key}.example"
        body.append(_labelled(say("glossary.example"), markup(say(example, **values))))
    body.append(_labelled(say("glossary.used"), page_links(entry.used, say)))
    return html.Section(
        [html.H3(say(f"{key}.term"), id=f"{entry.slug}-term"), html.Div(body)],
        id=entry.slug,
        className="glossary-entry",
        **mark,
    )


def _labelled(label: str, content: list[str | Component]) -> html.P:
    return html.P(
        [html.Span(label, className="glossary-label"), html.Span(content)], className="glossary-more"
    )


def _method(name: str) -> tuple[str, str]:
    """Return the method that computes it, on the page on data."""
    return f"data#method-{name}", f"method.{name}.title"


GROUPS: Final[dict[str, tuple[Entry, ...]]] = {
    "index": (
        Entry("edition", index.edition, (OVERVIEW, ("data#coverage", "data.part.coverage"))),
        Entry("indicator", index.indicator, (ECONOMY, STRATEGY)),
        Entry("sub-pillar", index.sub_pillar, (ECONOMY, WHY)),
        Entry("gii-pillar", index.gii_pillar, (WEIGHTS, COMPARE, _method("index"))),
        Entry("sub-index", index.sub_index, (RANKING, COMPARE, _method("index"))),
        Entry("weights", index.weights, (WEIGHTS, _method("index"))),
        Entry("concept", index.concept, (ECONOMY, COMPARE)),
        Entry("framework-change", index.framework_change, (OVERVIEW, WHY)),
    ),
    "standing": (
        Entry("economy", index.economy, (RANKING,)),
        Entry("score", index.score, (OVERVIEW, _method("points"))),
        Entry("rank", index.rank, (OVERVIEW, RANKING, _method("rounding"))),
        Entry("percentile", index.percentile_rank, (OVERVIEW, OTHERS, _method("percentile"))),
        Entry("interval", index.interval, (OVERVIEW, WEIGHTS, _method("interval"))),
        Entry("acceptability", index.acceptability, (WEIGHTS, _method("interval"))),
        Entry("own-score", index.own_score, (WHY, _method("places"))),
        Entry("peers", index.peers, (COMPARE, _method("peers"))),
        Entry("strength", index.strength, (ECONOMY, _method("strengths"))),
    ),
    "article": (
        Entry("strategic-pillar", data.strategic_pillar, (OVERVIEW, STRATEGY)),
        Entry("proxy", data.proxy, (STRATEGY,)),
        Entry(
            "frontier", data.frontier, (("strategy/innovation-system", "page.pillar"), _method("frontier"))
        ),
        Entry("verdict", data.verdict, (CLAIMS, _method("verdict"))),
    ),
    "data": (
        Entry("data-year", data.data_year, (ECONOMY, COMPARE)),
        Entry("missing", data.missing, (ECONOMY, _method("index"))),
        Entry("imputed", data.imputed, (WEIGHTS, _method("scenario"))),
        Entry("outdated", data.outdated, (ECONOMY,)),
        Entry("coverage", data.coverage, (ECONOMY, RANKING)),
        Entry("release", data.release, (DATA, RELEASES)),
        Entry("vintage", data.vintage, (DATA, RELEASES)),
        Entry("snapshot", data.snapshot, (("data#downloads", "data.part.downloads"),)),
    ),
}
ENTRIES: Final = {entry.slug: entry for group in GROUPS.values() for entry in group}
"""The entries by their anchor."""
