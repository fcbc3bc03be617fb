"""The profile of an economy: what it holds at every level, what is missing, and its history by concept."""

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.index.profile import Choice, filter_profile, histories, profile
from analysis.index.strengths import coverage_shares, has_low_coverage, marks, marks_agreement, percentiles
from data.snapshot import Snapshot
from tests.sampling import sample
from tests.unit.downloading import rows_of


def of(dataset: Dataset, economy: str, edition: int) -> pd.DataFrame:
    return profile(dataset, economy, edition)


def past(dataset: Dataset, economy: str, concept: str) -> pd.DataFrame:
    return histories(dataset, [economy], concept)


def asked(dataset: Dataset, **query: object) -> Choice:
    return Choice.read(dataset, query)


# The choice


def test_a_history_is_named_by_concept_or_by_the_code_of_the_edition(dataset: Dataset) -> None:
    structure = dataset.parts
    row = structure[(structure["edition"] == 2025) & (structure["code"] == "6.1.1")].iloc[0]
    assert asked(dataset, history="6.1.1").history == row["concept"]
    assert asked(dataset, history=row["concept"]).history == row["concept"]
    assert asked(dataset, history="P3", edition="2016").history == "P3"


# The profile


def test_missing_and_outdated_are_counted(dataset: Dataset) -> None:
    frame = of(dataset, "CHN", 2025)
    missing, outdated = filter_profile(frame, "missing"), filter_profile(frame, "outdated")
    assert missing["code"].tolist() == ["2.1.2", "2.1.3", "2.2.2", "5.1.1", "5.1.2", "7.3.2", "7.3.3"]
    assert (outdated["data_year"] < 2023).all()
    assert coverage_shares(frame) == {"IN": (48, 53), "OUT": (23, 25)}
    assert len(filter_profile(frame, "all")) == 99
    assert filter_profile(frame, "weaknesses")["code"].tolist()[0] == "1.2"


def test_every_edition_has_a_row_for_each_part_and_marks_before_2021_are_ours(dataset: Dataset) -> None:
    structure = dataset.table("gii_structure")
    # Of 2018 the indicators are in the structure, for their weights, without scores.
    parts = structure[(structure["edition"] != 2018) | (structure["level"] != "indicator")]
    for edition in (*dataset.editions[:3], *sample(dataset.editions[3:], 6)):
        frame = of(dataset, "CHN", edition)
        assert frame["code"].tolist() == parts.loc[parts["edition"] == edition, "code"].tolist()
        assert frame["economies"].isna().all() == (dataset.rank_counts[edition] is None)
        marks = "published" if edition >= 2021 else "rule" if frame["level"].eq("indicator").any() else None
        assert set(frame["marked"].dropna()) == ({marks} if marks else set()), edition
        if marks:
            assert frame["strength"].eq("S").sum() >= 10 <= frame["strength"].eq("W").sum()
        rows = rows_of("profile", dataset, {"economy": "CHN", "edition": str(edition)})
        own = rows["source"].str.contains("own_calculation") & rows["marks_from"].eq("rule")
        assert own.all() == (marks == "rule"), "marks of ours are marked as such in the download"


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


# Strengths and weaknesses: the publisher's rule gives every mark that the publisher printed


