"""Tables of a snapshot in other forms: exact, whole, and never over a file that is there."""

from __future__ import annotations

import importlib.util
import io
import json
import sqlite3
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from data import store
from data.schema import TABLES
from data.sheets import Sheet, workbook
from data.snapshot import Snapshot, decode, open_snapshot
from etl.errors import StoreError, UsageError
from etl.export import FORMS, export
from tests import packages

if TYPE_CHECKING:
    from pathlib import Path

FORMULA = '=HYPERLINK("http://x.example")'


@pytest.fixture
def small(tmp_path: Path) -> Snapshot:
    """A snapshot with a third, blanks, a boolean, formulas and a control character."""
    tables = packages.tables(FORMULA)
    tables["gii_scores"].loc[0, "outdated"] = True
    tables["gii_scores"].loc[0, ["score_source", "rank_source"]] = "one"
    tables["economies"].loc[1, ["name_zh", "region"]] = ["+纳米比亚", "a\x0bb"]
    licence = {"name": "CC-BY-4.0", "title": "CC BY 4.0"}
    store.write(tmp_path / "snapshot", store.pack(tables, {"observations": [licence]}, {}))
    return open_snapshot(tmp_path / "snapshot")


def sheet(path: Path, name: str) -> list[tuple[Any, ...]]:
    with closing(openpyxl.load_workbook(path)) as book:
        return list(book[name].values)


def test_csv_is_the_table_but_for_text_that_a_spreadsheet_would_run(small: Snapshot, tmp_path: Path) -> None:
    told = export(small, [], "csv", tmp_path / "out")
    assert told == f"{len(TABLES)} tables of the snapshot {small.id} written to {tmp_path / 'out'}"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(
        f"{name}.csv" for name in TABLES
    )
    for name in ("gii_scores", "observations", "revisions"):
        assert (tmp_path / "out" / f"{name}.csv").read_bytes() == small.content(name)
    economies = decode("economies", (tmp_path / "out" / "economies.csv").read_bytes())
    assert list(economies["name_zh"]) == ["中国", "'+纳米比亚"]
    assert decode("sources", (tmp_path / "out" / "sources.csv").read_bytes())["note"][0] == f"'{FORMULA}"


def test_one_table_goes_to_one_file(small: Snapshot, tmp_path: Path) -> None:
    told = export(small, ["observations"], "csv", tmp_path / "seen.csv")
    assert told.startswith("the table observations of the snapshot ")
    assert (tmp_path / "seen.csv").read_bytes() == small.content("observations")
    with pytest.raises(
        UsageError, match=r"a csv file holds one table: name one, or a folder in place of all\.csv"
    ):
        export(small, [], "csv", tmp_path / "all.csv")


def test_json_holds_records_with_null_for_a_blank(small: Snapshot, tmp_path: Path) -> None:
    export(small, ["gii_scores", "observations", "revisions"], "json", tmp_path / "a.json")
    document = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert list(document["tables"]) == ["gii_scores", "observations", "revisions"]
    (observed,) = document["tables"]["observations"]
    assert observed == {
        "indicator": "X.Y",
        "economy": "CHN",
        "year": 2024,
        "value": 1 / 3,
        "vintage": "1",
        "source": "one",
    }
    (scored,) = document["tables"]["gii_scores"]
    assert (scored["score"], scored["rank"], scored["rank_low"], scored["outdated"]) == (
        56.5551,
        10,
        None,
        True,
    )
    assert document["tables"]["revisions"] == []
    assert document["about"]["snapshot"] == small.id
    assert document["about"]["licences of observations"] == "CC BY 4.0"


