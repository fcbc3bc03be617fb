"""Flags, counts, anchors and intervals broken one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data.schema import GII_SCORES
from etl import gates
from etl.errors import Refused
from etl.gates.index import check_intervals
from etl.gates.report import Report
from etl.release import OBSERVED, Content, release_row
from tests.unit.broken import Broken, known, says

if TYPE_CHECKING:
    from data.snapshot import Snapshot


def test_a_broken_contract_is_told_before_the_gates(bundled: Snapshot) -> None:
    tables = dict(bundled.tables())
    tables["gii_editions"] = tables["gii_editions"].drop(columns="theme")
    assert [str(item) for item in gates.violations(tables, known())] == [
        "gii_editions, column theme: the column is missing"
    ]


def test_an_index_checked_before_gives_the_same_report_and_a_broken_one_none(bundled: Snapshot) -> None:
    tables = dict(bundled.tables())
    tables.pop("validation")
    before = gates.index(tables)
    assert before
    assert gates.snapshot(tables, before=before)["validation"].equals(gates.snapshot(tables)["validation"])
    scores = tables["gii_scores"].copy()
    scores.loc[(scores["edition"] == 2025) & (scores["code"] == "GII"), "score"] -= 1
    assert gates.index(tables | {"gii_scores": scores}) is None
    assert gates.index(tables | {"gii_scores": scores.drop(columns="rank")}) is None


def test_series_that_break_the_contract_are_refused_with_their_rows() -> None:
    row = release_row("bank", "world_bank_wdi", "Release of May", "2026-05-01", "2026-05-02", "https://bank")
    rows = pd.DataFrame([("X.Y", "CHN", 2300, 1.5, "bank")], columns=list(OBSERVED))
    with pytest.raises(Refused, match="Release of May breaks the contract") as caught:
        gates.series(Content(row, rows), rows)
    assert says([str(item) for item in caught.value.violations], "economy CHN, year 2300", "at most 2100")


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
    copy.tables["sources"].loc[1, "licence"] = "free"
    found = copy.counted()
    assert says(found, "observations: indicator MADE.UP", "not in data/catalog/indicators.toml")
    assert says(found, "observations", "2020-01-01 is not the vintage of wdi_2021_09_15")
    assert says(found, "sources: family nobody", "not in data/catalog/sources.toml")
    assert says(found, "sources: licence free", "not in data/catalog/licences.toml")


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
    found = [str(item) for item in check_intervals(held, copy.scores, Report())]
    assert says(found, "gii_intervals: edition 2025, economy CHN, kind weights", said)


def test_every_table_has_the_leading_columns_promised() -> None:
    assert GII_SCORES.columns[:9] == [
        *("edition", "economy", "code", "score", "rank", "rank_low", "rank_high", "value", "data_year")
    ]
