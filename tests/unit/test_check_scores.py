"""Scores and ranks broken one at a time, and the corrupt copies that are known to circulate."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from analysis.index import precision
from tests.sampling import sample
from tests.unit.broken import Broken, says

if TYPE_CHECKING:
    from data.snapshot import Snapshot


def test_hong_kong_left_out_of_2015_shifts_the_ranks_and_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2015, 2022)
    frame = copy.scores
    place = frame.loc[copy.at(2015, "HKG", "GII"), "rank"]
    copy.tables["gii_scores"] = frame[(frame["edition"] != 2015) | (frame["economy"] != "HKG")].copy()
    rows = (copy.scores["edition"] == 2015) & (copy.scores["code"] == "GII") & (copy.scores["rank"] > place)
    copy.scores.loc[rows, "rank"] -= 1
    assert copy.scores.loc[copy.at(2015, "CHN", "GII"), "rank"] == 28
    assert says(copy.counted(), "edition 2015, column economies", "141 stated, 140 found")


def test_hong_kong_without_a_number_is_caught_too(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2015)
    place = copy.scores.loc[copy.at(2015, "HKG", "GII"), "rank"]
    copy.put(2015, "HKG", "GII", rank=pd.NA)
    rows = (copy.scores["code"] == "GII") & (copy.scores["rank"] > place)
    copy.scores.loc[rows, "rank"] -= 1
    found = copy.found()
    assert says(found, "economy HKG, code GII, column rank", "has no rank")
    assert says(found, "economy CHN, code GII", "rank 28 is not in the order of the scores", "is rank 29")


def test_a_score_or_rank_that_cannot_be_is_caught(bundled: Snapshot) -> None:
    wrong: tuple[tuple[int, str, str, dict[str, Any], tuple[str, ...]], ...] = (
        (2024, "CHL", "GII", {"rank": 4}, ("column rank: rank 4 stands twice",)),
        (2024, "CHL", "GII", {"rank": 4}, ("rank 4 is not in the order of the scores",)),
        (2018, "MYS", "GII", {"score": 43.0}, ("column score", "43.16", "43.0")),
        (2013, "CHN", "GII", {"rank": 150}, ("no economy has rank 149, the one before it",)),
        (2014, "CHN", "P1", {"rank": 114, "rank_low": 115, "rank_high": 116}, ("do not fit each other",)),
        (2014, "CHN", "P2", {"rank": pd.NA, "rank_low": 3, "rank_high": 4}, ("ranks 3 to 4 do not fit the",)),
    )
    copy = Broken(bundled, 2013, 2014, 2018, 2024)
    for edition, economy, code, values, _ in wrong:
        copy.put(edition, economy, code, **values)
    found = copy.found()
    for edition, economy, code, _, said in wrong:
        assert says(found, f"edition {edition}, economy {economy}, code {code}", *said), said


def test_the_wrong_column_of_the_2017_table_is_caught_and_can_be_rebuilt(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2017)
    held: Any = copy.scores.pivot(index="economy", columns="code", values="score")
    for economy in held.index:
        copy.put(2017, economy, "P6", score=float(held.at[economy, "P3"]))
    wrong = [sentence for sentence in copy.found() if "code OUT, column score" in sentence]
    assert len(wrong) > 100
    assert (2 * held["OUT"] - held["P7"] - held["P6"]).abs().max() <= 0.15


def test_cells_with_each_others_figures_are_caught(bundled: Snapshot) -> None:
    pillars = (2012, *sample((2016, 2019, 2020, 2023), 2))
    copy = Broken(bundled, *pillars, 2022, 2025)
    for edition in pillars:  # two economies with each other's pillar
        copy.swap(edition, ("CHN", "P5"), ("IND", "P5"), "score", "rank", "rank_low", "rank_high")
    copy.swap(2022, ("CHN", "GII"), ("JPN", "GII"), "score")  # without their ranks
    copy.swap(2025, ("CHN", "4.1.1"), ("CHN", "4.1.2"), "score", "rank", "value")
    found = copy.found()
    for edition, economy in product(pillars, ("CHN", "IND")):
        place = f"edition {edition}, economy {economy}"
        assert says(found, f"{place}, code GII, column score", "the seven pillars give"), place
        assert says(found, f"{place}, code IN, column score", "P1, P2, P3, P4, P5 give"), place
    assert says(found, "2022, economy CHN, code GII, column rank", "not in the order of the scores")
    assert says(found, "2022, economy JPN, code GII, column score", "the seven pillars give")
    assert says(found, "2025, economy CHN, code 4.1.1, column rank", "not in the order of the scores")
    assert says(found, "2025, economy CHN, code 4.1.2, column rank")


def test_one_changed_score_is_caught_at_every_level(bundled: Snapshot) -> None:
    for code in sample(("GII", "OUT", "P3", "6.2", "7.1.2"), 3):
        copy = Broken(bundled, 2024)
        copy.put(2024, "CHN", code, score=float(copy.scores.loc[copy.at(2024, "CHN", code), "score"]) - 2e-4)
        assert copy.found(), code


def test_one_lost_score_or_rank_is_caught(bundled: Snapshot) -> None:
    codes = ("GII", "P2", "6.2", "1.1.1")
    for column, value, said in (("score", float("nan"), "has no score beside it"), ("rank", pd.NA, "")):
        copy = Broken(bundled, 2024)
        for code in codes:
            copy.put(2024, "CHN", code, **{column: value})
        found = copy.found()
        for code in codes:
            assert says(found, f"economy CHN, code {code}, column {column}", said), (code, column)


def test_rounding_is_no_violation(bundled: Snapshot) -> None:
    """Ties of one decimal may stand in any order; a rank out of the order of printed scores may not."""
    copy = Broken(bundled, 2019)
    overall = copy.scores[copy.scores["code"] == "GII"].sort_values("rank")
    tied = overall[overall["score"].eq(overall["score"].shift())].iloc[0]
    other = overall[overall["rank"] == tied["rank"] - 1].iloc[0]
    copy.swap(2019, (tied["economy"], "GII"), (other["economy"], "GII"), "rank")
    assert copy.found() == []
    first, second = overall.iloc[0], overall.iloc[1]
    copy.swap(2019, (first["economy"], "GII"), (second["economy"], "GII"), "rank")
    assert len(copy.found()) == 2


def test_the_precision_of_a_source_is_that_of_its_last_decimal() -> None:
    rows = [("a", 12.5), ("a", 3.0), ("b", 12.25), ("b", 7.0), ("c", 12.123456789), ("c", 0.0)]
    frame = pd.DataFrame([*rows, ("d", float("nan"))], columns=["score_source", "score"])
    frame = frame.assign(edition=2019, code="P1")
    assert list(precision.half_widths(frame)) == pytest.approx([0.05, 0.05, 0.005, 0.005, 0, 0, 0])


def test_scores_no_further_apart_than_their_rounding_leave_a_range_of_ranks() -> None:
    scores, one = np.array([60.0, 50.1, 50.0, 49.8, np.nan]), np.full(5, 0.05)
    for groups, best, worst in (
        (
            (0, 0, 0, 0, 0),
            [1, 2, 3, 4, 0],
            [1, 2, 3, 4, 0],
        ),  # one source rounds in the order of the true ones
        ((0, 1, 2, 3, 4), [1, 2, 2, 4, 0], [1, 3, 3, 4, 0]),  # 0.1 apart and 0.1 of room
        ((0, -1, -1, 3, 4), [1, 2, 2, 4, 0], [1, 3, 3, 4, 0]),
    ):
        found = precision.rank_range(scores, one, np.array(groups))
        assert [ends.tolist() for ends in found] == [best, worst], groups
    exact = precision.rank_range(np.array([50.0, 50.0, 49.0]), np.zeros(3), np.zeros(3, dtype=np.int64))
    assert [ends.tolist() for ends in exact] == [[1, 1, 3], [2, 2, 3]]
