"""Lines of a few series over years: each named at its end, gaps left open, single values as rings."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.charts.axes import axes, periods, scaled
from components.charts.labels import EndLabel, end_labels
from components.charts.layer import (
    Layer,
    Part,
    Row,
    bold,
    enlarges,
    ground,
    marker,
    note,
    ring,
    stroke,
    trace,
    upright,
    width,
)
from components.charts.lines import DOTTED, broken
from components.charts.scales import Scale, value_scale
from components.theme import TOKENS

HEIGHT, SMALL = 340, 300
FULL = 520  # px of width from which the full set of labels is drawn
_BOTTOM, _GAP = 28, 14  # px below the plot, and between it and the names at its right
_ERRORS = 2  # standard errors on either side
_FAR = 2  # years before the end of the plot from which on a line is named inside it
_WIDTHS = {"hero": 3.0, "other": 2.0, "peer": 1.5}
Lines = Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Series:
    """How one line is drawn; ``label`` and ``short`` name it at its end, in the full and the compact set.

    role: "hero" (the economy the page is about), "other" (the same in another release), "peer" (context).
    """

    line: str
    label: str
    short: str
    role: str
    hero: bool = True

    @property
    def color(self) -> str:
        """The token of the line; only China has the hero's."""
        if self.role == "peer":
            return TOKENS.field_2
        return TOKENS.hero if self.hero else TOKENS.ink

    @property
    def ink(self) -> str:
        """The token of what is written beside the line."""
        return TOKENS.ink_2 if self.role == "peer" else self.color

    def name(self, *, compact: bool) -> str:
        """Return what names the line."""
        return self.short if compact else self.label


@dataclass(frozen=True, slots=True)
class Plot:
    """What a plot needs beside its lines: how values are written, and whether its scale is logarithmic.

    mark: a year with a hairline; printed: years whose values are written at the points; tick: how values are
    written on the axis, if otherwise.
    """

    write: Callable[[float], str]
    log: bool = False
    mark: int | None = None
    printed: tuple[int, ...] = ()
    tick: Callable[[float], str] | None = None


def series_lines(
    frame: pd.DataFrame, series: Sequence[Series], plot: Plot, *, compact: bool, rings: str = ""
) -> dict[str, Any]:
    """Return the chart; ``frame`` has the columns line, year, value, error (may be missing) and tip.

    Rows whose line is ``rings`` are single values: rings that nothing joins, their words beside them.
    """
    table = frame.to_dict("records")
    lines = {one.line: [row for row in table if row["line"] == one.line] for one in series}
    loose = [row for row in table if rings and row["line"] == rings]
    first, last = min(int(row["year"]) for row in table), max(int(row["year"]) for row in table)
    drawn = [one for one in series if lines[one.line]]
    inside = [one for one in drawn if last - int(lines[one.line][-1]["year"]) > _FAR]
    beside = [one for one in drawn if one not in inside]
    height, top = SMALL if compact else HEIGHT, 34 if inside else 14
    reach = [float(row["value"]) + side * _reach(row) for row in table for side in (-1, 1)]
    scale = value_scale(reach, height - top - _BOTTOM, plot.tick or plot.write, log=plot.log, room=0.08)
    right = width([one.name(compact=compact) for one in beside], compact=compact) + _GAP
    left = max(44, width(scale.texts, compact=True) + 8)
    labels = [_label(one, lines[one.line][-1], compact=compact) for one in beside]
    marks = [] if plot.mark is None else [upright(plot.mark, stroke(TOKENS.rule, 1, DOTTED))]
    chart = (
        ground(height, (left, right, top, _BOTTOM))
        + enlarges("y")
        + axes(_years(first, last, compact=compact), scaled(scale))
        + Layer(shapes=marks)
        + Layer([_line(one, lines[one.line], range(first, last + 1)) for one in series])
        + _rings(loose, compact=compact)
        + end_labels(labels, scale, 10)
        + Layer(annotations=[_inside(one, lines, scale, compact=compact) for one in inside])
        + _printed(series, lines, scale, plot)
    )
    return chart.figure()


