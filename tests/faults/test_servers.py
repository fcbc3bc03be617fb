"""The life of a server: what it shows at its start, at every swap and reload, under load, and how it ends."""

import http.client
import json
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

import app as site
from components.pages import PAGES
from components.text.paths import path
from data import store
from data.snapshot import POINTER, VERSIONS, Snapshot, open_snapshot
from tests import packages
from tests.serving import Served, serve
from tests.site_callbacks import UPDATE, body, visit

SWAPS, READERS, WORKERS = 2, 3, 2
PATIENCE = 300  # seconds; a snapshot is on show once all its pages were drawn
PAUSE = 0.1  # seconds between the requests of a reader: the machine has to load snapshots too
NAMED = """
import os, pathlib, time
from app import server

inner, folder = server.wsgi_app, pathlib.Path(__file__).parent


def named(environ, start_response):
    def start(status, headers, *rest):
        return start_response(status, [*headers, ("X-Worker", str(os.getpid()))], *rest)

    if environ["QUERY_STRING"] == "held":
        (folder / f"begun-{time.time_ns()}").touch()
        while not (folder / "go").exists():
            time.sleep(0.01)
    elif environ["PATH_INFO"] == "/healthz":
        time.sleep(0.2)
    return inner(environ, start)


server.wsgi_app = named
"""
ADDRESSES = [path("en", page.home) for page in PAGES]
PATHS = ("/en/", "/readyz", "/download/trajectory.csv?lang=zh", "/embed/trajectory?lang=en")
CHANGE = {"overview-show.value": "score", "overview-with.value": ["KOR", "SGP"], "site-lang.data": "en"}
UNFIT = "cannot be drawn"

Asked = tuple[str, bytes | None]


@pytest.fixture(scope="module")
def good(pinned: Snapshot) -> tuple[store.Package, store.Package]:
    """Two that can be shown; no page of one is that of the other."""
    return packages.pair(pinned.tables())


@pytest.fixture(scope="module")
def broken(pinned: Snapshot) -> store.Package:
    """One with nothing of the index: no rule is broken, and no page can be drawn."""
    frames = packages.cut(pinned.tables()).items()
    gone = {name: frame.iloc[:0] if name.startswith("gii_") else frame for name, frame in frames}
    return store.pack(gone, {}, {})


def test_a_pinned_snapshot_that_cannot_be_shown_closes_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, good: tuple[store.Package, ...], broken: store.Package
) -> None:
    store.publish(tmp_path, good[0])
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("SNAPSHOT", str(store.publish(tmp_path / "other", broken)))
    reader = site.create_server().test_client()
    ready = reader.get("/readyz")
    assert (ready.status_code, ready.get_json()["status"]) == (503, "unavailable")
    assert UNFIT in ready.get_json()["reason"]
    closed = reader.get("/zh/ranking")
    assert (closed.status_code, closed.headers["X-Content-Type-Options"]) == (503, "nosniff")


# --- one server with two workers -------------------------------------------------------------------------


def _said(content: bytes) -> object:
    """What an answer says: the order in which JSON names its keys differs from process to process."""
    if content.startswith(b"{"):
        return json.loads(content)
    return re.sub(rb'<script id="_dash-config".*', b"", content)


@dataclass(frozen=True, slots=True)
class Stage:
    """A served site, and the two packages that it is given in turn; at first CURRENT cannot be drawn."""

    served: Served
    folder: Path
    packages: tuple[store.Package, store.Package]

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def ask(self, asked: Asked) -> tuple[Asked, str, str, object]:
        """Return what was asked, the snapshot and the worker that the answer names, and what it says."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        request = Request(self.served.address + asked[0], asked[1], headers)  # noqa: S310 - our own address
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - which raises what is not 200
            named = answer.headers
            return asked, named["X-Snapshot"], named["X-Worker"], _said(answer.read())

    def ready(self) -> dict[str, dict[str, Any]]:
        """What /readyz says of each worker, when both are kept busy."""
        with ThreadPoolExecutor(8) as readers:
            told: list[Any] = list(readers.map(self.ask, [("/readyz", None)] * 8))
        return {worker: said for _, _, worker, said in told}

    def seen(self) -> Iterator[dict[str, dict[str, Any]]]:
        """Yield what /readyz says again and again, as long as one may wait."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            yield (shown := self.ready())
            time.sleep(PAUSE)
        pytest.fail(f"it comes to no more than {shown}")

    def until(self, status: str, snapshot: str, reason: str = "") -> set[str]:
        """Wait until both workers say a word, a snapshot and a reason; return them."""
        for shown in self.seen():
            told = {(one["status"], one["snapshot"]) for one in shown.values()}
            said = all(reason in one.get("reason", "") for one in shown.values())
            if said and told == {(status, snapshot)} and len(shown) == WORKERS:
                break
        return set(shown)

    def publish(self, package: store.Package) -> set[str]:
        """Publish a snapshot that can be shown; return the workers once both show it."""
        store.publish(self.data, package)
        return self.until("ready", package.id)

    def pages(self) -> set[str]:
        """The snapshots that the pages name, all of which are there."""
        return {self.ask((address, None))[1] for address in ADDRESSES}


