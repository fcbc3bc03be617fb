"""The writer: versions, CURRENT, lock, leftovers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from data import store
from data.snapshot import BUNDLED, open_snapshot
from tests import packages

ROOT = Path(__file__).resolve().parents[2]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_publishing_adds_a_version_and_points_to_it(tmp_path: Path) -> None:
    one, two = packages.small("one"), packages.small("two")
    assert store.publish(tmp_path, one) == tmp_path / "versions" / one.id
    assert packages.note_of(tmp_path) == "one"
    store.publish(tmp_path, two)
    assert packages.note_of(tmp_path) == "two"
    assert names(tmp_path) == [".lock", "CURRENT", "versions"]
    assert names(tmp_path / "versions") == sorted([one.id, two.id])
    assert open_snapshot(tmp_path / "versions" / one.id).id == one.id


def test_publishing_an_old_version_again_only_moves_the_pointer(tmp_path: Path) -> None:
    one, two = packages.small("one"), packages.small("two")
    version = store.publish(tmp_path, one)
    written = (version / "sources.csv").stat().st_mtime_ns
    store.publish(tmp_path, two)
    store.publish(tmp_path, one)
    assert packages.note_of(tmp_path) == "one"
    assert (version / "sources.csv").stat().st_mtime_ns == written


def test_a_damaged_version_is_written_anew(tmp_path: Path) -> None:
    one = packages.small("one")
    version = store.publish(tmp_path, one)
    (version / "sources.csv").write_bytes(b"")
    store.publish(tmp_path, one)
    assert packages.note_of(tmp_path) == "one"
    store.publish(tmp_path, one)
    assert names(tmp_path / "versions") == [one.id]


def test_leftovers_of_a_crash_are_swept_up(tmp_path: Path) -> None:
    store.publish(tmp_path, packages.small("one"))
    (tmp_path / "versions" / ".tmp-abc").mkdir()
    (tmp_path / "versions" / ".tmp-abc" / "half.csv").write_text("x", encoding="utf-8")
    (tmp_path / ".tmp-CURRENT").write_text("x", encoding="utf-8")
    store.publish(tmp_path, packages.small("two"))
    assert names(tmp_path) == [".lock", "CURRENT", "versions"]
    assert len(names(tmp_path / "versions")) == 2


def test_the_lock_is_held_by_one_and_refused_to_the_other(tmp_path: Path) -> None:
    with store.locked(tmp_path) as held:
        with pytest.raises(store.StoreBusy, match="another refresh is running"):
            store.publish(tmp_path, packages.small("two"))
        held.publish(packages.small("one"))
    assert packages.note_of(tmp_path) == "one"
    store.publish(tmp_path, packages.small("two"))
    assert packages.note_of(tmp_path) == "two"


def test_the_lock_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import pathlib, sys, time\n"
        "from data import store\n"
        "with store.locked(pathlib.Path(sys.argv[1])):\n"
        "    print('held', flush=True)\n"
        "    time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(store.StoreBusy):
            store.publish(tmp_path, packages.small("one"))
        other.kill()
        other.wait()
    store.publish(tmp_path, packages.small("one"))
    assert packages.note_of(tmp_path) == "one"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(store.StoreError, match="the data folder cannot be written"):
        store.publish(tmp_path / "file", packages.small())
    with pytest.raises(store.StoreError, match="the data folder cannot be written"):
        store.write(tmp_path / "file", packages.small())


def test_an_error_while_writing_leaves_the_old_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.publish(tmp_path, packages.small("one"))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(store.StoreError, match="No space left on device"):
        store.publish(tmp_path, packages.small("two"))
    monkeypatch.undo()
    assert packages.note_of(tmp_path) == "one"
    store.publish(tmp_path, packages.small("two"))
    assert packages.note_of(tmp_path) == "two"


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


def test_the_same_tables_make_the_same_package() -> None:
    assert packages.small("one") == packages.small("one")
    assert packages.small("one").id != packages.small("two").id


def test_the_bundled_files_end_their_lines_as_promised() -> None:
    for path in BUNDLED.glob("*.csv"):
        content = path.read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        content.decode("utf-8")
