"""How far the rank depends on weights, aggregation and rounding (docs/method.md).

Around chosen weights: the weights of each sub-index are drawn within WEIGHT_SPREAD and rescaled, and its
pillars aggregated by the arithmetic and by the geometric mean. Free: any seven weights are equally likely.
Outer: each economy is compared with all others as if rounding had always, or never, favoured it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.index.composition import INPUT_PILLARS, OFFICIAL, PILLARS

Numbers = NDArray[np.float64]
PillarWeights = Sequence[float] | Numbers
"""Effective weights of P1 to P7."""
DrawnWeights = list[tuple[slice, float, Numbers]]
"""Pillars, share of the index, and draws x pillars that add to 1, for each sub-index with any weight."""

DRAW_COUNT: Final = 10_000  # draws of weights for each kind of mean
SEED: Final = 0  # of all draws, so that the same scores give the same interval
SUBINDEX_SLICES: Final = (slice(0, len(INPUT_PILLARS)), slice(len(INPUT_PILLARS), len(PILLARS)))
"""Positions of the input and the output pillars among the seven."""
WEIGHT_SPREAD: Final = (0.5, 0.2)
"""Range of the weights of input and output pillars around the chosen ones, as a share (GII audits)."""
MAX_PILLAR_WEIGHT: Final = 0.5
"""Largest weight of a GII pillar; above it one pillar would outweigh all others."""
MIN_PILLAR_CAP: Final = 0.25
"""Smallest cap on a weight; below it hardly any draw would be accepted."""
INTERVAL_LEVEL: Final = 0.90  # share of the draws inside an interval
INTERVAL_QUANTILES: Final = ((1 - INTERVAL_LEVEL) / 2, 1 - (1 - INTERVAL_LEVEL) / 2)
"""Shares of the draws below the ends of an interval."""
SCORE_TOLERANCE: Final = 1e-9  # points; closer scores are equal
MIN_SCORE: Final = 1e-9  # points; replaces a score of 0 in a geometric mean
DRAWS_PER_CHUNK: Final = 500  # whose scores fit into the cache of a processor


def check_weights(weights: PillarWeights) -> Numbers:
    """Return the effective weights of P1 to P7, rescaled to add to exactly 1.

    Raises ValueError unless they are seven finite numbers of 0 or more that add to 1 (within 1e-6).
    """
    chosen = np.asarray(weights, dtype="float64")
    if chosen.shape != (len(PILLARS),) or not np.isfinite(chosen).all() or (chosen < 0).any():
        raise ValueError("weights must be seven non-negative numbers for P1 to P7")
    if abs(float(chosen.sum()) - 1) > 1e-6:
        raise ValueError(f"weights must add to 1, not to {chosen.sum():g}")
    return np.asarray(chosen / chosen.sum())


def draw_weights(draws: int, seed: int = SEED, chosen: PillarWeights = OFFICIAL) -> DrawnWeights:
    """Return weights drawn uniformly around the chosen ones and rescaled inside each sub-index.

    chosen: effective weights of P1 to P7 (ValueError as in ``check_weights``); sub-indices keep their shares.
    """
    centre, generator = check_weights(chosen), np.random.default_rng(seed)
    drawn_weights = []
    for side, spread in zip(SUBINDEX_SLICES, WEIGHT_SPREAD, strict=True):
        share = float(centre[side].sum())
        shares = centre[side] / (share or 1)
        drawn = generator.uniform(shares * (1 - spread), shares * (1 + spread), (draws, len(shares)))
        if share:
            drawn_weights.append((side, share, drawn / drawn.sum(axis=1, keepdims=True)))
    return drawn_weights


@lru_cache(maxsize=1)
def free_weights(draws: int, max_weight: float = MAX_PILLAR_WEIGHT) -> Numbers:
    """Draw weights uniformly, as draws x 7; rows add to 1 and no weight is above ``max_weight``.

    max_weight: from MIN_PILLAR_CAP to 1, which is no cap (ValueError otherwise).
    """
    if not MIN_PILLAR_CAP <= max_weight <= 1:
        raise ValueError(
            f"the cap on a weight must lie between {MIN_PILLAR_CAP} and 1, not at {max_weight:g}"
        )
    generator = np.random.default_rng(SEED)
    accepted = np.empty((0, len(PILLARS)))
    while len(accepted) < draws:
        drawn = generator.dirichlet(np.ones(len(PILLARS)), 2 * draws)
        accepted = np.concatenate([accepted, drawn[drawn.max(axis=1) <= max_weight]])
    return accepted[:draws]


@dataclass(frozen=True, slots=True)
class Spread:
    """The ranks of one economy over many draws of weights.

    ranks: one for each draw, the arithmetic means first; economies: number ranked; low, high: ends of the
    interval of the middle 90 % of the draws.
    """

    ranks: NDArray[np.int16]
    economies: int
    low: int
    high: int

    def shares(self) -> pd.Series:
        """Return the share of the draws by rank, from 1 to the number of economies (rank acceptability)."""
        counts = np.bincount(self.ranks, minlength=self.economies + 1)[1:]
        return pd.Series(counts / len(self.ranks), index=pd.RangeIndex(1, self.economies + 1, name="rank"))

    def within(self, rank: int) -> float:
        """Return the share of the draws in which the economy has this rank or a better one."""
        return float((self.ranks <= rank).mean())


def spread_of_ranks(ranks: NDArray[np.int16], economies: int) -> Spread:
    """Return the ranks of one economy with their INTERVAL_LEVEL interval."""
    low, high = np.quantile(ranks, INTERVAL_QUANTILES, method="inverted_cdf")
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


def require_complete(pillars: pd.DataFrame) -> Numbers:
    """Return the scores as economies x P1..P7; ValueError if one is missing."""
    scores = pillars[list(PILLARS)].to_numpy("float64")
    if not np.isfinite(scores).all():
        raise ValueError("the ranks need all seven pillar scores of every economy")
    return scores


def ranked_pillars(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the pillar scores of all economies ranked in an edition, as economies x P1..P7.

    scores: economies x codes of one edition (``pivot_scores``). If a pillar is missing (three economies of
    early editions), all seven are set to the published score of the index, which is then the aggregate under
    any weights. Empty if the edition has no pillar scores.
    """
    pillars = scores.reindex(columns=list(PILLARS))
    short = pillars.isna().any(axis=1)
    return pillars[~short] if short.all() else _fill_with_index(pillars, scores["GII"]).dropna()


