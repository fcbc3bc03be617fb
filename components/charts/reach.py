"""What would it take, in pictures: the ladder of scores, and rows of bars for pillars and indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from components.charts.axes import OUTSIDE, axes, scaled, unseen
from components.charts.labels import EndLabel, end_labels
from components.charts.layer import Layer, bars, bold, ground, line, marker, note, ring, stroke, trace
from components.charts.scales import value_scale
from components.theme import TOKENS

ROW: Final = 34  # px of a row of bars
ROW_NARROW: Final = 48  # px where the name stands above the bar
WIDE: Final = 440  # least px of a plot with names at the left
LADDER: Final = 470  # px of height
_LEFT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "left"}
_RIGHT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "right"}
_BAR: Final = 11  # px


@dataclass(frozen=True, slots=True)
class Rung:
    """One economy of the ladder; focus, goal: whether it is the one chosen, or has the rank to reach."""

    score: float
    rank: int
    name: str
    tip: str
    focus: bool = False
    goal: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: name, where the bar begins and ends, the words at its right and of its tip.

    best: the best score in the world, beyond which the bar is hollow; None where there is no such end.
    together: the score that would do with all others; strong: whether the row would do alone; mark: behind
    the name, for what must be read with care.
    """

    name: str
    start: float
    end: float
    right: str
    tip: str
    best: float | None = None
    together: float | None = None
    strong: bool = False
    mark: str = ""


def ladder(rungs: Sequence[Rung], points: str, ink: str) -> dict[str, Any]:
    """Return the scores of the ladder, with the ``points`` that are needed; ink: of the economy in focus."""
    scores = [rung.score for rung in rungs]
    tall = LADDER - 24
    scale = value_scale(scores, tall, lambda value: f"{value:g}", log=False, room=0.05)
    own = next((rung.score for rung in rungs if rung.focus), scores[0])
    goal = next((rung.score for rung in rungs if rung.goal), own)
    labels, sizes, colors = [], [], []
    for rung in rungs:
        strong = rung.focus or rung.goal
        color = ink if rung.focus else TOKENS.ink
        words = color if strong else TOKENS.ink_2
        size = 14 if rung.focus else 13
        name, number = f"rung{rung.rank}", str(rung.rank)
        labels.append(EndLabel(name, rung.score, rung.name, words, strong, size, TOKENS.field_2, number))
        sizes.append(13 if strong else 8)
        colors.append(color if strong else TOKENS.field_2)
    tips = [rung.tip for rung in rungs]
    dots = trace("markers", [1.0] * len(rungs), scores, {"role": "rungs"}, tips, marker=marker(sizes, colors))
    rail = line((1, 1), (scale.bottom, scale.top), stroke(TOKENS.grid, 1), layer="below")
    way = line((1, 1), (own, goal), stroke(ink, 4), layer="below")
    needed = note(bold(points), 1, (own + goal) / 2, ink, 15, xanchor="right", xshift=-14)
    chart = ground(LADDER, (72, 214, 12, 12)) + axes(unseen([0, 1]), unseen([scale.bottom, scale.top]))
    chart += Layer([dots], [rail, way], [needed] if goal > own else [])
    return (chart + end_labels(labels, scale, 0, column=34, top=0, bottom=tall)).figure()


