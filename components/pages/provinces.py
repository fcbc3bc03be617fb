"""Provinces: where inside the economy is what its strategic pillars ask for, and how did that move?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import product
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.evidence import provinces as method
from analysis.evidence.provinces import Choice, Provinces, province_names
from components.cards.badges import evidence, icon, ring
from components.cards.callbacks import Callbacks
from components.cards.card import Card, Content, UnseenPart
from components.cards.tables import Cell, file_rows, own_table
from components.charts.layer import figure_by_width
from components.charts.lines import LineStyle, series_style
from components.charts.tile_map import SMALL_MAP_WIDTHS, Grid, tile_chart
from components.charts.time_lines import SERIES_HEIGHTS, series_lines
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import markup, plain
from components.text.numbers import is_present
from components.text.view import PageView
from components.widgets.blocks import column, three
from components.widgets.controls import Controls, control_bar
from components.widgets.series_source import source_line
from data.article import CLAIM_YEAR, FOCUS
from data.entries import ProvinceMeasure

PAGE, PATH = "provinces", "strategy/provinces"
FINDING, DECK, AIMS, LEGEND = "provinces-finding", "provinces-deck", "provinces-aims", "provinces-legend"
_BELOW = {
    "provinces.read.title": ("provinces.read.place", "provinces.read.change", "provinces.read.steps"),
    "provinces.made.title": ("provinces.made.doubt", "provinces.made.most"),
    "provinces.limits.title": ("provinces.limits.prices", "provinces.limits.gdp", "provinces.limits.cause"),
}
_DOUBTS = {
    "copies-differ": "provinces.doubt.copies-differ", "missing": "provinces.doubt.missing",
    "not-the-sum": "provinces.doubt.not-the-sum",
}  # fmt: skip
Row = dict[Any, Any]


@dataclass(frozen=True)
class ProvincesView(PageView[Choice]):
    """A measure of provinces in one year."""

    @cached_property
    def result(self) -> Provinces:
        """The provinces in order, with the facts of the texts."""
        return method.PROVINCES.result(self.dataset, self.choice)

    @cached_property
    def by_code(self) -> dict[str, Row]:
        """The rows by the code of their province, including the whole economy."""
        return {row["province"]: row for row in self.result.frame.to_dict("records")}

    @property
    def whole(self) -> str:
        """The code of the economy as a whole."""
        return self.dataset.catalog.economies[FOCUS].iso2

    @cached_property
    def names(self) -> dict[str, str]:
        """The names of provinces and of the whole economy, by code."""
        return province_names(self.dataset, self.t.lang)

    @property
    def measure(self) -> ProvinceMeasure:
        """The chosen measure in the catalog."""
        return self.dataset.catalog.provinces[self.choice.measure]

    @property
    def since(self) -> int:
        """The year from which changes count."""
        return int(self.result.frame["since"].iloc[0])

    def sources(self, frame: pd.DataFrame) -> dict[str, Any]:
        """Return the source line and the releases of rows with columns year and source."""
        releases = [*dict.fromkeys(" ".join(frame["source"]).split())]
        years = int(frame["year"].min()), int(frame["year"].max())
        if "since" in frame:
            years = min(years[0], int(frame["since"].min())), years[1]
        rows = pd.DataFrame({"source": releases})
        line = source_line(self.dataset, rows, self.t, is_calculated=True, years=years)
        return {"source": line, "releases": releases}

    def format_value(self, value: Any) -> str:
        """Write a value of the measure with its decimals, a share with the percent sign."""
        if not is_present(value):
            return self.t("missing")
        write = numbers.percent if self.measure.percent else numbers.decimal
        return write(value, self.measure.decimals, self.t.lang)

    def format_change(self, change: Any) -> str:
        """Write a change with its sign and unit: +1.37 points, +312%."""
        if self.measure.adds_up:
            return self.t.write(change, "+whole_percent")
        text = self.t.write(change, f"+.{self.measure.decimals}")
        return self.t("provinces.points", points=text) if self.measure.percent else text

    def doubts(self, row: Mapping[Any, Any], *columns: str) -> str:
        """Return why the values of a row may be wrong, "" without a doubt."""
        columns = columns or ("doubt", "doubt_since")
        kinds = dict.fromkeys(row[name] for name in columns if is_present(row[name]))
        return self.t.sentences(self.t(_DOUBTS[kind]) for kind in kinds)

    def tip(self, name: str, year: int, value: Any) -> str:
        """Return the words of a point."""
        return self.t("provinces.tip", name=name, year=year, value=self.format_value(value))


def layout(view: ProvincesView) -> list[Component]:
    """Return the page for a measure, a year and a province."""
    dataset, t = view.dataset, view.t
    measures = {key: t.phrase(measure.short) for key, measure in dataset.catalog.provinces.items()}
    controls = Controls(PAGE, view.choice, dataset, t, measures | view.names)
    visible = [
        controls.select("measure"),
        controls.play_slider("year"),
        html.Div(aims(view), id=AIMS, className="aims"),
    ]
    more = [controls.segmented_control("sort"), controls.select("province", searchable=True)]
    below = [column(t(title), [t(key) for key in keys]) for title, keys in _BELOW.items()]
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        control_bar(t, visible, more, "provinces-controls"),
        html.Div(MAP.draw(view).html, className="provinces-map"),
        html.Section([html.Div(card.draw(view).html) for card in CARDS[1:]], className="block two-cards"),
        three(below),
    ]


def finding(view: ProvincesView) -> str:
    """Return in how many provinces a share is above the country's, or how much of an amount five have."""
    if view.measure.adds_up:
        return five_of(view)
    result, name = view.result, view.t.phrase(view.measure.name)
    count = int(result.frame["provinces"].iloc[0])
    return view.t("provinces.finding.above", measure=name, above=result.above, count=count)


