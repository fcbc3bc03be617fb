"""Data and method: can I trust and reuse this?"""

import math
from collections.abc import Hashable, Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis import inventory
from analysis.dataset import Dataset, cached
from analysis.revision import by_series
from components import numbers
from components.attributes import attributes
from components.pages.data import coverage, validation
from components.pages.data import method as contents
from components.pages.data.method import method
from components.pages.data.sources import sources
from components.pages.data.view import View, block
from components.parts.section import section
from components.parts.series_source import publisher
from components.parts.tables import Cell, heads, table
from components.shell import path
from components.text import Words, markup, words

_FAMILIES = ("family", "indicators", "economies", "years", "newest", "values", "releases")
# China's first: on a phone the others are reached by scrolling.
_REVISED = ("series", "china_change", "china_values", "change", "revised", "lost", "releases")

CARDS = (coverage.CARD, validation.CARD)


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    return _page(dataset, lang)


@cached
def _page(dataset: Dataset, lang: str) -> list[Component]:
    say = words(lang)
    view = View(dataset, say)
    # The publisher's own words for works derived from its own, which other languages translate in the footer.
    original = html.P(say("data.original"), lang="en", className="small")
    rules = html.A(say("releases.rules.link"), href=path(lang, "data/releases"))
    return [
        section("data", say),
        html.H1(_finding(view)),
        html.P(markup(say("data.deck")), className="deck"),
        contents.contents(say),
        block("coverage", None, [*coverage.coverage(view), original], say),
        block("series", say("data.series.deck"), series(view), say),
        block("validation", None, validation.validation(view), say),
        block("downloads", say("data.downloads.deck"), downloads(view), say),
        block("sources", None, sources(view), say),
        block(
            "revisions",
            say("revisions.deck"),
            [revisions(dataset, say), html.P(rules, className="links")],
            say,
        ),
        block("method", say("method.deck"), method(view), say),
    ]


def _finding(view: View) -> list[str | Component]:
    say, totals = view.say, view.totals
    figures = numbers.decimal(sum(view.used.values()), 0)
    about = {"figures": figures, "sources": len(view.used)}
    if not totals["checks"] or totals["broken"]:
        return markup(say("data.finding_plain", **about))
    if totals["exceptions"]:
        return markup(
            say("data.finding_exceptions", checks=totals["checks"], exceptions=totals["exceptions"], **about)
        )
    return markup(say("data.finding", checks=totals["checks"], **about))


def downloads(view: View) -> list[Component]:
    """Return the package with its identity, and a row for each table."""
    say, snapshot = view.say, view.dataset.snapshot
    sizes = {one["name"]: len(snapshot.table(one["name"])) for one in snapshot.resources}
    about = {"tables": len(sizes), "rows": numbers.decimal(sum(sizes.values()), 0)}
    checked = view.checked
    link = html.A(
        say("data.downloads.package"), href="/download/snapshot.zip", className="button", download=""
    )
    digest = str(snapshot.descriptor["digest"]).removeprefix("sha256:")
    rows: list[list[Cell]] = []
    for one in snapshot.resources:
        name = str(one["name"])
        address = f"/download/table/{name}.csv"
        mark = attributes(aria_label=f"{name}.csv")
        size = html.A(_size(view, int(one["bytes"])), href=address, download=f"{name}.csv", **mark)
        rows.append(
            [
                html.Code(name),
                say(f"data.table.{name}"),
                numbers.decimal(sizes[name], 0),
                str(len(snapshot.table(name).columns)),
                size,
            ]
        )
    columns = heads(say, "data.downloads", ("table", "holds", "rows", "columns", "size"), ("table", "holds"))
    return [
        html.Div([html.P(link), html.P(html.A(say("data.downloads.api"), href=path(say.lang, "data/api")))]),
        html.P(
            markup(say("data.downloads.id", id=snapshot.id, checked=checked, **about)), className="data-id"
        ),
        html.P([say("data.downloads.hash"), " ", html.Code(digest)], className="small data-hash"),
        table(columns, rows, caption=say("data.downloads.caption"), missing=say("missing")),
    ]


def _size(view: View, count: int) -> str:
    if count >= 1e6:
        return view.say("data.downloads.mb", size=numbers.decimal(count / 1e6, 1))
    return view.say("data.downloads.kb", size=numbers.decimal(max(count / 1e3, 0.1), 1))


def series(view: View) -> list[Component]:
    """Return the table, a row for each family of sources with observations."""
    say, tables = view.say, view.dataset.table
    frame = inventory.by_family(tables("observations"), tables("sources"))
    rows: list[list[Cell]] = []
    for row in frame.to_dict("records"):
        first, last = int(row["first"]), int(row["last"])
        counts = (row[name] for name in ("indicators", "economies"))
        rows.append(
            [
                publisher(view.dataset, str(row["family"]), say),
                *(numbers.decimal(count, 0) for count in counts),
                numbers.interval_cell(first, last, say("missing")),
                str(last),
                numbers.decimal(row["values"], 0),
                numbers.decimal(row["releases"], 0),
            ]
        )
    columns = heads(say, "data.series", _FAMILIES, ("family",))
    return [table(columns, rows, caption=say("data.part.series"), missing=say("missing"))]


def revisions(dataset: Dataset, say: Words) -> Component:
    """Return the table of revised series, or the sentence that there is none."""
    frame = by_series(dataset.table("revisions"))
    if frame.empty:
        return html.P(say("revisions.none"), className="prose")
    rows = [_row(dataset, row, say) for row in frame.to_dict("records")]
    columns = heads(say, "revisions.column", _REVISED, ("series", "releases"), ("releases",))
    return table(columns, rows, caption=say("revisions.title"), missing=say("missing"))


def _row(dataset: Dataset, row: Mapping[Hashable, Any], say: Words) -> list[Cell]:
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
