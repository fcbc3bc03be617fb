"""Data and method: can I trust and reuse this?"""

import math
import re
from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import inventory
from analysis.dataset import Dataset, cached
from analysis.freshness import Freshness, by_family
from analysis.revision import by_series
from components import numbers
from components.attributes import attributes
from components.pages.data import coverage, validation
from components.pages.data.method import method
from components.pages.data.view import View, block, folded, linked
from components.parts.section import links
from components.parts.series_source import publisher, vintage
from components.parts.tables import Cell, bare, heads, labelled, region, table
from components.shell import path
from components.text import Words, markup, words
from components.view import licence
from data.entries import Source

PARTS = ("coverage", "series", "validation", "sources", "revisions", "downloads", "method")
_FAMILIES = ("family", "indicators", "economies", "years", "newest", "values", "releases")
# China's first: on a phone the others are reached by scrolling.
_REVISED = ("series", "china_change", "china_values", "change", "revised", "lost", "releases")
CROISSANT = "/download/croissant.json"
CARDS = (coverage.CARD, validation.CARD)
_SOURCES = ("publisher", "name", "used", "newest", "expected", "licence")
_ADDRESS = re.compile(r"https?://([^/\s;,)]+)[^\s;,)]*")
"""Of an address only the host is shown: a copy is no place to send a reader to."""
BY_EDITION = "stated by edition"


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    return _page(dataset, lang)


@cached
def _page(dataset: Dataset, lang: str) -> list[Component]:
    say = words(lang)
    view = View(dataset, say)
    # The publisher's own words for works derived from its own, which other languages translate in the footer.
    original = html.P(say("data.original"), lang="en", className="small")
    return [
        html.H1(_finding(view)),
        html.P(markup(say("data.deck")), className="deck"),
        links({part: say(f"data.part.{part}") for part in PARTS}, say),
        html.Div(
            [
                folded("coverage", coverage.finding(view), [*coverage.coverage(view), original], say),
                _series(view),
                folded("validation", validation.finding(view), validation.validation(view), say),
                _sources(view),
                revisions(dataset, say),
            ],
            className="folds",
        ),
        block("downloads", say("data.downloads.deck"), downloads(view), say),
        block("method", say("method.deck"), method(view), say),
    ]


def _finding(view: View) -> list[str | Component]:
    say, totals = view.say, view.totals
    figures = numbers.decimal(sum(view.used.values()), 0)
    key = "data.finding_exceptions" if totals["exceptions"] else "data.finding"
    if not totals["checks"] or totals["broken"]:
        key = "data.finding_plain"
    return markup(say(key, figures=figures, sources=len(view.used), **totals))


def _series(view: View) -> html.Details:
    """Return the table of related indicators, a row for each family of sources with observations."""
    say, observations = view.say, view.dataset.table("observations")
    frame = inventory.by_family(observations, view.dataset.table("sources"))
    rows: list[list[Cell]] = [
        [
            publisher(view.dataset, str(row["family"]), say),
            *(numbers.decimal(row[name], 0) for name in ("indicators", "economies")),
            numbers.interval_cell(int(row["first"]), int(row["last"]), say("missing")),
            str(int(row["last"])),
            *(numbers.decimal(row[name], 0) for name in ("values", "releases")),
        ]
        for row in frame.to_dict("records")
    ]
    columns = heads(say, "data.series", _FAMILIES, ("family",))
    finding = say(
        "data.series.finding",
        indicators=observations["indicator"].nunique(),
        sources=len(frame),
        first=frame["first"].min(),
        last=frame["last"].max(),
    )
    deck = html.P(markup(say("data.series.deck")), className="prose")
    found = table(columns, rows, caption=say("data.part.series"), missing=say("missing"))
    return folded("series", finding, [deck, found], say)


