"""Releases side by side: what must a reader know who quotes an older figure?"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from dash import dcc, html
from dash.development.base_component import Component

from analysis import vintages as method
from analysis.dataset import Dataset
from analysis.frames import releases as frames
from analysis.listing import runs
from analysis.progress import CLAIM_YEAR
from analysis.query import Nothing
from analysis.vintages import Choice, released
from components import numbers, view
from components.callbacks import Callbacks
from components.card import Card
from components.charts.layer import packed
from components.charts.series_lines import FULL, HEIGHT, Plot, Series, series_lines
from components.measures import REBASED
from components.parts.badges import empty, note
from components.parts.citation import cited
from components.parts.columns import column, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card, table_card
from components.parts.reading import value
from components.parts.series_source import release, release_of, source_line, vintage
from components.parts.tables import Cell, Column, heads, table
from components.text import Words, markup, plain, words
from data.entries import Indicator, Releases, releases_of


@dataclass(frozen=True)
class View(view.View):
    """The series that is asked for, with everything that is available of its releases for China."""

    choice: method.Choice

    @property
    def series(self) -> str:
        """The code of its newest release."""
        return self.choice.series

    @property
    def indicator(self) -> Indicator:
        """What the catalog says of the newest release."""
        return self.dataset.catalog.indicators[self.series]

    @property
    def name(self) -> str:
        """The short name of the series, without its release."""
        return called(self.indicator, self.t.lang)

    @cached_property
    def about(self) -> Releases:
        """The codes of the releases."""
        return releases_of(self.dataset.catalog.indicators, self.series)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """All values of China by release and year."""
        return frames.RELEASES.result(self.dataset, self.choice)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        """Oldest and newest value of each year."""
        return method.pairs(self.frame, rebased=self.about.rebased)

    @cached_property
    def telling(self) -> Mapping[Any, Any] | None:
        """The pair that the finding is made of."""
        return method.telling(self.frame, rebased=self.about.rebased)

    @cached_property
    def compared(self) -> pd.DataFrame:
        """All comparisons of whole releases."""
        return frames.COMPARED.result(self.dataset, Nothing())

    @property
    def newest_comparison(self) -> Mapping[Any, Any] | None:
        """The comparison of the newest release of the series with the one before it."""
        rows = self.compared[self.compared["indicator"] == self.series].to_dict("records")
        return rows[0] if rows else None

    @cached_property
    def base(self) -> int:
        """The year in which rebased releases are 100."""
        return method.common_year(self.frame, self.about.codes) or CLAIM_YEAR

    @property
    def unit(self) -> str:
        """The unit of what is shown."""
        if self.about.rebased:
            return self.t("releases.unit_index", base=self.base)
        return self.indicator.unit.get(self.t.lang)

    def write(self, number: float) -> str:
        """Write a value as it is shown."""
        lang = self.t.lang
        return REBASED.write(number, lang) if self.about.rebased else value(self.indicator, number, lang)

    def apart(self, number: float) -> str:
        """Write a difference with its sign."""
        if self.about.rebased:
            return REBASED.write(number, self.t.lang, sign=True)
        decimals = 2 if self.indicator.kind == "share" else self.indicator.decimals
        return numbers.decimal(number * self.indicator.scale, decimals, self.t.lang, sign=True)

    def whole(self, code: str) -> str:
        """Name a whole release."""
        rows = self.frame[self.frame["whole"] & (self.frame["indicator"] == code)]
        return release(self.dataset, set(rows["source"]), self.t)

    def one(self, source: object, vintage: object) -> str:
        """Name the release of one value."""
        return release_of(self.dataset, str(source), str(vintage), self.t)

    @property
    def codes(self) -> list[str]:
        """The codes of the whole releases that are available for China, the newest first."""
        whole = set(self.frame.loc[self.frame["whole"], "indicator"])
        return [code for code in self.about.codes if code in whole]


def called(indicator: Indicator, lang: str) -> str:
    """Return the short name of a measure, without its release."""
    return (indicator.measure or indicator.short).get(lang)


_VINTAGES = {"older": "old_vintage", "newer": "new_vintage"}


def finding(view: View) -> str:
    """Return the title: one value then and now, else how many values changed between two whole releases."""
    t, pair = view.t, view.telling
    if pair is None:
        return _whole(view)
    old, new = view.write(pair["old"]), view.write(pair["new"])
    values: dict[str, Any] = {
        "name": view.name,
        "year": pair["year"],
        "old": old,
        "new": new,
        "older": view.one(pair["old_source"], pair["old_vintage"]),
        "newer": view.one(pair["new_source"], pair["new_vintage"]),
    }
    if view.one(pair["old_source"], pair["new_vintage"]) == values["newer"]:  # one publisher, named below
        values |= {name: vintage(str(pair[key]), t) for name, key in _VINTAGES.items()}
    if view.about.rebased:
        return t("releases.finding.rebased", base=view.base, **values)
    return t("releases.finding.same" if old == new else "releases.finding.moved", **values)


def _whole(view: View) -> str:
    t, row = view.t, view.newest_comparison
    if row is None or not row["china_values"]:
        return t("releases.finding.missing", name=view.name)
    key = "releases.finding.compared" if row["china_changed"] else "releases.finding.unchanged"
    return t(key, name=view.name, **_counts(row, t))


def _counts(row: Mapping[Any, Any], t: Words) -> dict[str, Any]:
    """Return how many of China's values changed between two releases, and which these are."""
    dates = {age: vintage(str(row[f"{age}_vintage"]), t) for age in ("older", "newer")}
    return {"values": row["china_values"], "changed": row["china_changed"], **dates}


