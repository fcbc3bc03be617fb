"""Economies in a plane of two measures: quiet dots for all, names for those chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components.charts.axes import axes, scaled
from components.charts.labels import Named, point_labels
from components.charts.layer import (
    LEFT,
    Layer,
    enlarges,
    ground,
    marker,
    note,
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
    """One economy, and the words on hover."""

    x: float
    y: float
    tip: str


Chosen = Sequence[tuple[LineStyle, Dot]]
"""The economies that are named, and how each is drawn."""


def cloud(field: Sequence[Dot], chosen: Chosen, sides: tuple[Side, Side], least: int) -> dict[str, Any]:
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
    for style, dot in sorted(chosen, key=lambda one: (one[0].strong, one[0].focus)):
        about = {"economy": style.code, "role": "hero" if style.focus else "peer"}
        mark = marker(13 if style.focus else 9, style.color, TOKENS.ground, 1.2)
        chart += Layer([trace("markers", [dot.x], [dot.y], about, [dot.tip], marker=mark)])
    inner = height - top - bottom

    def place(dot: Dot) -> tuple[float, float]:
        return x.scale.share(dot.x), (1 - y.scale.share(dot.y)) * inner

    points = []
    for style, dot in sorted(chosen, key=lambda one: not one[0].focus):
        text, strong = style.short if compact else style.name, style.focus
        at, size = (x.scale.place(dot.x), y.scale.place(dot.y)), width([text], compact=not strong)
        points.append(Named(at, *place(dot), text, size, style.ink, strong, f"label-{style.code}"))
    dots = [*field, *(dot for _, dot in chosen)]
    notes = point_labels(points, [*map(place, dots)], VARIANTS[least], inner, room - 4)
    corner = LEFT | {"yref": "y domain"}
    up = {"xshift": -left + 2, "yshift": 6, "yanchor": "bottom"}
    notes.append(note("<br>".join(above), 0, 1, TOKENS.ink_2, **corner, **up))
    notes.append(note("<br>".join(below), 0, 0, TOKENS.ink_2, **corner, yshift=-20, yanchor="top"))
    return (chart + Layer(annotations=notes)).figure()
