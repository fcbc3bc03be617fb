"""Rank intervals broken one at a time, and when they must be computed again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from etl.gates.index import check_intervals
from etl.gates.report import Report
from etl.intervals import still_valid

if TYPE_CHECKING:
    from data.snapshot import Snapshot


@pytest.mark.parametrize(
    ("kind", "edition", "change", "said"),
    [
        ("imputed", 2025, {"high": 999}, "high 999 is beyond"),
        ("imputed", 2025, {"rank": 140}, "rank 140 is beyond"),
        ("imputed", 2025, {"rank": pd.NA}, "a rank belongs to the kind imputed"),
        ("weights", 2025, {"rank": 9}, "a rank belongs to the kind imputed"),
        ("weights", 2025, {"low": 5}, "5 to 10 leaves the bounds 7 to 11"),
        ("bounds", 2025, {"low": 11}, "the published rank 10 is not in 11 to 11"),
        ("weights", 2019, {"outer_low": 14}, "13 to 17 is not in 14 to 17"),
        ("weights", 2019, {"outer_high": pd.NA}, "stand together or not at all"),
    ],
)
def test_a_broken_interval_is_told(
    bundled: Snapshot, kind: str, edition: int, change: dict[str, Any], said: str
) -> None:
    table, scores = bundled.table("gii_intervals").copy(), bundled.table("gii_scores")
    assert not list(check_intervals(table, scores, Report()))
    row = (table["edition"] == edition) & (table["economy"] == "CHN") & (table["kind"] == kind)
    for column, value in change.items():
        table.loc[row, column] = value
    found = [str(item) for item in check_intervals(table, scores, Report())]
    assert any(f"edition {edition}, economy CHN, kind" in item and said in item for item in found)


def test_the_scenario_need_not_hold_the_published_rank(bundled: Snapshot) -> None:
    table, scores = bundled.table("gii_intervals").copy(), bundled.table("gii_scores")
    row = (table["edition"] == 2025) & (table["economy"] == "CHN") & (table["kind"] == "imputed")
    table.loc[row, ["low", "high"]] = [4, 5]
    assert not list(check_intervals(table, scores, Report()))


def test_intervals_stand_until_a_score_or_a_weight_of_their_edition_changes(bundled: Snapshot) -> None:
    tables = bundled.tables()
    held, scores, structure = tables["gii_intervals"], tables["gii_scores"], tables["gii_structure"]

    def gone(new_scores: pd.DataFrame, new_structure: pd.DataFrame) -> set[int]:
        left = still_valid(held, tables, new_scores, new_structure)
        return set(held["edition"]) - set(left["edition"])

    blank = structure.assign(weight=structure["weight"].mask(structure["level"] == "indicator"))
    assert gone(scores.sample(frac=1, random_state=1), blank) == set()
    indicator = (scores["edition"] == 2023) & (scores["economy"] == "IND") & (scores["code"] == "1.1.1")
    other = scores.assign(score=scores["score"].mask(indicator, 12.5))
    assert gone(other, structure) == {2023}
    part = (structure["edition"] == 2019) & (structure["code"] == "7.1")
    assert gone(scores, structure.assign(weight=structure["weight"].mask(part, 1 / 3))) == {2019}
