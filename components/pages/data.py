"""Data and method: can I trust and reuse this? Editions, licences, releases, formulas, the whole package."""

from collections.abc import Callable, Mapping

import pandas as pd
from dash import Dash, html
from dash.development.base_component import Component

from components import numbers
from components.licences import licence
from components.pages.releases.places import places
from components.parts.revisions import revisions
from components.parts.section import section
from components.parts.tables import Cell, Column, table
from components.shell import path
from components.site import Site
from components.text import Words, markup, words

_LEVELS = ("index", "subindex", "pillar", "subpillar", "indicator")
_METHOD = ("percentile", "index", "interval", "bounds", "change", "gaps")


def layout(site: Site, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    say = words(lang)
    # The publisher's own words for works derived from its own, which other languages translate in the footer.
    original = html.P(say("data.original"), lang="en", className="small")
    return [
        section(say("page.data"), places(say), "data", say),
        html.H1(_finding(site, say)),
        html.P(say("data.deck"), className="deck"),
        _section(say("data.editions"), say("data.editions_deck"), html.Div([_editions(site, say), original])),
        _section(
            say("data.method_title"),
            None,
            html.Div([html.P(markup(say(f"data.method.{k}"))) for k in _METHOD], className="prose"),
        ),
        _section(say("data.sources"), say("data.sources_deck"), _sources(site, say)),
        _section(say("revisions.title"), say("revisions.deck"), _revisions(site, say)),
        _section(say("data.download"), say("data.download_deck"), _download(site, say)),
    ]


def callbacks(app: Dash, current: Callable[[], Site]) -> None:
    """Register nothing: the page has no controls."""


def title(_site: Site, lang: str, _query: Mapping[str, str]) -> str:
    """Return the title of the document."""
    return words(lang)("data.title")


def _section(head: str, deck: str | None, body: Component) -> html.Section:
    deck_part = [html.P(deck, className="prose")] if deck else []
    return html.Section([html.H2(head), *deck_part, body], className="block")


def _used(site: Site) -> dict[str, int]:
    """Return how many scores, ranks, observations and cited figures come from each release."""
    tables = site.snapshot.table
    scores, observations = tables("gii_scores"), tables("observations")
    columns = (
        scores.loc[scores["score"].notna(), "score_source"],
        scores.loc[scores["rank"].notna(), "rank_source"],
        observations.loc[observations["value"].notna(), "source"],
        tables("other_rankings")["source"],
        tables("gii_clusters")["source"],
    )
    counts = pd.concat(columns).value_counts()
    return {str(source): int(count) for source, count in counts.items()}


def _finding(site: Site, say: Words) -> list[str | Component]:
    used = _used(site)
    figures = numbers.decimal(sum(used.values()), 0)
    return markup(say("data.finding", figures=figures, sources=len(used)))


def _editions(site: Site, say: Words) -> Component:
    scores = site.snapshot.table("gii_scores")
    held = scores[scores["score"].notna()].groupby("edition").size()
    levels = site.snapshot.table("gii_structure").groupby("edition")["level"].agg(set)
    rows: list[list[Cell]] = []
    # Facts come from the snapshot: a refresh may bring an edition that the catalog does not name yet.
    facts = site.snapshot.table("gii_editions").set_index("edition")
    for edition in reversed(site.editions):
        about, known = facts.loc[edition], site.catalog.editions.get(edition)
        names = [say(f"level.{level}") for level in _LEVELS if level in levels.get(edition, set())]
        stated: Cell = licence(about["licence"], say)
        if known and known.licence_url:
            stated = html.A(stated, href=known.licence_url, rel="noopener")
        counts = (numbers.whole(about[name]) for name in ("economies", "indicators"))
        rows.append(
            [
                str(edition),
                *(say("missing") if count is None else str(count) for count in counts),
                numbers.decimal(float(held.get(edition, 0)), 0),
                say.listing(names) if len(names) > 1 else say("data.partial"),
                stated,
            ]
        )
    heads = (
        ("edition", False),
        ("economies", True),
        ("indicators", True),
        ("scores", True),
        ("levels", False),
        ("licence", False),
    )
    columns = [Column(say(f"data.column.{name}"), number) for name, number in heads]
    return table(columns, rows, caption=say("data.editions"), missing=say("missing"))


def _sources(site: Site, say: Words) -> Component:
    used = _used(site)
    rows: list[list[Cell]] = []
    for row in site.snapshot.table("sources").to_dict("records"):
        family = site.catalog.sources[str(row["family"])]
        if row["source"] not in used:
            continue
        title = html.Span(str(row["title"]), lang="en")  # titles stay as they are held
        name: Cell = [html.A(title, href=family.url, rel="noopener")] if family.url else [title]
        rows.append(
            [
                name,
                family.publisher.get(say.lang),
                numbers.month(_text(row["vintage"]), say.lang),
                numbers.day(_text(row["checked"]), say.lang),
                numbers.decimal(used[str(row["source"])], 0),
                licence(row["licence"], say),
            ]
        )
    heads = (
        ("source", False),
        ("publisher", False),
        ("vintage", False),
        ("checked", False),
        ("used", True),
        ("licence", False),
    )
    dates = ("vintage", "checked")
    columns = [Column(say(f"data.column.{name}"), number, whole=name in dates) for name, number in heads]
    return table(columns, rows, caption=say("data.sources"), missing=say("missing"))


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _revisions(site: Site, say: Words) -> Component:
    link = html.A(say("releases.rules.link"), href=path(say.lang, "data/releases"))
    return html.Div([revisions(site, say), html.P(link, className="links")])


def _download(site: Site, say: Words) -> Component:
    checked = numbers.day(site.checked, say.lang)
    link = html.A(say("data.download_link"), href="/download/snapshot.zip", className="button", download="")
    return html.Div(
        [html.P(link), html.P(say("data.id", id=site.snapshot.id, checked=checked), className="small")]
    )
