"""What came into use when, what is kept of it, and the way back, by name as the command line offers it."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from data import store
from data.snapshot import BUNDLED, SnapshotError, open_current, open_snapshot, predecessor, read_history
from etl import versions
from etl.errors import CorruptSnapshot, StoreError, UsageError
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
    with store.lock_folder(tmp_path):
        made_up = {"event": "recovered", "snapshot": two, "before": one, "sources": {}}
        assert {**last(tmp_path), "time": ""} == {"time": "", **made_up}
    with store.lock_folder(tmp_path):
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
    with store.lock_folder(tmp_path):
        assert (last(tmp_path)["event"], last(tmp_path)["snapshot"]) == ("recovered", one.id)


def test_pruning_keeps_the_newest_versions_and_spares_what_is_in_use_and_the_one_before(
    tmp_path: Path,
) -> None:
    one, two, three, four, _ = publish(tmp_path, "one", "two", "three", "four", "two")
    with store.lock_folder(tmp_path) as folder:
        assert folder.prune(3) == [one]
        assert held(tmp_path) == {two, three, four}
        assert folder.prune(1) == [three]
    assert held(tmp_path) == {two, four}
    assert packages.note_of(tmp_path) == "two"
    (five,) = publish(tmp_path, "five")
    (tmp_path / "versions" / "notes").mkdir()  # what is no version
    with store.lock_folder(tmp_path) as folder:
        folder.keep(Path("raw/bank/1"), {"a": b"1"})
        folder.point(two)
        assert folder.prune(1) == [five]
    assert held(tmp_path) == {four, two, "notes"}
    assert (tmp_path / "raw" / "bank" / "1" / "a").is_file()


def test_versions_older_than_the_history_go_first(tmp_path: Path) -> None:
    one, two, three = publish(tmp_path, "one", "two", "three")
    lines = (tmp_path / "HISTORY").read_bytes().splitlines(keepends=True)
    (tmp_path / "HISTORY").write_bytes(lines[2].replace(f'"{two}"'.encode(), b"null"))
    with store.lock_folder(tmp_path) as folder:
        assert folder.prune(2) == [one]
    assert held(tmp_path) == {two, three}


def test_pointing_back_is_an_event_and_what_is_damaged_is_not_pointed_to(tmp_path: Path) -> None:
    one, two, three = publish(tmp_path, "one", "two", "three")
    with store.lock_folder(tmp_path) as folder:
        folder.point(one)
        assert packages.note_of(tmp_path) == "one"
        assert (last(tmp_path)["event"], last(tmp_path)["before"]) == ("rollback", three)
        (tmp_path / "versions" / two / "sources.csv").write_bytes(b"")
        for wrong in (two, "0123456789ab"):
            with pytest.raises(SnapshotError):
                folder.point(wrong)
    assert packages.note_of(tmp_path) == "one"


def test_a_rollback_whose_line_was_lost_does_not_lead_back_to_what_was_rolled_back(tmp_path: Path) -> None:
    one, two, _ = publish(tmp_path, "one", "two", "three")
    lines = (tmp_path / "HISTORY").read_bytes()
    with store.lock_folder(tmp_path) as folder:
        folder.point(two)
    (tmp_path / "HISTORY").write_bytes(lines)
    with store.lock_folder(tmp_path):
        assert last(tmp_path)["event"] == "recovered"
    assert predecessor(read_history(tmp_path), two) == one


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """Three versions, the last one in use."""
    made = [packages.small(note) for note in ("one", "two", "three")]
    for package in made:
        store.publish(tmp_path, package, event={"sources": {"gii": package.id[:2]}})
    return [package.id for package in made]


def in_use(folder: Path) -> str:
    snapshot, reason = open_current(folder)
    assert reason is None
    return snapshot.id


def test_the_history_tells_newest_first_what_is_in_use_and_what_is_held(
    tmp_path: Path, ids: list[str]
) -> None:
    one, two, three = ids
    versions.rollback(tmp_path)
    shutil.rmtree(tmp_path / "versions" / one)
    rows = versions.history(tmp_path)
    told = [(row["event"], row["snapshot"], row["before"], row["held"], row["current"]) for row in rows]
    assert told == [
        ("rollback", two, three, True, True),
        ("refresh", three, two, True, False),
        ("refresh", two, one, True, False),
        ("refresh", one, None, False, False),
    ]
    assert [row["created"] for row in rows] == ["2026-11-24"] * 3 + [None]
    assert rows[1]["sources"] == {"gii": three[:2]}


def test_rolling_back_goes_back_a_version_each_time_and_in_the_end_to_the_bundled_one(
    tmp_path: Path, ids: list[str]
) -> None:
    one, two, three = ids
    done = versions.rollback(tmp_path)
    assert (done.snapshot, done.folder) == (two, tmp_path / "versions" / two)
    assert done.sentence == (
        f"the snapshot {two} is in use again in place of {three}; the next refresh will replace it"
    )
    assert versions.rollback(tmp_path).snapshot == in_use(tmp_path) == one
    assert versions.rollback(tmp_path, three[:6]).snapshot == in_use(tmp_path) == three
    versions.rollback(tmp_path, one)
    versions.rollback(tmp_path)
    assert in_use(tmp_path) == open_snapshot(BUNDLED).id
    for name in (None, "bundled"):
        with pytest.raises(UsageError, match="there is no previous snapshot"):
            versions.rollback(tmp_path, name)
    with pytest.raises(UsageError, match=r"the bundled snapshot \w+ is already in use"):
        versions.rollback(tmp_path / "empty")


def test_a_version_that_cannot_be_rolled_back_to_is_told_and_the_one_in_use_stays(
    tmp_path: Path, ids: list[str]
) -> None:
    one, two, three = ids
    held = f"choose one of {three} of 2026-11-24, {two} of 2026-11-24, {one} of 2026-11-24, bundled"
    for name in ("0123456789ab", "../../etc", "f"):
        with pytest.raises(UsageError, match=f"unknown version {name}: {held}"):
            versions.rollback(tmp_path, name)
    twin = f"{one[:4]}{'0' * 8}"
    shutil.copytree(tmp_path / "versions" / one, tmp_path / "versions" / twin)
    with pytest.raises(UsageError, match=f"is ambiguous: it matches .*{twin}"):
        versions.rollback(tmp_path, one[:4])
    with pytest.raises(UsageError, match=f"{three} is already in use"):
        versions.rollback(tmp_path, three)
    (tmp_path / "versions" / two / "sources.csv").write_bytes(b"")
    with pytest.raises(CorruptSnapshot, match=f"the version {two} cannot be used: sources.csv"):
        versions.rollback(tmp_path)
    shutil.rmtree(tmp_path / "versions" / two)
    with pytest.raises(UsageError, match=f"unknown version {two}: choose one of {three}"):
        versions.rollback(tmp_path)
    with store.lock_folder(tmp_path), pytest.raises(StoreError, match="another refresh is running"):
        versions.rollback(tmp_path, one)
    assert in_use(tmp_path) == three


def test_how_many_versions_are_kept_is_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, kept in (("", 10), ("3", 3)):
        monkeypatch.setenv("KEEP_VERSIONS", asked)
        assert versions.retention() == kept
    for asked in ("0", "-1", "ten", "1.5", "１"):
        monkeypatch.setenv("KEEP_VERSIONS", asked)
        with pytest.raises(UsageError, match="set it to a whole number of at least 1"):
            versions.retention()