def notes(view: View) -> list[html.Div]:
    """Return what must be known of this comparison: publishers, base years, errors, whole releases."""
    t = view.t
    lines = [*_publishers(view), *_bases(view), *_errors(view), *_joined(view)]
    row = view.newest_comparison
    if row is not None and row["china_values"] and not math.isnan(row["china_largest"]):
        largest = numbers.percent(100 * row["china_largest"], 1, t.lang)
        lines.append(t("releases.note.changed", largest=largest, **_counts(row, t)) + _direction(view))
    return [note(line) for line in lines]


def _publishers(view: View) -> list[str]:
    indicators = view.dataset.catalog.indicators
    codes = view.codes
    others = [code for code in codes[1:] if indicators[code].source != indicators[codes[0]].source]
    return [
        view.t("releases.note.publisher", older=view.whole(code), newer=view.whole(codes[0]))
        for code in others
    ]


def _bases(view: View) -> list[str]:
    if not view.about.rebased:
        return []
    bases = view.t.listing([str(year) for year in sorted(set(view.about.bases.values()))])
    return [view.t("releases.note.bases", bases=bases, base=view.base)]


def _errors(view: View) -> list[str]:
    pair = view.telling
    if pair is None or math.isnan(pair["old_error"]) or math.isnan(pair["new_error"]):
        return []
    errors = {name: view.write(2 * pair[name]) for name in ("old_error", "new_error")}
    return [
        view.t("releases.note.errors", year=pair["year"], difference=view.apart(pair["difference"]), **errors)
    ]


def _joined(view: View) -> list[str]:
    """Say which years of the newest series are of another release, where it is not of one only."""
    t, frame = view.t, view.frame
    own = frame[frame["whole"] & (frame["indicator"] == view.series)]
    if own["vintage"].nunique() < 2:
        return []
    parts = [
        t(
            "releases.note.years",
            years=t.listing(runs(sorted(int(year) for year in rows["year"]))),
            release=vintage(str(date), t),
        )
        for date, rows in own.groupby("vintage", sort=True)
    ]
    return [t("releases.note.joined", parts=t("series.between").join(parts))]


def _direction(view: View) -> str:
    """Write where the single older values lie; nothing where none is available."""
    frame = view.frame
    now = frame[frame["whole"] & (frame["indicator"] == view.series)].set_index("year")["level"].to_dict()
    singles = frame[~frame["whole"].astype(bool)]
    gaps = [
        then - now[year] for year, then in zip(singles["year"], singles["level"], strict=True) if year in now
    ]
    if not gaps:
        return ""
    between = "" if view.t.lang == "zh" else " "
    if min(gaps) > 0:
        return between + view.t("releases.note.lower")
    return between + view.t("releases.note.higher" if max(gaps) < 0 else "releases.note.mixed")


def columns(view: View) -> html.Section:
    """Return the three columns at the end: what to do with an older figure, and what is not available."""
    t = view.t
    usual = replace(view, choice=Choice.read(view.dataset, {}))
    example = view if view.codes else usual  # one with a release to name
    name = example.dataset.catalog.sources[example.indicator.source].publisher.get(t.lang)
    latest = example.frame[example.frame["whole"] & (example.frame["indicator"] == example.codes[0])].iloc[-1]
    release = example.one(latest["source"], latest["vintage"])
    rules = {
        "cite": t("releases.rules.cite", release=release, name=name),
        "splice": t("releases.rules.splice"),
        "limits": t("releases.rules.limits"),
    }
    return three([column(t(f"releases.rules.{key}_title"), [rule]) for key, rule in rules.items()])


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
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(t("releases.deck.rule")), className="deck"),
        html.Div(picker, className="controls"),
        html.Div([_side_by_side(view), html.Div(_compared(view), className="block"), columns(view)], id=BODY),
        CALLBACKS.address(PAGE, dataset),
    ]


def _side_by_side(view: View) -> html.Div:
    t = view.t
    if view.frame.empty:
        return html.Div([empty([t("releases.figure.empty")])], className="releases-empty")
    figure = figure_card(RELEASES, _content(view), t)
    left = [figure, dcc.Store(id=RELEASES.figures, data=figures_json(view)), *notes(view)]
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
        finding=plain(finding(view)),
        measure=markup(measure),
        table=_table(view),
        source=source_line(view.dataset, frame, t, own=view.about.rebased),
        data_address=view.download("releases", view.choice.chosen(view.dataset)),
        credit=cited(view.dataset, plain(finding(view)), frame["source"], t),
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
