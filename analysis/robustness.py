"""How far the rank depends on weights and aggregation.

Reading: the weights of the seven pillars are drawn around the published or other chosen ones (analysis.draws)
and the pillars of a sub-index are aggregated by the arithmetic and by the geometric mean. The result is named
"rank under other weights and aggregation"; it is no interval of the publisher. Indicators that are missing
stay missing (see analysis.imputation).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composition import PILLARS
from analysis.draws import DRAWS, INPUTS, SEED, Weights, draw_weights

LEVEL: Final = 0.90
"""Share of the draws inside an interval."""
TAILS: Final = ((1 - LEVEL) / 2, 1 - (1 - LEVEL) / 2)
"""Shares of the draws below the two ends of an interval."""
SAME: Final = 1e-9
"""Scores closer than this are equal: room for arithmetic, far below any printed decimal."""
FLOOR: Final = 1e-9
"""A geometric mean takes a score of 0 as this."""
CHUNK: Final = 2_000
"""Draws aggregated at a time where all economies are ranked, and where one is (its share of the cache)."""
_CACHE: Final = 500


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


def competition_ranks(scores: NDArray[np.float64]) -> NDArray[np.int16]:
    """Return ranks along the last axis, 1 for the highest; equal scores share the better rank."""
    order = np.argsort(-scores, axis=-1)
    ranked = np.take_along_axis(scores, order, axis=-1)
    places = np.broadcast_to(np.arange(1, scores.shape[-1] + 1, dtype=np.int16), scores.shape).copy()
    places[..., 1:][ranked[..., 1:] == ranked[..., :-1]] = 0
    np.maximum.accumulate(places, axis=-1, out=places)
    ranks = np.empty(scores.shape, dtype=np.int16)
    np.put_along_axis(ranks, order, places, axis=-1)
    return ranks


def complete(pillars: pd.DataFrame) -> NDArray[np.float64]:
    """Return economies x P1..P7 as numbers; ValueError if a score is missing."""
    scores = pillars[list(PILLARS)].to_numpy("float64")
    if not np.isfinite(scores).all():
        raise ValueError("the ranks need all seven pillar scores of every economy")
    return scores


def ranked(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the pillar scores of all economies ranked in an edition, as economies x P1..P7.

    scores: economies x codes of one edition (composition.wide). Where a pillar is missing (three economies of
    2011 and 2012) all seven are set to the published score of the index, which is then the index under any
    weights and aggregation: the economy keeps its score, and the ranks of the others are among all. Empty if
    the edition has no pillar scores.
    """
    pillars = scores.reindex(columns=list(PILLARS))
    short = pillars.isna().any(axis=1)
    if short.all():
        return pillars[~short]
    index = scores["GII"].where(short)
    filled = pd.DataFrame({code: pillars[code].mask(short, index) for code in PILLARS})
    return filled.dropna()


def rank_draws(pillars: pd.DataFrame, draws: int = DRAWS, seed: int = SEED) -> NDArray[np.int16]:
    """Return ranks as 2*draws x economies: first the arithmetic, then the geometric aggregation.

    pillars: economies x P1..P7, scores from 0 to 100 without blanks (ValueError otherwise).
    """
    scores = complete(pillars)
    weights = draw_weights(draws, seed)
    ranks = np.empty((2 * draws, len(pillars)), dtype=np.int16)
    for rows, drawn in aggregated(weights, scores, CHUNK):
        ranks[rows] = competition_ranks(drawn)
    return ranks


def aggregated(
    weights: Weights, scores: NDArray[np.float64], chunk: int
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield the index of all economies in 2*draws aggregations, chunk by chunk, with the rows it fills.

    scores: economies x P1..P7. First come the arithmetic aggregations, then the geometric ones.
    """
    draws = len(weights.inputs)
    parts = (
        (weights.inputs_share, weights.inputs, scores[:, :INPUTS]),
        (
            1 - weights.inputs_share,
            weights.outputs,
            scores[:, INPUTS:],
        ),
    )
    for geometric in (False, True):
        taken = [
            (share, drawn, np.log(np.maximum(part, FLOOR)).T if geometric else part.T)
            for share, drawn, part in parts
            if share
        ]
        for start in range(0, draws, chunk):
            rows = slice(start, min(start + chunk, draws))
            total = np.zeros((rows.stop - rows.start, len(scores)))
            for share, drawn, part in taken:
                mean = drawn[rows] @ part
                total += share * (np.exp(mean, out=mean) if geometric else mean)
            yield slice(rows.start + geometric * draws, rows.stop + geometric * draws), total


def rank_intervals(pillars: pd.DataFrame, draws: int = DRAWS) -> pd.DataFrame:
    """Return low and high for each economy: the ranks around the middle LEVEL of all 2*draws draws.

    pillars: as for rank_draws.
    """
    low, high = np.quantile(rank_draws(pillars, draws), TAILS, axis=0, method="inverted_cdf")
    return pd.DataFrame({"low": low.astype("int64"), "high": high.astype("int64")}, index=pillars.index)


def around(
    pillars: pd.DataFrame,
    weights: Sequence[float] | NDArray[np.float64],
    economy: str,
    draws: int = DRAWS,
) -> Spread:
    """Return the ranks of one economy under weights drawn around chosen ones, over 2*draws draws.

    weights: effective weights of P1 to P7, adding to 1 (ValueError otherwise); pillars as for
    rank_draws; KeyError if the economy is not among them. With the published weights the interval is that of
    rank_intervals. A sub-index whose chosen weights are all zero is left out.
    """
    scores = complete(pillars)
    place = place_of(pillars, economy)
    ranks = np.empty(2 * draws, dtype=np.int16)
    for rows, drawn in aggregated(draw_weights(draws, chosen=weights), scores, _CACHE):
        own = drawn[:, place, None]
        ranks[rows] = 1 + np.count_nonzero(drawn > own, axis=1)
    return spread_of(ranks, len(pillars))


def place_of(pillars: pd.DataFrame, economy: str) -> int:
    """Return the row of an economy; KeyError if it is not there."""
    if economy not in pillars.index:
        raise KeyError(economy)
    return list(pillars.index).index(economy)