def _reach(row: Row) -> float:
    """Return how far the error of a value reaches to either side; 0 where there is none."""
    error = float(row["error"])
    return 0.0 if math.isnan(error) else _ERRORS * error


def _years(first: int, last: int, *, compact: bool) -> Part:
    most = 5 if compact else 10
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= most)
    return periods((first - 0.6, last + 0.6), (year for year in range(first, last + 1) if year % step == 0))


def _line(series: Series, table: Sequence[Row], span: range) -> Part:
    x, points = broken({int(row["year"]): row for row in table}, span)
    y = [None if row is None else float(row["value"]) for row in points]
    tips = ["" if row is None else row["tip"] for row in points]
    dash = "7px,4px" if series.role == "other" else ""
    style = {
        "line": stroke(series.color, _WIDTHS[series.role], dash),
        "marker": marker(3 if series.role == "peer" else 5, series.color),
    }
    meta = {"role": series.role, "line": series.line}
    drawn = trace("lines+markers", x, y, meta, tips, connectgaps=False, **style)
    reach = [0.0 if row is None else _reach(row) for row in points]
    if any(reach):
        color = series.color if series.role == "hero" else TOKENS.field_2
        drawn["error_y"] = {"type": "data", "array": reach, "color": color, "thickness": 1.2, "width": 3}
    return drawn


def _rings(table: Sequence[Row], *, compact: bool) -> Layer:
    """Return single values as rings, where there is room with their releases below to the right."""
    if not table:
        return Layer()
    x, y = [int(row["year"]) for row in table], [float(row["value"]) for row in table]
    style = {"marker": ring(10, TOKENS.ink, 2)}
    rings = trace("markers", x, y, {"role": "rings"}, [row["tip"] for row in table], **style)
    notes = []
    for year in dict.fromkeys(() if compact else x):
        group = [row for row in table if int(row["year"]) == year]
        words = dict.fromkeys(str(row["note"]) for row in group if row["note"])
        lowest = min(float(row["value"]) for row in group)
        where = {"xanchor": "left", "yanchor": "top", "xshift": 9, "yshift": -12, "name": f"vintage-{year}"}
        if words:
            notes.append(note("<br>".join(words), year, lowest, TOKENS.ink_2, **where))
    return Layer([rings], annotations=notes)


def _label(series: Series, end: Row, *, compact: bool) -> EndLabel:
    hero = series.role == "hero"
    size = 14 if hero and not compact else 13
    text = series.name(compact=compact)
    return EndLabel(series.line, float(end["value"]), text, series.ink, hero, size)


def _inside(series: Series, lines: Lines, scale: Scale, *, compact: bool) -> Part:
    """Return the name of a line that ends early: above it where no line of that year is higher, or below."""
    end = lines[series.line][-1]
    label = _label(series, end, compact=compact)
    beside = (row["value"] for line in lines.values() for row in line if row["year"] == end["year"])
    yshift = 32 if max(beside) <= end["value"] else -34
    where = {"xanchor": "right", "xshift": 8, "yshift": yshift, "yanchor": "middle"}
    text, y, name = bold(label.text, label.hero), scale.place(label.value), f"label-{series.line}"
    return note(text, int(end["year"]), y, label.ink, label.size, **where, captureevents=True, name=name)


def _printed(series: Sequence[Series], lines: Lines, scale: Scale, plot: Plot) -> Layer:
    """Return the values written at the points of some years: above the highest of a year, else below."""
    notes = []
    for year in plot.printed:
        points = [
            (one, float(row["value"])) for one in series for row in lines[one.line] if row["year"] == year
        ]
        top = max((value for _, value in points), default=0.0)
        for one, value in points:
            side, yshift = ("bottom", 6) if value == top else ("top", -6)
            where = {"yanchor": side, "yshift": yshift, "name": f"value-{one.line}-{year}"}
            notes.append(note(bold(plot.write(value)), year, scale.place(value), one.ink, 13, **where))
    return Layer(annotations=notes)
