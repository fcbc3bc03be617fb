"""A small multiple: China's series beside its peers since 2005, on one axis, with codes at the line ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd

from analysis.progress import CLAIM_YEAR
from analysis.standing import CHINA
from components import theme as look
from components.figures.multiple_axis import Axis
from components.figures.multiple_labels import Point, edge, end_labels, plain_line
from components.theme import TOKENS

HEIGHT, TALL = 172, 196  # px: on a page of three columns, and where a multiple has the width of a phone
TALL_FROM = 318  # px of width from which the taller one is drawn
_MARGIN = {"l": 44, "r": 60, "t": 10, "b": 24}
_APART = 4  # years between two ticks that do not touch


@dataclass(frozen=True, slots=True)
class Frame:
    """How the rows are drawn.

    axis: vertical; years: first and last of the horizontal axis; breaks: years from which China's series is
    not comparable with the years before; number: China's last value in short; since: the year from which
    movements count; names: what stands for the code of an economy, if anything.
    """

    axis: Axis
    years: tuple[int, int]
    breaks: Sequence[int]
    number: str
    since: int = CLAIM_YEAR
    names: Mapping[str, str] = field(default_factory=dict)


def plot_height(height: int) -> int:
    """Return the height of the plot inside a figure of ``height`` pixels."""
    return height - _MARGIN["t"] - _MARGIN["b"]


def multiple(rows: pd.DataFrame, frame: Frame, height: int = HEIGHT) -> dict[str, Any]:
    """Return the figure of rows with economy, year, value and tip (the words of a point).

    A missing year is bridged with a dotted line, a break of the series with none; an economy known for one
    year is a dot.
    """
    lines = _lines(rows)
    ends = {code: points[-1] for code, points in lines.items()}
    traces: list[dict[str, Any]] = []
    for code, points in lines.items():
        breaks = frame.breaks if code == CHINA else ()
        traces += [*_bridges(code, points, breaks), _line(code, points, breaks)]
    if CHINA in lines:
        traces.append(_marks(lines[CHINA], frame.since))
    leaders, labels = end_labels(ends, frame.axis, frame.years, frame.number, frame.names)
    layout = look.layout(TOKENS, height=height, margin=_MARGIN)
    return {
        "data": [*leaders, *traces],
        "layout": {
            **layout,
            "hoverdistance": 14,
            "xaxis": _years(ends, frame),
            "yaxis": _values(frame.axis),
            "shapes": _rules(lines.get(CHINA, []), frame),
            "annotations": labels,
        },
    }


def _lines(rows: pd.DataFrame) -> dict[str, list[Point]]:
    """Return the points of each economy by year, China's last so that it lies on top."""
    found: dict[str, list[Point]] = {}
    for row in rows.sort_values("year", kind="stable").to_dict("records"):
        point = (int(row["year"]), float(row["value"]), str(row["tip"]))
        found.setdefault(str(row["economy"]), []).append(point)
    order = [code for code in dict.fromkeys(rows["economy"]) if code != CHINA]
    return {code: found[code] for code in [*order, CHINA] if code in found}


def _joined(one: Point, other: Point, breaks: Sequence[int]) -> str:
    """Return how two neighbouring points are joined: solid, dotted over missing years, or not at all."""
    if any(one[0] < year <= other[0] for year in breaks):
        return "none"
    return "solid" if other[0] == one[0] + 1 else "dotted"


