"""What a download repeats of the query it was asked with: known keys, values that name something known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from analysis.claim_list import PILLARS as CLAIM_PILLARS
from analysis.comparison import STRATEGIES
from analysis.composition import PILLARS as GII_PILLARS
from analysis.ledger import DETAILS, SPLITS
from analysis.matrix import COURSES, LINKS, ORIGINS, SORTS
from analysis.query import codes_of
from analysis.ranking import BEFORE, COLUMNS, NONE, SHOWN, sought
from analysis.standing import MEASURES
from data.claims import KINDS
from data.codes import INCOMES, REGIONS
from data.schema_claims import VERDICTS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from analysis.dataset import Dataset

_PLAIN: Final = re.compile(r"[A-Za-z0-9_.,-]{1,120}")
_WORDS: Final[Mapping[str, Collection[str]]] = {
    "course": COURSES,
    "detail": DETAILS,
    "income": INCOMES,
    "kind": KINDS,
    "order": ("asc", "desc"),
    "origin": ORIGINS,
    "region": REGIONS,
    "peers": STRATEGIES,
    "show": {*SHOWN, *MEASURES},
    "sort": (*COLUMNS, *SORTS),
    "split": SPLITS,
    "strength": LINKS,
    "verdict": VERDICTS,
}
_EDITIONS: Final = ("from", "to", "edition", "against")


def asked(query: Mapping[str, str], keys: Iterable[str], dataset: Dataset) -> dict[str, str]:
    """Return the values of ``keys`` that name something known, as the address would write them.

    What is not known of a query had no effect on the rows, and no word of a stranger goes into a file.
    """
    found = {key: _known(key, query[key], dataset) for key in keys if key in query}
    return {key: value for key, value in found.items() if value is not None}


def _known(key: str, value: str, dataset: Dataset) -> str | None:
    if key in _WORDS:
        return value if value in _WORDS[key] else None
    if key in _EDITIONS:
        others = (NONE, BEFORE) if key == "against" else ()
        return value if value in (*map(str, dataset.editions), *others) else None
    if key == "with":
        return ",".join(codes_of(value, dataset.catalog.economies)) or (None if value else "")
    if key == "economy":
        return value if value in dataset.catalog.economies else None
    if key == "find":
        return sought(value) or None
    if key == "pillar":
        slugs = {one.slug for one in dataset.catalog.strategy}
        return value if value in {*CLAIM_PILLARS, *GII_PILLARS, *slugs} else None
    if key in ("measure", "x", "y"):
        return (
            value if value in dataset.catalog.indicators or value in set(dataset.parts["concept"]) else None
        )
    if key == "series":
        return value if value in dataset.catalog.indicators else None
    return value if _PLAIN.fullmatch(value) else None
