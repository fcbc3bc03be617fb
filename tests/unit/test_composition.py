"""The index rebuilt from its parts: the validation targets of the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.index.composition import (
    PILLAR_WEIGHTS,
    PILLARS,
    WeightsError,
    available_mean,
    index_scores,
    infer_weights,
    rebuild,
    rebuild_from_indicators,
    wide,
)
from data.codes import code_order, level_of, parent_of
from tests.sampling import sample

if TYPE_CHECKING:
    from data.snapshot import Snapshot

FULL = (2021, 2022, 2023, 2024, 2025)
CHINA = {
    2019: (54.8, 14, 26, 5),
    2021: (54.795, 12, 25, 7),
    2022: (55.2632, 11, 21, 8),
    2023: (55.3141, 12, 25, 8),
    2024: (56.3227, 11, 23, 7),
    2025: (56.5551, 10, 19, 5),
}


@pytest.fixture(scope="module")
def scores(bundled: Snapshot) -> pd.DataFrame:
    return bundled.table("gii_scores")


def structure(bundled: Snapshot, edition: int) -> pd.DataFrame:
    table = bundled.table("gii_structure")
    return table[table["edition"] == edition]


def ranks(scores: pd.DataFrame, edition: int) -> pd.Series:
    rows = scores[(scores["edition"] == edition) & (scores["code"] == "GII")]
    return rows.set_index("economy")["rank"].astype("int64")


def test_v1_the_index_of_full_precision_is_the_sum_of_its_pillars(scores: pd.DataFrame) -> None:
    for edition in FULL:
        held = wide(scores, edition)
        rebuilt = index_scores(held)
        assert (rebuilt[["GII", "IN", "OUT"]] - held[["GII", "IN", "OUT"]]).abs().max().max() < 1e-9, edition
        assert (rebuilt["GII"].rank(ascending=False) == ranks(scores, edition)).all(), edition


def test_v3_weights_are_half_where_the_publisher_says_so(bundled: Snapshot) -> None:
    counts = {}
    for edition in (2019, *FULL):
        rows = structure(bundled, edition).set_index("code")
        indicators = rows[rows["level"] == "indicator"]["weight"]
        assert set(indicators) <= {0.5, 1.0}
        counts[edition] = int((indicators == 0.5).sum())
        assert list(rows.loc[["7.1", "7.2", "7.3"], "weight"]) == [0.5, 0.25, 0.25]
        others = rows[(rows["level"] == "subpillar") & (rows["parent"] != "P7")]["weight"]
        assert len(others) == 18
        assert (others == 1 / 3).all()
    assert counts == {2019: 31, 2021: 23, 2022: 4, 2023: 2, 2024: 0, 2025: 0}
    halves = {
        edition: list(rows.loc[(rows["level"] == "indicator") & (rows["weight"] == 0.5), "code"])
        for edition in (2022, 2023)
        for rows in [structure(bundled, edition)]
    }
    assert halves == {2022: ["1.2.1", "1.2.2", "2.3.1", "2.3.2"], 2023: ["1.2.1", "1.2.2"]}


def test_v3_the_hand_kept_weights_of_2019_are_those_its_scores_imply(
    bundled: Snapshot, scores: pd.DataFrame
) -> None:
    rows = structure(bundled, 2019)
    lower = rows[rows["level"].isin(["indicator", "subpillar"])].set_index("code")
    parents = {str(code): str(parent) for code, parent in lower["parent"].items()}
    found = infer_weights(wide(scores, 2019), parents, tolerance=0.1001)
    assert found == pytest.approx(lower["weight"].to_dict())


def test_v4_everything_rebuilds_from_the_indicators(bundled: Snapshot, scores: pd.DataFrame) -> None:
    for edition, limit in (*((edition, 1e-9) for edition in FULL), (2019, 0.0525)):
        held = wide(scores, edition)
        rebuilt = rebuild_from_indicators(held, structure(bundled, edition))
        assert (rebuilt["GII"] - held["GII"]).abs().max() < limit, edition


def test_v4_every_edition_before_2018_rebuilds_from_the_indicators_with_all_its_ranks(
    bundled: Snapshot, scores: pd.DataFrame
) -> None:
    for edition in range(2011, 2018):
        held = wide(scores, edition)
        doubtful = scores[scores["edition"] == edition].set_index("economy")[["code", "doubt"]]
        for economy, code in doubtful[doubtful["doubt"] == "left-out"]["code"].items():
            held.loc[economy, held.columns.str.startswith(f"{code}.")] = float("nan")
        rebuilt = rebuild_from_indicators(held, structure(bundled, edition))["GII"]
        gap = (rebuilt - held["GII"]).abs().drop(doubtful.index[doubtful["doubt"] == "not-the-mean"])
        assert gap.max() < (0.0143 if edition == 2012 else 0.006), edition
        published = ranks(scores, edition)
        assert rebuilt.rank(ascending=False, method="min").loc[published.index].tolist() == published.tolist()


def test_the_pillars_of_editions_without_indicators_rebuild_from_their_sub_pillars(
    bundled: Snapshot, scores: pd.DataFrame
) -> None:
    for edition, cells, limit in ((2018, 854, 0.0101), (2020, 861, 0.0751)):
        held = wide(scores, edition)
        gap = (rebuild(held, structure(bundled, edition))[list(PILLARS)] - held[list(PILLARS)]).abs()
        assert int(gap.count().sum()) == cells
        assert gap.max().max() < limit, edition


def test_other_weights_apply_to_indicators_as_to_pillars(bundled: Snapshot, scores: pd.DataFrame) -> None:
    for edition in (2019, *sample(FULL, 2)):
        held, rows = wide(scores, edition), structure(bundled, edition)
        limit = 0.11 if edition == 2019 else 1e-9
        for weights in (dict.fromkeys(PILLARS, 1.0), dict.fromkeys(PILLARS, 0.0) | {"P6": 0.3, "P7": 0.6}):
            rebuilt = rebuild_from_indicators(held, rows, weights)
            assert (rebuilt["GII"] - index_scores(held, weights)["GII"]).abs().max() < limit
        # China by hand: half of 7.1, a quarter each of 7.2 and 7.3; then P6 to P7 as 1 to 2.
        codes = ["7.1", "7.2", "7.3", "P6", "P7", "GII"]
        first, second, third, p6, p7, index = rebuilt.loc["CHN", codes].to_numpy("float64")
        assert p7 == pytest.approx(first / 2 + second / 4 + third / 4)
        assert index == pytest.approx((p6 + 2 * p7) / 3)


def test_v5_china(scores: pd.DataFrame) -> None:
    keyed = scores[scores["economy"] == "CHN"].set_index(["edition", "code"])
    for edition, (score, overall, inputs, outputs) in CHINA.items():
        assert keyed.at[(edition, "GII"), "score"] == pytest.approx(score, abs=5e-4)
        found = [keyed.at[(edition, code), "rank"] for code in ("GII", "IN", "OUT")]
        assert found == [overall, inputs, outputs], edition


def test_other_weights_are_rescaled_and_checked() -> None:
    pillars = pd.DataFrame([dict.fromkeys(PILLARS, 40.0) | {"P7": 80.0}])
    assert index_scores(pillars)["GII"].iloc[0] == pytest.approx(50.0)
    assert index_scores(pillars, dict.fromkeys(PILLARS, 3.0))["GII"].iloc[0] == pytest.approx(320 / 7)
    assert index_scores(pillars, dict.fromkeys(PILLARS, 0.0) | {"P7": 1.0})["GII"].iloc[0] == 80.0
    assert np.isnan(index_scores(pillars, dict.fromkeys(PILLARS, 0.0) | {"P7": 1.0})["IN"].iloc[0])
    for wrong in ({"P1": 1.0}, {**PILLAR_WEIGHTS, "P8": 0.1}, {**PILLAR_WEIGHTS, "P1": -0.1}):
        with pytest.raises(ValueError, match="weights must be"):
            index_scores(pillars, wrong)
    assert index_scores(pillars.assign(P2=np.nan)).isna().sum().sum() == 2


def test_a_mean_leaves_out_what_is_missing() -> None:
    values = np.array([[10.0, np.nan, 40.0], [np.nan, np.nan, np.nan]])
    found = available_mean(values, np.array([1.0, 1.0, 0.5]))
    assert found[0] == pytest.approx(20.0)
    assert np.isnan(found[1])


def test_no_weights_are_found_for_a_part_that_its_members_do_not_give() -> None:
    scores = pd.DataFrame({"1.1": [50.0, 60.0], "1.1.1": [40.0, 90.0], "1.1.2": [30.0, 20.0]})
    with pytest.raises(WeightsError, match=r"rebuilds 1.1 from 1.1.1, 1.1.2"):
        infer_weights(scores, {"1.1.1": "1.1", "1.1.2": "1.1"})


@given(st.lists(st.sampled_from([0.5, 1.0]), min_size=2, max_size=5), st.integers(0, 2**32 - 1))
def test_weights_are_found_again(weights: list[float], seed: int) -> None:
    chosen = np.array(weights) / max(weights)
    values = np.random.default_rng(seed).uniform(0, 100, (30, len(weights)))
    codes = [f"1.1.{place + 1}" for place in range(len(weights))]
    scores = pd.DataFrame(values, columns=codes).assign(**{"1.1": available_mean(values, chosen)})
    found = infer_weights(scores, dict.fromkeys(codes, "1.1"))
    assert list(found.values()) == list(chosen)


def test_codes_have_a_level_a_parent_and_an_order() -> None:
    codes = ["GII", "IN", "OUT", "P1", "P7", "1.1", "1.1.1", "1.1.2", "1.2", "1.2.10", "6.3", "7.1.4"]
    mixed = codes[5:] + codes[:5]
    assert sorted(mixed, key=code_order) == codes
    assert [level_of(code) for code in ("GII", "OUT", "P3", "2.3", "2.3.2")] == [
        *("index", "subindex", "pillar", "subpillar", "indicator")
    ]
    assert [parent_of(code) for code in ("GII", "IN", "P5", "P6", "6.3", "6.3.1")] == [
        *(None, "GII", "IN", "OUT", "P6", "6.3")
    ]
