"""Snapshots that are served: the current one followed, kept by a request, freed; others by id; health."""

import gc
import os
import threading
import warnings
import weakref
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, Response, jsonify
from flask.testing import FlaskClient

import app as site
from analysis.dataset import Dataset
from data import catalog, store
from data.snapshot import BUNDLED, POINTER, VERSIONS, Snapshot, open_snapshot
from service import current, headers, health
from service.current import UNFIT_REASON, SnapshotManager, named_folder, valid_id
from service.process import metrics
from service.render_queue import RenderQueue
from tests.packages import pair, small

ONE, OTHER, THIRD, FOURTH = (small(name) for name in ("one", "other", "third", "fourth"))
BAD = small("not to be drawn")
CATALOG = catalog.load()
ANSWERS = ("/api/v1/scores?economy=CHN", "/api/v1/cards/weights-draws", "/api/v1/economies")


def opened(snapshot: Snapshot) -> Dataset:
    return Dataset(snapshot, CATALOG)


def draw(dataset: Dataset) -> None:
    if str(dataset.snapshot.table("sources")["note"].iloc[0]) == "not to be drawn":
        raise KeyError("a family that the catalog does not name")


def follow(folder: Path, drawing: Callable[[Dataset], None] = draw) -> SnapshotManager:
    """Follow the folder from its snapshot ONE on."""
    shown = SnapshotManager(opened, drawing, open_snapshot(store.publish(folder, ONE)))
    shown.start(folder)
    return shown


def settle(shown: SnapshotManager) -> tuple[str, str | None]:
    """Look at CURRENT, and wait for what is loaded; return what is on show and why it is not the newest."""
    shown.reload_if_replaced()
    if shown._loader:
        shown._loader.join()
    return shown().snapshot.id, shown.served().reason


def damage(version: Path) -> bytes:
    """Damage a file of a version; return what it held."""
    good = (version / "sources.csv").read_bytes()
    (version / "sources.csv").write_bytes(good + b"\n")
    return good


def client_of(shown: SnapshotManager) -> FlaskClient:
    server = Flask("current")
    shown.install(server)
    health.install(server, lambda: shown.served().state())
    headers.install(server)
    return server.test_client()


# --- the current one -------------------------------------------------------------------------------------


def test_a_request_keeps_the_snapshot_it_began_with(tmp_path: Path) -> None:
    looked = threading.Event()  # until then the new snapshot, which the same request notices, is drawn

    def slowly(dataset: Dataset) -> None:
        assert dataset.snapshot.id == ONE.id or looked.wait(60)

    shown = follow(tmp_path, slowly)
    server = Flask("twice")
    shown.install(server)
    headers.install(server)

    @server.get("/twice")
    def _twice() -> Response:
        first = shown().snapshot.id
        looked.set()
        settle(shown)
        assert shown.newest.snapshot.id == OTHER.id
        return jsonify(first, shown().snapshot.id)

    store.publish(tmp_path, OTHER)
    answer = server.test_client().get("/twice")
    assert answer.get_json() == [ONE.id, ONE.id]
    assert answer.headers["X-Snapshot"] == ONE.id
    assert shown().snapshot.id == OTHER.id


@pytest.mark.parametrize("next_one", [OTHER, ONE], ids=["repaired", "taken back"])
def test_a_damaged_snapshot_is_not_shown_and_the_next_good_one_ends_the_fault(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, next_one: store.Package
) -> None:
    shown = follow(tmp_path)
    damage(store.publish(tmp_path, OTHER))
    settle(shown)
    answer = client_of(shown).get("/readyz")
    said = answer.get_json()
    assert (answer.status_code, said["status"], said["snapshot"]) == (200, "degraded", ONE.id)
    assert "sources.csv is not the file" in said["reason"]
    assert str(tmp_path) not in answer.text
    assert in_metrics(shown) == 0
    assert [line.levelname for line in caplog.records if line.name == current.__name__] == ["WARNING"]
    since = shown.served().since
    store.publish(tmp_path, BAD)  # another reason, the same trouble
    assert settle(shown) == (ONE.id, UNFIT_REASON)
    assert shown.served().since == since
    store.publish(tmp_path, next_one)
    assert settle(shown) == (next_one.id, None)
    assert shown.served().since is None
    assert in_metrics(shown) == 1


