"""The two ledgers of a change: of the rank in floating bars, of the score as a horizontal waterfall."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Any, Final

from analysis.change import RankSplit
from analysis.standing import CHINA
from components import numbers
from components.charts.axes import OUTSIDE, axes, axis, scaled, unseen
from components.charts.layer import Layer, bars, bold, colored, ground, line, marker, note, stroke, trace
from components.charts.scales import Scale, ledger_scale, point_scale
from components.measures import CONTRIBUTION
from components.text import Words, plain
from components.theme import TOKENS

STEPS: Final = ("exits", "own", "others", "entries")
_HALF: Final = 0.34
"""Half the width of a bar, in columns."""
_BRACKET: Final = 2.5
_LINE: Final = 16  # px of a line of text
_LEAD: Final = 12
FIGURES: Final = ("own", "common", "relative")
_LEFT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "left"}
_RIGHT: Final[dict[str, Any]] = {"xref": "x domain", "xanchor": "right"}
_MANY: Final = 12  # rows, from which on they stand closer
_HEAD: Final = 52
"""Pixels above the first row: heads of the columns, ticks, name of the axis."""


@dataclass(frozen=True, slots=True)
class RankLedgerLook:
    """How a rank ledger is drawn.

    steps: the lines under each of the six columns (first, exits, own, others, entries, last), by name; tips:
    the words of each, read out on arrow keys; orders: the sentence on the two orders of counting, in lines.
    """

    words: Words
    steps: Mapping[str, str]
    tips: tuple[str, ...]
    orders: tuple[str, ...] = ()
    narrow: bool = False


def rank_ledger(split: RankSplit, look: RankLedgerLook) -> dict[str, Any]:
    """Return the chart as Plotly JSON; traces are in the order of the columns, each with its tip."""
    margin = (30, 8, 8, 46) if look.narrow else (36, 8, 8, 50)
    height, changes = 360 if look.narrow else 420, [getattr(split, name) for name in STEPS]
    levels = tuple(accumulate(changes, initial=float(split.rank_first)))  # before the first step, after each
    drops = any(change > 0 for change in changes)
    scale = ledger_scale(min(levels), max(levels), height - margin[2] - margin[3], drops=drops)
    chart = (
        ground(height, margin)
        + axes(_columns(look), scaled(scale, **OUTSIDE))
        + _level_lines(levels)
        + _bars(split, levels, look)
        + _labels(split, levels, look)
        + _orders(split, levels, scale, look)
    )
    return chart.figure()


def _hero(split: RankSplit) -> str:
    return TOKENS.hero if split.economy == CHINA else TOKENS.ink


def _columns(look: RankLedgerLook) -> dict[str, Any]:
    texts = [
        bold(colored(text, TOKENS.ink)) if name in ("first", "last") else text
        for name, text in look.steps.items()
    ]
    ticks = {"tickvals": list(range(6)), "ticktext": texts}
    return axis([-0.5, 5.5], TOKENS.ink_2, **ticks, **OUTSIDE | {"ticklen": 4})


def _bars(split: RankSplit, levels: tuple[float, ...], look: RankLedgerLook) -> Layer:
    """Return rings at the first and the last rank, and between them a bar for each step."""
    size, width = (11, 2.4) if look.narrow else (13, 3)
    ring = marker(size, TOKENS.ground, _hero(split), width)
    first, last = (
        trace("markers", [x], [y], {"role": role}, [look.tips[x]], marker=ring)
        for role, x, y in (("first", 0, levels[0]), ("last", 5, levels[4]))
    )
    steps = [_step(column, levels, look) for column in range(1, 5)]
    return Layer([first, *steps, last], layout={"bargap": 0})


def _step(column: int, levels: tuple[float, ...], look: RankLedgerLook) -> dict[str, Any]:
    before, after = levels[column - 1], levels[column]
    meta, tips = {"role": "step", "step": STEPS[column - 1]}, [look.tips[column]]
    if before == after:
        x = (column - _HALF, column + _HALF)
        return trace("lines", x, (after, after), meta, tips, line=stroke(TOKENS.ink, 3))
    fill = {"color": TOKENS.up if after < before else TOKENS.down, "line": {"width": 0}}
    return bars([column], [after - before], meta, tips, base=[before], width=2 * _HALF, marker=fill)


def _level_lines(levels: tuple[float, ...]) -> Layer:
    edges = [0.1, *([_HALF] * 4), 0.1]
    ends = [((at + edges[at], at + 1 - edges[at + 1]), (level, level)) for at, level in enumerate(levels)]
    return Layer(shapes=[line(x, y, stroke(TOKENS.edge, 1)) for x, y in ends])


def _labels(split: RankSplit, levels: tuple[float, ...], look: RankLedgerLook) -> Layer:
    t, ink = look.words, TOKENS.ink
    size, large = (12, 15) if look.narrow else (13, 17)
    notes = []
    for column, rank in ((0, split.rank_first), (5, split.rank_last)):
        text = bold(plain(numbers.ordinal(rank, t.lang)))
        notes.append(note(text, column, rank, _hero(split), large, yshift=10, yanchor="bottom"))
    for column, (before, after) in enumerate(pairwise(levels), start=1):
        text, anchor, shift = "<b>0</b>", "bottom", 5
        if before != after:
            arrow, anchor, shift = ("▲", "bottom", 4) if after < before else ("▼", "top", -4)
            text = f"<b>{arrow} {numbers.halves(abs(after - before), t.lang)}</b><br>"
            text += t("why.places.one" if abs(after - before) == 1 else "why.places.many")
        notes.append(note(text, column, after, ink, size, yshift=shift, yanchor=anchor))
    return Layer(annotations=notes)


def _orders(split: RankSplit, levels: tuple[float, ...], scale: Scale, look: RankLedgerLook) -> Layer:
    """Return the range of the two orders as a bracket, and its sentence where there is room for it."""
    best, worst = sorted(levels[1] + order for order in split.own_orders)
    if best == worst:
        return Layer()
    ink, across = stroke(TOKENS.ink, 1.4), (_BRACKET - 0.07, _BRACKET + 0.07)
    shapes = [line((_BRACKET, _BRACKET), (best, worst), ink)]
    shapes += [line(across, (end, end), ink) for end in (best, worst)]
    # Right of it stand two bars with their labels and the ring: the sentence goes below or above them all.
    height = _LINE * len(look.orders)
    falls = any(after > before for before, after in pairwise(levels[2:]))
    below = scale.pixels(max(*levels[2:], worst)) + (44 if falls else 6) + _LEAD
    above = scale.pixels(min(*levels[2:], best)) - 44 - _LEAD
    if below + height <= scale.height:
        anchor, place, end, shift = "top", scale.value(below), worst, -2
    elif above - height >= 0:
        anchor, place, end, shift = "bottom", scale.value(above), best, 2
    else:
        return Layer(shapes=shapes)
    shapes.append(line((_BRACKET, _BRACKET), (end, place), stroke(TOKENS.ink_3, 1)))
    where = {"xanchor": "left", "xshift": -6, "yanchor": anchor, "yshift": shift, "name": "orders"}
    sentence = note("<br>".join(look.orders), _BRACKET, place, TOKENS.ink_2, **where)
    return Layer(shapes=shapes, annotations=[sentence])


@dataclass(frozen=True, slots=True)
class ScorePart:
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


def score_ledger(parts: Sequence[ScorePart], total: ScorePart, look: ScoreLedgerLook) -> dict[str, Any]:
    """Return the chart as Plotly JSON; its height follows the number of rows and the lines of their names.

    ``parts`` are in the order of the index, ``total`` is their sum. Traces: one bar a row, with its tip.
    """
    rows = [*parts, total]
    shape = _NARROW if look.narrow else _fitted(rows, look)
    names = [_name(part, shape, look) for part in rows]
    tops, height = _tops(names, look)
    sums = list(accumulate((getattr(part, look.drawn) for part in parts), initial=0.0))
    scale = point_scale(min(sums), max(sums), 4 if look.narrow else 6, look.words.lang)
    # In the narrow plot a bar stands under its name.
    centres = [end - 14.0 if look.narrow else (start + end) / 2 for start, end in pairwise(tops)]
    above = OUTSIDE | {"side": "top", "ticklen": 4}
    chart = (
        ground(height + _HEAD + 8, (shape.left, shape.right, _HEAD, 8))
        # One unit is one pixel: rows are placed as they are measured.
        + axes(scaled(scale, **above), unseen([height, 0]))
        + _rules(tops, shape)
        + _sum_lines(sums, centres, shape)
        + _heads(shape, look)
    )
    for part, lines, top, centre, start in zip(rows, names, tops[:-1], centres, sums, strict=True):
        chart += _row(part, lines, (top, centre), shape, look) + _part_bar(part, start, centre, shape, look)
    return (chart + Layer(layout={"bargap": 0})).figure()


def _fitted(rows: Sequence[ScorePart], look: ScoreLedgerLook) -> _Shape:
    """Return the wide shape, its left margin no wider than the longest name needs, its bars by the rows."""
    letter = 13.5 if look.words.lang == "zh" else 7.2
    longest = max(len(part.name) for part in rows)
    left = max(100, min(_WIDE.left, int(longest * letter) + 14))
    return replace(_WIDE, left=left, bar=_WIDE.bar if len(rows) < _MANY else 20)


def _name(part: ScorePart, shape: _Shape, look: ScoreLedgerLook) -> list[str]:
    """Return the name in lines that fit; Chinese letters are as wide as two Latin ones."""
    if look.words.lang == "zh":
        letters = shape.letters // 2 + 1
        lines = [part.name[at : at + letters] for at in range(0, len(part.name), letters)]
    else:
        lines = textwrap.wrap(part.name, shape.letters)
    return [*lines, part.remark] if part.remark else lines


def _tops(names: Sequence[Sequence[str]], look: ScoreLedgerLook) -> tuple[list[int], int]:
    """Return where each row begins below the head, the end of the last one, and the height of all."""
    tops, least = [0], 41 if len(names) < _MANY else 32
    for lines in names:
        room = 30 + _LINE * len(lines) if look.narrow else max(least, 12 + _LINE * len(lines))
        tops.append(tops[-1] + room)
    return tops, tops[-1]


def _part_bar(part: ScorePart, start: float, centre: float, shape: _Shape, look: ScoreLedgerLook) -> Layer:
    value = getattr(part, look.drawn)
    color = TOKENS.ink if part.whole else TOKENS.up if value >= 0 else TOKENS.down
    style = {
        "orientation": "h",
        "base": [0.0 if part.whole else start],
        "width": [shape.bar],
        "marker": {"color": color, "line": {"width": 0}},
    }
    role = {"role": "total" if part.whole else "part"}
    return Layer([bars([value], [centre], role, [part.tip], **style)])


def _sum_lines(sums: Sequence[float], centres: Sequence[float], shape: _Shape) -> Layer:
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
    t = look.words
    notes = []
    for name, end in zip(FIGURES, shape.ends, strict=True):
        drawn = name == look.drawn
        words, color = bold(t(f"why.head.{name}"), drawn), TOKENS.ink if drawn else TOKENS.ink_2
        notes.append(note(words, 1, 0, color, **_RIGHT, xshift=end, yshift=12, yanchor="bottom"))
    title = t("why.head.axis_short" if look.narrow else "why.head.axis")
    named = note(title, 0, 0, TOKENS.ink_2, **_LEFT, xshift=-2, yshift=30, yanchor="bottom")
    return Layer(annotations=[*notes, named])


def _row(
    part: ScorePart, lines: Sequence[str], place: tuple[float, float], shape: _Shape, look: ScoreLedgerLook
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
    for column, end in zip(FIGURES, shape.ends, strict=True):
        strong = part.whole or column == look.drawn
        figure = bold(CONTRIBUTION.write(getattr(part, column), look.words.lang, sign=True), strong)
        color = TOKENS.ink if strong else TOKENS.ink_2
        notes.append(note(figure, 1, centre, color, size, **_RIGHT, xshift=end, yanchor="middle"))
    return Layer(annotations=notes)
