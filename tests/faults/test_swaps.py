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
from data import store
from data.snapshot import open_snapshot
from tests import packages
from tests.serving import Served, serve
from tests.site_callbacks import UPDATE, body, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot import Snapshot

SWAPS, READERS, WORKERS = 2, 3, 2
PATIENCE = 300  # seconds; a snapshot is on show once all its pages were drawn
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
PATHS = ("/en/", "/readyz", "/download/trajectory.csv?lang=zh", "/embed/trajectory?lang=en")
CHANGE: dict[str, Any] = {
    "overview-show.value": "score",
    "overview-with.value": ["KOR", "SGP"],
    "site-lang.data": "en",
}

Asked = tuple[str, bytes | None]


def _said(body: bytes) -> object:
    """What an answer says: the order in which JSON names its keys differs from process to process."""
    return json.loads(body) if body.startswith(b"{") else re.sub(rb'<script id="_dash-config".*', b"", body)


@dataclass(frozen=True, slots=True)
class Stage:
    """A served site, the two packages that it is given in turn, and what it must answer for each."""

    served: Served
    data: Path
    packages: tuple[store.Package, store.Package]
    expected: dict[str, dict[Asked, object]]

    def ask(self, asked: Asked) -> tuple[Asked, str, str, object]:
        """Return what was asked, the snapshot and the worker that the answer names, and what it says."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "identity"}
        request = Request(self.served.address + asked[0], asked[1], headers)  # noqa: S310 - our own address
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - which raises what is not 200
            named = answer.headers
            return asked, named["X-Snapshot"], named["X-Worker"], _said(answer.read())

    def shown(self, readers: ThreadPoolExecutor) -> dict[str, set[str]]:
        """The snapshots that each worker names, when both are kept busy."""
        shown: dict[str, set[str]] = {}
        for _, snapshot, worker, _ in readers.map(self.ask, [("/readyz", None)] * 8):
            shown.setdefault(worker, set()).add(snapshot)
        return shown

    def publish(self, package: store.Package, readers: ThreadPoolExecutor) -> set[str]:
        """Publish a snapshot and wait until both workers show it; return them."""
        store.publish(self.data, package)
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            shown = self.shown(readers)
            if len(shown) == WORKERS and set().union(*shown.values()) == {package.id}:
                return set(shown)
            time.sleep(PAUSE)
        pytest.fail(f"no more than {shown}, not {package.id}")


@pytest.fixture(scope="module")
def stage(pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder, data = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data")
    dashboard, pair = site.create_app(pinned), packages.pair(pinned.tables())
    visits: list[tuple[str, dict[str, Any]]] = [
        ("site-page.children", {"site-visit.data": visit(path)}) for path in ("/en/", "/zh/ranking")
    ]
    asked: list[Asked] = [(path, None) for path in PATHS]
    for holds, values in (*visits, ("overview-figures.data", CHANGE)):
        (output,) = (name for name in dashboard.callback_map if holds in name)
        sent = body(output, dashboard.callback_map[output], values)
        asked.append((UPDATE, json.dumps(sent).encode()))
    expected = {}
    for package in pair:
        snapshot = open_snapshot(store.publish(data, package))
        reader = site.create_app(snapshot).server.test_client()  # a site that knows this one snapshot only
        answers = [
            reader.open(path, method="POST" if sent else "GET", data=sent, content_type="application/json")
            for path, sent in asked
        ]
        expected[snapshot.id] = dict(zip(asked, (_said(one.get_data()) for one in answers), strict=True))
    (folder / "named.py").write_text(NAMED, encoding="utf-8")
    with serve(folder, data, "--pythonpath", str(folder), app="named:server") as served:
        yield Stage(served, data, pair, expected)


def test_snapshots_that_follow_each_other_under_load_are_never_mixed_and_fail_no_request(
    stage: Stage,
) -> None:
    one, other = stage.expected.values()
    assert [asked for asked in one if one[asked] == other[asked]] == []  # so that a mix would be noticed
    done, answers = Event(), list[tuple[Asked, str, str, object]]()
    pairs = {(asked, snapshot) for asked in one for snapshot in stage.expected}

    def read(first: int) -> None:
        for asked in islice(cycle(one), first, None):
            answers.append(stage.ask(asked))
            if done.wait(PAUSE):
                break

    with ThreadPoolExecutor(READERS) as readers, ThreadPoolExecutor(8) as watchers:
        reading = [readers.submit(read, 3 * number) for number in range(READERS)]
        try:
            # On a slow machine a few swaps more, until everything was asked of both snapshots.
            for number, package in enumerate(islice(cycle(stage.packages), 10 * SWAPS)):
                if number >= SWAPS and {answer[:2] for answer in answers} >= pairs:
                    break
                stage.publish(package, watchers)
        finally:
            done.set()
        for reader in reading:
            reader.result()

    assert {answer[:2] for answer in answers} == pairs
    assert len({worker for _, _, worker, _ in answers}) == WORKERS
    mixed = [(asked, named) for asked, named, _, said in answers if said != stage.expected[named][asked]]
    assert mixed == []


def test_workers_that_take_the_place_of_others_begin_with_the_newest_snapshot(stage: Stage) -> None:
    newest = stage.packages[0]  # the server itself was started with the other one
    with ThreadPoolExecutor(8) as watchers:
        before = stage.publish(newest, watchers)
        stage.served.process.send_signal(signal.SIGHUP)
        limit = time.monotonic() + PATIENCE
        while (shown := stage.shown(watchers)).keys() & before and time.monotonic() < limit:
            assert set().union(*shown.values()) == {newest.id}
    assert before.isdisjoint(shown)
    assert set().union(*shown.values()) == {newest.id}