def pillar_widths(pillars: pd.DataFrame, widths: pd.DataFrame) -> pd.DataFrame:
    """Return the largest error of each score of ``ranked_pillars``, in its shape.

    widths: economies x codes, half widths of one edition (``index.precision``). Pillars that are set to the
    score of the index have its width.
    """
    return _fill_with_index(widths.reindex(index=pillars.index, columns=list(PILLARS)), widths["GII"])


def _fill_with_index(pillars: pd.DataFrame, index: pd.Series) -> pd.DataFrame:
    short = pillars.isna().any(axis=1)
    return pd.DataFrame({code: pillars[code].mask(short, index) for code in PILLARS})


def aggregate_draws(weights: DrawnWeights, scores: Numbers) -> Iterator[tuple[slice, Numbers]]:
    """Yield (rows, index of draws x economies) of 2*draws aggregations, chunk by chunk.

    scores: economies x P1..P7. The arithmetic means come first, then the geometric ones.
    """
    draws = len(weights[0][2])
    for geometric in (False, True):
        parts = np.log(np.maximum(scores, MIN_SCORE)) if geometric else scores
        for start in range(0, draws, DRAWS_PER_CHUNK):
            rows = slice(start, min(start + DRAWS_PER_CHUNK, draws))
            total = np.zeros((rows.stop - rows.start, len(scores)))
            for side, share, drawn in weights:
                mean = drawn[rows] @ parts[:, side].T
                total += share * (np.exp(mean, out=mean) if geometric else mean)
            yield slice(rows.start + geometric * draws, rows.stop + geometric * draws), total


def rank_draws(pillars: pd.DataFrame, draws: int = DRAW_COUNT, seed: int = SEED) -> NDArray[np.int16]:
    """Return ranks as 2*draws x economies, those by the arithmetic mean first.

    pillars: economies x P1..P7, scores from 0 to 100 without NaN (ValueError otherwise).
    """
    ranks = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    for rows, drawn in aggregate_draws(draw_weights(draws, seed), require_complete(pillars)):
        ranks[rows] = competition_ranks(drawn)
    return ranks


