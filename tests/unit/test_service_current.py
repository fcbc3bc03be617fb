"""The current snapshot: followed, kept by a request and when the next one is refused, freed when replaced."""

from __future__ import annotations

import ast
import gc
import os
import shutil
import tempfile
import threading
import time
import warnings
import weakref
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from flask import Flask, Response, jsonify

import app as site
from analysis.dataset import Dataset
from data import catalog, store
from data.snapshot import BUNDLED, GONE, POINTER, VERSIONS, Snapshot, open_snapshot
from service import current, headers, health
from service.current import Current, Pointer, named_pointer
from tests.packages import pair, small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask.testing import FlaskClient

ONE, OTHER = small("one"), small("other")


CATALOG = catalog.load()


def opened(snapshot: Snapshot) -> Dataset:
    if str(snapshot.table("sources")["note"].iloc[0]) == "not to be drawn":
        raise KeyError("a family that the catalog does not name")
    return Dataset(snapshot, CATALOG)


def _follow(folder: Path) -> Current:
    """Follow the folder from its snapshot ONE on."""
    shown = Current(opened, lambda dataset, every_page: None, open_snapshot(store.publish(folder, ONE)))
    shown.follow(Pointer(folder))
    return shown


def _client(shown: Current) -> FlaskClient:
    server = Flask("current")
    shown.install(server)
    health.install(server, lambda: health.state_of(shown.served().snapshot, shown.served().reason))
    headers.install(server)

    @server.get("/twice")
    def _twice() -> Response:
        first = shown().snapshot.id
        shown.catch_up()
        return jsonify(first, shown().snapshot.id)

    return server.test_client()


def test_a_new_snapshot_is_shown_without_a_restart(tmp_path: Path) -> None:
    shown = _follow(tmp_path)
    client = _client(shown)
    assert client.get("/readyz").get_json()["snapshot"] == ONE.id
    store.publish(tmp_path, OTHER)
    client.get("/healthz")  # any request is enough to notice
    shown.catch_up()
    answer = client.get("/readyz")
    assert answer.get_json()["snapshot"] == answer.headers["X-Snapshot"] == OTHER.id
    assert "X-Snapshot" not in client.get("/healthz").headers


def test_the_request_that_notices_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, go = _follow(tmp_path), threading.Event()
    monkeypatch.setattr(shown, "_render", lambda dataset, every_page: go.wait(10))
    client = _client(shown)
    store.publish(tmp_path, OTHER)
    assert client.get("/readyz").get_json()["snapshot"] == ONE.id
    go.set()
    shown.catch_up()
    assert client.get("/readyz").get_json()["snapshot"] == OTHER.id


def test_a_request_keeps_the_snapshot_it_began_with(tmp_path: Path) -> None:
    shown = _follow(tmp_path)
    client = _client(shown)
    store.publish(tmp_path, OTHER)
    answer = client.get("/twice")
    assert answer.get_json() == [ONE.id, ONE.id]
    assert answer.headers["X-Snapshot"] == ONE.id
    assert shown().snapshot.id == OTHER.id


def test_one_loader_works_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown, go = _follow(tmp_path), threading.Event()
    begun: list[str] = []

    def draw(dataset: Dataset, every_page: bool) -> None:
        begun.append(dataset.snapshot.id)
        go.wait(10)

    monkeypatch.setattr(shown, "_render", draw)
    client = _client(shown)
    store.publish(tmp_path, OTHER)
    for _ in range(5):
        client.get("/readyz")
    third = small("third")
    store.publish(tmp_path, third)  # while the other one is being loaded
    client.get("/readyz")
    go.set()
    shown.catch_up()
    assert begun == [OTHER.id]
    shown.catch_up()
    assert begun == [OTHER.id, third.id]
    assert shown().snapshot.id == third.id


def _damage(folder: Path, identity: str) -> None:
    with (folder / VERSIONS / identity / "sources.csv").open("ab") as handle:
        handle.write(b"\n")


def test_a_damaged_snapshot_is_not_shown_and_the_old_one_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shown = _follow(tmp_path)
    client = _client(shown)
    store.publish(tmp_path, OTHER)
    _damage(tmp_path, OTHER.id)
    shown.catch_up()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.headers["X-Snapshot"]) == (200, ONE.id)
    said = answer.get_json()
    assert (said["status"], said["snapshot"]) == ("degraded", ONE.id)
    assert "sources.csv" in said["reason"]
    assert str(tmp_path) not in answer.get_data(as_text=True)
    own = [line for line in caplog.records if line.name == current.__name__ and ONE.id in line.getMessage()]
    assert [line.levelname for line in own] == ["WARNING"]


