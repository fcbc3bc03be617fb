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
    t = words(lang)
    view = View(dataset, t)
    # The publisher's own words for works derived from its own, which other languages translate in the footer.
    original = html.P(t("data.original"), lang="en", className="small")
    return [
        html.H1(_finding(view)),
        html.P(markup(t("data.deck")), className="deck"),
        links({part: t(f"data.part.{part}") for part in PARTS}, t),
        html.Div(
            [
                folded("coverage", coverage.finding(view), [*coverage.coverage(view), original], t),
                _series(view),
                folded("validation", validation.finding(view), validation.validation(view), t),
                _sources(view),
                revisions(dataset, t),
            ],
            className="folds",
        ),
        block("downloads", t("data.downloads.deck"), downloads(view), t),
        block("method", t("method.deck"), method(view), t),
    ]


def _finding(view: View) -> list[str | Component]:
    t, totals = view.t, view.totals
    figures = numbers.decimal(sum(view.used.values()), 0, t.lang)
    key = "data.finding_exceptions" if totals["exceptions"] else "data.finding"
    if not totals["checks"] or totals["broken"]:
        key = "data.finding_plain"
    return markup(t(key, figures=figures, sources=len(view.used), **totals))


def _series(view: View) -> html.Details:
    """Return the table of related indicators, a row for each family of sources with observations."""
    t, observations = view.t, view.dataset.table("observations")
    frame = inventory.by_family(observations, view.dataset.table("sources"))
    rows: list[list[Cell]] = [
        [
            publisher(view.dataset, str(row["family"]), t),
            *(numbers.decimal(row[name], 0, t.lang) for name in ("indicators", "economies")),
            numbers.interval_cell(int(row["first"]), int(row["last"]), t("missing")),
            str(int(row["last"])),
            *(numbers.decimal(row[name], 0, t.lang) for name in ("values", "releases")),
        ]
        for row in frame.to_dict("records")
    ]
    columns = heads(t, "data.series", _FAMILIES, ("family",))
    finding = t(
        "data.series.finding",
        indicators=observations["indicator"].nunique(),
        sources=len(frame),
        first=frame["first"].min(),
        last=frame["last"].max(),
    )
    deck = html.P(markup(t("data.series.deck")), className="prose")
    found = table(t, columns, rows, caption=t("data.part.series"))
    return folded("series", finding, [deck, found], t)


def downloads(view: View) -> list[Component]:
    """Return the package with its identity, and a row for each table."""
    t, snapshot = view.t, view.dataset.snapshot
    sizes = {one["name"]: len(snapshot.table(one["name"])) for one in snapshot.resources}
    total = {"tables": len(sizes), "rows": numbers.decimal(sum(sizes.values()), 0, t.lang)}
    package = html.A(
        t("data.downloads.package"), href="/download/snapshot.zip", className="button", download=""
    )
    api = html.A(t("data.downloads.api"), href=path(t.lang, "data/api"))
    croissant = html.A(t("data.downloads.croissant"), href=CROISSANT, download="croissant.json")
    identity = t("data.downloads.id", id=snapshot.id, checked=view.checked, **total)
    digest = str(snapshot.descriptor["digest"]).removeprefix("sha256:")
    rows: list[list[Cell]] = []
    for one in snapshot.resources:
        name, file = str(one["name"]), f"{one['name']}.csv"
        about = {"href": f"/download/table/{file}", "download": file, **attributes(aria_label=file)}
        counts = (numbers.decimal(sizes[name], 0, t.lang), str(len(snapshot.table(name).columns)))
        link = html.A(_size(view, int(one["bytes"])), **about)
        rows.append([html.Code(name), t(f"data.table.{name}"), *counts, link])
    columns = heads(t, "data.downloads", ("table", "holds", "rows", "columns", "size"), ("table", "holds"))
    caption = t("data.downloads.caption")
    found = table(t, columns, rows, caption=caption)
    return [
        html.Div([html.P(package), html.P(api), html.P(croissant)]),
        html.P(markup(identity), className="data-id"),
        html.P([t("data.downloads.hash"), " ", html.Code(digest)], className="small data-hash"),
        html.Details([html.Summary(caption), found], className="checks-folded"),
    ]


def _size(view: View, count: int) -> str:
    if count >= 1e6:
        return view.t("data.downloads.mb", size=numbers.decimal(count / 1e6, 1, view.t.lang))
    return view.t("data.downloads.kb", size=numbers.decimal(max(count / 1e3, 0.1), 1, view.t.lang))


def _sources(view: View) -> html.Details:
    """Return the table of sources: publishers as groups, a row for each source, its releases folded in it."""
    t = view.t
    released = view.dataset.sources[view.dataset.sources.index.isin(view.used)]
    families = {str(family): rows for family, rows in released.groupby("family")}
    due = by_family(view.dataset)
    groups: dict[str, list[list[Component]]] = {}
    for family in sorted(families, key=lambda one: -_used(view, families[one])):
        publisher = view.dataset.catalog.sources[family].publisher.get(t.lang)
        groups.setdefault(publisher, []).append(_family(view, family, families[family], due[family]))
    heads = [
        html.Th(t(f"data.sources.{name}"), scope="col", className="num" if name == "used" else None)
        for name in _SOURCES
    ]
    caption = t("data.sources.caption")
    bodies = [html.Tbody(_group(publisher, rows)) for publisher, rows in groups.items()]
    body = region(t, bare(caption, heads, bodies, className="sources"), caption)
    states = Counter(one.state for one in due.values())
    key = "data.sources.finding" if states["overdue"] else "data.sources.finding_none"
    yearly = len(due) - states["closed"]
    finding = t(key, due=states["overdue"], yearly=yearly, day=view.day())
    return folded("sources", finding, [html.P(markup(t("data.sources.deck")), className="prose"), body], t)


