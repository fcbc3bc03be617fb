"""What the current snapshot holds: for each source and edition release, newest data, last check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from data.codes import LEVELS, level_of

if TYPE_CHECKING:
    from data.catalog import Catalog
    from data.snapshot import Snapshot


def report(snapshot: Snapshot, reason: str | None, catalog: Catalog) -> dict[str, Any]:
    """Return the state as plain values: snapshot, created, degraded, editions, sources."""
    return {
        "snapshot": snapshot.id,
        "created": snapshot.created,
        "folder": str(snapshot.folder),
        "degraded": reason,
        "editions": _editions(snapshot),
        "sources": families(snapshot, catalog),
    }


def _editions(snapshot: Snapshot) -> list[dict[str, Any]]:
    scores, sources = snapshot.table("gii_scores"), snapshot.table("sources").set_index("source")
    found = []
    for row in snapshot.table("gii_editions").to_dict("records"):
        rows = scores[scores["edition"] == row["edition"]]
        newest = rows["data_year"].max()
        found.append(
            {
                "edition": int(row["edition"]),
                "economies": int(row["ranks"]),
                "held": _held({level_of(code) for code in rows["code"].unique()}),
                "codes": int(rows["code"].nunique()),
                "data_as_of": int(row["edition"]) if pd.isna(newest) else int(newest),
                "checked": str(sources.at[row["source"], "checked"]),
                "source": str(row["source"]),
            }
        )
    return found


def _held(levels: set[str]) -> str:
    """Return how far down an edition is held; one of which there is only the overall ranking is partial."""
    deepest = max(levels, key=LEVELS.index)
    return "partial: overall only" if deepest == LEVELS[0] else f"to the {deepest}s"


def families(snapshot: Snapshot, catalog: Catalog) -> list[dict[str, Any]]:
    """Return for each family of sources: releases held, newest vintage, newest year, last check."""
    observations, scores = snapshot.table("observations"), snapshot.table("gii_scores")
    years = observations.groupby("source")["year"].max().to_dict()
    years |= scores.groupby("score_source")["edition"].max().to_dict()
    found = []
    for family, rows in snapshot.table("sources").groupby("family"):
        named = catalog.sources.get(str(family))
        newest = [years[source] for source in rows["source"] if source in years]
        found.append(
            {
                "source": str(family),
                "name": named.name.en if named else str(family),
                "releases": len(rows),
                "vintage": str(max(rows["vintage"])),
                "data_as_of": int(max(newest)) if newest else None,
                "checked": str(rows["checked"].max()),
            }
        )
    return found
