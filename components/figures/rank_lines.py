"""Several rankings by year: a line breaks where a method changed, and is dotted over years not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from components import theme as look
from components.figures.scale import Scale, scale
from components.figures.view import CLAIM
from components.theme import TOKENS

HEIGHT, SMALL = 400, 340
WIDTHS = (0, 520, 900)  # px of the whole figure from which each form of it is drawn
_LEFT, _RIGHT, _NARROW = 34, 104, 94  # px beside the plot
_SMALLEST = 288  # px of the whole figure on the narrowest phone
_LINE = 17.0  # px: the height of a label
_SYMBOLS = {"square": 8, "diamond": 9, "x": 8, "triangle-up": 11, "cross": 9, "triangle-down": 11}  # and px
_BESIDE = 9  # px from a point to its label
_LATIN = 0x2E7F  # signs beyond are as wide as they are high
_SHIFTS = (0.0, -16.0, 16.0, -24.0, 24.0, -34.0, 34.0)  # px by which a label is moved until it is free


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a ranking: value, words on hover, and the stretch in which years compare."""

    year: int
    value: float
    tip: str
    stretch: int


@dataclass(frozen=True, slots=True)
class Box:
    """The place of a label in pixels of the plot: from start to end, its middle at y from the top."""

    start: float
    end: float
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """One ranking: its short name, its points by year, and whether it is the hero."""

    name: str
    points: Sequence[Point]
    hero: bool = False


def rank_lines(lines: Sequence[Line], years: tuple[int, int], measure: str, least: int) -> dict[str, Any]:
    """Return the figure in a measure (rank or percentile); the hero is drawn last, above all others.

    ``least``: one of WIDTHS; in the narrowest form fewer years are named.
    """
    compact = least == 0
    values = [point.value for line in lines for point in line.points]
    height = SMALL if compact else HEIGHT
    margin = {"l": _LEFT, "r": _NARROW if compact else _RIGHT, "t": 10, "b": 28}
    axis = _scale(values, measure, height - margin["t"] - margin["b"])
    layout = look.layout(TOKENS, height=height, margin=margin)
    layout |= _axes(years, axis, compact=compact)
    width = (least or _SMALLEST) - margin["l"] - margin["r"]
    layout["annotations"] = _labels(lines, years, axis, width)
    ordered = sorted(enumerate(lines), key=lambda one: one[1].hero)
    symbols = [*_SYMBOLS]
    data = [trace for index, line in ordered for trace in _traces(line, symbols[index % len(symbols)])]
    return {"data": data, "layout": layout}


