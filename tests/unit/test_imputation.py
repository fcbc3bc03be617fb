"""The scenario of estimated indicators: the estimate itself, and what it makes of the ranks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.stats import multivariate_normal

from analysis.index.composition import wide
from analysis.robustness.intervals import completed, estimable, expected, imputed_intervals
from tests.unit.edition_pillars import own_intervals

if TYPE_CHECKING:
    from data.snapshot import Snapshot

STORED = {2019: (13, 17), 2021: (11, 14), 2022: (9, 12), 2023: (11, 12), 2024: (7, 11), 2025: (5, 10)}
ALONE = {2019: 16, 2021: 11, 2022: 11, 2023: 11, 2024: 8, 2025: 5}


def test_the_stored_scenario_of_china(bundled: Snapshot) -> None:
    rows = own_intervals(bundled, "imputed")
    china = rows[rows["economy"] == "CHN"].set_index("edition")
    assert {edition: (row["low"], row["high"]) for edition, row in china.loc[2019:].iterrows()} == STORED
    assert china.loc[2019:, "rank"].to_dict() == ALONE
    assert list(china.index) == [*range(2011, 2018), 2019, *range(2021, 2026)]


def test_the_stored_scenario_is_computed_again_to_the_same_ranks(bundled: Snapshot) -> None:
    structure = bundled.table("gii_structure")
    held = wide(bundled.table("gii_scores"), 2024)
    again = imputed_intervals(held, structure[structure["edition"] == 2024])
    stored = own_intervals(bundled, "imputed", 2024)[["rank", "low", "high"]]
    pd.testing.assert_frame_equal(again, stored.astype("int64"), check_names=False)


def test_what_is_held_stays_and_what_is_missing_is_a_score(bundled: Snapshot) -> None:
    structure = bundled.table("gii_structure")
    rows, held = structure[structure["edition"] == 2025], wide(bundled.table("gii_scores"), 2025)
    codes = list(rows.loc[rows["level"] == "indicator", "code"])
    whole = completed(held, rows)
    assert whole[codes].notna().all(axis=None)
    assert whole[codes].to_numpy().min() >= 0
    assert whole[codes].to_numpy().max() <= 100
    assert whole.where(held.notna()).equals(held)
    assert estimable(held, rows)
    assert not estimable(held.head(10), rows)
    assert not estimable(held.drop(columns=codes[0]), rows)
    assert not estimable(held, rows[rows["level"] != "indicator"])


def test_the_estimate_is_that_of_the_greatest_likelihood() -> None:
    generator = np.random.default_rng(0)
    values = generator.multivariate_normal([0, 0, 0], [[1, 0.6, 0.3], [0.6, 1, 0.5], [0.3, 0.5, 1]], 60)
    gone = generator.random(values.shape) < 0.2
    gone[gone.all(axis=1)] = False
    gappy = np.where(gone, np.nan, values)
    patterns = [(on, values[(~gone == on).all(axis=1)][:, on]) for on in np.unique(~gone, axis=0)]

    def root(given: np.ndarray) -> np.ndarray:
        lower = np.zeros((3, 3))
        lower[np.tril_indices(3)] = given
        return lower

    def unlikely(given: np.ndarray) -> float:
        mean, spread = given[:3], root(given[3:]) @ root(given[3:]).T + 1e-9 * np.eye(3)
        seen = [
            multivariate_normal(mean[on], spread[np.ix_(on, on)]).logpdf(rows).sum() for on, rows in patterns
        ]
        return -float(sum(seen))

    found = minimize(unlikely, [0, 0, 0, 1, 0, 1, 0, 0, 1], method="BFGS", options={"gtol": 1e-3}).x
    mean, spread = found[:3], root(found[3:]) @ root(found[3:]).T
    filled = expected(gappy, ridge=0.0)
    for row, on, made in zip(values, ~gone, filled, strict=True):
        slope = np.linalg.solve(spread[np.ix_(on, on)], spread[np.ix_(on, ~on)])
        assert made[~on] == pytest.approx(mean[~on] + (row[on] - mean[on]) @ slope, abs=2e-3)


def test_edges_of_the_estimate() -> None:
    full = np.arange(12.0).reshape(6, 2)
    assert (expected(full) == full).all()
    empty_case = np.array([[1.0, 2.0], [3.0, 5.0], [2.0, 4.0], [np.nan, np.nan]])
    assert expected(empty_case)[3] == pytest.approx([2.0, 11 / 3], abs=1e-3)
    with pytest.raises(ValueError, match="without any value"):
        expected(np.array([[1.0, np.nan], [2.0, np.nan]]))
