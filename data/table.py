"""What a table consists of: columns with types, meanings and rules, a key, and where columns point to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

Kind = Literal["integer", "number", "string", "boolean", "date"]

_DTYPES: Final[dict[Kind, str]] = {
    "integer": "Int64",
    "number": "float64",
    "string": "str",
    "boolean": "boolean",
    "date": "str",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, type, meaning and what a value may be.

    longest: characters that a text may have; at least twice as many as the longest of today has.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    longest: int = 120

    @property
    def dtype(self) -> str:
        """Return the pandas dtype: required integers are plain int64, all others allow blanks."""
        return "int64" if self.kind == "integer" and self.required else _DTYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Table:
    """One resource of the package: its columns in order, its key and what its columns point to."""

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: dict[str, str] = field(default_factory=dict)
    """Column -> the table whose single key column it holds."""

    @property
    def columns(self) -> list[str]:
        """Return the column names in the order of the file."""
        return [item.name for item in self.fields]

    @property
    def dtypes(self) -> dict[str, str]:
        """Return the pandas dtype of each column."""
        return {item.name: item.dtype for item in self.fields}

    def __getitem__(self, name: str) -> Field:
        """Return one column by its name."""
        return next(item for item in self.fields if item.name == name)