def test_a_snapshot_that_cannot_be_drawn_is_not_shown(tmp_path: Path) -> None:
    shown = _follow(tmp_path)
    store.publish(tmp_path, small("not to be drawn"))
    shown.catch_up()
    assert shown.served().reason == "the current snapshot cannot be shown"
    assert shown().snapshot.id == ONE.id


@pytest.mark.parametrize("next_one", [OTHER, ONE], ids=["repaired", "taken back"])
def test_the_next_good_snapshot_ends_the_fault(tmp_path: Path, next_one: store.Package) -> None:
    shown = _follow(tmp_path)
    store.publish(tmp_path, OTHER)
    _damage(tmp_path, OTHER.id)
    shown.catch_up()
    assert shown.served().reason
    store.publish(tmp_path, next_one)
    shown.catch_up()
    assert (shown().snapshot.id, shown.served().reason) == (next_one.id, None)


def test_a_refused_snapshot_is_tried_again_after_a_minute_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _follow(tmp_path)
    version = store.publish(tmp_path, OTHER)
    good = (version / "sources.csv").read_bytes()
    _damage(tmp_path, OTHER.id)
    shown.catch_up()
    (version / "sources.csv").write_bytes(good)
    shown.catch_up()
    assert shown().snapshot.id == ONE.id
    monkeypatch.setattr(current, "RETRY", 0)
    shown.catch_up()
    assert (shown().snapshot.id, shown.served().reason) == (OTHER.id, None)


