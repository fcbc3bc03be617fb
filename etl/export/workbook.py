"""Export as an Excel workbook: sources and licences first, then a sheet for each table."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import WorkbookAlreadySaved
from openpyxl.writer.excel import ExcelWriter

from data.cells import rows, sheet_cells
from data.schema import SOURCES, TABLES
from etl.errors import UsageError
from etl.export.cells import about, releases

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pandas as pd
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from data.snapshot import Snapshot
    from data.table import Table

MOST_ROWS: Final = 1_048_576
"""What a sheet can hold, the row of names included."""


def write(snapshot: Snapshot, names: Sequence[str], path: Path) -> None:
    """Write the workbook; UsageError if a table has more rows than a sheet of Excel."""
    for name in names:
        if (count := len(snapshot.table(name))) >= MOST_ROWS:
            raise UsageError(
                f"the table {name} has {count:,} rows and a sheet of Excel holds {MOST_ROWS - 1:,}; "
                "choose csv, json or sqlite"
            )
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        book = Workbook(write_only=True)
        try:
            _about(book.create_sheet("about"), snapshot, names)
            for name in names:
                _table(book.create_sheet(name), TABLES[name], snapshot.table(name))
            ExcelWriter(book, archive).save()
        except OSError:
            for sheet in book.worksheets:
                with suppress(
                    OSError, ValueError, WorkbookAlreadySaved
                ):  # else each complains when collected
                    sheet.close()
            raise


def _about(sheet: WriteOnlyWorksheet, snapshot: Snapshot, names: Sequence[str]) -> None:
    for name, value in about(snapshot, names).items():
        sheet.append(sheet_cells([name, value], partial(WriteOnlyCell, sheet)))
    sheet.append([])
    _rows(sheet, SOURCES, releases(snapshot, names))


def _table(sheet: WriteOnlyWorksheet, table: Table, frame: pd.DataFrame) -> None:
    sheet.freeze_panes = "A2"
    _rows(sheet, table, frame)


def _rows(sheet: WriteOnlyWorksheet, table: Table, frame: pd.DataFrame) -> None:
    head = [WriteOnlyCell(sheet, name) for name in frame.columns]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    days = [place for place, item in enumerate(table.fields) if item.kind == "date"]
    for row in rows(frame):
        values = list(row)
        for place in days:
            values[place] = values[place] and date.fromisoformat(values[place])
        sheet.append(sheet_cells(values, partial(WriteOnlyCell, sheet)))
