"""Economies in a plane of two measures: quiet dots for all, names for those chosen, and their ways."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components.charts.axes import axes, scaled
from components.charts.labels import Named, point_labels
from components.charts.layer import (
    LEFT,
    Layer,
    Part,
    enlarges,
    ground,
    hollowed,
    marker,
    note,
    stroke,
    trace,
    width,
)
from components.charts.scales import Scale
from components.charts.time_lines import LineStyle
from components.theme import TOKENS

HEIGHT, SMALL = 540, 440
VARIANTS = {0: (230.0, 290.0, 360.0), 400: (310.0, 400.0, 540.0), 620: (430.0, 520.0, 640.0, 780.0)}
"""Least width of the plot from which a variant is drawn; inner widths at which it must be readable."""
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
    height, room = (SMALL, 34) if compact else (HEIGHT, 118)
    x, y = sides
    below, above = (wrap(side.title, _LETTERS if compact else 80) for side in sides)
    top, bottom = 14 + 17 * len(above), 26 + 17 * len(below)
    left = max(34, width(y.scale.texts, compact=True) + 8)
    marks, tips = marker(6, TOKENS.field), [dot.tip for dot in field]
    others = (dot.x for dot in field), (dot.y for dot in field)
    chart = ground(height, (left, room, top, bottom)) + axes(scaled(x.scale), scaled(y.scale))
    chart += Layer([trace("markers", *others, {"role": "field"}, tips, marker=marks)]) + enlarges("xy")
    for way in sorted(ways, key=lambda way: (way.style.strong, way.style.focus)):
        chart += Layer(_way(way))

    # The names at the last dots, then the editions at the first ones.
    ordered = sorted(ways, key=lambda way: not way.style.focus)
    wanted = []
    for way in ordered:
        name = way.style.short if compact else way.style.name
        wanted.append((way.style, way.pieces[-1][-1], name + way.end, "label", way.style.focus))
    wanted += [(way.style, way.pieces[0][0], way.start, "start", False) for way in ordered if way.start]
    inner = height - top - bottom

    def place(dot: Dot) -> tuple[float, float]:
        return x.scale.share(dot.x), (1 - y.scale.share(dot.y)) * inner

    points = []
    for style, dot, text, role, strong in wanted:
        at, size = (x.scale.place(dot.x), y.scale.place(dot.y)), width([text], compact=not strong)
        points.append(Named(at, *place(dot), text, size, style.ink, strong, f"{role}-{style.code}"))
    dots = [*field, *(dot for way in ways for piece in way.pieces for dot in piece)]
    notes = point_labels(points, [*map(place, dots)], VARIANTS[least], inner, room - 4)
    corner = LEFT | {"yref": "y domain"}
    up = {"xshift": -left + 2, "yshift": 6, "yanchor": "bottom"}
    notes.append(note("<br>".join(above), 0, 1, TOKENS.ink_2, **corner, **up))
    notes.append(note("<br>".join(below), 0, 0, TOKENS.ink_2, **corner, yshift=-20, yanchor="top"))
    return (chart + Layer(annotations=notes)).figure()


def _way(way: Way) -> list[Part]:
    """Return the line with its small dots, broken between pieces, and the dot of the last edition."""
    style, focus = way.style, way.style.focus
    dots: list[Dot | None] = []
    for piece in way.pieces:
        dots += [*([None] if dots else []), *piece]
    last = way.pieces[-1][-1]
    doubts = [dot is not None and dot.doubt for dot in dots]
    line = {
        "line": stroke(style.color, 1.8 if focus else 1.0),
        "marker": hollowed(5 if focus else 3.5, style.color, doubts, 1, edged=True),
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