def of_edition(snapshot: Snapshot, edition: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the scores and of the structure of one edition."""
    scores, structure = snapshot.table("gii_scores"), snapshot.table("gii_structure")
    return scores[scores["edition"] == edition], structure[structure["edition"] == edition]


def made(ranks: dict[str, int], economies: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An edition of so many economies, with the given ranks of one of them, A."""
    rows, parts = [], []
    for code, rank in ranks.items():
        others = [place for place in range(1, economies + 1) if place != rank]
        names = ["A", *(f"B{n:02d}" for n in range(len(others)))]
        for name, place in zip(names, [rank, *others], strict=True):
            rows.append({"economy": name, "code": code, "rank": place, "score": 100 - place})
        parts.append({"code": code, "level": "indicator", "parent": code.rpartition(".")[0]})
    frame = pd.DataFrame(rows).assign(data_year=np.nan)
    return frame, pd.DataFrame(parts)


def test_the_rule_gives_every_published_mark_and_no_other(bundled: Snapshot) -> None:
    editions, printed, alike, added = marks_agreement(
        bundled.table("gii_scores"), bundled.table("gii_structure")
    )
    assert editions == (2021, 2022, 2023, 2024, 2025)
    assert printed == 16_350
    assert (alike, added) == (printed, 0)


def test_2019_has_marks_by_the_rule_alone(bundled: Snapshot) -> None:
    rows, structure = of_edition(bundled, 2019)
    assert rows["strength"].isna().all()
    china = marks(rows, structure, 2019).loc["CHN"]
    indicators = list(structure.loc[structure["level"] == "indicator", "code"])
    assert china[indicators].value_counts().to_dict() == {"S": 13, "W": 10}
    top = rows[(rows["economy"] == "CHN") & (rows["rank"] <= 3) & rows["code"].isin(indicators)]
    assert (china[top["code"]] == "S").all()


def test_pillars_alone_have_no_marks(bundled: Snapshot) -> None:
    assert marks(*of_edition(bundled, 2018), 2018).isna().all(axis=None)


def test_a_percentile_rank_counts_the_economies_below() -> None:
    ranks = pd.DataFrame({"x": [1.0, 2.0, 2.0, 4.0, np.nan]})
    assert percentiles(ranks)["x"].tolist()[:4] == pytest.approx([1, 1 / 3, 1 / 3, 0])
    assert percentiles(pd.DataFrame({"x": [1.0]})).isna().all(axis=None)


def test_the_tenth_from_either_end_is_marked_and_a_third_rank_always() -> None:
    ranks = {f"1.1.{n}": n for n in range(1, 31)}
    rows, structure = made(ranks, 60)
    own = marks(rows, structure, 2021).loc["A"].fillna("")
    assert [code for code, mark in own.items() if mark == "S"] == sorted(f"1.1.{n}" for n in range(1, 11))
    assert [code for code, mark in own.items() if mark == "W"] == sorted(f"1.1.{n}" for n in range(21, 31))
    few = {f"1.1.{n}": n for n in range(1, 13)}
    own = marks(*made(few, 60), 2021).loc["A"].fillna("")
    assert own["1.1.3"] == "S", "a rank of 3 is a strength even where it is among the ten lowest"
    assert own["1.1.12"] == "W"
    # Of five economies the third has half of the others below it, as none of the other indicators here.
    rows, structure = made({f"1.1.{n}": n for n in range(1, 29)} | {"1.1.29": 3, "1.1.30": 4}, 60)
    small = rows[~rows["code"].isin(["1.1.29", "1.1.30"]) | (rows["rank"] <= 5)]
    few_below = marks(small, structure, 2021).loc["A"]
    assert (few_below["1.1.29"], few_below["1.1.30"]) == ("S", "W")
    nine = {f"1.1.{n}": n for n in range(1, 10)}
    assert marks(*made(nine, 60), 2021).isna().all(axis=None)  # too few to have a tenth
    assert marks(*made(nine | {"1.1.10": 10}, 60), 2021).loc["A", "1.1.4"] == "S"


def test_ties_at_three_decimals_share_a_mark_except_in_2022() -> None:
    # 10th and 11th differ in the fourth decimal of the percentile rank only.
    ranks = {f"1.1.{n}": 10 + n for n in range(1, 31)}
    rows, structure = made(ranks, 2001)
    marked = {edition: (marks(rows, structure, edition).loc["A"] == "S").sum() for edition in (2021, 2022)}
    assert marked == {2021: 11, 2022: 10}


def test_since_2023_data_six_years_older_than_usual_carry_no_mark() -> None:
    rows, structure = made({f"1.1.{n}": n for n in range(1, 31)}, 60)
    own = (rows["economy"] == "A") & (rows["code"] == "1.1.1")
    for edition, age, marked in ((2022, 9, True), (2023, 5, True), (2023, 6, False)):
        dated = rows.assign(data_year=np.where(own, 2020 - age, 2020).astype("float64"))
        assert (marks(dated, structure, edition).loc["A", "1.1.1"] == "S") is marked, (edition, age)


def test_two_thin_sub_pillars_make_a_pillar_thin_and_66_of_100_indicators_are_enough() -> None:
    parts = [("P1", "pillar", "IN"), *((f"1.{n}", "subpillar", "P1") for n in (1, 2, 3))]
    parts += [(f"1.{n}.{m}", "indicator", f"1.{n}") for n in (1, 2, 3) for m in range(100)]
    structure = pd.DataFrame(parts, columns=["code", "level", "parent"])
    for held, flags in (((66, 66, 65), [False, False, True]), ((66, 65, 0), [False, True, True])):
        scores = {f"1.{n + 1}.{m}": [1.0] for n, count in enumerate(held) for m in range(count)}
        found = has_low_coverage(pd.DataFrame(scores, index=["A"]), structure).loc["A"]
        assert [found[code] for code in ("1.1", "1.2", "1.3")] == flags
        assert found["P1"] == (sum(flags) == 2)
