"""Upright bars: counts by edition, and the share of draws by rank with a bracket over 90 % of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from components.charts.axes import OUTSIDE, axes, axis, periods, unseen
from components.charts.layer import Layer, bars, bold, colored, ground, line, note, stroke, upright
from components.text import Words, plain
from components.theme import TOKENS

CLUSTER_WIDTHS: Final = (0, 420)
"""Least widths of the plot from which counts are drawn; from the latter on editions have four digits."""
CLUSTER_HEIGHT: Final = 230
SHARE_HEIGHTS: Final = {0: 284, 420: 330}
"""Heights of the shares of draws by the least width of the plot."""
_LABELLED: Final = 0.04  # share of draws from which a bar carries its value
_FEWEST: Final = 20  # ranks on the axis
_LEAST: Final = 0.0005
_LETTER, _HAN = 7, 12  # px: the width of a bold letter and of a Chinese character, with some slack


def cluster_bars(
    counts: Mapping[int, int], tips: Mapping[int, str], changed: int, words: tuple[str, str], least: int
) -> dict[str, Any]:
    """Return counts by edition with their number; those from ``changed`` on are hollow, behind a hairline.

    words: what stands where no count is known, and what the hairline marks.
    """
    editions = range(min(counts), max(counts) + 1)
    across = periods((editions[0] - 0.6, editions[-1] + 0.6), editions, short=not least and len(editions) > 6)
    notes = [
        note(bold(str(count)), edition, count, TOKENS.ink, 13, yanchor="bottom", yshift=3)
        for edition, count in counts.items()
    ]
    missing = (edition for edition in editions if edition not in counts)
    notes += [note(words[0], one, 0, TOKENS.ink_3, yanchor="bottom", yshift=2) for one in missing]
    after = [edition >= changed for edition in counts]
    style = {
        "color": [TOKENS.ground if one else TOKENS.hero for one in after],
        "line": {"color": TOKENS.hero, "width": [2 if one else 0 for one in after]},
    }
    words_of = [tips[edition] for edition in counts]
    drawn = bars(list(counts), list(counts.values()), {"role": "counts"}, words_of, marker=style)
    shapes = []
    if changed in counts:  # the words stand above the hairline, to its left, where there is room
        shapes.append(upright(changed - 0.5, stroke(TOKENS.ink_3, 1, "1px,3px"), layer="above"))
        where = {"xanchor": "right", "yref": "y domain", "yanchor": "bottom", "yshift": 4}
        notes.append(note(words[1], changed + 0.5, 1, TOKENS.ink_2, **where))
    chart = ground(CLUSTER_HEIGHT, (8, 8, 24, 26)) + axes(across, unseen([0, max(counts.values()) * 1.16]))
    return (chart + Layer([drawn], shapes, notes, {"bargap": 0.36})).figure()


@dataclass(frozen=True, slots=True)
class Acceptance:
    """The share of draws (0 to 1) by rank from 1 on, the interval of 90 % of them, and the rank itself."""

    shares: pd.Series
    low: int
    high: int
    rank: int

    def span(self) -> tuple[int, int]:
        """Return the first and last rank on the axis: all that were drawn, and at least 20 ranks."""
        drawn = self.shares.index[self.shares > _LEAST]
        low, high = min(*drawn, self.rank), max(*drawn, self.rank)
        first = 1 if high <= _FEWEST else max(1, low - 2)
        last = min(max(high + 1, first + _FEWEST - 1), len(self.shares))
        return max(1, min(first, last - _FEWEST + 1)), last


def acceptability(accepted: Acceptance, words: Words, least: int) -> dict[str, Any]:
    """Return bars of the share of draws by rank; inside the interval in the hero's colour."""
    first, last = accepted.span()
    low, high = accepted.low, accepted.high
    shares = accepted.shares.loc[first:last]
    x, y = [int(rank) for rank in shares.index], [round(100 * float(share), 4) for share in shares]
    tips = [
        plain(words("weights.tip.share", rank=rank, share=100 * share)) if share > 0 else ""
        for rank, share in enumerate(shares, start=first)
    ]
    values = [words.write(100 * one, "whole") if one >= _LABELLED else "" for one in shares]
    style = {
        "marker": {"color": [TOKENS.hero if low <= rank <= high else TOKENS.field_2 for rank in x]},
        "text": [bold(value, value != "") for value in values],
        "textposition": "outside",
        "textfont": {"size": 13, "color": TOKENS.ink},
        "textangle": 0,
        "constraintext": "none",
        "cliponaxis": False,
    }
    drawn = bars(x, y, {"role": "shares"}, tips, **style)

    # The bracket over the interval, in pixels above the plot; its words beside it, or above it if too wide.
    text = plain(words("weights.bracket", interval=(low, high)))
    free = max(last - high, low - first) * ((least - 52) / (last - first + 1))
    beside = free >= sum(_HAN if letter >= "一" else _LETTER for letter in text)
    rule, above = stroke(TOKENS.ink, 1.6), {"yref": "y domain", "ysizemode": "pixel", "yanchor": 1}
    left, right = low - 0.42, high + 0.42
    bracket = [line((left, right), (24, 24), rule, **above)]
    bracket += [line((end, end), (19, 29), rule, **above) for end in (left, right)]
    at: float = 0
    where = {"xanchor": "left", "xref": "x domain", "yshift": 42}
    if beside and last - high >= low - first:
        at, where = right, {"xanchor": "left", "xshift": 7, "yshift": 24}
    elif beside:
        at, where = left, {"xanchor": "right", "xshift": -7, "yshift": 24}
    below = {"xref": "x domain", "yref": "y domain", "xanchor": "left", "yanchor": "top", "yshift": -22}
    notes = [
        note(bold(text), at, 1, TOKENS.ink, **where, yref="y domain", yanchor="middle"),
        note(words("weights.axis.drawn"), 0, 0, TOKENS.ink_2, **below),
    ]
    chart = ground(SHARE_HEIGHTS[least], (44, 8, 40 if beside else 56, 42))
    chart += _share_axes(accepted, 100 * float(shares.max()), least)
    return (chart + Layer([drawn], bracket, notes, {"bargap": 0.16})).figure()


def _share_axes(accepted: Acceptance, highest: float, least: int) -> Layer:
    """Return the axes of ranks, of which the economy's own is always named, and of shares in percent."""
    (first, last), own = accepted.span(), accepted.rank
    each = least and last - first < _FEWEST and last < 100  # three digits are wider than a bar
    every = 1 if each else 5 if last - first < 60 else 10
    room = 1 if each else max(2, (last - first) // 10)
    named = [rank for rank in range(first, last + 1) if rank == 1 or rank % every == 0]
    ranks = sorted({own, *(rank for rank in named if abs(rank - own) >= room)})
    texts = [bold(colored(str(rank), TOKENS.ink)) if rank == own else str(rank) for rank in ranks]
    across = axis([first - 0.6, last + 0.6], TOKENS.ink_2, tickvals=ranks, ticktext=texts)
    step = next((step for step in (5, 10, 20, 25, 50) if highest / step <= 6), 50)
    top = max(step, int(highest // step) * step)  # not above the highest bar where it can be
    ticks = list(range(0, top + 1, step))
    texts = [f"{tick}%" if tick == top else str(tick) for tick in ticks]
    zero = {"zeroline": True, "zerolinecolor": TOKENS.ink_3, "zerolinewidth": 1}
    ends = [0, max(top, highest * 1.06)]
    up = axis(ends, TOKENS.ink_3, TOKENS.grid, tickvals=ticks, ticktext=texts, **zero, **OUTSIDE)
    return axes(across, up)
