"""Concepts: each code of an edition stands for one, and no two for the same, so editions can be joined."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.codes import level_of
from data.schema import GII_STRUCTURE
from data.violation import Violation
from etl.gates.report import ALL, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from data.catalog import Catalog


def check(structure: pd.DataFrame, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_structure whose concept is missing, doubled or of another level."""
    yield from report.rule("concepts", ALL, len(structure), _concepts(structure, catalog))


def _concepts(structure: pd.DataFrame, catalog: Catalog) -> Iterator[Violation]:
    for row in structure[structure["concept"].isna()].to_dict("records"):
        yield _at(row["edition"], row["code"], "the concept is missing")
    known = structure[structure["concept"].notna()]
    for row in known[known.duplicated(["edition", "measure"])].to_dict("records"):
        yield _at(
            row["edition"], row["code"], f"another code of the edition measures {row['measure']} already"
        )
    for row in known[known.duplicated(["edition", "concept"])].to_dict("records"):
        yield _at(row["edition"], row["code"], f"another code of the edition is {row['concept']} already")
    for edition, code, name in zip(known["edition"], known["code"], known["concept"], strict=True):
        concept = catalog.concepts.get(name)
        if concept is not None and concept.level != level_of(code):
            yield _at(edition, code, f"{name} is of the level {concept.level}")


def _at(edition: int, code: str, problem: str) -> Violation:
    return Violation(GII_STRUCTURE.name, f"edition {edition}, code {code}", "concept", problem)
