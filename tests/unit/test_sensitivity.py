"""Which assumption matters: shares of the variance of the rank, against scipy's estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from scipy.stats import sobol_indices, uniform

from analysis.robustness.intervals import AGGREGATION, ASSUMPTIONS, sobol
from tests.sampling import LONG
from tests.unit.edition_pillars import pillars

if TYPE_CHECKING:
    from data.snapshot import Snapshot


@pytest.fixture(scope="module")
def china(pinned: Snapshot) -> pd.DataFrame:
    """What matters for the rank of China in 2019."""
    return sobol(pillars(pinned, 2019), "CHN").set_index("assumption")


def test_v9_what_matters_for_china_in_2019(china: pd.DataFrame) -> None:
    found = china["total"]
    assert found.index[:3].tolist() == ["P1", AGGREGATION, "P5"]
    assert found.iloc[:3].tolist() == pytest.approx([0.48, 0.40, 0.24], abs=0.03)


def test_the_indices_are_those_of_scipy(pinned: Snapshot, china: pd.DataFrame) -> None:
    frame = pillars(pinned, 2019)
    scores, place = frame.to_numpy(), frame.index.get_loc("CHN")

    def ranks(sample: np.ndarray) -> np.ndarray:
        """Return the rank for columns of seven weights and the aggregation, each from 0 to 1."""
        inside = np.vstack([0.1 + 0.2 * sample[:5], 0.4 + 0.2 * sample[5:7]])
        found = []
        for parts in (scores, np.log(scores)):
            halves = [
                (inside[rows] / inside[rows].sum(axis=0)).T @ parts[:, rows].T
                for rows in (slice(0, 5), slice(5, 7))
            ]
            index = halves[0] + halves[1] if parts is scores else np.exp(halves[0]) + np.exp(halves[1])
            found.append(1 + (index > index[:, [place]]).sum(axis=1))
        return np.asarray(np.where(sample[7] < 0.5, *found)[None], "float64")

    exact = sobol_indices(
        func=ranks, n=4096 if LONG else 2048, dists=[uniform()] * 8, rng=np.random.default_rng(1)
    )
    found = china.loc[list(ASSUMPTIONS)]
    assert np.abs(found["total"] - exact.total_order.ravel()).max() < 0.04
    assert np.abs(found["first"] - exact.first_order.ravel()).max() < 0.06


def test_a_rank_that_never_changes_has_nothing_to_share_out(pinned: Snapshot) -> None:
    found = sobol(pillars(pinned, 2025), "CHE", 64)
    assert set(found["assumption"]) == set(ASSUMPTIONS)
    assert (found[["total", "first"]] == 0).all(axis=None)


def test_the_same_input_gives_the_same_order(pinned: Snapshot) -> None:
    frame = pillars(pinned, 2022)
    pd.testing.assert_frame_equal(sobol(frame, "CHN", 256), sobol(frame, "CHN", 256))
    assert sobol(frame, "CHN", 256)["total"].is_monotonic_decreasing
