"""Ranks under other weights and aggregation: regression targets and what must always hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.composition import PILLARS, wide
from analysis.robustness import competition_ranks, draw_weights, rank_draws, rank_intervals, share_within

if TYPE_CHECKING:
    from data.snapshot import Snapshot

TARGETS = {
    2019: (13, 17),
    2020: (11, 16),
    2021: (11, 14),
    2022: (10, 12),
    2023: (11, 12),
    2024: (10, 12),
    2025: (8, 10),
}


@pytest.fixture(scope="module")
def intervals(bundled: Snapshot) -> pd.DataFrame:
    table = bundled.table("gii_intervals")
    return table[table["kind"] == "weights"]


def pillars(bundled: Snapshot, edition: int) -> pd.DataFrame:
    return wide(bundled.table("gii_scores"), edition)[list(PILLARS)]


def test_v9_the_intervals_of_china(intervals: pd.DataFrame) -> None:
    china = intervals[intervals["economy"] == "CHN"].set_index("edition")
    assert {edition: (row["low"], row["high"]) for edition, row in china.iterrows()} == TARGETS


@pytest.mark.parametrize("edition", [2019, 2025])
def test_the_stored_intervals_are_computed_again_to_the_same_ranks(
    bundled: Snapshot, intervals: pd.DataFrame, edition: int
) -> None:
    stored = intervals[intervals["edition"] == edition].set_index("economy")[["low", "high"]]
    pd.testing.assert_frame_equal(rank_intervals(pillars(bundled, edition)), stored, check_names=False)


@pytest.mark.parametrize(("edition", "share"), [(2022, 0.17), (2024, 0.26), (2025, 0.96)])
def test_v9_the_share_of_draws_in_the_top_ten(bundled: Snapshot, edition: int, share: float) -> None:
    frame = pillars(bundled, edition)
    found = share_within(rank_draws(frame), 10)[frame.index.get_loc("CHN")]
    assert found == pytest.approx(share, abs=0.005)


def test_v8_every_published_rank_lies_in_its_interval(bundled: Snapshot, intervals: pd.DataFrame) -> None:
    scores = bundled.table("gii_scores")
    overall = scores[scores["code"] == "GII"][["edition", "economy", "rank"]]
    merged = intervals.merge(overall, on=["edition", "economy"])
    editions = merged[merged["edition"] != 2020]
    assert len(editions) == 129 + 668
    assert ((merged["low"] <= merged["rank"]) & (merged["rank"] <= merged["high"])).all()


def test_v8_the_published_interval_is_held_as_published(bundled: Snapshot) -> None:
    table = bundled.table("gii_intervals")
    row = table[table["kind"] == "published"].iloc[0]
    assert len(table[table["kind"] == "published"]) == 1
    assert (row["edition"], row["economy"], row["low"], row["high"]) == (2020, "CHN", 9, 16)
    assert pd.isna(row["level"])


def test_weights_add_to_one_and_stay_near_the_published_ones() -> None:
    weights = draw_weights(1000)
    assert np.allclose(weights.inputs.sum(axis=1), 1)
    assert np.allclose(weights.outputs.sum(axis=1), 1)
    assert weights.outputs.min() > 0.4
    assert weights.inputs.max() < 0.3 / 0.7


def test_the_same_seed_gives_the_same_draws(bundled: Snapshot) -> None:
    frame = pillars(bundled, 2024).head(20)
    assert (rank_draws(frame, 50, seed=3) == rank_draws(frame, 50, seed=3)).all()
    assert (rank_draws(frame, 50, seed=3) != rank_draws(frame, 50, seed=4)).any()


def test_a_zero_pillar_does_not_break_the_geometric_mean(bundled: Snapshot) -> None:
    frame = pillars(bundled, 2025).head(10).copy()
    frame.iloc[0, 6] = 0.0
    assert rank_draws(frame, 100)[100:, 0].min() == 10


def test_a_blank_pillar_is_refused(bundled: Snapshot) -> None:
    with pytest.raises(ValueError, match="all seven pillar scores"):
        rank_draws(pillars(bundled, 2025).assign(P1=np.nan), 10)


@given(arrays(np.float64, (3, 7), elements=st.sampled_from([0.0, 1.0, 2.5, 2.5000001, 9.0])))
def test_equal_scores_share_the_better_rank(scores: np.ndarray) -> None:
    expected = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    assert (competition_ranks(scores) == expected).all()