def deck(view: ProvincesView) -> str:
    """Return the first and the last province, how unequal provinces are, and which rose most."""
    t, result, names, measure = view.t, view.result, view.names, view.measure
    values = [
        t("provinces.value", name=names[code], value=view.format_value(view.by_code[code]["value"]))
        for code in (result.highest, view.whole, result.lowest)
        if code in view.by_code
    ]
    unit = "" if measure.percent else t("provinces.unit", unit=t.phrase(measure.unit))
    listed = t("list.separator").join(values)
    sentences = [t("provinces.deck.now", year=view.choice.year, unit=unit, values=listed)]
    sentences.append(t("provinces.deck.ratio", name=names[result.highest], ratio=result.ratio))
    if result.rose in view.by_code:
        row = view.by_code[result.rose]
        change = view.format_change(row["change"])
        if measure.adds_up:
            then, now = view.format_value(row["value_since"]), view.format_value(row["value"])
            change = t("provinces.moved", then=then, now=now)
        key = "provinces.deck.grew" if measure.adds_up else "provinces.deck.rose"
        key = "provinces.deck.fell" if row["change"] <= 0 else key
        sentences.append(t(key, since=view.since, name=names[result.rose], change=change))
    return t.sentences(sentences)


def aims(view: ProvincesView) -> list[Component]:
    """Return the strategic pillars that the measure speaks for, and how directly."""
    items: list[Component] = []
    for pillar in view.dataset.catalog.strategy:
        for link in pillar.provinces:
            if link.measure == view.choice.measure:
                name = html.A(view.t.phrase(pillar.short), href=view.t.link(f"strategy/{pillar.slug}"))
                items.append(html.Span([ring(pillar.number), name, evidence(link.strength, view.t)]))
    return items


