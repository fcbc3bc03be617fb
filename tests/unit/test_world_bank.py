"""The World Bank's answers become observations: what is read, what is passed over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import catalog
from etl.errors import Refused
from etl.release import OBSERVED
from etl.sources.world_bank import parse
from tests.unit.world_bank_pages import CODES, address, answer, release, row, small, task

if TYPE_CHECKING:
    from etl.release import Content

ROWS = [
    row("BB", "USA", 2022, 3),
    row("BB", "CHN", 2023, 2.57729),
    row("BB", "CHN", 2024, None),
    row("AA.NEW", "CHN", 2023, -1.5),
    row("CC", "CHN", 2023, 0),
]
SOURCE = "world_bank_wdi_2026_07_13"


def cells(content: Content) -> list[tuple[Any, ...]]:
    return list(
        content.observations[["indicator", "economy", "year", "value"]].itertuples(index=False, name=None)
    )


def test_a_page_becomes_observations_sorted_by_indicator_economy_and_year() -> None:
    content = parse(release(answer(ROWS)), task())
    assert cells(content) == [
        ("AA", "CHN", 2023, -1.5),
        ("BB", "CHN", 2023, 2.57729),
        ("BB", "USA", 2022, 3.0),
        ("CC", "CHN", 2023, 0.0),
    ]
    assert dict(content.observations.dtypes.astype("str")) == dict(
        zip(OBSERVED, ("str", "str", "int64", "float64", "str"), strict=True)
    )
    assert set(content.observations["source"]) == {SOURCE}
    assert content.names == {"AA": "Name of AA.NEW", "BB": "Name of BB", "CC": "Name of CC"}
    assert content.warnings == ()


def test_the_release_states_its_date_its_address_and_the_day_it_was_checked() -> None:
    told = parse(release(answer(ROWS)), task()).row.iloc[0].dropna().to_dict()
    assert told == {
        "source": SOURCE,
        "family": "world_bank_wdi",
        "title": "World Development Indicators, release of 2026-07-13",
        "vintage": "2026-07-13",
        "checked": "2026-11-24",
        "provenance": address(1).removesuffix("&page=1"),
    }


def test_a_second_issue_of_a_release_is_another_source() -> None:
    content = parse(release(answer(ROWS), vintage="2026-07-13.2"), task())
    assert content.source == "world_bank_wdi_2026_07_13_2"
    assert content.row["vintage"].iloc[0] == "2026-07-13.2"


@settings(deadline=None, max_examples=30)
@given(st.permutations(ROWS), st.booleans())
def test_the_order_of_rows_and_pages_changes_nothing(rows: list[dict[str, Any]], backwards: bool) -> None:
    whole = release(*(answer(rows[at : at + 2], page=1 + at // 2, pages=3, total=5) for at in (0, 2, 4)))
    documents = whole.documents[::-1] if backwards else whole.documents
    content, first = parse(replace(whole, documents=documents), task()), parse(release(answer(ROWS)), task())
    pd.testing.assert_frame_equal(content.observations, first.observations)
    pd.testing.assert_frame_equal(content.row, first.row)
    assert (content.names, content.warnings) == (first.names, first.warnings)


TEXTS = {"pages": "2", "total": "5", "per_page": "3"}
SAME = {
    "numbers of pages as text": (answer(ROWS[:3], page="1", **TEXTS), answer(ROWS[3:], page="2", **TEXTS)),
    "aggregates": (answer([*ROWS, row("BB", "WLD", 2023, 9.0), row("BB", "", 2023, 8.0)]),),
    "unknown economies": (answer([*ROWS, row("BB", "ZZZ", 2023, 7.0)]),),
    "codes of two letters alone": (answer([item | {"countryiso3code": ""} for item in ROWS]),),
}


@pytest.mark.parametrize("pages", SAME.values(), ids=SAME)
def test_what_says_the_same_in_another_way_is_read_as_the_same(pages: tuple[bytes, ...]) -> None:
    assert cells(parse(release(*pages), task())) == cells(parse(release(answer(ROWS)), task()))


def test_a_series_without_values_is_told_by_name() -> None:
    rows = [item | {"value": None} if item["indicator"]["id"] == "CC" else item for item in ROWS]
    content = parse(release(answer(rows)), task())
    assert "CC" not in content.indicators
    title = "World Development Indicators, release of 2026-07-13"
    assert content.warnings == (f"{title}: no value of CC for any economy of the catalog",)


STATED = "is stated for China 2023; the catalog expects '% of GDP'"
REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "another value": ({"value": 2.6}, "China 2023 is both 2.57729 (page 1, row 2) and 2.6 (page 1, row 6)"),
    "another name": (
        {"date": "2022", "indicator": {"id": "BB", "value": "BB, thousands"}},
        "it comes both as 'BB, thousands' and as 'Name of BB'",
    ),
    "unit": ({"unit": "per mille"}, f"unit 'per mille' {STATED}"),
    "scale": ({"scale": "1000"}, f"scale '1000' {STATED}"),
    "decimal": ({"decimal": 16}, f"decimal '16' {STATED}"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_series_that_is_stated_otherwise_is_refused_alone(case: str) -> None:
    change, reason = REFUSED[case]
    content = parse(release(answer([*ROWS, ROWS[1] | change])), task())
    assert content.refused == {"BB": reason}
    assert (content.indicators, set(content.names)) == (("AA", "CC"), {"AA", "CC"})
    with pytest.raises(Refused, match="no value for any economy of the catalog") as caught:
        parse(release(answer([ROWS[1], ROWS[1] | change])), task())
    assert "observations: BB: " in str(caught.value.violations[0])


def test_forecasts_are_passed_over_and_told_and_other_marks_are_told() -> None:
    marked = {"BB": "F", "CC": "P"}
    rows = [item | {"obs_status": marked.get(item["indicator"]["id"], "")} for item in ROWS]
    content = parse(release(answer([*rows, row("BB", "CHN", 2021, 2.4)])), task())
    assert cells(content)[1:] == [("BB", "CHN", 2021, 2.4), ("CC", "CHN", 2023, 0.0)]
    assert content.warnings == (
        "BB: forecasts are not taken: China 2023 and United States 2022",
        "CC: taken, though marked 'P': China 2023",
    )


def test_a_release_kept_of_queries_for_several_indicators_is_read_as_one_of_single_ones() -> None:
    kept = parse(release(answer(ROWS)), task())
    documents = [
        release(answer([item for item in ROWS if item["indicator"]["id"] == code]), codes=[code]).documents[0]
        for code in CODES
    ]
    single = parse(replace(release(), documents=tuple(documents)), task())
    assert single.has_same_rows(kept)
    assert single.names == kept.names


def test_an_indicator_that_the_catalog_no_longer_wants_is_passed_over() -> None:
    entries = {key: item for key, item in small().indicators.items() if key != "CC"}
    fewer = replace(task(), catalog=small().model_copy(update={"indicators": entries}))
    content = parse(release(answer(ROWS)), fewer)
    assert content.indicators == ("AA", "BB")
    assert (set(content.names), content.warnings) == ({"AA", "BB"}, ())


@pytest.mark.parametrize("family", ["world_bank_wdi", "world_bank_wgi"])
def test_the_catalog_asks_for_no_code_twice(family: str) -> None:
    codes = [item.api for item in replace(task(), catalog=catalog.load(), family=family).indicators]
    assert len(codes) == len(set(codes)) > len(CODES)
