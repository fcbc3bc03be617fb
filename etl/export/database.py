"""Export as an SQLite database: types, primary and foreign keys, and a table about the data."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Final

from data.cells import rows
from data.schema import TABLES
from etl.export.cells import about

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.snapshot import Snapshot
    from data.table import Field, Kind, Table

_TYPES: Final[dict[Kind, str]] = {
    "integer": "INTEGER",
    "number": "REAL",
    "string": "TEXT",
    "boolean": "INTEGER",
    "date": "TEXT",
}


def write(snapshot: Snapshot, names: Sequence[str], path: Path) -> None:
    """Write the tables named and `about`; a boolean is 0 or 1, a date YYYY-MM-DD."""
    with closing(sqlite3.connect(path)) as base, base:
        # The file has another name until it is whole, so that a journal would protect nothing.
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        base.executemany("INSERT INTO about VALUES (?, ?)", about(snapshot, names).items())
        for name in names:
            table = TABLES[name]
            base.execute(_statement(table, names))
            marks = ", ".join("?" for _ in table.fields)
            base.executemany(f"INSERT INTO {name} VALUES ({marks})", rows(snapshot.table(name)))  # noqa: S608 - of the schema


def _statement(table: Table, names: Sequence[str]) -> str:
    parts = [_column(item) for item in table.fields]
    parts.append(f"PRIMARY KEY ({', '.join(map(_quoted, table.key))})")
    parts += [
        f"FOREIGN KEY ({_quoted(column)}) REFERENCES {target} ({_quoted(TABLES[target].key[0])})"
        for column, target in table.references.items()
        if target in names
    ]
    return f"CREATE TABLE {table.name} (\n  " + ",\n  ".join(parts) + "\n)"


def _column(item: Field) -> str:
    return f"{_quoted(item.name)} {_TYPES[item.kind]}" + (" NOT NULL" if item.required else "")


def _quoted(column: str) -> str:
    """Return a name as SQL takes it even where it is a word of SQL, as values is."""
    return f'"{column}"'
