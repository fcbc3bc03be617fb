"""The snapshots of a data folder: their contents, when they came into use, and how to go back."""

import json
import os
import re
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.catalog import Catalog
from data.codes import LEVELS, level_of
from data.release_notes import read_held_back
from data.snapshot import (
    BUNDLED,
    FILE_NAME,
    VERSIONS,
    Snapshot,
    SnapshotError,
    current_id,
    data_dir,
    open_snapshot,
    predecessor,
    read_history,
    stored_versions,
)
from data.store import Package, Store
from etl.cli_context import BuildResult, open_store, serving
from etl.errors import CorruptSnapshot, UsageError

_ID_PREFIX: Final = re.compile(r"[0-9a-f]{4,12}")


def retention() -> int:
    """Return how many versions a refresh keeps (KEEP_VERSIONS); UsageError unless it is 1 or more."""
    setting = os.environ.get("KEEP_VERSIONS") or "10"
    if not re.fullmatch(r"[1-9][0-9]{0,8}", setting):
        raise UsageError(f"KEEP_VERSIONS is {setting!r}: set it to a whole number of at least 1")
    return int(setting)


def history(folder: Path) -> list[dict[str, Any]]:
    """Return the events of a data folder as plain values, newest first.

    time, event, snapshot, before, sources and verdicts as in data.snapshot; created: date of the
    newest check of its sources, None if the version was removed; current: in use since this event.
    """
    keys = ("time", "event", "snapshot", "before", "sources", "verdicts")
    current, rows = current_id(folder), []
    for event in reversed(read_history(folder)):
        created = _read_date(folder / VERSIONS / event["snapshot"])
        in_use = event["snapshot"] == current
        row = {key: event.get(key, {}) for key in keys}
        rows.append(row | {"created": created, "held": created is not None, "current": in_use})
        current = None if in_use else current
    return rows


def rollback(folder: Path, version: str | None = None) -> BuildResult:
    """Put an older version back into use; by default the one before the current version.

    ``version`` is an id, its first digits, "previous" or "bundled". UsageError if it is missing or
    in use.
    """
    with open_store(folder) as store:
        current, target = current_id(folder), _resolve_id(folder, version or "previous")
        if target and target == current:
            raise UsageError(
                f"the snapshot {target} is already in use: choose another one that `history` lists"
            )
        try:
            path = store.point(target) if target else _take_bundled(store, current)
        except SnapshotError as error:
            raise CorruptSnapshot(f"the version {target or 'bundled'} cannot be used: {error}") from error
    sentence = f"the snapshot {path.name} is in use again" + (f" in place of {current}" if current else "")
    return BuildResult(f"{sentence}; the next refresh will replace it", path, path.name)


def open_named(name: str, folder: Path | None = None) -> Snapshot:
    """Open a snapshot by name: current, previous, bundled, the first digits of an id, or its folder.

    ``folder`` is the data folder (default: that of the environment). UsageError if there is no
    such snapshot.
    """
    if name == "current":
        snapshot, reason = serving(folder)
        if reason:  # another snapshot is served instead
            raise CorruptSnapshot(reason)
        return snapshot
    data_folder = folder or data_dir()
    if name == "previous" and current_id(data_folder) is None:
        raise UsageError("there is no previous snapshot: the bundled one is in use")
    try:
        if name != "bundled" and Path(name).is_dir():
            return open_snapshot(Path(name))
        target = _resolve_id(data_folder, name)
        return open_snapshot(data_folder / VERSIONS / target if target else BUNDLED)
    except SnapshotError as error:
        raise CorruptSnapshot(f"the snapshot {name} cannot be used: {error}") from error


def _resolve_id(folder: Path, name: str) -> str | None:
    """Return the id of a version; None for the bundled snapshot, which the first refresh replaced."""
    events, current = read_history(folder), current_id(folder)
    if name == "current":
        return current
    wanted = name
    if name == "previous":
        wanted = (predecessor(events, current) if current else None) or "bundled"
    if wanted == "bundled":
        return None
    stored = stored_versions(folder, events)
    matches = [version for version in stored if _ID_PREFIX.fullmatch(wanted) and version.startswith(wanted)]
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise UsageError(f"the id {wanted} is ambiguous: it matches {', '.join(matches)}; add digits")
    available = [f"{version} of {_read_date(folder / VERSIONS / version)}" for version in stored]
    raise UsageError(f"unknown version {wanted}: choose one of {', '.join([*available, 'bundled'])}")


def _read_date(version: Path) -> str | None:
    """Return the date of a version without verifying it; None if it was removed."""
    try:
        return str(json.loads((version / FILE_NAME).read_bytes())["created"])[:10]
    except OSError:
        return None
    except (ValueError, KeyError, TypeError):
        return "an unknown day"


def _take_bundled(store: Store, current: str | None) -> Path:
    bundled = open_snapshot(BUNDLED)
    if bundled.id == current or current is None:
        raise UsageError(
            f"there is no previous snapshot: the bundled snapshot {bundled.id} is already in use"
        )
    files = {f"{resource['name']}.csv": bundled.content(resource["name"]) for resource in bundled.resources}
    files[FILE_NAME] = (BUNDLED / FILE_NAME).read_bytes()
    return store.publish(Package(bundled.id, files), event={"event": "rollback"})


def report(snapshot: Snapshot, reason: str | None, catalog: Catalog) -> dict[str, Any]:
    """Return the state as plain values: snapshot, created, degraded, editions, sources."""
    scores, sources = snapshot.table("gii_scores"), snapshot.table("sources").set_index("source")
    editions = []
    for row in snapshot.table("gii_editions").to_dict("records"):
        rows = scores[scores["edition"] == row["edition"]]
        newest = rows["data_year"].max()
        deepest = max(map(level_of, rows["code"].unique()), key=LEVELS.index)
        editions.append(
            {
                "edition": int(row["edition"]),
                "economies": int(row["ranks"]),
                "held": "partial: overall only" if deepest == LEVELS[0] else f"to the {deepest}s",
                "codes": int(rows["code"].nunique()),
                "data_as_of": int(row["edition"]) if pd.isna(newest) else int(newest),
                "checked": str(sources.at[row["source"], "checked"]),
                "source": str(row["source"]),
            }
        )
    return {
        "snapshot": snapshot.id,
        "created": snapshot.created,
        "folder": str(snapshot.folder),
        "degraded": reason,
        "editions": editions,
        "sources": families(snapshot, catalog),
    }


def families(snapshot: Snapshot, catalog: Catalog) -> list[dict[str, Any]]:
    """Return for each family: releases, newest vintage and year, last check, series held back."""
    observations, scores = snapshot.table("observations"), snapshot.table("gii_scores")
    years = observations.groupby("source")["year"].max().to_dict()
    years |= scores.groupby("score_source")["edition"].max().to_dict()
    rows_of_families = []
    for family, rows in snapshot.table("sources").groupby("family"):
        source = catalog.sources.get(str(family))
        newest = [years[source] for source in rows["source"] if source in years]
        rows_of_families.append(
            {
                "source": str(family),
                "name": source.name.en if source else str(family),
                "releases": len(rows),
                "vintage": str(max(rows["vintage"])),
                "data_as_of": int(max(newest)) if newest else None,
                "checked": str(rows["checked"].max()),
                "held_back": ", ".join(item.series for item in read_held_back(rows["note"].dropna())) or None,
            }
        )
    return rows_of_families
