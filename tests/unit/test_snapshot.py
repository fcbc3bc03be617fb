"""The reader: what it verifies, keeps in memory, and serves when something is broken or altered meanwhile."""

import json
import os
import shutil
from pathlib import Path

import pandas as pd
import pytest

import app as site
from data import snapshot, store
from data.schema import TABLES
from data.snapshot import (
    BUNDLED,
    FILE_NAME,
    GONE,
    MAX_BYTES_IN_MEMORY,
    AlteredError,
    Snapshot,
    SnapshotError,
    data_dir,
    open_current,
    open_snapshot,
)
from tests import packages
from tests.forbidden import forbid
from tests.pinned import FOLDER, ID


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SNAPSHOT", "DATA_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store.write_package(tmp_path / "package", packages.small("one"))
    return tmp_path / "package"


def flip(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(bytes(content))


def test_the_pinned_snapshot_is_the_one_that_its_archive_names() -> None:
    held = open_snapshot(FOLDER)
    rows = {name: len(frame) for name, frame in held.tables().items()}
    assert rows["gii_scores"] > 100_000
    assert rows["observations"] > 180_000
    assert (held.id, held.created) == (ID, "2026-11-24")
    assert str(FOLDER) not in repr(held)


def test_tables_have_their_types_and_are_read_once(pinned: Snapshot) -> None:
    for name, table in TABLES.items():
        frame = pinned.table(name)
        assert {column: str(frame[column].dtype) for column in frame} == table.dtypes
        assert pinned.table(name) is frame
    with pytest.raises(KeyError):
        pinned.table("nothing")


def test_gii_scores_are_sorted_so_that_an_edition_is_an_append(bundled: Snapshot) -> None:
    scores = bundled.table("gii_scores")
    assert scores["edition"].is_monotonic_increasing
    china = scores.query("edition == 2025 and economy == 'CHN'")["code"]
    assert " ".join(china[:14]) == "GII IN OUT P1 P2 P3 P4 P5 P6 P7 1.1 1.1.1 1.1.2 1.2"


def test_what_is_written_is_read_again(folder: Path) -> None:
    held = open_snapshot(folder)
    for name, frame in packages.tables("one").items():
        pd.testing.assert_frame_equal(held.table(name), frame)
        assert store.encode(held.table(name)) == held.content(name)
    assert held.table("economies")["iso2"].iloc[1] == "NA"  # Namibia, not a blank


def test_a_changed_byte_names_the_file(folder: Path) -> None:
    for name in TABLES:
        flip(folder / f"{name}.csv", -3)
        with pytest.raises(SnapshotError, match=rf"^{name}\.csv is not the file"):
            open_snapshot(folder)
        flip(folder / f"{name}.csv", -3)
    open_snapshot(folder)


def test_a_lost_a_cut_and_a_longer_file_are_named(folder: Path) -> None:
    path = folder / "economies.csv"
    content = path.read_bytes()
    for other in (content[:-5], content + b"\n", b""):
        path.write_bytes(other)
        with pytest.raises(SnapshotError, match=r"^economies\.csv is not the file"):
            open_snapshot(folder)
    path.unlink()
    with pytest.raises(SnapshotError, match=r"^economies\.csv cannot be read"):
        open_snapshot(folder)


def test_every_byte_of_the_descriptor_counts(folder: Path) -> None:
    whole = (folder / FILE_NAME).read_bytes()
    for place in range(0, len(whole), 997):
        flip(folder / FILE_NAME, place)
        with pytest.raises(SnapshotError, match=FILE_NAME):
            open_snapshot(folder)
        (folder / FILE_NAME).write_bytes(whole)
    (folder / FILE_NAME).write_bytes(whole + b"\n")
    with pytest.raises(SnapshotError, match="altered"):
        open_snapshot(folder)


def test_a_descriptor_that_is_none_is_refused(folder: Path) -> None:
    for content in (b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"resources": [1]}'):
        (folder / FILE_NAME).write_bytes(content)
        with pytest.raises(SnapshotError, match=FILE_NAME):
            open_snapshot(folder)


def test_a_sealed_descriptor_of_other_tables_is_refused(folder: Path) -> None:
    descriptor = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    hashes = [item["hash"] for item in descriptor["resources"][1:]]
    descriptor |= {"resources": descriptor["resources"][1:], "id": snapshot.snapshot_id(hashes)}
    (folder / FILE_NAME).write_bytes(snapshot.canonical(snapshot.seal(descriptor)))
    with pytest.raises(SnapshotError, match="describes other tables"):
        open_snapshot(folder)


def test_a_table_with_other_columns_or_types_is_refused(tmp_path: Path) -> None:
    tables = packages.tables()
    tables["economies"] = tables["economies"].drop(columns="iso2")
    store.write_package(tmp_path / "columns", store.pack(tables, {}, {}))
    with pytest.raises(SnapshotError, match=r"^economies\.csv has the columns"):
        open_snapshot(tmp_path / "columns").table("economies")
    for number, (name, column, value) in enumerate(
        (
            ("observations", "value", "many"),
            ("observations", "year", 10**30),
            ("gii_editions", "economies", 2**31),
            ("gii_editions", "economies", 10**30),
        )
    ):
        tables = packages.tables()
        tables[name][column] = pd.Series([value] * len(tables[name]), dtype=object)
        store.write_package(tmp_path / str(number), store.pack(tables, {}, {}))
        with pytest.raises(SnapshotError, match=rf"^{name}\.csv cannot be read"):
            open_snapshot(tmp_path / str(number)).table(name)


def test_the_data_folder_is_that_of_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert data_dir() == tmp_path / "home" / ".local" / "share" / "innovation-trajectory"
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert data_dir() == tmp_path / "xdg" / "innovation-trajectory"
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "own"))
    assert data_dir() == tmp_path / "own"


