"""How precise a published score is: half of its last decimal place."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

EXACT_DECIMALS: Final = 1e-9
"""Room for the arithmetic of full-precision scores."""
MAX_DECIMALS: Final = 7
"""Scores with more decimals than this are published at full precision."""
_WHOLE: Final = 1e-6
MEAN_OF_PILLARS: Final = "derived_mean_of_pillars"
ORDER_OF_SCORES: Final = "derived_order_of_scores"
"""Source of ranks that are ours: the order of scores, where no rank is published."""
MEAN_ERRORS: Final = {
    MEAN_OF_PILLARS: 0.05,  # sub-indices from pillars of one decimal
    "derived_mean_of_parts": 0.01,  # from indicators or sub-pillars of two decimals
    "derived_from_pillar": 0.05,  # what a pillar of two decimals leaves for one of its three sub-pillars
}
"""How far scores that are computed of others may be from the published ones."""


def half_widths(scores: pd.DataFrame) -> pd.Series:
    """Return for each row of gii_scores how far the true score may be from that of the table.

    Half a unit of the last decimal used by the same source for the same edition and code (overall scores: in
    any edition); 0 where it gives the edition at full precision. Scores computed of others carry theirs.
    """
    values = scores["score"].to_numpy("float64")
    printed = np.where(np.isnan(values), np.nan, MAX_DECIMALS + 1.0)  # decimals; one more than MAX for more
    for count in range(MAX_DECIMALS, -1, -1):
        scaled = values * 10.0**count
        printed[np.abs(scaled - np.round(scaled)) < _WHOLE] = count
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
    """Return the best and the worst rank that each score allows among all of them (NaN scores: 0, 0).

    groups: rows rounded by the same source share a number; among them the order of printed scores is that of
    the true ones. Between groups (and for numbers below 0) only scores further apart than both widths count.
    """
    own, other = scores[:, None], scores[None, :]
    same = (groups[:, None] == groups[None, :]) & (groups[:, None] >= 0)
    room = np.where(same, EXACT_DECIMALS, widths[:, None] + widths[None, :] + EXACT_DECIMALS)
    with np.errstate(invalid="ignore"):
        above, below = other > own + room, other < own - room
    present = np.isfinite(scores)
    best = 1 + above.sum(axis=1)
    worst = present.sum() - below.sum(axis=1)
    return np.where(present, best, 0), np.where(present, worst, 0)
