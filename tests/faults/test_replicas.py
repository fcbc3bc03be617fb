"""A site that follows a published store behind a plain web server, from publication to publication."""

from __future__ import annotations

import json
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from data import store
from etl.publishing import publish
from tests import packages
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.snapshot import Snapshot


POLL = 1
PATIENCE = 30  # seconds: the pause, the transfer, and a snapshot to be opened and drawn on a busy machine
IN_A_ROW = 20  # answers of one snapshot after which both workers show it


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[tuple[Path, ThreadingHTTPServer]]:
    """A folder and the web server that shows it."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield folder, server
    server.shutdown()
    server.server_close()
    thread.join()


def answer(address: str, path: str) -> tuple[int, str, dict[str, Any]]:
    with urlopen(address + path, timeout=10) as found:  # noqa: S310 - our own address
        body = found.read()
        return found.status, found.headers["X-Snapshot"], json.loads(body) if path == "/readyz" else {}


def arrive(address: str, identity: str) -> None:
    """Wait until all workers show a snapshot."""
    limit, met = time.monotonic() + PATIENCE, 0
    while met < IN_A_ROW:
        assert time.monotonic() < limit, f"{identity} was not shown within {PATIENCE} seconds"
        met = met + 1 if answer(address, "/readyz")[2]["snapshot"] == identity else 0
        time.sleep(0.02)


def test_a_published_snapshot_is_shown_without_a_restart_and_outlives_its_store(
    bundled: Snapshot, shelf: tuple[Path, ThreadingHTTPServer], tmp_path: Path
) -> None:
    folder, server = shelf
    source, data = tmp_path / "source", tmp_path / "data"
    one, two = packages.pair(bundled.tables())
    store.publish(source, one)
    publish(source, str(folder))
    variables = {"DATA_URL": f"http://127.0.0.1:{server.server_port}", "DATA_POLL": str(POLL)}
    statuses: list[int] = []
    shown: list[str] = []
    done = Event()

    def read(address: str) -> None:
        while not done.wait(0.05):
            status, snapshot, _ = answer(address, "/en/")
            statuses.append(status)
            shown.append(snapshot)

    with serve(tmp_path, data, variables=variables) as served:
        assert answer(served.address, "/readyz")[2]["snapshot"] == one.id
        reader = Thread(target=read, args=(served.address,))
        reader.start()
        try:
            store.publish(source, two)
            publish(source, str(folder), keep=1)
            arrive(served.address, two.id)
            (folder / "CURRENT").unlink()
            time.sleep(2 * POLL)
            arrive(served.address, two.id)
            said = answer(served.address, "/readyz")[2]
        finally:
            done.set()
            reader.join()
        begun = time.monotonic()
        served.process.terminate()
        assert served.process.wait(20) == 0
        assert time.monotonic() - begun < 10
    assert set(statuses) == {200}
    assert set(shown) == {one.id, two.id}
    assert said["status"] == "ready"
    assert said["store"]["reason"] == "the published store: CURRENT was not found"
    assert said["store"]["confirmed"] <= said["store"]["since"]
