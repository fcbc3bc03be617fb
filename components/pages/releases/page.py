"""Releases side by side: what must a reader know who quotes an older figure?"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import releases as frames
from analysis.vintages import Choice, released
from components import numbers
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import packed
from components.charts.series_lines import FULL, HEIGHT, Plot, Series, series_lines
from components.pages.releases import text
from components.pages.releases.text import View, called
from components.parts.badges import empty
from components.parts.citation import cited
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card, table_card
from components.parts.series_source import source_line, vintage
from components.parts.tables import Cell, Column, heads, table
from components.text import markup, plain, words

PAGE = "releases"
RELEASES = Card("releases-figure", "releases", (frames.RELEASES,), height=710)
PAIRS = Card("releases-pairs", "releases-pairs", (frames.RELEASES,), height=720)
COMPARED = Card("releases-compared", "releases-compared", (frames.COMPARED,), height=720)
FINDING, BODY = "releases-finding", "releases-body"
CARDS = (RELEASES, PAIRS, COMPARED)
CALLBACKS = Callbacks(Choice, parts=((FINDING, "children"), (BODY, "children")), cards=(RELEASES,))
_RINGS = "rings"
_BEFORE = 2  # years drawn before the first that a second release holds
_LABELLED = 4  # years with single values, above which their releases stand in the tips only


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``query`` names the series."""
    t = words(lang)
    view = View(dataset, t, Choice.read(dataset, query))
    names = {code: called(dataset.catalog.indicators[code], lang) for code in released(dataset)}
    picker = Controls(PAGE, view.choice, dataset, t, names).select("series", searchable=True)
    return [
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(markup(t("releases.deck.rule")), className="deck"),
        html.Div(picker, className="controls"),
        html.Div(
            [_side_by_side(view), html.Div(_compared(view), className="block"), text.columns(view)], id=BODY
        ),
        CALLBACKS.address(PAGE, dataset),
    ]


def _side_by_side(view: View) -> html.Div:
    t = view.t
    if view.frame.empty:
        return html.Div([empty([t("releases.figure.empty")])], className="releases-empty")
    figure = figure_card(RELEASES, _content(view), t)
    left = [figure, dcc.Store(id=RELEASES.figures, data=figures_json(view)), *text.notes(view)]
    right = empty([t("releases.pairs.none")]) if view.pairs.empty else _pairs(view)
    return html.Div([html.Div(left), html.Div(right)], className="profile-grid releases-first")


def _content(view: View) -> Content:
    """Return what the card of the figure holds."""
    t, frame = view.t, view.frame
    measure = t("releases.figure.measure", name=view.name, unit=view.unit)
    if frame["error"].notna().any():
        measure += t("releases.figure.errors")
    if not frame["whole"].all():
        measure += t("releases.figure.rings")
    if (first := _first(frame)) > int(frame["year"].min()):
        measure += t("releases.figure.from", first=first)
    return Content(
        heading=t("releases.figure.heading"),
        finding=plain(text.finding(view)),
        measure=markup(measure),
        table=_table(view),
        source=source_line(view.dataset, frame, t, own=view.about.rebased),
        data_address=view.download("releases", view.choice.chosen(view.dataset)),
        credit=cited(view.dataset, plain(text.finding(view)), frame["source"], t),
        height=HEIGHT,
    )


def _first(frame: pd.DataFrame) -> int:
    """Return the year the figure begins with: shortly before releases can be told apart, else the first."""
    newest = frame["indicator"].iloc[0]
    older = frame[~frame["whole"].astype(bool) | (frame["indicator"] != newest)]
    first = int(frame["year"].min())
    return first if older.empty else max(first, int(older["year"].min()) - _BEFORE)


def figures_json(view: View) -> str:
    """Return the figure in both sets of labels, as JSON text."""
    frame = view.frame[view.frame["year"] >= _first(view.frame)].reset_index(drop=True)
    rows = [*frame.to_dict("records")]
    drawn = pd.DataFrame(
        {
            "line": [row["indicator"] if row["whole"] else _RINGS for row in rows],
            "year": frame["year"],
            "value": frame["level"],
            "error": frame["error"].astype(float),
            "tip": [_tip(view, row) for row in rows],
            "note": _vintages(view, rows),
        }
    )
    looks = [_look(view, code, place) for place, code in enumerate(view.codes)]
    rebased = view.about.rebased
    tick = (lambda value: numbers.decimal(value, 0, view.t.lang)) if rebased else None  # an index on its axis
    plot = Plot(view.write, mark=view.base if rebased else None, tick=tick)
    return packed(lambda least: series_lines(drawn, looks, plot, compact=least == 0, rings=_RINGS), 0, FULL)


def _look(view: View, code: str, place: int) -> Series:
    rows = view.frame[view.frame["whole"] & (view.frame["indicator"] == code)]
    indicators = view.dataset.catalog.indicators
    families = {indicators[one].source for one in view.codes}
    if len(families) > 1 or rows["vintage"].nunique() > 1:
        name = view.dataset.catalog.sources[indicators[code].source].short.get(view.t.lang)
    else:
        name = vintage(str(rows["vintage"].iloc[0]), view.t)
    last = view.write(float(rows["level"].iloc[-1]))
    if len(view.codes) == 1:
        return Series(code, last, last, "hero")  # nothing to tell it from
    return Series(code, f"{last}  {name}", name, "other" if place else "hero")


