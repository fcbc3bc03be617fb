"""A hundred cold starts: a worker that has just loaded the app is asked for a whole page, and fails never."""

from __future__ import annotations

import json
import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.serving import Served, serve
from tests.site_callbacks import UPDATE, bodies, given, visit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app import Dashboard

    Asked = tuple[str, bytes | None]


STARTS, SERVERS = 100, 2  # one server a core
# Each worker runs the app anew. What it imports is there already, and of it only what holds no state has run:
# the catalog is read, and the evidence of the strategic pillars, pure functions of frames, is computed.
SETTINGS = """
import ast
import sys
from pathlib import Path

imports = [
    one for one in ast.parse(Path("app.py").read_text()).body if isinstance(one, ast.Import | ast.ImportFrom)
]
exec(compile(ast.Module(imports, []), "app.py", "exec"))

import analysis.dataset
from analysis.progress import BASES

known = catalog.load()
read = Dataset(open_current()[0], known)
pillars = [one.number for one in known.strategy]
evidence = {(pillar, year): read.evidence(pillar, since=year) for pillar in pillars for year in BASES}
catalog.load = lambda: known
analysis.dataset.evidence = lambda base, pillar, peers, since: evidence[pillar.number, since]

preload_app = False
workers = 1
worker_class = "service.process.worker.Worker"
worker_tmp_dir = "/dev/shm"
control_socket_disable = True


def post_fork(server, worker):
    assert "app" not in sys.modules


def post_worker_init(worker):
    inner = worker.wsgi

    def named(environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [*headers, ("X-Worker", str(worker.pid))], *rest)

        return inner(environ, start)

    worker.wsgi = named
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Served]]:
    data, settings = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("settings") / "cold.py"
    settings.write_text(SETTINGS, encoding="utf-8")
    with ExitStack() as running:
        yield [
            running.enter_context(serve(tmp_path_factory.mktemp("server"), data, "--config", str(settings)))
            for _ in range(SERVERS)
        ]


def _ask(address: str, asked: Asked) -> tuple[int, int, bytes]:
    """Status, worker and content of an answer."""
    path, body = asked
    connection = HTTPConnection(urlsplit(address).netloc, timeout=30)
    connection.request("POST" if body else "GET", path, body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    found = answer.status, int(answer.headers["X-Worker"]), answer.read()
    connection.close()
    return found


def _first(served: Served, quick: Dashboard) -> list[Asked]:
    """What a first page asks for: its scripts, what Dash reads at its start, and the page, a quick one."""
    page = _ask(served.address, ("/en/", None))[2].decode()
    scripts = [(path, None) for path in re.findall(r'href="(/_dash-component-suites/[^"]+)"', page)]
    drawn = given(bodies(quick)["site-page.children"], "inputs", 0, visit("/en/data/api"))
    return [
        *scripts,
        ("/_dash-layout", None),
        ("/_dash-dependencies", None),
        (UPDATE, json.dumps(drawn).encode()),
    ]


def _gone(worker: int) -> None:
    """Wait until a worker has ended: it answers what came before its end."""
    with suppress(ProcessLookupError):
        for _ in range(3_000):
            os.kill(worker, 0)
            time.sleep(0.01)


def _starts(served: Served, asked: list[Asked], count: int) -> tuple[set[int], list[tuple[str, int]]]:
    """The workers that were started, and the answers that were none."""
    workers, failed = set(), []
    with ThreadPoolExecutor(len(asked)) as readers:
        worker = _ask(served.address, ("/healthz", None))[1]
        for _ in range(count):
            os.kill(worker, signal.SIGTERM)
            _gone(worker)  # the socket that workers share keeps what is asked until the next one is there
            answers = list(readers.map(lambda one: _ask(served.address, one), asked))
            (worker,) = {named for _, named, _ in answers}
            workers.add(worker)
            pairs = zip(asked, answers, strict=True)
            failed += [(path, status) for (path, _), (status, _, _) in pairs if status != 200]
    return workers, failed


def test_a_hundred_cold_starts_fail_no_request(served: list[Served], quick: Dashboard) -> None:
    asked = _first(served[0], quick)
    assert len(asked) > 8
    with ThreadPoolExecutor(SERVERS) as side:
        found = list(side.map(lambda one: _starts(one, asked, STARTS // SERVERS), served))
    assert [failed for _, failed in found] == [[]] * SERVERS
    assert sum(len(workers) for workers, _ in found) == STARTS
