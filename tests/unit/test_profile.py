"""The profile of an economy: what it holds at every level, what is missing, and its history by concept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.index.profile import FILTERS, LEVELS, Choice, filtered, histories, profile
from analysis.index.standing import ranks
from analysis.index.strengths import shares
from tests.sampling import sample
from tests.unit.downloading import rows_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def of(dataset: Dataset, economy: str, edition: int) -> pd.DataFrame:
    return profile(dataset, economy, edition)


def past(dataset: Dataset, economy: str, concept: str) -> pd.DataFrame:
    return histories(dataset, [economy], concept)


def asked(dataset: Dataset, **query: object) -> Choice:
    return Choice.read(dataset, query)


# The choice


def test_nothing_asked_is_china_in_the_newest_detailed_edition(dataset: Dataset) -> None:
    assert asked(dataset) == Choice(
        "CHN", dataset.detailed, LEVELS[0], FILTERS[0], "GII", (2012, 2017, 2022, 2025)
    )


def test_a_history_is_named_by_concept_or_by_the_code_of_the_edition(dataset: Dataset) -> None:
    structure = dataset.parts
    row = structure[(structure["edition"] == 2025) & (structure["code"] == "6.1.1")].iloc[0]
    assert asked(dataset, history="6.1.1").history == row["concept"]
    assert asked(dataset, history=row["concept"]).history == row["concept"]
    assert asked(dataset, history="P3", edition="2016").history == "P3"


# The profile


def test_the_profile_of_china_in_2025_is_what_wipo_published(dataset: Dataset) -> None:
    frame = of(dataset, "CHN", 2025).set_index("code")
    assert len(frame) == 10 + 21 + 78
    assert frame.loc[["GII", "IN", "OUT"], "rank"].tolist() == [10, 19, 5]
    assert frame.loc["GII", "score"] == pytest.approx(56.5551447506996)
    assert frame.loc["GII", "economies"] == 139
    assert frame.loc["GII", "change"] == 1
    assert frame.loc["6.1", "strength"] == "S"
    assert frame.loc["2.2", "strength"] == "W"
    assert frame.loc[frame["low_coverage"].eq(True).fillna(False)].index.tolist() == ["2.1", "5.1", "7.3"]
    assert set(frame["marked"]) == {"published"}


def test_missing_and_outdated_are_counted(dataset: Dataset) -> None:
    frame = of(dataset, "CHN", 2025)
    missing, outdated = filtered(frame, "missing"), filtered(frame, "outdated")
    assert missing["code"].tolist() == ["2.1.2", "2.1.3", "2.2.2", "5.1.1", "5.1.2", "7.3.2", "7.3.3"]
    assert (outdated["data_year"] < 2023).all()
    assert shares(frame) == {"IN": (48, 53), "OUT": (23, 25)}
    assert len(filtered(frame, "all")) == 99
    assert filtered(frame, "weaknesses")["code"].tolist()[0] == "1.2"


def test_an_indicator_without_data_is_a_row_all_the_same(dataset: Dataset) -> None:
    frame = of(dataset, "CHN", 2025)
    row = frame[frame["code"] == "7.3.2"]
    assert row[["score", "rank", "value", "data_year"]].isna().all(axis=None)
    assert (row["economies"] > 100).all()


def test_every_edition_has_a_row_for_each_part_and_marks_before_2021_are_ours(dataset: Dataset) -> None:
    structure = dataset.table("gii_structure")
    # Of 2018 the indicators are in the structure, for their weights, without scores.
    parts = structure[(structure["edition"] != 2018) | (structure["level"] != "indicator")]
    for edition in (*dataset.editions[:3], *sample(dataset.editions[3:], 6)):
        frame = of(dataset, "CHN", edition)
        assert frame["code"].tolist() == parts.loc[parts["edition"] == edition, "code"].tolist()
        assert frame["economies"].isna().all() == (dataset.counts[edition] is None)
        marks = "published" if edition >= 2021 else "rule" if frame["level"].eq("indicator").any() else None
        assert set(frame["marked"].dropna()) == ({marks} if marks else set()), edition
        if marks:
            assert frame["strength"].eq("S").sum() >= 10 <= frame["strength"].eq("W").sum()
        rows = rows_of("profile", dataset, {"economy": "CHN", "edition": str(edition)})
        own = rows["source"].str.contains("own_calculation") & rows["marks_from"].eq("rule")
        assert own.all() == (marks == "rule"), "marks of ours are marked as such in the download"


def test_marks_of_2019_are_set_by_the_rule(dataset: Dataset) -> None:
    frame = of(dataset, "CHN", 2019)
    assert set(frame["marked"]) == {"rule"}
    assert frame["strength"].isin(["S", "W"]).sum() == 30


def test_places_gained_count_only_ranks_that_are_known(dataset: Dataset) -> None:
    frame = of(dataset, "CHN", 2021).set_index("code")
    assert frame.loc["GII", "change"] == 14 - 12
    indicators = frame[frame["level"] == "indicator"]
    assert indicators["change"].isna().all(), "2020 is not held down to indicators"
    doubtful = frame["rank_before"].isna()
    assert frame.loc[doubtful, "change"].isna().all()


def test_editions_of_an_economy_are_those_with_a_rank(dataset: Dataset) -> None:
    assert tuple(ranks(dataset, "CHN")) == (2007, 2009, *range(2010, 2026))
    assert ranks(dataset, "ABW") == {}


# History


def test_a_pillar_has_a_history_since_2011_and_a_gap_stays_a_gap(dataset: Dataset) -> None:
    frame = past(dataset, "CHN", "P3")
    assert frame["edition"].tolist() == list(range(2011, 2026))
    assert frame.set_index("edition")["rank"].dropna().loc[2025] == 6
    doubt = frame[frame["rank"].isna()]
    assert (doubt["rank_low"] < doubt["rank_high"]).all()


def test_indicators_are_joined_by_concept_and_not_by_code(dataset: Dataset) -> None:
    structure = dataset.parts
    indicators = structure[structure["level"] == "indicator"]
    moved = indicators.groupby("concept")["code"].nunique()
    concept = str(moved[moved > 1].index[0])
    frame = past(dataset, "CHN", concept)
    assert frame["code"].dropna().nunique() > 1
    for row in frame[frame["held"]].to_dict("records"):
        own = indicators[(indicators["edition"] == row["edition"]) & (indicators["code"] == row["code"])]
        assert own["concept"].tolist() == [concept]


def test_an_edition_without_the_concept_is_a_row_without_a_rank(dataset: Dataset) -> None:
    structure = dataset.parts
    here = (structure["edition"] == 2025) & (structure["code"] == "2.1.4")
    frame = past(dataset, "CHN", str(structure.loc[here, "concept"].iloc[0]))
    assert frame["edition"].tolist() == list(range(2011, 2026))
    assert frame.loc[~frame["held"], "edition"].tolist() == [2018, 2020]
    assert set(frame.loc[frame["rank"].isna(), "edition"]) >= {2018, 2020}
    assert frame["rank"].iloc[-1] == 1


def test_every_history_is_in_order_and_within_the_number_of_economies(dataset: Dataset) -> None:
    structure = dataset.parts
    for concept in sample(sorted(structure["concept"].unique()), 9):
        frame = past(dataset, "CHN", concept)
        assert frame["edition"].is_monotonic_increasing
        assert frame["edition"].is_unique
        known = frame[frame["rank"].notna() & frame["economies"].notna()]
        assert (known["rank"] <= known["economies"]).all()
