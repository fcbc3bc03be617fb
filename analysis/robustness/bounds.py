"""Bounds: ranks that no weights around the chosen ones can leave (docs/method.md).

Exact for each pair of economies; of the rank an outer bound, since the weights that put one economy above are
not those that put the next above.
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
    Chosen,
    Numbers,
    check_weights,
    require_complete,
    row_of_economy,
)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The best and the worst rank that one economy cannot leave."""

    best: int
    worst: int


def least_leads(above: Numbers, below: Numbers, weights: Chosen) -> Numbers:
    """Return the least lead in the index of economies over others, weights drawn around chosen ones.

    above, below: ... x 7 scores of P1 to P7; weights: effective weights of P1 to P7 (ValueError unless they
    add to 1). Arithmetic mean; the least lead lies at a corner of the range.
    """
    total = np.zeros(np.broadcast_shapes(above.shape, below.shape)[:-1])
    for side, share, corners, _ in _ranges(weights):
        total += share * ((above - below)[..., side] @ corners.T).min(axis=-1)
    return total


def least_geometric_leads(above: Numbers, below: Numbers, weights: Chosen) -> Numbers:
    """Return the least lead as `leads` does, by the geometric mean inside each sub-index.

    Of one sub-index it is exp(u a) - exp(u b), a and b the logarithms of the scores: two numbers for each u,
    with a gradient that is nowhere 0, so that the least lies on the edge of what they can be. Every edge is
    along edges of the range, and on each the difference turns at one point at most.
    """
    total = np.zeros(np.broadcast_shapes(above.shape, below.shape)[:-1])
    for side, share, corners, edges in _ranges(weights):
        own, other = (np.log(np.maximum(part[..., side], MIN_SCORE)) @ corners.T for part in (above, below))
        from_, to = edges.T
        start, start_other = own[..., from_], other[..., from_]
        slope, slope_other = own[..., to] - start, other[..., to] - start_other
        with np.errstate(divide="ignore", invalid="ignore"):
            turn = (np.log(slope_other / slope) + start_other - start) / (slope - slope_other)
        at = np.clip(np.nan_to_num(turn), 0, 1)
        inner = np.exp(start + at * slope) - np.exp(start_other + at * slope_other)
        ends = np.exp(own) - np.exp(other)
        total += share * np.minimum(inner.min(axis=-1), ends.min(axis=-1))
    return total


def _ranges(weights: Chosen) -> list[tuple[slice, float, Numbers, NDArray[np.intp]]]:
    """Return pillars, share of the index, corners and edges of the range of each sub-index that has any.

    corners: 2^k sets of k weights, each the lowest or the highest, rescaled to 1; edges: pairs of their
    places that differ in one weight.
    """
    chosen = check_weights(weights)
    found = []
    for side, spread in zip(SUBINDEX_SLICES, WEIGHT_SPREAD, strict=True):
        share = float(chosen[side].sum())
        if share:
            signs = np.array(list(product((0, 1), repeat=len(chosen[side]))))
            corners = chosen[side] * (1 + spread * (2 * signs - 1))
            apart = np.abs(signs[:, None] - signs).sum(axis=-1)
            edges = np.argwhere(np.triu(apart == 1))
            found.append((side, share, corners / corners.sum(axis=1, keepdims=True), edges))
    return found


def rank_bounds(
    pillars: pd.DataFrame, weights: Chosen = OFFICIAL, widths: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return best and worst for each economy: ranks that no weights around the chosen ones can leave.

    pillars: economies x P1..P7 without blanks; weights: effective weights of P1 to P7 (ValueError otherwise);
    widths: how far each true score may be from the one given, of the same shape.
    """
    scores = require_complete(pillars)
    room = 0.0 if widths is None else require_complete(widths.loc[pillars.index])
    low, high = np.maximum(scores - room, 0.0), scores + room
    above = _certain(low[:, None], high, weights)
    best = 1 + above.sum(axis=1).min(axis=0)
    return pd.DataFrame(
        {"best": best, "worst": len(pillars) - above.sum(axis=2).min(axis=0)}, index=pillars.index
    )


def _certain(above: Numbers, below: Numbers, weights: Chosen) -> NDArray[np.bool_]:
    """Return by either mean whether all the weights put one economy above another (as of `leads`)."""
    return np.array(
        [find(above, below, weights) > SCORE_TOLERANCE for find in (least_leads, least_geometric_leads)]
    )


def bounds_around(pillars: pd.DataFrame, weights: Chosen, economy: str) -> Bounds:
    """Return the row of rank_bounds for one economy; KeyError if it is not among the pillars."""
    above, below = _settled(pillars, weights, economy)
    return Bounds(1 + int(above.sum(axis=1).min()), len(pillars) - int(below.sum(axis=1).min()))


def contested_economies(pillars: pd.DataFrame, weights: Chosen, economy: str) -> tuple[int, pd.DataFrame]:
    """Return how many economies rank above one under all weights around the chosen ones, and who else counts.

    The second are the rows of those that some of the weights put above it and others not, with its own: a
    rank among them, plus the first, is the rank among all.
    """
    above, below = (np.asarray(found.all(axis=0)) for found in _settled(pillars, weights, economy))
    near: NDArray[np.bool_] = ~above & ~below
    return int(above.sum()), pillars[near]


def _settled(
    pillars: pd.DataFrame, weights: Chosen, economy: str
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return who is above an economy and who below it under all the weights, by each of the two means."""
    scores = require_complete(pillars)
    own = scores[[row_of_economy(pillars, economy)]]
    return _certain(scores, own, weights), _certain(own, scores, weights)
