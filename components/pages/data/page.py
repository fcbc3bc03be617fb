"""Data and method: can I trust and reuse this?"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis import inventory
from analysis.dataset import Dataset, cached
from analysis.inventory import by_series
from analysis.news import Freshness, by_family
from components import numbers
from components.attributes import attributes
from components.kit import columns_of, rows_table
from components.pages.data import coverage, validation
from components.pages.data.method import method
from components.pages.data.view import View, block, folded, linked
from components.parts.section import links
from components.parts.series_source import publisher, vintage
from components.parts.tables import bare, labelled, region
from components.shell import path
from components.text import markup, words
from components.view import licence

PARTS = ("coverage", "series", "validation", "sources", "revisions", "downloads", "method")
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
    totals = view.totals
    key = "data.finding_exceptions" if totals["exceptions"] else "data.finding"
    key = key if totals["checks"] and not totals["broken"] else "data.finding_plain"
    finding = t(key, figures=sum(view.used.values()), sources=len(view.used), **totals)
    # The publisher's own words for works derived from its own, which other languages translate in the footer.
    original = html.P(t("data.original"), lang="en", className="small")
    return [
        html.H1(markup(finding)),
        html.P(markup(t("data.deck")), className="deck"),
        links({part: t(f"data.part.{part}") for part in PARTS}, t),
        html.Div(
            [
                folded("coverage", coverage.finding(view), [*coverage.coverage(view), original], t),
                _series(view),
                folded("validation", validation.finding(view), validation.validation(view), t),
                _sources(view),
                _revisions(view),
            ],
            className="folds",
        ),
        block("downloads", t("data.downloads.deck"), _downloads(view), t),
        block("method", t("method.deck"), method(view), t),
    ]


def _series(view: View) -> html.Details:
    """Return the table of related indicators, a row for each family of sources with observations."""
    t, observations = view.t, view.dataset.table("observations")
    frame = inventory.by_family(observations, view.dataset.table("sources"))
    rows = [
        {
            **row,
            "family": publisher(view.dataset, row["family"], t),
            "years": numbers.interval_cell(row["first"], row["last"], t("missing")),
            "newest": row["last"],
        }
        for row in frame.to_dict("records")
    ]
    counts = {"indicators": "whole", "economies": "whole", "years": "", "newest": ""}
    columns = columns_of(t, "data.series", family="text", **counts, values="whole", releases="whole")
    finding = t(
        "data.series.finding",
        indicators=observations["indicator"].nunique(),
        sources=len(frame),
        first=frame["first"].min(),
        last=frame["last"].max(),
    )
    deck = html.P(markup(t("data.series.deck")), className="prose")
    return folded("series", finding, [deck, rows_table(t, rows, columns, t("data.part.series"))], t)


def _downloads(view: View) -> list[Component]:
    """Return the package with its identity, and a row for each table."""
    t, snapshot = view.t, view.dataset.snapshot
    rows: list[dict[Any, Any]] = []
    for one in snapshot.resources:
        name, file, table = str(one["name"]), f"{one['name']}.csv", snapshot.table(one["name"])
        size = t("data.downloads.kb", size=max(one["bytes"] / 1e3, 0.1))
        if one["bytes"] >= 1e6:
            size = t("data.downloads.mb", size=one["bytes"] / 1e6)
        about = {"href": f"/download/table/{file}", "download": file, **attributes(aria_label=file)}
        row = {"table": html.Code(name), "holds": t(f"data.table.{name}"), "size": html.A(size, **about)}
        rows.append({**row, "rows": len(table), "columns": len(table.columns)})
    columns = columns_of(
        t, "data.downloads", table="text", holds="text", rows="whole", columns="whole", size=""
    )
    caption = t("data.downloads.caption")
    found = rows_table(t, rows, columns, caption)
    total = {"tables": len(rows), "rows": sum(row["rows"] for row in rows)}
    package = t("data.downloads.package")
    links = [
        html.A(package, href="/download/snapshot.zip", className="button", download=""),
        html.A(t("data.downloads.api"), href=path(t.lang, "data/api")),
        html.A(t("data.downloads.croissant"), href=CROISSANT, download="croissant.json"),
    ]
    identity = t("data.downloads.id", id=snapshot.id, checked=view.checked, **total)
    digest = str(snapshot.descriptor["digest"]).removeprefix("sha256:")
    return [
        html.Div([html.P(link) for link in links]),
        html.P(markup(identity), className="data-id"),
        html.P([t("data.downloads.hash"), " ", html.Code(digest)], className="small data-hash"),
        html.Details([html.Summary(caption), found], className="checks-folded"),
    ]


def _sources(view: View) -> html.Details:
    """Return the table of sources: publishers as groups, a row for each source, its releases folded in it."""
    t, day, due = view.t, view.dataset.snapshot.created, by_family(view.dataset)
    released = view.dataset.sources[view.dataset.sources.index.isin(view.used)].reset_index()
    released = released.assign(used=released["source"].map(view.used))
    groups: dict[str, list[list[Component]]] = {}
    for family in released.groupby("family")["used"].sum().sort_values(ascending=False, kind="stable").index:
        publisher = view.dataset.catalog.sources[family].publisher.get(t.lang)
        row = _family(view, family, released[released["family"] == family], due[family])
        groups.setdefault(publisher, []).append(row)
    bodies = []
    for publisher, rows in groups.items():
        head = html.Th(publisher, scope="rowgroup", rowSpan=len(rows))
        rows[0].insert(0, head)
        bodies.append(html.Tbody([html.Tr(row) for row in rows]))
    heads = [
        html.Th(t(f"data.sources.{name}"), scope="col", className="num" if name == "used" else None)
        for name in _SOURCES
    ]
    caption = t("data.sources.caption")
    body = region(t, bare(caption, heads, bodies, className="sources"), caption)
    states = Counter(one.state for one in due.values())
    key = "data.sources.finding" if states["overdue"] else "data.sources.finding_none"
    finding = t(key, due=states["overdue"], yearly=len(due) - states["closed"], day=day)
    return folded("sources", finding, [html.P(markup(t("data.sources.deck")), className="prose"), body], t)


def _family(view: View, family: str, rows: pd.DataFrame, due: Freshness) -> list[Component]:
    """Return the cells of a source: name with its releases, values used, newest and next, licence."""
    t, known = view.t, view.dataset.catalog.sources[family]
    name: str | Component = known.name.get(t.lang)
    if known.url:
        name = html.A(name, href=known.url, rel="noopener")
    releases = []
    ordered: list[dict[Any, Any]] = rows.sort_values("vintage", ascending=False).to_dict("records")
    for row in ordered:
        found = [html.Span(t("data.sources.release", **row), className="small")]
        if not pd.isna(row["provenance"]):
            read = _ADDRESS.sub(r"\1", row["provenance"])
            whose = html.Span(f"{row['publisher']}; {read}", lang="en")
            found.append(html.Span([t("data.sources.origin"), whose], className="small"))
        releases.append(html.Li([html.Span(row["title"], lang="en"), *found]))
    held = [
        html.P(
            t(
                "data.sources.held",
                name=view.dataset.catalog.indicators[one.series].short.get(t.lang),
                release=vintage(one.vintage, t),
                since=one.since,
            ),
            className="small overdue",
        )
        for one in view.dataset.held.values()
        if view.dataset.catalog.indicators[one.series].source == family
    ]
    count = t("data.sources.one" if len(rows) == 1 else "data.sources.many", count=len(rows))
    folded = html.Details([html.Summary(count), html.Ul(releases)], className="releases-folded")
    numbered = due.newest.isdigit() and len(due.newest) < 4
    newest = t("series.version", version=due.newest) if numbered else vintage(due.newest, t)
    expected = t("data.sources.closed")
    if due.expected:
        expected = numbers.month("{}-{:02d}".format(*due.expected), t.lang)
    if due.state == "overdue":
        expected = t("data.sources.overdue", month=expected, day=view.dataset.snapshot.created)
    stated = linked(view, known.licence, known.licence_url)
    if known.licence == BY_EDITION:  # told edition by edition, above
        stated = html.A(licence(view.dataset, known.licence, t), href="#coverage")
    cells = [
        html.Td(numbers.decimal(rows["used"].sum(), 0, t.lang), className="num"),
        html.Td(newest, className="whole"),
        html.Td(expected, className="overdue" if due.state == "overdue" else None),
        html.Td(stated),
    ]
    heads = [t(f"data.sources.{name}") for name in _SOURCES[2:]]
    return [html.Th([name, *held, folded], scope="row"), *labelled(cells, heads)]


def _revisions(view: View) -> html.Details:
    """Return the table of revised series; where there is none, the finding says so."""
    t, indicators = view.t, view.dataset.catalog.indicators
    rows = by_series(view.dataset.table("revisions")).to_dict("records")
    for row in rows:
        if known := indicators.get(row["series"]):
            row["series"] = known.short.get(t.lang)
        else:
            measure = t(f"revisions.{row['measure']}")
            row["series"] = t("revisions.index", code=row["series"], measure=measure)
        row["releases"] = " → ".join(numbers.day(row[f"{age}_vintage"], t.lang) for age in ("old", "new"))
        row |= {
            "revised": row["values"],
            "change": 100 * row["change"],
            "china_change": 100 * row["china_change"],
        }
    columns = columns_of(
        t,
        "revisions.column",
        series="text",
        china_change="+percent",  # China's first: on a phone the others are reached by scrolling
        china_values="whole",
        change="+percent",
        revised="whole",
        lost="whole",
        releases="unbroken",
    )
    found = [rows_table(t, rows, columns, t("revisions.title"))] if rows else []
    finding = t("revisions.finding", count=len(rows)) if rows else t("revisions.none")
    link = html.A(t("releases.rules.link"), href=path(t.lang, "data/releases"))
    deck = html.P(markup(t("revisions.deck")), className="prose")
    return folded("revisions", finding, [deck, *found, html.P(link, className="links")], t)
