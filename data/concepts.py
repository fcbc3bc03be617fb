"""The concepts of the index: which indicators and sub-pillars of different editions are the same measure.

Codes are reused and names are reworded from one edition to the next. A concept lists the code that it has in
each edition; where its definition was changed it carries a note. Where scores before and after do not
compare, the other definition is a concept of its own that names the measure it belongs to.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from data.codes import level_of
from data.entries import Concept
from data.fields import CatalogError, read_rows


def read_concepts(path: Path, editions: Collection[int]) -> dict[str, Concept]:
    """Return the concepts by id; CatalogError names the line at fault.

    editions: the years that the catalog knows. A code of an edition belongs to one concept at most.
    """
    concepts: dict[str, Concept] = {}
    taken: dict[tuple[int, str], str] = {}
    for line, concept in read_rows(dict[int, Annotated[Concept, AfterValidator(_concept)]], path).items():
        fault = f"concept '{concept.id}' occurs twice" if concept.id in concepts else ""
        for edition, code in concept.codes.items():
            if edition not in editions:
                fault = f"'codes': there is no edition {edition}"
            owner = taken.setdefault((edition, code), concept.id)
            if owner != concept.id:
                fault = f"{edition}:{code} belongs to the concept '{owner}' already"
        if fault:
            raise CatalogError(f"{path.name} line {line}: {fault}")
        concepts[concept.id] = concept
    for concept in concepts.values():
        if concept.measure not in concepts or concepts[concept.measure].level != concept.level:
            raise CatalogError(
                f"{path.name}: '{concept.measure}' is no {concept.level} that '{concept.id}' redefines"
            )
    return concepts


def _concept(concept: Concept) -> Concept:
    if not set(concept.redefined) <= set(concept.codes):
        raise ValueError("'redefined' has an edition that 'codes' has not")
    for edition, code in concept.codes.items():
        if level_of(code) != concept.level:
            raise ValueError(f"{edition}:{code} is not of the level {concept.level}")
    return replace(concept, measure=concept.measure or concept.id)
