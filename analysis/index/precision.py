"""The precision of published scores: half a unit of the last decimal."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

EXACT_DECIMALS: Final = 1e-9
"""Tolerance for arithmetic with full-precision scores, in points."""
MAX_DECIMALS: Final = 7
"""Scores with more decimals than this are published at full precision."""
_INTEGER_TOLERANCE: Final = 1e-6
MEAN_OF_PILLARS: Final = "derived_mean_of_pillars"
ORDER_OF_SCORES: Final = "derived_order_of_scores"
"""Source of ranks that we derive from the order of scores, where none is published."""
MEAN_ERRORS: Final = {
    MEAN_OF_PILLARS: 0.05,  # sub-indices from pillars of one decimal
    "derived_mean_of_parts": 0.01,  # from indicators or sub-pillars of two decimals
    "derived_from_pillar": 0.05,  # what a pillar of two decimals leaves for one of its three sub-pillars
}
"""Largest error of scores computed from others, in points, by source."""


def half_widths(scores: pd.DataFrame) -> pd.Series:
    """Return the largest error of each score of gii_scores, in points, aligned with its rows.

    It is half a unit of the last decimal that the source uses for the edition and code (for overall scores in
    any edition), 0 for editions at full precision, and MEAN_ERRORS for scores computed from others.
    """
    values = scores["score"].to_numpy("float64")
    printed = np.where(np.isnan(values), np.nan, MAX_DECIMALS + 1.0)  # decimals, MAX_DECIMALS + 1 for more
    for count in range(MAX_DECIMALS, -1, -1):
        scaled = values * 10.0**count
        printed[np.abs(scaled - np.round(scaled)) < _INTEGER_TOLERANCE] = count
    decimals = pd.Series(printed, index=scores.index)
    groups = [scores["edition"], scores["score_source"].fillna("")]
    full = decimals.groupby(groups).transform("max") > MAX_DECIMALS
    alike = scores["edition"].mask(scores["code"] == "GII", 0)  # the few of an edition may all end in 0
    places = decimals.groupby([alike, groups[1], scores["code"]]).transform("max")
    places = places.mask(full).fillna(MAX_DECIMALS + 1)
    widths = pd.Series(np.where(places > MAX_DECIMALS, 0.0, 0.5 * 10.0**-places), index=scores.index)
    errors = scores["score_source"].map(MEAN_ERRORS).astype("float64")
    return errors.fillna(widths)


def rank_range(
    scores: NDArray[np.float64], widths: NDArray[np.float64], groups: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the best and the worst rank of each score, given its largest error (0, 0 for NaN).

    groups: rows rounded by the same source share a number; the order of their printed scores is that of the
    true ones. Between groups, and for negative numbers, only scores further apart than both widths count.
    """
    score, other = scores[:, None], scores[None, :]
    same = (groups[:, None] == groups[None, :]) & (groups[:, None] >= 0)
    margin = np.where(same, EXACT_DECIMALS, widths[:, None] + widths[None, :] + EXACT_DECIMALS)
    with np.errstate(invalid="ignore"):
        above, below = other > score + margin, other < score - margin
    present = np.isfinite(scores)
    best = 1 + above.sum(axis=1)
    worst = present.sum() - below.sum(axis=1)
    return np.where(present, best, 0), np.where(present, worst, 0)