def rank_intervals(pillars: pd.DataFrame, draws: int = DRAW_COUNT) -> pd.DataFrame:
    """Return low and high for each economy: their INTERVAL_LEVEL interval over 2*draws draws.

    pillars: as for ``rank_draws``.
    """
    ranks = rank_draws(pillars, draws)
    return _intervals(ranks, ranks, pillars.index)


def _intervals(best: NDArray[np.int16], worst: NDArray[np.int16], economies: pd.Index) -> pd.DataFrame:
    low, high = (
        np.quantile(ranks, share, axis=0, method="inverted_cdf")
        for ranks, share in zip((best, worst), INTERVAL_QUANTILES, strict=True)
    )
    return pd.DataFrame({"low": low, "high": high}, index=economies).astype("int64")


def ranks_around(
    pillars: pd.DataFrame, weights: PillarWeights, economy: str, draws: int = DRAW_COUNT
) -> Spread:
    """Return the ranks of one economy over 2*draws draws of weights around the chosen ones.

    pillars: as for ``rank_draws`` (KeyError without the economy); weights: effective weights of P1 to P7,
    which add to 1 (ValueError otherwise). With the published weights the interval is that of
    ``rank_intervals``.
    """
    scores, row = require_complete(pillars), row_of_economy(pillars, economy)
    return spread_of_ranks(_ranks_of(row, draw_weights(draws, chosen=weights), scores), len(pillars))


def _ranks_of(row: int, weights: DrawnWeights, scores: Numbers) -> NDArray[np.int16]:
    ranks = np.empty(2 * len(weights[0][2]), dtype=np.int16)
    for rows, drawn in aggregate_draws(weights, scores):
        ranks[rows] = 1 + np.count_nonzero(drawn > drawn[:, row, None], axis=1)
    return ranks


def row_of_economy(pillars: pd.DataFrame, economy: str) -> int:
    """Return the position of the row of an economy; KeyError without it."""
    if economy not in pillars.index:
        raise KeyError(economy)
    return list(pillars.index).index(economy)


def select_widened(intervals: pd.DataFrame) -> pd.DataFrame:
    """Select the rows of gii_intervals whose outer interval is wider than the interval."""
    wider = (intervals["outer_low"] < intervals["low"]) | (intervals["outer_high"] > intervals["high"])
    return intervals[wider.fillna(False)]


def outer_intervals(pillars: pd.DataFrame, widths: pd.DataFrame, draws: int = DRAW_COUNT) -> pd.DataFrame:
    """Return low and high for each economy, as ``rank_intervals`` does, with rounding at its worst.

    pillars: economies x P1..P7 without NaN; widths: of the same shape (``pillar_widths``). In each draw the
    best rank counts the economies whose lowest index is above the highest index of the economy, the worst
    rank those whose highest is above its lowest.
    """
    scores, margins = require_complete(pillars), require_complete(widths)
    weights = draw_weights(draws)
    best = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    worst = np.empty_like(best)
    lowest = aggregate_draws(weights, np.maximum(scores - margins, 0.0))
    highest = aggregate_draws(weights, scores + margins)
    for (rows, low), (_, high) in zip(lowest, highest, strict=True):
        best[rows] = 1 + _count_above(high, low)
        worst[rows] = 1 + _count_above(low, high) - (high > low)
    return _intervals(best, worst, pillars.index)


def _count_above(values: Numbers, other_values: Numbers) -> NDArray[np.int16]:
    # For each number, how many numbers in the same row of other_values are above it.
    together = competition_ranks(np.concatenate([values, other_values], axis=1))[:, : values.shape[1]]
    return np.asarray(together - competition_ranks(values))


def ranks_under_free_weights(
    pillars: pd.DataFrame, economy: str, max_weight: float = MAX_PILLAR_WEIGHT
) -> Spread:
    """Return the ranks of one economy under ``free_weights``.

    pillars: economies x P1..P7 without NaN (KeyError without the economy); max_weight: as for
    ``free_weights`` (ValueError).
    """
    scores = require_complete(pillars)
    gaps = scores - scores[row_of_economy(pillars, economy)]
    ranks = 1 + np.count_nonzero(free_weights(DRAW_COUNT, max_weight) @ gaps.T > SCORE_TOLERANCE, axis=1)
    return spread_of_ranks(ranks.astype(np.int16), len(pillars))
