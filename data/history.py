"""The history of a data folder: one line of JSON an event, which snapshot came into use when and why.

An event has time (UTC, YYYY-MM-DDThh:mm:ssZ), event (refresh, build, rollback, mirror; recovered where a
crash lost the line), snapshot, before (the one in use until then, None if there was none), sources, and,
where claims got another verdict, verdicts: {claim: [old, new]}.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from data.snapshot import VERSIONS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HISTORY: Final = "HISTORY"
_ID: Final = re.compile(r"[0-9a-f]{12}")

Event = dict[str, Any]


def read(folder: Path) -> list[Event]:
    """Return the events of a data folder, oldest first; a line that is torn or foreign is passed over."""
    try:
        lines = (folder / HISTORY).read_bytes().splitlines()
    except OSError:
        return []
    return [event for line in lines if (event := _event(line))]


def _event(line: bytes) -> Event | None:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(event, dict) or not all(
        isinstance(event.get(key), str) for key in ("time", "event", "snapshot")
    ):
        return None
    return {"before": None, "sources": {}, **event}


def held(folder: Path, events: Sequence[Event]) -> list[str]:
    """Return the versions that a data folder holds, the one that came into use last first.

    Those without a line in the history follow, the youngest folder first.
    """
    found: dict[str, int] = {}
    with suppress(OSError):  # a folder that cannot be read holds nothing for us
        paths = list((folder / VERSIONS).iterdir())
        found = {path.name: age for path in paths if (age := _age(path)) is not None}
    used = {event["snapshot"]: place for place, event in enumerate(events)}
    return sorted(found, key=lambda name: (used.get(name, -1), found[name]), reverse=True)


def _age(path: Path) -> int | None:
    """Return when a version was written; None for what is no version, or was just removed."""
    try:
        return path.stat().st_mtime_ns if _ID.fullmatch(path.name) and path.is_dir() else None
    except OSError:
        return None


def predecessor(events: Sequence[Event], snapshot: str) -> str | None:
    """Return the snapshot in use when this one was published, None if there was none.

    Rollbacks do not count, so that two in a row go back twice, and a snapshot published after a rollback
    leads back to the one that was rolled back to.
    """
    came = [
        event
        for event in events
        if event["snapshot"] == snapshot != event["before"] and event["event"] != "rollback"
    ]
    # A line that was made up for may stand for a rollback: what was told of the publication goes first.
    told = [event for event in came if event["event"] != "recovered"] or came
    return told[-1]["before"] if told else None
