"""The rank under given weights, and the best and worst under constraints by scipy's integer programmes."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.index.composition import PILLARS, index_scores

Numbers = NDArray[np.float64]


BIG = 100.0
"""No index leads another by more points."""
STEP = 1e-7


def rank_under(pillars: pd.DataFrame, weights: Sequence[float], economy: str) -> int:
    """Return the rank of one economy under exactly these weights, as the index is rebuilt with them."""
    scores = index_scores(pillars, dict(zip(PILLARS, weights, strict=True)))["GII"]
    return 1 + int((scores > scores[economy] + 1e-9).sum())


def best_rank(pillars: pd.DataFrame, economy: str, sums: Numbers, low: Numbers, high: Numbers) -> int:
    """Return the best rank over all weights from low to high (seven) whose sums (rows x 7) are 1 each."""
    gaps = _gaps(pillars, economy)
    return 1 + _fewest(gaps, np.zeros(len(gaps)), sums, low, high, 1)


def worst_rank(pillars: pd.DataFrame, economy: str, sums: Numbers, low: Numbers, high: Numbers) -> int:
    """Return the worst rank over the same weights."""
    gaps = _gaps(pillars, economy)
    return 1 - _fewest(gaps, np.full(len(gaps), STEP - BIG), sums, low, high, -1)


def _gaps(pillars: pd.DataFrame, economy: str) -> Numbers:
    scores = pillars.to_numpy("float64")
    place = list(pillars.index).index(economy)
    return np.asarray(np.delete(scores, place, axis=0) - scores[place])


def _fewest(gaps: Numbers, limit: Numbers, sums: Numbers, low: Numbers, high: Numbers, sign: int) -> int:
    """Return the least of sign times the number of economies above; one binary for each says that it is.

    Above is forced on for the best rank (gap <= BIG x above), and for the worst it needs a lead (gap >= STEP
    - BIG + BIG x above).
    """
    count = len(gaps)
    rows = np.hstack([gaps, -BIG * np.eye(count)])
    fits = LinearConstraint(rows, -np.inf, limit) if sign == 1 else LinearConstraint(rows, limit, np.inf)
    whole = LinearConstraint(np.hstack([sums, np.zeros((len(sums), count))]), 1, 1)
    found = milp(
        np.concatenate([np.zeros(7), np.full(count, float(sign))]),
        constraints=[fits, whole],
        integrality=np.concatenate([np.zeros(7), np.ones(count)]),
        bounds=Bounds(np.concatenate([low, np.zeros(count)]), np.concatenate([high, np.ones(count)])),
    )
    assert found.status == 0, found.message
    return round(float(found.fun))
