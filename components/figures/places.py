"""The rank ledger: from one published rank to the other in floating bars, each as long as its places."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from analysis.change import RankSplit
from analysis.standing import CHINA
from components import numbers
from components.figures.ledger_marks import line, text
from components.figures.ledger_scale import RankScale, rank_scale
from components.text import Words, plain
from components.theme import TOKENS, Theme, layout

STEPS: Final = ("exits", "own", "others", "entries")
_HALF: Final = 0.34
"""Half the width of a bar, in columns."""
_BRACKET: Final = 2.5
_LINE: Final = 16
_LEAD: Final = 12


@dataclass(frozen=True, slots=True)
class PlacesView:
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
    theme: Theme = TOKENS


def places(split: RankSplit, view: PlacesView) -> dict[str, Any]:
    """Return the figure as Plotly JSON; traces are in the order of the columns, each with its tip."""
    margin = {"l": 30, "r": 8, "t": 8, "b": 46} if view.narrow else {"l": 36, "r": 8, "t": 8, "b": 50}
    levels = levels_of(split)
    drops = any(value > 0 for value in (split.exits, split.own, split.others, split.entries))
    scale = rank_scale(min(levels), max(levels), view.height - margin["t"] - margin["b"], drops=drops)
    note, shapes = _bracket(split, levels, scale, view)
    figure = layout(view.theme, height=view.height, margin=margin) | _axes(scale, view)
    figure["shapes"] = [*_connectors(levels, view.theme), *shapes]
    figure["annotations"] = [*_labels(split, levels, view), *note]
    return {"data": _traces(split, levels, view), "layout": figure}


def levels_of(split: RankSplit) -> tuple[float, ...]:
    """Return the rank before the first step and after each of the four."""
    level, found = float(split.rank_first), [float(split.rank_first)]
    for value in (split.exits, split.own, split.others, split.entries):
        level += value
        found.append(level)
    return tuple(found)


def _hero(split: RankSplit, view: PlacesView) -> str:
    return view.theme.hero if split.economy == CHINA else view.theme.ink


def _traces(split: RankSplit, levels: tuple[float, ...], view: PlacesView) -> list[dict[str, Any]]:
    theme = view.theme
    ends = {
        "type": "scatter",
        "mode": "markers",
        "cliponaxis": False,
        "hoverinfo": "text",
        "marker": {
            "size": 11 if view.narrow else 13,
            "color": theme.ground,
            "opacity": 1,
            "line": {"color": _hero(split, view), "width": 2.4 if view.narrow else 3},
        },
    }
    first = ends | {"x": [0], "y": [levels[0]], "hovertext": [view.tips[0]], "meta": {"role": "first"}}
    last = ends | {"x": [5], "y": [levels[4]], "hovertext": [view.tips[5]], "meta": {"role": "last"}}
    steps = [_step(column, levels, view) for column in range(1, 5)]
    return [first, *steps, last]


def _step(column: int, levels: tuple[float, ...], view: PlacesView) -> dict[str, Any]:
    before, after = levels[column - 1], levels[column]
    said = {
        "hoverinfo": "text",
        "hovertext": [view.tips[column]],
        "meta": {"role": "step", "step": STEPS[column - 1]},
    }
    if before == after:
        return said | {
            "type": "scatter",
            "mode": "lines",
            "x": [column - _HALF, column + _HALF],
            "y": [after, after],
            "line": {"color": view.theme.ink, "width": 3},
            "cliponaxis": False,
        }
    return said | {
        "type": "bar",
        "x": [column],
        "y": [after - before],
        "base": [before],
        "width": 2 * _HALF,
        "marker": {"color": view.theme.up if after < before else view.theme.down, "line": {"width": 0}},
    }


def _connectors(levels: tuple[float, ...], theme: Theme) -> list[dict[str, Any]]:
    edges = [0.1, *([_HALF] * 4), 0.1]
    return [
        line((at + edges[at], at + 1 - edges[at + 1]), (level, level), theme.edge, 1)
        for at, level in enumerate(levels)
    ]


def _labels(split: RankSplit, levels: tuple[float, ...], view: PlacesView) -> list[dict[str, Any]]:
    say, ink = view.words, view.theme.ink
    found = []
    for column, rank in ((0, split.rank_first), (5, split.rank_last)):
        words = f"<b>{plain(numbers.ordinal(rank, say.lang))}</b>"
        size = 15 if view.narrow else 17
        found.append(text(words, column, rank, _hero(split, view), size, yshift=10, yanchor="bottom"))
    size = 12 if view.narrow else 13
    for column in range(1, 5):
        before, after = levels[column - 1], levels[column]
        if before == after:
            found.append(text("<b>0</b>", column, after, ink, size, yshift=5, yanchor="bottom"))
        else:
            anchor, shift = ("bottom", 4) if after < before else ("top", -4)
            words = step_label(after - before, say)
            found.append(text(words, column, after, ink, size, yshift=shift, yanchor=anchor))
    return found


def step_label(change: float, say: Words) -> str:
    """Write a step of a rank: ▲ 15.5 above the word places; below zero is towards the first place."""
    count = numbers.decimal(abs(change), 0 if change == round(change) else 1)
    arrow = "▲" if change < 0 else "▼"
    return f"<b>{arrow} {count}</b><br>{say('why.places.one' if abs(change) == 1 else 'why.places.many')}"


def _bracket(
    split: RankSplit, levels: tuple[float, ...], scale: RankScale, view: PlacesView
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the range of the two orders as a bracket, and its sentence where there is room for it."""
    best, worst = sorted(levels[1] + order for order in split.own_orders)
    if best == worst:
        return [], []
    theme = view.theme
    shapes = [line((_BRACKET, _BRACKET), (best, worst), theme.ink, 1.4)]
    shapes += [line((_BRACKET - 0.07, _BRACKET + 0.07), (end, end), theme.ink, 1.4) for end in (best, worst)]
    # Right of it stand two bars with their labels and the ring: the sentence goes below or above them all.
    height = _LINE * len(view.orders)
    falls = any(after > before for before, after in pairwise(levels[2:]))
    below = scale.pixels(max(*levels[2:], worst)) + (44 if falls else 6) + _LEAD
    above = scale.pixels(min(*levels[2:], best)) - 44 - _LEAD
    if below + height <= scale.height:
        anchor, place, end, shift = "top", scale.value(below), worst, -2
    elif above - height >= 0:
        anchor, place, end, shift = "bottom", scale.value(above), best, 2
    else:
        return [], shapes
    shapes.append(line((_BRACKET, _BRACKET), (end, place), theme.ink_3, 1))
    where: dict[str, Any] = {
        "xanchor": "left",
        "xshift": -6,
        "yanchor": anchor,
        "yshift": shift,
        "name": "orders",
    }
    return [text("<br>".join(view.orders), _BRACKET, place, theme.ink_2, **where)], shapes


def _axes(scale: RankScale, view: PlacesView) -> dict[str, Any]:
    theme = view.theme
    ends = ("first", "last")
    ticks = [
        f"<b><span style='color:{theme.ink}'>{text}</span></b>" if name in ends else text
        for name, text in view.steps.items()
    ]
    common = {
        "fixedrange": True,
        "zeroline": False,
        "ticks": "outside",
        "tickcolor": "rgba(0,0,0,0)",
    }
    return {
        "bargap": 0,
        "xaxis": common
        | {
            "range": [-0.5, 5.5],
            "tickvals": list(range(6)),
            "ticktext": ticks,
            "tickangle": 0,
            "ticklen": 4,
            "tickfont": {"size": 12, "color": theme.ink_2},
            "showgrid": False,
        },
        "yaxis": common
        | {
            "range": scale.range,
            "tickvals": list(scale.ticks),
            "ticklen": 6,
            "tickfont": {"size": 12, "color": theme.ink_3},
            "gridcolor": theme.grid,
        },
    }