@pytest.fixture(scope="module")
def stage(
    good: tuple[store.Package, store.Package],
    broken: store.Package,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("server")
    for package in (good[0], broken):
        store.publish(folder / "data", package)
    (folder / "named.py").write_text(NAMED, encoding="utf-8")
    options, logged = ("--pythonpath", str(folder)), {"ACCESS_LOG": "1"}
    with serve(
        folder, folder / "data", *options, app="named:server", broken=True, variables=logged
    ) as served:
        yield Stage(served, folder, good)


def test_a_server_shows_what_is_good_from_its_first_answer_on_and_at_any_swap(
    stage: Stage, broken: store.Package
) -> None:
    one, other = stage.packages
    assert stage.until("degraded", one.id, UNFIT)
    assert stage.pages() == {one.id}
    # Since the port is open it was asked again and again; a check that goes well has no line.
    assert "/readyz" not in (stage.folder / "log").read_text(encoding="utf-8")
    stage.publish(other)
    store.publish(stage.data, broken)
    stage.until("degraded", other.id, UNFIT)
    assert stage.pages() == {other.id}
    stage.publish(other)


def test_snapshots_that_follow_each_other_under_load_are_never_mixed_and_fail_no_request(
    stage: Stage, pinned: Snapshot
) -> None:
    callbacks = site.create_app(pinned).callback_map
    visits: list[tuple[str, dict[str, Any]]] = [
        ("site-page.children", {"site-visit.data": visit(path)}) for path in ("/en/", "/zh/ranking")
    ]
    every: list[Asked] = [(path, None) for path in PATHS]
    for holds, values in (*visits, ("overview-figures.data", CHANGE)):
        (output,) = (name for name in callbacks if holds in name)
        every.append((UPDATE, json.dumps(body(output, callbacks[output], values)).encode()))
    expected = {}
    for package in stage.packages:  # a site that knows this one snapshot only
        reader = site.create_app(open_snapshot(store.publish(stage.folder / "alone", package))).server
        answers = [
            reader.test_client().open(
                path, method="POST" if sent else "GET", data=sent, content_type="application/json"
            )
            for path, sent in every
        ]
        expected[package.id] = dict(zip(every, (_said(one.get_data()) for one in answers), strict=True))
    one, other = expected.values()
    assert [asked for asked in one if one[asked] == other[asked]] == []  # so that a mix would be noticed
    done, told = Event(), list[tuple[Asked, str, str, object]]()
    pairs = {(asked, snapshot) for asked in every for snapshot in expected}

    def read(first: int) -> None:
        for asked in islice(cycle(every), first, None):
            told.append(stage.ask(asked))
            if done.wait(PAUSE):
                break

    with ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(read, 3 * number) for number in range(READERS)]
        try:
            # On a slow machine a few swaps more, until everything was asked of both snapshots.
            for number, package in enumerate(islice(cycle(stage.packages), 10 * SWAPS)):
                if number >= SWAPS and {answer[:2] for answer in told} >= pairs:
                    break
                stage.publish(package)
        finally:
            done.set()
        for reader in reading:
            reader.result()
    assert {answer[:2] for answer in told} == pairs
    assert len({worker for _, _, worker, _ in told}) == WORKERS
    assert [(asked, named) for asked, named, _, said in told if said != expected[named][asked]] == []


def test_reloads_lose_no_request_and_new_workers_begin_with_the_newest_snapshot(stage: Stage) -> None:
    newest = stage.packages[1]  # the server itself was started with the other one
    before = stage.publish(newest)
    ended, done = list[int](), Event()

    def read(keep: bool) -> None:
        """Read a slow answer again and again, perhaps on one connection; what fails, raises."""
        line = http.client.HTTPConnection(urlsplit(stage.served.address).netloc, timeout=60)
        while not done.is_set():
            line.request("GET", "/healthz")
            with line.getresponse() as answer:
                answer.read()
            ended.append(answer.status)
            if not keep:
                line.close()
        line.close()

    with ThreadPoolExecutor(4) as readers:
        reading = [readers.submit(read, number % 2 == 0) for number in range(4)]
        try:
            stage.served.process.send_signal(signal.SIGHUP)
            for shown in stage.seen():
                assert {one["snapshot"] for one in shown.values()} == {newest.id}
                if before.isdisjoint(shown) and len(shown) == WORKERS and len(ended) > len(reading):
                    break
        finally:
            done.set()
        for one in reading:
            one.result()
    assert set(ended) == {200}


def test_what_was_drawn_is_shown_even_of_a_folder_that_is_lost_and_a_stop_answers_what_was_begun(
    stage: Stage,
) -> None:
    newest = stage.packages[1]
    stage.publish(newest)
    (stage.data / POINTER).unlink()
    stage.until("degraded", newest.id, "CURRENT is missing")
    for version in (stage.data / VERSIONS).iterdir():
        store.remove_folder(version)
    assert stage.pages() == {newest.id}  # from its open files and what was drawn
    place, lines = urlsplit(stage.served.address), []
    for _ in range(4):
        line = http.client.HTTPConnection(place.netloc, timeout=60)
        line.request("GET", "/healthz?held")
        lines.append(line)
    while len([*stage.folder.glob("begun-*")]) < len(lines):
        time.sleep(0.01)
    stage.served.process.terminate()
    while "Handling signal: term" not in stage.served.log.read_text(encoding="utf-8"):
        time.sleep(0.01)
    (stage.folder / "go").touch()
    for line in lines:
        with closing(line), line.getresponse() as answer:
            assert (answer.status, answer.read()[:1]) == (200, b"{")
    assert stage.served.process.wait(timeout=60) == 0
