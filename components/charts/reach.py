"""What would it take, in pictures: the ladder of scores, and rows of bars for pillars and indicators."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any, Final

from components.charts.axes import OUTSIDE, axes, scaled, unseen
from components.charts.labels import EndLabel, end_labels, placed_labels
from components.charts.layer import (
    LEFT,
    RIGHT,
    Layer,
    Part,
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
from components.charts.scales import value_scale
from components.numbers import trimmed
from components.theme import TOKENS

LADDER: Final = 470  # px of height
_ROW, _ROW_NARROW = 34, 48  # px of a row of bars with its name at the left, or above
_LINE: Final = 17  # px of a line of a name
_LETTERS: Final = 50  # in a line of a name that stands above its bar
_TITLE: Final = 52  # px of the title of a block after the first
_HEAD: Final = 46  # px above the first row, for the heads of columns
_FOOT: Final = 26  # px below the last row for the words of what is needed
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
    labels, sizes, colors, written = [], [], [], {}
    for rung in rungs:
        strong, key = rung.focus or rung.goal, f"rung{rung.rank}"
        color = ink if rung.focus else TOKENS.ink if rung.goal else TOKENS.ink_2
        size, name, place = 14 if rung.focus else 13, bold(rung.name, strong), str(rung.rank)
        labels.append(EndLabel(key, rung.score, name, color, rung.focus, size, TOKENS.field_2, place))
        sizes.append(13 if strong else 8)
        colors.append(color if strong else TOKENS.field_2)
        written[key] = bold(rung.written, strong)
    tips = [rung.tip for rung in rungs]
    dots = trace("markers", [1.0] * len(rungs), scores, {"role": "rungs"}, tips, marker=marker(sizes, colors))
    rail = line((1, 1), (scale.bottom, scale.top), stroke(TOKENS.grid, 1), layer="below")
    way = line((1, 1), (own, goal), stroke(ink, 4), layer="below")
    needed = note(bold(points), 1, (own + goal) / 2, ink, 15, xanchor="right", xshift=-14)
    notes = [needed] if goal > own else []
    for label, end, there in placed_labels(labels, scale, 0, tall):
        where = {**RIGHT, "yanchor": "middle", "yshift": end - there, "xshift": 222}
        at = 1, scale.place(label.value)
        notes.append(note(written[label.name], *at, label.ink, label.size, **where))
    chart = ground(LADDER, (72, 222, 12, 12)) + axes(unseen([0, 1]), unseen([scale.bottom, scale.top]))
    chart += Layer([dots], [rail, way], notes)
    return (chart + end_labels(labels, scale, 0, column=34, top=0, bottom=tall)).figure()


def rows(blocks: Sequence[Block], form: Form, least: int) -> dict[str, Any]:
    """Return a row with a bar for each bar of the blocks; in the narrowest plot names stand above bars."""
    row, tops, foot = _heights(blocks, form, least)
    found = [one for block in blocks for one in block.bars]
    lines = [text for one in found for text in _lines(one, form, least)]
    left = width([*lines, form.name], compact=True) - 12 if least else 4
    right = sum(size for _, size in form.columns)
    ends = [end for one in found for end in (one.start, one.end, one.best) if end is not None]
    if any(one.after for one in found):  # room for the words behind the longest, and for what is needed
        ends = [0.0, max(max(ends) * 1.3, form.need[0] if form.need else 0.0)]
    scale = value_scale(ends, 1.0, lambda value: trimmed(value, 3, form.lang), log=False, room=0.03)
    bottom = foot + (_FOOT if form.need else 0)
    above = {"yshift": 4, "yanchor": "bottom"}
    heads = [note(form.name, 0, 0, TOKENS.ink_3, 12, **LEFT, xshift=-left, **above)] if least else []
    shift = 0
    for words, size in form.columns:
        shift += size
        heads.append(note(words, 1, 0, TOKENS.ink_3, 12, **RIGHT, xshift=shift, **above))
    chart = ground(bottom + _HEAD, (left, right, _HEAD - 6, 6))
    chart += axes(scaled(scale, **OUTSIDE | {"side": "top", "ticklen": 3}), unseen([bottom, 0]))
    chart += Layer(annotations=heads)
    centres = []
    for block, start in zip(blocks, tops, strict=True):
        if block.title:
            first, rest = block.title
            words = bold(first) + (rest if least else "<br>" + rest.lstrip(":： "))
            title = note(words, 0, start - 8, TOKENS.ink_2, 13, **LEFT, xshift=-left, yanchor="bottom")
            chart += Layer(annotations=[title])
        for place, one in enumerate(block.bars):
            top = start + row * place
            centres.append(top + (row / 2 if least else row - 14))
            chart += Layer(shapes=[row_line(top)] if place or block.title else [])
            chart += _bar(one, centres[-1], form.ink)
            chart += Layer(annotations=_texts(one, centres[-1], left, form, least))
    if form.need and found:
        # A dashed line where what is needed lies, clear of names above bars, and its words below.
        points, words = form.need
        half = _ROW / 2 if least else 12
        spans = [(centre - half, centre + half) for centre in centres]
        low = spans[-1][1]
        spans = [(spans[0][0], low)] if least else spans
        dashes = [line((points,) * 2, span, stroke(TOKENS.ink, 1.4, "4px,3px")) for span in spans]
        side = "right" if points > (scale.bottom + scale.top) / 2 else "left"
        text = note(words, points, low + 4, TOKENS.ink_2, 12, xanchor=side, yanchor="top")
        chart += Layer(shapes=dashes, annotations=[text])
    return (chart + Layer(layout={"bargap": 0, "barmode": "overlay"})).figure()


def height(blocks: Sequence[Block], form: Form) -> int:
    """Return the height in pixels of rows whose names stand at the left."""
    return _heights(blocks, form, 1)[2] + (_FOOT if form.need else 0) + _HEAD


def _lines(one: Bar, form: Form, least: int) -> list[str]:
    letters = form.letters if least else _LETTERS
    if max(one.name) < "\u2e80":
        return wrap(one.name, letters)
    if width([one.name], compact=True) < 8 * letters:
        return [one.name]
    return wrap(one.name.replace(" ", "\xa0"), letters * 4 // 7)  # Chinese is broken anywhere


def _heights(blocks: Sequence[Block], form: Form, least: int) -> tuple[int, list[int], int]:
    """Return the height of a row, where the rows of each block begin, and where the last one ends."""
    most = max((len(_lines(one, form, least)) for block in blocks for one in block.bars), default=1)
    row = max(_ROW, _LINE * most + 2) if least else _ROW_NARROW + _LINE * (most - 1)
    tops, foot = [], 0
    for block in blocks:
        tops.append(foot + (_TITLE if block.title else 0))
        foot = tops[-1] + row * len(block.bars)
    return row, tops, foot


def _bar(one: Bar, centre: float, ink: str) -> Layer:
    """Return the bar of a row, what lies beyond the best, and the marks of today and the best."""
    reached = one.end if one.best is None else min(one.end, one.best)
    strength = 1.0 if one.strong or one.best is None or one.dumbbell else 0.4
    parts = [(one.start, reached, "bar", ink, strength, {"color": ink, "width": 0})]
    if one.best is not None and one.end > one.best:
        parts.append((one.best, one.end, "beyond", TOKENS.ground, 1.0, {"color": TOKENS.edge, "width": 1}))
    traces, shapes = [], []
    for start, end, role, color, opacity, edge in parts:
        look = {"color": color, "opacity": opacity, "line": edge}
        style = {"orientation": "h", "width": [_BAR / 3 if one.dumbbell else _BAR], "base": [start]}
        traces.append(bars([end - start], [centre], {"role": role}, [one.tip], **style, marker=look))
    marks = []
    if one.best is not None:
        if one.dumbbell:
            ends = (one.start, one.best), (centre, centre)
            shapes.append(line(*ends, stroke(TOKENS.field_2, 1), layer="below"))
            marks.append((one.end, "end", marker(10, ink)))
        shapes.append(line((one.best, one.best), (centre - 9, centre + 9), stroke(TOKENS.ink, 2.4)))
        marks.append((one.start, "today", ring(11, ink, 2)))
    for x, role, look in marks:
        traces.append(trace("markers", [x], [centre], {"role": role}, [one.tip], marker=look))
    return Layer(traces, shapes)


def _texts(one: Bar, centre: float, left: int, form: Form, least: int) -> list[Part]:
    """Return the name of a row, the words behind its bar and those of its columns."""
    name = "<br>".join(bold(text, one.strong) for text in _lines(one, form, least))
    at = {"yanchor": "middle"} if least else {"yanchor": "bottom", "y": centre - 7}
    texts = [note(name, 0, centre, TOKENS.ink, 13, **LEFT, xshift=-left, **at)]
    if one.after:
        behind = {"xanchor": "left", "xshift": 5, "yanchor": "middle"}
        texts.append(note(one.after, one.end, centre, TOKENS.ink, 13, **behind))
    shift = 0
    for cell, (_, size) in zip(one.cells, form.columns, strict=True):
        shift += size
        words = bold(cell, one.strong)
        texts.append(note(words, 1, centre, TOKENS.ink, 13, **RIGHT, xshift=shift, yanchor="middle"))
    return texts
