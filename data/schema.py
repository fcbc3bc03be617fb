"""The tables of a snapshot as data/catalog/tables.toml states them: for reader, writer and contract alike."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from data.claims import FIGURES, KINDS, MOVE, OPERATORS, TOWARDS
from data.codes import CODE, CONCEPT, INCOMES, LEVELS, REGIONS
from data.entries import DIRECTIONS, STATUSES, STRENGTHS
from data.entries import KINDS as INDICATOR_KINDS
from data.entries import ROLES as LINK_ROLES

if TYPE_CHECKING:
    from collections.abc import Mapping

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


@dataclass(frozen=True, slots=True)
class Field:
    """One column: its name, type, meaning and what a value may be.

    longest: characters that a text may have; at least twice as many as the longest of today has. unit: of its
    figures, in words; "" where they have none.
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
    unit: str = ""

    @property
    def dtype(self) -> str:
        """Return the pandas dtype: required integers are plain int64, all others allow blanks.

        Those (ranks, years, counts) have 32 bits, which saves 16 bytes in each row of gii_scores.
        """
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


_TABLES: Final = tomllib.loads(FILE.read_text(encoding="utf-8"))
RULES: Final[dict[str, str]] = _TABLES["rules"]
"""Every rule that is checked before a snapshot is published, with the gate that checks it, in order."""
OF_STATEMENTS: Final = ("right", "wrong", "not_checkable")
OF_AIMS: Final = ("moved", "mixed", "not_moved", "not_measured")
VERDICTS: Final = (*OF_STATEMENTS, *OF_AIMS)
VERDICTS_OF: Final = dict(zip(KINDS, (OF_STATEMENTS, OF_AIMS), strict=True))
SUPPORT, CAVEAT = ROLES = ("support", "caveat")

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


def field_of(name: str, stated: Any) -> Field:
    """Return a column as a TOML file states it: "shared", or kind, description and what a value may be.

    Patterns and enums that other code rests on stand there by a name.
    """
    rules: dict[str, Any] = dict(_TABLES["shared"][name] if stated == "shared" else stated)
    options, pattern = rules.pop("enum", ()), str(rules.pop("pattern", ""))
    enum = _ENUMS[options] if isinstance(options, str) else tuple(options)
    return Field(name, **rules, enum=enum, pattern=_PATTERNS.get(pattern, pattern))


def _table(name: str, stated: Mapping[str, Any]) -> Table:
    fields = tuple(field_of(column, rules) for column, rules in stated["columns"].items())
    references = stated.get("references", {})
    return Table(name, stated["title"], stated["description"], fields, tuple(stated["key"]), references)


TABLES: Final = {name: _table(name, stated) for name, stated in _TABLES["tables"].items()}

GII_SCORES, GII_STRUCTURE = TABLES["gii_scores"], TABLES["gii_structure"]
GII_EDITIONS, GII_ECONOMIES = TABLES["gii_editions"], TABLES["gii_economies"]
GII_INTERVALS, GII_CLUSTERS = TABLES["gii_intervals"], TABLES["gii_clusters"]
OBSERVATIONS, REVISIONS = TABLES["observations"], TABLES["revisions"]
OLDER_RELEASES, RELEASE_CHANGES = TABLES["older_releases"], TABLES["release_changes"]
CLAIMS, CLAIM_FIGURES, CLAIM_TESTS = TABLES["claims"], TABLES["claim_figures"], TABLES["claim_tests"]
OTHER_RANKINGS, VALIDATION = TABLES["other_rankings"], TABLES["validation"]
ECONOMIES, SOURCES = TABLES["economies"], TABLES["sources"]
TARGETS, TARGET_ACTUALS, TARGET_REFERENCES = (
    TABLES[name] for name in ("targets", "target_actuals", "target_references")
)

CURATED: Final = (
    *(GII_CLUSTERS, OTHER_RANKINGS, OLDER_RELEASES, RELEASE_CHANGES),
    *(TARGETS, TARGET_ACTUALS, TARGET_REFERENCES, TABLES["target_documents"], TABLES["target_measures"]),
)
"""Tables that are kept by hand and go into the snapshot as they are."""


def releases_used(tables: Mapping[str, pd.DataFrame]) -> set[str]:
    """Return the releases (ids of the table sources) that the rows of some tables refer to."""
    return {
        release
        for name, frame in tables.items()
        for column, target in TABLES[name].references.items()
        if target == SOURCES.name
        for release in frame[column].dropna().unique()
    }
