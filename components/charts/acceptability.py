"""Rank acceptability: the share of draws by rank, with a bracket over the ranks that hold 90 % of them."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from components.charts.axes import OUTSIDE, axes, axis
from components.charts.layer import Layer, Part, bars, bold, colored, ground, line, note, stroke
from components.measures import WHOLE_SHARE
from components.text import Words, plain
from components.theme import TOKENS

LABELLED = 0.04  # share of draws from which a bar carries its value
HEIGHTS = {0: 284, 420: 330}  # by the least width of the plot
FEWEST = 20  # ranks on the axis
_LEAST = 0.0005
_TICKS = (5, 10, 20, 25, 50)
_STEP = 6
_LEFT, _RIGHT = 44, 8  # px beside the plot
_LETTER, _HAN = 7, 12  # px: the width of a bold letter and of a Chinese character, with some slack


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The share of draws (0 to 1) by rank from 1 on, the interval of 90 % of them, and the rank itself."""

    shares: pd.Series
    low: int
    high: int
    rank: int


def span(accepted: Acceptance) -> tuple[int, int]:
    """Return the first and last rank on the axis: all that were drawn, and at least FEWEST ranks."""
    drawn = accepted.shares.index[accepted.shares > _LEAST]
    low, high = min(*drawn, accepted.rank), max(*drawn, accepted.rank)
    first = 1 if high <= FEWEST else max(1, low - 2)
    count = len(accepted.shares)
    last = min(max(high + 1, first + FEWEST - 1), count)
    return max(1, min(first, last - FEWEST + 1)), last


def acceptability(accepted: Acceptance, words: Words, width: int) -> dict[str, Any]:
    """Return bars of the share of draws by rank; inside the interval in the hero's colour."""
    first, last = span(accepted)
    text = plain(words("weights.bracket", interval=(accepted.low, accepted.high)))
    below = {"xref": "x domain", "yref": "y domain", "xanchor": "left", "yanchor": "top", "yshift": -22}
    beside = _fits_beside(accepted, (first, last), text, width)
    chart = (
        ground(HEIGHTS[width], (_LEFT, _RIGHT, 40 if beside else 56, 42))
        + axes(_ranks(accepted, first, last, width), _shares(accepted, first, last))
        + _bars(accepted, first, last, words)
        + _bracket(accepted)
        + _bracket_name(accepted, (first, last), text, beside=beside)
        + Layer(annotations=[note(words("weights.axis.drawn"), 0, 0, TOKENS.ink_2, **below)])
    )
    return chart.figure()


def _bars(accepted: Acceptance, first: int, last: int, words: Words) -> Layer:
    shares = accepted.shares.loc[first:last]
    inside = [accepted.low <= rank <= accepted.high for rank in shares.index]
    x, y = [int(rank) for rank in shares.index], [round(100 * float(share), 4) for share in shares]
    tips = [
        plain(words("weights.tip.share", rank=rank, share=100 * share)) if share > 0 else ""
        for rank, share in enumerate(shares, start=first)
    ]
    style = {
        "marker": {"color": [TOKENS.hero if one else TOKENS.field_2 for one in inside]},
        "text": [bold(WHOLE_SHARE.write(100 * one, words.lang)) if one >= LABELLED else "" for one in shares],
        "textposition": "outside",
        "textfont": {"size": 13, "color": TOKENS.ink},
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
    }
    return Layer([bars(x, y, {"role": "shares"}, tips, **style)], layout={"bargap": 0.16})


def _shares(accepted: Acceptance, first: int, last: int) -> Part:
    highest = 100 * float(accepted.shares.loc[first:last].max())
    top, step = _top(highest)
    ticks = list(range(0, top + 1, step))
    texts = [f"{tick}%" if tick == ticks[-1] else str(tick) for tick in ticks]
    zero = {"zeroline": True, "zerolinecolor": TOKENS.ink_3, "zerolinewidth": 1}
    ends = [0, max(top, highest * 1.06)]
    return axis(ends, TOKENS.ink_3, TOKENS.grid, tickvals=ticks, ticktext=texts, **zero, **OUTSIDE)


def _top(highest: float) -> tuple[int, int]:
    """Return the highest tick, not above the highest bar where it can be, and the step of the ticks."""
    step = next((step for step in _TICKS if highest / step <= _STEP), _TICKS[-1])
    return max(step, int(highest // step) * step), step


def _ranks(accepted: Acceptance, first: int, last: int, width: int) -> dict[str, Any]:
    own = accepted.rank
    each = width and last - first < FEWEST and last < 100  # three digits are wider than a bar
    every = 1 if each else 5 if last - first < 60 else 10
    ticks = [rank for rank in range(first, last + 1) if every == 1 or rank % every == 0 or rank == 1]
    room = 1 if every == 1 else max(2, (last - first) // 10)
    ticks = sorted({own, *(rank for rank in ticks if rank == own or abs(rank - own) >= room)})
    texts = [bold(colored(str(rank), TOKENS.ink)) if rank == own else str(rank) for rank in ticks]
    return axis([first - 0.6, last + 0.6], TOKENS.ink_2, tickvals=ticks, ticktext=texts)


def _bracket(accepted: Acceptance) -> Layer:
    """Return the bracket over the interval, in pixels above the plot."""
    style, where = stroke(TOKENS.ink, 1.6), {"yref": "y domain", "ysizemode": "pixel", "yanchor": 1}
    low, high = accepted.low - 0.42, accepted.high + 0.42
    ends = [line((end, end), (19, 29), style, **where) for end in (low, high)]
    return Layer(shapes=[line((low, high), (24, 24), style, **where), *ends])


def _fits_beside(accepted: Acceptance, ends: tuple[int, int], text: str, width: int) -> bool:
    """Say whether a plot of at least `width` px has room for the words at the wider side of the bracket."""
    free = max(ends[1] - accepted.high, accepted.low - ends[0])
    column = (width - _LEFT - _RIGHT) / (ends[1] - ends[0] + 1)
    return free * column >= sum(_HAN if letter >= "一" else _LETTER for letter in text)


def _bracket_name(accepted: Acceptance, ends: tuple[int, int], text: str, *, beside: bool) -> Layer:
    """Return the words of the bracket: beside it, or above it where there is no room."""
    x: float
    if not beside:
        x, where = 0, {"xanchor": "left", "xref": "x domain", "yshift": 42}
    elif ends[1] - accepted.high >= accepted.low - ends[0]:
        x, where = accepted.high + 0.42, {"xanchor": "left", "xshift": 7, "yshift": 24}
    else:
        x, where = accepted.low - 0.42, {"xanchor": "right", "xshift": -7, "yshift": 24}
    named = note(bold(text), x, 1, TOKENS.ink, **where, yref="y domain", yanchor="middle")
    return Layer(annotations=[named])