def test_a_workbook_has_what_it_rests_on_first_and_text_that_is_no_formula(
    small: Snapshot, tmp_path: Path
) -> None:
    export(small, [], "xlsx", tmp_path / "a.xlsx")
    with closing(openpyxl.load_workbook(tmp_path / "a.xlsx")) as book:
        assert book.sheetnames == ["about", "columns", *TABLES]
        observed = book["observations"]
        assert observed.freeze_panes == "A2"
        assert observed.auto_filter.ref == observed.dimensions
        assert observed["D2"].number_format == "0.0000"
        assert (observed["C2"].number_format, observed["B2"].number_format) == ("0", "General")
        assert (book["sources"]["L2"].data_type, book["sources"]["J2"].number_format) == ("s", "yyyy-mm-dd")
        for name in ("columns", *TABLES):
            assert book[name].freeze_panes == "A2"
            assert book[name].auto_filter.ref
            assert all(9 <= book[name].column_dimensions[one].width <= 49 for one in ("A", "B"))
    about = sheet(tmp_path / "a.xlsx", "about")
    assert ("snapshot", small.id) in [row[:2] for row in about]
    assert ("licences of observations", "CC BY 4.0") in [row[:2] for row in about]
    assert about[-1][0] == "one"
    heads, row = sheet(tmp_path / "a.xlsx", "sources")
    known = {named[2]: named[1] for named in sheet(tmp_path / "a.xlsx", "columns") if named[0] == "sources"}
    assert heads[9] == "Day on which the figures were last checked"
    found = {known[head]: value for head, value in zip(heads, row, strict=True)}
    assert (found["note"], found["url"]) == (FORMULA, None)
    assert isinstance(found["checked"], datetime)
    assert found["checked"].date() == date(2026, 11, 24)
    assert sheet(tmp_path / "a.xlsx", "observations")[1] == ("X.Y", "CHN", 2024, 1 / 3, "1", "one")
    assert sheet(tmp_path / "a.xlsx", "economies")[2][3] == "ab"
    assert sheet(tmp_path / "a.xlsx", "gii_scores")[1][9] is True


