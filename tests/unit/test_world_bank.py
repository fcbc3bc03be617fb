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
from etl.sources.world_bank import MAX_INDICATORS, grouped, parse
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


def test_a_release_without_values_is_refused() -> None:
    rows = [item | {"value": None} for item in ROWS] + [row("BB", "WLD", 2023, 9.0)]
    with pytest.raises(Refused, match="release of 2026-07-13: no value for any economy of the catalog"):
        parse(release(answer(rows)), task())


def test_an_indicator_that_the_catalog_no_longer_wants_is_passed_over() -> None:
    entries = {key: item for key, item in small().indicators.items() if key != "CC"}
    fewer = replace(task(), catalog=replace(small(), indicators=entries))
    content = parse(release(answer(ROWS)), fewer)
    assert content.indicators == ("AA", "BB")
    assert (set(content.names), content.warnings) == ({"AA", "BB"}, ())


@settings(deadline=None)
@given(st.lists(st.text("ABC.", min_size=1, max_size=400), max_size=200))
def test_queries_keep_the_limits_of_the_api(codes: list[str]) -> None:
    groups = grouped(codes, 1500)
    assert [code for group in groups for code in group] == codes
    assert all(0 < len(group) <= MAX_INDICATORS and len(";".join(group)) <= 1500 for group in groups)


def test_short_codes_are_asked_for_sixty_at_once() -> None:
    assert [len(group) for group in grouped(["AB.CD"] * 130, 1500)] == [60, 60, 10]


@pytest.mark.parametrize("family", ["world_bank_wdi", "world_bank_wgi"])
def test_the_catalog_asks_for_no_code_twice(family: str) -> None:
    codes = [item.api for item in replace(task(), catalog=catalog.load(), family=family).indicators]
    assert len(codes) == len(set(codes)) > len(CODES)
