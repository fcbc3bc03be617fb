"""A snapshot that is open: what it keeps in memory, and what becomes of its files meanwhile."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

import app as site
from data.snapshot import BUNDLED, SHORT, AlteredError, open_snapshot

if TYPE_CHECKING:
    from data.snapshot import Snapshot


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(BUNDLED, tmp_path / "package")


def _kept(snapshot: Snapshot) -> int:
    return sum(len(held) for held in snapshot._contents.values() if isinstance(held, bytes))


def test_the_bytes_of_long_tables_are_not_kept_beside_their_frames(pinned: Snapshot) -> None:
    size = sum(one["bytes"] for one in pinned.resources)
    pinned.tables()
    assert _kept(pinned) <= len(pinned.resources) * SHORT
    assert _kept(pinned) < size / 50


def test_a_version_that_is_removed_or_replaced_can_still_be_read_and_is_not_mixed_with_the_new(
    folder: Path, pinned: Snapshot
) -> None:
    opened = open_snapshot(folder)
    other = folder / "other"
    other.write_bytes(pinned.content("observations")[:-1])
    other.replace(folder / "observations.csv")
    assert opened.content("observations") == pinned.content("observations")
    shutil.rmtree(folder)
    pd.testing.assert_frame_equal(opened.table("observations"), pinned.table("observations"))
    assert opened.content("gii_scores") == pinned.content("gii_scores")


def test_a_file_altered_after_the_start_is_not_shown(folder: Path) -> None:
    dashboard = site.create_app(open_snapshot(folder))
    reader = dashboard.server.test_client()
    assert reader.get("/en/").status_code == 200
    with (folder / "observations.csv").open("r+b") as file:
        file.seek(-3, os.SEEK_END)
        file.write(b"9")
    for path in ("/download/table/observations.csv", "/download/snapshot.zip"):
        assert reader.get(path).status_code == 503
    assert reader.get("/en/").status_code == 200  # made of what was read before
    ready = reader.get("/readyz")
    assert (ready.status_code, ready.get_json()["status"]) == (503, "unavailable")
    assert ready.get_json()["reason"] == "observations.csv was altered after it was verified"


def test_a_file_cut_short_after_the_start_is_not_read(folder: Path) -> None:
    for content in (b"indicator\n", b""):
        opened = open_snapshot(folder)
        whole = (folder / "gii_scores.csv").read_bytes()
        (folder / "gii_scores.csv").write_bytes(content)
        with pytest.raises(AlteredError, match=r"gii_scores\.csv"):
            opened.table("gii_scores")
        (folder / "gii_scores.csv").write_bytes(whole)


def _open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_an_open_snapshot_that_nobody_needs_closes_its_files() -> None:
    before = _open_files()
    for _ in range(3):
        open_snapshot(BUNDLED)
    assert _open_files() == before
