"""Scores and ranks broken one at a time, and the corrupt copies that are known to circulate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from analysis.index import precision
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


@pytest.mark.parametrize(
    ("edition", "cell", "values", "said"),
    [
        (2024, ("CHL", "GII"), {"rank": 4}, ("column rank: rank 4 stands twice",)),
        (2024, ("CHL", "GII"), {"rank": 4}, ("rank 4 is not in the order of the scores",)),
        (2018, ("MYS", "GII"), {"score": 43.0}, ("column score", "43.16", "43.0")),
        (2013, ("CHN", "GII"), {"rank": 150}, ("no economy has rank 149, the one before it",)),
        (2014, ("CHN", "P1"), {"rank": 114, "rank_low": 115, "rank_high": 116}, ("do not fit each other",)),
        (
            2014,
            ("CHN", "P1"),
            {"rank": pd.NA, "rank_low": 3, "rank_high": 4},
            ("ranks 3 to 4 do not fit the order of the scores",),
        ),
    ],
)
def test_a_score_or_rank_that_cannot_be_is_caught(
    bundled: Snapshot, edition: int, cell: tuple[str, str], values: dict[str, Any], said: tuple[str, ...]
) -> None:
    copy = Broken(bundled, edition)
    copy.put(edition, *cell, **values)
    assert says(copy.found(), f"edition {edition}, economy {cell[0]}, code {cell[1]}", *said)


def test_the_wrong_column_of_the_2017_table_is_caught_and_can_be_rebuilt(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2017)
    held: Any = copy.scores.pivot(index="economy", columns="code", values="score")
    for economy in held.index:
        copy.put(2017, economy, "P6", score=float(held.at[economy, "P3"]))
    wrong = [sentence for sentence in copy.found() if "code OUT, column score" in sentence]
    assert len(wrong) > 100
    assert (2 * held["OUT"] - held["P7"] - held["P6"]).abs().max() <= 0.15


def test_cells_in_doubt_say_why(bundled: Snapshot) -> None:
    scores = bundled.table("gii_scores")
    doubts = scores["doubt"].value_counts().to_dict()
    assert doubts == {
        "rank-as-printed": 44,
        "implied": 11,
        "copies-differ": 5,
        "left-out": 4,
        "not-the-mean": 1,
    }
    (switzerland,) = scores[scores["doubt"] == "not-the-mean"].to_dict("records")
    assert (switzerland["edition"], switzerland["economy"], switzerland["score"]) == (2011, "CHE", 63.82)


@pytest.mark.parametrize("edition", [2012, 2016, 2019, 2020, 2023, 2025])
def test_two_economies_with_each_others_pillar_are_caught(bundled: Snapshot, edition: int) -> None:
    copy = Broken(bundled, edition)
    copy.swap(edition, ("CHN", "P5"), ("IND", "P5"), "score", "rank", "rank_low", "rank_high")
    found = copy.found()
    for economy in ("CHN", "IND"):
        assert says(found, f"economy {economy}, code GII, column score", "the seven pillars give")
        assert says(found, f"economy {economy}, code IN, column score", "P1, P2, P3, P4, P5 give")


def test_two_rows_of_one_economy_swapped_are_caught_by_the_ranks(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2025)
    copy.swap(2025, ("CHN", "4.1.1"), ("CHN", "4.1.2"), "score", "rank", "value")
    found = copy.found()
    assert says(found, "economy CHN, code 4.1.1, column rank", "not in the order of the scores")
    assert says(found, "economy CHN, code 4.1.2, column rank")


def test_scores_swapped_without_their_ranks_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2022)
    copy.swap(2022, ("CHN", "GII"), ("JPN", "GII"), "score")
    found = copy.found()
    assert says(found, "economy CHN, code GII, column rank", "not in the order of the scores")
    assert says(found, "economy JPN, code GII, column score", "the seven pillars give")


@pytest.mark.parametrize("code", ["GII", "OUT", "P3", "6.2", "7.1.2"])
def test_one_changed_score_is_caught_at_every_level(bundled: Snapshot, code: str) -> None:
    copy = Broken(bundled, 2024)
    copy.put(2024, "CHN", code, score=float(copy.scores.loc[copy.at(2024, "CHN", code), "score"]) - 2e-4)
    assert copy.found()


@pytest.mark.parametrize("code", ["GII", "P2", "6.2", "1.1.1"])
def test_one_lost_score_or_rank_is_caught(bundled: Snapshot, code: str) -> None:
    for column, value, said in (("score", float("nan"), "has no score beside it"), ("rank", pd.NA, "")):
        copy = Broken(bundled, 2024)
        copy.put(2024, "CHN", code, **{column: value})
        assert says(copy.found(), f"economy CHN, code {code}, column {column}", said)


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
    rows = [
        ("a", 12.5),
        ("a", 3.0),
        ("b", 12.25),
        ("b", 7.0),
        ("c", 12.123456789),
        ("c", 0.0),
        ("d", float("nan")),
    ]
    frame = pd.DataFrame(
        {
            "edition": 2019,
            "code": "P1",
            "score": [score for _, score in rows],
            "score_source": [name for name, _ in rows],
        }
    )
    assert list(precision.half_widths(frame)) == pytest.approx([0.05, 0.05, 0.005, 0.005, 0, 0, 0])
