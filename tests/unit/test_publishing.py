"""A snapshot published to a folder: whole or unseen, completed by the next run, never sent twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data import store
from data.descriptor import FILE_NAME
from data.mirror import fetch
from data.snapshot import POINTER, VERSIONS
from data.store_reader import StoreReader, inside
from etl import publishing
from etl.cli_context import Outcome, Result
from etl.errors import NotPublished, SourceUnreachable, UsageError
from etl.publishing import StoreWriter
from tests import packages
from tests.unit import cli

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ONE, TWO, THREE = (packages.small(note) for note in ("one", "two", "three"))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = cli.data(tmp_path)
    store.publish(folder, ONE)
    return folder


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


def current(shelf: Path) -> store.Package:
    """What a reader of the store gets, verified."""
    source = StoreReader(str(shelf))
    return fetch(source, source.current())


def test_what_is_published_is_read_byte_for_byte_and_not_sent_again(data: Path, shelf: Path) -> None:
    done = publishing.publish(data, str(shelf))
    assert (done.snapshot, done.sent, done.new) == (ONE.id, len(ONE.files), True)
    assert current(shelf).files == ONE.files
    times = {path: path.stat().st_mtime_ns for path in shelf.rglob("*")}
    again = publishing.publish(data, str(shelf))
    assert (again.sent, again.new) == (0, False)
    assert {path: path.stat().st_mtime_ns for path in shelf.rglob("*")} == times


def test_what_lies_beside_a_package_goes_with_it(data: Path, shelf: Path) -> None:
    (data / VERSIONS / ONE.id / "inputs.json").write_bytes(b"{}\n")
    publishing.publish(data, str(shelf))
    assert (shelf / VERSIONS / ONE.id / "inputs.json").read_bytes() == b"{}\n"


@pytest.mark.parametrize("written", [0, 1, len(TWO.files) - 1, len(TWO.files)])
def test_one_stopped_at_any_file_is_not_seen_and_the_next_completes_it(
    data: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch, written: int
) -> None:
    publishing.publish(data, str(shelf))
    store.publish(data, TWO)
    left, write = iter(range(written)), StoreWriter.write

    def stopping(self: StoreWriter, name: str, content: bytes) -> None:
        if next(left, None) is None:
            raise NotPublished("stopped")
        write(self, name, content)

    with monkeypatch.context() as stopped:
        stopped.setattr(StoreWriter, "write", stopping)
        with pytest.raises(NotPublished):
            publishing.publish(data, str(shelf))
    assert current(shelf).files == ONE.files
    done = publishing.publish(data, str(shelf))
    assert (done.sent, done.new) == (len(TWO.files) - written, True)
    assert current(shelf).files == TWO.files


def test_the_descriptor_comes_last_of_a_version_and_then_the_pointer(
    data: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    write = StoreWriter.write

    def noted(self: StoreWriter, name: str, content: bytes) -> None:
        sent.append(name)
        write(self, name, content)

    monkeypatch.setattr(StoreWriter, "write", noted)
    publishing.publish(data, str(shelf))
    assert sent[-2:] == [inside(ONE.id, FILE_NAME), POINTER]
    assert len(sent) == len(ONE.files) + 1


def test_a_damaged_copy_is_mended(data: Path, shelf: Path) -> None:
    publishing.publish(data, str(shelf))
    damaged = shelf / VERSIONS / ONE.id / "economies.csv"
    damaged.write_bytes(damaged.read_bytes()[::-1])
    assert publishing.publish(data, str(shelf)).sent == 1
    assert current(shelf).files == ONE.files


@pytest.mark.parametrize("size", [0, 2001])
def test_of_what_a_bucket_sends_no_more_is_read_than_the_file_has(
    monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    sent: list[bytes] = []

    class Endless:
        def __init__(self) -> None:
            self.meta = {"size": size}

        def stream(self, min_chunk_size: int) -> Iterator[bytes]:
            while True:
                sent.append(b"x" * 1024)
                assert len(sent) < 100, f"read without an end, {min_chunk_size} bytes at least"
                yield sent[-1]

    monkeypatch.setattr("obstore.get", lambda *_: Endless())
    monkeypatch.setattr(StoreWriter, "write", lambda *_: None)
    assert StoreWriter("s3://bucket/path").put("file", b"x" * 2000)
    assert len(sent) == (0 if size else 2)


def test_old_versions_go_only_when_asked_and_never_the_one_in_use(data: Path, shelf: Path) -> None:
    for package in (ONE, TWO, THREE, ONE):  # the last is a way back to the oldest
        store.publish(data, package)
        publishing.publish(data, str(shelf))
    assert sorted(StoreWriter(str(shelf)).versions()) == sorted({ONE.id, TWO.id, THREE.id})
    assert publishing.publish(data, str(shelf), keep=2).removed == (TWO.id,)
    assert publishing.publish(data, str(shelf), keep=1).removed == (THREE.id,)
    assert current(shelf).files == ONE.files


def test_a_damaged_snapshot_is_not_published(data: Path, shelf: Path, tmp_path: Path) -> None:
    (data / VERSIONS / ONE.id / "economies.csv").write_bytes(b"")
    done = cli.run(tmp_path, "publish", shelf)
    assert done.exit_code == 7
    assert "economies.csv" in done.output
    assert not shelf.exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://user:word@host.example/data?sig=word", "https://host.example/data cannot be written"),
        ("ftp://user:word@host.example/data", "no store of the kind ftp"),
        ("s3:///data", "names a host or a bucket"),
    ],
)
def test_what_cannot_be_written_is_told_without_secrets(url: str, said: str, tmp_path: Path) -> None:
    done = cli.run(tmp_path, "publish", url)
    assert done.exit_code == UsageError.exit_code
    assert said in done.output
    assert "word" not in done.output


def test_a_store_that_cannot_be_written_has_its_exit_code(data: Path, shelf: Path, tmp_path: Path) -> None:
    shelf.write_text("in the way", encoding="utf-8")
    done = cli.run(tmp_path, "publish", shelf)
    assert done.exit_code == NotPublished.exit_code
    assert done.output.startswith("Error: the published store cannot be used: ")


def test_the_environment_names_the_store(
    data: Path, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "set PUBLISH_URL" in cli.run(tmp_path, "publish").output
    monkeypatch.setenv(publishing.ADDRESS, str(shelf))
    told = json.loads(cli.run(tmp_path, "publish", "--json").output)
    assert (told["snapshot"], told["store"], told["new"]) == (ONE.id, str(shelf), True)
    assert cli.run(tmp_path, "publish", "--quiet").output == ""


def test_a_refresh_passes_on_what_is_in_use_though_sources_fail(
    data: Path, shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = Result("gii", "wipo_gii", "", "no answer", SourceUnreachable("no answer"))
    outcome = Outcome("nothing was published: nothing passed", data, ONE.id, results=(failed,))
    monkeypatch.setattr("etl.pipeline.refresh", lambda *_: outcome)
    monkeypatch.setenv(publishing.ADDRESS, str(shelf))
    assert json.loads(cli.run(tmp_path, "refresh", "--dry-run", "--json").output).get("store") is None
    done = cli.run(tmp_path, "refresh", "--json")
    assert done.exit_code == SourceUnreachable.exit_code
    assert json.loads(done.output)["store"]["snapshot"] == current(shelf).id == ONE.id
    monkeypatch.setenv(publishing.ADDRESS, str(data / POINTER))
    done = cli.run(tmp_path, "refresh")
    assert done.exit_code == NotPublished.exit_code
    assert "Error: the published store cannot be used" in done.output
    monkeypatch.setenv(publishing.ADDRESS, "ftp://host/path")
    assert cli.run(tmp_path, "refresh").exit_code == UsageError.exit_code
