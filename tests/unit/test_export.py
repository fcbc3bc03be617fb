"""Tables of a snapshot in other forms: exact, blanks as blanks, and each says what it is."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pandas as pd
import pytest

from data import store
from data.schema import TABLES
from data.sheets import Sheet, workbook
from data.snapshot import Snapshot, decode, open_snapshot
from etl.errors import UsageError
from etl.export import ABOUT, files
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
    store.write_package(tmp_path / "snapshot", store.pack(tables, {"observations": [licence]}, {}))
    return open_snapshot(tmp_path / "snapshot")


def test_csv_is_the_table_but_for_text_that_a_spreadsheet_would_run(small: Snapshot) -> None:
    made = files(small, list(TABLES), "csv")
    assert made.keys() == {f"{name}.csv" for name in TABLES}
    for name in ("gii_scores", "observations", "revisions"):
        assert made[f"{name}.csv"] == small.content(name)
    assert list(decode("economies", made["economies.csv"])["name_zh"]) == ["中国", "'+纳米比亚"]
    assert decode("sources", made["sources.csv"])["note"][0] == f"'{FORMULA}"


def test_a_workbook_has_a_sheet_a_table_and_says_what_it_and_its_columns_are(small: Snapshot) -> None:
    (content,) = files(small, list(TABLES), "xlsx").values()
    assert files(small, list(TABLES), "xlsx").popitem()[1] == content
    with closing(openpyxl.load_workbook(BytesIO(content))) as book:
        sheets = {name: list(book[name].values) for name in book.sheetnames}
    assert list(sheets) == ["about", "columns", *TABLES]
    about = {row[0]: dict(zip(ABOUT, row, strict=True)) for row in sheets["about"]}
    assert about["observations"]["licences"] == "CC BY 4.0"
    assert small.id in str(about["observations"]["citation"])
    named = {row[2]: row[1] for row in sheets["columns"] if row[0] == "sources"}
    heads, row = sheets["sources"]
    found = {named[head]: value for head, value in zip(heads, row, strict=True)}
    assert (found["note"], found["url"], found["checked"]) == (FORMULA, None, "2026-11-24")
    assert sheets["observations"][1] == ("X.Y", "CHN", 2024, 1 / 3, "1", "one")
    assert sheets["economies"][2][3] == "ab"
    assert sheets["gii_scores"][1][9] is True


def test_a_workbook_has_neither_link_nor_formula(small: Snapshot) -> None:
    texts = ["=1+1", "+1", "-1", "@A1", "{=1}", "#REF!", "12", "https://x.example", "mailto:a@x.example"]
    sheet = Sheet("=a", ["=1+1", "x", "y"], [[text, None, ""] for text in texts], ["0.00"] * 3)
    with closing(openpyxl.load_workbook(BytesIO(workbook([sheet], "t", small.created)))) as book:
        cells = list(book["=a"].iter_rows())
    assert [row[0].value for row in cells[1:]] == texts
    assert {row[0].data_type for row in cells} == {"s"}
    assert not [cell for row in cells for cell in row if cell.hyperlink]


def test_a_workbook_is_made_where_no_folder_for_temporary_files_can_be_written(
    small: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in `docker run --read-only`, with which the README starts the image."""

    def nowhere() -> str:
        raise FileNotFoundError(2, "No usable temporary directory found")

    monkeypatch.setattr("data.sheets.gettempdir", nowhere)
    assert files(small, ["observations"], "xlsx")


def test_a_database_has_types_and_says_what_it_is(small: Snapshot) -> None:
    (content,) = files(small, list(TABLES), "sqlite").values()
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        about = dict(base.execute('SELECT "table", citation FROM about'))
        assert small.id in about["observations"]
        query = "SELECT value, typeof(value), year, typeof(year) FROM observations"
        assert base.execute(query).fetchall() == [(1 / 3, "real", 2024, "integer")]
        query = "SELECT outdated, low_coverage, rank_low FROM gii_scores"
        assert base.execute(query).fetchall() == [(1, None, None)]
        assert base.execute("SELECT note, checked FROM sources").fetchall() == [(FORMULA, "2026-11-24")]
        for name, table in TABLES.items():
            assert [column[1] for column in base.execute(f"PRAGMA table_info({name})")] == table.columns


def test_parquet_has_every_type_null_for_a_blank_and_says_what_it_is(
    small: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    types = {"integer": "Int64", "number": "Float64", "string": "string", "boolean": "boolean"}
    types["date"] = "date32[day][pyarrow]"
    for name, content in zip(TABLES, files(small, list(TABLES), "parquet").values(), strict=True):
        frame, table = pd.read_parquet(BytesIO(content)), TABLES[name]
        assert frame.dtypes.map(str).to_dict() == {item.name: types[item.kind] for item in table.fields}
        pd.testing.assert_frame_equal(frame.astype(table.dtypes), small.table(name), check_exact=True)
        assert frame.attrs["descriptions"].keys() == set(table.columns)
        assert {item.name for item in table.fields if item.kind == "number"} <= frame.attrs["units"].keys()
        assert frame.attrs["snapshot"] == small.id
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="Parquet needs the package pyarrow, which is not installed: run"):
        files(small, ["observations"], "parquet")
