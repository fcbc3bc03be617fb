"""A download read as a spreadsheet or a program would, in each form."""

import io
import json
from collections.abc import Mapping
from typing import Any

import openpyxl
import pandas as pd
from flask.testing import FlaskClient

from analysis.dataset import Dataset
from components.pages import TABLES

MARK = "\ufeff"


def rows_of(name: str, dataset: Dataset, query: Mapping[str, str], *, whole: bool = False) -> pd.DataFrame:
    """The rows of a table for a query, before they have a form."""
    return TABLES[name].rows(dataset, query, query.get("lang", "en"), whole=whole)


def fetched(reader: FlaskClient, address: str) -> pd.DataFrame:
    """The table of a CSV at an address."""
    answer = reader.get(address)
    assert answer.status_code == 200, address
    return of_csv(answer.get_data())


def of_csv(content: bytes) -> pd.DataFrame:
    """The table of a CSV."""
    text = content.decode()
    assert text.startswith(MARK)  # spreadsheets take the file for UTF-8
    return pd.read_csv(io.StringIO(text.removeprefix(MARK)), dtype_backend="numpy_nullable")


def of_json(content: bytes) -> pd.DataFrame:
    """The table of a JSON file: every row holds every column, in their order."""
    made = json.loads(content)
    names = [column["name"] for column in made["columns"]]
    assert all(list(row) == names for row in made["data"])
    return pd.DataFrame(made["data"], columns=names)


def of_xlsx(content: bytes) -> pd.DataFrame:
    """The table of the first sheet of a workbook, named as its sheet columns says."""
    book = sheets(content)
    head, *lines = book["data"]
    named = {row[1]: row[0] for row in book["columns"][1:]}
    return pd.DataFrame(lines, columns=[named[one] for one in head])


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of all sheets of a workbook; no cell is a formula or an error."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = (cell for sheet in book for line in sheet.iter_rows() for cell in line)
    assert not [cell.coordinate for cell in cells if cell.data_type in "fe"]
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def same(one: pd.DataFrame, other: pd.DataFrame, place: str = "") -> None:
    """Two tables of one download say the same, whatever types their forms have."""
    assert list(one.columns) == list(other.columns), place
    assert len(one) == len(other), place
    for name in one.columns:
        left, right = (_plain(frame[name]) for frame in (one, other))
        assert left == right, f"{place} {name}"


def _plain(values: pd.Series) -> list[object]:
    return [None if pd.isna(value) or value == "" else _cell(value) for value in values.astype(object)]


def _cell(value: object) -> object:
    """A cell as all forms can have it: numbers to 12 digits, everything else as its text."""
    try:
        return f"{float(str(value)):.12g}"
    except ValueError:
        return str(value)
