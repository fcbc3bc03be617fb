"""Reloads and a stop under load lose no request; what was begun is answered."""

from __future__ import annotations

import http.client
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from urllib.parse import urlsplit

from tests.serving import Served, serve

READERS, RELOADS = 4, 3
SLOW = """
import time
from tests.pinned.site import server

inner = server.wsgi_app


def slow(environ, start_response):
    if environ["PATH_INFO"] == "/healthz":
        time.sleep(0.2)
    return inner(environ, start_response)


server.wsgi_app = slow
"""


def _read(served: Served, done: Event, keep: bool) -> list[str]:
    """Read a slow answer again and again until it is done; return how each request ended."""
    found = []
    connection = http.client.HTTPConnection(urlsplit(served.address).netloc, timeout=60)
    while not done.is_set():
        try:
            connection.request("GET", "/healthz")
            with connection.getresponse() as answer:
                answer.read()
            found.append(str(answer.status))
        except (OSError, http.client.HTTPException) as error:
            found.append(repr(error))
        if not keep or found[-1] != "200":
            connection.close()
    connection.close()
    return found


def test_three_reloads_lose_no_request_and_a_stop_answers_what_was_begun(tmp_path: Path) -> None:
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    done = Event()
    with (
        serve(tmp_path, tmp_path / "data", "--pythonpath", str(tmp_path), app="slow:server") as served,
        ThreadPoolExecutor(READERS) as readers,
    ):
        reading = [readers.submit(_read, served, done, number % 2 == 0) for number in range(READERS)]
        for _ in range(RELOADS):
            before = {*served.workers}
            served.process.send_signal(signal.SIGHUP)
            while before & {*served.workers} or len(served.workers) < len(before):
                time.sleep(0.05)
        done.set()  # some readers have one more answer to wait for
        time.sleep(0.05)
        served.process.terminate()
        ended = [status for one in reading for status in one.result()]
        assert served.process.wait(timeout=60) == 0
    assert set(ended) == {"200"}
    assert len(ended) > READERS * RELOADS
