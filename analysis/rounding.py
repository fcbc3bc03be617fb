"""Rank intervals and bounds when every pillar score may be anywhere that its rounding allows.

The scores of the editions before 2021 have one or two decimals, and an interval that comes from them
is as uncertain as they are: here each economy is set against all others as if rounding had always favoured
it, and as if it never had. The interval from the true scores lies inside.
"""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composition import PILLARS
from analysis.draws import DRAWS, draw_weights
from analysis.robustness import CHUNK, TAILS, aggregated, competition_ranks, complete


def pillar_widths(pillars: pd.DataFrame, widths: pd.DataFrame) -> pd.DataFrame:
    """Return how far each true pillar score may be from that of the table (shape of `robustness.ranked`).

    widths: economies x codes, the half widths of one edition (analysis.precision). An economy that stands at
    its score of the index has the width of that score in all pillars.
    """
    pillar_width = widths.reindex(index=pillars.index, columns=list(PILLARS))
    short = pillar_width.isna().any(axis=1)
    return pd.DataFrame({code: pillar_width[code].mask(short, widths["GII"]) for code in PILLARS})


def widened(intervals: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of gii_intervals whose interval is wider with rounding at its worst."""
    wider = (intervals["outer_low"] < intervals["low"]) | (intervals["outer_high"] > intervals["high"])
    return intervals[wider.fillna(False)]


def outer_intervals(pillars: pd.DataFrame, widths: pd.DataFrame, draws: int = DRAWS) -> pd.DataFrame:
    """Return low and high for each economy, as robustness.rank_intervals does, with rounding at its worst.

    pillars: economies x P1..P7 without blanks; widths: of the same shape (pillar_widths). In every draw the
    best rank counts the economies whose lowest index is above the highest index of the economy, the worst
    those whose highest is above its lowest; low comes from the best ranks, high from the worst.
    """
    scores, room = complete(pillars), complete(widths)
    weights = draw_weights(draws)
    best = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    worst = np.empty_like(best)
    lowest = aggregated(weights, np.maximum(scores - room, 0.0), CHUNK)
    highest = aggregated(weights, scores + room, CHUNK)
    for (rows, low), (_, high) in zip(lowest, highest, strict=True):
        best[rows] = 1 + _above(high, low)
        worst[rows] = 1 + _above(low, high) - (high > low)
    low, high = (
        np.quantile(ranks, share, axis=0, method="inverted_cdf")
        for ranks, share in zip((best, worst), TAILS, strict=True)
    )
    return pd.DataFrame({"low": low.astype("int64"), "high": high.astype("int64")}, index=pillars.index)


def _above(own: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return for each number how many numbers of the same row of `others` are above it."""
    together = competition_ranks(np.concatenate([own, others], axis=1))[:, : own.shape[1]]
    return np.asarray(together - competition_ranks(own))