def _group(publisher: str, rows: list[list[Component]]) -> list[html.Tr]:
    """Return the rows of one publisher, which heads them all."""
    head = html.Th(publisher, scope="rowgroup", rowSpan=len(rows))
    return [html.Tr([head, *row] if row is rows[0] else row) for row in rows]


def _family(view: View, family: str, rows: pd.DataFrame, due: Freshness) -> list[Component]:
    t, known = view.t, view.dataset.catalog.sources[family]
    name: str | Component = known.name.get(t.lang)
    if known.url:
        name = html.A(name, href=known.url, rel="noopener")
    ordered = rows.sort_values("vintage", ascending=False).reset_index()
    releases = [_release(view, row) for row in ordered.to_dict("records")]
    count = t("data.sources.one" if len(rows) == 1 else "data.sources.many", count=len(rows))
    folded = html.Details([html.Summary(count), html.Ul(releases)], className="releases-folded")
    numbered = due.newest.isdigit() and len(due.newest) < 4
    newest = t("series.version", version=due.newest) if numbered else vintage(due.newest, t)
    cells = [
        html.Td(numbers.decimal(_used(view, rows), 0, t.lang), className="num"),
        html.Td(newest, className="whole"),
        html.Td(_expected(view, due), className="overdue" if due.state == "overdue" else None),
        html.Td(_licence(view, known)),
    ]
    heads = [t(f"data.sources.{name}") for name in _SOURCES[2:]]
    return [html.Th([name, folded], scope="row"), *labelled(cells, heads)]


def revisions(dataset: Dataset, t: Words) -> html.Details:
    """Return the table of revised series; where there is none, the finding says so."""
    frame = by_series(dataset.table("revisions"))
    finding, found = t("revisions.none"), list[Component]()
    if len(frame):
        finding = t("revisions.finding", count=len(frame))
        rows = [_revised(dataset, row, t) for row in frame.to_dict("records")]
        columns = heads(t, "revisions.column", _REVISED, ("series", "releases"), ("releases",))
        found = [table(t, columns, rows, caption=t("revisions.title"))]
    link = html.A(t("releases.rules.link"), href=path(t.lang, "data/releases"))
    deck = html.P(markup(t("revisions.deck")), className="prose")
    return folded("revisions", finding, [deck, *found, html.P(link, className="links")], t)


def _revised(dataset: Dataset, row: Mapping[Hashable, Any], t: Words) -> list[Cell]:
    return [
        _name(dataset, str(row["series"]), str(row["measure"]), t),
        _percent(row["china_change"], t),
        numbers.decimal(row["china_values"], 0, t.lang),
        _percent(row["change"], t),
        numbers.decimal(row["values"], 0, t.lang),
        numbers.decimal(row["lost"], 0, t.lang),
        " → ".join(numbers.day(str(row[f"{which}_vintage"]), t.lang) for which in ("old", "new")),
    ]


def _name(dataset: Dataset, series: str, measure: str, t: Words) -> str:
    known = dataset.catalog.indicators.get(series)
    if known:
        return known.short.get(t.lang)
    return t("revisions.index", code=series, measure=t(f"revisions.{measure}"))


def _percent(change: float, t: Words) -> str:
    return t("missing") if math.isnan(change) else numbers.percent(100 * change, 1, t.lang, sign=True)


def _used(view: View, rows: pd.DataFrame) -> int:
    return sum(view.used[str(release)] for release in rows.index)


def _licence(view: View, known: Source) -> Cell:
    """Return the licence of a source; that of the index is told edition by edition, above."""
    if known.licence == BY_EDITION:
        return html.A(licence(view.dataset, known.licence, view.t), href="#coverage")
    return linked(view, known.licence, known.licence_url)


def _release(view: View, row: dict[Any, Any]) -> html.Li:
    """Return a release: title, vintage, last check, values used, publisher, where it was read."""
    t = view.t
    sentence = t(
        "data.sources.release",
        vintage=vintage(str(row["vintage"]), t),
        checked=numbers.day(str(row["checked"]), t.lang),
        count=numbers.decimal(view.used[str(row["source"])], 0, t.lang),
    )
    found = [html.Span(sentence, className="small")]
    if not pd.isna(row["provenance"]):
        read = _ADDRESS.sub(r"\1", str(row["provenance"]))
        whose = f"{row['publisher']}; {read}"
        found.append(html.Span([t("data.sources.origin"), html.Span(whose, lang="en")], className="small"))
    return html.Li([html.Span(str(row["title"]), lang="en"), *found])


def _expected(view: View, found: Freshness) -> str:
    t = view.t
    if found.expected is None:
        return t("data.sources.closed")
    year, month = found.expected
    written = numbers.month(f"{year}-{month:02d}", t.lang)
    overdue = found.state == "overdue"
    return t("data.sources.overdue", month=written, day=view.day()) if overdue else written
