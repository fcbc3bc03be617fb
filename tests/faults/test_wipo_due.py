"""Requests to WIPO, over real HTTP: what is new or due and not what is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data import catalog
from data.snapshot import open_current
from etl.http import Session
from etl.release import Release, Task
from etl.sources import gii_live
from tests.faults.command import refresh
from tests.faults.wipo_refresh import start, workbook

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot
    from etl.errors import EtlError
    from tests.publishers import Publishers

__all__ = ["start"]


CHALLENGE = b"<!DOCTYPE html><html><body>Verifying that you are not a robot...</body></html>"
IN_USE = "2026-11-24"
"""Day on which the workbooks of the pinned snapshot were checked."""


def fetched(pinned: Snapshot, day: str, edition: int | None = None) -> list[Release | str | EtlError]:
    task = Task(
        catalog.load(), gii_live.FAMILY, day, pinned.tables(), lambda _: None, edition, lambda _: True
    )
    with Session(task.live) as session:
        return list(gii_live.fetch(session, task))


def requests(publishers: Publishers) -> list[str]:
    names = [path.rpartition("/")[2] for path in publishers.paths]
    publishers.seen.clear()
    return names


def test_only_what_is_new_or_due_is_fetched(
    pinned: Snapshot, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = ["wipo-pub-2000-2026-tech1.xlsx", "bc_results_gii_2026.csv"]
    again = ["wipo-pub-2000-2025-tech1.xlsx"]
    for day, edition, names in (
        ("2026-08-31", None, []),
        ("2026-09-01", None, new),
        ("2026-12-23", None, new),
        ("2026-12-24", None, [*again, *new]),
        ("2026-11-24", 2025, again),
    ):
        publishers.misbehave("2025-tech1", status=403, body=CHALLENGE)
        found = fetched(pinned, day, edition)
        assert requests(publishers) == names, day
        notes = [item for item in found if isinstance(item, str)]
        if day == "2026-12-24":
            (note,) = notes
            assert f"GII 2025: its workbook, in use as checked on {IN_USE}, is blocked now" in note
        else:
            assert notes == []


def test_a_block_of_what_is_in_use_is_a_note(
    folder: Path, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-24")
    publishers.workbook(2026, workbook(2026))
    publishers.misbehave("2022-tech1", status=503, body=CHALLENGE)
    code, _, told = refresh("gii")
    assert code == 0, told
    assert told.count("is blocked now") == 1
    assert [path.name for path in (folder / "raw" / "wipo_gii").iterdir()] == ["2026"]
    scores = open_current(folder)[0].table("gii_scores").query("edition == 2022 and code == 'GII'")
    assert scores.set_index("economy")["rank"]["JPN"] == 13
