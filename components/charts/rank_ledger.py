"""The rank ledger: from one published rank to the other in floating bars, each as long as its places."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any, Final

from analysis.change import RankSplit
from analysis.standing import CHINA
from components import numbers
from components.charts.axes import OUTSIDE, axes, axis, scaled
from components.charts.layer import Layer, Part, bold, colored, ground, line, marker, note, stroke, trace
from components.charts.scales import Scale, ledger_scale
from components.measures import HALF_PLACES, RANK
from components.text import Words, plain
from components.theme import TOKENS

STEPS: Final = ("exits", "own", "others", "entries")
_HALF: Final = 0.34
"""Half the width of a bar, in columns."""
_BRACKET: Final = 2.5
_LINE: Final = 16
_LEAD: Final = 12


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
    height: int = 420
    narrow: bool = False


def rank_ledger(split: RankSplit, look: RankLedgerLook) -> dict[str, Any]:
    """Return the chart as Plotly JSON; traces are in the order of the columns, each with its tip."""
    margin = (30, 8, 8, 46) if look.narrow else (36, 8, 8, 50)
    levels = levels_of(split)
    drops = any(value > 0 for value in (split.exits, split.own, split.others, split.entries))
    scale = ledger_scale(min(levels), max(levels), look.height - margin[2] - margin[3], drops=drops)
    chart = (
        ground(look.height, margin)
        + axes(_columns(look), scaled(scale, **OUTSIDE))
        + _connectors(levels)
        + _bars(split, levels, look)
        + _labels(split, levels, look)
        + _orders(split, levels, scale, look)
    )
    return chart.figure()


def levels_of(split: RankSplit) -> tuple[float, ...]:
    """Return the rank before the first step and after each of the four."""
    steps = (split.exits, split.own, split.others, split.entries)
    return tuple(accumulate(steps, initial=float(split.rank_first)))


def _hero(split: RankSplit) -> str:
    return TOKENS.hero if split.economy == CHINA else TOKENS.ink


def _columns(look: RankLedgerLook) -> Part:
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


def _step(column: int, levels: tuple[float, ...], look: RankLedgerLook) -> Part:
    before, after = levels[column - 1], levels[column]
    meta, tips = {"role": "step", "step": STEPS[column - 1]}, [look.tips[column]]
    if before == after:
        x = (column - _HALF, column + _HALF)
        return trace("lines", x, (after, after), meta, tips, line=stroke(TOKENS.ink, 3))
    return {
        "type": "bar",
        "x": [column],
        "y": [after - before],
        "base": [before],
        "width": 2 * _HALF,
        "marker": {"color": TOKENS.up if after < before else TOKENS.down, "line": {"width": 0}},
        "hoverinfo": "text",
        "hovertext": tips,
        "meta": meta,
    }


def _connectors(levels: tuple[float, ...]) -> Layer:
    edges = [0.1, *([_HALF] * 4), 0.1]
    ends = [((at + edges[at], at + 1 - edges[at + 1]), (level, level)) for at, level in enumerate(levels)]
    return Layer(shapes=[line(x, y, stroke(TOKENS.edge, 1)) for x, y in ends])


def _labels(split: RankSplit, levels: tuple[float, ...], look: RankLedgerLook) -> Layer:
    say, ink = look.words, TOKENS.ink
    size, large = (12, 15) if look.narrow else (13, 17)
    notes = []
    for column, rank in ((0, split.rank_first), (5, split.rank_last)):
        text = bold(plain(numbers.ordinal(rank, say.lang)))
        notes.append(note(text, column, rank, _hero(split), large, yshift=10, yanchor="bottom"))
    for column, (before, after) in enumerate(pairwise(levels), start=1):
        text, anchor, shift = "<b>0</b>", "bottom", 5
        if before != after:
            text = step_label(after - before, say)
            anchor, shift = ("bottom", 4) if after < before else ("top", -4)
        notes.append(note(text, column, after, ink, size, yshift=shift, yanchor=anchor))
    return Layer(annotations=notes)


def step_label(change: float, say: Words) -> str:
    """Write a step of a rank: ▲ 15.5 above the word places; below zero is towards the first place."""
    count = RANK.write(abs(change)) if change == round(change) else HALF_PLACES.write(abs(change))
    arrow = "▲" if change < 0 else "▼"
    return f"<b>{arrow} {count}</b><br>{say('why.places.one' if abs(change) == 1 else 'why.places.many')}"


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
