"""What downloads hold, in words: title, a row, what "all" means, and the meaning and unit of each column."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, ValidationInfo

from data.fields import OWN_WORDS, CatalogError, checked, form, read, read_tables
from data.languages import Text

_Name = Annotated[str, form("[a-z]+(-[a-z]+)*")]
_Key = Annotated[str, form("[a-z_]+")]
_Pattern = Annotated[str, form(r"\S+")]


def _unit(name: object, units: ValidationInfo) -> object:
    """Return the unit of this name, which `units` carries; what is none is refused as no words."""
    return (units.context or {}).get(name, name) if isinstance(name, str) else name


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means, and its unit where it has one of its own."""

    meaning: Annotated[Text, Field(alias="")]
    unit: Annotated[Text | None, BeforeValidator(_unit)] = None


_Column = Annotated[Column, OWN_WORDS]


@dataclass(frozen=True, slots=True)
class Download:
    """One download: row says what one row of it is, whole what all rows hold beyond those of a view.

    columns: what some of them mean only here.
    """

    title: Text
    row: Text
    whole: Text
    columns: dict[_Pattern, _Column] = field(default_factory=dict)


def read_columns(path: Path) -> dict[str, Column]:
    """Return the columns by their name, or by a pattern that a whole name must match."""
    tables = _tables(path)
    return checked(dict[_Pattern, _Column], tables["columns"], f"{path.name}, columns", tables["units"])


def read_downloads(path: Path, columns: Path) -> dict[str, Download]:
    """Return the downloads by their name in the address; units are those of the file ``columns``."""
    return checked(dict[_Name, Download], read_tables(path), path.name, _tables(columns)["units"])


def read_phrases(path: Path) -> dict[str, Text]:
    """Return the sentences that downloads and citations carry."""
    return read(dict[_Key, Text], path)


def column_of(columns: Mapping[str, Column], download: Download, name: str) -> Column | None:
    """Return what a column of a download means: its own words, those of its name, or of a pattern."""
    if found := download.columns.get(name) or columns.get(name):
        return found
    patterns = (*download.columns.items(), *columns.items())
    return next((one for pattern, one in patterns if re.fullmatch(pattern, name)), None)


def _tables(path: Path) -> dict[str, object]:
    """Return the tables units, which is checked, and columns."""
    tables = read_tables(path)
    if set(tables) != {"units", "columns"}:
        raise CatalogError(f"{path.name}: must hold the tables units and columns")
    checked(dict[_Key, Text], tables["units"], f"{path.name}, units")
    return tables
