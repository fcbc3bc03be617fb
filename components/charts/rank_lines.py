"""Several rankings by year: a line breaks where a method changed, and is dotted over years not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.change import CLAIM
from components.charts.axes import axes, every, periods, scaled
from components.charts.labels import Named, point_labels
from components.charts.layer import Layer, Part, ground, marker, stroke, trace, width
from components.charts.lines import DOTTED, joins, segments
from components.charts.scales import Scale, index_scale, rank_scale
from components.theme import TOKENS

HEIGHT, SMALL = 400, 340
WIDTHS = {0: (166.0, 240.0, 390.0), 520: (382.0, 540.0, 760.0), 900: (762.0, 900.0)}
"""Px of the whole chart from which a form is drawn; inner widths at which its names must be readable."""
_LEFT, _RIGHT, _NARROW = 34, 104, 94  # px beside the plot
_SYMBOLS = {"square": 8, "diamond": 9, "x": 8, "triangle-up": 11, "cross": 9, "triangle-down": 11}  # and px


@dataclass(frozen=True, slots=True)
class Point:
    """One year of a ranking: value, words on hover, and the stretch in which years compare."""

    year: int
    value: float
    tip: str
    stretch: int


@dataclass(frozen=True, slots=True)
class Line:
    """One ranking: its short name, its points by year, and whether it is the hero."""

    name: str
    points: Sequence[Point]
    hero: bool = False


def rank_lines(lines: Sequence[Line], years: tuple[int, int], measure: str, least: int) -> dict[str, Any]:
    """Return the chart in a measure (rank or percentile); the hero is drawn last, above all others.

    ``least``: a key of WIDTHS; in the narrowest form fewer years are named.
    """
    compact = least == 0
    height, right = (SMALL, _NARROW) if compact else (HEIGHT, _RIGHT)
    values = [point.value for line in lines for point in line.points]
    inner = height - 38
    scale = rank_scale(values, inner) if measure == "rank" else index_scale(values, values, measure, inner)
    chart = ground(height, (_LEFT, right, 10, 28)) + axes(_years(years, compact=compact), scaled(scale))
    symbols = [*_SYMBOLS]
    for index, line in sorted(enumerate(lines), key=lambda one: one[1].hero):
        chart += Layer(_traces(line, symbols[index % len(symbols)]))
    return (chart + _names(lines, years, scale, WIDTHS[least], right)).figure()


def _years(years: tuple[int, int], *, compact: bool) -> Part:
    first, last = years
    ticks = every(first, last, 3, CLAIM)
    if not compact:
        ticks = sorted(
            {*every(first, last, 1 if last - first < 8 else 2), *every(first, last, last + 1, CLAIM)}
        )
    return periods((first - 0.5, last + 0.5), ticks)


def _traces(line: Line, symbol: str) -> list[Part]:
    color = TOKENS.hero if line.hero else TOKENS.ink_2
    thin = stroke(color, 3) if line.hero else stroke(TOKENS.ink_3, 1.5)
    points = [(point.year, point.value) for point in line.points]
    breaks = [other.year for one, other in pairwise(line.points) if one.stretch != other.stretch]
    solid, dotted = joins(points, breaks)
    meta = {"line": line.name}
    sizes = [8] * (len(points) - 1) + [11] if line.hero else [_SYMBOLS[symbol]] * len(points)
    marks = marker(sizes, color, TOKENS.ground, 1, symbol="circle" if line.hero else symbol)
    x, y = zip(*points, strict=True)
    tips = [point.tip for point in line.points]
    return [
        trace("lines", *segments(points, dotted), meta, line=thin | {"dash": DOTTED}),
        trace("lines", *segments(points, solid), meta, line=thin),
        trace("markers", x, y, meta | {"role": "points"}, tips, marker=marks),
    ]


def _names(
    lines: Sequence[Line], years: tuple[int, int], scale: Scale, widths: Sequence[float], right: int
) -> Layer:
    """Return a name at the last point of each line, clear of the others; the hero's is placed first."""
    count = years[1] - years[0] + 1

    def place(point: Point) -> tuple[float, float]:
        return (point.year - years[0] + 0.5) / count, scale.pixels(point.value)

    named = []
    for line in sorted(lines, key=lambda one: (not one.hero, -one.points[-1].year)):
        last, ink = line.points[-1], TOKENS.hero if line.hero else TOKENS.ink_2
        room = width([line.name], compact=not line.hero)
        at = (last.year, last.value)
        name, size = f"label-{line.name}", 15 if line.hero else 13
        named.append(Named(at, *place(last), line.name, room, ink, line.hero, name, size))
    dots = [place(point) for line in lines for point in line.points]
    return Layer(annotations=point_labels(named, dots, widths, scale.height, right - 4))