def _line(code: str, points: list[Point], breaks: Sequence[int]) -> dict[str, Any]:
    hero = code == CHINA
    x: list[float] = []
    y: list[float | None] = []
    tips: list[str | None] = []
    alone = [
        all(_joined(*pair, breaks) != "solid" for pair in pairwise(points[max(index - 1, 0) : index + 2]))
        for index in range(len(points))
    ]
    sizes: list[float] = []
    for index, (year, value, tip) in enumerate(points):
        if index and _joined(points[index - 1], points[index], breaks) != "solid":
            x.append((points[index - 1][0] + year) / 2)
            y.append(None)
            tips.append(None)
            sizes.append(0)
        x.append(year)
        y.append(value)
        tips.append(tip)
        sizes.append((6 if hero else 5) if alone[index] else 0)
    color = TOKENS.hero if hero else TOKENS.field
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": x,
        "y": y,
        "connectgaps": False,
        "line": {"color": color, "width": 2.5 if hero else 1.5},
        "marker": {
            "size": sizes,
            "opacity": 1,
            "color": color if hero else TOKENS.field_2,
            "line": {"width": 0},
        },
        "cliponaxis": False,
        "hoverinfo": "text",
        "hovertext": tips,
        "meta": {"economy": code, "role": "hero" if hero else "peer"},
    }


def _bridges(code: str, points: list[Point], breaks: Sequence[int]) -> list[dict[str, Any]]:
    hero = code == CHINA
    x: list[int | None] = []
    y: list[float | None] = []
    for one, other in pairwise(points):
        if _joined(one, other, breaks) == "dotted":
            x += [one[0], other[0], None]
            y += [one[1], other[1], None]
    if not x:
        return []
    line = {"color": TOKENS.hero if hero else TOKENS.field_2, "width": 2 if hero else 1.2, "dash": "2px,3px"}
    return [plain_line(x, y, line, "bridge")]


def _marks(points: list[Point], since: int) -> dict[str, Any]:
    """Return China's ring at the first year held since the base year, and the dot at the last."""
    last = points[-1]
    ring = next((point for point in points if point[0] >= since), last)
    shown = [ring, last] if ring[0] != last[0] else [last]
    rings = [point is not last for point in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point[0] for point in shown],
        "y": [point[1] for point in shown],
        "marker": {
            "size": 9,
            "opacity": 1,
            "color": [TOKENS.ground if ring else TOKENS.hero for ring in rings],
            "line": {"color": TOKENS.hero, "width": [2 if ring else 0 for ring in rings]},
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
        "meta": {"role": "marks"},
    }


def _years(ends: dict[str, Point], frame: Frame) -> dict[str, Any]:
    first, last = frame.years
    end = ends[CHINA][0] if CHINA in ends else last
    ticks = {first: str(first), frame.since: f"<b><span style='color:{TOKENS.ink}'>{frame.since}</span></b>"}
    if frame.since - first < _APART and first != frame.since:
        del ticks[first]
    if abs(end - frame.since) >= _APART:
        ticks[end] = str(end)
    return {
        "range": [first - 0.5, edge(frame.years)],
        "tickvals": list(ticks),
        "ticktext": list(ticks.values()),
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 3,
        "tickcolor": "rgba(0,0,0,0)",
        "tickfont": {"size": 12, "color": TOKENS.ink_2},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _values(axis: Axis) -> dict[str, Any]:
    return {
        "type": "log" if axis.log else "linear",
        "range": axis.range,
        "tickvals": [value for value, _ in axis.ticks],
        "ticktext": [text for _, text in axis.ticks],
        "tickfont": {"size": 12, "color": TOKENS.ink_3},
        "gridcolor": TOKENS.grid,
        "zeroline": False,
        "fixedrange": True,
    }


def _rules(points: list[Point], frame: Frame) -> list[dict[str, Any]]:
    """Return the dotted line at the year of the claim and a hairline at each break inside China's series."""
    upright = {"type": "line", "xref": "x", "yref": "y domain", "y0": 0, "y1": 1, "layer": "below"}
    dotted = {"color": TOKENS.rule, "width": 1, "dash": "1px,3px"}
    found = [{**upright, "name": "claim", "x0": frame.since, "x1": frame.since, "line": dotted}]
    inside = [year for year in frame.breaks if points and points[0][0] < year <= points[-1][0]]
    hairline = {"color": TOKENS.field, "width": 1}
    return found + [
        {**upright, "name": "break", "x0": year - 0.5, "x1": year - 0.5, "line": hairline} for year in inside
    ]
