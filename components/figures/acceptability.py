"""Rank acceptability: the share of draws by rank, with a bracket over the ranks that hold 90 % of them."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from components import numbers
from components.text import Words, plain
from components.theme import TOKENS, Theme, layout

LABELLED = 0.04  # share of draws from which a bar carries its value
HEIGHTS = {"0": 284, "420": 330}  # by the least width of the plot
FEWEST = 20  # ranks on the axis
_SHOWN = 0.0005
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


def variants(accepted: Acceptance, words: Words, theme: Theme = TOKENS) -> dict[str, dict[str, Any]]:
    """Return the figure by the least width in pixels from which each form of it is drawn."""
    return {least: acceptability(accepted, words, int(least), theme) for least in HEIGHTS}


def span(accepted: Acceptance) -> tuple[int, int]:
    """Return the first and last rank on the axis: all that were drawn, and at least FEWEST ranks."""
    drawn = accepted.shares.index[accepted.shares > _SHOWN]
    low, high = min(*drawn, accepted.rank), max(*drawn, accepted.rank)
    first = 1 if high <= FEWEST else max(1, low - 2)
    count = len(accepted.shares)
    last = min(max(high + 1, first + FEWEST - 1), count)
    return max(1, min(first, last - FEWEST + 1)), last


def acceptability(accepted: Acceptance, words: Words, width: int, theme: Theme = TOKENS) -> dict[str, Any]:
    """Return bars of the share of draws by rank; inside the interval in the hero's colour."""
    first, last = span(accepted)
    shares = accepted.shares.loc[first:last] * 100
    top, step = _top(float(shares.max()))
    inside = [accepted.low <= rank <= accepted.high for rank in shares.index]
    said = _bracket_words(accepted, words)
    beside = _fits_beside(accepted, (first, last), said, width)
    margin = {"l": _LEFT, "r": _RIGHT, "t": 40 if beside else 56, "b": 42}
    figure = layout(theme, height=HEIGHTS[str(width)], margin=margin)
    bars = {
        "type": "bar",
        "x": [int(rank) for rank in shares.index],
        "y": [round(float(share), 4) for share in shares],
        "marker": {"color": [theme.hero if held else theme.field_2 for held in inside]},
        "text": [_label(share) for share in shares / 100],
        "textposition": "outside",
        "textfont": {"size": 13, "color": theme.ink},
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
        "hovertext": [
            _tip(rank, share, words) for rank, share in zip(range(first, last + 1), shares, strict=True)
        ],
        "hoverinfo": "text",
        "meta": {"role": "shares"},
    }
    ticks = list(range(0, top + 1, step))
    figure |= {
        "bargap": 0.16,
        "xaxis": _ranks(accepted, first, last, width, theme),
        "yaxis": {
            "range": [0, max(top, float(shares.max()) * 1.06)],
            "tickvals": ticks,
            "ticktext": [f"{tick}%" if tick == ticks[-1] else str(tick) for tick in ticks],
            "tickfont": {"size": 12, "color": theme.ink_3},
            "gridcolor": theme.grid,
            "zeroline": True,
            "zerolinecolor": theme.ink_3,
            "zerolinewidth": 1,
            "fixedrange": True,
            "ticks": "outside",
            "ticklen": 6,
            "tickcolor": "rgba(0,0,0,0)",
        },
        "shapes": _bracket(accepted, theme),
        "annotations": [
            _sentence(accepted, (first, last), said, theme, beside=beside),
            _axis_name(words, theme),
        ],
    }
    return {"data": [bars], "layout": figure}


def _label(share: float) -> str:
    return f"<b>{numbers.decimal(100 * share, 0)}</b>" if share >= LABELLED else ""


def _tip(rank: int, share: float, words: Words) -> str:
    if share <= 0:
        return ""
    head = plain(numbers.ordinal(rank, words.lang))
    return words("weights.tip.share", rank=head, share=numbers.decimal(share, 1))


