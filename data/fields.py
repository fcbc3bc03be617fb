"""Checked access to one TOML table or CSV row, so that every fault names its file and its key or line."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NoReturn

from data.languages import LANGUAGES, Text

_LINK = re.compile(r"\b(\w+)://([^/\s\"',;)}\]]*)")


class CatalogError(ValueError):
    """The catalog is not usable; the message names the file and the line or the key."""


class Fields:
    """One table or row. Reading a key marks it as known; `close` refuses the keys that nobody read."""

    def __init__(self, values: Mapping[str, object], place: str, *, cells: bool = False) -> None:
        """`place` opens every message; `cells` says that all values are strings of a CSV row."""
        self.values, self.place, self.cells = values, place, cells
        self._known: set[str] = set()

    def fail(self, reason: str) -> NoReturn:
        """Refuse this table or row."""
        raise CatalogError(f"{self.place}: {reason}")

    def _take(self, key: str) -> object:
        self._known.add(key)
        if key not in self.values:
            self.fail(f"missing key '{key}'")
        return self.values[key]

    def _wrong(self, key: str, wanted: str) -> NoReturn:
        self.fail(f"'{key}' must be {wanted}, not {self.values[key]!r}")

    def string(self, key: str, pattern: re.Pattern[str] | None = None, *, blank: bool = False) -> str:
        """A string without blanks at its ends; empty only with `blank`."""
        value = self._take(key)
        if not isinstance(value, str):
            self._wrong(key, "a string")
        if value != value.strip() or not (value or blank):
            self._wrong(key, "words without spaces around them")
        if pattern is not None and not pattern.fullmatch(value):
            self._wrong(key, f"of the form {pattern.pattern}")
        return value

    def text(self, key: str) -> Text:
        """The words of `key` in all languages: a TOML table {en, zh}, or the CSV columns key_en, key_zh."""
        if self.cells:
            return Text.of({lang: self.string(f"{key}_{lang}") for lang in LANGUAGES})
        value = self._take(key)
        if not isinstance(value, Mapping):
            self._wrong(key, f"a table with {' and '.join(LANGUAGES)}")
        return Fields(value, f"{self.place}, {key}").own_text()

    def text_or_none(self, key: str) -> Text | None:
        """As `text`; None for an absent key."""
        return self.text(key) if key in self.values else None

    def own_text(self) -> Text:
        """The words that stand in this table itself, under its languages; its other keys are read before."""
        words = Text.of({lang: self.string(lang) for lang in LANGUAGES})
        self.close()
        return words

    def choice(self, key: str, options: Sequence[str]) -> str:
        """One of `options`."""
        value = self._take(key)
        if not isinstance(value, str) or value not in options:
            self._wrong(key, f"one of {', '.join(repr(option) for option in options)}")
        return value

    def integer(self, key: str, low: int, high: int) -> int:
        """A whole number from `low` to `high`."""
        value = self._take(key)
        if self.cells and isinstance(value, str) and re.fullmatch(r"\d+", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            self._wrong(key, f"a whole number from {low} to {high}")
        return value

    def integer_or_blank(self, key: str, low: int, high: int) -> int | None:
        """As `integer`; None for an empty cell or an absent key of TOML."""
        self._known.add(key)
        if self.values.get(key, "") == "" and (key in self.values or not self.cells):
            return None
        return self.integer(key, low, high)

    def number(self, key: str, default: float) -> float:
        """A positive number; `default` where the key is absent."""
        value = self._take(key) if key in self.values else default
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:
            self._wrong(key, "a number above 0")
        return float(value)

    def real(self, key: str) -> float:
        """Any number."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            self._wrong(key, "a number")
        return float(value)

    def flag(self, key: str, default: bool) -> bool:
        """True or false; `default` where the key is absent."""
        value = self._take(key) if key in self.values else default
        if not isinstance(value, bool):
            self._wrong(key, "true or false")
        return value

    def tables(self, key: str, label: str) -> Iterator[Fields]:
        """The tables of an array, each placed as "<place>, <label> <number>"; none for an absent key."""
        value = self._take(key) if key in self.values else []
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            self._wrong(key, "an array of tables")
        for number, item in enumerate(value, start=1):
            yield Fields(item, f"{self.place}, {label} {number}")

    def table(self, key: str) -> Fields | None:
        """One inner table, placed as "<place>, <key>"; None for an absent key."""
        if key not in self.values:
            return None
        value = self._take(key)
        if not isinstance(value, Mapping):
            self._wrong(key, "a table")
        return Fields(value, f"{self.place}, {key}")

    def strings(self, key: str) -> tuple[str, ...]:
        """The strings of an array; none for an absent key."""
        value = self._take(key) if key in self.values else []
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            self._wrong(key, "an array of strings")
        return tuple(value)

    def words(self, key: str) -> dict[str, str]:
        """The strings of a table by their keys; none for an absent key."""
        value = self._take(key) if key in self.values else {}
        if not isinstance(value, Mapping) or not all(isinstance(item, str) for item in value.values()):
            self._wrong(key, "a table of strings")
        return dict(value)

    def share(self, key: str) -> float:
        """A number from 0 to 1."""
        value = self._take(key)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            self._wrong(key, "a number from 0 to 1")
        return float(value)

    def link(self, key: str, *, blank: bool = False) -> str:
        """An http or https address; its host is checked by `check_hosts`."""
        value = self.string(key, blank=blank)
        if value and not re.match(r"https?://[^/\s]+", value):
            self._wrong(key, "an http or https address")
        return value

    def licence(self) -> tuple[str, str]:
        """Licence as stated and its address, which only a Creative Commons licence has and must have."""
        licence, url = self.string("licence"), self.link("licence_url", blank=True)
        if licence.startswith("CC ") != bool(url):
            self.fail("'licence_url' must be given for a CC licence and for no other")
        return licence, url

    def close(self) -> None:
        """Refuse unknown keys, so that a misspelt key cannot be lost silently."""
        unknown = sorted(set(self.values) - self._known)
        if unknown:
            self.fail(f"unknown key '{unknown[0]}'")


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


def blocks(
    path: Path, tables: dict[str, object], label: str, pattern: re.Pattern[str]
) -> Iterator[tuple[str, Fields]]:
    """The id and the fields of each table of a file that holds one table for each id."""
    for key, value in tables.items():
        place = f"{path.name}: {label} '{key}'"
        if not isinstance(value, dict) or not pattern.fullmatch(key):
            raise CatalogError(f"{place}: not a table with an id of the form {pattern.pattern}")
        yield key, Fields(value, place)


def read_rows(path: Path) -> Iterator[Fields]:
    """The rows of one CSV file with a header, each placed as "<file> line <number>"."""
    reader = csv.reader(read_text(path).splitlines(), strict=True)
    try:
        header = next(reader, [])
        for cells in reader:
            place = f"{path.name} line {reader.line_num}"
            if len(cells) != len(header):
                raise CatalogError(f"{place}: {len(cells)} cells under {len(header)} columns")
            yield Fields(dict(zip(header, cells, strict=True)), place, cells=True)
    except csv.Error as error:
        raise CatalogError(f"{path.name} line {reader.line_num}: {error}") from error


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
