"""What a table consists of: columns with types, meanings and rules, a key, and where columns point to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal

from data.codes import CODE

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


ISO3: Final = r"^[A-Z]{3}$"
SOURCE: Final = r"^[a-z0-9_]+$"

EDITION: Final = Field(
    "edition", "integer", "GII edition: the year of publication", True, minimum=2007, maximum=2100
)
ECONOMY: Final = Field("economy", "string", "ISO 3166-1 alpha-3 code of the economy", True, pattern=ISO3)
CODE_FIELD: Final = Field(
    "code", "string", "GII, IN, OUT, P1 to P7, then the GII's own numbering (2.3, 2.3.2)", True, pattern=CODE
)
INDICATOR: Final = Field("indicator", "string", "Indicator id (catalogue of indicators)", True)
YEAR: Final = Field("year", "integer", "Year measured", True, minimum=1950, maximum=2100)
VINTAGE: Final = Field("vintage", "string", "Date or version of the release", True)
RELEASE: Final = Field("source", "string", "Release the row comes from (table sources)", True, pattern=SOURCE)
