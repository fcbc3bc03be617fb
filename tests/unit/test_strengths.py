"""Strengths and weaknesses: the publisher's rule gives every mark that the publisher printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from analysis.index.strengths import agreement, marks, percentiles, thin

if TYPE_CHECKING:
    from data.snapshot import Snapshot


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
    editions, printed, alike, added = agreement(bundled.table("gii_scores"), bundled.table("gii_structure"))
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
        found = thin(pd.DataFrame(scores, index=["A"]), structure).loc["A"]
        assert [found[code] for code in ("1.1", "1.2", "1.3")] == flags
        assert found["P1"] == (sum(flags) == 2)
