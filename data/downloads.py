"""What downloads hold, in words: title, a row, what "all" means, and the meaning and unit of each column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.entries import Text
from data.fields import CatalogError, Fields, blocks, read_tables

_NAME = re.compile(r"[a-z]+(-[a-z]+)*")
_KEY = re.compile(r"[a-z_]+")
_COLUMN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means, and its unit where it has one of its own."""

    meaning: Text
    unit: Text | None


@dataclass(frozen=True, slots=True)
class Download:
    """One download: row says what one row of it is, whole what all rows hold beyond those of a view.

    keys: of the address, those that choose the subject; filters: those that "all" leaves aside; columns: what
    some of them mean only here.
    """

    title: Text
    row: Text
    whole: Text
    keys: tuple[str, ...]
    filters: tuple[str, ...]
    columns: dict[str, Column]


def read_columns(path: Path) -> dict[str, Column]:
    """Return the columns by their name, or by a pattern that a whole name must match."""
    tables = read_tables(path)
    if set(tables) != {"units", "columns"}:
        raise CatalogError(f"{path.name}: must hold the tables units and columns")
    return dict(_columns(path, tables["columns"], _units(path)))


def read_downloads(path: Path, columns: Path) -> dict[str, Download]:
    """Return the downloads by their name in the address; units are those of the file ``columns``."""
    units = _units(columns)
    return {
        key: _download(path, fields, units)
        for key, fields in blocks(path, read_tables(path), "download", _NAME)
    }


def read_phrases(path: Path) -> dict[str, Text]:
    """Return the sentences that downloads and citations carry."""
    return {key: fields.own_text() for key, fields in blocks(path, read_tables(path), "phrase", _KEY)}


def column_of(columns: Mapping[str, Column], download: Download, name: str) -> Column | None:
    """Return what a column of a download means: its own words, those of its name, or of a pattern."""
    if found := download.columns.get(name) or columns.get(name):
        return found
    patterns = (*download.columns.items(), *columns.items())
    return next((one for pattern, one in patterns if re.fullmatch(pattern, name)), None)


def _download(path: Path, fields: Fields, units: Mapping[str, Text]) -> Download:
    own = fields.table("columns")
    download = Download(
        title=fields.text("title"),
        row=fields.text("row"),
        whole=fields.text("whole"),
        keys=fields.strings("keys"),
        filters=fields.strings("filters"),
        columns=dict(_columns(path, dict(own.values), units)) if own else {},
    )
    fields.close()
    return download


def _columns(path: Path, tables: object, units: Mapping[str, Text]) -> Iterator[tuple[str, Column]]:
    if not isinstance(tables, dict):
        raise CatalogError(f"{path.name}: columns must be a table")
    for key, fields in blocks(path, tables, "column", _COLUMN):
        unit = units[fields.choice("unit", tuple(units))] if "unit" in fields.values else None
        yield key, Column(fields.own_text(), unit)


def _units(path: Path) -> dict[str, Text]:
    tables = read_tables(path).get("units")
    if not isinstance(tables, dict):
        raise CatalogError(f"{path.name}: missing table 'units'")
    return {key: fields.own_text() for key, fields in blocks(path, tables, "unit", _KEY)}