def _scale(values: Sequence[float], measure: str, height: float) -> Scale:
    if measure != "rank":
        return scale(values, values, measure, height)
    lowest = int(-(-max(values, default=10) // 5) * 5)
    return Scale(0.0, lowest + 1.2, (1, *range(5, lowest + 1, 5)), height)


def _axes(years: tuple[int, int], axis: Scale, *, compact: bool) -> dict[str, Any]:
    named = {year for year in CLAIM if years[0] <= year <= years[1]}  # always named
    shown = [year for year in range(years[0], years[1] + 1) if not compact or (years[1] - year) % 3 == 0]
    if not compact:
        shown = [year for year in shown if (years[1] - year) % 2 == 0 or years[1] - years[0] < 8]
    shown = sorted(
        {*(year for year in shown if not {year - 1, year + 1} & named), *named}
        if compact
        else {*shown, *named}
    )
    fixed = {"fixedrange": True, "zeroline": False, "tickangle": 0}
    return {
        "xaxis": {
            **fixed,
            "range": [years[0] - 0.5, years[1] + 0.5],
            "tickvals": shown,
            "ticktext": [str(year) for year in shown],
            "showgrid": False,
            "tickfont": {"size": 12, "color": TOKENS.ink_2},
        },
        "yaxis": {
            **fixed,
            "range": axis.range,
            "tickvals": list(axis.ticks),
            "gridcolor": TOKENS.grid,
            "tickfont": {"size": 12, "color": TOKENS.ink_3},
        },
    }


def _traces(line: Line, symbol: str) -> list[dict[str, Any]]:
    color = TOKENS.hero if line.hero else TOKENS.ink_2
    solid, dotted = _joins(line.points)
    thin = {"color": color if line.hero else TOKENS.ink_3, "width": 3 if line.hero else 1.5}
    last = len(line.points) - 1
    common = {"type": "scatter", "cliponaxis": False, "meta": {"line": line.name}}
    return [
        {**common, **dotted, "mode": "lines", "line": thin | {"dash": "2px,3px"}, "hoverinfo": "skip"},
        {**common, **solid, "mode": "lines", "line": thin, "hoverinfo": "skip"},
        {
            **common,
            "mode": "markers",
            "x": [point.year for point in line.points],
            "y": [point.value for point in line.points],
            "hovertext": [point.tip for point in line.points],
            "hoverinfo": "text",
            "marker": {
                "symbol": "circle" if line.hero else symbol,
                "size": [
                    (11 if i == last else 8) if line.hero else _SYMBOLS[symbol] for i in range(last + 1)
                ],
                "color": color,
                "opacity": 1,
                "line": {"color": TOKENS.ground, "width": 1},
            },
            "meta": {"line": line.name, "role": "points"},
        },
    ]


def _joins(points: Sequence[Point]) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Return the joins of following years, and those over years not known; none where a method changed."""
    solid: dict[str, list[Any]] = {"x": [], "y": []}
    dotted: dict[str, list[Any]] = {"x": [], "y": []}
    for one, other in pairwise(points):
        if one.stretch != other.stretch:
            continue
        into = solid if other.year == one.year + 1 else dotted
        into["x"] += [one.year, other.year, None]
        into["y"] += [one.value, other.value, None]
    return solid, dotted


def _labels(lines: Sequence[Line], years: tuple[int, int], axis: Scale, width: float) -> list[dict[str, Any]]:
    """Return a name at the last point of each line, moved until it is clear of the others."""
    column = width / (years[1] - years[0] + 1)

    def across(point: Point) -> float:
        return (point.year - years[0] + 0.5) * column

    points = [(across(point), axis.pixels(point.value)) for line in lines for point in line.points]
    taken: list[Box] = []
    notes = []
    for line in sorted(lines, key=lambda one: (not one.hero, -one.points[-1].year)):
        last = line.points[-1]
        here = axis.pixels(last.value)
        wide = sum(13 if ord(sign) > _LATIN else 7.6 for sign in line.name) * (1.15 if line.hero else 1)
        right, left = across(last) + _BESIDE, across(last) - _BESIDE - wide
        sides = [right] if left < 0 else [right, left]
        boxes = [Box(start, start + wide, here + shift) for start in sides for shift in _SHIFTS]
        best = min(boxes, key=lambda box: (_crowd(box, taken, points), box.start != right, abs(box.y - here)))
        taken.append(best)
        notes.append(_label(line, last, best.y - here, right=best.start == right))
    return notes


def _crowd(box: Box, taken: Sequence[Box], points: Sequence[tuple[float, float]]) -> int:
    """Count what a label would lie on; other labels weigh more than points."""
    on_labels = sum(
        min(box.end, other.end) - max(box.start, other.start) > -2 and abs(box.y - other.y) < _LINE
        for other in taken
    )
    on_points = sum(box.start - 5 < x < box.end and abs(y - box.y) < _LINE / 2 + 3 for x, y in points)
    return 20 * on_labels + on_points


def _label(line: Line, last: Point, down: float, *, right: bool) -> dict[str, Any]:
    return {
        "x": last.year,
        "y": last.value,
        "xanchor": "left" if right else "right",
        "yanchor": "middle",
        "xshift": _BESIDE if right else -_BESIDE,
        "yshift": -down,
        "showarrow": False,
        "name": f"label-{line.name}",
        "text": f"<b>{line.name}</b>" if line.hero else line.name,
        "font": {"size": 15 if line.hero else 13, "color": TOKENS.hero if line.hero else TOKENS.ink_2},
    }
