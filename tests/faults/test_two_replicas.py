"""Two replicas behind nginx: a new snapshot and a lost replica cost nobody a request, and mix nothing."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import count
from threading import Event
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

import app as site
from data import store
from tests.balancing import FRESH, Balanced, balance
from tests.serving import Served, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot import Snapshot

UPDATE = "/_dash-update-component"
PATIENCE = 30  # seconds within which a replica must show a snapshot, on a busy machine
READERS, PAUSE = 3, 0.1


@dataclass(frozen=True, slots=True)
class Asked:
    """One request; a reader is told from another by the address that a trusted proxy names."""

    path: str
    body: bytes | None = None

    def of(self, address: str, reader: str = "192.0.2.1", **headers: str) -> Answer:
        sent = {"Content-Type": "application/json", "X-Forwarded-For": reader}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        begun = time.monotonic()
        try:
            with urlopen(Request(address + self.path, self.body, sent), timeout=30) as answer:  # noqa: S310
                status, said, body = answer.status, answer.headers, answer.read()
        except HTTPError as error:
            status, said, body = error.code, error.headers, error.read()
        return Answer(self, begun, status, dict(said.items()), body)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: when it was asked for, status, headers, content."""

    asked: Asked
    begun: float
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def snapshot(self) -> str | None:
        return self.headers.get("X-Snapshot")

    @property
    def kept(self) -> str | None:
        """What nginx says of its cache."""
        return self.headers.get("X-Cache")

    @property
    def said(self) -> str:
        """The content as it may be compared: the order of keys in JSON differs from process to process."""
        if self.body.startswith(b"{"):
            return json.dumps(json.loads(self.body), sort_keys=True)
        return re.sub(rb'<script id="_dash-config".*', b"", self.body).hex()


@dataclass(frozen=True, slots=True)
class Stage:
    """nginx, the replicas behind it, and the data folder that both read."""

    nginx: Balanced
    replicas: list[Served]
    data: Path

    @property
    def address(self) -> str:
        return self.nginx.address


def _later(bundled: Snapshot, more: float = 0.5) -> store.Package:
    """The bundled snapshot with China's score of 2025 a little higher."""
    tables = bundled.tables()
    scores = tables["gii_scores"].copy()
    one = (scores["edition"] == 2025) & (scores["economy"] == "CHN") & (scores["code"] == "GII")
    scores.loc[one, "score"] += more
    return store.pack({**tables, "gii_scores": scores}, {}, {})


def _page(dashboard: site.Dashboard, path: str) -> Asked:
    """What a browser sends to have a page drawn."""
    known = next(one for name, one in dashboard.callback_map.items() if "site-page.children" in name)
    output = known["output"]
    values = {"site-url.pathname": path}
    body = {
        "output": "site-page.children",
        "outputs": {"id": output.component_id_str(), "property": output.component_property},
        "inputs": [{**one, "value": values.get(f"{one['id']}.{one['property']}")} for one in known["inputs"]],
        "state": [{**one, "value": None} for one in known["state"]],
    }
    return Asked(UPDATE, json.dumps(body).encode())


@pytest.fixture(scope="module")
def asked(bundled: Snapshot) -> list[Asked]:
    """A document, pages as callbacks, the interface, downloads, an embed: all that names a snapshot."""
    dashboard = site.create_app(bundled)
    paths = (
        "/en/",
        "/api/v1/scores?economy=CHN&code=GII",
        "/api/v1/standing?economy=CHN&edition=2025",
        "/download/trajectory.csv?lang=zh",
        "/download/ranking.csv",
        "/embed/trajectory?lang=en",
    )
    return [*map(Asked, paths), *(_page(dashboard, path) for path in ("/en/", "/zh/ranking"))]


@contextmanager
def _running(folder: Path, data: Path, **others: str) -> Iterator[Stage]:
    with ExitStack() as stack:
        replicas = []
        for number in ("one", "two"):
            (folder / number).mkdir()
            one = serve(folder / number, data, "--workers", "1", alone=True)
            replicas.append(stack.enter_context(one))
        hosts = [one.address.removeprefix("http://") for one in replicas]
        yield Stage(stack.enter_context(balance(folder, hosts, **others)), replicas, data)


