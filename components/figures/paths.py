"""Paths of several economies by edition or year: a line breaks at every gap, names stand at its end."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from components.figures import marks
from components.figures.cast import Actor
from components.figures.path_axes import Paths, axes, axis_names
from components.figures.path_scale import Ruler, ranks, ruler
from components.figures.series_labels import width
from components.numbers import DASH
from components.theme import TOKENS, layout

HEIGHT, SMALL = 480, 400
FULL = 700  # px of width from which the full set of labels is drawn: all editions with four digits
_TOP, _BOTTOM, _GAP = 8, 44, 15.0  # px above and below the plot, and between two names
_STRIP = 36  # px of the framework changes
_DOTTED = 9  # economies from which on points are not marked
Row = Mapping[Any, Any]


def paths(frame: pd.DataFrame, actors: Sequence[Actor], plot: Paths, *, compact: bool) -> dict[str, Any]:
    """Return the figure of a frame of ``analysis.comparison_views.paths`` with a column tip."""
    rows: list[Row] = [*frame.astype(object).where(frame.notna(), None).to_dict("records")]
    lines = {one.code: {r["period"]: r for r in rows if r["economy"] == one.code} for one in actors}
    held = [one for one in actors if lines[one.code]]
    first, last = min(r["period"] for r in rows), max(r["period"] for r in rows)
    inside = [change for change in plot.changes if first < change.edition <= last]
    height = SMALL if compact else HEIGHT
    inner = height - _TOP - _BOTTOM
    strip = (_STRIP / inner) if inside else 0.0
    scale = _scale(rows, plot, inner * (1 - strip))
    labels = [(one, *_end(lines[one.code], one, plot, last, compact=compact)) for one in held]
    right = width([text for _, _, text in labels], compact=compact) + 24
    left = width(scale.texts, compact=True) + 12
    figure = layout(TOKENS, height=height, margin={"l": left, "r": right, "t": _TOP, "b": _BOTTOM})
    notes, leaders = _names(labels, scale)
    figure |= axes(first, last, plot, scale, strip, compact=compact)
    figure |= {"annotations": [*notes, *axis_names(plot, bool(inside), compact=compact)], "shapes": leaders}
    # The one in focus is drawn last, over the others.
    drawn = [
        trace
        for one in sorted(held, key=lambda one: (one.strong, one.focus))
        for trace in _traces(one, lines[one.code], range(first, last + 1), plot, len(held))
    ]
    if inside:
        squares, hairlines = marks.framework_strip(inside, TOKENS, compact=compact)
        drawn, figure["shapes"] = [*squares, *drawn], [*hairlines, *leaders]
    return {"data": drawn, "layout": figure}


def _scale(rows: Sequence[Row], plot: Paths, height: float) -> Ruler:
    values = [float(v) for r in rows for v in (r["at"], r["low"], r["high"]) if v is not None]
    if plot.ranked:
        return ranks(values, height)
    return ruler(values, height, plot.tick, counted=plot.counted)


def _middle(row: Row) -> float:
    """Return the value, or the middle of its bounds, through which the line passes."""
    return float(row["at"]) if row["at"] is not None else (float(row["low"]) + float(row["high"])) / 2


def _end(line: Mapping[int, Row], one: Actor, plot: Paths, last: int, *, compact: bool) -> tuple[float, str]:
    """Return the value at the end of a line, and the words beside it."""
    period = max(line)
    row = line[period]
    number = plot.write(float(row["at"])) if row["at"] is not None else ""
    if row["at"] is None:
        number = f"{plot.write(float(row['low']))}{DASH}{plot.write(float(row['high']))}"
    name = one.short if compact else one.name
    dated = "" if period == last else f" ’{period % 100:02d}" if compact else f" ({period})"
    return _middle(row), one.bold(f"{number}  {name}{dated}")


def apart(natural: Sequence[float], gap: float, bottom: float) -> list[float]:
    """Return positions in pixels, given in order from the top, at least ``gap`` apart and inside the plot."""
    placed: list[float] = []
    for here in natural:
        placed.append(max(here, placed[-1] + gap) if placed else here)
    edge = bottom
    for index in range(len(placed) - 1, -1, -1):
        placed[index] = min(placed[index], edge)
        edge = placed[index] - gap
    return placed


def _names(
    labels: Sequence[tuple[Actor, float, str]], scale: Ruler
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the names at the ends of the lines, and the leaders of those that had to give way."""
    ordered = sorted(labels, key=lambda label: scale.frame.pixels(label[1]))
    natural = [scale.frame.pixels(value) for _, value, _ in ordered]
    notes, leaders = [], []
    height = scale.frame.height
    for (one, _, text), here, there in zip(ordered, natural, apart(natural, _GAP, height), strict=True):
        share = 1 - here / height
        notes.append(
            {
                "text": text,
                "x": 1,
                "xref": "x domain",
                "xanchor": "left",
                "xshift": 18,
                "y": share,
                "yref": "y domain",
                "yanchor": "middle",
                "yshift": here - there,
                "align": "left",
                "showarrow": False,
                "font": {"size": 13, "color": one.ink},
                "name": f"label-{one.code}",
            }
        )
        leaders.append(
            {
                "type": "line",
                "xref": "x domain",
                "yref": "y domain",
                "xanchor": 1,
                "yanchor": share,
                "xsizemode": "pixel",
                "ysizemode": "pixel",
                "x0": 6,
                "x1": 15,
                "y0": 0,
                "y1": here - there,
                "line": {"color": one.color, "width": 1},
                "name": f"leader-{one.code}",
            }
        )
    return notes, leaders


