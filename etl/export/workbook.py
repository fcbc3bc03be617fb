"""Export as an Excel workbook: sources and licences first, then a sheet for each table."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from data.cells import rows
from data.schema import SOURCES, TABLES
from data.sheets import DAY, Sheet, formats, heads, workbook
from etl.errors import UsageError
from etl.export.cells import about, releases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pandas as pd

    from data.snapshot import Snapshot
    from data.table import Table

_COLUMNS: Final = ("table", "column", "head in its sheet", "type", "meaning")
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
    title = str(snapshot.descriptor["title"])
    path.write_bytes(workbook(_sheets(snapshot, names), title, snapshot.created))


def _sheets(snapshot: Snapshot, names: Sequence[str]) -> Iterator[Sheet]:
    """Yield the sheets, each made only when the one before it is written."""
    facts = [list(fact) for fact in about(snapshot, names).items()]
    used = _rows(SOURCES, releases(snapshot, names))
    yield Sheet("about", facts[0], [*facts[1:], [], _heads(SOURCES), *used], filters=False)
    yield Sheet("columns", _COLUMNS, _columns(names))
    for name in names:
        table, frame = TABLES[name], snapshot.table(name)
        yield Sheet(name, _heads(table), _rows(table, frame), _formats(table, frame))


def _columns(names: Sequence[str]) -> Iterator[list[str]]:
    """Yield what each column of the tables is: the name that other programs know it by, and its meaning."""
    for name in names:
        for item, head in zip(TABLES[name].fields, _heads(TABLES[name]), strict=True):
            yield [name, item.name, head, item.kind, item.description]


def _heads(table: Table) -> list[str]:
    return list(heads({item.name: item.description for item in table.fields}).values())


def _formats(table: Table, frame: pd.DataFrame) -> list[str]:
    days = [item.kind == "date" for item in table.fields]
    return [DAY if day else form for day, form in zip(days, formats(frame), strict=True)]


def _rows(table: Table, frame: pd.DataFrame) -> Iterator[list[Any]]:
    days = [place for place, item in enumerate(table.fields) if item.kind == "date"]
    for row in rows(frame):
        values = list(row)
        for place in days:
            values[place] = values[place] and date.fromisoformat(values[place])
        yield values
