"""Economies in context and concepts broken one at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from etl.gates.editions import check_concepts, check_context
from etl.gates.report import Report
from tests.unit.broken import Broken, known, says

if TYPE_CHECKING:
    from data.snapshot import Snapshot


def found(copy: Broken) -> list[str]:
    return [str(item) for item in check_context(copy.tables["gii_economies"], copy.scores, Report())]


def test_the_bundled_tables_pass(bundled: Snapshot) -> None:
    tables = bundled.tables()
    assert list(check_context(tables["gii_economies"], tables["gii_scores"], Report())) == []
    assert list(check_concepts(tables["gii_structure"], known(), Report())) == []


def test_an_economy_without_a_row_or_without_a_rank_is_caught(bundled: Snapshot) -> None:
    copy = Broken(bundled, 2012, 2025)  # 2012 has no rows at all, which is right
    table = copy.tables["gii_economies"]
    copy.tables["gii_economies"] = table[table["economy"] != "CHN"]
    assert found(copy) == ["gii_economies: edition 2025, economy CHN, column economy: the row is missing"]
    copy.tables["gii_economies"] = table.assign(economy=table["economy"].replace("CHN", "PRK"))
    assert says(found(copy), "economy PRK", "the edition does not rank this economy")


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("population", 0.0, "0 is not above 0"),
        ("gdp_per_head", -5.0, "-5 is not above 0"),
        ("gdp_ppp", 18_748.0, "population and gdp_per_head give 37,342.3 billion, not 18,748.0"),
        ("population", 1419.32128, "give 37.3 billion, not 37,072.1"),
    ],
)
def test_a_figure_that_cannot_be_is_caught(bundled: Snapshot, column: str, value: float, said: str) -> None:
    copy = Broken(bundled, 2025)
    table = copy.tables["gii_economies"]
    table.loc[table["economy"] == "CHN", column] = value
    assert says(found(copy), "gii_economies: edition 2025, economy CHN", said)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (pd.NA, "the concept is missing"),
        ("education", "another code of the edition is education already"),
        ("pisa", "pisa is of the level indicator"),
    ],
)
def test_a_concept_that_is_missing_doubled_or_of_another_level_is_caught(
    bundled: Snapshot, value: Any, said: str
) -> None:
    copy = Broken(bundled, 2025)
    structure = copy.tables["gii_structure"]
    structure.loc[structure["code"] == "2.3", "concept"] = value
    sentences = [str(item) for item in check_concepts(structure, known(), Report())]
    assert says(sentences, "gii_structure: edition 2025, code 2.3, column concept", said)