def in_metrics(shown: SnapshotManager) -> float:
    metrics.show(shown)
    (ready,) = metrics._READY.collect()
    return float(ready.samples[0].value)


def test_a_refused_snapshot_is_tried_again_after_a_pause_and_not_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, version = follow(tmp_path), store.publish(tmp_path, OTHER)
    good = damage(version)
    settle(shown)
    (version / "sources.csv").write_bytes(good)
    assert settle(shown)[0] == ONE.id
    monkeypatch.setattr(current, "RETRY", 0)
    assert settle(shown) == (OTHER.id, None)


def test_a_file_altered_under_a_running_site_leads_back_to_what_is_whole(tmp_path: Path) -> None:
    shown, version = follow(tmp_path), store.publish(tmp_path, OTHER)
    assert settle(shown)[0] == OTHER.id
    damage(version)
    shown.served().snapshot.fault = "sources.csv was altered after it was verified"
    (tmp_path / POINTER).touch()  # looked at again
    identity, reason = settle(shown)
    assert identity == ONE.id
    assert "sources.csv is not the file" in str(reason)


@pytest.mark.parametrize("broken", ["hash", "page"])
@pytest.mark.parametrize("before", [ONE, None], ids=["the one before", "the bundled one"])
def test_a_start_on_a_broken_current_serves_a_good_one_from_the_first_answer_on(
    tmp_path: Path, pinned: Snapshot, broken: str, before: store.Package | None
) -> None:
    if before:
        store.publish(tmp_path, before)
    version = store.publish(tmp_path, OTHER if broken == "hash" else BAD)
    shown = SnapshotManager(opened, draw, pinned if broken == "hash" else open_snapshot(version))
    if broken == "hash":
        damage(version)
    shown.start(tmp_path)
    said = client_of(shown).get("/readyz").get_json()
    assert (said["status"], said["snapshot"]) == ("degraded", before.id if before else pinned.id)
    assert said["reason"].startswith(UNFIT_REASON)


def test_a_rolled_back_snapshot_is_not_shown_again_when_the_next_one_is_broken(tmp_path: Path) -> None:
    for package in (ONE, OTHER):
        store.publish(tmp_path, package)
    with store.lock_folder(tmp_path) as held:
        held.point(ONE.id)
    version = store.publish(tmp_path, BAD)
    shown = SnapshotManager(opened, draw, open_snapshot(version))
    shown.start(tmp_path)
    assert (shown().snapshot.id, shown.served().reason) == (ONE.id, UNFIT_REASON)


def test_a_snapshot_published_while_the_site_starts_is_not_missed(tmp_path: Path) -> None:
    def late(_: Dataset) -> None:
        store.publish(tmp_path, OTHER)

    shown = follow(tmp_path, late)
    assert shown().snapshot.id == ONE.id
    assert settle(shown) == (OTHER.id, None)


