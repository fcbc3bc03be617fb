"""History, rollback and snapshots by name, as the command line offers them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from data import store
from data.snapshot import BUNDLED, open_current, open_snapshot
from etl import versions
from etl.errors import CorruptSnapshot, StoreError, UsageError
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
        with pytest.raises(UsageError, match="nothing came before it"):
            versions.rollback(tmp_path, name)
    with pytest.raises(UsageError, match=r"the bundled snapshot \w+ is in use already"):
        versions.rollback(tmp_path / "empty")


def test_a_version_that_cannot_be_rolled_back_to_is_told_and_the_one_in_use_stays(
    tmp_path: Path, ids: list[str]
) -> None:
    one, two, three = ids
    held = f"available are {three} of 2026-11-24, {two} of 2026-11-24, {one} of 2026-11-24, bundled"
    for name in ("0123456789ab", "../../etc", "f"):
        with pytest.raises(UsageError, match=f"there is no version {name}; {held}"):
            versions.rollback(tmp_path, name)
    twin = f"{one[:4]}{'0' * 8}"
    shutil.copytree(tmp_path / "versions" / one, tmp_path / "versions" / twin)
    with pytest.raises(UsageError, match=f"begins the ids of several versions: .*{twin}"):
        versions.rollback(tmp_path, one[:4])
    with pytest.raises(UsageError, match=f"{three} is in use already"):
        versions.rollback(tmp_path, three)
    (tmp_path / "versions" / two / "sources.csv").write_bytes(b"")
    with pytest.raises(CorruptSnapshot, match=f"the version {two} cannot be used: sources.csv"):
        versions.rollback(tmp_path)
    shutil.rmtree(tmp_path / "versions" / two)
    with pytest.raises(UsageError, match=f"there is no version {two}; available are {three}"):
        versions.rollback(tmp_path)
    with store.locked(tmp_path), pytest.raises(StoreError, match="another refresh is running"):
        versions.rollback(tmp_path, one)
    assert in_use(tmp_path) == three


def test_how_many_versions_are_kept_is_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for asked, kept in (("", 10), ("3", 3)):
        monkeypatch.setenv("KEEP_VERSIONS", asked)
        assert versions.retention() == kept
    for asked in ("0", "-1", "ten", "1.5", "１"):
        monkeypatch.setenv("KEEP_VERSIONS", asked)
        with pytest.raises(UsageError, match="KEEP_VERSIONS must be a whole number from 1"):
            versions.retention()
