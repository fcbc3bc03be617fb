"""The workbook parser: both layouts, the edition a workbook is taken for, what is refused by its place."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data.contract import Violation
from etl.errors import BadFile, Refused, UsageError
from etl.sources import gii, workbook
from etl.sources.gii import check_edition, recognise
from tests.unit import gii_books as books
from tests.unit.gii_books import NEW, OLD

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.snapshot import Snapshot
    from etl.sources.gii import Layout

BOTH = pytest.mark.parametrize("layout", [NEW, OLD], ids=["2022 and later", "2021"])


def said(content: books.Sheets | bytes) -> str:
    """Return the one line in which a workbook is refused, blank if it is not."""
    found = ""
    try:
        gii.parse(content if isinstance(content, bytes) else books.save(content))
    except BadFile as error:
        found = str(error)
    assert "\n" not in found
    assert len(found) < 300
    return found


@BOTH
def test_a_workbook_gives_one_row_for_each_economy_and_code(layout: Layout) -> None:
    parsed = gii.parse(books.save(books.small(layout)))
    assert len(parsed.scores) == 5 * len(books.CODES)
    assert list(parsed.structure["code"]) == books.CODES
    assert (parsed.newest_year, parsed.warnings) == (2026, ())
    china: Any = parsed.scores[parsed.scores["economy"] == "CHN"].set_index("code")
    assert china.at["P7", "score"] == pytest.approx(
        0.5 * china.at["7.1", "score"] + 0.25 * (china.at["7.2", "score"] + china.at["7.3", "score"])
    )
    flags = [("1.1.1", "outdated", False), ("P1", "outdated", True), ("1.1.1", "low_coverage", True)]
    assert [pd.isna(china.at[code, column]) for code, column, _ in flags] == [blank for *_, blank in flags]
    assert not china.at["1.1", "low_coverage"]
    place = "edition 2026, economy JPN"
    told = parsed.place(Violation("gii_economies", place, "gdp_ppp", "it is wrong", "JPN"))
    row = 2 + sorted(books.ECONOMIES).index("JPN")
    assert str(told) == (
        f"sheet '{layout.economies}': row {row} ({place}), column {layout.context['gdp_ppp']}: it is wrong"
    )


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
def test_a_column_too_many_is_told_and_passed_over_and_a_known_one_twice_is_refused(layout: Layout) -> None:
    expected = gii.parse(books.save(books.small(layout)))
    sheets = books.small(layout)
    named = (layout.structure, layout.economies, layout.data)
    for sheet in named:
        for row in sheets[sheet]:
            row[2:2] = ["COMMENT" if row is sheets[sheet][0] else 1] * 2
    parsed = gii.parse(books.save(sheets))
    told = "the column COMMENT is not known and is passed over"
    assert parsed.warnings == tuple(f"sheet '{sheet}': {told}" for sheet in named)
    pd.testing.assert_frame_equal(parsed.scores, expected.scores)
    pd.testing.assert_frame_equal(parsed.context, expected.context)
    sheets[layout.data][0][2] = layout.columns["score"]
    assert "stands there twice" in said(sheets)


@BOTH
def test_a_sheet_a_column_or_a_row_that_is_missing_or_twice_is_refused(layout: Layout) -> None:
    own = (layout.structure, layout.economies, layout.data)

    def lost(sheets: books.Sheets, code: str) -> None:
        head, *rows = sheets[layout.structure]
        at = [row[head.index(layout.labels["code"])] for row in rows].index(books.number(layout, code))
        del sheets[layout.structure][at + 1]

    def renamed(sheets: books.Sheets) -> None:
        head = sheets[layout.data][0]
        head[head.index(layout.columns["score"])] = "POINTS"

    at = books.find(books.small(layout), layout, "KOR", "P3")
    score = layout.columns["score"]
    edits: list[tuple[str, Callable[[books.Sheets], object]]] = [
        *((f"the sheet '{name}' is missing", lambda sheets, name=name: sheets.pop(name)) for name in own),
        *(
            (f"the sheet '{name}' is missing", lambda sheets, name=name: sheets.pop(name))
            for name in layout.other
        ),
        *(
            (f"sheet '{name}'", lambda sheets, name=name: sheets[name].__delitem__(slice(1, None)))
            for name in own
        ),
        *((f"sheet '{name}'", lambda sheets, name=name: sheets[name].clear()) for name in own),
        *(
            (f"{code} must be listed", lambda sheets, code=code: lost(sheets, code))
            for code in ("P5", "OUT", "2.2")
        ),
        (
            "each number once expected",
            lambda sheets: sheets[layout.structure].append(sheets[layout.structure][5]),
        ),
        (f"sheet '{layout.data}', row 1: the column {score} is missing (others there: POINTS)", renamed),
        (
            "each number of KOR once expected",
            lambda sheets: sheets[layout.data].append(sheets[layout.data][at]),
        ),
        ("KOR has no row for P3", lambda sheets: sheets[layout.data].pop(at)),
        (
            "the name of JPN, Japan expected, found 'China'",
            lambda sheets: books.swap(sheets, layout, ("CHN", "P4"), ("JPN", "P4"), ["economy"]),
        ),
    ]
    wrong = []
    for told, edit in edits:
        edit(sheets := books.small(layout))
        if told not in (found := said(sheets)):
            wrong.append((told, found))
    assert wrong == []


CELLS: list[tuple[str, Any, str]] = [
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
]
ABOUT: list[tuple[str, Any, str]] = [
    ("income", "XX", "HI, UM, LM, LI, NA or blank expected"),
    ("income", 1, "text expected"),
    ("region", "ASIA", "the code of South East Asia, East Asia, and Oceania, SEAO expected"),
    ("region", "EUR", "the code of South East Asia"),
    ("region_name", "Asia", "a region of the index expected, found 'Asia'"),
    ("region_name", None, "a region of the index expected"),
    ("population", "1,444", "a number expected, found '1,444'"),
    ("population", 0, "a number above 0 expected, found 0"),
    ("gdp_ppp", -1, "a number above 0 expected"),
    ("gdp_per_head", True, "a number expected"),
    ("gdp_per_head", 10**20, "a number below 1e+15 expected"),
]


def stated(layout: Layout, column: str, value: Any) -> books.Sheets:
    """Return a small workbook with another value in one column of its second economy, in row 3."""
    sheets = books.small(layout)
    head = sheets[layout.economies][0]
    sheets[layout.economies][2][head.index(layout.context[column])] = value
    return sheets


@BOTH
def test_a_wrong_cell_is_refused_by_sheet_row_and_column(layout: Layout) -> None:
    wrong = []
    for column, value, told in CELLS:
        sheets = books.small(layout)
        row = books.change(sheets, layout, "CHN", "2.1.1", column, value)
        del sheets[layout.data][row:], sheets[layout.data][1 : row - 3]  # a few rows are enough, and quick
        found, place = said(sheets), f"sheet '{layout.data}', row 4, column {layout.columns[column]}: "
        if not (found.startswith(place) and told in found):
            wrong.append((column, value, found))
    for column, value, told in ABOUT:
        found = said(stated(layout, column, value))
        place = f"sheet '{layout.economies}', row 3, column {layout.context[column]}: "
        if not (found.startswith(place) and told in found):
            wrong.append((column, value, found))
    assert wrong == []
    for blank in ("NA", None):
        context = gii.parse(books.save(stated(layout, "gdp_ppp", blank))).context
        assert context["gdp_ppp"].isna().tolist() == [False, True, False, False, False]
    assert gii.parse(books.save(stated(layout, "income", "NA"))).context["income"].isna().sum() == 1


def test_a_region_has_one_code_in_all_editions() -> None:
    sheets = stated(OLD, "region", "SSF")
    sheets[OLD.economies][2][sheets[OLD.economies][0].index("RegionUN")] = "Sub-Saharan Africa"
    assert gii.parse(books.save(sheets)).context["region"].tolist().count("SSA") == 1


def repacked(content: bytes, part: Callable[[str, bytes], bytes | None]) -> bytes:
    """Return an archive with its parts changed, those of None left out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(buffer, "w") as made:
        for item in whole.infolist():
            if (kept := part(item.filename, whole.read(item))) is not None:
                made.writestr(item.filename, kept)
    return buffer.getvalue()


