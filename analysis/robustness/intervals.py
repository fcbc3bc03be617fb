"""How far the rank depends on weights, aggregation and rounding (docs/method.md).

Around chosen weights: those of a sub-index are drawn within SPREAD and rescaled inside it, its pillars
aggregated by the arithmetic and by the geometric mean. Free: any seven weights are as likely. Outer: each
economy is set against all others as if rounding had always favoured it, and as if it never had.
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
Chosen = Sequence[float] | Numbers
"""Effective weights of P1 to P7."""
Drawn = list[tuple[slice, float, Numbers]]
"""Of each sub-index that weighs anything: its pillars, share of the index, draws x pillars that add to 1."""

DRAW_COUNT: Final = 10_000
"""Draws of weights, for each way of aggregation."""
SEED: Final = 0
"""Of every draw, so that the same scores give the same interval."""
SUBINDEX_SLICES: Final = (slice(0, len(INPUT_PILLARS)), slice(len(INPUT_PILLARS), len(PILLARS)))
"""The places of the input and of the output pillars among the seven."""
WEIGHT_SPREAD: Final = (0.5, 0.2)
"""How far the weight of an input and of an output pillar is drawn from the chosen one, as a share of it.

The ranges of the audits of the GII.
"""
MAX_PILLAR_WEIGHT: Final = 0.5
"""The most that one GII pillar may weigh: above it one pillar alone would outweigh all others."""
MIN_PILLAR_CAP: Final = 0.25
"""Smallest cap on a single weight: below it hardly a draw would be accepted."""
INTERVAL_LEVEL: Final = 0.90
"""Share of the draws inside an interval."""
INTERVAL_QUANTILES: Final = ((1 - INTERVAL_LEVEL) / 2, 1 - (1 - INTERVAL_LEVEL) / 2)
"""Shares of the draws below the two ends of an interval."""
SCORE_TOLERANCE: Final = 1e-9
"""Scores closer than this are equal: room for arithmetic, far below any printed decimal."""
MIN_SCORE: Final = 1e-9
"""A geometric mean takes a score of 0 as this."""
DRAWS_PER_CHUNK: Final = 500
"""Draws aggregated at a time: their scores fit into a processor's cache."""


def check_weights(weights: Chosen) -> Numbers:
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
    centre, generator = check_weights(chosen), np.random.default_rng(seed)
    found = []
    for side, spread in zip(SUBINDEX_SLICES, WEIGHT_SPREAD, strict=True):
        share = float(centre[side].sum())
        inside = centre[side] / (share or 1)
        drawn = generator.uniform(inside * (1 - spread), inside * (1 + spread), (draws, len(inside)))
        if share:
            found.append((side, share, drawn / drawn.sum(axis=1, keepdims=True)))
    return found


@lru_cache(maxsize=1)
def free_weights(draws: int, most: float = MAX_PILLAR_WEIGHT) -> Numbers:
    """Return weights without preference as draws x 7; rows add to 1 and no weight is above `most`.

    most: from 0.25 to 1 (ValueError otherwise); 1 is no cap.
    """
    if not MIN_PILLAR_CAP <= most <= 1:
        raise ValueError(f"the cap on a weight must lie between {MIN_PILLAR_CAP} and 1, not at {most:g}")
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


def spread_of_ranks(ranks: NDArray[np.int16], economies: int) -> Spread:
    """Return the ranks of one economy with the interval of the middle LEVEL of them."""
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
    """Return economies x P1..P7 as numbers; ValueError if a score is missing."""
    scores = pillars[list(PILLARS)].to_numpy("float64")
    if not np.isfinite(scores).all():
        raise ValueError("the ranks need all seven pillar scores of every economy")
    return scores


