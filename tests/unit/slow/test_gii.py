"""Releases of the GII: workbooks in both layouts, rankings, the edition of each, and what is refused."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data import catalog, store
from data.catalog import Catalog
from data.contract import Violation
from data.schema import GII_SCORES
from data.snapshot import Snapshot, open_snapshot
from etl import gates
from etl.assembly import assemble, parts_of
from etl.errors import BadFile, Refused, UsageError
from etl.release import Document, Release, Task
from etl.sources import curated, gii, gii_live, workbook
from etl.sources.gii import Layout, check_edition, recognise
from tests import packages
from tests.unit import gii_books as books
from tests.unit.gii_books import NEW, OLD

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
    told = parsed.locate(Violation("gii_economies", place, "gdp_ppp", "it is wrong", "JPN"))
    row = 2 + sorted(books.ECONOMIES).index("JPN")
    assert str(told) == (
        f"sheet '{layout.economies}': row {row} ({place}), column {layout.context['gdp_ppp']}: it is wrong"
    )
    assert gii.clean("Cost of redundancy dismissal*†") == "Cost of redundancy dismissal"


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
    ("rank", 10**30, "a number below 1e+15 expected"),
    ("value", "#REF!", "a number expected"),
    ("strength", "X", "S, W or blank expected"),
    ("strength_income", 1, "text expected"),
    ("outdated", 2, "0, 1 or blank expected"),
    ("low_coverage", 1, "0 or blank at the level of the row expected"),
    ("economy", "China", "a code of three capital letters expected"),
    ("economy", "XXX", "an economy of the sheet"),
    ("name", "Japan", "the name of CHN, China expected, found 'Japan'"),
    ("label", "Part 9", "the name of 2.1.1, Part 2.1.1 expected"),
    ("code", "2.1.9", "a number of the sheet"),
]
ABOUT: list[tuple[str, Any, str]] = [
    ("income", "XX", "HI, UM, LM, LI, NA or blank expected"),
    ("region", "ASIA", "the code of South East Asia, East Asia, and Oceania, SEAO expected"),
    ("region_name", "Asia", "a region of the index expected, found 'Asia'"),
    ("population", "1,444", "a number expected, found '1,444'"),
    ("population", 0, "a number above 0 expected, found 0"),
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
    monkeypatch.setattr(workbook, "MAX_UNPACKED_BYTES", 4_999_999)
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


Rows = list[list[str]]
SCORE, RANK, YEAR = 4, 3, 5


@pytest.fixture(scope="module")
def known() -> Catalog:
    return catalog.load()


@pytest.fixture(scope="module")
def newer(pinned: Snapshot) -> pd.DataFrame:
    """The overall ranking of 2025 as a new edition would have it: other scores in the same order."""
    scores = pinned.table("gii_scores").query("edition == 2025 and code == 'GII'")
    return scores.assign(score=scores["score"] * 0.98)


def task(known: Catalog, tables: Mapping[str, pd.DataFrame], edition: int | None = None) -> Task:
    return Task(known, gii_live.FAMILY, "2026-11-24", tables, lambda _: None, edition)


def release(
    content: bytes, vintage: str = "2026-ranking", address: str = "https://wipo.example/it"
) -> Release:
    return Release(gii_live.FAMILY, vintage, "2026-11-24T00:00:00Z", (Document("it", address, content),))


def edited(content: bytes, edit: Callable[[Rows], object]) -> bytes:
    """Return a ranking with its cells changed."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    edit(rows)
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def set_cell(line: int, column: int, value: str) -> Callable[[Rows], None]:
    def edit(rows: Rows) -> None:
        rows[line][column] = value

    return edit


def test_a_ranking_gives_the_printed_numbers_of_the_index_alone(known: Catalog, newer: pd.DataFrame) -> None:
    content = gii_live.parse(release(books.ranking(newer, 2026)), task(known, {}))
    china = content.scores.set_index("economy").loc["CHN"]
    assert len(content.scores) == 139
    assert china["rank"] == 10
    assert china["score"] == float(str(np.float32(newer.set_index("economy")["score"]["CHN"])))
    assert list(content.scores.columns) == GII_SCORES.columns
    assert (content.edition, set(content.scores["code"])) == (2026, {"GII"})
    row = content.row.iloc[0]
    assert (row["source"], row["vintage"]) == ("wipo_explorer_2026", "2026-ranking")
    assert row["note"].startswith("Partial: overall ranks and scores only")
    assert list(content.structure["code"]) == ["GII"]
    assert "partial" in content.warnings[0]


def test_a_ranking_may_be_written_otherwise_and_columns_not_known_are_told(
    known: Catalog, newer: pd.DataFrame
) -> None:
    def shuffled(rows: Rows) -> None:
        rows[1:] = [[*row[:4], row[4].replace(",", "."), row[5]] for row in reversed(rows[1:])]
        rows.append([])

    def widened(rows: Rows) -> None:
        for number, row in enumerate(rows):
            row[:0] = ["v1", "trend"] if number == 0 else [str(number), "up"]

    printed = books.ranking(newer, 2026)
    first, other, wide = (
        gii_live.parse(release(edited(printed, edit)), task(known, {})) for edit in (list, shuffled, widened)
    )
    pd.testing.assert_frame_equal(first.scores, other.scores)
    pd.testing.assert_frame_equal(first.scores, wide.scores)
    (told,) = set(wide.warnings) - set(first.warnings)
    assert told == "the column trend of the ranking is not known and is passed over"
    last = newer["rank"] == 139  # an economy may be unranked, and a row may leave its year blank
    content = edited(
        books.ranking(newer.assign(score=newer["score"].mask(last), rank=newer["rank"].mask(last)), 2026),
        set_cell(5, YEAR, "NA"),
    )
    assert len(gii_live.parse(release(content), task(known, {})).scores) == 138


