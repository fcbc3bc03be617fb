"""Lines of a few series over years: each named at its end, gaps left open, single values as rings."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from components.figures.series_labels import Frame, Look, Plot, Row, early, ends, printed, vintages, width
from components.theme import TOKENS, layout

HEIGHT, SMALL = 340, 300
FULL = 520  # px of width from which the full set of labels is drawn
_BOTTOM, _GAP = 28, 14  # px below the plot, and between it and the names at its right
_ERRORS = 2  # standard errors on either side


def series_lines(
    frame: pd.DataFrame, looks: Sequence[Look], plot: Plot, *, compact: bool, rings: str = ""
) -> dict[str, Any]:
    """Return the figure; ``frame`` has the columns line, year, value, error (may be missing) and tip.

    Rows whose line is ``rings`` are single values: rings that nothing joins, their words beside them.
    """
    rows = frame.to_dict("records")
    lines = {look.line: [row for row in rows if row["line"] == look.line] for look in looks}
    loose = [row for row in rows if rings and row["line"] == rings]
    years = [int(row["year"]) for row in rows]
    first, last = min(years), max(years)
    height = SMALL if compact else HEIGHT
    named_inside = any(early(held, last) for held in lines.values() if held)
    top = 34 if named_inside else 14
    inner = _frame(rows, plot, height - top - _BOTTOM)
    vertical = _vertical(inner, plot)
    beside = [look for look in looks if lines[look.line] and not early(lines[look.line], last)]
    right = width([look.short if compact else look.label for look in beside], compact=compact) + _GAP
    left = max(44, width(vertical["ticktext"], compact=True) + 8)
    figure = layout(TOKENS, height=height, margin={"l": left, "r": right, "t": top, "b": _BOTTOM})
    names = ends(looks, lines, inner, last, compact=compact)
    figure |= {
        "xaxis": _years(first, last, compact=compact),
        "yaxis": vertical,
        "annotations": [
            *names,
            *printed(looks, lines, inner, plot),
            *vintages(loose, compact=compact),
        ],
        "shapes": _mark(plot),
    }
    drawn = [_line(look, lines[look.line], first, last) for look in looks]
    return {"data": [*drawn, *([_rings(loose)] if loose else [])], "layout": figure}


def _frame(rows: Sequence[Row], plot: Plot, height: float) -> Frame:
    reach = [row["value"] + side * _reach(row) for row in rows for side in (-1, 1)]
    counted = [math.log10(value) if plot.log else float(value) for value in reach]
    low, high = min(counted), max(counted)
    room = (high - low or abs(high) or 1.0) * 0.08
    return Frame(low - room, high + room, height, plot.log)


def _reach(row: Row) -> float:
    """Return how far the error of a value reaches to either side; 0 where there is none."""
    error = float(row["error"])
    return 0.0 if math.isnan(error) else _ERRORS * error


def _line(look: Look, rows: Sequence[Row], first: int, last: int) -> dict[str, Any]:
    held = {int(row["year"]): row for row in rows}
    years = list(range(first, last + 1))
    reach = [_reach(held[year]) if year in held else 0.0 for year in years]
    width = {"hero": 3.0, "other": 2.0, "peer": 1.5}[look.role]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": years,
        "y": [float(held[year]["value"]) if year in held else None for year in years],
        "connectgaps": False,
        "cliponaxis": False,
        "hovertext": [held[year]["tip"] if year in held else "" for year in years],
        "hoverinfo": "text",
        "line": {"color": look.color, "width": width} | ({"dash": "7px,4px"} if look.role == "other" else {}),
        "marker": {"size": 5 if look.role != "peer" else 3, "color": look.color, "opacity": 1},
        "meta": {"role": look.role, "line": look.line},
    }
    if any(reach):
        bars = {"color": look.color if look.role == "hero" else TOKENS.field_2, "thickness": 1.2, "width": 3}
        trace["error_y"] = {"type": "data", "array": reach, **bars}
    return trace


def _rings(rows: Sequence[Row]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [int(row["year"]) for row in rows],
        "y": [float(row["value"]) for row in rows],
        "cliponaxis": False,
        "hovertext": [row["tip"] for row in rows],
        "hoverinfo": "text",
        "marker": {
            "size": 10,
            "opacity": 1,
            "color": TOKENS.ground,
            "line": {"color": TOKENS.ink, "width": 2},
        },
        "meta": {"role": "rings"},
    }


def _years(first: int, last: int, *, compact: bool) -> dict[str, Any]:
    step = next(
        step for step in (1, 2, 5, 10, 20, 50, 100) if (last - first) / step <= (5 if compact else 10)
    )
    ticks = [year for year in range(first, last + 1) if year % step == 0]
    return {
        "range": [first - 0.6, last + 0.6],
        "tickvals": ticks,
        "ticktext": [str(year) for year in ticks],
        "tickangle": 0,
        "tickfont": {"size": 12, "color": TOKENS.ink_2},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _vertical(inner: Frame, plot: Plot) -> dict[str, Any]:
    ticks = _log_ticks(inner) if inner.log else _ticks(inner)
    return {
        "type": "log" if inner.log else "linear",
        "range": [inner.low, inner.high],
        "tickvals": ticks,
        "ticktext": [(plot.tick or plot.write)(tick) for tick in ticks],
        "tickfont": {"size": 12, "color": TOKENS.ink_3},
        "gridcolor": TOKENS.grid,
        "zeroline": False,
        "fixedrange": True,
    }


def _ticks(inner: Frame) -> list[float]:
    """Return four to seven round values inside the plot."""
    power = 10 ** math.floor(math.log10(inner.high - inner.low))
    step = next(
        share * power
        for share in (0.1, 0.2, 0.25, 0.5, 1, 2)
        if (inner.high - inner.low) / (share * power) <= 6
    )
    first = math.ceil(inner.low / step)
    return [round(number * step, 10) for number in range(first, math.floor(inner.high / step) + 1)]


def _log_ticks(inner: Frame) -> list[float]:
    low, high = math.floor(inner.low), math.ceil(inner.high)
    found = [digit * 10.0**power for power in range(low, high + 1) for digit in (1, 2, 5)]
    return [tick for tick in found if inner.low <= math.log10(tick) <= inner.high]


def _mark(plot: Plot) -> list[dict[str, Any]]:
    if plot.mark is None:
        return []
    line = {"color": TOKENS.rule, "width": 1, "dash": "2px,3px"}
    ends = {"x0": plot.mark, "x1": plot.mark, "y0": 0, "y1": 1, "xref": "x", "yref": "y domain"}
    return [{"type": "line", "layer": "below", "line": line, **ends}]
