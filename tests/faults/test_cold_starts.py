"""Ten cold starts: a worker that has just loaded the app is asked for a whole page, and fails no request."""

from __future__ import annotations

import os
import re
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

from tests.serving import serve

STARTS = 10
COLD = """
preload_app = False
workers, worker_class, threads = 1, "gthread", 8
control_socket_disable = True
"""


def _read(address: str) -> str:
    with urlopen(address, timeout=120) as answer:  # noqa: S310 - our own address; what is no 2xx raises
        text: str = answer.read().decode()
    return text


def _end_worker(worker: int) -> int:
    """Stop the worker of a server and wait until it has ended; what is asked then waits for the next one."""
    os.kill(worker, signal.SIGTERM)
    while Path(f"/proc/{worker}").exists():
        time.sleep(0.01)
    return worker


def test_no_request_of_a_first_page_fails_however_new_its_worker_is(tmp_path: Path) -> None:
    settings = tmp_path / "cold.py"
    settings.write_text(COLD, encoding="utf-8")
    with (
        serve(tmp_path, tmp_path / "data", "--config", str(settings)) as served,
        ThreadPoolExecutor(16) as readers,
    ):
        scripts = re.findall(r'href="(/_dash-component-suites/[^"]+)"', _read(f"{served.address}/en/"))
        assert len(scripts) > 5
        asked = [
            served.address + path for path in ("/_dash-layout", "/_dash-dependencies", *scripts, "/en/why")
        ]
        ended = set()
        for _ in range(STARTS):
            ended.add(_end_worker(served.workers[0]))
            assert all(readers.map(_read, asked))
        assert len(ended) == STARTS
