"""Figures of claims computed from made tables."""

from __future__ import annotations

from typing import Any

import pytest

from analysis.evidence.verdicts import Value, value_of
from data.claims import Figure
from tests.unit.claim_tables import made, observed


def figure(kind: str, series: str, year: int | str, since: int | str = "", **more: Any) -> Figure:
    return Figure.model_construct(kind=kind, indicator=series, to=year, since=since, **more)


def computed(asked: Figure, **rows: list[dict[str, Any]]) -> Value:
    return value_of(made(**rows), asked)


EDITIONS: list[dict[str, Any]] = [
    {"edition": 2012, "economies": 141},
    {"edition": 2016, "economies": 128, "change": "break"},
    {"edition": 2022, "economies": 132, "change": "documented"},
]
RANKS: list[dict[str, Any]] = [
    {"edition": 2012, "rank": 34},
    {"edition": 2022, "rank": 11},
    {"edition": 2022, "code": "IN", "rank": 21},
]
PARTS: list[dict[str, Any]] = [
    {"edition": edition, "level": "indicator", "concept": concept, "measure": concept, "weight": weight}
    for edition, concept, weight in (
        *((2012, "gone", 1.0), (2012, "kept", 1.0), (2012, "half", 0.5)),
        *((2022, "new", 1.0), (2022, "kept", 1.0), (2022, "half", 1.0)),
    )
]
INTERVAL = {"interval": "weights", "end": "high"}


def test_figures_of_the_index() -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "gii_editions": EDITIONS,
        "gii_structure": PARTS,
        "gii_scores": RANKS,
        "gii_intervals": [{"edition": 2022, "low": 10, "high": 12}],
        "gii_clusters": [{"edition": 2022, "total": 21}, {"edition": 2024, "total": 26}],
        "other_rankings": [
            {"ranking": "elsewhere", "year": 2021, "rank": 16},
            {"ranking": "elsewhere", "year": 2022, "rank": 15},
            {"ranking": "better", "year": 2021, "rank": 13},
            {"ranking": "better", "year": 2023, "rank": 10},
            {"ranking": "counted", "year": 2024, "score": 66},
        ],
    }
    tables = made(**rows)
    for asked, value in (
        (figure("rank", "GII", 2012), 34),
        (figure("rank", "IN", 2022), 21),
        (figure("rank", "OUT", 2022), None),
        (figure("economies", "GII", 2022), 132),
        (figure("top_share", "GII", 2022), 100 * 11 / 132),
        (figure("top_share", "GII", 2016), None),
        (figure("framework_changes", "GII", 2022, 2012), 3),
        (figure("framework_changes", "GII", 2016, 2012), None),
        (figure("framework_changes", "GII", 2022, 2011), None),
        (figure("interval", "GII", 2022, **INTERVAL), 12),
        (figure("interval", "GII", 2012, **INTERVAL), None),
        (figure("clusters", "GII", 2024), 26),
        (figure("clusters", "GII", 2018), None),
        (figure("other_rank", "elsewhere", 2021), 16),
        (figure("other_rank", "elsewhere", "latest"), 15),
        (figure("other_rank", "nowhere", 2021), None),
        (figure("others", "", 2023, 2021, rankings=("elsewhere", "better", "counted")), 2),
        (figure("others_first_ten", "", 2023, 2021, rankings=("elsewhere", "better")), 1),
        (figure("others_first_ten", "", 2022, 2021, rankings=("elsewhere", "better")), 0),
        (figure("others", "", 2020, 2019, rankings=("elsewhere",)), None),
    ):
        assert value_of(tables, asked).value == value, asked


HELD = observed("X", {2010: 1.0, 2012: 2.0, 2021: 5.0}) + observed("X", {2022: 9.0}, "JPN")


def test_figures_of_indicators() -> None:
    for asked, value, year in (
        (figure("value", "X", 2012), 2.0, 2012),
        (figure("value", "X", "latest"), 5.0, 2021),
        (figure("value", "X", 2013), None, 2013),
        (figure("value", "Y", "latest"), None, None),
        (figure("percent", "X", "latest", 2012), pytest.approx(150.0), 2021),
        (figure("percent", "X", "latest", 2013), None, 2021),
    ):
        found = computed(asked, observations=HELD)
        assert (found.value, found.year) == (value, year), asked


def test_growth_from_nothing_is_not_said() -> None:
    zero = observed("X", {2012: 0.0, 2019: 2.0})
    assert computed(figure("percent", "X", 2019, 2012), observations=zero).value is None


def test_a_source_is_named_where_it_is_one() -> None:
    rows = observed("X", {2012: 1.0, 2019: 2.0})
    assert computed(figure("percent", "X", 2019, 2012), observations=rows).source == "one"
    rows[0]["source"] = "two"
    assert computed(figure("percent", "X", 2019, 2012), observations=rows).source == ""
    assert computed(figure("value", "X", 2012), observations=rows).source == "two"
