"""New snapshots under load: every answer of every worker is whole, of one snapshot, and names it."""

from __future__ import annotations

import json
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from threading import Event
from typing import TYPE_CHECKING, Any
from urllib.request import Request, urlopen

import pytest

import app as site
from components.routes import PATHS
from data import store
from data.snapshot import open_snapshot
from tests import packages
from tests.serving import Served, serve
from tests.site_callbacks import UPDATE, callback

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot import Snapshot


SWAPS, READERS, WORKERS = 4, 3, 2
PATIENCE = 90  # seconds within which a snapshot must be on show: all its pages are drawn before, under load
PAUSE = 0.1  # seconds between the requests of a reader: the machine has to load snapshots too
NAMED = """
import os
from app import server

inner = server.wsgi_app


def named(environ, start_response):
    def start(status, headers, *rest):
        return start_response(status, [*headers, ("X-Worker", str(os.getpid()))], *rest)

    return inner(environ, start)


server.wsgi_app = named
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    path: str
    body: bytes | None = None

    def of(self, address: str) -> Answer:
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        with urlopen(Request(address + self.path, self.body, headers), timeout=30) as answer:  # noqa: S310
            said = answer.headers
            return Answer(self, answer.status, said["X-Snapshot"], said["X-Worker"], answer.read())


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, snapshot and worker that it names, content."""

    asked: Asked
    status: int
    snapshot: str | None
    worker: str
    body: bytes


def _said(body: bytes) -> object:
    """What an answer says: the order in which JSON names its keys differs from process to process."""
    return json.loads(body) if body.startswith(b"{") else re.sub(rb'<script id="_dash-config".*', b"", body)


def _callback(dashboard: site.Dashboard, holds: str, values: dict[str, Any]) -> Asked:
    return Asked(UPDATE, callback(dashboard, holds, values))


def _requests(dashboard: site.Dashboard) -> list[Asked]:
    visits = ({"site-visit.data": {"path": path}} for path in PATHS)
    pages = [_callback(dashboard, "site-page.children", visit) for visit in visits]
    change = {"overview-show.value": "score", "overview-with.value": ["KOR", "SGP"]}
    return [
        *map(
            Asked, ("/en/", "/zh/", "/readyz", "/download/trajectory.csv?lang=zh", "/download/snapshot.zip")
        ),
        *pages,
        _callback(dashboard, "overview-figures.data", {**change, "site-lang.data": "en"}),
    ]


def _expected(snapshot: Snapshot, asked: list[Asked]) -> dict[Asked, object]:
    """What a site that knows this one snapshot only answers."""
    reader = site.create_app(snapshot).server.test_client()
    answers = {
        one: reader.open(
            one.path,
            method="POST" if one.body else "GET",
            data=one.body,
            content_type="application/json",
        )
        for one in asked
    }
    return {one: _said(answer.get_data()) for one, answer in answers.items()}


@dataclass(frozen=True, slots=True)
class Stage:
    """A served site, the two packages that it is given in turn, and what it must answer for each."""

    served: Served
    data: Path
    packages: tuple[store.Package, store.Package]
    asked: list[Asked]
    expected: dict[str, dict[Asked, object]]


@pytest.fixture(scope="module")
def stage(bundled: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder, data = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data")
    pair = packages.pair(bundled.tables())
    snapshots = [open_snapshot(store.publish(data, package)) for package in pair]
    asked = _requests(site.create_app(bundled))
    expected = {snapshot.id: _expected(snapshot, asked) for snapshot in snapshots}
    (folder / "named.py").write_text(NAMED, encoding="utf-8")
    with serve(folder, data, "--pythonpath", str(folder), app="named:server") as served:
        yield Stage(served, data, pair, asked, expected)


def _shown(stage: Stage, readers: ThreadPoolExecutor) -> dict[str, set[str | None]]:
    """The snapshots that each worker names, when both are kept busy."""
    shown: dict[str, set[str | None]] = {}
    for answer in readers.map(lambda _: Asked("/readyz").of(stage.served.address), range(8)):
        shown.setdefault(answer.worker, set()).add(answer.snapshot)
    return shown


def _arrive(stage: Stage, identity: str, readers: ThreadPoolExecutor) -> set[str]:
    """Wait until both workers show a snapshot; return them."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        shown = _shown(stage, readers)
        there = {worker for worker, named in shown.items() if named == {identity}}
        if len(there) == WORKERS:
            return there
        time.sleep(PAUSE)
    pytest.fail(f"no more than {shown} within {PATIENCE} seconds, not {identity}")


def test_every_answer_can_be_told_from_that_of_the_other_snapshot(stage: Stage) -> None:
    one, other = stage.expected.values()
    assert [asked.path for asked in stage.asked if one[asked] == other[asked]] == []


def test_snapshots_that_follow_each_other_under_load_are_never_mixed_and_fail_no_request(
    stage: Stage,
) -> None:
    done = Event()
    answers: list[Answer] = []
    pairs = {(one.path, snapshot) for one in stage.asked for snapshot in stage.expected}

    def read(first: int) -> None:
        for asked in islice(cycle(stage.asked), first, None):
            answers.append(asked.of(stage.served.address))
            if done.wait(PAUSE):
                break

    def told() -> set[tuple[str, str | None]]:
        return {(answer.asked.path, answer.snapshot) for answer in answers}

    with ThreadPoolExecutor(READERS) as readers, ThreadPoolExecutor(8) as watchers:
        reading = [readers.submit(read, 3 * number) for number in range(READERS)]
        try:
            # On a slow machine a few swaps more, until everything was asked of both snapshots.
            for number, package in enumerate(islice(cycle(stage.packages), 5 * SWAPS)):
                if number >= SWAPS and told() >= pairs:
                    break
                store.publish(stage.data, package)
                _arrive(stage, package.id, watchers)
        finally:
            done.set()
        for one in reading:
            one.result()

    assert {answer.status for answer in answers} == {200}
    assert {answer.snapshot for answer in answers} == set(stage.expected)
    assert len({answer.worker for answer in answers}) == WORKERS
    assert told() == pairs
    mixed = [one for one in answers if _said(one.body) != stage.expected[str(one.snapshot)][one.asked]]
    assert [(one.asked, one.snapshot) for one in mixed] == []


def test_workers_that_take_the_place_of_others_begin_with_the_newest_snapshot(stage: Stage) -> None:
    newest = stage.packages[0]  # the server itself was started with the other one
    with ThreadPoolExecutor(8) as watchers:
        store.publish(stage.data, newest)
        before = _arrive(stage, newest.id, watchers)
        stage.served.process.send_signal(signal.SIGHUP)
        limit = time.monotonic() + PATIENCE
        while (shown := _shown(stage, watchers)).keys() & before and time.monotonic() < limit:
            assert set().union(*shown.values()) == {newest.id}
    assert before.isdisjoint(shown)
    assert set().union(*shown.values()) == {newest.id}
