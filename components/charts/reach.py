"""What would it take, in pictures: the ladder of scores, and rows of bars for pillars and indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from components.charts.axes import OUTSIDE, axes, scaled, unseen
from components.charts.labels import EndLabel, end_labels, placed_labels
from components.charts.layer import (
    Layer,
    bars,
    bold,
    ground,
    line,
    marker,
    note,
    ring,
    row_line,
    stroke,
    trace,
    width,
)
from components.charts.scales import Scale, value_scale
from components.numbers import trimmed
from components.theme import TOKENS

ROW: Final = 34  # px of a row of bars with its name at the left
ROW_NARROW: Final = 48  # px where the name stands above the bar
LADDER: Final = 470  # px of height
_LINE: Final = 17  # px of a line of a name
_LETTERS: Final = 50  # in a line of a name that stands above its bar
_TITLE: Final = 52  # px of the title of a block after the first
_HEAD: Final = 46  # px above the first row, for the heads of columns
_FOOT: Final = 26  # px below the last row for the words of what is needed
_LEFT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "left"}
_RIGHT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "right"}
_BAR: Final = 11  # px


@dataclass(frozen=True, slots=True)
class Rung:
    """One economy of the ladder with its score as it is written.

    focus, goal: whether it is the one chosen, or has the rank to reach.
    """

    score: float
    rank: int
    name: str
    written: str
    tip: str
    focus: bool = False
    goal: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: name, where the bar begins and ends, the words of its columns and of its tip.

    best: the best score in the world, beyond which the bar is hollow; None where there is no such end.
    strong: whether the row would do alone; after: words behind the end of the bar; dumbbell: whether the bar
    is a part of the way to the best.
    """

    name: str
    start: float
    end: float
    cells: Sequence[str]
    tip: str
    best: float | None = None
    strong: bool = False
    after: str = ""
    dumbbell: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """Rows below a title of two parts, of which the first is bold; the first block has none."""

    bars: Sequence[Bar]
    title: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """How rows are set: the name of their names, the columns at their right with their widths in px.

    letters: in a line of a name that stands at the left; need: where a dashed line says what is needed, with
    its words; ink: of the economy in focus.
    """

    name: str
    columns: Sequence[tuple[str, int]]
    letters: int
    ink: str
    lang: str
    need: tuple[float, str] | None = None


def ladder(rungs: Sequence[Rung], points: str, ink: str) -> dict[str, Any]:
    """Return the scores of the ladder, with the ``points`` that are needed; ink: of the economy in focus."""
    scores = [rung.score for rung in rungs]
    tall = LADDER - 24
    scale = value_scale(scores, tall, str, log=False, room=0.05)
    own = next((rung.score for rung in rungs if rung.focus), scores[-1])
    goal = next((rung.score for rung in rungs if rung.goal), own)
    labels, sizes, colors = [], [], []
    for rung in rungs:
        strong = rung.focus or rung.goal
        color = ink if rung.focus else TOKENS.ink if rung.goal else TOKENS.ink_2
        size = 14 if rung.focus else 13
        name, place = bold(rung.name, strong), str(rung.rank)
        leader = TOKENS.field_2
        labels.append(EndLabel(f"rung{rung.rank}", rung.score, name, color, rung.focus, size, leader, place))
        sizes.append(13 if strong else 8)
        colors.append(color if strong else TOKENS.field_2)
    tips = [rung.tip for rung in rungs]
    dots = trace("markers", [1.0] * len(rungs), scores, {"role": "rungs"}, tips, marker=marker(sizes, colors))
    rail = line((1, 1), (scale.bottom, scale.top), stroke(TOKENS.grid, 1), layer="below")
    way = line((1, 1), (own, goal), stroke(ink, 4), layer="below")
    needed = note(bold(points), 1, (own + goal) / 2, ink, 15, xanchor="right", xshift=-14)
    chart = ground(LADDER, (72, 222, 12, 12)) + axes(unseen([0, 1]), unseen([scale.bottom, scale.top]))
    chart += Layer([dots], [rail, way], [needed] if goal > own else [])
    written = {f"rung{rung.rank}": bold(rung.written, rung.focus or rung.goal) for rung in rungs}
    for label, end, there in placed_labels(labels, scale, 0, tall):
        where = {"yanchor": "middle", "yshift": end - there, "xshift": 222}
        value = note(
            written[label.name], 1, scale.place(label.value), label.ink, label.size, **_RIGHT, **where
        )
        chart += Layer(annotations=[value])
    return (chart + end_labels(labels, scale, 0, column=34, top=0, bottom=tall)).figure()


