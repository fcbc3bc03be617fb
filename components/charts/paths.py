"""Paths of several economies by edition or year: a line breaks at every gap, names stand at its end."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.charts.axes import (
    FrameworkChange,
    axes,
    every,
    framework_changes,
    period_names,
    periods,
    scaled,
)
from components.charts.labels import EndLabel, end_labels
from components.charts.layer import Layer, Part, Row, enlarges, ground, marker, trace, width
from components.charts.lines import LineStyle, broken, by_economy, rows, unverified
from components.charts.scales import Scale, by_powers, rank_scale, value_scale
from components.numbers import DASH
from components.theme import TOKENS

HEIGHT, SMALL = 480, 400
FULL = 700  # px of width from which the full set of labels is drawn: all editions with four digits
_TOP, _BOTTOM = 8, 44  # px above and below the plot
_FULL = 15  # years from the first to the last that have room for their four digits
_STRIP = 36  # px of the framework changes
_DOTTED = 9  # economies from which on points are not marked
_MOST = {True: 7, False: 18}  # periods that have a tick, in the compact and in the full set
Line = Mapping[int, Row]


@dataclass(frozen=True, slots=True)
class Paths:
    """What paths need beside their rows.

    counts: economies by period, None where not verified; write and tick: how a value is written at the end
    of a line and on the axis; ranked: the values are ranks; counted: counts or money; breaks: periods in
    which the path of an economy begins anew; words: the names of both lines of ticks and of the strip.
    """

    counts: Mapping[int, int | None]
    write: Callable[[float], str]
    tick: Callable[[float], str]
    ranked: bool
    counted: bool
    breaks: Mapping[str, Collection[int]]
    changes: Sequence[FrameworkChange]
    words: tuple[str, str, str]


def paths(frame: pd.DataFrame, styles: Sequence[LineStyle], plot: Paths, *, compact: bool) -> dict[str, Any]:
    """Return the chart of a frame of ``analysis.comparison.paths`` with a column tip."""
    table = rows(frame)
    lines = by_economy(table, "period")
    drawn = [one for one in styles if one.code in lines]
    first, last = min(row["period"] for row in table), max(row["period"] for row in table)
    inside = [change for change in plot.changes if first < change.edition <= last]
    height = SMALL if compact else HEIGHT
    inner = height - _TOP - _BOTTOM
    strip = (_STRIP / inner) if inside else 0.0
    scale = _scale(table, plot, inner * (1 - strip))
    labels = [_label(one, lines[one.code], plot, last, compact=compact) for one in drawn]
    right = width([label.text for label in labels], compact=compact) + 24
    left = width(scale.texts, compact=True) + 12
    ticks = every(first, last, -(-(last + 1 - first) // _MOST[compact]))
    short = last - first > (3 if compact else _FULL)
    across = periods((first - 0.5, last + 0.4), ticks, short=short, counts=plot.counts)
    chart = ground(height, (left, right, _TOP, _BOTTOM)) + axes(across, scaled(scale), strip)
    chart += framework_changes(inside, compact=compact) + enlarges("y")
    for one in sorted(drawn, key=lambda one: (one.strong, one.focus)):  # the one in focus over the others
        chart += Layer(_traces(one, lines[one.code], range(first, last + 1), plot, len(drawn)))
    chart += end_labels(labels, scale, 18, top=0, bottom=scale.height)
    return (chart if compact else chart + period_names(plot.words, 6, 3, strip=bool(inside))).figure()


def _scale(table: Sequence[Row], plot: Paths, height: float) -> Scale:
    values = [float(v) for row in table for v in (row["at"], row["low"], row["high"]) if v is not None]
    if plot.ranked:
        return rank_scale(values, height)
    log = by_powers(values, counted=plot.counted)
    return value_scale(values, height, plot.tick, log=log, room=0.06)


def _middle(row: Row) -> float:
    """Return the value, or the middle of its bounds, through which the line passes."""
    return float(row["at"]) if row["at"] is not None else (float(row["low"]) + float(row["high"])) / 2


def _label(style: LineStyle, line: Line, plot: Paths, last: int, *, compact: bool) -> EndLabel:
    """Return the value at the end of a line with the name, and the period where it ends early."""
    period = max(line)
    row = line[period]
    ends = (row["at"],) if row["at"] is not None else (row["low"], row["high"])
    number = DASH.join(plot.write(float(end)) for end in ends)
    dated = "" if period == last else f" ’{period % 100:02d}" if compact else f" ({period})"
    text = f"{number}  {style.short if compact else style.name}{dated}"
    return EndLabel(style.code, _middle(row), text, style.ink, style.focus, color=style.color)


def _traces(style: LineStyle, line: Line, span: range, plot: Paths, count: int) -> list[Part]:
    """Return the line of an economy, before it the dotted join from a period of unverified size."""
    loose = [period for period in line if plot.counts.get(period) is None]
    firm = {period: row for period, row in line.items() if period not in loose}
    x, points = broken(firm, span, plot.breaks.get(style.code, ()))
    doubt = [row is not None and row["at"] is None for row in points]
    marks = marker(
        9 if style.focus else 5,
        [TOKENS.ground if one else style.color for one in doubt],
        style.color,
        [1.2 if one else 0 for one in doubt],
        opacity=1 if count < _DOTTED or style.focus else 0,
    )
    meta = {"economy": style.code, "role": "hero" if style.focus else "peer"}
    y = [None if row is None else _middle(row) for row in points]
    tips = ["" if row is None else row["tip"] for row in points]
    drawn = trace("lines+markers", x, y, meta, tips, connectgaps=False, line=style.line, marker=marks)
    if any(doubt):
        reach = [
            (float(row["high"]) - float(row["low"])) / 2 if row and one else 0.0
            for row, one in zip(points, doubt, strict=True)
        ]
        bars = {"type": "data", "array": reach, "color": style.color, "thickness": 1.5, "width": 2}
        drawn["error_y"] = bars
    return [*(_join(style, line, plot, period) for period in loose), drawn]


def _join(style: LineStyle, line: Line, plot: Paths, period: int) -> Part:
    """Return the dotted join from a period of unverified size to the next one."""
    following = min((one for one in plot.counts if one > period), default=period)
    ends = [(one, _middle(line[one])) for one in sorted({period, following}) if one in line]
    widths = (min(style.width, 2), 1.5)
    return unverified(ends, line[period]["tip"], style.color, widths, 7, economy=style.code)
