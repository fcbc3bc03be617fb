"""The writer: versions, CURRENT, lock, leftovers, files as fetched."""

import errno
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path, PurePosixPath

import pandas as pd
import pytest

from data import store
from data.snapshot import open_snapshot
from tests import packages

ROOT = Path(__file__).resolve().parents[2]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_publishing_adds_a_version_and_points_to_it_and_an_old_one_again_only_moves_the_pointer(
    tmp_path: Path,
) -> None:
    one, two = packages.small("one"), packages.small("two")
    version = store.publish(tmp_path, one)
    assert version == tmp_path / "versions" / one.id
    assert packages.note_of(tmp_path) == "one"
    written = (version / "sources.csv").stat().st_mtime_ns
    store.publish(tmp_path, two)
    assert packages.note_of(tmp_path) == "two"
    assert names(tmp_path) == [".lock", "CURRENT", "HISTORY", "versions"]
    assert names(tmp_path / "versions") == sorted([one.id, two.id])
    store.publish(tmp_path, one)
    assert (packages.note_of(tmp_path), open_snapshot(version).id) == ("one", one.id)
    assert (version / "sources.csv").stat().st_mtime_ns == written


def test_a_damaged_version_is_written_anew(tmp_path: Path) -> None:
    one = packages.small("one")
    version = store.publish(tmp_path, one)
    (version / "sources.csv").write_bytes(b"")
    store.publish(tmp_path, one)
    assert packages.note_of(tmp_path) == "one"
    store.publish(tmp_path, one)
    assert names(tmp_path / "versions") == [one.id]


def test_files_beside_the_package_are_no_part_of_it_and_follow_the_last_publication(tmp_path: Path) -> None:
    one = packages.small("one")
    version = store.publish(tmp_path, replace(one, extra_files={"inputs.json": b"[1]"}))
    assert open_snapshot(version).id == one.id
    written = (version / "sources.csv").stat().st_mtime_ns
    store.publish(tmp_path, replace(one, extra_files={"inputs.json": b"[2]"}))
    assert (version / "inputs.json").read_bytes() == b"[2]"
    assert (version / "sources.csv").stat().st_mtime_ns == written
    assert names(version) == sorted([*one.files, "inputs.json"])


def test_leftovers_of_a_crash_are_swept_up_and_nothing_else(tmp_path: Path) -> None:
    store.publish(tmp_path, packages.small("one"))
    for place in ("versions/.tmp-abc", "raw/bank/.tmp-2026-07-13", "raw/.tmp-bank"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / ".tmp-half.csv").write_text("x", encoding="utf-8")
    for name in (".tmp-CURRENT", ".tmp-HISTORY", ".tmp-of-somebody-else"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    store.publish(tmp_path, packages.small("two"))
    left = [str(path.relative_to(tmp_path)) for path in tmp_path.rglob(".tmp-*")]
    assert left == [".tmp-of-somebody-else"]
    assert len(names(tmp_path / "versions")) == 2
    assert names(tmp_path / "raw") == ["bank"]


def test_a_kept_release_is_written_whole_once_and_never_changed(tmp_path: Path) -> None:
    place = PurePosixPath("raw/world_bank_wdi/2026-07-13")
    with store.lock_folder(tmp_path) as held:
        held.keep(place, {"a.json": b"1", "release.json": b"{}"})
        path = held.keep(place, {"a.json": b"2"})
    assert path == tmp_path / place
    assert {item.name: item.read_bytes() for item in path.iterdir()} == {
        "a.json": b"1",
        "release.json": b"{}",
    }


def test_a_release_is_kept_nowhere_but_below_raw_under_plain_names(tmp_path: Path) -> None:
    for place, name in (
        *(("raw/../versions/x", "a"), ("/raw/x", "a"), ("versions/x", "a"), ("raw/.tmp-x", "a")),
        *(("raw/x", "../a"), ("raw/x", ".a")),
    ):
        with store.lock_folder(tmp_path) as held, pytest.raises(store.StoreError, match="plain name"):
            held.keep(PurePosixPath(place), {name: b"1"})
    assert names(tmp_path) == [".lock", "versions"]


def test_the_lock_is_held_by_one_and_that_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from data import store\n"
        "with store.lock_folder(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(store.StoreBusy, match="another refresh is running"):
            store.publish(tmp_path, packages.small("one"))
        other.kill()
        other.wait()
    store.publish(tmp_path, packages.small("one"))
    assert packages.note_of(tmp_path) == "one"


def test_a_folder_that_cannot_be_written_or_locked_is_told_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    told = "^the data folder .*file cannot be written: "
    with pytest.raises(store.StoreError, match=told):
        store.publish(tmp_path / "file", packages.small())
    with pytest.raises(store.StoreError, match=told):
        store.write_package(tmp_path / "file", packages.small())
    for code in (errno.EROFS, errno.EACCES, errno.ENOLCK):

        def refuse(*_: object, code: int = code) -> None:
            raise OSError(code, os.strerror(code))

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("fcntl.flock" if code == errno.ENOLCK else "os.open", refuse)
            with pytest.raises(store.StoreError, match=os.strerror(code)):
                store.publish(tmp_path, packages.small())


def test_nothing_gets_its_name_before_it_is_flushed_nor_is_the_name_left_unflushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: set[int] = set()
    named: list[Path] = []
    fsync, rename = os.fsync, Path.rename

    def record(handle: int) -> None:
        flushed.add(os.fstat(handle).st_ino)
        fsync(handle)

    def watch(path: Path, target: Path) -> Path:
        unflushed = [item for item in (path, *path.rglob("*")) if item.stat().st_ino not in flushed]
        assert unflushed == []
        flushed.discard(target.parent.stat().st_ino)
        named.append(target)
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", record)
    monkeypatch.setattr(Path, "rename", watch)
    monkeypatch.setattr(Path, "replace", watch)
    with store.lock_folder(tmp_path / "data") as held:
        held.keep(PurePosixPath("raw/bank/1"), {"a.json": b"1"})
        held.publish(replace(packages.small(), extra_files={"inputs.json": b"[]"}))
    assert [path.name for path in named] == ["1", packages.small().id, "CURRENT", "HISTORY"]
    folders = [tmp_path, *(path for path in (tmp_path / "data").rglob("*") if path.is_dir())]
    assert all(path.stat().st_ino in flushed for path in (*folders, tmp_path / "data"))


def test_csv_is_plain_and_exact() -> None:
    frame = pd.DataFrame(
        {
            "text": pd.Series(["a,b", None, 'c"d'], dtype="str"),
            "flag": pd.Series([True, None, False], dtype="boolean"),
            "whole": pd.Series([1, None, 3], dtype="Int64"),
            "real": [0.1 + 0.2, float("nan"), 1e-7],
        }
    )
    assert store.encode(frame) == (
        b'text,flag,whole,real\n"a,b",true,1,0.30000000000000004\n,,,\n"c""d",false,3,1e-07\n'
    )
