"""What every form of export says beside its tables: snapshot, licences, releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.schema import SOURCES, TABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from data.snapshot import Snapshot


def about(snapshot: Snapshot, names: Sequence[str]) -> dict[str, str]:
    """Return title, id and date of a snapshot, with the licences and sources that its tables rest on."""
    found = {
        "title": str(snapshot.descriptor["title"]),
        "description": str(snapshot.descriptor["description"]),
        "snapshot": snapshot.id,
        "created": snapshot.created,
    }
    for resource in snapshot.resources:
        if resource["name"] in names:
            for kind, word in (("licenses", "licences"), ("sources", "sources")):
                if titles := [item["title"] for item in resource.get(kind, ())]:
                    found[f"{word} of {resource['name']}"] = "; ".join(titles)
    return found


def releases(snapshot: Snapshot, names: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the table sources that the tables named refer to."""
    used: set[str] = set()
    for name in names:
        for column, target in TABLES[name].references.items():
            if target == SOURCES.name:
                used |= set(snapshot.table(name)[column].dropna())
    sources = snapshot.table(SOURCES.name)
    return sources[sources["source"].isin(sorted(used))]