def card(view: ProvincesView) -> Content:
    """Return every province in its tile, and all as a list with bars and the whole economy."""
    t, result, measure = view.t, view.result, view.measure
    tile_rows = view.dataset.table("provinces").dropna(subset=["tile_row"]).set_index("province")
    column_by_code = tile_rows["tile_column"].astype("int").to_dict()
    row_by_code = tile_rows["tile_row"].astype("int").to_dict()
    tiles = []
    for code in (code for code in view.by_code if code in row_by_code):
        row, name = view.by_code[code], view.names[code]
        tips = [view.tip(name, view.choice.year, row["value"])]
        if is_present(row["value"]):
            rank = {"place": row["place_in_country"], "count": row["provinces"]}
            tips.append(plain(t("provinces.tip_place", **rank)))
        if is_present(row["change"]):
            change = view.format_change(row["change"])
            tips.append(t("provinces.tip_change", change=change, since=view.since))
        tiles.append(
            {
                "code": code,
                "name": name if t.language.wide else code.partition("-")[2],
                "column": column_by_code[code],
                "row": row_by_code[code],
                "step": numbers.integer(row["step"]),
                "text": _short_value(view, row["value"]) if is_present(row["value"]) else "",
                "tip": "<br>".join(filter(None, [*tips, view.doubts(row)])),
                "strong": code == result.highest,
            }
        )
    grid = Grid(1 + max(column_by_code.values()), 1 + max(row_by_code.values()))
    omitted = view.dataset.catalog.article.not_provinces
    note = t.sentences([t("provinces.note"), *([t.phrase(omitted)] if omitted else [])])
    name, unit = t.phrase(measure.name), t.phrase(measure.unit)
    return Content(
        finding(view),
        t("provinces.measure", measure=name, unit=unit, year=view.choice.year),
        _table(view),
        figure_by_width(partial(tile_chart, tiles, grid), *SMALL_MAP_WIDTHS),
        body=[_legend(view), html.P(note, className="small")],
        table_place="open",
        heading=UnseenPart(t("provinces.heading")),
        **view.sources(result.frame),
    )


def _short_value(view: ProvincesView, value: float) -> str:
    if value >= 1000:
        return view.t.write(value, "short")
    return view.t.write(value, f".{min(view.measure.decimals, 0 if value >= 100 else 1)}")


def _legend(view: ProvincesView) -> Component:
    t, bounds = view.t, [_short_value(view, bound) for bound in reversed(view.result.bounds)]
    texts = [t("provinces.under", bound=bounds[0]), *bounds[:-1], t("provinces.over", bound=bounds[-1])]
    swatches = [html.Span(className=f"tile step-{step}") for step in range(method.STEPS, 0, -1)]
    steps = [html.Li([swatch, text]) for swatch, text in zip(swatches, texts, strict=True)]
    label = attributes(aria_label=t("provinces.steps"))
    return html.Ul(steps, id=LEGEND, className="province-steps", **label)


def _table(view: ProvincesView) -> Component:
    t, rows, measure = view.t, file_rows(view, method.PROVINCES), view.measure
    scale_rows = rows[rows["province"] != view.whole] if measure.adds_up else rows
    longest = max(scale_rows["value"].max(), scale_rows["value_since"].max())
    bars: list[Cell] = []
    values: list[Cell] = []
    changes: list[Cell] = []
    for row in rows.to_dict("records"):
        value, then, change, doubt = row["value"], row["value_since"], row["change"], view.doubts(row)
        parts: list[str | Component] = [html.Span(view.format_value(then), className="unseen")]
        # The country has no bar if its value is the sum of the provinces.
        if is_present(value) and value <= longest:
            width = {"width": f"{100 * value / longest:.1f}%"}
            parts.append(html.Span(className="province-bar", style=width))
        if is_present(then) and then <= longest:
            left = {"left": f"{100 * then / longest:.1f}%"}
            parts.append(html.Span(className="province-then", style=left))
        bars.append(html.Div(parts, className="province-track"))
        sign = html.Span([icon("caveat"), html.Span(doubt, className="unseen")], title=doubt)
        values.append([*([sign] if doubt else []), view.format_value(value)])
        size = view.format_value(abs(change)) if measure.percent else view.format_change(abs(change))
        arrow = numbers.arrow(change, size.strip("+%")) if is_present(change) else t("missing")
        changes.append(html.Span(arrow, className="up" if change > 0 else "down" if change < 0 else ""))
    words = {"value_since": bars, "value": values, "change": changes}
    heads = {"year": view.choice.year, "since": view.since, "unit": rows["change_unit"].iloc[0]}
    marked = ("province", view.whole)
    return own_table(view, method.PROVINCES, t("provinces.caption"), rows, words, marked=marked, **heads)


