"""Ranks under random weights, and the weights nearest to WIPO's for the best and the worst rank.

The index is here the weighted arithmetic mean of the seven pillars. A rank that the search finds is reached
by the weights given with it; a better one may exist unless `proven` says that no weights can give one.
"""

from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.bounds import settled_free
from analysis.composition import PILLARS
from analysis.draws import DRAWS, PUBLISHED, checked, free_weights
from analysis.robustness import SAME, Spread, complete, place_of, spread_of
from analysis.weighting import CAP

Numbers = NDArray[np.float64]

STEPS: Final = (100, 1000)
"""Weights are stated in steps of 1 % or, where that costs a place, of 0.1 %."""
_ROUNDS: Final = 12
_BEAM: Final = 60
_MIXES: Final = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01)


@dataclass(frozen=True, slots=True)
class Free:
    """Ranks of one economy without any preference for weights, and the weights of each draw (draws x 7)."""

    spread: Spread
    weights: Numbers


@dataclass(frozen=True, slots=True)
class ExtremeWeights:
    """Weights that give one economy the best (or worst) rank found, near to the published ones.

    weights: effective weights of P1 to P7 in steps of 0.01 or 0.001, adding to 1; rank: their rank, computed
    from these very weights; proven: no weights of at most CAP give a better (worse) one; distance:
    Euclidean, from the published weights.
    """

    weights: tuple[float, ...]
    rank: int
    proven: bool
    distance: float


def free(pillars: pd.DataFrame, economy: str, most: float = CAP) -> Free:
    """Return the ranks of one economy under weights drawn uniformly among all sets of seven.

    pillars: economies x P1..P7 without blanks; most: as for draws.free_weights (ValueError); KeyError if the
    economy is not among the pillars.
    """
    gaps = _gaps(pillars, economy)
    weights = free_weights(DRAWS, most)
    ranks = 1 + np.count_nonzero(weights @ gaps.T > SAME, axis=1)
    return Free(spread_of(ranks.astype(np.int16), len(pillars)), weights)


def _gaps(pillars: pd.DataFrame, economy: str) -> Numbers:
    scores = complete(pillars)
    return np.asarray(scores - scores[place_of(pillars, economy)])


def best(pillars: pd.DataFrame, economy: str, start: Free) -> ExtremeWeights:
    """Return weights of at most CAP that give the economy the best rank found, near to the published ones.

    start: draws of `free` for the same economy, with that cap. They are improved by a local search without
    chance, so that the same input gives the same answer.
    """
    return _extreme(pillars, economy, start, 1)


def worst(pillars: pd.DataFrame, economy: str, start: Free) -> ExtremeWeights:
    """Return weights of at most CAP that give the economy the worst rank found (see best)."""
    return _extreme(pillars, economy, start, -1)


def _extreme(pillars: pd.DataFrame, economy: str, start: Free, sign: int) -> ExtremeWeights:
    others, target = _gaps(pillars, economy), checked(PUBLISHED)
    above, below = settled_free(pillars, economy)
    never = (below if sign == 1 else above) | (pillars.index == economy)
    against = _Against(sign * others[~never], sign * SAME)
    order = np.argsort(sign * start.spread.ranks.astype("int64"), kind="stable")
    weights = _searched(start.weights[order[:_BEAM]], against, _corners())
    chosen = min(
        (_nearest(weights, against, target, steps) for steps in STEPS),
        key=lambda item: against.count(item[None])[0],
    )
    rank = 1 + int(np.count_nonzero(others @ chosen > SAME))
    limit = 1 + above.sum() if sign == 1 else len(pillars) - below.sum()
    return ExtremeWeights(
        weights=tuple(round(float(weight), 3) for weight in chosen),
        rank=rank,
        proven=rank == int(limit),
        distance=float(np.linalg.norm(chosen - target)),
    )