def rows(blocks: Sequence[Block], form: Form, *, narrow: bool) -> dict[str, Any]:
    """Return a row with a bar for each bar of the blocks; narrow: names stand above their bars."""
    row, tops, foot = _heights(blocks, form, narrow=narrow)
    found = [one for block in blocks for one in block.bars]
    lines = [text for one in found for text in _lines(one, form, narrow=narrow)]
    left = 4 if narrow else width([*lines, form.name], compact=True) - 12
    right = sum(size for _, size in form.columns)
    scale = _scale(found, form)
    bottom = foot + (_FOOT if form.need else 0)
    chart = ground(bottom + _HEAD, (left, right, _HEAD - 6, 6))
    chart += axes(scaled(scale, **OUTSIDE | {"side": "top", "ticklen": 3}), unseen([bottom, 0]))
    chart += _heads(form, left, narrow=narrow)
    for block, start in zip(blocks, tops, strict=True):
        if block.title:
            first, rest = block.title
            words = bold(first) + ("<br>" + rest.lstrip(":： ") if narrow else rest)
            title = note(words, 0, start - 8, TOKENS.ink_2, 13, **_LEFT, xshift=-left, yanchor="bottom")
            chart += Layer(annotations=[title])
        for place, one in enumerate(block.bars):
            top = start + row * place
            shapes = [row_line(top)] if place or block.title else []
            chart += Layer(shapes=shapes) + _marks(one, _centre(top, row, narrow=narrow), form.ink)
            chart += _texts(one, top, row, left, form, narrow=narrow)
    if form.need and found:
        centres = [_centre(row * place, row, narrow=narrow) for place in range(len(found))]
        chart += _need(form.need, scale, centres, narrow=narrow)
    return (chart + Layer(layout={"bargap": 0, "barmode": "overlay"})).figure()


def height(blocks: Sequence[Block], form: Form) -> int:
    """Return the height in pixels of rows whose names stand at the left."""
    return _heights(blocks, form, narrow=False)[2] + (_FOOT if form.need else 0) + _HEAD


