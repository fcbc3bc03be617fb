"""Ranks that no weights in a range can leave: for each pair of economies, which may stand above the other.

Two ranges. Around chosen weights: an input pillar from 0.5 to 1.5 times its chosen weight, an output pillar
from 0.8 to 1.2 times, rescaled inside each sub-index, the split of the sub-indices as chosen: the range of
analysis.draws, by the arithmetic and by the geometric mean, so that no draw can leave the bounds. Free: any
seven weights of at most a cap that add to 1, arithmetic mean.

Exact for each pair: the least lead of one economy over another under all weights of the range. With the
arithmetic mean it lies at a corner of the range; with the geometric mean, a sum of differences of two
exponentials, on a line between two corners. An outer bound: the rank. The weights that put one economy above
are not those that put the next above, so no single set of weights need reach the best or the worst rank; none
can leave them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composition import PILLARS
from analysis.draws import PUBLISHED, SIDES, SPREAD, checked
from analysis.robustness import FLOOR, SAME, complete, place_of
from analysis.weighting import CAP

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The best and the worst rank that one economy cannot leave."""

    best: int
    worst: int


def least_sum(values: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Return the least weighted sum along the last axis over all weights from low to high that add to 1.

    values: ... x k; low, high: k numbers, low.sum() <= 1 <= high.sum(). Exact (greedy knapsack: what is left
    above low goes to the smallest values first).
    """
    order = np.argsort(values, axis=-1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=-1)
    rooms = (high - low)[order]
    before = np.cumsum(rooms, axis=-1) - rooms
    weights = low[order] + np.clip(1 - low.sum() - before, 0, rooms)
    return np.asarray((weights * ranked).sum(axis=-1))


def leads(above: Numbers, below: Numbers, weights: Sequence[float] | Numbers) -> Numbers:
    """Return the least lead in the index of economies over others, weights drawn around chosen ones.

    above, below: ... x 7 scores of P1 to P7; weights: effective weights of P1 to P7 (ValueError unless they
    add to 1). Arithmetic mean; the greatest lead is minus the least lead the other way round.
    """
    total = np.zeros(np.broadcast_shapes(above.shape, below.shape)[:-1])
    for side, share, corners, _ in _ranges(weights):
        total += share * ((above - below)[..., side] @ corners.T).min(axis=-1)
    return total


def geometric_leads(above: Numbers, below: Numbers, weights: Sequence[float] | Numbers) -> Numbers:
    """Return the least lead as `leads` does, by the geometric mean inside each sub-index.

    Of one sub-index it is exp(u a) - exp(u b), a and b the logarithms of the scores: two numbers for each u,
    with a gradient that is nowhere 0, so that the least lies on the edge of what they can be. Every edge is
    along edges of the range, and on each the difference turns at one point at most.
    """
    total = np.zeros(np.broadcast_shapes(above.shape, below.shape)[:-1])
    for side, share, corners, edges in _ranges(weights):
        own, other = (np.log(np.maximum(part[..., side], FLOOR)) @ corners.T for part in (above, below))
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


def _ranges(
    weights: Sequence[float] | Numbers,
) -> list[tuple[slice, float, Numbers, NDArray[np.intp]]]:
    """Return pillars, share of the index, corners and edges of the range of each sub-index that has any.

    corners: 2^k sets of k weights, each the lowest or the highest, rescaled to 1; edges: pairs of their
    places that differ in one weight.
    """
    chosen = checked(weights)
    found = []
    for side, spread in zip(SIDES, SPREAD, strict=True):
        share = float(chosen[side].sum())
        if share:
            signs = np.array(list(product((0, 1), repeat=len(chosen[side]))))
            corners = chosen[side] * (1 + spread * (2 * signs - 1))
            apart = np.abs(signs[:, None] - signs).sum(axis=-1)
            edges = np.argwhere(np.triu(apart == 1))
            found.append((side, share, corners / corners.sum(axis=1, keepdims=True), edges))
    return found


_ARMS: Final = (leads, geometric_leads)


def rank_bounds(
    pillars: pd.DataFrame,
    weights: Sequence[float] | Numbers = PUBLISHED,
    widths: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return best and worst for each economy: ranks that no weights around the chosen ones can leave.

    pillars: economies x P1..P7 without blanks; weights: effective weights of P1 to P7 (ValueError otherwise);
    widths: how far each true score may be from the one given, of the same shape.
    """
    low, high = _room(pillars, widths)
    certain = [find(low[:, None], high, weights) > SAME for find in _ARMS]
    best = 1 + np.min([above.sum(axis=0) for above in certain], axis=0)
    worst = len(pillars) - np.min([above.sum(axis=1) for above in certain], axis=0)
    return pd.DataFrame({"best": best, "worst": worst}, index=pillars.index)


def _room(pillars: pd.DataFrame, widths: pd.DataFrame | None) -> tuple[Numbers, Numbers]:
    scores = complete(pillars)
    room = 0.0 if widths is None else complete(widths.loc[pillars.index])
    return np.maximum(scores - room, 0.0), scores + room


def bounds_around(pillars: pd.DataFrame, weights: Sequence[float] | Numbers, economy: str) -> Bounds:
    """Return the row of rank_bounds for one economy; KeyError if it is not among the pillars."""
    return _bounds(*_settled(pillars, weights, economy))


def contested(
    pillars: pd.DataFrame, weights: Sequence[float] | Numbers, economy: str
) -> tuple[int, pd.DataFrame]:
    """Return how many economies rank above one under all weights around the chosen ones, and who else counts.

    The second are the rows of those that some of the weights put above it and others not, with its own: a
    rank among them, plus the first, is the rank among all.
    """
    above, below = (np.all(found, axis=0) for found in _settled(pillars, weights, economy))
    return int(above.sum()), pillars[~above & ~below]


def _settled(
    pillars: pd.DataFrame, weights: Sequence[float] | Numbers, economy: str
) -> tuple[list[NDArray[np.bool_]], list[NDArray[np.bool_]]]:
    """Return who is above an economy and who below it under all the weights, by each of the two means."""
    scores = complete(pillars)
    own = scores[[place_of(pillars, economy)]]
    above = [find(scores, own, weights) > SAME for find in _ARMS]
    return above, [find(own, scores, weights) > SAME for find in _ARMS]


def bounds_free(pillars: pd.DataFrame, economy: str, most: float = CAP) -> Bounds:
    """Return the ranks of one economy that no seven weights of at most `most` can leave, arithmetic mean.

    pillars: as for rank_bounds; most: from 1/7 to 1 (ValueError otherwise).
    """
    above, below = settled_free(pillars, economy, most)
    return _bounds([above], [below])


def settled_free(
    pillars: pd.DataFrame, economy: str, most: float = CAP
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whom all weights of `bounds_free` put above the economy, and whom below it."""
    if not 1 / len(PILLARS) <= most <= 1:
        raise ValueError(f"the cap on a weight must lie between 1/7 and 1, not at {most:g}")
    scores = complete(pillars)
    gaps = scores - scores[place_of(pillars, economy)]
    low, high = np.zeros(len(PILLARS)), np.full(len(PILLARS), most)
    return least_sum(gaps, low, high) > SAME, least_sum(-gaps, low, high) > SAME


def _bounds(above: list[NDArray[np.bool_]], below: list[NDArray[np.bool_]]) -> Bounds:
    best = 1 + min(int(certain.sum()) for certain in above)
    return Bounds(best, len(above[0]) - min(int(certain.sum()) for certain in below))
