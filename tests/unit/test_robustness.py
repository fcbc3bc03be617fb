"""Ranks under other weights and aggregation: regression targets and what must always hold."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

from analysis.index.composition import OFFICIAL, PILLARS
from analysis.index.precision import half_widths
from analysis.reshape import pivot_scores
from analysis.robustness import intervals as robustness
from analysis.robustness.intervals import (
    free_weights,
    outer_intervals,
    rank_draws,
    rank_intervals,
    ranked_pillars,
    ranks_around,
)
from data.snapshot import Snapshot
from tests.sampling import sample
from tests.unit.edition_pillars import own_intervals, pillars
from tests.unit.optima import rank_under

TARGETS = {2019: (13, 17), 2021: (11, 14), 2022: (10, 12), 2023: (11, 12), 2024: (10, 12), 2025: (8, 10)}


def test_v9_the_intervals_of_china(bundled: Snapshot) -> None:
    rows = own_intervals(bundled, "weights")
    china = rows[rows["economy"] == "CHN"].set_index("edition")
    assert {
        edition: (row["low"], row["high"]) for edition, row in china.loc[list(TARGETS)].iterrows()
    } == TARGETS


@pytest.fixture(scope="module")
def newest(bundled: Snapshot) -> np.ndarray:
    """The ranks of all economies of 2025 in all draws."""
    return rank_draws(pillars(bundled, 2025))


def middle(ranks: np.ndarray) -> list[int]:
    """Return the ends of the middle 90 % of ranks: the least rank that has 5 % or 95 % of them up to it."""
    ordered = sorted(ranks.tolist())
    return [ordered[math.ceil(share * len(ordered) / 100) - 1] for share in (5, 95)]


def test_the_stored_intervals_are_computed_again_to_the_same_ranks(
    bundled: Snapshot, newest: np.ndarray
) -> None:
    for edition in sample((2012, 2019), 1):
        stored = own_intervals(bundled, "weights", edition)[["low", "high"]]
        again = rank_intervals(pillars(bundled, edition)).loc[stored.index]
        pd.testing.assert_frame_equal(again, stored, check_names=False)
    stored = own_intervals(bundled, "weights", 2025).loc[pillars(bundled, 2025).index, ["low", "high"]]
    assert [middle(ranks) for ranks in newest.T] == stored.to_numpy().tolist()


def test_v9_the_share_of_draws_in_the_top_ten(bundled: Snapshot, newest: np.ndarray) -> None:
    for edition, share in ((2022, 0.17), (2024, 0.26), (2025, 0.96)):
        found = ranks_around(pillars(bundled, edition), OFFICIAL, "CHN").within(10)
        assert found == pytest.approx(share, abs=0.005), edition
    assert (newest[:, pillars(bundled, 2025).index.get_loc("CHN")] <= 10).mean() == found


def test_v8_every_published_rank_lies_in_its_interval(bundled: Snapshot) -> None:
    scores = bundled.table("gii_scores")
    overall = scores[scores["code"] == "GII"][["edition", "economy", "rank"]].rename(
        columns={"rank": "given"}
    )
    for kind in ("weights", "bounds"):
        merged = own_intervals(bundled, kind).merge(overall, on=["edition", "economy"])
        assert len(merged) == 2_001  # all that are ranked since 2011
        assert ((merged["low"] <= merged["given"]) & (merged["given"] <= merged["high"])).all()


def test_v8_the_published_interval_is_held_as_published(bundled: Snapshot) -> None:
    (row,) = own_intervals(bundled, "published").to_dict("records")
    assert (row["edition"], row["economy"], row["low"], row["high"]) == (2020, "CHN", 9, 16)
    assert pd.isna(row["level"])


def test_chosen_weights_are_drawn_around_and_the_split_is_kept(bundled: Snapshot) -> None:
    drawn = robustness.draw_weights(1000, chosen=(0.4, 0.2, 0, 0, 0, 0.1, 0.3))
    (_, share, inputs), (_, rest, outputs) = drawn
    assert (share, rest) == pytest.approx((0.6, 0.4))
    assert np.allclose([part.sum(axis=1) for part in (inputs, outputs)], 1)
    assert (inputs[:, 2:] == 0).all()
    ratio = outputs[:, 1] / outputs[:, 0]
    assert 3 * 0.8 / 1.2 <= ratio.min() <= ratio.max() <= 3 * 1.2 / 0.8
    found = ranks_around(pillars(bundled, 2025), (0, 0, 0, 0, 0, 0.5, 0.5), "CHN", 500)
    assert (found.low, found.high) == (5, 6)
    assert found.shares().sum() == pytest.approx(1)


def test_ranks_are_those_of_scipy(bundled: Snapshot) -> None:
    frame = pillars(bundled, 2019)
    scores = frame.to_numpy()
    halves = [drawn @ scores[:, side].T for side, _, drawn in robustness.draw_weights(300)]
    expected = rankdata(-(halves[0] + halves[1]), axis=1, method="min")
    assert (rank_draws(frame, 300)[:300] == expected).all()


def test_weights_that_are_none_an_unknown_economy_and_a_blank_pillar_are_refused(bundled: Snapshot) -> None:
    frame = pillars(bundled, 2025)
    for weights in ((1, 0, 0), (0.5,) * 7, (-0.1, *(0.2,) * 5, 0.1), (float("nan"),) * 7, (0.1,) * 7):
        with pytest.raises(ValueError, match="weights must"):
            ranks_around(frame, weights, "CHN", 10)
    with pytest.raises(KeyError):
        ranks_around(frame, OFFICIAL, "XXX", 10)
    with pytest.raises(ValueError, match="all seven pillar scores"):
        rank_draws(frame.assign(P1=np.nan), 10)


def test_economies_without_pillars_keep_their_score_in_every_draw(bundled: Snapshot) -> None:
    scores = pivot_scores(bundled.table("gii_scores"), 2011)
    scores.loc["CHE", "P1"] = np.nan
    frame = ranked_pillars(scores)
    assert len(frame) == 125
    assert (frame.loc["CHE", list(PILLARS)] == scores.at["CHE", "GII"]).all()
    assert rank_under(frame, OFFICIAL, "CHE") == 1
    assert ranked_pillars(pivot_scores(bundled.table("gii_scores"), 2010)).empty


def test_a_zero_pillar_does_not_break_the_geometric_mean(bundled: Snapshot) -> None:
    frame = pillars(bundled, 2025).head(10).copy()
    frame.iloc[0, 6] = 0.0
    assert rank_draws(frame, 100)[100:, 0].min() == 10


def rounded(snapshot: Snapshot, edition: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the pillar scores of an edition, and how far each may be from the true one."""
    scores, frame = snapshot.table("gii_scores"), pillars(snapshot, edition)
    scores = scores[scores["edition"] == edition]
    return frame, robustness.pillar_widths(
        frame, pivot_scores(scores.assign(score=half_widths(scores)), edition)
    )


