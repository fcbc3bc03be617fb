"""Snapshots by their id: only what is held and verifies is given out, and few are kept in memory."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

import pytest

from analysis.dataset import Dataset
from data import catalog, store
from data.snapshot import BUNDLED, VERSIONS, Snapshot, open_snapshot
from service.current import MOST, Current, named_folder, valid_id
from service.render_queue import RenderQueue
from tests.packages import small

if TYPE_CHECKING:
    from pathlib import Path

ONE, TWO, THREE, FOUR = (small(name) for name in ("one", "two", "three", "four"))


CATALOG = catalog.load()


def opened(snapshot: Snapshot) -> Dataset:
    return Dataset(snapshot, CATALOG)


def _snapshots(folder: Path, *packages: store.Package) -> Current:
    """Hold packages in a data folder, the last of which is on show."""
    versions = [store.publish(folder, package) for package in packages]
    return Current(opened, lambda dataset: None, open_snapshot(versions[-1]), folder, RenderQueue().turn)


def _id(snapshots: Current, identity: str) -> str | None:
    found = snapshots.find(identity)
    return found.snapshot.id if found else None


def test_the_one_on_show_an_older_one_and_the_bundled_one_are_found(tmp_path: Path, pinned: Snapshot) -> None:
    snapshots = _snapshots(tmp_path, ONE, TWO)
    assert snapshots.find(TWO.id) is snapshots.newest
    assert _id(snapshots, ONE.id) == ONE.id
    assert _id(snapshots, pinned.id) == pinned.id
    assert snapshots.find(ONE.id) is snapshots.find(ONE.id)


@pytest.mark.parametrize(
    "asked",
    [
        "",
        ".",
        "..",
        "../versions",
        f"../{VERSIONS}/{ONE.id}",
        ONE.id.upper(),
        ONE.id + "\n",
        "0" * 12,
        "０" * 12,
    ],
)
def test_what_is_no_id_of_a_snapshot_held_is_not_found(tmp_path: Path, asked: str) -> None:
    assert _snapshots(tmp_path, ONE, TWO).find(asked) is None
    assert valid_id(asked) in ("", "0" * 12)


def test_a_damaged_or_renamed_version_is_not_found(tmp_path: Path) -> None:
    snapshots = _snapshots(tmp_path, ONE, TWO, THREE)
    with (tmp_path / VERSIONS / ONE.id / "sources.csv").open("ab") as handle:
        handle.write(b"\n")
    (tmp_path / VERSIONS / TWO.id).rename(tmp_path / VERSIONS / FOUR.id)
    assert snapshots.find(ONE.id) is None
    assert snapshots.find(FOUR.id) is None


def test_few_are_kept_and_the_others_are_freed(tmp_path: Path) -> None:
    snapshots = _snapshots(tmp_path, ONE, TWO, THREE, FOUR)
    first = snapshots.find(ONE.id)
    assert first
    gone = weakref.ref(first.dataset)
    del first
    for package in (TWO, THREE):
        assert _id(snapshots, package.id) == package.id
    gc.collect()
    assert len(snapshots._opened) == MOST
    assert gone() is None
    assert _id(snapshots, ONE.id) == ONE.id


def test_beside_a_pinned_package_only_the_bundled_one_is_held(
    tmp_path: Path, pinned: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(tmp_path, ONE)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert named_folder() == tmp_path
    monkeypatch.setenv("SNAPSHOT", str(BUNDLED))
    on_show = open_snapshot(tmp_path / VERSIONS / ONE.id)
    beside = Current(opened, lambda dataset: None, on_show, named_folder(), RenderQueue().turn)
    assert _id(beside, ONE.id) == ONE.id  # on show
    assert _id(beside, pinned.id) == pinned.id
    store.publish(tmp_path, TWO)
    assert beside.find(TWO.id) is None
