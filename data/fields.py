"""Checked reading of the catalog: types of its values, and faults that name the file and the key or line."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import is_dataclass
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import ErrorDetails

from data.languages import LANGUAGES

T = TypeVar("T")
K = TypeVar("K", int, str)
_LINK = re.compile(r"\b(\w+)://([^/\s\"',;)}\]]*)")
_ADDRESS = r"https?://[^/\s]\S*"
_MARKS = ("", "[key]", "int", "constrained-int", "float")  # of pydantic, in the place of a fault

_UNKNOWN = (
    "extra_forbidden",
    "unexpected_keyword_argument",
    "literal_error",
)  # Literal: keys of a whole file


class CatalogError(ValueError):
    """The catalog is not usable; the message names the file and the line or the key."""


def form(pattern: str) -> StringConstraints:
    """Return the mark of a string that a pattern matches in full."""
    return StringConstraints(pattern=f"^(?:{pattern})$")


def one_of(options: Iterable[str]) -> StringConstraints:
    """Return the mark of a string that is one of some words."""
    return form("|".join(options))


def _trimmed(value: str) -> str:
    if value != value.strip():
        raise ValueError(f"must be words without spaces around them, not {value!r}")
    return value


def _words(value: str) -> str:
    if not value:
        raise ValueError("must be words, not ''")
    return _trimmed(value)


def _own_words(table: object) -> object:
    if not isinstance(table, dict):
        return table
    others = {key: value for key, value in table.items() if key not in LANGUAGES}
    return others | {"": {key: value for key, value in table.items() if key in LANGUAGES}}


def _cell(value: object) -> object:
    return int(value) if isinstance(value, str) and re.fullmatch(r"\d+", value) else value or None


Words = Annotated[str, AfterValidator(_words)]
Blank = Annotated[str, AfterValidator(_trimmed)]
"""Words, or none."""
Address = Annotated[str, form(_ADDRESS)]
"""An http or https address; its host is checked by `check_hosts`."""
BlankAddress = Annotated[str, form(f"|{_ADDRESS}")]
Flag = Annotated[bool, Strict()]
Number = Annotated[float, Strict()]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Year = Annotated[int, Field(strict=True, ge=1950, le=2100)]
OWN_WORDS: Final = BeforeValidator(_own_words)
"""Mark of a table whose words stand in itself, under its languages: they become its key ""."""
CELL: Final = BeforeValidator(_cell)
"""Mark of a whole number in a cell, None where it is empty."""


_readers: dict[object, TypeAdapter[Any]] = {}


def checked(kind: type[T], values: object, place: str, context: object = None) -> T:
    """Return values as `kind`; CatalogError with the first fault, which `place` opens.

    kind: a dataclass that refuses unknown keys itself, or a tuple or dict, which refuses them for all within.
    """
    if kind not in _readers:
        _readers[kind] = TypeAdapter(kind, config=None if is_dataclass(kind) else ConfigDict(extra="forbid"))
    reader: TypeAdapter[T] = _readers[kind]
    try:
        return reader.validate_python(values, context=context)
    except ValidationError as error:
        raise CatalogError(_sentence(place, error.errors(include_url=False)[0])) from error


def _sentence(place: str, fault: ErrorDetails) -> str:
    path = [part for part in fault["loc"] if part not in _MARKS]
    if place.endswith(".csv"):  # columns are not tables
        place, path = (
            f"{place} line {path[0]}",
            ["_".join(part for part in path[1:] if isinstance(part, str))],
        )
    kind, value = fault["type"], fault["input"]
    entry = kind == "value_error" and isinstance(value, dict)
    key = f"'{path.pop()}' " if path and isinstance(path[-1], str) and not entry else ""
    for part in path:
        place += f" {part + 1}" if isinstance(part, int) else f", {part}" if part else ""
    if kind == "missing":
        return f"{place}: missing key {key}".rstrip()
    if kind in _UNKNOWN:
        return f"{place}: unknown key {key}".rstrip()
    reason = re.sub(r"^Value error, |^\w+ (?=should )", "", fault["msg"])
    if kind == "string_pattern_mismatch":
        reason = f"must be of the form {fault['ctx']['pattern'][4:-2]}"
    known = kind == "value_error" or not isinstance(value, str | int | float)
    return f"{place}: {key}{reason}" + ("" if known else f", not {value!r}")


def read_text(path: Path) -> str:
    """The UTF-8 text of one file of the catalog."""
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path.name}: cannot be read ({error})") from error


def read_tables(path: Path) -> dict[str, object]:
    """The tables of one TOML file; syntax faults and repeated ids name the line."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise CatalogError(f"{path.name}: {error}") from error


def read(kind: type[T], path: Path) -> T:
    """The tables of one TOML file as `kind`."""
    return checked(kind, read_tables(path), path.name)


def named(tables: dict[str, object], place: str) -> dict[str, object]:
    """Return tables with the id in each under which it stands; it cannot give one itself."""
    for key, table in tables.items():
        if isinstance(table, dict) and "id" in table:
            raise CatalogError(f"{place}, {key}: unknown key 'id'")
    return {key: {**table, "id": key} if isinstance(table, dict) else table for key, table in tables.items()}


def read_named(kind: type[T], path: Path) -> T:
    """The tables of one TOML file as `kind`, each with its name as its id."""
    return checked(kind, named(read_tables(path), path.name), path.name)


def read_rows(kind: type[dict[int, T]], path: Path) -> dict[int, T]:
    """Return the rows of one CSV file by line; columns that end in a language make one table of words."""
    reader = csv.reader(read_text(path).splitlines(), strict=True)
    rows: dict[int, dict[str, object]] = {}
    try:
        header = next(reader, [])
        for cells in reader:
            if len(cells) != len(header):
                raise csv.Error(f"{len(cells)} cells under {len(header)} columns")
            rows[reader.line_num] = _row(header, cells)
    except csv.Error as error:
        raise CatalogError(f"{path.name} line {reader.line_num}: {error}") from error
    return checked(kind, rows, path.name)


def unique(kind: type[dict[int, T]], path: Path, column: str, key: Callable[[T], K]) -> dict[K, T]:
    """Return the rows of one CSV file by a column, in which none occurs twice."""
    found: dict[K, T] = {}
    for line, row in read_rows(kind, path).items():
        if key(row) in found:
            raise CatalogError(f"{path.name} line {line}: {column} '{key(row)}' occurs twice")
        found[key(row)] = row
    return found


def _row(header: list[str], cells: list[str]) -> dict[str, object]:
    row: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for column, cell in zip(header, cells, strict=True):
        name, _, lang = column.rpartition("_")
        if lang in LANGUAGES:
            words.setdefault(name, {})[lang] = cell
        else:
            row[column] = cell
    return {**words, **row}


def check_hosts(path: Path, hosts: Sequence[str]) -> None:
    """Refuse any address in the file whose scheme is not http(s) or whose host is not in `hosts`."""
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        for scheme, host in _LINK.findall(line):
            if scheme not in ("http", "https"):
                raise CatalogError(f"{path.name} line {number}: scheme '{scheme}' is not allowed")
            if host not in hosts:
                raise CatalogError(
                    f"{path.name} line {number}: host '{host}' is not in hosts of sources.toml"
                )
