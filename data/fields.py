"""Checked reading of the files of the catalog: faults name the file and the key or line."""

import csv
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from data.languages import LANGUAGES

T = TypeVar("T")
_MARKS = ("", "[key]", "int", "constrained-int", "float")  # of pydantic, in the place of a fault


class CatalogError(ValueError):
    """The catalog is not usable; the message names the file and the line or the key."""


def sentence(place: str, error: ValidationError, path: Sequence[int | str] | None = None) -> str:
    """Return the first fault in words of our own, after the file and the keys that lead to it.

    path: those keys, where they are others than pydantic gives.
    """
    fault = error.errors(include_url=False)[0]
    kind, value = fault["type"], fault["input"]
    path = [part for part in (fault["loc"] if path is None else path) if part not in _MARKS]
    if place.endswith(".csv"):  # columns are not tables
        column = "_".join(str(part) for part in path[1:] if isinstance(part, str))
        path = [*path[:1], column] if column else path[:1]
    whole = kind == "value_error" and not isinstance(value, str)
    key = f"'{path.pop()}' " if path and isinstance(path[-1], str) and not whole else ""
    for part in path:
        place += f" {part + 1}" if isinstance(part, int) else f", {part}"
    if kind in ("missing", "extra_forbidden"):
        return f"{place}: {'missing' if kind == 'missing' else 'unknown'} key {key}".rstrip()
    reason = re.sub(r"^Value error, |^\w+ (?=should )", "", fault["msg"])
    if kind == "string_pattern_mismatch":
        reason = f"must be of the form {fault['ctx']['pattern'][4:-2]}"
    complete = kind == "value_error" or not isinstance(value, str | int | float)
    return f"{place}: {key}{reason}" + ("" if complete else f", not {value!r}")


def read_text(path: Path) -> str:
    """The UTF-8 text of one file of the catalog."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path.name}: cannot be read ({error})") from error


def read_tables(path: Path) -> dict[str, Any]:
    """The tables of one TOML file; syntax faults and repeated ids name the line."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path.name}: {error}") from error


def read(kind: type[T], path: Path) -> T:
    """The tables of one TOML file as `kind`."""
    try:
        return TypeAdapter(kind).validate_python(read_tables(path))
    except ValidationError as error:
        raise CatalogError(sentence(path.name, error)) from error


def read_rows(path: Path, key: int = 0) -> dict[str, Any]:
    """Return the rows of one CSV file by a cell; columns that end in a language make one table of words."""
    reader = csv.reader(read_text(path).splitlines(), strict=True)
    rows: dict[str, Any] = {}
    try:
        header = next(reader, [])
        for cells in reader:
            if len(cells) != len(header):
                raise csv.Error(f"{len(cells)} cells under {len(header)} columns")
            row: dict[str, str] = {}
            words: dict[str, dict[str, str]] = {}
            for column, cell in zip(header, cells, strict=True):
                name, _, lang = column.rpartition("_")
                if lang in LANGUAGES:
                    words.setdefault(name, {})[lang] = cell
                else:
                    row[column] = cell
            if cells[key] in rows:
                raise csv.Error(f"'{cells[key]}' occurs twice")
            blank = {name: None for name, text in words.items() if not any(text.values())}
            rows[cells[key]] = {**words, **blank, **row}
    except csv.Error as error:
        raise CatalogError(f"{path.name} line {reader.line_num}: {error}") from error
    return rows