def rows(
    found: Sequence[Bar], head: tuple[str, str], need: tuple[float, str] | None, ink: str, *, narrow: bool
) -> dict[str, Any]:
    """Return a row with a bar for each of ``found``; head: of the names, and of the words at the right.

    need: where a dashed line says what is needed, with its words.
    """
    row = ROW_NARROW if narrow else ROW
    foot = row * len(found)
    left, right = (4, 104) if narrow else (232, 112)
    ends = [end for one in found for end in (one.start, one.end, one.best) if end is not None]
    ends += [0.0, need[0]] if need else []
    scale = value_scale(ends, 1.0, lambda value: f"{value:g}", log=False, room=0.03)
    bottom = foot + (26 if need else 8)
    chart = ground(bottom + 40, (left, right, 34, 6))
    chart += axes(scaled(scale, **OUTSIDE | {"side": "top", "ticklen": 3}), unseen([bottom, 0]))
    titles = [note(head[1], 1, 0, TOKENS.ink_3, 12, **_RIGHT, xshift=right, yshift=16, yanchor="bottom")]
    if not narrow:
        title = note(head[0], 0, 0, TOKENS.ink_3, 12, **_LEFT, xshift=-left, yshift=16, yanchor="bottom")
        titles.append(title)
    chart += Layer(annotations=titles)
    for place, one in enumerate(found):
        chart += _marks(one, row * place, row, ink, narrow=narrow)
        chart += _texts(one, row * place, row, (left, right), narrow=narrow)
    if need:
        dashed = line((need[0],) * 2, (0, foot + 4), stroke(TOKENS.ink, 1.4, "4px,3px"))
        words = note(need[1], need[0], foot + 4, TOKENS.ink_2, 12, yanchor="top")
        chart += Layer(shapes=[dashed], annotations=[words])
    return (chart + Layer(layout={"bargap": 0, "barmode": "overlay"})).figure()


def _centre(top: float, row: int, *, narrow: bool) -> float:
    return top + (row - 14 if narrow else row / 2)


def _marks(one: Bar, top: float, row: int, ink: str, *, narrow: bool) -> Layer:
    """Return the bar of a row, what lies beyond the best, and the marks of today, the best and together."""
    centre, tips = [_centre(top, row, narrow=narrow)], [one.tip]

    def bar(start: float, end: float, role: str, color: str, edge: str, opacity: float = 1.0) -> Any:
        look = {
            "color": color,
            "opacity": opacity,
            "line": {"color": edge, "width": 0 if color == edge else 1},
        }
        style = {"orientation": "h", "width": [_BAR], "base": [start], "marker": look}
        return bars([end - start], centre, {"role": role}, tips, **style)

    reached = one.end if one.best is None else min(one.end, one.best)
    strength = 1.0 if one.strong or one.best is None else 0.4
    traces = [bar(one.start, reached, "bar", ink, ink, strength)]
    shapes = [line((0, 1), (top, top), stroke(TOKENS.grid, 1), xref="x domain", layer="below")] if top else []
    if one.best is not None:
        if one.end > one.best:
            traces.append(bar(one.best, one.end, "beyond", TOKENS.ground, TOKENS.edge))
        edge = (centre[0] - 9, centre[0] + 9)
        shapes.append(line((one.best, one.best), edge, stroke(TOKENS.ink, 2.4)))
        traces.append(trace("markers", [one.start], centre, {"role": "today"}, tips, marker=ring(11, ink, 2)))
    if one.together is not None:
        dot = marker(8, TOKENS.ink)
        traces.append(trace("markers", [one.together], centre, {"role": "together"}, tips, marker=dot))
    return Layer(traces, shapes)


def _texts(one: Bar, top: float, row: int, sides: tuple[int, int], *, narrow: bool) -> Layer:
    """Return the name of a row and the words at its right."""
    centre = _centre(top, row, narrow=narrow)
    name = bold(one.name, one.strong) + (f" {one.mark}" if one.mark else "")
    at = top + 12 if narrow else centre
    right = bold(one.right, one.strong)
    return Layer(
        annotations=[
            note(name, 0, at, TOKENS.ink, 13, **_LEFT, xshift=-sides[0], yanchor="middle"),
            note(right, 1, centre, TOKENS.ink, 13, **_RIGHT, xshift=sides[1], yanchor="middle"),
        ]
    )


def height(count: int, *, narrow: bool, need: bool) -> int:
    """Return the height of ``count`` rows in pixels."""
    return (ROW_NARROW if narrow else ROW) * count + (26 if need else 8) + 40
