"""Ranks that no weights in a range can leave: for each pair of economies, which may stand above the other.

Two ranges. Around chosen weights: an input pillar from 0.5 to 1.5 times its chosen weight, an output pillar
from 0.8 to 1.2 times, rescaled inside each sub-index, the split of the sub-indices as chosen: the range of
analysis.draws, by the arithmetic and by the geometric mean, so that no draw can leave the bounds. Free: any
seven weights of at most a cap that add to 1, arithmetic mean.

Exact, with the arithmetic mean: the least and the greatest lead of one economy over another under all weights
of the range, a linear programme that sorting solves. With the geometric mean the lead is bounded from
outside. An outer bound: the rank. The weights that put one economy above are not those that put the next
above, so no single set of weights need reach the best or the worst rank; none can leave them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.composition import PILLARS
from analysis.draws import PUBLISHED, SIDES, SPREAD, checked
from analysis.robustness import FLOOR, SAME, complete, place_of
from analysis.weighting import CAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The best and the worst rank that one economy cannot leave."""

    best: int
    worst: int


def least_mean(values: Numbers, low: Numbers, high: Numbers) -> Numbers:
    """Return the least weighted mean along the last axis over all weights from low to high, rescaled to 1.

    values: ... x k; low, high: k numbers, 0 <= low <= high, not all 0. Exact: at the optimum the smallest
    values weigh high and all others low, so the k + 1 places to change over are tried.
    """
    order = np.argsort(values, axis=-1, kind="stable")
    ranked = np.take_along_axis(values, order, axis=-1)
    weights = low[order]
    highs = high[order]
    total = np.broadcast_to(low.sum(), values.shape[:-1]).copy()
    summed = (weights * ranked).sum(axis=-1)
    least = summed / total
    for place in range(values.shape[-1]):
        more = highs[..., place] - weights[..., place]
        total += more
        summed += more * ranked[..., place]
        least = np.minimum(least, summed / total)
    return np.asarray(least)


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
    add to 1). The greatest lead is minus the least lead the other way round.
    """
    gaps = above - below
    total = np.zeros(gaps.shape[:-1])
    for side, share, low, high in _ranges(weights):
        total += share * least_mean(gaps[..., side], low, high)
    return total


def _ranges(weights: Sequence[float] | Numbers) -> list[tuple[slice, float, Numbers, Numbers]]:
    """Return pillars, share of the index, lowest and highest weights of each sub-index that has any."""
    chosen = checked(weights)
    found = []
    for side, spread in zip(SIDES, SPREAD, strict=True):
        share = float(chosen[side].sum())
        if share:
            inside = chosen[side] / share
            found.append((side, share, inside * (1 - spread), inside * (1 + spread)))
    return found


def _geometric_leads(
    above: Numbers, below: tuple[Numbers, Numbers], weights: Sequence[float] | Numbers
) -> Numbers:
    """Return a lower bound of the lead of `above` over scores that lie anywhere from below[0] to below[1]."""
    best, least, most = (np.log(np.maximum(scores, FLOOR)) for scores in (above, below[1], below[0]))
    total = np.zeros(np.broadcast_shapes(above.shape, below[0].shape)[:-1])
    for side, share, low, high in _ranges(weights):
        ratio = np.expm1(least_mean((best - least)[..., side], low, high))
        smallest = np.exp(least_mean(most[..., side], low, high))
        largest = np.exp(-least_mean(-least[..., side], low, high))
        total += share * np.minimum(ratio * smallest, ratio * largest)
    return total


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
    certain = [
        lead > SAME
        for lead in (
            leads(low[:, None], high[None, :], weights),
            _geometric_leads(low[:, None], (low[None, :], high[None, :]), weights),
        )
    ]
    best = 1 + np.min([above.sum(axis=0) for above in certain], axis=0)
    worst = len(pillars) - np.min([above.sum(axis=1) for above in certain], axis=0)
    return pd.DataFrame({"best": best, "worst": worst}, index=pillars.index)


def _room(pillars: pd.DataFrame, widths: pd.DataFrame | None) -> tuple[Numbers, Numbers]:
    scores = complete(pillars)
    room = 0.0 if widths is None else complete(widths.loc[pillars.index])
    return np.maximum(scores - room, 0.0), scores + room


def bounds_around(pillars: pd.DataFrame, weights: Sequence[float] | Numbers, economy: str) -> Bounds:
    """Return the row of rank_bounds for one economy; KeyError if it is not among the pillars."""
    scores = complete(pillars)
    own = scores[[place_of(pillars, economy)]]
    above = leads(scores, own, weights), _geometric_leads(scores, (own, own), weights)
    below = leads(own, scores, weights), _geometric_leads(own, (scores, scores), weights)
    return _bounds([lead > SAME for lead in above], [lead > SAME for lead in below])


def bounds_free(pillars: pd.DataFrame, economy: str, most: float = CAP) -> Bounds:
    """Return the ranks of one economy that no seven weights of at most `most` can leave, arithmetic mean.

    pillars: as for rank_bounds; most: from 1/7 to 1 (ValueError otherwise).
    """
    if not 1 / len(PILLARS) <= most <= 1:
        raise ValueError(f"the cap on a weight must lie between 1/7 and 1, not at {most:g}")
    scores = complete(pillars)
    gaps = scores - scores[place_of(pillars, economy)]
    low, high = np.zeros(len(PILLARS)), np.full(len(PILLARS), most)
    return _bounds([least_sum(gaps, low, high) > SAME], [least_sum(-gaps, low, high) > SAME])


def _bounds(above: list[NDArray[np.bool_]], below: list[NDArray[np.bool_]]) -> Bounds:
    best = 1 + min(int(certain.sum()) for certain in above)
    return Bounds(best, len(above[0]) - min(int(certain.sum()) for certain in below))