def test_a_corrupt_version_falls_back_to_the_last_good_one(tmp_path: Path) -> None:
    first = store.publish(tmp_path, packages.small("one"))
    second = store.publish(tmp_path, packages.small("two"))
    flip(second / "sources.csv", -3)
    held, reason = open_current(tmp_path)
    assert held.folder == first
    assert reason is not None
    assert "sources.csv" in reason
    assert str(tmp_path) not in reason
    shutil.rmtree(first)
    assert open_current(tmp_path)[0].folder == BUNDLED


def test_a_pointer_to_nothing_falls_back(tmp_path: Path) -> None:
    first = store.publish(tmp_path, packages.small("one"))
    for content in ("", "nonsense", "../../etc", "0123456789ab", "0123456789abc", "\0"):
        (tmp_path / "CURRENT").write_text(content, encoding="ascii")
        held, reason = open_current(tmp_path)
        assert held.folder == first, content
        assert reason is not None, content


def test_a_pinned_snapshot_has_no_fallback(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SNAPSHOT", str(folder))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "none"))
    assert open_current()[0].folder == folder
    flip(folder / "economies.csv", 3)
    with pytest.raises(SnapshotError, match=r"economies\.csv"):
        open_current()
    monkeypatch.setenv("SNAPSHOT", str(tmp_path / "nowhere"))
    with pytest.raises(SnapshotError, match="cannot be read"):
        open_current()


def test_without_current_the_version_in_use_last_is_served_and_said(tmp_path: Path) -> None:
    first = store.publish(tmp_path, packages.small("one"))
    second = store.publish(tmp_path, packages.small("two"))
    with store.lock_folder(tmp_path) as held:
        held.point(first.name)
    for folder in (first, second):  # neither the clock nor a copy without it says which was in use last
        os.utime(folder, (0, 0))
        os.utime(folder / FILE_NAME, (0, 0))
    (tmp_path / "CURRENT").unlink()
    served, reason = open_current(tmp_path)
    assert (served.folder, reason) == (first, GONE)


def test_a_folder_that_may_not_be_read_falls_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.publish(tmp_path, packages.small("one"))
    forbid(monkeypatch, tmp_path)
    served, reason = open_current(tmp_path)
    assert served.folder == BUNDLED
    assert reason == "the current snapshot does not verify: CURRENT cannot be read"


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return shutil.copytree(BUNDLED, tmp_path / "package")


def _kept(snapshot: Snapshot) -> int:
    return sum(len(held) for held in snapshot._contents.values() if isinstance(held, bytes))


def test_the_bytes_of_long_tables_are_not_kept_beside_their_frames(pinned: Snapshot) -> None:
    size = sum(one["bytes"] for one in pinned.resources)
    pinned.tables()
    assert _kept(pinned) <= len(pinned.resources) * MAX_BYTES_IN_MEMORY
    assert _kept(pinned) < size / 50


def test_a_version_that_is_removed_or_replaced_can_still_be_read_and_is_not_mixed_with_the_new(
    copied: Path, pinned: Snapshot
) -> None:
    opened = open_snapshot(copied)
    other = copied / "other"
    other.write_bytes(pinned.content("observations")[:-1])
    other.replace(copied / "observations.csv")
    assert opened.content("observations") == pinned.content("observations")
    shutil.rmtree(copied)
    pd.testing.assert_frame_equal(opened.table("observations"), pinned.table("observations"))
    assert opened.content("gii_scores") == pinned.content("gii_scores")


def test_a_file_altered_after_the_start_is_not_shown(copied: Path) -> None:
    dashboard = site.create_app(open_snapshot(copied))
    reader = dashboard.server.test_client()
    assert reader.get("/en/").status_code == 200
    with (copied / "observations.csv").open("r+b") as file:
        file.seek(-3, os.SEEK_END)
        file.write(b"9")
    for path in ("/download/table/observations.csv", "/download/snapshot.zip"):
        assert reader.get(path).status_code == 503
    assert reader.get("/en/").status_code == 200  # made of what was read before
    ready = reader.get("/readyz")
    assert (ready.status_code, ready.get_json()["status"]) == (503, "unavailable")
    assert ready.get_json()["reason"] == "observations.csv was altered after it was verified"


def test_a_file_cut_short_after_the_start_is_not_read(copied: Path) -> None:
    for content in (b"indicator\n", b""):
        opened = open_snapshot(copied)
        whole = (copied / "gii_scores.csv").read_bytes()
        (copied / "gii_scores.csv").write_bytes(content)
        with pytest.raises(AlteredError, match=r"gii_scores\.csv"):
            opened.table("gii_scores")
        (copied / "gii_scores.csv").write_bytes(whole)


def _open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def test_an_open_snapshot_that_nobody_needs_closes_its_files() -> None:
    before = _open_files()
    for _ in range(3):
        open_snapshot(BUNDLED)
    assert _open_files() == before