def ranked_pillars(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the pillar scores of all economies ranked in an edition, as economies x P1..P7.

    scores: economies x codes of one edition (composition.pivot_scores). Where a pillar is missing (three
    economies of early editions) all seven are set to the published score of the index, so that it is the
    aggregate under any weights. Empty if the edition has no pillar scores.
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
    short = pillars.isna().any(axis=1)
    return pd.DataFrame({code: pillars[code].mask(short, index) for code in PILLARS})


def aggregate_draws(weights: Drawn, scores: Numbers) -> Iterator[tuple[slice, Numbers]]:
    """Yield the index of all economies in 2*draws aggregations, chunk by chunk, with the rows it fills.

    scores: economies x P1..P7. First come the arithmetic aggregations, then the geometric ones.
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
    """Return ranks as 2*draws x economies: first the arithmetic, then the geometric aggregation.

    pillars: economies x P1..P7, scores from 0 to 100 without blanks (ValueError otherwise).
    """
    ranks = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    for rows, drawn in aggregate_draws(draw_weights(draws, seed), require_complete(pillars)):
        ranks[rows] = competition_ranks(drawn)
    return ranks


def rank_intervals(pillars: pd.DataFrame, draws: int = DRAW_COUNT) -> pd.DataFrame:
    """Return low and high for each economy: the ranks around the middle LEVEL of all 2*draws draws.

    pillars: as for rank_draws.
    """
    ranks = rank_draws(pillars, draws)
    return _intervals(ranks, ranks, pillars.index)


def _intervals(best: NDArray[np.int16], worst: NDArray[np.int16], economies: pd.Index) -> pd.DataFrame:
    """Return low, which the best ranks (draws x economies) leave, and high, which the worst do."""
    low, high = (
        np.quantile(ranks, share, axis=0, method="inverted_cdf")
        for ranks, share in zip((best, worst), INTERVAL_QUANTILES, strict=True)
    )
    return pd.DataFrame({"low": low, "high": high}, index=economies).astype("int64")


def ranks_around(pillars: pd.DataFrame, weights: Chosen, economy: str, draws: int = DRAW_COUNT) -> Spread:
    """Return the ranks of one economy under weights drawn around chosen ones, over 2*draws draws.

    weights: effective weights of P1 to P7, adding to 1 (ValueError otherwise); pillars as for
    rank_draws; KeyError if the economy is not among them. With the published weights the interval is that of
    rank_intervals.
    """
    scores, place = require_complete(pillars), row_of_economy(pillars, economy)
    return spread_of_ranks(_ranks_of(place, draw_weights(draws, chosen=weights), scores), len(pillars))


def _ranks_of(place: int, weights: Drawn, scores: Numbers) -> NDArray[np.int16]:
    """Return the rank of one economy, a row of the scores, in the 2*draws aggregations."""
    ranks = np.empty(2 * len(weights[0][2]), dtype=np.int16)
    for rows, drawn in aggregate_draws(weights, scores):
        ranks[rows] = 1 + np.count_nonzero(drawn > drawn[:, place, None], axis=1)
    return ranks


def row_of_economy(pillars: pd.DataFrame, economy: str) -> int:
    """Return the row of an economy; KeyError if it is not there."""
    if economy not in pillars.index:
        raise KeyError(economy)
    return list(pillars.index).index(economy)


def select_widened(intervals: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of gii_intervals whose interval is wider with rounding at its worst."""
    wider = (intervals["outer_low"] < intervals["low"]) | (intervals["outer_high"] > intervals["high"])
    return intervals[wider.fillna(False)]


def outer_intervals(pillars: pd.DataFrame, widths: pd.DataFrame, draws: int = DRAW_COUNT) -> pd.DataFrame:
    """Return low and high for each economy, as `rank_intervals` does, with rounding at its worst.

    pillars: economies x P1..P7 without blanks; widths: of the same shape (pillar_widths). In every draw the
    best rank counts the economies whose lowest index is above the highest index of the economy, the worst
    those whose highest is above its lowest; low comes from the best ranks, high from the worst.
    """
    scores, room = require_complete(pillars), require_complete(widths)
    weights = draw_weights(draws)
    best = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    worst = np.empty_like(best)
    lowest = aggregate_draws(weights, np.maximum(scores - room, 0.0))
    highest = aggregate_draws(weights, scores + room)
    for (rows, low), (_, high) in zip(lowest, highest, strict=True):
        best[rows] = 1 + _above(high, low)
        worst[rows] = 1 + _above(low, high) - (high > low)
    return _intervals(best, worst, pillars.index)


def _above(own: Numbers, others: Numbers) -> NDArray[np.int16]:
    """Return for each number how many numbers of the same row of `others` are above it."""
    together = competition_ranks(np.concatenate([own, others], axis=1))[:, : own.shape[1]]
    return np.asarray(together - competition_ranks(own))


def ranks_under_free_weights(pillars: pd.DataFrame, economy: str, most: float = MAX_PILLAR_WEIGHT) -> Spread:
    """Return the ranks of one economy under weights drawn uniformly among all sets of seven.

    pillars: economies x P1..P7 without blanks; most: as for free_weights (ValueError); KeyError if the
    economy is not among the pillars.
    """
    scores = require_complete(pillars)
    gaps = scores - scores[row_of_economy(pillars, economy)]
    ranks = 1 + np.count_nonzero(free_weights(DRAW_COUNT, most) @ gaps.T > SCORE_TOLERANCE, axis=1)
    return spread_of_ranks(ranks.astype(np.int16), len(pillars))
