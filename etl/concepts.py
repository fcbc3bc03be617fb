"""Which concept each code of each edition stands for, also in an edition that the catalog does not know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from data.codes import level_of

if TYPE_CHECKING:
    from data.catalog import Catalog

LISTED: Final = 10
"""Names that a warning lists; of the others the number is enough."""
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


def alone(structure: pd.DataFrame, held: pd.DataFrame | None, catalog: Catalog) -> tuple[str, ...]:
    """Return a warning if parts of an edition have a concept that no earlier edition has.

    structure: gii_structure of the edition; held: that of a snapshot, None if there is none to compare with.
    """
    edition = int(structure["edition"].iloc[0])
    earlier = structure.iloc[:0] if held is None else held[held["edition"] < edition]
    if earlier.empty:
        return ()
    known = pd.concat([earlier, structure], ignore_index=True)
    own = known[concepts(known, catalog).str.startswith(f"{edition}-")]
    if own.empty:
        return ()
    names = [f"{code} {name}" for code, name in zip(own["code"], own["name"], strict=True)]
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    sentence = f"in the GII {edition} these have no concept of an earlier edition and stand alone: "
    advice = "where one was only renamed, say so in data/catalog/concepts.csv"
    return (f"{sentence}{', '.join(names[:LISTED])}{more}; {advice}",)


def defined(structure: pd.DataFrame, catalog: Catalog) -> pd.DataFrame:
    """Return gii_structure with the measure of each concept and the edition since which it is so defined."""
    known = [catalog.concepts.get(concept) for concept in structure["concept"]]
    pairs = zip(known, structure["edition"], strict=True)
    since = [_since(one.redefined if one else (), edition) for one, edition in pairs]
    measures = [one.measure if one else None for one in known]
    measure = pd.Series(measures, index=structure.index, dtype="str").fillna(structure["concept"])
    return structure.assign(measure=measure, defined=pd.array(since, dtype="Int64"))


def _since(redefined: tuple[int, ...], edition: int) -> int | None:
    return max((year for year in redefined if year <= edition), default=None)


def _certain(edition: int, code: str, listed: dict[tuple[int, str], str]) -> str:
    """Return the concept of a code that does not depend on its name, "" if there is none."""
    if level_of(code) in ("index", "subindex", "pillar"):
        return code
    return listed.get((edition, code), "")


def _plain(name: str) -> str:
    """Return a name without the differences of type that come and go between editions."""
    return " ".join(name.translate(_DASHES).casefold().split())