@pytest.fixture(scope="module")
def stage(bundled: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    data = tmp_path_factory.mktemp("data")
    store.publish(data, _later(bundled, 0.25))
    with _running(tmp_path_factory.mktemp("site"), data, SITE_RATE="500r/s") as running:
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


def _said(address: str, asked: list[Asked]) -> dict[Asked, str]:
    """What a replica that nobody else asks says to each request."""
    return {one: one.of(address).said for one in asked}


def _until_all_show(stage: Stage, identity: str) -> float:
    """Wait until both replicas show a snapshot; return when they did."""
    limit, ready = time.monotonic() + PATIENCE, Asked("/readyz")
    while {ready.of(one.address).snapshot for one in stage.replicas} != {identity}:
        assert time.monotonic() < limit, "the replicas do not show the new snapshot"
        time.sleep(PAUSE)
    return time.monotonic()


# --- what nginx does for readers -------------------------------------------------------------------------


def test_a_reader_stays_with_one_replica_and_readers_are_spread_over_both(stage: Stage) -> None:
    for number in range(1, 13):
        for path in ("/en/", "/api/v1/standing?economy=CHN&edition=2025&n"):
            Asked(path).of(stage.address, f"203.0.113.{number}")
    replicas: dict[str, set[str]] = defaultdict(set)
    for line in stage.nginx.log():
        if line["client"].startswith("203.0.113.") and line["replica"]:
            replicas[line["client"]].add(line["replica"])
    assert len(replicas) == 12
    assert {len(one) for one in replicas.values()} == {1}
    assert len(set().union(*replicas.values())) == 2


def test_a_file_is_asked_of_a_replica_once_for_each_coding_whatever_browsers_call_it(stage: Stage) -> None:
    document = Asked("/en/").of(stage.address).body.decode()
    script = re.search(r"/assets/site\.js\?m=[\d.]+", document)
    assert script
    told = [
        (said.headers.get("Content-Encoding"), said.kept)
        for coding in ("br, gzip", "gzip, deflate, br, zstd", "gzip;q=1.0, br;q=0", "gzip, deflate", "br")
        for said in [Asked(script[0]).of(stage.address, Accept_Encoding=coding)]
    ]
    assert told == [("br", "MISS"), ("br", "HIT"), ("gzip", "MISS"), ("gzip", "HIT"), ("br", "HIT")]


def test_the_theme_of_one_reader_is_never_that_of_another(stage: Stage) -> None:
    for theme in ("dark", "light", "", "dark"):
        said = Asked("/en/").of(stage.address, Cookie=f"theme={theme}" if theme else "other=1")
        assert said.kept is None
        assert said.headers["Cache-Control"] == "no-cache"
        assert re.findall(r'<html[^>]* data-theme="(\w*)"', said.body.decode()) == ([theme] if theme else [])


def test_what_the_site_says_of_an_answer_reaches_the_reader_unchanged(
    stage: Stage, asked: list[Asked]
) -> None:
    own = {"Connection", "Date", "Server", "X-Cache", "X-Request-ID", "Transfer-Encoding", "Content-Length"}
    for one in [*asked, Asked("/en/nowhere"), Asked("/api/v1/scores?x=1"), Asked("/assets/favicon.svg")]:
        direct, through = one.of(stage.replicas[0].address), one.of(stage.address)
        assert through.status == direct.status
        kept = {name: value for name, value in direct.headers.items() if name not in own}
        assert {name: value for name, value in through.headers.items() if name not in own} == kept
        assert through.headers["Server"] == "nginx"


def test_every_answer_has_the_id_of_its_own_request_also_when_it_was_kept(stage: Stage) -> None:
    one = Asked("/api/v1/scores?economy=KOR&code=GII")
    for identity in ("reader-one-0001", "reader-two-0002"):
        assert one.of(stage.address, X_Request_ID=identity).headers["X-Request-ID"] == identity
    made = one.of(stage.address, X_Request_ID='"; drop')
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["X-Request-ID"])
    assert made.kept == "HIT"


def test_a_body_beyond_the_limit_and_too_many_requests_end_at_nginx(stage: Stage) -> None:
    assert Asked(UPDATE, b"x" * (256 * 1024 + 1)).of(stage.address).status == 413
    statuses = [Asked("/download/x.csv").of(stage.address, "192.0.2.99") for _ in range(30)]
    assert {one.status for one in statuses} == {404, 429}
    refused = statuses[-1]
    assert (refused.status, refused.headers["Retry-After"]) == (429, "5")
    assert Asked("/download/x.csv").of(stage.address, "192.0.2.98").status == 404


# --- a new snapshot, then a lost replica, under load -----------------------------------------------------


def test_a_new_snapshot_and_a_killed_replica_fail_no_request_and_mix_nothing(
    stage: Stage, asked: list[Asked], bundled: Snapshot
) -> None:
    older = str(Asked("/readyz").of(stage.address).snapshot)
    expected = {older: _said(stage.replicas[0].address, asked)}
    later, load = _later(bundled), Load(stage, asked)
    with load.running():
        time.sleep(2)
        published = time.monotonic()
        store.publish(stage.data, later)
        shown = _until_all_show(stage, later.id)
        time.sleep(FRESH + 2)
        killed = time.monotonic()
        os.killpg(stage.replicas[1].process.pid, signal.SIGKILL)
        time.sleep(3)
    expected[later.id] = _said(stage.replicas[0].address, asked)

    assert {one.status for one in load.answers} == {200}
    assert {one.snapshot for one in load.answers} == {older, later.id}
    same = [one.path for one in asked if expected[older][one] == expected[later.id][one]]
    assert same == ["/en/"]  # the document is the frame that a page comes into
    mixed = [one for one in load.answers if one.said != expected[str(one.snapshot)][one.asked]]
    assert [(one.asked.path, one.snapshot) for one in mixed] == []

    old = [one for one in load.answers if one.snapshot == older]
    assert max(one.begun for one in old) > published
    assert [one.asked.path for one in old if one.begun > shown and not one.kept] == []
    assert [one.asked.path for one in old if one.begun > shown + FRESH + 1] == []  # whole seconds
    hits = [one for one in load.answers if one.kept == "HIT"]
    assert {one.snapshot for one in hits} == {older, later.id}
    assert {one.asked.path.split("/")[1] for one in hits} == {"api"}

    after = [one for one in load.answers if one.begun > killed]
    assert len(after) > 10
    log = stage.nginx.log()
    again = [line for line in log if "," in line["replica"]]
    assert again, "no request was sent to the replica that was lost"
    assert {line["replica"].split(", ")[-1] for line in again} == {
        stage.replicas[0].address.removeprefix("http://")
    }