def _tip(view: View, row: dict[Any, Any]) -> str:
    about = {"release": view.one(row["source"], row["vintage"]), "value": view.write(row["level"])}
    head = f"<b>{row['year']}</b><br>"
    if math.isnan(row["error"]):
        return head + view.t("releases.figure.tip", **about)
    return head + view.t("releases.figure.tip_error", error=view.write(2 * row["error"]), **about)


def _vintages(view: View, rows: list[dict[Any, Any]]) -> list[str]:
    """Return for each single value the releases that gave it; several of one year are told apart."""
    singles = [row for row in rows if not row["whole"]]
    if len({row["year"] for row in singles}) > _LABELLED:
        return ["" for _ in rows]
    same: dict[tuple[int, float], list[str]] = {}
    for row in singles:
        same.setdefault((row["year"], row["level"]), []).append(str(row["vintage"]))
    notes = []
    for row in rows:
        dates = [] if row["whole"] else sorted(same[row["year"], row["level"]])
        ends = [vintage(date, view.t) for date in (dates[:1] if len(dates) == 1 else dates[:1] + dates[-1:])]
        notes.append(numbers.DASH.join(ends))
    return notes


def _table(view: View) -> html.Div:
    """Return years down, releases across: whole ones, single values, the newest, the difference."""
    t, frame, missing = view.t, view.frame, view.t("missing")
    newest = view.codes[:1]
    earlier = [*reversed(view.codes[1:])]
    singles = sorted(frame.loc[~frame["whole"].astype(bool), "vintage"].unique())
    values: dict[tuple[str, int], float] = {}
    for row in frame.to_dict("records"):
        values[str(row["indicator"] if row["whole"] else row["vintage"]), int(row["year"])] = row["level"]
    keys = [*earlier, *singles, *newest]
    apart = {int(row["year"]): row["difference"] for row in view.pairs.to_dict("records")}
    rows: list[list[Cell]] = []
    for year in sorted({int(year) for year in frame["year"]}, reverse=True):
        by_release = (values.get((key, year)) for key in keys)
        cells = [missing if one is None else view.write(one) for one in by_release]
        rows.append([str(year), *cells, view.apart(apart[year]) if year in apart else ""])
    named = [*map(view.whole, earlier), *(vintage(one, t) for one in singles), *map(view.whole, newest)]
    columns = [Column(t("releases.figure.year"), number=False), *map(Column, named)]
    columns.append(Column(t("releases.figure.difference")))
    return table(t, columns, rows, caption=t("releases.figure.table"))


def _pairs(view: View) -> html.Figure:
    """Return the card of the years that more than one release holds."""
    t = view.t
    rows: list[list[Cell]] = []
    for row in view.pairs.sort_values("year", ascending=False).to_dict("records"):
        values = view.write(row["old"]), view.write(row["new"]), view.apart(row["difference"])
        rows.append([str(row["year"]), *values, view.one(row["old_source"], row["old_vintage"])])
    names = ("figure.year", "pairs.old", "pairs.new", "figure.difference", "pairs.release")
    columns = heads(t, "releases", names, ("figure.year", "pairs.release"))
    title = t("releases.pairs.title")
    pair = view.telling or {}
    marked = [index for index, row in enumerate(rows) if row[0] == str(pair.get("year"))]
    content = Content(
        heading=title,
        finding=title,
        measure=markup(t("releases.pairs.measure", unit=view.unit)),
        table=html.Div(),
        source=source_line(view.dataset, view.frame, t, own=True),
        data_address=view.download("releases", view.choice.chosen(view.dataset)),
        credit=cited(view.dataset, title, view.frame["source"], t),
    )
    body = table(t, columns, rows, caption=title, highlight=marked)
    return table_card(PAIRS, content, [body], t)


def _compared(view: View) -> html.Figure:
    """Return the card of all releases compared."""
    t, missing = view.t, view.t("missing")
    rows: list[list[Cell]] = []
    marked = []
    for index, row in enumerate(view.compared.to_dict("records")):
        known = view.dataset.catalog.indicators[str(row["indicator"])]
        largest = row["china_largest"]
        rows.append(
            [
                known.short.get(t.lang),
                " → ".join(numbers.day(str(row[f"{age}_vintage"]), t.lang) for age in ("older", "newer")),
                numbers.decimal(row["values"], 0, t.lang),
                numbers.decimal(row["changed"], 0, t.lang),
                numbers.percent(100 * row["median"], 1, t.lang),
                numbers.decimal(row["china_values"], 0, t.lang),
                numbers.decimal(row["china_changed"], 0, t.lang),
                missing if pd.isna(largest) else numbers.percent(100 * largest, 1, t.lang),
            ]
        )
        marked += [index] if row["indicator"] == view.series else []
    names = (
        *("series", "releases", "values", "changed", "median"),
        *("china_values", "china_changed", "china_largest"),
    )
    columns = heads(t, "releases.compared", names, ("series", "releases"), ("releases",))
    title = t("releases.compared.title")
    sources = {*view.compared["newer"], *view.compared["older"]}
    families = {view.dataset.catalog.indicators[str(code)].source for code in view.compared["indicator"]}
    called = sorted(view.dataset.catalog.sources[family].short.get(t.lang) for family in families)
    publishers, checked = t.listing(called), view.checked
    content = Content(
        heading=title,
        finding=title,
        measure=markup(t("releases.compared.measure")),
        table=html.Div(),
        source=markup(t("releases.compared.source", publishers=publishers, checked=checked)),
        data_address=view.download("releases-compared"),
        credit=cited(view.dataset, title, sorted(sources), t),
    )
    body = table(t, columns, rows, caption=title, highlight=marked)
    return table_card(COMPARED, content, [body], t)