def test_a_file_that_is_no_whole_workbook_or_unpacks_to_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = books.save(books.small())
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheet = next(item for item in archive.infolist() if item.filename.endswith("sheet3.xml"))
    at = sheet.header_offset + 200
    half = repacked(content, lambda name, part: part[: len(part) // 2] if "sheet3" in name else part)
    for damaged in (
        *(b"", b"PK", b"edition,economy,score\n2025,CHN,56.6\n", content[: len(content) // 2], half),
        content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :],
        repacked(content, lambda name, part: part if name == "docProps/core.xml" else None),
    ):
        assert said(damaged)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 5_000_000)
    monkeypatch.setattr(workbook, "MAX_UNPACKED", 4_999_999)
    assert "unpacks to 5,000,000 bytes" in said(buffer.getvalue())
    monkeypatch.setattr(workbook, "MAX_BYTES", 1_000)
    assert "more than the 1,000" in said(buffer.getvalue())


# --- which edition a workbook is taken for ---------------------------------------------------------------

OF_2026 = "wipo-pub-2000-2026-tech1.xlsx"


def parsed_of(pinned: Snapshot, edition: int, factor: float = 1.0) -> gii.ParsedWorkbook:
    own, parts = books.tables_of(pinned.table("gii_scores"), pinned.table("gii_structure"), edition)
    own = own.assign(score=own["score"] * factor)
    return gii.ParsedWorkbook(NEW, "", own, parts, books.made_up([]), {}, edition, {})


def test_the_edition_is_told_by_scores_structure_layout_and_name(pinned: Snapshot) -> None:
    scores, structure = pinned.table("gii_scores"), pinned.table("gii_structure")
    small = gii.parse(books.save(books.small()))
    old = gii.parse(books.save(books.small(OLD, newest=2020)))
    overall = small.scores[small.scores["code"] == "GII"].assign(edition=2026)
    printed = overall.assign(score=overall["score"].astype("float32").astype("float64"))
    ranked = pd.concat([scores, printed], ignore_index=True)
    other = pd.concat([scores, printed.assign(score=printed["score"] - 1)])
    for parsed, held, name, edition in (
        (parsed_of(pinned, 2023), scores, "download.xlsx", 2023),
        (parsed_of(pinned, 2023), scores, "wipo-pub-2000-2025-tech1.xlsx", 2023),
        (small, scores, OF_2026, 2026),
        (parsed_of(pinned, 2025, 0.99), scores, "wipo-pub-2000-2025-tech1.xlsx", 2025),
        (old, scores, "download.xlsx", 2021),
        (small, ranked, "download.xlsx", 2026),  # an edition held as a ranking
        (small, other, OF_2026, 2026),
    ):
        assert recognise(parsed, held, structure, name) == edition, name
    for parsed, name in (
        *((small, name) for name in ("download.xlsx", "wipo-pub-2000-2027-tech1.xlsx")),
        *((parsed_of(pinned, 2025, 0.99), name) for name in ("download.xlsx", OF_2026)),
    ):
        with pytest.raises(UsageError, match="try --edition 2026"):
            recognise(parsed, scores, structure, name)
    with pytest.raises(Refused, match=r"holds the GII 2023, not the 2024"):
        check_edition(parsed_of(pinned, 2023).scores, scores, 2024)
    with pytest.raises(Refused, match="holds the GII 2021"):
        check_edition(old.scores, scores, 2026, old.layout.data)


# --- the sheet of economies in the snapshot --------------------------------------------------------------