def outer_by_hand(frame: pd.DataFrame, widths: pd.DataFrame, economy: str, draws: int) -> list[int]:
    """Return the interval of one economy against the others, itself left out, with rounding at its worst."""
    own, others = frame.index == economy, frame.index != economy
    least, most = (frame - widths).clip(lower=0).to_numpy(), (frame + widths).to_numpy()
    best, worst = [], []
    for geometric in (False, True):
        low, high = (
            sum(
                share * (np.exp(drawn @ np.log(np.maximum(part, 1e-9)).T) if geometric else drawn @ part.T)
                for side, share, drawn in robustness.draw_weights(draws)
                for part in (scores[:, side],)
            )
            for scores in (least, most)
        )
        best += (1 + (low[:, others] > high[:, own]).sum(axis=1)).tolist()
        worst += (1 + (high[:, others] > low[:, own]).sum(axis=1)).tolist()
    return [middle(np.array(best))[0], middle(np.array(worst))[1]]


def test_outer_intervals_set_each_economy_against_all_others_but_not_against_itself(
    bundled: Snapshot,
) -> None:
    rows = own_intervals(bundled, "weights")
    assert (rows["outer_low"].notna() == (rows["edition"] < 2021)).all()
    china = rows[rows["economy"] == "CHN"]
    ends = zip(china["outer_low"], china["outer_high"], strict=True)
    stored = {edition: list(pair) for edition, pair in zip(china["edition"], ends, strict=True)}
    assert stored[2019] == [12, 17]
    for edition in sample(range(2011, 2021), 3):
        frame, widths = rounded(bundled, edition)
        found = outer_intervals(frame, widths, 100)
        for economy in ("CHN", *frame.index[::12]):
            assert found.loc[economy].tolist() == outer_by_hand(frame, widths, economy, 100), economy
        assert stored[edition] == outer_by_hand(frame, widths, "CHN", robustness.DRAW_COUNT), edition


def test_rounding_widens_the_interval_and_full_precision_does_not(bundled: Snapshot) -> None:
    frame, widths = rounded(bundled, 2019)
    outer, inner = outer_intervals(frame, widths, 500), rank_intervals(frame, 500)
    assert ((outer["low"] <= inner["low"]) & (inner["high"] <= outer["high"])).all()
    pd.testing.assert_frame_equal(outer_intervals(frame, widths * 0, 500), inner)
    shaken = frame + np.random.default_rng(0).uniform(-1, 1, frame.shape) * widths
    drawn = rank_intervals(shaken.clip(lower=0), 500)
    assert ((outer["low"] <= drawn["low"]) & (drawn["high"] <= outer["high"])).all()
    exact = pd.DataFrame({"low": [5, 5, 5], "high": [9, 9, 9], "outer_low": [5, 4, 5]})
    exact = exact.assign(outer_high=[9, 9, 10]).astype("Int64")
    assert robustness.select_widened(exact).index.tolist() == [1, 2]  # the same interval is none wider


def test_free_weights_add_to_one_under_their_cap() -> None:
    for weights in (free_weights(500), free_weights(500, max_weight=0.3)):
        assert weights.shape == (500, 7)
        assert np.allclose(weights.sum(axis=1), 1)
    assert free_weights(500, max_weight=0.3).max() <= 0.3
    with pytest.raises(ValueError, match="cap"):
        free_weights(10, max_weight=0.1)


def test_the_same_seed_gives_the_same_draws(bundled: Snapshot) -> None:
    frame = pillars(bundled, 2024).head(20)
    assert (rank_draws(frame, 50, seed=3) == rank_draws(frame, 50, seed=3)).all()
    assert (rank_draws(frame, 50, seed=3) != rank_draws(frame, 50, seed=4)).any()
    assert (own_intervals(bundled, "weights")["draws"] == 2 * robustness.DRAW_COUNT).all()


@given(arrays(np.float64, (3, 7), elements=st.sampled_from([0.0, 1.0, 2.5, 2.5000001, 9.0])))
def test_equal_scores_share_the_better_rank(scores: np.ndarray) -> None:
    expected = 1 + (scores[:, None, :] > scores[:, :, None]).sum(axis=2)
    assert (robustness.competition_ranks(scores) == expected).all()