def _top(highest: float) -> tuple[int, int]:
    """Return the highest tick, not above the highest bar where it can be, and the step of the ticks."""
    step = next((step for step in _TICKS if highest / step <= _STEP), _TICKS[-1])
    return max(step, int(highest // step) * step), step


def _ranks(accepted: Acceptance, first: int, last: int, width: int, theme: Theme) -> dict[str, Any]:
    own = accepted.rank
    each = width and last - first < FEWEST and last < 100  # three digits are wider than a bar
    every = 1 if each else 5 if last - first < 60 else 10
    ticks = [rank for rank in range(first, last + 1) if every == 1 or rank % every == 0 or rank == 1]
    room = 1 if every == 1 else max(2, (last - first) // 10)
    ticks = sorted({own, *(rank for rank in ticks if rank == own or abs(rank - own) >= room)})
    return {
        "range": [first - 0.6, last + 0.6],
        "tickvals": ticks,
        "ticktext": [
            f"<b><span style='color:{theme.ink}'>{rank}</span></b>" if rank == own else str(rank)
            for rank in ticks
        ],
        "tickfont": {"size": 12, "color": theme.ink_2},
        "tickangle": 0,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _bracket(accepted: Acceptance, theme: Theme) -> list[dict[str, Any]]:
    """Return the bracket over the interval, in pixels above the plot."""
    line = {"color": theme.ink, "width": 1.6}
    common = {
        "type": "line",
        "xref": "x",
        "yref": "y domain",
        "ysizemode": "pixel",
        "yanchor": 1,
        "line": line,
    }
    low, high = accepted.low - 0.42, accepted.high + 0.42
    return [
        {**common, "x0": low, "x1": high, "y0": 24, "y1": 24},
        *({**common, "x0": end, "x1": end, "y0": 19, "y1": 29} for end in (low, high)),
    ]


def _bracket_words(accepted: Acceptance, words: Words) -> str:
    interval = plain(numbers.rank_interval(accepted.low, accepted.high, words.lang))
    return words("weights.bracket", interval=interval)


def _rightwards(accepted: Acceptance, ends: tuple[int, int]) -> bool:
    """Say whether the bracket has more room to its right than to its left."""
    return ends[1] - accepted.high >= accepted.low - ends[0]


def _fits_beside(accepted: Acceptance, ends: tuple[int, int], said: str, width: int) -> bool:
    """Say whether a plot of at least `width` px has room for the words at the wider side of the bracket."""
    free = max(ends[1] - accepted.high, accepted.low - ends[0])
    column = (width - _LEFT - _RIGHT) / (ends[1] - ends[0] + 1)
    return free * column >= sum(_HAN if letter >= "一" else _LETTER for letter in said)


def _sentence(
    accepted: Acceptance, ends: tuple[int, int], said: str, theme: Theme, *, beside: bool
) -> dict[str, Any]:
    """Return the words of the bracket: beside it, or above it where there is no room."""
    right = _rightwards(accepted, ends) or not beside
    above = {} if beside else {"x": 0, "xref": "x domain", "xshift": 0, "yshift": 42}
    return {
        "text": f"<b>{said}</b>",
        "x": accepted.high + 0.42 if right else accepted.low - 0.42,
        "y": 1,
        "xref": "x",
        "yref": "y domain",
        "xanchor": "left" if right else "right",
        "yanchor": "middle",
        "xshift": 7 if right else -7,
        "yshift": 24,
        "showarrow": False,
        "font": {"size": 12, "color": theme.ink},
    } | above


def _axis_name(words: Words, theme: Theme) -> dict[str, Any]:
    return {
        "text": words("weights.axis.drawn"),
        "x": 0,
        "y": 0,
        "xref": "x domain",
        "yref": "y domain",
        "xanchor": "left",
        "yanchor": "top",
        "yshift": -22,
        "showarrow": False,
        "font": {"size": 12, "color": theme.ink_2},
    }