BAD: list[tuple[Callable[[Rows], object], str]] = [
    (set_cell(0, RANK, "position"), "the column rank is missing"),
    (set_cell(0, 2, "rank"), "the column rank stands there twice"),
    (
        set_cell(7, 0, "ZZZ"),
        "line 8, column iso3: a code of an economy in the catalog expected, found 'ZZZ'",
    ),
    (lambda rows: rows.append(rows[3]), "line 141, column iso3: each economy once expected"),
    (set_cell(2, RANK, "3.5"), "line 3, column rank: a rank expected, found '3.5'"),
    (set_cell(2, RANK, "NA"), "line 3, column rank: rank and score must both be given"),
    (set_cell(2, SCORE, ""), "line 3, column score: rank and score must both be given"),
    (set_cell(2, SCORE, "1.234,5"), "line 3, column score: a score expected"),
    (set_cell(2, SCORE, "-1"), "line 3, column score: a score expected"),
    (set_cell(2, YEAR, "soon"), "line 3, column giiyr: the year of the edition expected"),
    (lambda rows: rows[4].pop(), "line 5: 5 cells under 6 columns"),
    (lambda rows: rows.__delitem__(slice(1, None)), "no row with a rank"),
    (lambda rows: [row.__setitem__(YEAR, "NA") for row in rows[70:]], "rows state their edition"),
]


def test_a_ranking_with_a_wrong_cell_is_refused_by_line_and_column(
    known: Catalog, newer: pd.DataFrame
) -> None:
    printed = books.ranking(newer, 2026)
    for edit, said in BAD:
        with pytest.raises(BadFile, match=f"^https://wipo.example/it: .*{re.escape(said)}"):
            gii_live.parse(release(edited(printed, edit)), task(known, {}))
    for content in (b"\xff\xfe\x00i\x00s\x00o", b"", b'iso3,rank,score,giiyr\n"AUT', b"iso3\x00,rank"):
        with pytest.raises(BadFile):
            gii_live.parse(release(content), task(known, {}))


def test_the_ranking_of_another_edition_is_refused_by_its_year_or_its_scores(
    known: Catalog, pinned: Snapshot, newer: pd.DataFrame
) -> None:
    with pytest.raises(Refused, match="holds the GII 2025, not the 2026"):
        gii_live.parse(release(books.ranking(newer, 2025)), task(known, {}))
    old = pinned.table("gii_scores").query("edition == 2025 and code == 'GII'")
    with pytest.raises(Refused, match="holds the GII 2025, not the 2026"):
        gii_live.parse(release(books.ranking(old, 2026)), task(known, pinned.tables()))


def broken(tables: dict[str, pd.DataFrame], known: Catalog, overall: pd.DataFrame) -> list[Violation]:
    """Return what the gates say of a snapshot with a ranking of 2026."""
    content = gii_live.parse(release(books.ranking(overall, 2026)), task(known, tables))
    made = assemble(parts_of(tables).with_content(content, content.gives), known, tables["gii_intervals"])
    return [content.locate(item) for item in gates.violations(made, known)]


def test_the_gates_let_a_right_ranking_pass_and_refuse_a_wrong_one(
    known: Catalog, pinned: Snapshot, newer: pd.DataFrame, tmp_path: Path
) -> None:
    store.write_package(tmp_path / "short", packages.overall(pinned.tables()))
    tables = open_snapshot(tmp_path / "short").tables()
    assert broken(tables, known, newer) == []
    without = newer[newer["economy"] != "CHN"]
    found = {item.problem for item in broken(tables, known, without)}
    assert "no economy has rank 10, the one before it" in found
    closed = without.assign(rank=without["rank"].where(without["rank"] < 10, without["rank"] - 1))
    assert [item.problem for item in broken(tables, known, closed)] == ["the edition does not rank CHN"]
    first, second = newer["rank"] == 3, newer["rank"] == 40
    swapped = newer.assign(rank=newer["rank"].mask(first, 40).mask(second, 3))
    places = broken(tables, known, swapped)
    assert len(places) == 2
    assert all(item.table == "ranking" and item.row.startswith("line ") for item in places)


def test_a_workbook_that_the_hand_kept_tables_name_keeps_its_row(
    known: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = release(books.save(books.small()), "2026")
    held = gii_live.parse(made, task(known, {})).row
    monkeypatch.setattr(curated, "read_releases", lambda: held.assign(checked="2026-09-20"))
    again = release(made.documents[0].content, "2026.2", "https://wipo.example/again")
    pd.testing.assert_frame_equal(gii_live.parse(again, task(known, {})).row, held)


def test_a_saved_file_that_cannot_be_used_is_refused(
    tmp_path: Path, known: Catalog, pinned: Snapshot
) -> None:
    for name, said in (
        ("ranking.csv", "has no edition"),
        ("bc_results_gii_2025.csv", "would not add to the GII 2025"),
        ("download.xlsx", "file download.xlsx: the file is not a whole Excel workbook"),
        ("missing.xlsx", "missing.xlsx cannot be read"),
    ):
        path = tmp_path / name
        if name != "missing.xlsx":
            path.write_bytes(b"<html>Just a moment...</html>")
        with pytest.raises((UsageError, BadFile), match=said):
            gii_live.from_file(path, task(known, pinned.tables()))


def test_blank_rows_count_towards_the_rows_that_a_sheet_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    for blank, refused in ((8, False), (9, True)):
        book = workbook.Workbook(books.save({"Data": [["name"], *[[None]] * blank, ["China"]]}))
        with pytest.raises(BadFile, match="row 11: more than 10 rows") if refused else nullcontext():
            assert [row["name"].text() for row in book.read("Data", ["name"])] == ["China"]