def test_a_workbook_has_the_same_bytes_again_and_neither_link_nor_formula(
    small: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ["=1+1", "+1", "-1", "@A1", "{=1}", "#REF!", "12", "https://x.example", "mailto:a@x.example"]
    rows = [[text, None, ""] for text in texts]
    made = []
    for _ in range(2):
        sheet = Sheet("=a", ["=1+1", "x", "y"], rows, ["0.00"] * 3)
        made.append(workbook([sheet], "t", small.created))
        monkeypatch.setattr("time.time", lambda: 4_000_000_000.0)
    assert made[0] == made[1]
    with closing(openpyxl.load_workbook(io.BytesIO(made[0]))) as book:
        cells = list(book["=a"].iter_rows())
        assert book.properties.created == book.properties.modified == datetime.fromisoformat(small.created)
    assert [row[0].value for row in cells[1:]] == texts
    assert {row[0].data_type for row in cells} == {"s"}
    assert not [cell for row in cells for cell in row if cell.hyperlink]
    assert {cell.value for row in cells[1:] for cell in row[1:]} <= {None}


def test_a_workbook_is_made_where_no_folder_for_temporary_files_can_be_written(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in `docker run --read-only`, with which the README starts the image."""

    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("data.sheets.gettempdir", nowhere)
    export(small, [], "xlsx", tmp_path / "a.xlsx")
    assert sheet(tmp_path / "a.xlsx", "observations")[1][0] == "X.Y"


def test_a_workbook_for_whose_rows_there_is_no_room_is_an_error_of_the_store(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.utime", full)
    with pytest.raises(StoreError, match=r"a\.xlsx cannot be written: No space left on device"):
        export(small, [], "xlsx", tmp_path / "a.xlsx")
    assert [one.name for one in tmp_path.iterdir()] == ["snapshot"]


def test_a_table_that_excel_cannot_hold_is_refused(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.export.MOST_ROWS", 2)
    with pytest.raises(
        UsageError, match="the table economies has 2 rows and a sheet of Excel holds 1; choose csv"
    ):
        export(small, [], "xlsx", tmp_path / "a.xlsx")
    assert not list(tmp_path.glob("*a.xlsx"))


def test_a_database_has_types_keys_and_says_what_it_is(small: Snapshot, tmp_path: Path) -> None:
    export(small, [], "sqlite", tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        about = dict(base.execute("SELECT name, value FROM about"))
        assert (about["snapshot"], about["created"]) == (small.id, "2026-11-24")
        query = "SELECT value, typeof(value), year, typeof(year) FROM observations"
        assert base.execute(query).fetchall() == [(1 / 3, "real", 2024, "integer")]
        query = "SELECT outdated, low_coverage, rank_low FROM gii_scores"
        assert base.execute(query).fetchall() == [(1, None, None)]
        assert base.execute("SELECT note, checked FROM sources").fetchall() == [(FORMULA, "2026-11-24")]
        for name, table in TABLES.items():
            columns = base.execute(f"PRAGMA table_info({name})").fetchall()
            assert [column[1] for column in columns] == table.columns
            assert [column[1] for column in sorted(columns, key=lambda item: item[5]) if column[5]] == list(
                table.key
            )
            referred = {row[3]: row[2] for row in base.execute(f"PRAGMA foreign_key_list({name})")}
            assert referred == table.references
        assert base.execute("PRAGMA foreign_key_check").fetchall() == []
        with pytest.raises(sqlite3.IntegrityError):
            base.execute("INSERT INTO economies SELECT * FROM economies")


def test_a_database_of_one_table_refers_to_no_other(small: Snapshot, tmp_path: Path) -> None:
    export(small, ["observations"], "sqlite", tmp_path / "a.sqlite")
    with closing(sqlite3.connect(tmp_path / "a.sqlite")) as base:
        assert base.execute("PRAGMA foreign_key_list(observations)").fetchall() == []


def test_parquet_without_its_package_is_told(
    small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match="Parquet needs the package pyarrow, which is not installed: run"):
        export(small, [], "parquet", tmp_path / "out")


def test_parquet_has_every_type_null_for_a_blank_and_says_what_it_is(small: Snapshot, tmp_path: Path) -> None:
    export(small, [], "parquet", tmp_path / "out")
    types = {"integer": "Int64", "number": "Float64", "string": "string", "boolean": "boolean"}
    for name, table in TABLES.items():
        frame = pd.read_parquet(tmp_path / "out" / f"{name}.parquet")
        found = {column: str(dtype) for column, dtype in frame.dtypes.items()}
        days = {"date": "date32[day][pyarrow]"}
        assert found == {item.name: (types | days)[item.kind] for item in table.fields}
        pd.testing.assert_frame_equal(frame.astype(table.dtypes), small.table(name), check_exact=True)
        assert frame.attrs["descriptions"].keys() == found.keys()
        assert {item.name for item in table.fields if item.kind == "number"} <= frame.attrs["units"].keys()
    scores = pd.read_parquet(tmp_path / "out" / "gii_scores.parquet")
    assert scores["rank_low"].tolist() == [pd.NA]
    assert scores.attrs["units"]["score"] == "points, 0 to 100"
    assert [release["source"] for release in scores.attrs["sources"]] == ["one"]
    assert scores.attrs["snapshot"] == small.id
    assert small.id in scores.attrs["citation"]


@pytest.mark.parametrize("form", FORMS[:4])
def test_a_file_that_is_there_is_replaced_only_when_forced(
    form: str, small: Snapshot, tmp_path: Path
) -> None:
    path = tmp_path / f"a.{form}"
    path.write_bytes(b"precious")
    with pytest.raises(UsageError, match=f"a.{form} exists; choose another name, or --force to replace it"):
        export(small, ["economies"], form, path)
    assert path.read_bytes() == b"precious"
    export(small, ["economies"], form, path, force=True)
    assert path.read_bytes() != b"precious"


def test_a_folder_of_tables_is_added_to_but_not_emptied(small: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_bytes(b"precious")
    export(small, ["economies"], "csv", tmp_path / "out")
    with pytest.raises(UsageError, match=r"economies\.csv exists"):
        export(small, [], "csv", tmp_path / "out")
    export(small, [], "csv", tmp_path / "out", force=True)
    assert len(list((tmp_path / "out").iterdir())) == len(TABLES) + 1


@pytest.mark.parametrize("form", FORMS[:4])
def test_an_error_half_way_leaves_the_old_file_and_no_other(
    form: str, small: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / f"a.{form}"
    path.write_bytes(b"precious")
    before = sorted(tmp_path.iterdir())

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match=f"a.{form} cannot be written: No space left on device"):
        export(small, ["economies"], form, path, force=True)
    assert path.read_bytes() == b"precious"
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("form", FORMS[:4])
def test_a_place_that_does_not_exist_is_told(form: str, small: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=f"none/a.{form} cannot be written: "):
        export(small, ["economies"], form, tmp_path / "none" / f"a.{form}")


def test_a_folder_is_no_file_to_write(small: Snapshot, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is a folder, not a file to write"):
        export(small, [], "json", tmp_path, force=True)
