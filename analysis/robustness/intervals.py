"""How far the rank depends on weights, aggregation, rounding and missing data (docs/method.md).

Around chosen weights: those of a sub-index are drawn within SPREAD and rescaled inside it, its pillars
aggregated by the arithmetic and by the geometric mean. Free: any seven weights are as likely. Outer: each
economy is set against all others as if rounding had always favoured it, and as if it never had. Bounds: ranks
that no weights of a range can leave, exact for each pair of economies; of the rank an outer bound, since the
weights that put one economy above are not those that put the next above. Imputed: missing indicators are
estimated from the others of their pillar, taken as jointly normal, never mixed into the interval by weights.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from itertools import permutations, product
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.index.composition import INPUT_PILLARS, OFFICIAL, PILLARS, rebuild_from_indicators

Numbers = NDArray[np.float64]
Chosen = Sequence[float] | Numbers
"""Effective weights of P1 to P7."""
Drawn = list[tuple[slice, float, Numbers]]
"""Of each sub-index that weighs anything: its pillars, share of the index, draws x pillars that add to 1."""
Measure = Callable[[Numbers], tuple[NDArray[np.intp], Numbers]]

DRAWS: Final = 10_000
"""Draws of weights, for each way of aggregation."""
SEED: Final = 0
"""Of every draw, so that the same scores give the same interval."""
SIDES: Final = (slice(0, len(INPUT_PILLARS)), slice(len(INPUT_PILLARS), len(PILLARS)))
"""The places of the input and of the output pillars among the seven."""
SPREAD: Final = (0.5, 0.2)
"""How far the weight of an input and of an output pillar is drawn from the chosen one, as a share of it.

The ranges of the audits of the GII.
"""
CAP: Final = 0.5
"""The most that one GII pillar may weigh: above it one pillar alone would outweigh all others."""
LEAST_CAP: Final = 0.25
"""Smallest cap on a single weight: below it hardly a draw would be accepted."""
LEVEL: Final = 0.90
"""Share of the draws inside an interval."""
TAILS: Final = ((1 - LEVEL) / 2, 1 - (1 - LEVEL) / 2)
"""Shares of the draws below the two ends of an interval."""
SAME: Final = 1e-9
"""Scores closer than this are equal: room for arithmetic, far below any printed decimal."""
FLOOR: Final = 1e-9
"""A geometric mean takes a score of 0 as this."""
CHUNK: Final = 500
"""Draws aggregated at a time: their scores fit into a processor's cache."""
AGGREGATION: Final = "aggregation"
ASSUMPTIONS: Final = (*PILLARS, AGGREGATION)
SAMPLES: Final = 8_192
RIDGE: Final = 1e-3
"""Added to the variance of each indicator (whose unit is its own variance): keeps the equations solvable."""
TOLERANCE: Final = 1e-6
"""The estimate stands when no mean and no covariance moves by more, in standard deviations."""
ITERATIONS: Final = 2_000
ECONOMIES: Final = 50
"""Fewest economies from which the covariances of a pillar are estimated."""
STEPS: Final = (100, 1000)
"""Weights are stated in steps of 1 % or, where that costs a place, of 0.1 %."""
_ROUNDS: Final = 12
_BEAM: Final = 60
_MIXES: Final = (0.5, 0.2, 0.1, 0.05, 0.02, 0.01)


def checked(weights: Chosen) -> Numbers:
    """Return the effective weights of P1 to P7, rescaled to the last digit.

    Raises ValueError unless they are seven finite numbers of 0 or more that add to 1 (within 1e-6).
    """
    chosen = np.asarray(weights, dtype="float64")
    if chosen.shape != (len(PILLARS),) or not np.isfinite(chosen).all() or (chosen < 0).any():
        raise ValueError("weights must be seven non-negative numbers for P1 to P7")
    if abs(float(chosen.sum()) - 1) > 1e-6:
        raise ValueError(f"weights must add to 1, not to {chosen.sum():g}")
    return np.asarray(chosen / chosen.sum())