@dataclass(frozen=True, slots=True)
class _Against:
    """The gaps that prevent the wanted rank.

    gaps: other economies x 7; weighted gaps above `limit` are what the search makes few: the economies above
    for the best rank, those not above for the worst.
    """

    gaps: Numbers
    limit: float

    def found(self, weights: Numbers) -> Numbers:
        """Return by how much each weighted gap is above the limit, as weights x economies."""
        return np.asarray(weights @ self.gaps.T - self.limit)

    def count(self, weights: Numbers) -> NDArray[np.intp]:
        """Return for each row of weights how many gaps are above the limit."""
        return np.asarray(np.count_nonzero(self.found(weights) > 0, axis=1))

    def measured(self, weights: Numbers) -> tuple[NDArray[np.intp], Numbers]:
        """Return that count for weights of any shape x 7, and the smallest gap above the limit, its slack."""
        found = self.found(weights)
        slack = np.where(found > 0, found, np.inf).min(axis=-1, initial=np.inf)
        return np.count_nonzero(found > 0, axis=-1), slack


def _corners() -> Numbers:
    """Return the corners of the set of seven weights that are at most CAP and add to 1."""
    full = int(1 / CAP + SAME)
    row = [CAP] * full + [max(1 - full * CAP, 0.0)] + [0.0] * len(PILLARS)
    return np.array(sorted(set(permutations(row[: len(PILLARS)]))))


def _searched(beam: Numbers, against: _Against, corners: Numbers) -> Numbers:
    """Return the weights after moves towards corners, those with the least against them first.

    Among equals the one comes first whose smallest gap above the limit is smallest: the next to fall.
    """
    mixes = np.array(_MIXES)[:, None, None]

    @cache
    def moved(row: bytes) -> tuple[Numbers, NDArray[np.intp], Numbers]:
        """Return mixes x corners moves of weights, with their count and slack; many come again."""
        near = (1 - mixes) * np.frombuffer(row) + mixes * corners
        return near, *against.measured(near)

    found: tuple[NDArray[Any], ...] = (beam, *against.measured(beam))
    before: tuple[float, float] | None = None
    for _ in range(_ROUNDS):
        moves = [
            np.stack(parts, axis=1) for parts in zip(*(moved(row.tobytes()) for row in found[0]), strict=True)
        ]
        weights, count, slack = (
            np.concatenate([old, new.reshape(-1, *old.shape[1:])])
            for old, new in zip(found, moves, strict=True)
        )
        order = np.lexsort((slack, count))[:_BEAM]
        found = weights[order], count[order], slack[order]
        reached = float(found[1][0]), float(found[2][0])
        if reached == before:
            break
        before = reached
    return found[0]


def _nearest(beam: Numbers, against: _Against, target: Numbers, steps: int) -> Numbers:
    """Return weights in whole steps with the least against them, as near to the target as moves bring."""
    way = np.linspace(0, 1, 41)[:, None, None]
    mixed = ((1 - way) * target + way * beam[None]).reshape(-1, len(PILLARS))
    grid = np.unique(_whole(mixed[mixed.max(axis=1) <= CAP + SAME], steps), axis=0)
    grid = grid[grid.max(axis=1) <= CAP * steps + SAME]
    count = against.count(grid / steps)
    close = np.square(grid / steps - target).sum(axis=1)
    place = np.lexsort((close, count))[0]
    least, weights = count[place], grid[place]
    moves = _moves(steps)
    while True:
        tried = weights + moves
        tried = tried[(tried.min(axis=1) >= 0) & (tried.max(axis=1) <= CAP * steps + SAME)]
        tried = tried[against.count(tried / steps) <= least]
        close = np.square(tried / steps - target).sum(axis=1)
        if not len(tried) or close.min() >= np.square(weights / steps - target).sum() - SAME:
            return np.asarray(weights / steps)
        weights = tried[close.argmin()]


def _moves(steps: int) -> NDArray[np.int64]:
    """Return all shifts of a few steps from one weight to another."""
    one = np.eye(len(PILLARS), dtype="int64")
    pairs = np.array([one[a] - one[b] for a, b in permutations(range(len(PILLARS)), 2)])
    return np.concatenate([pairs * size for size in (1, 2, 5, 10) if size * 10 <= steps])


def _whole(weights: Numbers, steps: int) -> NDArray[np.int64]:
    """Return rows that add to 1 in whole steps: the largest remainders are rounded up."""
    scaled = weights * steps
    whole = np.floor(scaled + SAME)
    missing = np.rint(steps - whole.sum(axis=1)).astype("int64")
    places = np.argsort(np.argsort(whole - scaled, axis=1, kind="stable"), axis=1)
    return np.asarray(whole + (places < missing[:, None]), dtype="int64")
