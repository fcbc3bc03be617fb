"""The schema of the tables of a snapshot, from data/catalog/tables.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import pydantic

from data.claims import FIGURES, KINDS, MOVE, OPERATORS, TOWARDS
from data.codes import CODE, CONCEPT, INCOMES, LEVELS, REGIONS
from data.entries import DIRECTIONS, STATUSES, STRENGTHS, Entry
from data.entries import KINDS as INDICATOR_KINDS
from data.entries import ROLES as LINK_ROLES
from data.pack import fill_all

if TYPE_CHECKING:  # slow to import
    import pandas as pd

Kind = Literal["integer", "number", "string", "boolean", "date"]

FILE: Final = Path(__file__).resolve().parent / "catalog" / "tables.toml"
LARGEST_INTEGER: Final = 2**31 - 1
_DTYPES: Final[dict[Kind, str]] = {
    "integer": "Int32",
    "number": "float64",
    "string": "str",
    "boolean": "boolean",
    "date": "str",
}

_TABLES: Final = fill_all(tomllib.loads(FILE.read_text(encoding="utf-8")))
RULES: Final[dict[str, str]] = _TABLES["rules"]
"""The gate that checks each rule before a snapshot is published, in order."""
OF_STATEMENTS: Final = ("right", "wrong", "not_checkable")
OF_AIMS: Final = ("moved", "mixed", "not_moved", "not_measured")
VERDICTS: Final = (*OF_STATEMENTS, *OF_AIMS)
VERDICTS_OF: Final = dict(zip(KINDS, (OF_STATEMENTS, OF_AIMS), strict=True))
SUPPORT, CAVEAT = "support", "caveat"
ROLES: Final = (SUPPORT, CAVEAT)

_PATTERNS: Final = {"iso3": r"^[A-Z]{3}$", "release": r"^[a-z0-9_]+$", "code": CODE, "concept": CONCEPT}
_ENUMS: Final[dict[str, tuple[str, ...]]] = {
    "levels": LEVELS,
    "incomes": INCOMES,
    "regions": REGIONS,
    "claim_kinds": KINDS,
    "verdicts": VERDICTS,
    "figures": (*FIGURES, MOVE),
    "operators": (*OPERATORS, TOWARDS),
    "roles": ROLES,
    "rules": tuple(RULES),
    "gates": tuple(dict.fromkeys(RULES.values())),
    "directions": DIRECTIONS,
    "kinds": INDICATOR_KINDS,
    "statuses": STATUSES,
    "strengths": STRENGTHS,
    "link_roles": LINK_ROLES,
}


def _look_up_enum(options: Any) -> Any:
    return _ENUMS[options] if isinstance(options, str) else options


class Field(Entry):
    """A column: its name, type, meaning and allowed values.

    enum, pattern: named in the file if code uses them, too; longest: maximum length of a text in characters,
    at least twice that of the longest text today; unit: of the figures, "" for none.
    """

    name: str
    kind: Kind
    description: str
    required: bool = False
    enum: Annotated[tuple[str, ...], pydantic.BeforeValidator(_look_up_enum)] = ()
    minimum: int | float | None = None
    maximum: int | float | None = None
    pattern: Annotated[str, pydantic.BeforeValidator(lambda stated: _PATTERNS.get(stated, stated))] = ""
    longest: int = 120
    unit: str = ""

    @property
    def dtype(self) -> str:
        """The pandas dtype: int64 for required integers, otherwise a type with blanks (Int32)."""
        return "int64" if self.kind == "integer" and self.required else _DTYPES[self.kind]


class Table(Entry):
    """A resource of the package: its columns in order, its key and its references.

    references: table by column; the column has values of the single key column of the table.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    references: dict[str, str] = pydantic.Field({})

    @property
    def columns(self) -> list[str]:
        """The names of the columns in the order of the file."""
        return [item.name for item in self.fields]

    @property
    def dtypes(self) -> dict[str, str]:
        """The pandas dtype of each column."""
        return {item.name: item.dtype for item in self.fields}

    def __getitem__(self, name: str) -> Field:
        """Return a column by name."""
        return next(item for item in self.fields if item.name == name)


def field_of(name: str, entry: Any) -> Field:
    """Return a column from its entry in a TOML file: "shared", or a table with the fields of ``Field``."""
    return Field(name=name, **(_TABLES["shared"][name] if entry == "shared" else entry))


def _read_table(name: str, columns: Mapping[str, Any], **entry: Any) -> Table:
    return Table(name=name, fields=tuple(field_of(*column) for column in columns.items()), **entry)


TABLES: Final = {name: _read_table(name, **entry) for name, entry in _TABLES["tables"].items()}

GII_SCORES, GII_STRUCTURE = TABLES["gii_scores"], TABLES["gii_structure"]
GII_EDITIONS, GII_ECONOMIES = TABLES["gii_editions"], TABLES["gii_economies"]
GII_INTERVALS, GII_CLUSTERS = TABLES["gii_intervals"], TABLES["gii_clusters"]
OBSERVATIONS, REVISIONS = TABLES["observations"], TABLES["revisions"]
OLDER_RELEASES, RELEASE_CHANGES = TABLES["older_releases"], TABLES["release_changes"]
CLAIMS, CLAIM_FIGURES, CLAIM_TESTS = TABLES["claims"], TABLES["claim_figures"], TABLES["claim_tests"]
OTHER_RANKINGS, VALIDATION = TABLES["other_rankings"], TABLES["validation"]
ECONOMIES, SOURCES = TABLES["economies"], TABLES["sources"]
TARGETS, TARGET_ACTUALS = TABLES["targets"], TABLES["target_actuals"]
TARGET_REFERENCES = TABLES["target_references"]

CURATED: Final = (
    *(GII_CLUSTERS, OTHER_RANKINGS, OLDER_RELEASES, RELEASE_CHANGES),
    *(TARGETS, TARGET_ACTUALS, TARGET_REFERENCES, TABLES["target_documents"], TABLES["target_measures"]),
    *(TABLES["provinces"], TABLES["province_values"]),
)
"""Tables that are maintained by hand and copied into the snapshot."""


def releases_used(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the releases (ids of the table sources) that rows of the tables refer to."""
    return {
        release
        for name, frame in tables.items()
        for column, target in TABLES[name].references.items()
        if target == SOURCES.name
        for release in frame[column].dropna().unique()
    }