def draw_weights(draws: int, seed: int = SEED, chosen: Chosen = OFFICIAL) -> Drawn:
    """Return weights drawn uniformly around the chosen ones and rescaled inside each sub-index.

    chosen: effective weights of P1 to P7 (ValueError as in `checked`); the shares of the sub-indices stay.
    """
    centre, generator = checked(chosen), np.random.default_rng(seed)
    found = []
    for side, spread in zip(SIDES, SPREAD, strict=True):
        share = float(centre[side].sum())
        inside = centre[side] / (share or 1)
        drawn = generator.uniform(inside * (1 - spread), inside * (1 + spread), (draws, len(inside)))
        if share:
            found.append((side, share, drawn / drawn.sum(axis=1, keepdims=True)))
    return found


@lru_cache(maxsize=1)
def free_weights(draws: int, most: float = CAP) -> Numbers:
    """Return weights without preference as draws x 7; rows add to 1 and no weight is above `most`.

    most: from 0.25 to 1 (ValueError otherwise); 1 is no cap.
    """
    if not LEAST_CAP <= most <= 1:
        raise ValueError(f"the cap on a weight must lie between {LEAST_CAP} and 1, not at {most:g}")
    generator = np.random.default_rng(SEED)
    accepted = np.empty((0, len(PILLARS)))
    while len(accepted) < draws:
        drawn = generator.dirichlet(np.ones(len(PILLARS)), 2 * draws)
        accepted = np.concatenate([accepted, drawn[drawn.max(axis=1) <= most]])
    return accepted[:draws]


@dataclass(frozen=True, slots=True)
class Spread:
    """The ranks of one economy over many draws of weights.

    ranks: one for each draw, the arithmetic aggregations first; economies: how many are ranked; low, high:
    ranks around the middle 90 % of the draws.
    """

    ranks: NDArray[np.int16]
    economies: int
    low: int
    high: int

    def shares(self) -> pd.Series:
        """Return the share of draws at each rank from 1 to the number of economies (rank acceptability)."""
        counts = np.bincount(self.ranks, minlength=self.economies + 1)[1:]
        return pd.Series(counts / len(self.ranks), index=pd.RangeIndex(1, self.economies + 1, name="rank"))

    def within(self, place: int) -> float:
        """Return the share of draws in which the economy ranks `place` or better."""
        return float((self.ranks <= place).mean())


def spread_of(ranks: NDArray[np.int16], economies: int) -> Spread:
    """Return the ranks of one economy with the interval of the middle LEVEL of them."""
    low, high = np.quantile(ranks, TAILS, method="inverted_cdf")
    return Spread(ranks, economies, int(low), int(high))


def competition_ranks(scores: Numbers) -> NDArray[np.int16]:
    """Return ranks along the last axis, 1 for the highest; equal scores share the better rank."""
    order = np.argsort(-scores, axis=-1)
    ranked = np.take_along_axis(scores, order, axis=-1)
    places = np.broadcast_to(np.arange(1, scores.shape[-1] + 1, dtype=np.int16), scores.shape).copy()
    places[..., 1:][ranked[..., 1:] == ranked[..., :-1]] = 0
    np.maximum.accumulate(places, axis=-1, out=places)
    ranks = np.empty(scores.shape, dtype=np.int16)
    np.put_along_axis(ranks, order, places, axis=-1)
    return ranks


def complete(pillars: pd.DataFrame) -> Numbers:
    """Return economies x P1..P7 as numbers; ValueError if a score is missing."""
    scores = pillars[list(PILLARS)].to_numpy("float64")
    if not np.isfinite(scores).all():
        raise ValueError("the ranks need all seven pillar scores of every economy")
    return scores


