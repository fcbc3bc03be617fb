"""Two replicas behind nginx: a new snapshot and a lost replica cost nobody a request, and mix nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from threading import Event
from typing import TYPE_CHECKING

import pytest

import app as site
from data import store
from tests.balancing import FRESH
from tests.faults.replicas import PATHS, Answer, Asked, Stage, later, staged
from tests.site_callbacks import UPDATE, body, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.snapshot import Snapshot


PATIENCE = (
    90  # seconds within which a replica must show a snapshot: it draws all its pages before, under load
)
READERS, PAUSE = 3, 0.1


def _page(dashboard: site.Dashboard, path: str) -> Asked:
    """What a browser sends to have a page drawn."""
    name = "site-page.children"
    sent = body(name, dashboard.callback_map[name], {"site-visit.data": visit(path)})
    return Asked(UPDATE, json.dumps(sent).encode())


@pytest.fixture(scope="module")
def asked(bundled: Snapshot) -> list[Asked]:
    """A document, pages as callbacks, the interface, downloads, an embed: all that names a snapshot."""
    dashboard = site.create_app(bundled)
    return [*map(Asked, PATHS), *(_page(dashboard, path) for path in ("/en/", "/zh/ranking"))]


@pytest.fixture(scope="module")
def stage(bundled: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    data = tmp_path_factory.mktemp("data")
    store.publish(data, later(bundled, 0.25))
    with staged(tmp_path_factory.mktemp("site"), data, SITE_RATE="500r/s") as running:
        yield running


def _reader() -> str:
    return f"198.51.100.{random.randrange(1, 250)}"  # noqa: S311 - nothing is secret here


class Load:
    """Readers who ask for everything in turn, each time from another address, until they are told to stop."""

    def __init__(self, stage: Stage, asked: list[Asked]) -> None:
        self.answers: list[Answer] = []
        self._stage, self._asked, self._done = stage, asked, Event()

    def _read(self, first: int) -> None:
        for number in count(first):
            self.answers.append(self._asked[number % len(self._asked)].of(self._stage.address, _reader()))
            if self._done.wait(PAUSE):
                return

    @contextmanager
    def running(self) -> Iterator[None]:
        with ThreadPoolExecutor(READERS) as readers:
            reading = [readers.submit(self._read, 3 * number) for number in range(READERS)]
            try:
                yield
            finally:
                self._done.set()
            for one in reading:
                one.result()


def _said(address: str, asked: list[Asked]) -> dict[Asked, list[bytes]]:
    """What a replica that nobody else asks says to each request."""
    return {one: one.of(address).said for one in asked}


def _until_all_show(stage: Stage, identity: str) -> float:
    """Wait until both replicas show a snapshot; return when they did."""
    limit, ready = time.monotonic() + PATIENCE, Asked("/readyz")
    while {ready.of(one.address).snapshot for one in stage.replicas} != {identity}:
        assert time.monotonic() < limit, "the replicas do not show the new snapshot"
        time.sleep(PAUSE)
    return time.monotonic()


def test_a_new_snapshot_and_a_killed_replica_fail_no_request_and_mix_nothing(
    stage: Stage, asked: list[Asked], bundled: Snapshot
) -> None:
    older = str(Asked("/readyz").of(stage.address).snapshot)
    expected = {older: _said(stage.replicas[0].address, asked)}
    newest, load = later(bundled), Load(stage, asked)
    with load.running():
        time.sleep(2)
        published = time.monotonic()
        store.publish(stage.data, newest)
        shown = _until_all_show(stage, newest.id)
        time.sleep(FRESH + 2)
        killed = time.monotonic()
        os.killpg(stage.replicas[1].process.pid, signal.SIGKILL)
        time.sleep(3)
    expected[newest.id] = _said(stage.replicas[0].address, asked)

    assert {one.status for one in load.answers} == {200}
    assert {one.snapshot for one in load.answers} == {older, newest.id}
    assert [one.path for one in asked if expected[older][one] == expected[newest.id][one]] == []
    mixed = [one for one in load.answers if one.said != expected[str(one.snapshot)][one.asked]]
    assert [(one.asked.path, one.snapshot) for one in mixed] == []

    old = [one for one in load.answers if one.snapshot == older]
    assert max(one.begun for one in old) > published
    assert [one.asked.path for one in old if one.begun > shown and not one.kept] == []
    assert [one.asked.path for one in old if one.begun > shown + FRESH + 1] == []  # whole seconds
    hits = [one for one in load.answers if one.kept == "HIT"]
    assert {one.snapshot for one in hits} == {older, newest.id}
    assert {"api"} <= {one.asked.path.split("/")[1] for one in hits} <= {"api", "embed"}

    after = [one for one in load.answers if one.begun > killed]
    assert len(after) > 10
    log = stage.nginx.log()
    again = [line for line in log if "," in line["replica"]]
    assert again, "no request was sent to the replica that was lost"
    assert {line["replica"].split(", ")[-1] for line in again} == {
        stage.replicas[0].address.removeprefix("http://")
    }
