"""What came into use when, what is kept of it, and the way back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from data import store
from data.snapshot import SnapshotError, predecessor, read_history
from tests import packages

KINDS = ("time", "event", "snapshot", "before", "sources")


def publish(folder: Path, *notes: str) -> list[str]:
    """Publish a snapshot for each note; return their ids."""
    made = [packages.small(note) for note in notes]
    for package in made:
        store.publish(folder, package)
    return [package.id for package in made]


def held(folder: Path) -> set[str]:
    return {path.name for path in (folder / "versions").iterdir()}


def last(folder: Path) -> dict[str, Any]:
    return read_history(folder)[-1]


def test_each_publication_is_a_line_that_says_what_it_replaced(tmp_path: Path) -> None:
    (one,) = publish(tmp_path, "one")
    two = packages.small("two")
    event = {"event": "build", "sources": {"world_bank_wdi": "2026-07-13"}, "accepted": ["SE.TER.ENRR"]}
    store.publish(tmp_path, two, event=event)
    lines = [json.loads(line) for line in (tmp_path / "HISTORY").read_text(encoding="utf-8").splitlines()]
    assert [tuple(line)[:5] for line in lines] == [KINDS, KINDS]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line.pop("time")) for line in lines)
    assert lines == [
        {"event": "refresh", "snapshot": one, "before": None, "sources": {}},
        {"snapshot": two.id, "before": one, **event},
    ]


def test_torn_and_foreign_lines_are_passed_over_and_stay(tmp_path: Path) -> None:
    assert read_history(tmp_path) == []
    publish(tmp_path, "one")
    foreign = b'[1]\n{"time": 1, "event": "x", "snapshot": "y"}\n\xff\xfe\n\n{"time": "2026-11-24T0'
    with (tmp_path / "HISTORY").open("ab") as lines:
        lines.write(foreign)
    assert len(read_history(tmp_path)) == 1
    publish(tmp_path, "two")
    assert [event["event"] for event in read_history(tmp_path)] == ["refresh", "refresh"]
    assert foreign in (tmp_path / "HISTORY").read_bytes()


def test_a_line_that_a_crash_kept_from_being_written_is_made_up_for(tmp_path: Path) -> None:
    one, two = publish(tmp_path, "one", "two")
    lines = (tmp_path / "HISTORY").read_bytes().splitlines(keepends=True)
    (tmp_path / "HISTORY").write_bytes(lines[0])
    with store.locked(tmp_path):
        made_up = {"event": "recovered", "snapshot": two, "before": one, "sources": {}}
        assert {**last(tmp_path), "time": ""} == {"time": "", **made_up}
    with store.locked(tmp_path):
        assert len(read_history(tmp_path)) == 2


def test_a_history_that_cannot_be_written_says_which_snapshot_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_file = store.replace_file

    def full(path: Path, content: bytes) -> None:
        if path.name == "HISTORY":
            raise OSError(28, "No space left on device")
        replace_file(path, content)

    monkeypatch.setattr(store, "replace_file", full)
    one = packages.small("one")
    with pytest.raises(store.StoreError, match=f"the snapshot {one.id} is in use, but HISTORY cannot"):
        store.publish(tmp_path, one)
    assert packages.note_of(tmp_path) == "one"
    monkeypatch.undo()
    with store.locked(tmp_path):
        assert (last(tmp_path)["event"], last(tmp_path)["snapshot"]) == ("recovered", one.id)


def test_pruning_keeps_the_newest_versions_and_spares_what_is_in_use_and_the_one_before(
    tmp_path: Path,
) -> None:
    one, two, three, four, _ = publish(tmp_path, "one", "two", "three", "four", "two")
    with store.locked(tmp_path) as folder:
        assert folder.prune(3) == [one]
        assert held(tmp_path) == {two, three, four}
        assert folder.prune(1) == [three]
    assert held(tmp_path) == {two, four}
    assert packages.note_of(tmp_path) == "two"
    (five,) = publish(tmp_path, "five")
    (tmp_path / "versions" / "notes").mkdir()  # what is no version
    with store.locked(tmp_path) as folder:
        folder.keep(Path("raw/bank/1"), {"a": b"1"})
        folder.point(two)
        assert folder.prune(1) == [five]
    assert held(tmp_path) == {four, two, "notes"}
    assert (tmp_path / "raw" / "bank" / "1" / "a").is_file()


def test_versions_older_than_the_history_go_first(tmp_path: Path) -> None:
    one, two, three = publish(tmp_path, "one", "two", "three")
    lines = (tmp_path / "HISTORY").read_bytes().splitlines(keepends=True)
    (tmp_path / "HISTORY").write_bytes(lines[2].replace(f'"{two}"'.encode(), b"null"))
    with store.locked(tmp_path) as folder:
        assert folder.prune(2) == [one]
    assert held(tmp_path) == {two, three}


def test_pointing_back_is_an_event_and_what_is_damaged_is_not_pointed_to(tmp_path: Path) -> None:
    one, two, three = publish(tmp_path, "one", "two", "three")
    with store.locked(tmp_path) as folder:
        folder.point(one)
        assert packages.note_of(tmp_path) == "one"
        assert (last(tmp_path)["event"], last(tmp_path)["before"]) == ("rollback", three)
        (tmp_path / "versions" / two / "sources.csv").write_bytes(b"")
        for wrong in (two, "0123456789ab"):
            with pytest.raises(SnapshotError):
                folder.point(wrong)
    assert packages.note_of(tmp_path) == "one"


def test_what_came_before_is_what_a_snapshot_replaced(tmp_path: Path) -> None:
    one, two, three = publish(tmp_path, "one", "two", "three")
    with store.locked(tmp_path) as folder:
        folder.point(two)
    assert predecessor(read_history(tmp_path), two) == one
    assert predecessor(read_history(tmp_path), one) is None
    (four,) = publish(tmp_path, "four")
    publish(tmp_path, "four")
    assert predecessor(read_history(tmp_path), four) == two
    assert predecessor(read_history(tmp_path), three) == two


def test_a_rollback_whose_line_was_lost_does_not_lead_back_to_what_was_rolled_back(tmp_path: Path) -> None:
    one, two, _ = publish(tmp_path, "one", "two", "three")
    lines = (tmp_path / "HISTORY").read_bytes()
    with store.locked(tmp_path) as folder:
        folder.point(two)
    (tmp_path / "HISTORY").write_bytes(lines)
    with store.locked(tmp_path):
        assert last(tmp_path)["event"] == "recovered"
    assert predecessor(read_history(tmp_path), two) == one
