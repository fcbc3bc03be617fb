"""The Penn World Table: two columns of the published workbook, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from etl.errors import BadFile, Refused
from etl.sources import penn_world_table
from tests import pwt


def test_the_two_columns_wanted_are_read_from_1996_on() -> None:
    content = penn_world_table.parse(pwt.release(pwt.workbook()), pwt.task())
    values = (("ctfp", "CHN", 0.4), ("ctfp", "USA", 1.0), ("rtfpna", "CHN", 0.8), ("rtfpna", "USA", 0.9))
    assert content.observations.to_numpy().tolist() == [
        [f"PWT11.{series}", economy, year, value, "penn_world_table_11_0"]
        for series, economy, value in values
        for year in (1996, 2023)
    ]
    assert content.names == {"PWT11.ctfp": "ctfp", "PWT11.rtfpna": "rtfpna"}
    assert content.row["title"].iloc[0] == "Penn World Table 11.0"
    assert content.warnings == ()


def test_a_code_that_is_no_economy_is_left_out_and_told() -> None:
    table = [*pwt.rows(), ["YUG", "Name", "Unit", 1996, 1.0, 0.5, None, 0.5, None, None]]
    content = penn_world_table.parse(pwt.release(pwt.workbook(table)), pwt.task())
    assert set(content.observations["economy"]) == {"CHN", "USA"}
    assert content.warnings == ("Data: codes of no economy in the catalog are left out: YUG",)


def _with(column: str, value: Any) -> bytes:
    table = pwt.rows()
    table[1][pwt.HEAD.index(column)] = value
    return pwt.workbook(table)


BAD: list[tuple[bytes, str]] = [
    (
        _with("rtfpna", "n/a"),
        "/datafile/554105: sheet 'Data', row 3, column rtfpna: a number expected, found 'n/a'",
    ),
    (_with("ctfp", 0), "row 3, column ctfp: a number above 0 expected, found 0"),
    (_with("year", 1996.5), "row 3, column year: a whole number expected, found 1996.5"),
    (_with("year", None), "row 3, column year: the cell is blank"),
    (_with("countrycode", None), "row 3, column countrycode: the cell is blank"),
    (pwt.workbook(head=(*pwt.HEAD[:7], "tfp", *pwt.HEAD[8:])), "row 1: the column rtfpna is missing"),
    (pwt.workbook(sheet="Sheet2"), "sheet 'Data' is missing; the file has 'Info', 'Sheet2'"),
    (pwt.workbook()[:-400], "not a whole Excel workbook"),
]


def test_a_workbook_that_is_laid_out_otherwise_is_refused() -> None:
    for content, reason in BAD:
        with pytest.raises(BadFile, match=reason):
            penn_world_table.parse(pwt.release(content), pwt.task())


def test_a_series_without_a_value_or_with_two_of_them_is_refused() -> None:
    with pytest.raises(Refused, match="no value for any economy of the catalog"):
        penn_world_table.parse(pwt.release(pwt.workbook(pwt.rows()[:1])), pwt.task())
    table = pwt.rows()
    table[1][pwt.HEAD.index("year")], table[1][pwt.HEAD.index("rtfpna")] = 2023, 0.7
    content = penn_world_table.parse(pwt.release(pwt.workbook(table)), pwt.task())
    told = "United States 2023 is both 0.7 (Data, row 3) and 0.9 (Data, row 4)"
    assert (content.indicators, content.refused) == (("PWT11.ctfp",), {"PWT11.rtfpna": told})
