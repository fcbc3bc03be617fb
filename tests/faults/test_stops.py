"""Reloads and stops under load lose no request; what was begun is answered."""

from __future__ import annotations

import http.client
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import TYPE_CHECKING
from urllib.request import urlopen

from tests.serving import Served, serve

if TYPE_CHECKING:
    from pathlib import Path


READERS, RELOADS, LEAST = 4, 3, 500
PAUSE = 1.5  # seconds after which the workers of a reload have taken the place of the others
SLOW = """
import time
from app import server

inner = server.wsgi_app


def slow(environ, start_response):
    if environ["PATH_INFO"] == "/healthz":
        time.sleep(1.5)
    return inner(environ, start_response)


server.wsgi_app = slow
"""


def _port(served: Served) -> int:
    return int(served.address.rpartition(":")[2])


def _read(served: Served, done: Event, keep: bool) -> list[str]:
    """Read a small answer again and again until it is done; return how each request ended."""
    found = []
    connection = http.client.HTTPConnection("127.0.0.1", _port(served), timeout=20)
    while not done.is_set():
        try:
            connection.request("GET", "/healthz")
            with connection.getresponse() as answer:
                answer.read()
            found.append(str(answer.status))
            if not keep:
                connection.close()
        except (OSError, http.client.HTTPException) as error:
            found.append(repr(error))
            connection.close()
    connection.close()
    return found


def test_three_reloads_under_load_lose_no_request(tmp_path: Path) -> None:
    done = Event()
    with serve(tmp_path, tmp_path / "data") as served, ThreadPoolExecutor(READERS) as readers:
        reading = [readers.submit(_read, served, done, number % 2 == 0) for number in range(READERS)]
        for _ in range(RELOADS):
            served.process.send_signal(signal.SIGHUP)
            time.sleep(PAUSE)
        done.set()
        ended = [status for one in reading for status in one.result()]
    assert set(ended) == {"200"}
    assert len(ended) > LEAST


def _begun(served: Served) -> int:
    with urlopen(f"{served.address}/healthz", timeout=20) as answer:  # noqa: S310 - our own address
        return int(answer.status)


def test_a_stop_answers_what_was_begun_and_ends_well(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    with serve(tmp_path, tmp_path / "data", "--pythonpath", str(tmp_path), app="slow:server") as served:
        with ThreadPoolExecutor(2) as readers:
            begun = [readers.submit(_begun, served) for _ in "12"]
            time.sleep(0.5)
            served.process.terminate()
            assert [one.result() for one in begun] == [200, 200]
        assert served.process.wait(timeout=20) == 0
