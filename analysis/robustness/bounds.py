"""Bounds of the rank of an economy under all weights around the chosen ones (docs/method.md).

They are exact for each pair of economies. For the rank they are outer bounds, since the weights that put one
economy above may differ from those that put another above.
"""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.index.composition import OFFICIAL
from analysis.robustness.intervals import (
    MIN_SCORE,
    SCORE_TOLERANCE,
    SUBINDEX_SLICES,
    WEIGHT_SPREAD,
    Numbers,
    PillarWeights,
    check_weights,
    require_complete,
    row_of_economy,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The best and the worst rank of one economy under all weights around the chosen ones."""

    best: int
    worst: int


def least_leads(above: Numbers, below: Numbers, weights: PillarWeights) -> Numbers:
    """Return the smallest lead of economies over others under all weights around the chosen ones, in points.

    above, below: ... x 7 scores of P1 to P7; weights: effective weights of P1 to P7 (ValueError unless they
    add to 1). By the arithmetic mean; the smallest lead is at a corner of the range of weights.
    """
    total = np.zeros(np.broadcast_shapes(above.shape, below.shape)[:-1])
    for side, share, corners, _ in _ranges(weights):
        total += share * ((above - below)[..., side] @ corners.T).min(axis=-1)
    return total


def least_geometric_leads(above: Numbers, below: Numbers, weights: PillarWeights) -> Numbers:
    """Return the smallest lead as ``least_leads`` does, by the geometric mean inside each sub-index.

    The lead in a sub-index is exp(u a) - exp(u b) for weights u and the logarithms a and b of the scores. Its
    gradient is nowhere 0, so the minimum lies on an edge of the range of weights, on which the lead has at
    most one turning point.
    """
    total = np.zeros(np.broadcast_shapes(above.shape, below.shape)[:-1])
    for side, share, corners, edges in _ranges(weights):
        value_above, value_below = (
            np.log(np.maximum(part[..., side], MIN_SCORE)) @ corners.T for part in (above, below)
        )
        from_corner, to_corner = edges.T
        start, start_other = value_above[..., from_corner], value_below[..., from_corner]
        slope, slope_other = value_above[..., to_corner] - start, value_below[..., to_corner] - start_other
        with np.errstate(divide="ignore", invalid="ignore"):
            turn = (np.log(slope_other / slope) + start_other - start) / (slope - slope_other)
        position = np.clip(np.nan_to_num(turn), 0, 1)
        inner = np.exp(start + position * slope) - np.exp(start_other + position * slope_other)
        ends = np.exp(value_above) - np.exp(value_below)
        total += share * np.minimum(inner.min(axis=-1), ends.min(axis=-1))
    return total


def _ranges(weights: PillarWeights) -> list[tuple[slice, float, Numbers, NDArray[np.intp]]]:
    """Return pillars, share of the index, corners and edges of the range of each sub-index with any weight.

    corners: 2^k sets of k weights, each the lowest or the highest, rescaled to 1; edges: pairs of positions
    of corners that differ in one weight.
    """
    chosen = check_weights(weights)
    ranges = []
    for side, spread in zip(SUBINDEX_SLICES, WEIGHT_SPREAD, strict=True):
        share = float(chosen[side].sum())
        if share:
            signs = np.array(list(product((0, 1), repeat=len(chosen[side]))))
            corners = chosen[side] * (1 + spread * (2 * signs - 1))
            differences = np.abs(signs[:, None] - signs).sum(axis=-1)
            edges = np.argwhere(np.triu(differences == 1))
            ranges.append((side, share, corners / corners.sum(axis=1, keepdims=True), edges))
    return ranges


def rank_bounds(
    pillars: pd.DataFrame, weights: PillarWeights = OFFICIAL, widths: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the columns best and worst for each economy: bounds under all weights around the chosen ones.

    pillars: economies x P1..P7 without NaN; weights: effective weights of P1 to P7 (ValueError otherwise);
    widths: largest error of each score, in the same shape.
    """
    scores = require_complete(pillars)
    margins = 0.0 if widths is None else require_complete(widths.loc[pillars.index])
    low, high = np.maximum(scores - margins, 0.0), scores + margins
    above = _is_always_above(low[:, None], high, weights)
    best = 1 + above.sum(axis=1).min(axis=0)
    return pd.DataFrame(
        {"best": best, "worst": len(pillars) - above.sum(axis=2).min(axis=0)}, index=pillars.index
    )


def _is_always_above(above: Numbers, below: Numbers, weights: PillarWeights) -> NDArray[np.bool_]:
    return np.array(
        [find(above, below, weights) > SCORE_TOLERANCE for find in (least_leads, least_geometric_leads)]
    )


def bounds_around(pillars: pd.DataFrame, weights: PillarWeights, economy: str) -> Bounds:
    """Return ``rank_bounds`` of one economy; KeyError if it is not in pillars."""
    above, below = _always_above_and_below(pillars, weights, economy)
    return Bounds(1 + int(above.sum(axis=1).min()), len(pillars) - int(below.sum(axis=1).min()))


def contested_economies(
    pillars: pd.DataFrame, weights: PillarWeights, economy: str
) -> tuple[int, pd.DataFrame]:
    """Return how many economies are above one under all weights, and the rows of contested ones.

    The contested rows are those of economies that only some of the weights put above it, and its own: its
    rank among them plus the number is its rank among all.
    """
    certain = _always_above_and_below(pillars, weights, economy)
    above, below = (np.asarray(by_mean.all(axis=0)) for by_mean in certain)
    contested: NDArray[np.bool_] = ~above & ~below
    return int(above.sum()), pillars[contested]


def _always_above_and_below(
    pillars: pd.DataFrame, weights: PillarWeights, economy: str
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    scores = require_complete(pillars)
    row = scores[[row_of_economy(pillars, economy)]]
    return _is_always_above(scores, row, weights), _is_always_above(row, scores, weights)
