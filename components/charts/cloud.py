"""Economies in a plane of two measures: quiet dots for all, names for those chosen, and their ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components.charts.axes import axes, scaled
from components.charts.labels import Named, point_labels
from components.charts.layer import Layer, Part, enlarges, ground, marker, note, stroke, trace, width
from components.charts.lines import LineStyle
from components.charts.scales import Scale
from components.theme import TOKENS

HEIGHT, SMALL = 540, 440
VARIANTS = {0: (230.0, 290.0, 360.0), 400: (310.0, 400.0, 540.0), 620: (430.0, 520.0, 640.0, 780.0)}
"""Least width of the plot from which a variant is drawn; inner widths at which it must be readable."""
_ROOM = {True: 34, False: 118}  # px at the right of the plot, in which names may stand
_LETTERS = 34  # of the title of an axis in one line of the narrowest plot


@dataclass(frozen=True, slots=True)
class Side:
    """One axis: what it measures, and its scale."""

    title: str
    scale: Scale


@dataclass(frozen=True, slots=True)
class Dot:
    """One economy in one edition; ``doubt``: where rounding leaves it in doubt."""

    x: float
    y: float
    tip: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """The way of one economy: a piece for each stretch of editions without a gap; its ends in words."""

    style: LineStyle
    pieces: Sequence[Sequence[Dot]]
    start: str
    end: str


def cloud(field: Sequence[Dot], ways: Sequence[Way], sides: tuple[Side, Side], least: int) -> dict[str, Any]:
    """Return the chart; ``field`` are the dots of all others, ``least`` is a key of VARIANTS."""
    compact = least < max(VARIANTS)
    height = SMALL if compact else HEIGHT
    x, y = sides
    titles = [wrap(side.title, _LETTERS if compact else 80) for side in sides]
    top, bottom = 14 + 17 * len(titles[1]), 26 + 17 * len(titles[0])
    left = max(34, width(y.scale.texts, compact=True) + 8)
    chart = ground(height, (left, _ROOM[compact], top, bottom)) + axes(scaled(x.scale), scaled(y.scale))
    chart += Layer([_field(field)]) + enlarges("xy")
    for way in sorted(ways, key=lambda way: (way.style.strong, way.style.focus)):
        chart += Layer(_way(way))
    chart += _names(field, ways, sides, VARIANTS[least], height - top - bottom, compact=compact)
    chart += _title(titles[1], 1, xshift=-left + 2, yshift=6, yanchor="bottom")
    return (chart + _title(titles[0], 0, yshift=-20, yanchor="top")).figure()


def _title(lines: Sequence[str], y: float, **where: Any) -> Layer:
    at = {"xref": "x domain", "xanchor": "left", "yref": "y domain", **where}
    return Layer(annotations=[note("<br>".join(lines), 0, y, TOKENS.ink_2, **at)])


def _field(field: Sequence[Dot]) -> Part:
    marks = marker(6, TOKENS.field)
    x, y, tips = (dot.x for dot in field), (dot.y for dot in field), [dot.tip for dot in field]
    return trace("markers", x, y, {"role": "field"}, tips, marker=marks)


def _way(way: Way) -> list[Part]:
    """Return the line with its small dots, broken between pieces, and the dot of the last edition."""
    style, focus = way.style, way.style.focus
    dots: list[Dot | None] = []
    for piece in way.pieces:
        dots += [*([None] if dots else []), *piece]
    last = way.pieces[-1][-1]
    fills = [TOKENS.ground if dot is not None and dot.doubt else style.color for dot in dots]
    line = {
        "line": stroke(style.color, 1.8 if focus else 1.0),
        "marker": marker(5 if focus else 3.5, fills, style.color, 1),
    }
    x, y = ([None if dot is None else getattr(dot, name) for dot in dots] for name in ("x", "y"))
    tips = ["" if dot is None or dot is last else dot.tip for dot in dots]
    about = {"economy": style.code, "role": "trail"}
    drawn = trace("lines+markers", x, y, about, tips, connectgaps=False, **line)
    fill, edge = (TOKENS.ground, style.color) if last.doubt else (style.color, TOKENS.ground)
    marks = marker(13 if focus else 9, fill, edge, 1.2)
    about = {"economy": style.code, "role": "hero" if focus else "peer"}
    end = trace("markers", [last.x], [last.y], about, [last.tip], marker=marks)
    return [drawn, end] if len(dots) > 1 else [end]


def _names(
    field: Sequence[Dot],
    ways: Sequence[Way],
    sides: tuple[Side, Side],
    widths: Sequence[float],
    height: float,
    *,
    compact: bool,
) -> Layer:
    """Return the names at the last dots, then the editions at the first ones."""
    x, y = (side.scale for side in sides)

    def place(dot: Dot) -> tuple[float, float]:
        return x.share(dot.x), (1 - y.share(dot.y)) * height

    def named(way: Way, dot: Dot, text: str, role: str) -> Named:
        style = way.style
        strong = style.focus and role == "label"
        room = width([text], compact=not strong)
        at = (x.place(dot.x), y.place(dot.y))
        return Named(at, *place(dot), text, room, style.ink, strong, f"{role}-{style.code}")

    ordered = sorted(ways, key=lambda way: not way.style.focus)
    points = []
    for way in ordered:
        name = way.style.short if compact else way.style.name
        points.append(named(way, way.pieces[-1][-1], name + way.end, "label"))
    points += [named(way, way.pieces[0][0], way.start, "start") for way in ordered if way.start]
    dots = [*field, *(dot for way in ways for piece in way.pieces for dot in piece)]
    return Layer(annotations=point_labels(points, [*map(place, dots)], widths, height, _ROOM[compact] - 4))
