"""Several rankings: lines by year, and places in the field of each from the first to the latest year."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analysis.change import CLAIM
from components.charts.axes import axes, every, periods, scaled, unseen
from components.charts.labels import Named, point_labels
from components.charts.layer import (
    Layer,
    Part,
    bold,
    enlarges,
    ground,
    marker,
    note,
    row_line,
    stroke,
    trace,
    width,
)
from components.charts.lines import DOTTED, joins, segments
from components.charts.scales import Scale, index_scale, rank_scale
from components.theme import TOKENS

HEIGHT, SMALL = 400, 340
WIDTHS = {0: (166.0, 240.0, 390.0), 520: (382.0, 540.0, 760.0), 900: (762.0, 900.0)}
"""Px of the whole chart from which a form is drawn; inner widths at which its names must be readable."""
_LEFT, _RIGHT, _NARROW = 34, 104, 94  # px beside the plot
_SYMBOLS = {"square": 8, "diamond": 9, "x": 8, "triangle-up": 11, "cross": 9, "triangle-down": 11}  # and px
ROW, TALL = 45, 56  # px of a row: name at the left, name above the line
FULL = 520  # px of plot from which names stand at the left
_NAMES, _NUMBERS = 178, 92
_TICKS = {"percentile": tuple(range(0, 101, 10)), "rank": (1, 10, 20, 30, 40, 50)}


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
    chart += enlarges("y")
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


@dataclass(frozen=True, slots=True)
class FieldRow:
    """One ranking: name, years in words, first and latest value, number and field in words.

    ``first`` is None where one year is known only; ``broken``: the method changed between the two.
    """

    name: str
    years: str
    first: float | None
    latest: float
    number: str
    field: str
    tips: tuple[str, str]
    broken: bool = False
    hero: bool = False

    @property
    def color(self) -> str:
        """The token of its marks."""
        return TOKENS.hero if self.hero else TOKENS.ink_2


def field_strip(rows: Sequence[FieldRow], measure: str, *, compact: bool) -> dict[str, Any]:
    """Return the strip in a measure, percentile or rank: ring at the first, dot at the latest year.

    In the compact set names stand above their lines.
    """
    height = (TALL if compact else ROW) * len(rows) + 42
    chart = ground(height, (10 if compact else _NAMES, _NUMBERS, 12, 30))
    chart += axes(scaled(_scale(rows, measure, compact=compact)), unseen([len(rows) - 0.5, -0.5]))
    for y, row in enumerate(rows):
        chart += Layer(shapes=[row_line(y)]) + _texts(row, y, compact=compact) + _join(row, y)
    return (chart + _marks(rows, "first") + _marks(rows, "latest")).figure()


def _scale(rows: Sequence[FieldRow], measure: str, *, compact: bool) -> Scale:
    values = [value for row in rows for value in (row.first, row.latest) if value is not None]
    if measure == "rank":
        span = -(-max(values, default=10) // 10) * 10
        worse, better = span + 1, 0.0
    else:
        worst = min(values, default=0) // 10 * 10
        worse, better, span = worst - 1, 101.0, 100 - worst
    ticks = [tick for tick in _TICKS[measure] if min(worse, better) <= tick <= max(worse, better)]
    if compact and span > 40:
        ticks = [tick for tick in ticks if tick % 20 == 0 or tick == 1]
    return Scale(worse, better, tuple(ticks))


def _join(row: FieldRow, y: int) -> Layer:
    """Return the join of ring and dot, dotted where the method changed in between: the two do not compare."""
    if row.first is None:
        return Layer()
    style = stroke(row.color, 2.5, "2px,4px" if row.broken else "")
    return Layer([trace("lines", (row.first, row.latest), (y, y), {"role": "join"}, line=style)])


def _marks(rows: Sequence[FieldRow], which: str) -> Layer:
    ring = which == "first"
    values = [(row, y, row.first if ring else row.latest) for y, row in enumerate(rows)]
    known = [(row, y, value) for row, y, value in values if value is not None]
    colors = [row.color for row, _, _ in known]
    marks = marker(10 if ring else 12, TOKENS.ground if ring else colors, colors, 2.5 if ring else 0)
    tips = [row.tips[0 if ring else 1] for row, _, _ in known]
    x, y = (value for _, _, value in known), (y for _, y, _ in known)
    return Layer([trace("markers", x, y, {"role": which}, tips, marker=marks)])


def _texts(row: FieldRow, y: int, *, compact: bool) -> Layer:
    ink = TOKENS.hero if row.hero else TOKENS.ink
    years, field = (
        f"<span style='font-size:12px;color:{TOKENS.ink_3}'>{text}</span>" for text in (row.years, row.field)
    )
    name = bold(row.name, row.hero)
    start = {"xref": "x domain", "xanchor": "left"}
    if compact:
        named = note(f"{name}  {years}", 0, y, ink, 13, **start, yanchor="bottom", yshift=9)
    else:
        named = note(f"{name}<br>{years}", 0, y, ink, 13, **start, xshift=-_NAMES, yanchor="middle")
    end = {"xref": "x domain", "xanchor": "right", "xshift": _NUMBERS - 2, "yanchor": "middle"}
    return Layer(annotations=[named, note(f"{bold(row.number)}<br>{field}", 1, y, ink, 15, **end)])
