"""Rank and interval in the scenario that missing indicators are estimated.

The published index leaves missing indicators out, which is to give them the mean of their sub-pillar. Here
they are estimated from the other indicators of their pillar, taken as jointly normal, by
expectation-maximisation (Dempster, Laird and Rubin 1977): each missing score becomes its expectation given
those present. The result is never mixed into the interval of analysis.robustness.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composition import PILLARS, rebuild_from_indicators
from analysis.robustness import TAILS, competition_ranks, rank_draws, ranked

Numbers = NDArray[np.float64]

RIDGE: Final = 1e-3
"""Added to the variance of each indicator (whose unit is its own variance): keeps the equations solvable."""
TOLERANCE: Final = 1e-6
"""The estimate stands when no mean and no covariance moves by more, in standard deviations."""
ITERATIONS: Final = 2_000
ECONOMIES: Final = 50
"""Fewest economies from which the covariances of a pillar are estimated."""


class NotConverged(RuntimeError):
    """The estimate of means and covariances did not come to rest."""


def expected(values: Numbers, ridge: float = RIDGE, tolerance: float = TOLERANCE) -> Numbers:
    """Return values (cases x variables), each NaN replaced by its expectation given the others of its case.

    Means and covariances are estimated from all cases by expectation-maximisation for the normal
    distribution; a case without any value gets the means. Raises ValueError if a variable has no value at
    all, NotConverged after 2,000 steps.
    """
    missing = np.isnan(values)
    if missing.all(axis=0).any():
        raise ValueError("a variable without any value cannot be estimated")
    if not missing.any():
        return values.copy()
    mean, scale = np.nanmean(values, axis=0), np.nanstd(values, axis=0)
    scale[scale == 0] = 1.0
    units = (values - mean) / scale
    patterns, of = np.unique(missing, axis=0, return_inverse=True)
    filled = _converged(np.where(missing, 0.0, units), patterns, of.ravel(), ridge, tolerance)
    return np.where(missing, filled * scale + mean, values)


def _converged(
    units: Numbers, patterns: NDArray[np.bool_], of: NDArray[np.intp], ridge: float, tolerance: float
) -> Numbers:
    """Return units with expectations in the places that the pattern of each case marks as missing."""
    size = units.shape[1]
    lost, present = patterns[:, None, :] & patterns[:, :, None], ~patterns[:, None, :] & ~patterns[:, :, None]
    across = (
        ~patterns[:, :, None] & patterns[:, None, :]
    )  # from a known value (row) to a missing one (column)
    diagonal = patterns[:, :, None] * np.eye(size)
    counts = np.bincount(of, minlength=len(patterns))
    mean, spread = np.zeros(size), units.T @ units / len(units) + ridge * np.eye(size)
    for _ in range(ITERATIONS):
        # One system for each pattern; the rows of missing values are those of the identity.
        slopes = np.linalg.solve(np.where(present, spread, 0.0) + diagonal, np.where(across, spread, 0.0))
        rest = np.where(lost, spread - np.where(across, spread, 0.0).swapaxes(1, 2) @ slopes, 0.0)
        centred = np.where(patterns[of], 0.0, units - mean)
        centred += np.einsum("ci,cij->cj", centred, slopes[of])
        shift = centred.mean(axis=0)
        around = centred - shift
        found = (around.T @ around + np.tensordot(counts, rest, axes=1)) / len(units) + ridge * np.eye(size)
        moved = max(float(np.abs(shift).max()), float(np.abs(found - spread).max()))
        filled, mean, spread = centred + mean, mean + shift, found
        if moved < tolerance:
            return np.asarray(filled)
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
    parents = dict(zip(structure["code"], structure["parent"], strict=True))
    found: dict[str, list[str]] = {}
    for code in structure.loc[structure["level"] == "indicator", "code"]:
        found.setdefault(str(parents.get(parents[code])), []).append(code)
    return found


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
    both = [rank_draws(pillars) for pillars in (ranked(scores), whole[list(PILLARS)])]
    low, high = np.quantile(np.concatenate(both), TAILS, axis=0, method="inverted_cdf")
    columns = {"rank": competition_ranks(whole["GII"].to_numpy("float64")), "low": low, "high": high}
    return pd.DataFrame(columns, index=scores.index).astype("int64")