def downloads(view: View) -> list[Component]:
    """Return the package with its identity, and a row for each table."""
    say, snapshot = view.say, view.dataset.snapshot
    sizes = {one["name"]: len(snapshot.table(one["name"])) for one in snapshot.resources}
    total = {"tables": len(sizes), "rows": numbers.decimal(sum(sizes.values()), 0)}
    package = html.A(
        say("data.downloads.package"), href="/download/snapshot.zip", className="button", download=""
    )
    api = html.A(say("data.downloads.api"), href=path(say.lang, "data/api"))
    croissant = html.A(say("data.downloads.croissant"), href=CROISSANT, download="croissant.json")
    identity = say("data.downloads.id", id=snapshot.id, checked=view.checked, **total)
    digest = str(snapshot.descriptor["digest"]).removeprefix("sha256:")
    rows: list[list[Cell]] = []
    for one in snapshot.resources:
        name, file = str(one["name"]), f"{one['name']}.csv"
        about = {"href": f"/download/table/{file}", "download": file, **attributes(aria_label=file)}
        counts = (numbers.decimal(sizes[name], 0), str(len(snapshot.table(name).columns)))
        link = html.A(_size(view, int(one["bytes"])), **about)
        rows.append([html.Code(name), say(f"data.table.{name}"), *counts, link])
    columns = heads(say, "data.downloads", ("table", "holds", "rows", "columns", "size"), ("table", "holds"))
    caption = say("data.downloads.caption")
    found = table(columns, rows, caption=caption, missing=say("missing"))
    return [
        html.Div([html.P(package), html.P(api), html.P(croissant)]),
        html.P(markup(identity), className="data-id"),
        html.P([say("data.downloads.hash"), " ", html.Code(digest)], className="small data-hash"),
        html.Details([html.Summary(caption), found], className="checks-folded"),
    ]


def _size(view: View, count: int) -> str:
    if count >= 1e6:
        return view.say("data.downloads.mb", size=numbers.decimal(count / 1e6, 1))
    return view.say("data.downloads.kb", size=numbers.decimal(max(count / 1e3, 0.1), 1))


def _sources(view: View) -> html.Details:
    """Return the table of sources: publishers as groups, a row for each source, its releases folded in it."""
    say = view.say
    released = view.dataset.sources[view.dataset.sources.index.isin(view.used)]
    families = {str(family): rows for family, rows in released.groupby("family")}
    due = by_family(view.dataset)
    groups: dict[str, list[list[Component]]] = {}
    for family in sorted(families, key=lambda one: -_used(view, families[one])):
        publisher = view.dataset.catalog.sources[family].publisher.get(say.lang)
        groups.setdefault(publisher, []).append(_family(view, family, families[family], due[family]))
    heads = [
        html.Th(say(f"data.sources.{name}"), scope="col", className="num" if name == "used" else None)
        for name in _SOURCES
    ]
    caption = say("data.sources.caption")
    bodies = [html.Tbody(_group(publisher, rows)) for publisher, rows in groups.items()]
    body = region(bare(caption, heads, bodies, className="sources"), caption)
    states = Counter(one.state for one in due.values())
    key = "data.sources.finding" if states["overdue"] else "data.sources.finding_none"
    yearly = len(due) - states["closed"]
    finding = say(key, due=states["overdue"], yearly=yearly, day=view.day())
    return folded(
        "sources", finding, [html.P(markup(say("data.sources.deck")), className="prose"), body], say
    )


def _group(publisher: str, rows: list[list[Component]]) -> list[html.Tr]:
    """Return the rows of one publisher, which heads them all."""
    head = html.Th(publisher, scope="rowgroup", rowSpan=len(rows))
    return [html.Tr([head, *row] if row is rows[0] else row) for row in rows]


