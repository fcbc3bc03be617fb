"""The workbook parser: both layouts, and what it refuses, told by sheet, row and column."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from etl.errors import BadFile
from etl.sources import gii, workbook
from tests.unit import gii_books as books
from tests.unit.gii_books import NEW, OLD

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.snapshot import Snapshot
    from etl.sources.gii import Layout

BOTH = pytest.mark.parametrize("layout", [NEW, OLD], ids=["2022 and later", "2021"])


def refused(sheets: books.Sheets) -> str:
    with pytest.raises(BadFile) as caught:
        gii.parse(books.save(sheets))
    message = str(caught.value)
    assert "\n" not in message
    assert len(message) < 300
    return message


@BOTH
def test_a_workbook_gives_one_row_for_each_economy_and_code(layout: Layout) -> None:
    parsed = gii.parse(books.save(books.small(layout)))
    assert len(parsed.scores) == 5 * len(books.CODES)
    assert list(parsed.structure["code"]) == books.CODES
    assert parsed.newest_year == 2026
    china: Any = parsed.scores[parsed.scores["economy"] == "CHN"].set_index("code")
    assert china.at["P7", "score"] == pytest.approx(
        0.5 * china.at["7.1", "score"] + 0.25 * (china.at["7.2", "score"] + china.at["7.3", "score"])
    )
    assert china.at["1.1.1", "outdated"] is not pd.NA
    assert pd.isna(china.at["P1", "outdated"])
    assert pd.isna(china.at["1.1.1", "low_coverage"])
    assert not china.at["1.1", "low_coverage"]


@pytest.mark.parametrize(("edition", "layout"), [(2025, NEW), (2021, OLD)])
def test_the_sheets_made_of_a_bundled_edition_give_its_table_again(
    pinned: Snapshot, edition: int, layout: Layout
) -> None:
    scores, structure = books.tables_of(pinned.table("gii_scores"), pinned.table("gii_structure"), edition)
    scores = scores[scores["economy"] < "BZZ"]
    context = books.context_of(pinned.table("gii_economies"), edition).query("economy < 'BZZ'")
    names = {iso3: f"Economy {iso3}" for iso3 in scores["economy"].unique()}
    parsed = gii.parse(books.save(books.sheets_of(layout, scores, structure, names, context)))
    pd.testing.assert_frame_equal(parsed.scores, scores)
    pd.testing.assert_frame_equal(parsed.structure, structure)
    pd.testing.assert_frame_equal(parsed.context, context)


@BOTH
def test_a_renamed_column_is_refused(layout: Layout) -> None:
    sheets = books.small(layout)
    score = layout.columns["score"]
    sheets[layout.data][0][sheets[layout.data][0].index(score)] = "POINTS"
    message = refused(sheets)
    assert message.startswith(f"sheet '{layout.data}', row 1: the column {score} is missing")
    assert "POINTS" in message


@BOTH
def test_a_column_too_many_is_told_and_passed_over_and_a_known_one_twice_is_refused(layout: Layout) -> None:
    expected = gii.parse(books.save(books.small(layout)))
    assert expected.warnings == ()
    sheets = books.small(layout)
    for sheet in (layout.structure, layout.economies, layout.data):
        for row in sheets[sheet]:
            row[2:2] = ["COMMENT" if row is sheets[sheet][0] else 1] * 2
    parsed = gii.parse(books.save(sheets))
    told = "the column COMMENT is not known and is passed over"
    named = (layout.structure, layout.economies, layout.data)
    assert parsed.warnings == tuple(f"sheet '{sheet}': {told}" for sheet in named)
    pd.testing.assert_frame_equal(parsed.scores, expected.scores)
    pd.testing.assert_frame_equal(parsed.context, expected.context)
    sheets[layout.data][0][2] = layout.columns["score"]
    assert "stands there twice" in refused(sheets)


@BOTH
def test_a_missing_sheet_is_refused(layout: Layout) -> None:
    for name in (layout.structure, layout.economies, layout.data, *layout.other):
        sheets = books.small(layout)
        del sheets[name]
        assert f"the sheet '{name}' is missing" in refused(sheets)


@BOTH
def test_an_empty_sheet_is_refused(layout: Layout) -> None:
    for name in (layout.structure, layout.economies, layout.data):
        sheets = books.small(layout)
        del sheets[name][1:]
        assert f"sheet '{name}'" in refused(sheets)
        del sheets[name][:]
        assert f"sheet '{name}'" in refused(sheets)


@BOTH
@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("score", "n/a", "a number expected, found 'n/a'"),
        ("score", True, "a number expected"),
        ("rank", 3.5, "a whole number expected, found 3.5"),
        ("rank", 2**32 + 4, "a whole number expected, found 4294967300"),
        ("rank", "4", "a number expected"),
        ("rank", 10**30, "a number below 1e+15 expected"),
        ("value", -1e300, "a number below 1e+15 expected"),
        ("data_year", "2024", "a number expected"),
        ("value", "#REF!", "a number expected"),
        ("strength", "X", "S, W or blank expected"),
        ("strength_income", 1, "text expected"),
        ("outdated", 2, "0, 1 or blank expected"),
        ("low_coverage", 1, "0 or blank at the level of the row expected"),
        ("economy", "China", "a code of three capital letters expected"),
        ("economy", "XXX", "an economy of the sheet"),
        ("name", "Japan", "the name of CHN, China expected, found 'Japan'"),
        ("label", "Part 9", "the name of 2.1.1, Part 2.1.1 expected"),
        ("code", "XX.9", "a number of the index expected"),
        ("code", "2.1.9", "a number of the sheet"),
    ],
)
def test_a_wrong_cell_is_refused_by_sheet_row_and_column(
    layout: Layout, column: str, value: Any, said: str
) -> None:
    sheets = books.small(layout)
    row = books.change(sheets, layout, "CHN", "2.1.1", column, value)
    del sheets[layout.data][row:], sheets[layout.data][1 : row - 3]  # a few rows are enough, and quick
    message = refused(sheets)
    assert message.startswith(f"sheet '{layout.data}', row 4, column {layout.columns[column]}: ")
    assert said in message


@BOTH
def test_a_row_twice_or_missing_is_refused(layout: Layout) -> None:
    sheets = books.small(layout)
    place = books.find(sheets, layout, "KOR", "P3")
    sheets[layout.data].append(list(sheets[layout.data][place]))
    assert "each number of KOR once expected" in refused(sheets)
    sheets = books.small(layout)
    del sheets[layout.data][place]
    assert "KOR has no row for P3" in refused(sheets)


@BOTH
def test_rows_whose_economies_were_swapped_are_refused(layout: Layout) -> None:
    sheets = books.small(layout)
    books.swap(sheets, layout, ("CHN", "P4"), ("JPN", "P4"), ["economy"])
    assert "the name of JPN, Japan expected, found 'China'" in refused(sheets)


@BOTH
def test_a_structure_that_is_not_whole_is_refused(layout: Layout) -> None:
    for code in ("P5", "OUT", "2.2"):
        sheets = books.small(layout)
        place = [
            row[list(sheets[layout.structure][0]).index(layout.labels["code"])]
            for row in sheets[layout.structure]
        ]
        del sheets[layout.structure][place.index(books.number(layout, code))]
        assert f"{code} must be listed" in refused(sheets)
    sheets = books.small(layout)
    sheets[layout.structure].append(list(sheets[layout.structure][5]))
    assert "each number once expected" in refused(sheets)


def _text(content: bytes) -> bytes:
    return b"edition,economy,score\n2025,CHN,56.6\n"


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flipped(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = next(item for item in archive.infolist() if item.filename.endswith("sheet3.xml"))
    place = sheet.header_offset + 200
    return content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]


def _other_archive(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "not a workbook")
    return buffer.getvalue()


def _without_end(content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(buffer, "w") as cut:
        for item in whole.infolist():
            part = whole.read(item)
            cut.writestr(item.filename, part[: len(part) // 2] if "sheet3" in item.filename else part)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "damage", [_text, _half, _flipped, _other_archive, _without_end, lambda _: b"", lambda _: b"PK"]
)
def test_a_file_that_is_no_whole_workbook_is_refused(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(BadFile) as caught:
        gii.parse(damage(books.save(books.small())))
    assert "\n" not in str(caught.value)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 5_000_000)
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 1_000_000)
    with pytest.raises(BadFile, match="unpacks to 5,000,000 bytes"):
        gii.parse(buffer.getvalue())
    monkeypatch.setattr(workbook, "MAX_BYTES", 1_000)
    with pytest.raises(BadFile, match="more than the 1,000"):
        gii.parse(buffer.getvalue())
