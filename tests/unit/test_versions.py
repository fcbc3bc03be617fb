"""History, rollback and snapshots by name, as the command line offers them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data import store
from data.snapshot import BUNDLED, open_current, open_snapshot
from etl import versions
from etl.errors import CorruptSnapshot, StoreBusy, UsageError
from tests import packages

if TYPE_CHECKING:
    from pathlib import Path


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


def test_an_empty_folder_has_no_history(tmp_path: Path) -> None:
    assert versions.history(tmp_path) == []


def test_rolling_back_twice_goes_back_two_versions_and_says_for_how_long(
    tmp_path: Path, ids: list[str]
) -> None:
    one, two, three = ids
    done = versions.rollback(tmp_path)
    assert (done.snapshot, done.folder) == (two, tmp_path / "versions" / two)
    assert done.sentence == (
        f"the snapshot {two} is in use again in place of {three}; the next refresh will replace it"
    )
    assert versions.rollback(tmp_path).snapshot == in_use(tmp_path) == one


def test_a_version_is_named_by_the_first_digits_of_its_id(tmp_path: Path, ids: list[str]) -> None:
    assert versions.rollback(tmp_path, ids[0][:6]).snapshot == in_use(tmp_path) == ids[0]


def test_what_came_before_the_first_refresh_is_the_bundled_snapshot(tmp_path: Path, ids: list[str]) -> None:
    versions.rollback(tmp_path, ids[0])
    versions.rollback(tmp_path)
    assert in_use(tmp_path) == open_snapshot(BUNDLED).id
    for name in (None, "bundled"):
        with pytest.raises(UsageError, match="nothing came before it"):
            versions.rollback(tmp_path, name)


def test_without_a_refresh_there_is_nothing_to_roll_back(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"the bundled snapshot \w+ is in use already"):
        versions.rollback(tmp_path)


def test_a_version_that_is_not_held_is_told_with_those_that_are(tmp_path: Path, ids: list[str]) -> None:
    one, two, three = ids
    held = f"available are {three} of 2026-11-24, {two} of 2026-11-24, {one} of 2026-11-24, bundled"
    for name in ("0123456789ab", "../../etc", "f"):
        with pytest.raises(UsageError, match=f"there is no version {name}; {held}"):
            versions.rollback(tmp_path, name)
    shutil.rmtree(tmp_path / "versions" / two)
    with pytest.raises(UsageError, match=f"{two} is no longer available; available are {three}"):
        versions.rollback(tmp_path)
    with pytest.raises(UsageError, match=f"{three} is in use already"):
        versions.rollback(tmp_path, three)
    assert in_use(tmp_path) == three


def test_digits_that_several_ids_begin_with_are_not_enough(tmp_path: Path, ids: list[str]) -> None:
    twin = f"{ids[0][:4]}{'0' * 8}"
    shutil.copytree(tmp_path / "versions" / ids[0], tmp_path / "versions" / twin)
    with pytest.raises(UsageError, match=f"begins the ids of several versions: .*{twin}"):
        versions.rollback(tmp_path, ids[0][:4])


def test_a_damaged_version_is_not_rolled_back_to(tmp_path: Path, ids: list[str]) -> None:
    (tmp_path / "versions" / ids[1] / "sources.csv").write_bytes(b"")
    with pytest.raises(CorruptSnapshot, match=f"the version {ids[1]} cannot be used: sources.csv"):
        versions.rollback(tmp_path)
    assert in_use(tmp_path) == ids[2]


def test_no_rollback_during_a_refresh(tmp_path: Path, ids: list[str]) -> None:
    with store.locked(tmp_path), pytest.raises(StoreBusy):
        versions.rollback(tmp_path)


def test_a_snapshot_is_opened_by_any_of_its_names(tmp_path: Path, ids: list[str]) -> None:
    names = {"current": ids[2], ids[0][:4]: ids[0], str(tmp_path / "versions" / ids[1]): ids[1]}
    for name, found in {**names, "bundled": open_snapshot(BUNDLED).id}.items():
        assert versions.open_named(name, tmp_path).id == found


def test_a_snapshot_that_is_missing_or_damaged_is_told_by_its_name(
    tmp_path: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("SNAPSHOT", raising=False)
    with pytest.raises(UsageError, match="there is no version nowhere; available are"):
        versions.open_named("nowhere")
    with pytest.raises(CorruptSnapshot, match=r"the snapshot .*tmp.* cannot be used: datapackage.json"):
        versions.open_named(str(tmp_path))
    (tmp_path / "versions" / ids[2] / "sources.csv").write_bytes(b"")
    with pytest.raises(CorruptSnapshot, match=r"the current snapshot does not verify: sources\.csv"):
        versions.open_named("current")


@pytest.mark.parametrize(("asked", "kept"), [("", 10), ("3", 3)])
def test_how_many_versions_are_kept_is_set_by_the_environment(
    asked: str, kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEEP_VERSIONS", asked)
    assert versions.retention() == kept


@pytest.mark.parametrize("asked", ["0", "-1", "ten", "1.5", "１"])
def test_a_wrong_number_of_versions_is_told(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEEP_VERSIONS", asked)
    with pytest.raises(UsageError, match="KEEP_VERSIONS must be a whole number from 1"):
        versions.retention()
