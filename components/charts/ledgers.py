"""The two ledgers of a change: of the rank in floating bars, of the score as a horizontal waterfall."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final

from analysis.index.ledger import RankSplit
from components import numbers
from components.charts.axes import OUTSIDE, axes, axis, scaled, unseen
from components.charts.layer import (
    LEFT,
    RIGHT,
    Layer,
    Part,
    bars,
    bold,
    colored,
    ground,
    line,
    marker,
    note,
    stroke,
    trace,
)
from components.charts.scales import Scale, ledger_scale, point_scale
from components.text import Words, plain
from components.theme import TOKENS
from data.article import HERO

STEPS: Final = ("exits", "own", "others", "entries")
FIGURES: Final = ("own", "common", "relative")
_ENDS: Final = {False: (54, 106, 164), True: (70, 138, 204)}  # px right of a narrow, a wide plot, of columns
_HALF: Final = 0.34  # half the width of a bar, in columns
_BRACKET: Final = 2.5  # the column of the bracket
_LINE: Final = 16  # px of a line of text
_LEAD: Final = 12
_MANY: Final = 12  # rows, from which on they stand closer
_HEAD: Final = 52  # px above the first row: heads of the columns, ticks, name of the axis


def rank_ledger(
    split: RankSplit,
    steps: Mapping[str, str],
    tips: Sequence[str],
    orders: Sequence[str],
    words: Words,
    least: int,
) -> dict[str, Any]:
    """Return the ledger of a rank; traces are in the order of the columns, each with its tip.

    steps: the lines under each of the six columns (first, exits, own, others, entries, last), by name; tips:
    the words of each, read out on arrow keys; orders: the sentence on the two orders of counting, in lines.
    """
    margin = (36, 8, 8, 50) if least else (30, 8, 8, 46)
    height, changes = 420 if least else 360, [getattr(split, name) for name in STEPS]
    levels = tuple(accumulate(changes, initial=float(split.rank_first)))  # before the first step, after each
    drops = any(change > 0 for change in changes)
    scale = ledger_scale(min(levels), max(levels), height - margin[2] - margin[3], drops=drops)
    ends = ("first", "last")
    texts = [bold(colored(text, TOKENS.ink)) if name in ends else text for name, text in steps.items()]
    ticks = {"tickvals": list(range(6)), "ticktext": texts, **OUTSIDE, "ticklen": 4}
    hero = TOKENS.hero if split.economy == HERO else TOKENS.ink
    size, large, ring = (13, 17, (13, 3)) if least else (12, 15, (11, 2.4))
    marks = marker(ring[0], TOKENS.ground, hero, ring[1])
    traces = [trace("markers", [0], [levels[0]], {"role": "first"}, [tips[0]], marker=marks)]
    notes = []
    for column, rank in ((0, split.rank_first), (5, split.rank_last)):
        text = bold(plain(numbers.ordinal(rank, words.lang)))
        notes.append(note(text, column, rank, hero, large, yshift=10, yanchor="bottom"))
    for column, (before, after) in enumerate(pairwise(levels), start=1):
        meta, tip = {"role": "step", "step": STEPS[column - 1]}, [tips[column]]
        if before == after:
            x, style = (column - _HALF, column + _HALF), stroke(TOKENS.ink, 3)
            traces.append(trace("lines", x, (after, after), meta, tip, line=style))
            text, anchor, shift = "<b>0</b>", "bottom", 5
        else:
            fill = {"color": TOKENS.up if after < before else TOKENS.down, "line": {"width": 0}}
            look = {"base": [before], "width": 2 * _HALF, "marker": fill}
            traces.append(bars([column], [after - before], meta, tip, **look))
            arrow, anchor, shift = ("▲", "bottom", 4) if after < before else ("▼", "top", -4)
            text = f"<b>{arrow} {numbers.halves(abs(after - before), words.lang)}</b><br>"
            text += words("why.places.one" if abs(after - before) == 1 else "why.places.many")
        notes.append(note(text, column, after, TOKENS.ink, size, yshift=shift, yanchor=anchor))
    traces.append(trace("markers", [5], [levels[4]], {"role": "last"}, [tips[5]], marker=marks))
    edges = [0.1, *([_HALF] * 4), 0.1]
    spans = [((at + edges[at], at + 1 - edges[at + 1]), (level, level)) for at, level in enumerate(levels)]
    joins = [line(x, y, stroke(TOKENS.edge, 1)) for x, y in spans]
    chart = ground(height, margin)
    chart += axes(axis([-0.5, 5.5], TOKENS.ink_2, **ticks), scaled(scale, **OUTSIDE))
    chart += Layer(traces, joins, notes, {"bargap": 0})
    return (chart + _orders(split, levels, scale, orders)).figure()


def _orders(split: RankSplit, levels: tuple[float, ...], scale: Scale, orders: Sequence[str]) -> Layer:
    """Return the range of the two orders as a bracket, and its sentence where there is room for it."""
    best, worst = sorted(levels[1] + order for order in split.own_orders)
    if best == worst:
        return Layer()
    ink, across = stroke(TOKENS.ink, 1.4), (_BRACKET - 0.07, _BRACKET + 0.07)
    shapes = [line((_BRACKET, _BRACKET), (best, worst), ink)]
    shapes += [line(across, (end, end), ink) for end in (best, worst)]
    # Right of it stand two bars with their labels and the ring: the sentence goes below or above them all.
    height = _LINE * len(orders)
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
    sentence = note("<br>".join(orders), _BRACKET, place, TOKENS.ink_2, **where)
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

    def lines(self, letters: int, *, wide: bool) -> list[str]:
        """Return the name in lines that fit; wide: signs take the room of two Latin letters."""
        if wide:
            letters = letters // 2 + 1
            lines = [self.name[at : at + letters] for at in range(0, len(self.name), letters)]
        else:
            lines = textwrap.wrap(self.name, letters)
        return [*lines, self.remark] if self.remark else lines


def score_ledger(
    parts: Sequence[ScorePart], total: ScorePart, drawn: str, words: Words, least: int
) -> dict[str, Any]:
    """Return the ledger of a score; its height follows the number of rows and the lines of their names.

    ``parts`` are in the order of the index, ``total`` is their sum; drawn: what the bars draw, own or
    relative. Traces: one bar a row, with its tip.
    """
    rows, few = [*parts, total], len(parts) + 1 < _MANY
    left, right, ends, bar = 2, 166, _ENDS[False], 14
    if least:  # the left margin is no wider than the longest name needs
        letter = 13.5 if words.language.wide else 7.2
        left = max(100, min(232, int(max(len(part.name) for part in rows) * letter) + 14))
        right, ends, bar = 212, _ENDS[True], 25 if few else 20
    names = [part.lines(34 if least else 46, wide=words.language.wide) for part in rows]
    tops, row_height = [0], 41 if few else 32
    for lines in names:  # in the narrow plot a bar stands under its name
        room = max(row_height, 12 + _LINE * len(lines)) if least else 30 + _LINE * len(lines)
        tops.append(tops[-1] + room)
    centres = [(start + end) / 2 if least else end - 14.0 for start, end in pairwise(tops)]
    sums = list(accumulate((getattr(part, drawn) for part in parts), initial=0.0))
    scale = point_scale(min(sums), max(sums), 6 if least else 4, words.lang)
    above = OUTSIDE | {"side": "top", "ticklen": 4}
    # One unit is one pixel: rows are placed as they are measured.
    chart = ground(tops[-1] + _HEAD + 8, (left, right, _HEAD, 8))
    chart += axes(scaled(scale, **above), unseen([tops[-1], 0])) + _rules(tops, left, ends[2])
    half = bar / 2
    joins = [line((0, 0), (0, centres[-1] + half + 6), stroke(TOKENS.field_2, 1))]
    for at, (one, other) in zip(sums[1:], pairwise(centres), strict=True):
        joins.append(line((at, at), (one + half, other - half), stroke(TOKENS.edge, 1)))
    heads = []
    for name, end in zip(FIGURES, ends, strict=True):
        shown = name == drawn
        text, color = bold(words(f"why.head.{name}"), shown), TOKENS.ink if shown else TOKENS.ink_2
        heads.append(note(text, 1, 0, color, **RIGHT, xshift=end, yshift=12, yanchor="bottom"))
    title = words("why.head.axis" if least else "why.head.axis_short")
    heads.append(note(title, 0, 0, TOKENS.ink_2, **LEFT, xshift=-2, yshift=30, yanchor="bottom"))
    chart += Layer(shapes=joins, annotations=heads)
    for part, lines, top, centre, start in zip(rows, names, tops[:-1], centres, sums, strict=True):
        value = getattr(part, drawn)
        color = TOKENS.ink if part.whole else TOKENS.up if value >= 0 else TOKENS.down
        style = {
            "orientation": "h",
            "base": [0.0 if part.whole else start],
            "width": [bar],
            "marker": {"color": color, "line": {"width": 0}},
        }
        role = {"role": "total" if part.whole else "part"}
        notes = _texts(part, lines, (centre if least else top, centre), left, drawn, words, least)
        chart += Layer([bars([value], [centre], role, [part.tip], **style)], annotations=notes)
    return (chart + Layer(layout={"bargap": 0})).figure()


def _rules(tops: Sequence[int], left: int, right: int) -> Layer:
    """Return hairlines between rows and the ink line above the total, as wide as the chart."""
    found = []
    for top in tops[1:-1]:
        style = stroke(TOKENS.ink, 1.2) if top == tops[-2] else stroke(TOKENS.grid, 1)
        found.append(line((0, 1), (top, top), style, xref="x domain"))
        # Outwards from either edge of the plot, in pixels.
        for anchor, sizes in ((0, (-left, 0)), (1, (0, right))):
            outside = {"xref": "x domain", "xsizemode": "pixel", "xanchor": anchor}
            found.append(line(sizes, (top, top), style, **outside))
    return Layer(shapes=found)


def _texts(
    part: ScorePart,
    lines: Sequence[str],
    places: tuple[float, float],
    left: int,
    drawn: str,
    words: Words,
    least: int,
) -> list[Part]:
    """Return the name of a row and its three figures; places: of the name, and of the figures."""
    marked = [*lines[:-1], colored(lines[-1], TOKENS.ink_3)] if part.remark else lines
    where, size = {"xshift": -left, "yanchor": "middle"}, 13 if least else 12
    if not least:  # the name stands over the lines that join the bars
        where |= {"yshift": -5, "yanchor": "top", "bgcolor": TOKENS.ground}
    name = bold("<br>".join(marked), part.whole)
    notes = [note(name, 0, places[0], TOKENS.ink, size, **LEFT, **where)]
    for column, end in zip(FIGURES, _ENDS[bool(least)], strict=True):
        strong = part.whole or column == drawn
        figure = bold(words.write(getattr(part, column), "+points"), strong)
        color, at = TOKENS.ink if strong else TOKENS.ink_2, {"xshift": end, "yanchor": "middle"}
        notes.append(note(figure, 1, places[1], color, size, **RIGHT, **at))
    return notes
