"""Glossary: what does a word mean here?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from components.attributes import attributes
from components.pages.data.method import EXAMPLES, Values
from components.pages.glossary import examples as of
from components.pages.glossary.examples import View
from components.shell import page_links
from components.text import LANGUAGES, Words, markup, words
from data.languages import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: its anchor, its example, and the places that use it."""

    slug: str
    example: Callable[[View], Values]
    used: tuple[str, ...]


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    return _page(dataset, lang)


@cached
def _page(dataset: Dataset, lang: str) -> list[Component]:
    t = words(lang)
    view = View(dataset, t)
    groups = [
        html.Section(
            [html.H2(t(f"glossary.group.{name}")), html.Div([_entry(view, one) for one in entries])],
            className="block glossary-group",
        )
        for name, entries in GROUPS.items()
    ]
    return [
        html.H1(markup(t("glossary.finding", count=len(ENTRIES)))),
        html.P(t("glossary.deck"), className="deck"),
        _contents(t),
        *groups,
    ]


def _contents(t: Words) -> html.Nav:
    """Return links to all entries, a row for each group: terms of one subject explain one another."""
    rows = []
    for name, entries in GROUPS.items():
        links = [html.Li(html.A(t(f"glossary.{one.slug}.term"), href=f"#{one.slug}")) for one in entries]
        rows.append(html.Li([html.Span(t(f"glossary.group.{name}")), html.Ul(links)]))
    return html.Nav(
        html.Ul(rows), className="glossary-contents", **attributes(aria_label=t("glossary.contents"))
    )


def _entry(view: View, entry: Entry) -> html.Section:
    t, key = view.t, f"glossary.{entry.slug}"
    mark = attributes(aria_labelledby=f"{entry.slug}-term")
    body: list[Component] = [html.P(t(f"{key}.says"))]
    values = entry.example(view)
    if values is not None:
        unpublished = entry.slug == "interval" and "published_low" not in values
        example = "glossary.interval.example_own" if unpublished else f"{key}.example"
        body.append(_labelled(t("glossary.example"), markup(t(example, **values))))
    body.append(_labelled(t("glossary.used"), page_links(entry.used, t)))
    return html.Section(
        [html.H3(t(f"{key}.term"), id=f"{entry.slug}-term"), html.Div(body)],
        id=entry.slug,
        className="glossary-entry",
        **mark,
    )


def _labelled(label: str, content: list[str | Component]) -> html.P:
    return html.P(
        [html.Span(label, className="glossary-label"), html.Span(content)], className="glossary-more"
    )


GROUPS: Final[dict[str, tuple[Entry, ...]]] = {
    "index": (
        Entry("edition", of.edition, ("", "data#coverage")),
        Entry("indicator", of.indicator, ("economy/CHN", "strategy")),
        Entry("sub-pillar", of.sub_pillar, ("economy/CHN", "why")),
        Entry("gii-pillar", of.gii_pillar, ("weights", "compare", "data#method-index")),
        Entry("sub-index", of.sub_index, ("ranking", "compare", "data#method-index")),
        Entry("weights", of.weights, ("weights", "data#method-index")),
        Entry("effective-weight", of.effective_weight, ("why/reach", "data#method-reach")),
        Entry("concept", of.concept, ("economy/CHN", "compare")),
        Entry("framework-change", of.framework_change, ("", "why")),
    ),
    "standing": (
        Entry("economy", of.economy, ("ranking",)),
        Entry("score", of.score, ("", "data#method-points")),
        Entry("rank", of.rank, ("", "ranking", "data#method-rounding")),
        Entry("percentile", EXAMPLES["percentile"], ("", "ranking/others", "data#method-percentile")),
        Entry("interval", of.interval, ("", "weights", "data#method-interval")),
        Entry("acceptability", of.acceptability, ("weights", "data#method-interval")),
        Entry("own-score", of.own_score, ("why", "data#method-places")),
        Entry("peers", of.peers, ("compare", "data#method-peers")),
        Entry("strength", of.strength, ("economy/CHN", "data#method-strengths")),
    ),
    "article": (
        Entry("strategic-pillar", of.strategic_pillar, ("", "strategy")),
        Entry("proxy", of.proxy, ("strategy",)),
        Entry("frontier", of.frontier, ("strategy/innovation-system", "data#method-frontier")),
        Entry("verdict", of.verdict, ("claims", "data#method-verdict")),
        Entry("official-target", of.official_target, ("strategy/targets",)),
    ),
    "data": (
        Entry("data-year", of.data_year, ("economy/CHN", "compare")),
        Entry("missing", of.indicator, ("economy/CHN", "data#method-index")),
        Entry("imputed", of.imputed, ("weights", "data#method-scenario")),
        Entry("outdated", of.outdated, ("economy/CHN",)),
        Entry("coverage", of.coverage, ("economy/CHN", "ranking")),
        Entry("release", of.release, ("data", "data/releases")),
        Entry("vintage", of.vintage, ("data", "data/releases")),
        Entry("snapshot", of.snapshot, ("data#downloads",)),
    ),
}
ENTRIES: Final = {entry.slug: entry for group in GROUPS.values() for entry in group}
"""The entries by their anchor."""


def terms() -> dict[str, tuple[Text, Text]]:
    """Return every term with its definition, by its anchor."""
    return {slug: (_text(f"glossary.{slug}.term"), _text(f"glossary.{slug}.says")) for slug in ENTRIES}


def _text(key: str) -> Text:
    return Text.of({lang: words(lang)(key) for lang in LANGUAGES})