def _family(view: View, family: str, rows: pd.DataFrame, due: Freshness) -> list[Component]:
    say, known = view.say, view.dataset.catalog.sources[family]
    name: str | Component = known.name.get(say.lang)
    if known.url:
        name = html.A(name, href=known.url, rel="noopener")
    ordered = rows.sort_values("vintage", ascending=False).reset_index()
    releases = [_release(view, row) for row in ordered.to_dict("records")]
    count = say("data.sources.one" if len(rows) == 1 else "data.sources.many", count=len(rows))
    folded = html.Details([html.Summary(count), html.Ul(releases)], className="releases-folded")
    numbered = due.newest.isdigit() and len(due.newest) < 4
    newest = say("series.version", version=due.newest) if numbered else vintage(due.newest, say)
    cells = [
        html.Td(numbers.decimal(_used(view, rows), 0), className="num"),
        html.Td(newest, className="whole"),
        html.Td(_expected(view, due), className="overdue" if due.state == "overdue" else None),
        html.Td(_licence(view, known)),
    ]
    heads = [say(f"data.sources.{name}") for name in _SOURCES[2:]]
    return [html.Th([name, folded], scope="row"), *labelled(cells, heads)]


def revisions(dataset: Dataset, say: Words) -> html.Details:
    """Return the table of revised series; where there is none, the finding says so."""
    frame = by_series(dataset.table("revisions"))
    finding, found = say("revisions.none"), list[Component]()
    if len(frame):
        finding = say("revisions.finding", count=len(frame))
        rows = [_revised(dataset, row, say) for row in frame.to_dict("records")]
        columns = heads(say, "revisions.column", _REVISED, ("series", "releases"), ("releases",))
        found = [table(columns, rows, caption=say("revisions.title"), missing=say("missing"))]
    link = html.A(say("releases.rules.link"), href=path(say.lang, "data/releases"))
    deck = html.P(markup(say("revisions.deck")), className="prose")
    return folded("revisions", finding, [deck, *found, html.P(link, className="links")], say)


def _revised(dataset: Dataset, row: Mapping[Hashable, Any], say: Words) -> list[Cell]:
    return [
        _name(dataset, str(row["series"]), str(row["measure"]), say),
        _percent(row["china_change"], say),
        numbers.decimal(row["china_values"], 0),
        _percent(row["change"], say),
        numbers.decimal(row["values"], 0),
        numbers.decimal(row["lost"], 0),
        " → ".join(numbers.day(str(row[f"{which}_vintage"]), say.lang) for which in ("old", "new")),
    ]


def _name(dataset: Dataset, series: str, measure: str, say: Words) -> str:
    known = dataset.catalog.indicators.get(series)
    if known:
        return known.short.get(say.lang)
    return say("revisions.index", code=series, measure=say(f"revisions.{measure}"))


def _percent(change: float, say: Words) -> str:
    return say("missing") if math.isnan(change) else numbers.percent(change, sign=True)


def _used(view: View, rows: pd.DataFrame) -> int:
    return sum(view.used[str(release)] for release in rows.index)


def _licence(view: View, known: Source) -> Cell:
    """Return the licence of a source; that of the index is told edition by edition, above."""
    if known.licence == BY_EDITION:
        return html.A(licence(view.dataset, known.licence, view.say), href="#coverage")
    return linked(view, known.licence, known.licence_url)


def _release(view: View, row: dict[Any, Any]) -> html.Li:
    """Return a release: title as held, vintage, last check, values used, publisher, where it was read."""
    say = view.say
    sentence = say(
        "data.sources.release",
        vintage=vintage(str(row["vintage"]), say),
        checked=numbers.day(str(row["checked"]), say.lang),
        count=numbers.decimal(view.used[str(row["source"])], 0),
    )
    found = [html.Span(sentence, className="small")]
    if not pd.isna(row["provenance"]):
        read = _ADDRESS.sub(r"\1", str(row["provenance"]))
        whose = f"{row['publisher']}; {read}"
        found.append(html.Span([say("data.sources.origin"), html.Span(whose, lang="en")], className="small"))
    return html.Li([html.Span(str(row["title"]), lang="en"), *found])


def _expected(view: View, found: Freshness) -> str:
    say = view.say
    if found.expected is None:
        return say("data.sources.closed")
    year, month = found.expected
    written = numbers.month(f"{year}-{month:02d}", say.lang)
    overdue = found.state == "overdue"
    return say("data.sources.overdue", month=written, day=view.day()) if overdue else written