def _lines(one: Bar, form: Form, *, narrow: bool) -> list[str]:
    letters = _LETTERS if narrow else form.letters
    if max(one.name) < "\u2e80":
        return wrap(one.name, letters)
    if width([one.name], compact=True) < 8 * letters:
        return [one.name]
    return wrap(one.name.replace(" ", "\xa0"), letters * 4 // 7)  # Chinese is broken anywhere


def _heights(blocks: Sequence[Block], form: Form, *, narrow: bool) -> tuple[int, list[int], int]:
    """Return the height of a row, where the rows of each block begin, and where the last one ends."""
    most = max((len(_lines(one, form, narrow=narrow)) for block in blocks for one in block.bars), default=1)
    row = ROW_NARROW + _LINE * (most - 1) if narrow else max(ROW, _LINE * most + 2)
    tops, foot = [], 0
    for block in blocks:
        tops.append(foot + (_TITLE if block.title else 0))
        foot = tops[-1] + row * len(block.bars)
    return row, tops, foot


def _scale(bars: Sequence[Bar], form: Form) -> Scale:
    """Return the scale of the bars with room for the words behind the longest, and for what is needed."""
    ends = [end for one in bars for end in (one.start, one.end, one.best) if end is not None]
    if any(one.after for one in bars):
        ends = [0.0, max(max(ends) * 1.3, form.need[0] if form.need else 0.0)]
    return value_scale(ends, 1.0, lambda value: trimmed(value, 3, form.lang), log=False, room=0.03)


def _heads(form: Form, left: int, *, narrow: bool) -> Layer:
    """Return the heads of the columns, and that of the names where they stand at the left."""
    above = {"yshift": 4, "yanchor": "bottom"}
    titles = [] if narrow else [note(form.name, 0, 0, TOKENS.ink_3, 12, **_LEFT, xshift=-left, **above)]
    shift = 0
    for words, size in form.columns:
        shift += size
        titles.append(note(words, 1, 0, TOKENS.ink_3, 12, **_RIGHT, xshift=shift, **above))
    return Layer(annotations=titles)


def _centre(top: float, row: int, *, narrow: bool) -> float:
    return top + (row - 14 if narrow else row / 2)


def _marks(one: Bar, centre: float, ink: str) -> Layer:
    """Return the bar of a row, what lies beyond the best, and the marks of today and the best."""
    tips = [one.tip]

    def bar(start: float, end: float, role: str, color: str, edge: str, opacity: float = 1.0) -> Any:
        look = {
            "color": color,
            "opacity": opacity,
            "line": {"color": edge, "width": 0 if color == edge else 1},
        }
        thick = [_BAR / 3 if one.dumbbell else _BAR]
        style = {"orientation": "h", "width": thick, "base": [start], "marker": look}
        return bars([end - start], [centre], {"role": role}, tips, **style)

    reached = one.end if one.best is None else min(one.end, one.best)
    strength = 1.0 if one.strong or one.best is None or one.dumbbell else 0.4
    traces, shapes = [bar(one.start, reached, "bar", ink, ink, strength)], []
    if one.best is not None:
        if one.end > one.best:
            traces.append(bar(one.best, one.end, "beyond", TOKENS.ground, TOKENS.edge))
        if one.dumbbell:
            shapes.append(
                line((one.start, one.best), (centre, centre), stroke(TOKENS.field_2, 1), layer="below")
            )
            traces.append(
                trace("markers", [one.end], [centre], {"role": "end"}, tips, marker=marker(10, ink))
            )
        edge = (centre - 9, centre + 9)
        shapes.append(line((one.best, one.best), edge, stroke(TOKENS.ink, 2.4)))
        traces.append(
            trace("markers", [one.start], [centre], {"role": "today"}, tips, marker=ring(11, ink, 2))
        )
    return Layer(traces, shapes)


def _texts(one: Bar, top: float, row: int, left: int, form: Form, *, narrow: bool) -> Layer:
    """Return the name of a row, the words behind its bar and those of its columns."""
    centre = _centre(top, row, narrow=narrow)
    name = "<br>".join(bold(text, one.strong) for text in _lines(one, form, narrow=narrow))
    at = {"yanchor": "bottom", "y": centre - 7} if narrow else {"yanchor": "middle"}
    texts = [note(name, 0, centre, TOKENS.ink, 13, **_LEFT, xshift=-left, **at)]
    if one.after:
        behind = {"xanchor": "left", "xshift": 5, "yanchor": "middle"}
        texts.append(note(one.after, one.end, centre, TOKENS.ink, 13, **behind))
    shift = 0
    for cell, (_, size) in zip(one.cells, form.columns, strict=True):
        shift += size
        words = bold(cell, one.strong)
        texts.append(note(words, 1, centre, TOKENS.ink, 13, **_RIGHT, xshift=shift, yanchor="middle"))
    return Layer(annotations=texts)


def _need(need: tuple[float, str], scale: Scale, centres: Sequence[float], *, narrow: bool) -> Layer:
    """Return a dashed line where what is needed lies, clear of names above bars, and its words below."""
    points, words = need
    half = 12 if narrow else ROW / 2
    ends = [(centre - half, centre + half) for centre in centres]
    style = stroke(TOKENS.ink, 1.4, "4px,3px")
    spans = ends if narrow else [(ends[0][0], ends[-1][1])]
    shapes = [line((points,) * 2, span, style) for span in spans]
    side = "right" if points > (scale.bottom + scale.top) / 2 else "left"
    text = note(words, points, ends[-1][1] + 4, TOKENS.ink_2, 12, xanchor=side, yanchor="top")
    return Layer(shapes=shapes, annotations=[text])