def ranked(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the pillar scores of all economies ranked in an edition, as economies x P1..P7.

    scores: economies x codes of one edition (composition.wide). Where a pillar is missing (three economies of
    early editions) all seven are set to the published score of the index, which is then the index under any
    weights and aggregation. Empty if the edition has no pillar scores.
    """
    pillars = scores.reindex(columns=list(PILLARS))
    short = pillars.isna().any(axis=1)
    return pillars[~short] if short.all() else _filled(pillars, scores["GII"]).dropna()


def pillar_widths(pillars: pd.DataFrame, widths: pd.DataFrame) -> pd.DataFrame:
    """Return how far each true pillar score may be from that of `ranked`, in its shape.

    widths: economies x codes, the half widths of one edition (index.precision). An economy that stands at
    its score of the index has the width of that score in all pillars.
    """
    return _filled(widths.reindex(index=pillars.index, columns=list(PILLARS)), widths["GII"])


def _filled(pillars: pd.DataFrame, index: pd.Series) -> pd.DataFrame:
    """Return the pillars, all seven those of the index where one is missing."""
    short = pillars.isna().any(axis=1)
    return pd.DataFrame({code: pillars[code].mask(short, index) for code in PILLARS})


def aggregated(weights: Drawn, scores: Numbers) -> Iterator[tuple[slice, Numbers]]:
    """Yield the index of all economies in 2*draws aggregations, chunk by chunk, with the rows it fills.

    scores: economies x P1..P7. First come the arithmetic aggregations, then the geometric ones.
    """
    draws = len(weights[0][2])
    for geometric in (False, True):
        parts = np.log(np.maximum(scores, FLOOR)) if geometric else scores
        for start in range(0, draws, CHUNK):
            rows = slice(start, min(start + CHUNK, draws))
            total = np.zeros((rows.stop - rows.start, len(scores)))
            for side, share, drawn in weights:
                mean = drawn[rows] @ parts[:, side].T
                total += share * (np.exp(mean, out=mean) if geometric else mean)
            yield slice(rows.start + geometric * draws, rows.stop + geometric * draws), total


def rank_draws(pillars: pd.DataFrame, draws: int = DRAWS, seed: int = SEED) -> NDArray[np.int16]:
    """Return ranks as 2*draws x economies: first the arithmetic, then the geometric aggregation.

    pillars: economies x P1..P7, scores from 0 to 100 without blanks (ValueError otherwise).
    """
    ranks = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    for rows, drawn in aggregated(draw_weights(draws, seed), complete(pillars)):
        ranks[rows] = competition_ranks(drawn)
    return ranks


def rank_intervals(pillars: pd.DataFrame, draws: int = DRAWS) -> pd.DataFrame:
    """Return low and high for each economy: the ranks around the middle LEVEL of all 2*draws draws.

    pillars: as for rank_draws.
    """
    ranks = rank_draws(pillars, draws)
    return _intervals(ranks, ranks, pillars.index)


def _intervals(best: NDArray[np.int16], worst: NDArray[np.int16], economies: pd.Index) -> pd.DataFrame:
    """Return low, which the best ranks (draws x economies) leave, and high, which the worst do."""
    low, high = (
        np.quantile(ranks, share, axis=0, method="inverted_cdf")
        for ranks, share in zip((best, worst), TAILS, strict=True)
    )
    return pd.DataFrame({"low": low, "high": high}, index=economies).astype("int64")


def around(pillars: pd.DataFrame, weights: Chosen, economy: str, draws: int = DRAWS) -> Spread:
    """Return the ranks of one economy under weights drawn around chosen ones, over 2*draws draws.

    weights: effective weights of P1 to P7, adding to 1 (ValueError otherwise); pillars as for
    rank_draws; KeyError if the economy is not among them. With the published weights the interval is that of
    rank_intervals.
    """
    scores, place = complete(pillars), place_of(pillars, economy)
    return spread_of(_ranks_of(place, draw_weights(draws, chosen=weights), scores), len(pillars))


def _ranks_of(place: int, weights: Drawn, scores: Numbers) -> NDArray[np.int16]:
    """Return the rank of one economy, a row of the scores, in the 2*draws aggregations."""
    ranks = np.empty(2 * len(weights[0][2]), dtype=np.int16)
    for rows, drawn in aggregated(weights, scores):
        ranks[rows] = 1 + np.count_nonzero(drawn > drawn[:, place, None], axis=1)
    return ranks


def place_of(pillars: pd.DataFrame, economy: str) -> int:
    """Return the row of an economy; KeyError if it is not there."""
    if economy not in pillars.index:
        raise KeyError(economy)
    return list(pillars.index).index(economy)


def widened(intervals: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of gii_intervals whose interval is wider with rounding at its worst."""
    wider = (intervals["outer_low"] < intervals["low"]) | (intervals["outer_high"] > intervals["high"])
    return intervals[wider.fillna(False)]


def outer_intervals(pillars: pd.DataFrame, widths: pd.DataFrame, draws: int = DRAWS) -> pd.DataFrame:
    """Return low and high for each economy, as `rank_intervals` does, with rounding at its worst.

    pillars: economies x P1..P7 without blanks; widths: of the same shape (pillar_widths). In every draw the
    best rank counts the economies whose lowest index is above the highest index of the economy, the worst
    those whose highest is above its lowest; low comes from the best ranks, high from the worst.
    """
    scores, room = complete(pillars), complete(widths)
    weights = draw_weights(draws)
    best = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    worst = np.empty_like(best)
    lowest = aggregated(weights, np.maximum(scores - room, 0.0))
    highest = aggregated(weights, scores + room)
    for (rows, low), (_, high) in zip(lowest, highest, strict=True):
        best[rows] = 1 + _above(high, low)
        worst[rows] = 1 + _above(low, high) - (high > low)
    return _intervals(best, worst, pillars.index)


def _above(own: Numbers, others: Numbers) -> NDArray[np.int16]:
    """Return for each number how many numbers of the same row of `others` are above it."""
    together = competition_ranks(np.concatenate([own, others], axis=1))[:, : own.shape[1]]
    return np.asarray(together - competition_ranks(own))


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


def leads(above: Numbers, below: Numbers, weights: Chosen) -> Numbers:
    """Return the least lead in the index of economies over others, weights drawn around chosen ones.

    above, below: ... x 7 scores of P1 to P7; weights: effective weights of P1 to P7 (ValueError unless they
    add to 1). Arithmetic mean; the least lead lies at a corner of the range.
    """
    total = np.zeros(np.broadcast_shapes(above.shape, below.shape)[:-1])
    for side, share, corners, _ in _ranges(weights):
        total += share * ((above - below)[..., side] @ corners.T).min(axis=-1)
    return total


def geometric_leads(above: Numbers, below: Numbers, weights: Chosen) -> Numbers:
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


def _ranges(weights: Chosen) -> list[tuple[slice, float, Numbers, NDArray[np.intp]]]:
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


def rank_bounds(
    pillars: pd.DataFrame, weights: Chosen = OFFICIAL, widths: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return best and worst for each economy: ranks that no weights around the chosen ones can leave.

    pillars: economies x P1..P7 without blanks; weights: effective weights of P1 to P7 (ValueError otherwise);
    widths: how far each true score may be from the one given, of the same shape.
    """
    scores = complete(pillars)
    room = 0.0 if widths is None else complete(widths.loc[pillars.index])
    low, high = np.maximum(scores - room, 0.0), scores + room
    above = _certain(low[:, None], high, weights)
    best = 1 + above.sum(axis=1).min(axis=0)
    return pd.DataFrame(
        {"best": best, "worst": len(pillars) - above.sum(axis=2).min(axis=0)}, index=pillars.index
    )


def _certain(above: Numbers, below: Numbers, weights: Chosen) -> NDArray[np.bool_]:
    """Return by either mean whether all the weights put one economy above another (as of `leads`)."""
    return np.array([find(above, below, weights) > SAME for find in (leads, geometric_leads)])


def bounds_around(pillars: pd.DataFrame, weights: Chosen, economy: str) -> Bounds:
    """Return the row of rank_bounds for one economy; KeyError if it is not among the pillars."""
    above, below = _settled(pillars, weights, economy)
    return Bounds(1 + int(above.sum(axis=1).min()), len(pillars) - int(below.sum(axis=1).min()))


def contested(pillars: pd.DataFrame, weights: Chosen, economy: str) -> tuple[int, pd.DataFrame]:
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
    scores = complete(pillars)
    own = scores[[place_of(pillars, economy)]]
    return _certain(scores, own, weights), _certain(own, scores, weights)


def bounds_free(pillars: pd.DataFrame, economy: str, most: float = CAP) -> Bounds:
    """Return the ranks of one economy that no seven weights of at most `most` can leave, arithmetic mean.

    pillars: as for rank_bounds; most: from 1/7 to 1 (ValueError otherwise).
    """
    above, below = _settled_free(_gaps(pillars, economy), most)
    return Bounds(1 + int(above.sum()), len(pillars) - int(below.sum()))


def _settled_free(gaps: Numbers, most: float = CAP) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return whom all weights of at most `most` put above an economy, by gaps to it, and whom below it."""
    if not 1 / len(PILLARS) <= most <= 1:
        raise ValueError(f"the cap on a weight must lie between 1/7 and 1, not at {most:g}")
    low, high = np.zeros(len(PILLARS)), np.full(len(PILLARS), most)
    return least_sum(gaps, low, high) > SAME, least_sum(-gaps, low, high) > SAME


def _gaps(pillars: pd.DataFrame, economy: str) -> Numbers:
    """Return the scores less those of an economy; KeyError if it is not there."""
    scores = complete(pillars)
    return np.asarray(scores - scores[place_of(pillars, economy)])


def sobol(pillars: pd.DataFrame, economy: str, samples: int = SAMPLES) -> pd.DataFrame:
    """Return assumption, total and first, the assumption with the largest total first.

    total: share of the variance of the rank that is left when all others are fixed; first: the share that it
    accounts for by itself (estimators of Jansen 1999, within about 0.03; small ones may come out below 0).
    pillars: economies x P1..P7 without blanks; KeyError if the economy is not among them. Where no draw
    changes the rank there is nothing to share out: both are 0.
    """
    _, near = contested(pillars, OFFICIAL, economy)  # the others add the same to every rank
    scores, place = complete(near), place_of(near, economy)

    def ranks(sample: Numbers) -> Numbers:
        """Return the rank for each row of seven weights and the aggregation, all drawn from 0 to 1."""
        drawn = []
        for side, spread in zip(SIDES, SPREAD, strict=True):
            weights = np.array(OFFICIAL)[side] * (1 - spread + 2 * spread * sample[:, side])
            drawn.append((side, 0.5, weights / weights.sum(axis=1, keepdims=True)))
        arithmetic, geometric = _ranks_of(place, drawn, scores).astype("float64").reshape(2, -1)
        return np.where(sample[:, -1] < 0.5, arithmetic, geometric)

    generator = np.random.default_rng(SEED)
    one, other = generator.random((2, samples, len(ASSUMPTIONS)))
    base, again = ranks(one), ranks(other)
    variance = float(np.concatenate([base, again]).var())
    total, first = np.zeros(len(ASSUMPTIONS)), np.zeros(len(ASSUMPTIONS))
    for column in range(len(ASSUMPTIONS) if variance else 0):
        mixed = one.copy()
        mixed[:, column] = other[:, column]
        found = ranks(mixed)
        total[column] = np.square(base - found).mean() / 2 / variance
        first[column] = 1 - np.square(again - found).mean() / 2 / variance
    frame = pd.DataFrame({"assumption": ASSUMPTIONS, "total": total, "first": first})
    return frame.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


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


def free(pillars: pd.DataFrame, economy: str, most: float = CAP) -> Spread:
    """Return the ranks of one economy under weights drawn uniformly among all sets of seven.

    pillars: economies x P1..P7 without blanks; most: as for free_weights (ValueError); KeyError if the
    economy is not among the pillars.
    """
    ranks = 1 + np.count_nonzero(free_weights(DRAWS, most) @ _gaps(pillars, economy).T > SAME, axis=1)
    return spread_of(ranks.astype(np.int16), len(pillars))


def extreme(pillars: pd.DataFrame, economy: str, sign: int) -> ExtremeWeights:
    """Return weights of at most CAP that give the best rank found (sign 1) or the worst one (-1).

    The best of the draws of `free` are improved by a local search without chance, so that the same input
    gives the same answer.
    """
    others, weights = _gaps(pillars, economy), free_weights(DRAWS)
    above, below = _settled_free(others)
    never = (below if sign == 1 else above) | (pillars.index == economy)
    measure = partial(_measured, gaps=sign * others[~never], limit=sign * SAME)
    order = np.argsort(sign * np.count_nonzero(weights @ others.T > SAME, axis=1), kind="stable")
    beam = _searched(weights[order[:_BEAM]], measure)
    chosen = min((_nearest(beam, measure, steps) for steps in STEPS), key=lambda one: measure(one)[0])
    rank = 1 + int(np.count_nonzero(others @ chosen > SAME))
    limit = 1 + above.sum() if sign == 1 else len(pillars) - below.sum()
    return ExtremeWeights(
        weights=tuple(round(float(weight), 3) for weight in chosen),
        rank=rank,
        proven=rank == int(limit),
        distance=float(np.linalg.norm(chosen - checked(OFFICIAL))),
    )


def _measured(weights: Numbers, gaps: Numbers, limit: float) -> tuple[NDArray[np.intp], Numbers]:
    """Return how many weighted gaps to other economies are above a limit, and the smallest of these less it.

    weights: ... x 7; gaps: those that prevent the wanted rank, to economies above for the best one, to those
    not above for the worst.
    """
    found = weights @ gaps.T - limit
    slack = np.where(found > 0, found, np.inf).min(axis=-1, initial=np.inf)
    return np.count_nonzero(found > 0, axis=-1), slack


def _searched(beam: Numbers, measure: Measure) -> Numbers:
    """Return the weights after moves towards corners of what is allowed, the least against them first.

    Among equals the one comes first whose smallest gap above the limit is smallest: the next to fall.
    """
    full = int(1 / CAP + SAME)
    row = [CAP] * full + [max(1 - full * CAP, 0.0)] + [0.0] * len(PILLARS)
    corners = np.array(sorted(set(permutations(row[: len(PILLARS)]))))
    mixes = np.array(_MIXES)[:, None, None]

    @cache
    def moved(row: bytes) -> tuple[Numbers, NDArray[np.intp], Numbers]:
        """Return mixes x corners moves of weights, with what `measure` gives; many come again."""
        near = (1 - mixes) * np.frombuffer(row) + mixes * corners
        return near, *measure(near)

    before: tuple[float, float] | None = None
    for _ in range(_ROUNDS):
        moves, counts, slacks = zip(*(moved(row.tobytes()) for row in beam), strict=True)
        count, slack = measure(beam)
        weights = np.concatenate([beam, np.stack(moves, axis=1).reshape(-1, len(PILLARS))])
        count = np.concatenate([count, np.stack(counts, axis=1).ravel()])
        slack = np.concatenate([slack, np.stack(slacks, axis=1).ravel()])
        order = np.lexsort((slack, count))[:_BEAM]
        beam, reached = weights[order], (float(count[order[0]]), float(slack[order[0]]))
        if reached == before:
            break
        before = reached
    return beam


def _nearest(beam: Numbers, measure: Measure, steps: int) -> Numbers:
    """Return weights in whole steps with the least against them, as near to WIPO's as moves bring."""
    target = checked(OFFICIAL)
    way = np.linspace(0, 1, 41)[:, None, None]
    mixed = ((1 - way) * target + way * beam[None]).reshape(-1, len(PILLARS))
    scaled = mixed[mixed.max(axis=1) <= CAP + SAME] * steps
    whole = np.floor(scaled + SAME)
    # Rows add to 1 in whole steps: the largest remainders are rounded up.
    missing = np.rint(steps - whole.sum(axis=1)).astype("int64")
    places = np.argsort(np.argsort(whole - scaled, axis=1, kind="stable"), axis=1)
    grid = np.unique(np.asarray(whole + (places < missing[:, None]), dtype="int64"), axis=0)
    grid = grid[grid.max(axis=1) <= CAP * steps + SAME]
    count, _ = measure(grid / steps)
    place = np.lexsort((np.square(grid / steps - target).sum(axis=1), count))[0]
    least, weights = count[place], grid[place]
    one = np.eye(len(PILLARS), dtype="int64")
    pairs = np.array([one[a] - one[b] for a, b in permutations(range(len(PILLARS)), 2)])
    moves = np.concatenate([pairs * size for size in (1, 2, 5, 10) if size * 10 <= steps])
    while True:
        tried = weights + moves
        tried = tried[(tried.min(axis=1) >= 0) & (tried.max(axis=1) <= CAP * steps + SAME)]
        tried = tried[measure(tried / steps)[0] <= least]
        close = np.square(tried / steps - target).sum(axis=1)
        if not len(tried) or close.min() >= np.square(weights / steps - target).sum() - SAME:
            return np.asarray(weights / steps)
        weights = tried[close.argmin()]


class NotConverged(RuntimeError):
    """The estimate of means and covariances did not come to rest."""


def expected(values: Numbers, ridge: float = RIDGE) -> Numbers:
    """Return values (cases x variables), each NaN replaced by its expectation given the others of its case.

    Means and covariances are those of a normal distribution, estimated from all cases by expectation-
    maximisation (Dempster, Laird and Rubin 1977); a case without any value gets the means. Raises ValueError
    if a variable has no value at all, NotConverged after 2,000 steps.
    """
    missing = np.isnan(values)
    if missing.all(axis=0).any():
        raise ValueError("a variable without any value cannot be estimated")
    if not missing.any():
        return values.copy()
    middle, scale = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    scale[scale == 0] = 1.0
    units = np.where(missing, 0.0, (values - middle) / scale)
    patterns, of = np.unique(missing, axis=0, return_inverse=True)
    of = of.ravel()
    lost, present = patterns[:, None, :] & patterns[:, :, None], ~patterns[:, None, :] & ~patterns[:, :, None]
    # From a known value (row) to a missing one (column).
    across = ~patterns[:, :, None] & patterns[:, None, :]
    floor = ridge * np.eye(units.shape[1])
    diagonal = patterns[:, :, None] * np.eye(units.shape[1])
    counts = np.bincount(of, minlength=len(patterns))
    mean, spread = np.zeros(units.shape[1]), units.T @ units / len(units) + floor
    for _ in range(ITERATIONS):
        # One system for each pattern; the rows of missing values are those of the identity.
        slopes = np.linalg.solve(np.where(present, spread, 0.0) + diagonal, np.where(across, spread, 0.0))
        rest = np.where(lost, spread - np.where(across, spread, 0.0).swapaxes(1, 2) @ slopes, 0.0)
        centred = np.where(missing, 0.0, units - mean)
        centred += np.einsum("ci,cij->cj", centred, slopes[of])
        shift = centred.mean(axis=0)
        around = centred - shift
        found = (around.T @ around + np.tensordot(counts, rest, axes=1)) / len(units) + floor
        moved = max(float(np.abs(shift).max()), float(np.abs(found - spread).max()))
        if moved < TOLERANCE:
            return np.where(missing, (centred + mean) * scale + middle, values)
        mean, spread = mean + shift, found
    raise NotConverged(f"no rest after {ITERATIONS} steps: the last one moved {moved:g}")


def estimable(scores: pd.DataFrame, structure: pd.DataFrame) -> bool:
    """Return whether an edition can be completed: 50 economies or more, and every indicator with some value.

    scores and structure as for `completed`. With fewer economies the covariances of a pillar have no ground.
    """
    parts = _indicators(structure)
    codes = [code for part in parts.values() for code in part]
    if len(scores) < ECONOMIES or set(parts) != set(PILLARS) or not set(structure["code"]) <= set(scores):
        return False
    return bool(scores[codes].notna().any().all() and scores[list(PILLARS)].notna().all(axis=None))


def _indicators(structure: pd.DataFrame) -> dict[str, list[str]]:
    """Return the codes of the indicators of each pillar that has any."""
    indicators = structure[structure["level"] == "indicator"]
    pillar = indicators["parent"].map(structure.set_index("code")["parent"])
    return {str(code): list(rows) for code, rows in indicators["code"].groupby(pillar, dropna=False)}


def completed(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return the scores with the missing indicators of each pillar estimated, from 0 to 100.

    scores: economies x codes of one edition; structure: its rows of gii_structure. Known scores and all
    aggregates stay as they are.
    """
    frame = scores.copy()
    for codes in _indicators(structure).values():
        frame[codes] = np.clip(expected(frame[codes].to_numpy("float64")), 0.0, 100.0)
    return frame


def imputed_intervals(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return rank, low and high for each economy of an edition with its indicators.

    rank: with all missing indicators estimated, published weights. low, high: the ranks around the middle
    LEVEL of 4*DRAWS draws: without and with the estimates, arithmetic and geometric. scores and structure
    as for `completed`, of an edition that is estimable.
    """
    whole = rebuild_from_indicators(completed(scores, structure), structure)
    ranks = np.concatenate([rank_draws(pillars) for pillars in (ranked(scores), whole[list(PILLARS)])])
    frame = _intervals(ranks, ranks, scores.index)
    frame.insert(0, "rank", competition_ranks(whole["GII"].to_numpy("float64")).astype("int64"))
    return frame
