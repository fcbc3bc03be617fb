"""Which concept each code of each edition stands for, also in an edition that the catalog does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.codes import level_of

if TYPE_CHECKING:
    from data.catalog import Catalog

_DASHES = str.maketrans("–—‑", "---")


def concepts(structure: pd.DataFrame, catalog: Catalog) -> pd.Series:
    """Return the concept of each row of gii_structure (edition, code, name), unique within an edition.

    Index, sub-indices and pillars are their own concepts. A code that the catalog does not list takes the
    concept of its name and level in the newest earlier edition, else one of its own: "<edition>-<code>".
    """
    listed = {
        (edition, code): item.id for item in catalog.concepts.values() for edition, code in item.codes.items()
    }
    named: dict[tuple[str, str], str] = {}
    found = pd.Series(index=structure.index, dtype="str")
    for edition, rows in structure.groupby("edition", sort=True):
        year = int(str(edition))
        sure = {code: _certain(year, code, listed) for code in rows["code"]}
        taken = {concept for concept in sure.values() if concept}
        given: dict[tuple[str, str], str] = {}
        for place, code, name in zip(rows.index, rows["code"], rows["name"], strict=True):
            key = level_of(code), _plain(name)
            concept = sure[code] or named.get(key, "")
            if not concept or (not sure[code] and concept in taken):
                concept = f"{year}-{code}"
            taken.add(concept)
            found[place] = given[key] = concept
        named |= given
    return found


def _certain(edition: int, code: str, listed: dict[tuple[int, str], str]) -> str:
    """Return the concept of a code that does not depend on its name, "" if there is none."""
    if level_of(code) in ("index", "subindex", "pillar"):
        return code
    return listed.get((edition, code), "")


def _plain(name: str) -> str:
    """Return a name without the differences of type that come and go between editions."""
    return " ".join(name.translate(_DASHES).casefold().split())
