"""What every form of export shares: cells as plain Python values, and what a reader must know about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from data.schema import SOURCES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from data.snapshot import Snapshot


def rows(frame: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a frame as int, float, str, bool and, for a blank, None."""
    columns = []
    for name in frame.columns:
        values, blanks = frame[name].astype(object).tolist(), frame[name].isna().tolist()
        columns.append([None if blank else value for value, blank in zip(values, blanks, strict=True)])
    return zip(*columns, strict=True)


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
