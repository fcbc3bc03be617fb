"""The gates, broken one at a time, and the corrupt copies that are known to circulate."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data import catalog
from data.schema import GII_SCORES
from etl import gates
from etl.gates import counts, coverage, intervals, precision, ranks, scores

if TYPE_CHECKING:
    from data.snapshot import Snapshot


@cache
def known() -> catalog.Catalog:
    return catalog.load()


class Broken:
    """A few editions of the snapshot that a test may break."""

    def __init__(self, snapshot: Snapshot, *editions: int) -> None:
        tables = snapshot.tables()
        held = [name for name in tables if name.startswith("gii_")]
        self.tables = {
            name: frame[frame["edition"].isin(editions)].reset_index(drop=True) if name in held else frame
            for name, frame in tables.items()
        }
        self.tables["observations"] = tables["observations"].head(1000).copy()

    @property
    def scores(self) -> pd.DataFrame:
        return self.tables["gii_scores"]

    def at(self, edition: int, economy: str, code: str) -> Any:
        frame = self.scores
        rows = (frame["edition"] == edition) & (frame["economy"] == economy) & (frame["code"] == code)
        return frame.index[rows][0]

    def put(self, edition: int, economy: str, code: str, **values: Any) -> None:
        for column, value in values.items():
            self.scores.loc[self.at(edition, economy, code), column] = value

    def swap(self, edition: int, first: tuple[str, str], second: tuple[str, str], *columns: str) -> None:
        one, two = self.at(edition, *first), self.at(edition, *second)
        for column in columns:
            pair = self.scores.loc[[two, one], column].array.copy()
            self.scores.loc[[one, two], column] = pair

    def found(self) -> list[str]:
        held, structure = self.scores, self.tables["gii_structure"]
        found = [*ranks.check(held), *scores.check(held, structure), *coverage.check(held, structure)]
        return [str(item) for item in found]

    def counted(self) -> list[str]:
        return [str(item) for item in counts.check(self.tables, known())]


def says(found: list[str], *parts: str) -> bool:
    return any(all(part in sentence for part in parts) for sentence in found)


def test_a_broken_contract_is_told_before_the_gates(bundled: Snapshot) -> None:
    tables = dict(bundled.tables())
    tables["gii_editions"] = tables["gii_editions"].drop(columns="theme")
    assert [str(item) for item in gates.violations(tables, known())] == [
        "gii_editions, column theme: the column is missing"
    ]


def test_hong_kong_left_out_of_2015_shifts_the_ranks_and_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2015, 2022)
    frame = copy.scores
    place = frame.loc[copy.at(2015, "HKG", "GII"), "rank"]
    copy.tables["gii_scores"] = frame[(frame["edition"] != 2015) | (frame["economy"] != "HKG")].copy()
    rows = (copy.scores["edition"] == 2015) & (copy.scores["code"] == "GII") & (copy.scores["rank"] > place)
    copy.scores.loc[rows, "rank"] -= 1
    assert copy.scores.loc[copy.at(2015, "CHN", "GII"), "rank"] == 28
    assert says(copy.counted(), "edition 2015, column economies", "141 stated, 140 held")


def test_hong_kong_without_a_number_is_caught_too(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2015)
    place = copy.scores.loc[copy.at(2015, "HKG", "GII"), "rank"]
    copy.put(2015, "HKG", "GII", rank=pd.NA)
    rows = (copy.scores["code"] == "GII") & (copy.scores["rank"] > place)
    copy.scores.loc[rows, "rank"] -= 1
    found = copy.found()
    assert says(found, "economy HKG, code GII, column rank", "has no rank")
    assert says(found, "no economy has rank 141 of 1 to 141")
    assert says(found, "economy CHN, code GII", "rank 28 is not in the order of the scores", "is rank 29")


def test_chile_4th_in_2024_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2024)
    copy.put(2024, "CHL", "GII", rank=4)
    found = copy.found()
    assert says(found, "economy CHL, code GII, column rank: rank 4 is also the rank of SGP")
    assert says(found, "no economy has rank 51 of 1 to 133")
    assert says(found, "economy CHL", "rank 4 is not in the order of the scores")


def test_malaysia_at_43_in_2018_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2018)
    copy.put(2018, "MYS", "GII", score=43.0)
    assert says(copy.found(), "edition 2018, economy MYS, code GII, column score", "43.16", "43.0")


def test_the_wrong_column_of_the_2017_table_is_caught_and_can_be_rebuilt(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2017)
    held: Any = copy.scores.pivot(index="economy", columns="code", values="score")
    for economy in held.index:
        copy.put(2017, economy, "P6", score=float(held.at[economy, "P3"]))
    wrong = [sentence for sentence in copy.found() if "code OUT, column score" in sentence]
    assert len(wrong) > 100
    assert (2 * held["OUT"] - held["P7"] - held["P6"]).abs().max() <= 0.15


@pytest.mark.parametrize(("economy", "pillars"), [("CHE", 7), ("LKA", 7)])
def test_pillars_rejected_in_2011_stay_blank(bundled: Snapshot, economy: str, pillars: int) -> None:
    rows = bundled.table("gii_scores").query("edition == 2011 and economy == @economy")
    assert rows[rows["code"].str.startswith("P")]["score"].isna().sum() == pillars
    assert rows[rows["code"] == "GII"]["score"].notna().all()


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
def test_one_lost_score_is_caught(bundled: Snapshot, code: str) -> None:
    copy = Broken(bundled, 2024)
    copy.put(2024, "CHN", code, score=float("nan"))
    assert says(copy.found(), f"economy CHN, code {code}, column score", "has no score beside it")


@pytest.mark.parametrize("code", ["GII", "P2", "1.1.1"])
def test_one_lost_rank_is_caught(bundled: Snapshot, code: str) -> None:
    copy = Broken(bundled, 2024)
    copy.put(2024, "CHN", code, rank=pd.NA)
    assert says(copy.found(), f"economy CHN, code {code}, column rank")


def test_a_rank_beyond_the_edition_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2013)
    copy.put(2013, "CHN", "GII", rank=150)
    assert says(copy.found(), "economy CHN", "beyond the 142 economies")


def test_bounds_that_do_not_fit_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2014)
    copy.put(2014, "CHN", "P1", rank=114, rank_low=115, rank_high=116)
    assert says(copy.found(), "economy CHN, code P1", "do not fit each other")
    copy.put(2014, "CHN", "P1", rank=pd.NA, rank_low=3, rank_high=4)
    assert says(copy.found(), "economy CHN, code P1", "ranks 3 to 4 do not fit the order of the scores")


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


@pytest.mark.parametrize(("code", "value"), [("2.1", False), ("7.3", pd.NA), ("1.1", True), ("P3", True)])
def test_a_coverage_flag_against_the_rule_is_caught(bundled: Snapshot, code: str, value: Any) -> None:
    copy = Broken(bundled, 2025)
    copy.put(2025, "CHN", code, low_coverage=value)
    assert says(copy.found(), f"economy CHN, code {code}, column low_coverage", "so the flag must be")


def test_a_pillar_with_two_flagged_sub_pillars_is_flagged(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2025)
    flagged = copy.scores.query(
        "code in ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'] and low_coverage == True"
    ).iloc[0]
    copy.put(2025, flagged["economy"], flagged["code"], low_coverage=False)
    assert says(
        copy.found(), f"economy {flagged['economy']}", "sub-pillars", "so the flag must be true, not false"
    )


@pytest.mark.parametrize(
    ("code", "column", "value"),
    [
        ("P1", "outdated", True),
        ("1.1.1", "low_coverage", True),
        ("GII", "value", 1.0),
        ("2.3", "data_year", 2024),
    ],
)
def test_a_flag_on_the_wrong_level_is_caught(bundled: Snapshot, code: str, column: str, value: Any) -> None:
    copy = Broken(bundled, 2025)
    copy.put(2025, "CHN", code, **{column: value})
    assert says(copy.found(), f"economy CHN, code {code}, column {column}", "rows only")


def test_a_value_without_a_year_and_a_year_after_the_edition_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2025)
    copy.put(2025, "CHN", "1.1.1", data_year=pd.NA)
    copy.put(2025, "CHN", "1.1.2", data_year=2026)
    found = copy.found()
    assert says(found, "code 1.1.1, column data_year", "both a value and a data year")
    assert says(found, "code 1.1.1, column outdated")
    assert says(found, "code 1.1.2, column data_year", "2026 is after the edition")


@pytest.mark.parametrize(("edition", "rank"), [(2012, 34), (2022, 11)])
def test_the_anchors_hold(bundled: Snapshot, edition: int, rank: int) -> None:
    copy = Broken(bundled, 2012, 2022)
    assert copy.counted() == []
    copy.put(edition, "CHN", "GII", rank=rank + 1)
    assert says(copy.counted(), f"edition {edition}, economy CHN", f"must be {rank}, it is {rank + 1}")
    copy.tables["gii_scores"] = copy.scores[copy.scores["economy"] != "CHN"]
    assert says(copy.counted(), f"edition {edition}, economy CHN", f"must be {rank}, it is missing")


@pytest.mark.parametrize(
    "column",
    [
        "economies",
        "indicators",
        "input_indicators",
        "output_indicators",
        "half_weight_indicators",
        "scores",
        "ranks",
    ],
)
def test_a_wrong_count_is_caught(bundled: Snapshot, column: str) -> None:
    copy = Broken(bundled, 2012, 2022)
    editions = copy.tables["gii_editions"]
    editions.loc[editions["edition"] == 2022, column] += 1
    assert says(copy.counted(), f"gii_editions: edition 2022, column {column}", "stated")


def test_a_lost_row_and_an_unlisted_code_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2022)
    copy.tables["gii_scores"] = copy.scores.drop(index=copy.at(2022, "CHN", "3.1.2"))
    assert says(copy.counted(), "economy CHN, code 3.1.2", "the row is missing")
    structure = copy.tables["gii_structure"]
    copy.tables["gii_structure"] = structure[(structure["edition"] != 2022) | (structure["code"] != "3.1")]
    found = copy.counted()
    assert says(found, "gii_structure: edition 2022, code 3.1", "unlisted")
    assert says(found, "gii_structure: edition 2022, code 3.1.1", "the parent 3.1 is not in the edition")


def test_an_indicator_unknown_to_the_catalog_and_a_mixed_up_vintage_are_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2022)
    copy.tables["observations"].loc[0, "indicator"] = "MADE.UP"
    copy.tables["observations"].loc[1, "vintage"] = "2020-01-01"
    copy.tables["sources"] = copy.tables["sources"].copy()
    copy.tables["sources"].loc[0, "family"] = "nobody"
    found = copy.counted()
    assert says(found, "observations: indicator MADE.UP", "not in data/catalog/indicators.toml")
    assert says(found, "observations", "2020-01-01 is not the vintage of wdi_2021_09_15")
    assert says(found, "sources: family nobody", "not in data/catalog/sources.toml")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"low": 12, "high": 9}, "low 12 is above high 9"),
        ({"low": 8, "high": 999}, "high 999 is beyond"),
        ({"low": 1, "high": 2}, "the published rank 10 is not in 1 to 2"),
    ],
)
def test_an_interval_that_cannot_be_is_caught(bundled: Snapshot, change: dict[str, int], said: str) -> None:
    copy = Broken(bundled, 2025)
    held = copy.tables["gii_intervals"]
    for column, value in change.items():
        held.loc[held["economy"] == "CHN", column] = value
    found = [str(item) for item in intervals.check(held, copy.scores)]
    assert says(found, "gii_intervals: edition 2025, economy CHN, kind weights", said)


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
        {"edition": 2019, "score": [score for _, score in rows], "score_source": [name for name, _ in rows]}
    )
    assert list(precision.half_widths(frame)) == pytest.approx([0.05, 0.05, 0.005, 0.005, 0, 0, 0])


def test_every_table_has_the_leading_columns_promised() -> None:
    assert GII_SCORES.columns[:9] == [
        *("edition", "economy", "code", "score", "rank", "rank_low", "rank_high", "value", "data_year")
    ]
