"""Tables of a snapshot as files for other programs: CSV, Excel, JSON, SQLite or Parquet."""

from __future__ import annotations

import importlib.util
import os
import sqlite3
from functools import partial
from typing import TYPE_CHECKING, Final

from data import durable
from data.schema import TABLES
from etl.errors import StoreError, UsageError
from etl.export import database, text, workbook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from data.snapshot import Snapshot

FORMS: Final = ("csv", "xlsx", "json", "sqlite", "parquet")


def export(snapshot: Snapshot, tables: Sequence[str], form: str, path: Path, *, force: bool = False) -> str:
    """Write tables of a snapshot (none named: all) to `path` in one of FORMS and say what was written.

    CSV and Parquet hold one table a file: one table goes to a path that ends in .csv or .parquet, several go
    to the folder `path`, a file each. Numbers are exact, a blank is a blank or null. Each file appears whole
    or not at all. Raises UsageError if there is no such table or form, if a file exists and force is not
    given, or if the form cannot hold the table; StoreError if a file cannot be written.
    """
    names = _known(tables)
    try:
        if form in ("csv", "parquet"):
            _one_a_file(snapshot, names, form, path, force=force)
        elif form in FORMS:
            write = {"xlsx": workbook.write, "json": text.write_json, "sqlite": database.write}[form]
            _refuse([path], force=force)
            _whole(path, partial(write, snapshot, names))
        else:
            raise UsageError(f"there is no form {form}; there are {', '.join(FORMS)}")
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror or error}") from error
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be written: {error}") from error
    counted = f"the table {names[0]}" if len(names) == 1 else f"{len(names)} tables"
    return f"{counted} of the snapshot {snapshot.id} written to {path}"


def _known(tables: Sequence[str]) -> list[str]:
    unknown = [name for name in tables if name not in TABLES]
    if unknown:
        raise UsageError(f"there is no table {unknown[0]}; there are {', '.join(TABLES)}")
    return [name for name in TABLES if name in tables or not tables]


def _one_a_file(snapshot: Snapshot, names: Sequence[str], form: str, path: Path, *, force: bool) -> None:
    if form == "parquet" and importlib.util.find_spec("pyarrow") is None:
        raise UsageError(
            "Parquet needs the package pyarrow, which is not installed: run `python -m pip install pyarrow`, "
            "or choose csv, xlsx, json or sqlite"
        )
    write = text.write_csv if form == "csv" else text.write_parquet
    single = path.suffix.lower() == f".{form}"
    if single and len(names) > 1:
        raise UsageError(f"a {form} file holds one table: name one, or a folder in place of {path.name}")
    places = {name: path if single else path / f"{name}.{form}" for name in names}
    _refuse(places.values(), force=force)
    if not single:
        path.mkdir(exist_ok=True)
    for name, place in places.items():
        _whole(place, partial(write, snapshot.table(name)))


def _refuse(places: Iterable[Path], *, force: bool) -> None:
    for place in places:
        if place.is_dir():
            raise UsageError(f"{place} is a folder, not a file to write: name a file in it")
        if place.exists() and not force:
            raise UsageError(f"{place} exists; choose another name, or --force to replace it")


def _whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` fill a file of another name, which then takes the place of `path` in one step."""
    fresh = path.with_name(f"{durable.TEMPORARY}{path.name}")
    durable.sweep([fresh])
    try:
        write(fresh)
        with fresh.open("rb") as handle:
            os.fsync(handle.fileno())
        fresh.replace(path)
        durable.sync_folder(path.parent)
    finally:
        fresh.unlink(missing_ok=True)