def test_a_snapshot_that_stays_refused_is_tried_less_and_less_often(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, now, tries = _follow(tmp_path), [1000.0], list[float]()
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    monkeypatch.setattr(shown, "_load", lambda folder: tries.append(now[0]))
    store.publish(tmp_path, OTHER)
    shown._newest = replace(shown._newest, reason="refused")
    for _ in range(48 * 60):  # two days
        shown.catch_up()
        now[0] += current.RETRY
    pauses = [later - one for one, later in pairwise(tries)]
    assert pauses[:3] == [current.RETRY, 2 * current.RETRY, 4 * current.RETRY]
    assert max(pauses) == pauses[-1] == current.RETRY * 2**current.DOUBLED


def test_a_file_altered_under_a_running_site_leads_back_to_what_is_whole(tmp_path: Path) -> None:
    shown = _follow(tmp_path)
    version = store.publish(tmp_path, OTHER)
    shown.catch_up()
    assert shown().snapshot.id == OTHER.id
    (version / "sources.csv").write_bytes(b"")
    shown.served().snapshot.fault = "sources.csv was altered after it was verified"
    (tmp_path / POINTER).touch()  # looked at again
    shown.catch_up()
    assert shown().snapshot.id == ONE.id
    assert "sources.csv is not the file" in str(shown.served().reason)


def forked(work: Callable[[], bool]) -> int:
    """Do something in a process of its own, and return its number; it ends with 0 if all went well."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests may still run
        child = os.fork()
    if child == 0:
        code = 1
        try:
            code = 0 if work() else 1
        finally:
            os._exit(code)  # whatever happens: the tests that follow are not run twice
    return child


def test_what_one_process_has_drawn_whole_another_one_need_not(tmp_path: Path) -> None:
    drawn: list[tuple[str, bool]] = []
    shown = Current(
        opened,
        lambda dataset, every_page: drawn.append((dataset.snapshot.id, every_page)),
        open_snapshot(store.publish(tmp_path, ONE)),
    )
    shown.start(Pointer(tmp_path))

    def other_process() -> list[tuple[str, bool]]:
        """What another process of the same server draws when it catches up."""
        readable, writable = os.pipe()

        def work() -> bool:
            shown.catch_up()
            return os.write(writable, repr(drawn).encode()) > 0

        assert os.waitpid(forked(work), 0)[1] == 0
        os.close(writable)
        with os.fdopen(readable) as pipe:
            found: list[tuple[str, bool]] = ast.literal_eval(pipe.read())
        return found[len(drawn) :]

    assert not shown.served().sound
    assert other_process() == [(ONE.id, True)]
    shown.check()
    assert shown.served().sound
    store.publish(tmp_path, OTHER)
    assert other_process() == [(OTHER.id, True)]
    assert shown.served().sound
    shown.catch_up()
    assert drawn == [(OTHER.id, False)]


def test_processes_that_catch_up_at_once_draw_a_snapshot_once_and_need_no_folder_that_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))  # as in a read-only container
    drawn = tmp_path / "drawn"

    def draw(dataset: Dataset, every_page: bool) -> None:
        with drawn.open("a", encoding="utf-8") as file:
            file.write(f"{dataset.snapshot.id} {every_page}\n")
        if every_page:
            time.sleep(0.5)  # so that all are at it

    shown = Current(opened, draw, open_snapshot(store.publish(tmp_path / "data", ONE)))
    shown.follow(Pointer(tmp_path / "data"))
    store.publish(tmp_path / "data", OTHER)

    def work() -> bool:
        shown.catch_up()
        return shown().snapshot.id == OTHER.id

    children = [forked(work) for _ in range(3)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    lines = drawn.read_text("utf-8").splitlines()
    assert sorted(lines) == [f"{OTHER.id} False", f"{OTHER.id} False", f"{OTHER.id} True"]


def test_a_trouble_says_since_when_however_often_it_is_met(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = _follow(tmp_path)
    assert shown.served().since is None
    store.publish(tmp_path, OTHER)
    _damage(tmp_path, OTHER.id)
    shown.catch_up()
    first = shown.served().since
    assert first is not None
    monkeypatch.setattr(current, "RETRY", 0)
    shown.catch_up()
    store.publish(tmp_path, small("not to be drawn"))  # another reason, the same trouble
    shown.catch_up()
    assert shown.served().since == first
    store.publish(tmp_path, OTHER)
    shown.catch_up()
    assert (shown().snapshot.id, shown.served().since) == (OTHER.id, None)


def test_a_snapshot_published_while_the_site_starts_is_not_missed(tmp_path: Path) -> None:
    version = store.publish(tmp_path, ONE)
    pointer = Pointer(tmp_path)
    first = open_snapshot(version)
    store.publish(tmp_path, OTHER)
    shown = Current(opened, lambda dataset, every_page: None, first)
    shown.follow(pointer)
    shown.catch_up()
    assert shown().snapshot.id == OTHER.id


def test_the_first_refresh_takes_the_place_of_the_bundled_snapshot(tmp_path: Path) -> None:
    shown = Current(opened, lambda dataset, every_page: None, open_snapshot(BUNDLED))
    shown.follow(Pointer(tmp_path / "not yet"))
    store.publish(tmp_path / "not yet", ONE)
    shown.catch_up()
    assert shown().snapshot.id == ONE.id


def test_a_folder_that_loses_current_or_all_changes_nothing_but_the_reason(tmp_path: Path) -> None:
    shown = _follow(tmp_path / "data")
    (tmp_path / "data" / POINTER).unlink()
    shown.catch_up()
    assert (shown().snapshot.id, shown.served().reason) == (ONE.id, GONE)
    shutil.rmtree(tmp_path / "data")
    shown._mark = (0, 0)
    shown.catch_up()
    assert (shown().snapshot.id, shown.served().reason) == (ONE.id, GONE)
    store.publish(tmp_path / "data", OTHER)
    shown.catch_up()
    assert (shown().snapshot.id, shown.served().reason) == (OTHER.id, None)


def test_a_pinned_package_follows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    shown = Current(
        opened, lambda dataset, every_page: None, open_snapshot(store.publish(tmp_path / "pinned", ONE))
    )
    monkeypatch.setenv("SNAPSHOT", str(tmp_path / "pinned" / VERSIONS / ONE.id))
    shown.start(named_pointer())
    shown.catch_up()
    store.publish(tmp_path, OTHER)
    shown.catch_up()
    assert (shown().snapshot.id, shown.served().reason, shown.served().sound) == (ONE.id, None, True)


def test_no_thread_runs_before_the_server_forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SNAPSHOT", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    before = set(threading.enumerate())
    site.create_server()
    assert set(threading.enumerate()) <= before  # one of another test may have ended


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what other tests left open
def test_the_site_of_an_old_snapshot_is_freed_with_its_pages_and_downloads(
    tmp_path: Path, bundled: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair(bundled.tables())
    dashboard = site.create_app(open_snapshot(store.publish(tmp_path, one)))
    client = dashboard.server.test_client()
    pointer = Pointer(tmp_path)
    for path in ("/en/", "/readyz", "/download/snapshot.zip", "/download/trajectory.csv"):
        assert client.get(path).status_code == 200
    dashboard.render_pages(dashboard.current())
    old = weakref.ref(dashboard.current()), weakref.ref(dashboard.current.served().snapshot)
    monkeypatch.setattr(dashboard, "render_pages", lambda *_: None)  # the other one need not be drawn
    store.publish(tmp_path, other)
    dashboard.current.follow(pointer)
    dashboard.current.catch_up()
    assert dashboard.current.served().snapshot.id == other.id
    gc.collect()
    assert [one() for one in old] == [None, None]