def _traces(
    one: Actor, line: Mapping[int, Row], periods: range, plot: Paths, count: int
) -> list[dict[str, Any]]:
    """Return the line of an economy, before it the dotted join from a period of unverified size."""
    loose = [p for p in line if plot.counts.get(p) is None]
    x: list[float] = []
    points: list[Row | None] = []
    for period in periods:
        if period in plot.breaks.get(one.code, ()) and x:
            x, points = [*x, period - 0.5], [*points, None]
        x, points = [*x, period], [*points, None if period in loose else line.get(period)]
    size = 9 if one.focus else 5
    doubt = [row is not None and row["at"] is None for row in points]
    trace: dict[str, Any] = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "connectgaps": False,
        "cliponaxis": False,
        "y": [None if row is None else _middle(row) for row in points],
        "hovertext": ["" if row is None else row["tip"] for row in points],
        "hoverinfo": "text",
        "line": one.line,
        "marker": {
            "size": size,
            "color": [TOKENS.ground if d else one.color for d in doubt],
            "opacity": 1 if count < _DOTTED or one.focus else 0,
            "line": {"color": one.color, "width": [1.2 if d else 0 for d in doubt]},
        },
        "meta": {"economy": one.code, "role": "hero" if one.focus else "peer"},
    }
    if any(doubt):
        reach = [
            (float(row["high"]) - float(row["low"])) / 2 if row and d else 0.0
            for row, d in zip(points, doubt, strict=True)
        ]
        trace["error_y"] = {"type": "data", "array": reach, "color": one.color, "thickness": 1.5, "width": 2}
    return [*(_join(one, line, period) for period in loose), trace]


def _join(one: Actor, line: Mapping[int, Row], period: int) -> dict[str, Any]:
    after = line.get(period + 1)
    ends = [line[period], *([after] if after else [])]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [row["period"] for row in ends],
        "y": [_middle(row) for row in ends],
        "hovertext": [ends[0]["tip"], ""][: len(ends)],
        "hoverinfo": "text",
        "cliponaxis": False,
        "line": {"color": one.color, "width": min(one.width, 2), "dash": "3px,4px"},
        "marker": {
            "opacity": [1, 0][: len(ends)],
            "size": 7,
            "color": TOKENS.ground,
            "line": {"color": one.color, "width": 1.5},
        },
        "meta": {"economy": one.code, "role": "unverified"},
    }
