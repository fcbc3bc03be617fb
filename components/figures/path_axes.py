"""The axes of paths: editions or years with the number of economies, ticks, and the names of both."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from components.figures import marks
from components.figures.marks import FrameworkChange
from components.figures.path_scale import Ruler
from components.numbers import DASH
from components.theme import TOKENS

_MOST = {True: 7, False: 18}  # periods that have a tick, in the compact and in the full set


@dataclass(frozen=True, slots=True)
class Paths:
    """What paths need beside their rows.

    counts: economies by period, None where not verified; write and tick: how a value is written at the end
    of a line and on the axis; ranked: the values are ranks; counted: counts or money; breaks: periods in
    which the path of an economy begins anew; words: the names of both lines of ticks and of the strip.
    """

    counts: Mapping[int, int | None]
    write: Callable[[float], str]
    tick: Callable[[float], str]
    ranked: bool
    counted: bool
    breaks: Mapping[str, Collection[int]]
    changes: Sequence[FrameworkChange]
    words: tuple[str, str, str]


def axes(first: int, last: int, plot: Paths, scale: Ruler, strip: float, *, compact: bool) -> dict[str, Any]:
    """Return xaxis, yaxis and the strip yaxis2; ``strip`` is its share of the plot."""
    periods = range(first, last + 1)
    step = -(-len(periods) // _MOST[compact])
    shown = [period for period in periods if (last - period) % step == 0]
    short = compact and len(periods) > 4
    ticks = [
        f"{f'’{p % 100:02d}' if short else p}<br>"
        f"<span style='color:{TOKENS.ink_3}'>{plot.counts.get(p) or DASH}</span>"
        for p in shown
    ]
    fixed = {"fixedrange": True, "zeroline": False, "tickangle": 0}
    return {
        "xaxis": {
            **fixed,
            "range": [first - 0.5, last + 0.4],
            "tickvals": shown,
            "ticktext": ticks,
            "showgrid": False,
            "tickfont": {"size": 12, "color": TOKENS.ink_2},
        },
        "yaxis": {
            **fixed,
            "type": "log" if scale.frame.log else "linear",
            "range": [scale.frame.low, scale.frame.high],
            "domain": [0, 1 - strip],
            "tickvals": list(scale.ticks),
            "ticktext": list(scale.texts),
            "gridcolor": TOKENS.grid,
            "tickfont": {"size": 12, "color": TOKENS.ink_3},
        },
        "yaxis2": {"domain": [1 - strip + 0.02, 1], "range": [0, 1], "visible": False, "fixedrange": True},
    }


def axis_names(plot: Paths, changes: bool, *, compact: bool) -> list[dict[str, Any]]:
    """Return the words that name the two lines of ticks and, with ``changes``, the strip."""
    if compact:
        return []
    common = {"xref": "x domain", "xanchor": "left", "xshift": 6, "yref": "y domain", "yanchor": "top"}
    names = [
        marks.note(plot.words[place], 1, 0, TOKENS, **common, yshift=down)
        | {"font": {"size": 12, "color": color}}
        for place, color, down in ((0, TOKENS.ink_2, -3), (1, TOKENS.ink_3, -19))
    ]
    if changes:
        where = common | {"yref": "y2", "yanchor": "middle"}
        names.append(marks.note(plot.words[2], 1, 0.5, TOKENS, **where))
    return names
