"""Which assumption matters: shares of the variance of one economy's rank, by weight and by aggregation.

The eight inputs of the interval of analysis.robustness are drawn independently: the weights of the seven
pillars around the published ones, and the arithmetic or the geometric mean. The total index of an input is
the share of the variance of the rank that is left when all others are fixed, interactions included; the
first-order index is the share that the input accounts for by itself (estimators of Jansen 1999).
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.bounds import contested
from analysis.composition import PILLARS
from analysis.draws import INPUTS, PUBLISHED, SEED, SIDES, SPREAD
from analysis.robustness import FLOOR, complete, place_of

Numbers = NDArray[np.float64]

AGGREGATION: Final = "aggregation"
ASSUMPTIONS: Final = (*PILLARS, AGGREGATION)
SAMPLES: Final = 8_192
_CHUNK: Final = 1_000


def sobol(pillars: pd.DataFrame, economy: str, samples: int = SAMPLES) -> pd.DataFrame:
    """Return assumption, total and first, the assumption with the largest total first.

    pillars: economies x P1..P7 without blanks; KeyError if the economy is not among them; 10 ranks are
    computed for each of the samples. The estimates are within about 0.03 of the true indices; small ones may
    come out below 0. Where no draw changes the rank there is nothing to share out: total and first are 0.
    """
    _, near = contested(pillars, PUBLISHED, economy)  # the others add the same to every rank
    scores, place = complete(near), place_of(near, economy)
    generator = np.random.default_rng(SEED)
    one, other = generator.random((2, samples, len(ASSUMPTIONS)))
    base, again = _ranks(one, scores, place), _ranks(other, scores, place)
    variance = float(np.concatenate([base, again]).var())
    total, first = np.zeros(len(ASSUMPTIONS)), np.zeros(len(ASSUMPTIONS))
    for column in range(len(ASSUMPTIONS) if variance else 0):
        mixed = one.copy()
        mixed[:, column] = other[:, column]
        ranks = _ranks(mixed, scores, place)
        total[column] = np.square(base - ranks).mean() / 2 / variance
        first[column] = 1 - np.square(again - ranks).mean() / 2 / variance
    frame = pd.DataFrame({"assumption": ASSUMPTIONS, "total": total, "first": first})
    return frame.sort_values("total", ascending=False, kind="stable").reset_index(drop=True)


def _ranks(sample: Numbers, scores: Numbers, place: int) -> Numbers:
    """Return the rank for each row of seven weights and the aggregation, all drawn from 0 to 1."""
    weights = np.array(PUBLISHED) * _between(sample[:, :INPUTS], sample[:, INPUTS : len(PILLARS)])
    geometric = sample[:, -1] >= 0.5
    ranks = np.empty(len(sample))
    for chosen, parts in ((~geometric, scores), (geometric, np.log(np.maximum(scores, FLOOR)))):
        rows = np.flatnonzero(chosen)
        for start in range(0, len(rows), _CHUNK):
            some = rows[start : start + _CHUNK]
            total = np.zeros((len(some), len(scores)))
            for side in SIDES:
                drawn = weights[some, side]
                mean = (drawn / drawn.sum(axis=1, keepdims=True)) @ parts[:, side].T
                total += np.exp(mean) if parts is not scores else mean
            ranks[some] = 1 + np.count_nonzero(total > total[:, [place]], axis=1)
    return ranks


def _between(inputs: Numbers, outputs: Numbers) -> Numbers:
    """Return the factors of the weights: 0.5 to 1.5 for inputs, 0.8 to 1.2 for outputs."""
    return np.hstack([1 - SPREAD[0] + 2 * SPREAD[0] * inputs, 1 - SPREAD[1] + 2 * SPREAD[1] * outputs])