def test_what_one_process_has_drawn_another_one_need_not(tmp_path: Path) -> None:
    drawn: list[str] = []
    shown = follow(tmp_path, lambda dataset: drawn.append(dataset.snapshot.id))
    store.publish(tmp_path, OTHER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # threads of other tests may still run
        child = os.fork()
    if child == 0:
        os._exit(0 if settle(shown)[0] == OTHER.id and drawn == [ONE.id, OTHER.id] else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert settle(shown) == (OTHER.id, None)
    assert drawn == [ONE.id]


def test_no_thread_runs_before_the_server_forks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SNAPSHOT", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    before = set(threading.enumerate())
    site.create_server()
    assert set(threading.enumerate()) <= before  # one of another test may have ended


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what other tests left open
def test_the_site_of_an_old_snapshot_is_freed_with_its_pages_and_downloads(
    tmp_path: Path, pinned: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair(pinned.tables())
    dashboard = site.create_app(open_snapshot(store.publish(tmp_path, one)))
    dashboard.current.start(tmp_path)  # draws every page
    client = dashboard.server.test_client()
    for path in ("/en/", "/readyz", "/download/snapshot.zip", "/download/trajectory.csv", *ANSWERS):
        assert client.get(path).status_code == 200
    old = weakref.ref(dashboard.current()), weakref.ref(dashboard.current.served().snapshot)
    monkeypatch.setattr(dashboard, "render_pages", lambda _: None)  # the other one need not be drawn
    store.publish(tmp_path, other)
    assert settle(dashboard.current) == (other.id, None)
    gc.collect()
    assert [one() for one in old] == [None, None]


# --- others by their id ----------------------------------------------------------------------------------


def held(folder: Path, *packages: store.Package) -> SnapshotManager:
    """Hold packages in a data folder, the last of which is on show."""
    versions = [store.publish(folder, package) for package in packages]
    return SnapshotManager(opened, draw, open_snapshot(versions[-1]), folder, RenderQueue().turn)


def test_what_is_held_is_found_by_its_id_and_nothing_else(tmp_path: Path, pinned: Snapshot) -> None:
    snapshots = held(tmp_path, ONE, OTHER)
    assert snapshots.find(OTHER.id) is snapshots.newest
    for identity in (ONE.id, pinned.id):
        found = snapshots.find(identity)
        assert found
        assert found.snapshot.id == identity
        assert snapshots.find(identity) is found
    for asked in (
        *("", ".", "..", "../versions", f"../{VERSIONS}/{ONE.id}"),
        *(ONE.id.upper(), ONE.id + "\n", "0" * 12, "０" * 12),
    ):
        assert snapshots.find(asked) is None, asked
        assert valid_id(asked) in ("", "0" * 12)


def test_a_damaged_or_renamed_version_is_not_found(tmp_path: Path) -> None:
    snapshots = held(tmp_path, ONE, OTHER, THIRD)
    damage(tmp_path / VERSIONS / ONE.id)
    (tmp_path / VERSIONS / OTHER.id).rename(tmp_path / VERSIONS / FOURTH.id)
    assert snapshots.find(ONE.id) is snapshots.find(FOURTH.id) is None


def test_two_others_are_kept_and_the_rest_are_freed(tmp_path: Path) -> None:
    snapshots = held(tmp_path, ONE, OTHER, THIRD, FOURTH)

    def kept(identity: str) -> weakref.ref[Dataset]:
        found = snapshots.find(identity)
        assert found
        return weakref.ref(found.dataset)

    refs = [kept(package.id) for package in (ONE, OTHER, THIRD)]
    gc.collect()
    assert [one() is None for one in refs] == [True, False, False]
    assert kept(ONE.id)() is not None


def test_beside_a_pinned_package_only_the_bundled_one_is_held(
    tmp_path: Path, pinned: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert named_folder() == tmp_path
    monkeypatch.setenv("SNAPSHOT", str(BUNDLED))
    on_show = open_snapshot(store.publish(tmp_path, ONE))
    beside = SnapshotManager(opened, draw, on_show, named_folder(), RenderQueue().turn)
    store.publish(tmp_path, OTHER)
    found = [beside.find(identity) for identity in (ONE.id, pinned.id, OTHER.id)]
    assert [one and one.snapshot.id for one in found] == [ONE.id, pinned.id, None]


# --- health ----------------------------------------------------------------------------------------------


def test_health_and_readiness_of_a_good_an_older_and_no_snapshot(pinned: Snapshot) -> None:
    noon, damaged = 1_795_608_000.0, "gii_scores.csv is damaged"  # of 25 November 2026, UTC
    good = {"snapshot": pinned.id, "created": pinned.created}
    for state, code, expected in (
        (health.state_of(pinned), 200, {"status": "ready", **good}),
        (
            health.state_of(pinned, damaged, noon),
            200,
            {"status": "degraded", **good, "reason": damaged, "since": "2026-11-25T12:00:00Z"},
        ),
        (
            health.state_of(None),
            503,
            {"status": "unavailable", "reason": "no snapshot could be verified"},
        ),
    ):
        server = Flask("health")
        health.install(server, partial(dict, state))
        alive, ready = (server.test_client().get(path) for path in health.PATHS)
        assert (alive.status_code, alive.get_json()) == (200, {"status": "ok"})
        said = ready.get_json()
        sources = said.pop("sources", {})
        assert (ready.status_code, said) == (code, expected)
        assert code == 503 or max(sources.values()) == pinned.created
        assert code == 503 or "wipo_gii" in sources


def test_paths_are_not_shown() -> None:
    for said, shown in (
        ("cannot read /var/lib/x/CURRENT: no such file", "cannot read CURRENT: no such file"),
        ("'/data/versions/abc' is not whole", "'abc' is not whole"),
        ("C:\\Users\\x\\data is empty", "data is empty"),
        ("a share of 3/4 is fine", "a share of 3/4 is fine"),
    ):
        assert health.without_paths(said) == shown