def over_time(view: ProvincesView) -> Content:
    """Return the chosen province in every year against the economy as a whole."""
    t, frame = view.t, method.COURSE.result(view.dataset, view.choice)
    measure, code, whole = view.measure, view.choice.province, view.whole
    first, last = (frame[frame["year"] >= frame[end].max()].iloc[0] for end in ("since", "year"))
    name, country = view.names[code], view.names[whole]
    title = t(
        "provinces.course.finding",
        name=name,
        whole=country,
        first=first["year"],
        last=last["year"],
        then=view.format_value(first["value"]),
        now=view.format_value(last["value"]),
        whole_then=view.format_value(first["value_whole"]),
        whole_now=view.format_value(last["value_whole"]),
    )
    lines = []
    for line, column_name in ((whole, "value_whole"), (code, "value")):
        points = frame.assign(line=line, value=frame[column_name], error=float("nan"))
        points = points.dropna(subset=["value"])
        tips = [view.tip(view.names[line], row["year"], row["value"]) for row in points.to_dict("records")]
        lines.append(points.assign(tip=tips))
    styles = [
        series_style(line, view.names[line], view.names[line], role, is_china=line == whole)
        for line, role in ((whole, "hero"), (code, "other"))
    ]
    records = frame.to_dict("records")
    words = {
        "value": [view.format_value(row["value"]) for row in records],
        "value_whole": [view.format_value(row["value_whole"]) for row in records],
        "doubt": [view.doubts(row, "doubt") for row in records],
    }
    heads: dict[str, Any] = {"name": name, "whole": country, "marked": ("year", CLAIM_YEAR)}
    return Content(
        title,
        t("provinces.course.measure", measure=t.phrase(measure.name), unit=t.phrase(measure.unit)),
        own_table(view, method.COURSE, plain(title), words=words, **heads),
        _lines_figure(pd.concat(lines), styles, view.format_value, log=measure.adds_up),
        **view.sources(frame),
    )


def _lines_figure(
    frame: pd.DataFrame, styles: Sequence[LineStyle], write: Callable[[Any], str], *, log: bool
) -> str:
    draw = partial(series_lines, frame, styles, write, log=log, marked_year=CLAIM_YEAR)
    return figure_by_width(draw, *SERIES_HEIGHTS)


def five_of(view: ProvincesView) -> str:
    """Return which share of an amount five provinces have, and had."""
    t, frame = view.t, method.FIRST_FIVE.result(view.dataset, view.choice)
    rows = frame[frame["year"].between(view.since, view.choice.year)].to_dict("records")
    if not rows:
        return t("provinces.five.unknown")
    last = rows[-1]
    measure = view.dataset.catalog.provinces[last["measure"]]
    count = len(last["provinces"].split())
    now = {"measure": t.phrase(measure.name), "few": count, "year": last["year"], "share": last["share"]}
    if len(rows) == 1:
        return t("provinces.five.now", **now)
    return t("provinces.five.then", **now, since=rows[0]["year"], then=rows[0]["share"])


def first_five(view: ProvincesView) -> Content:
    """Return the yearly share of the five first provinces in the amount behind the measure."""
    t, frame, title = view.t, method.FIRST_FIVE.result(view.dataset, view.choice), five_of(view)
    names = [t.listing([view.names[code] for code in cell.split()]) for cell in frame["provinces"]]
    write = t.writer("percent")
    label = t("provinces.five.label", few=len(frame["provinces"].iloc[-1].split()))
    rows = zip(frame.to_dict("records"), names, strict=True)
    tips = [f"<b>{row['year']}</b><br>{write(row['share'])}<br>{listed}" for row, listed in rows]
    lines = frame.assign(line="five", value=frame["share"], error=float("nan"), tip=tips)
    return Content(
        title,
        t("provinces.five.measure", year=frame["year"].iloc[-1], names=names[-1]),
        own_table(view, method.FIRST_FIVE, plain(title), words={"province_names": names}),
        _lines_figure(lines, [series_style("five", label, label, "hero", is_china=False)], write, log=False),
        **view.sources(frame),
    )


MAP = Card(PAGE, PAGE, (method.PROVINCES,), card, height=1760)
COURSE = Card("province-course", "province-course", (method.COURSE,), over_time, height=640)
FIRST_FIVE = Card("provinces-five", "provinces-first-five", (method.FIRST_FIVE,), first_five, height=640)
CARDS = (MAP, COURSE, FIRST_FIVE)
_SLIDER_PARTS = [
    ("provinces-play", "data-places"),
    *product(["provinces-year"], ["min", "max", "marks", "value"]),
]
CALLBACKS = Callbacks(
    Choice,
    ProvincesView,
    parts=(FINDING, DECK, AIMS, LEGEND, "provinces-at", *_SLIDER_PARTS),
    cards=CARDS,
    no_history_entry=("year",),
)
