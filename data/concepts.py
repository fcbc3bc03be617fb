"""The concepts of the index: which indicators and sub-pillars of different editions are the same measure.

Codes are reused and names are reworded from one edition to the next. A concept lists the code that it has in
each edition; where its definition was changed it carries a note. Where scores before and after do not
compare, the other definition is a concept of its own that names the measure it belongs to.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from data.codes import CODE, level_of
from data.entries import Concept, Text
from data.fields import CatalogError, Fields, read_rows
from data.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

LEVELS = ("subpillar", "indicator")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_PLACE = re.compile(r"(\d{4}):(\S+)")


def read_concepts(path: Path, editions: Collection[int]) -> dict[str, Concept]:
    """Return the concepts by id; CatalogError names the line at fault.

    editions: the years that the catalog knows. A code of an edition belongs to one concept at most.
    """
    concepts: dict[str, Concept] = {}
    taken: dict[tuple[int, str], str] = {}
    for fields in read_rows(path):
        concept = _concept(fields, editions)
        if concept.id in concepts:
            fields.fail(f"concept '{concept.id}' occurs twice")
        for place in concept.codes.items():
            if place in taken:
                fields.fail(f"{place[0]}:{place[1]} belongs to the concept '{taken[place]}' already")
            taken[place] = concept.id
        concepts[concept.id] = concept
    for concept in concepts.values():
        if concept.measure not in concepts or concepts[concept.measure].level != concept.level:
            raise CatalogError(
                f"{path.name}: '{concept.measure}' is no {concept.level} that '{concept.id}' redefines"
            )
    return concepts


def _concept(fields: Fields, editions: Collection[int]) -> Concept:
    concept = Concept(
        id=fields.string("id", _ID),
        level=fields.choice("level", LEVELS),
        name=fields.text("name"),
        codes=_codes(fields, editions),
        note=_note(fields),
        measure=fields.string("measure", blank=True) or fields.string("id"),
        redefined=_redefined(fields),
    )
    fields.close()
    if not set(concept.redefined) <= set(concept.codes):
        fields.fail("'redefined' has an edition that 'codes' has not")
    for edition, code in concept.codes.items():
        if level_of(code) != concept.level:
            fields.fail(f"{edition}:{code} is not of the level {concept.level}")
    return concept


def _codes(fields: Fields, editions: Collection[int]) -> dict[int, str]:
    codes: dict[int, str] = {}
    for part in fields.string("codes").split():
        found = _PLACE.fullmatch(part)
        if not found or not re.fullmatch(CODE, found[2]):
            fields.fail(f"'{part}' in 'codes' must have the form 2025:2.3.1")
        edition = int(found[1])
        if edition not in editions:
            fields.fail(f"'{part}' in 'codes': there is no edition {edition}")
        if edition in codes:
            fields.fail(f"'codes' has the edition {edition} twice")
        codes[edition] = found[2]
    return codes


def _redefined(fields: Fields) -> tuple[int, ...]:
    given = fields.string("redefined", blank=True)
    if not re.fullmatch(r"(\d{4}( \d{4})*)?", given):
        fields.fail("'redefined' must be editions, such as 2022 2024")
    return tuple(int(year) for year in given.split())


def _note(fields: Fields) -> Text | None:
    """Return the note on a changed definition; it is there in every language or in none."""
    words = {lang: fields.string(f"note_{lang}", blank=True) for lang in LANGUAGES}
    if not any(words.values()):
        return None
    if not all(words.values()):
        keys = " and ".join(f"'note_{lang}'" for lang in LANGUAGES)
        fields.fail(f"{keys} must be given in all languages, or in none")
    return Text.of(words)
