"""Economies in a plane of two measures: quiet dots for all, names for those chosen, and their trails."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from components.figures.cast import Actor
from components.figures.point_labels import Point, point_labels
from components.figures.series_labels import width
from components.theme import TOKENS, layout

HEIGHT, SMALL = 540, 440
VARIANTS = {0: (230.0, 290.0, 360.0), 400: (310.0, 400.0, 540.0), 620: (430.0, 520.0, 640.0, 780.0)}
"""Least width of the plot from which a variant is drawn; inner widths at which it must be readable."""
_ROOM = {True: 34, False: 118}  # px at the right of the plot, in which names may stand
_LETTERS = 34  # of the title of an axis in one line of the narrowest plot


@dataclass(frozen=True, slots=True)
class Side:
    """One axis: what it measures, its two ends (the first at the left or at the bottom), ticks and words."""

    title: str
    ends: tuple[float, float]
    ticks: tuple[float, ...]
    texts: tuple[str, ...]
    log: bool = False

    def share(self, value: float) -> float:
        """Return where a value lies between the two ends, 0 to 1."""
        first, last = self.ends
        return (self.axis(value) - first) / (last - first)

    def axis(self, value: float) -> float:
        """Return a value as the axis counts it."""
        return math.log10(value) if self.log else value


@dataclass(frozen=True, slots=True)
class Dot:
    """One economy in one edition; ``doubt``: where rounding leaves it in doubt."""

    x: float
    y: float
    tip: str
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Trail:
    """The way of one economy: a piece for each stretch of editions without a gap; its ends in words."""

    actor: Actor
    pieces: Sequence[Sequence[Dot]]
    start: str
    end: str


def cloud(
    field: Sequence[Dot], trails: Sequence[Trail], sides: tuple[Side, Side], least: int
) -> dict[str, Any]:
    """Return the figure; ``field`` are the dots of all others, ``least`` is a key of VARIANTS."""
    compact = least < max(VARIANTS)
    height = SMALL if compact else HEIGHT
    x, y = sides
    titles = [wrap(side.title, _LETTERS if compact else 80) for side in sides]
    top, bottom = 14 + 17 * len(titles[1]), 26 + 17 * len(titles[0])
    left = max(34, width(y.texts, compact=True) + 8)
    right = _ROOM[compact]
    figure = layout(TOKENS, height=height, margin={"l": left, "r": right, "t": top, "b": bottom})
    inner = height - top - bottom
    figure |= {
        "xaxis": _axis(x),
        "yaxis": _axis(y),
        "annotations": [
            *_labels(field, trails, sides, VARIANTS[least], inner, compact=compact),
            _title(titles[1], {"xshift": -left + 2, "y": 1, "yshift": 6, "yanchor": "bottom"}),
            _title(titles[0], {"y": 0, "yshift": -20, "yanchor": "top"}),
        ],
    }
    ordered = sorted(trails, key=lambda trail: (trail.actor.strong, trail.actor.focus))
    drawn = [_field(field), *(trace for trail in ordered for trace in _trail(trail))]
    return {"data": drawn, "layout": figure}


def _axis(side: Side) -> dict[str, Any]:
    return {
        "type": "log" if side.log else "linear",
        "range": list(side.ends),
        "tickvals": list(side.ticks),
        "ticktext": list(side.texts),
        "tickangle": 0,
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": TOKENS.grid,
        "tickfont": {"size": 12, "color": TOKENS.ink_3},
    }


def _title(lines: Sequence[str], place: dict[str, Any]) -> dict[str, Any]:
    at = {"xref": "x domain", "x": 0, "xanchor": "left", "yref": "y domain", "showarrow": False}
    text = {"text": "<br>".join(lines), "align": "left", "font": {"size": 12, "color": TOKENS.ink_2}}
    return at | text | place


def _field(field: Sequence[Dot]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [dot.x for dot in field],
        "y": [dot.y for dot in field],
        "hovertext": [dot.tip for dot in field],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"size": 6, "opacity": 1, "color": TOKENS.field, "line": {"width": 0}},
        "meta": {"role": "field"},
    }


def _trail(trail: Trail) -> list[dict[str, Any]]:
    """Return the line with its small dots, broken between pieces, and the dot of the last edition."""
    actor = trail.actor
    dots: list[Dot | None] = []
    for piece in trail.pieces:
        dots += [*([None] if dots else []), *piece]
    last = trail.pieces[-1][-1]
    thin = {"color": actor.color, "width": 1.8 if actor.focus else 1.0}
    way = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [None if dot is None else dot.x for dot in dots],
        "y": [None if dot is None else dot.y for dot in dots],
        "hovertext": ["" if dot is None or dot is last else dot.tip for dot in dots],
        "hoverinfo": "text",
        "connectgaps": False,
        "cliponaxis": False,
        "line": thin,
        "marker": {
            "size": 5 if actor.focus else 3.5,
            "opacity": 1,
            "color": [TOKENS.ground if dot is not None and dot.doubt else actor.color for dot in dots],
            "line": {"color": actor.color, "width": 1},
        },
        "meta": {"economy": actor.code, "role": "trail"},
    }
    end = {
        "type": "scatter",
        "mode": "markers",
        "x": [last.x],
        "y": [last.y],
        "hovertext": [last.tip],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": 13 if actor.focus else 9,
            "opacity": 1,
            "color": TOKENS.ground if last.doubt else actor.color,
            "line": {"color": actor.color if last.doubt else TOKENS.ground, "width": 1.2},
        },
        "meta": {"economy": actor.code, "role": "hero" if actor.focus else "peer"},
    }
    return [*([way] if len(dots) > 1 else []), end]


def _labels(
    field: Sequence[Dot],
    trails: Sequence[Trail],
    sides: tuple[Side, Side],
    widths: Sequence[float],
    height: float,
    *,
    compact: bool,
) -> list[dict[str, Any]]:
    """Return the names at the last dots, then the editions at the first ones."""
    x, y = sides

    def point(trail: Trail, dot: Dot, text: str, role: str) -> Point:
        actor, down = trail.actor, (1 - y.share(dot.y)) * height
        bold = actor.focus and role == "label"
        long = width([text], compact=not bold)
        at = (x.axis(dot.x), y.axis(dot.y))
        return Point(at, x.share(dot.x), down, text, long, actor.ink, bold, f"{role}-{actor.code}")

    named = sorted(trails, key=lambda trail: not trail.actor.focus)
    points = [
        point(
            trail,
            trail.pieces[-1][-1],
            (trail.actor.short if compact else trail.actor.name) + trail.end,
            "label",
        )
        for trail in named
    ]
    points += [point(trail, trail.pieces[0][0], trail.start, "start") for trail in named if trail.start]
    ways = [dot for trail in trails for piece in trail.pieces for dot in piece]
    marks = [(x.share(dot.x), (1 - y.share(dot.y)) * height) for dot in (*field, *ways)]
    return point_labels(points, marks, widths, height, _ROOM[compact] - 4)
