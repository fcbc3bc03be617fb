"""The score ledger: a horizontal waterfall of parts in the order of the index, the arithmetic beside it."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any, Final

from components.charts.axes import OUTSIDE, axes, scaled, unseen
from components.charts.layer import Layer, bold, colored, ground, line, note, stroke
from components.charts.scales import point_scale
from components.measures import CONTRIBUTION
from components.text import Words
from components.theme import TOKENS

COLUMNS: Final = ("own", "common", "relative")
_LEFT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "left"}
_RIGHT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "right"}
_LINE: Final = 16
_HEAD: Final = 52
"""Pixels above the first row: heads of the columns, ticks, name of the axis."""


@dataclass(frozen=True, slots=True)
class Part:
    """One row: name, the three figures in points, words of its tip, a remark under the name (enters, leaves).

    whole: the row is the sum of the others.
    """

    name: str
    own: float
    common: float
    relative: float
    tip: str
    remark: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ScoreLedgerLook:
    """How a score ledger is drawn: words, what the bars draw (own or relative), narrow or wide."""

    words: Words
    drawn: str = "relative"
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class _Shape:
    """Sizes in pixels: margins, where the three columns end right of the plot, letters that fit a name."""

    left: int
    right: int
    ends: tuple[int, int, int]
    letters: int
    bar: int


_WIDE: Final = _Shape(232, 212, (70, 138, 204), 34, 25)
_NARROW: Final = _Shape(2, 166, (54, 106, 164), 46, 14)


def score_ledger(parts: Sequence[Part], total: Part, look: ScoreLedgerLook) -> dict[str, Any]:
    """Return the chart as Plotly JSON; its height follows the number of rows and the lines of their names.

    ``parts`` are in the order of the index, ``total`` is their sum. Traces: one bar a row, with its tip.
    """
    rows = [*parts, total]
    shape = _NARROW if look.narrow else _fitted(rows, look)
    names = [_name(part, shape, look) for part in rows]
    tops, height = _tops(names, look)
    sums = list(accumulate((getattr(part, look.drawn) for part in parts), initial=0.0))
    scale = point_scale(min(sums), max(sums), 4 if look.narrow else 6)
    # In the narrow plot a bar stands under its name.
    centres = [end - 14.0 if look.narrow else (start + end) / 2 for start, end in pairwise(tops)]
    above = OUTSIDE | {"side": "top", "ticklen": 4}
    chart = (
        ground(height + _HEAD + 8, (shape.left, shape.right, _HEAD, 8))
        # One unit is one pixel: rows are placed as they are measured.
        + axes(scaled(scale, **above), unseen([height, 0]))
        + _rules(tops, shape)
        + _connectors(sums, centres, shape)
        + _heads(shape, look)
    )
    for part, lines, top, centre, start in zip(rows, names, tops[:-1], centres, sums, strict=True):
        chart += _row(part, lines, (top, centre), shape, look) + _bar(part, start, centre, shape, look)
    return (chart + Layer(layout={"bargap": 0})).figure()


def _fitted(rows: Sequence[Part], look: ScoreLedgerLook) -> _Shape:
    """Return the wide shape, its left margin no wider than the longest name needs."""
    letter = 13.5 if look.words.lang == "zh" else 7.2
    longest = max(len(part.name) for part in rows)
    return replace(_WIDE, left=max(100, min(_WIDE.left, int(longest * letter) + 14)))


def _name(part: Part, shape: _Shape, look: ScoreLedgerLook) -> list[str]:
    """Return the name in lines that fit; Chinese letters are as wide as two Latin ones."""
    if look.words.lang == "zh":
        letters = shape.letters // 2 + 1
        lines = [part.name[at : at + letters] for at in range(0, len(part.name), letters)]
    else:
        lines = textwrap.wrap(part.name, shape.letters)
    return [*lines, part.remark] if part.remark else lines


def _tops(names: Sequence[Sequence[str]], look: ScoreLedgerLook) -> tuple[list[int], int]:
    """Return where each row begins below the head, the end of the last one, and the height of all."""
    tops = [0]
    for lines in names:
        room = 30 + _LINE * len(lines) if look.narrow else max(41, 12 + _LINE * len(lines))
        tops.append(tops[-1] + room)
    return tops, tops[-1]


def _bar(part: Part, start: float, centre: float, shape: _Shape, look: ScoreLedgerLook) -> Layer:
    value = getattr(part, look.drawn)
    color = TOKENS.ink if part.whole else TOKENS.up if value >= 0 else TOKENS.down
    bar = {
        "type": "bar",
        "orientation": "h",
        "x": [value],
        "base": [0.0 if part.whole else start],
        "y": [centre],
        "width": [shape.bar],
        "marker": {"color": color, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": [part.tip],
        "meta": {"role": "total" if part.whole else "part"},
    }
    return Layer([bar])


def _connectors(sums: Sequence[float], centres: Sequence[float], shape: _Shape) -> Layer:
    half, edge = shape.bar / 2, stroke(TOKENS.edge, 1)
    zero = line((0, 0), (0, centres[-1] + half + 6), stroke(TOKENS.field_2, 1))
    steps = zip(sums[1:], centres[:-1], centres[1:], strict=True)
    joins = [line((at, at), (one + half, next_ - half), edge) for at, one, next_ in steps]
    return Layer(shapes=[zero, *joins])


def _rules(tops: Sequence[int], shape: _Shape) -> Layer:
    """Return hairlines between rows and the ink line above the total, as wide as the chart."""
    found = []
    for top in tops[1:-1]:
        style = stroke(TOKENS.ink, 1.2) if top == tops[-2] else stroke(TOKENS.grid, 1)
        found.append(line((0, 1), (top, top), style, xref="x domain"))
        # Outwards from either edge of the plot, in pixels.
        for anchor, sizes in ((0, (-shape.left, 0)), (1, (0, shape.ends[2]))):
            outside = {"xref": "x domain", "xsizemode": "pixel", "xanchor": anchor}
            found.append(line(sizes, (top, top), style, **outside))
    return Layer(shapes=found)


def _heads(shape: _Shape, look: ScoreLedgerLook) -> Layer:
    say = look.words
    notes = []
    for name, end in zip(COLUMNS, shape.ends, strict=True):
        drawn = name == look.drawn
        words, color = bold(say(f"why.head.{name}"), drawn), TOKENS.ink if drawn else TOKENS.ink_2
        notes.append(note(words, 1, 0, color, **_RIGHT, xshift=end, yshift=12, yanchor="bottom"))
    title = say("why.head.axis_short" if look.narrow else "why.head.axis")
    named = note(title, 0, 0, TOKENS.ink_2, **_LEFT, xshift=-2, yshift=30, yanchor="bottom")
    return Layer(annotations=[*notes, named])


def _row(
    part: Part, lines: Sequence[str], place: tuple[float, float], shape: _Shape, look: ScoreLedgerLook
) -> Layer:
    """Return the name of a row and its three figures."""
    size = 12 if look.narrow else 13
    top, centre = place
    marked = [*lines[:-1], colored(lines[-1], TOKENS.ink_3)] if part.remark else lines
    name = bold("<br>".join(marked), part.whole)
    where: dict[str, Any] = {"xshift": -shape.left, "yanchor": "middle"}
    if look.narrow:  # the name stands over the lines that join the bars
        where |= {"yshift": -5, "yanchor": "top", "bgcolor": TOKENS.ground}
    notes = [note(name, 0, top if look.narrow else centre, TOKENS.ink, size, **_LEFT, **where)]
    for column, end in zip(COLUMNS, shape.ends, strict=True):
        strong = part.whole or column == look.drawn
        figure = bold(CONTRIBUTION.write(getattr(part, column), sign=True), strong)
        color = TOKENS.ink if strong else TOKENS.ink_2
        notes.append(note(figure, 1, centre, color, size, **_RIGHT, xshift=end, yanchor="middle"))
    return Layer(annotations=notes)
