"""The site served by gunicorn as in the container, on a port and a data folder of its own."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).resolve().parent.parent
START = 600  # seconds within which the server must be ready: it draws every page of what was refreshed before


@dataclass(frozen=True, slots=True)
class Served:
    """A running site: its address, the process that its workers belong to, and its log."""

    address: str
    process: subprocess.Popen[str]
    log: Path

    @property
    def workers(self) -> list[int]:
        """The ids of its worker processes (Linux)."""
        master = self.process.pid
        text = Path(f"/proc/{master}/task/{master}/children").read_text(encoding="ascii")
        return [int(child) for child in text.split()]

    def ready(self) -> dict[str, Any]:
        """Return what /readyz says."""
        with urlopen(f"{self.address}/readyz", timeout=START) as answer:  # noqa: S310 - our own address
            said: dict[str, Any] = json.loads(answer.read())
            return said


@contextmanager
def serve(
    folder: Path,
    data: Path,
    *options: str,
    app: str = "tests.pinned.site:server",
    alone: bool = False,
    broken: bool = False,
    variables: Mapping[str, str] | None = None,
) -> Iterator[Served]:
    """Serve `app` on the snapshots of `data`, with more options of gunicorn; its log is in `folder`.

    A folder without snapshots gives the pinned one, as long as `app` is made of tests.pinned.site.

    `alone`: in a process group of its own, so that all of it can be killed at once. `variables`: more of the
    environment. A server that does not start or logs an error fails the test; one that is given `broken` data
    may log why they are broken.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", app, "--bind", f"127.0.0.1:{port}", *options]
    environment = {name: value for name, value in os.environ.items() if name != "SNAPSHOT"}
    environment |= {"DATA_DIR": str(data), **(variables or {})}
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=alone,
        )
        try:
            _wait(f"http://127.0.0.1:{port}", process, log)
            yield Served(f"http://127.0.0.1:{port}", process, log)
        finally:
            process.terminate()
            process.wait(timeout=START)
    faults = [
        line
        for line in log.read_text().splitlines()
        if "[ERROR]" in line or (not broken and "Traceback" in line)
    ]
    assert not faults, f"the server logged errors, see {log}: {faults[:3]}"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def folder_served(folder: Path) -> Iterator[str]:
    """Serve a folder as `python -m http.server` does; yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


def until(met: Callable[[], bool], what: str) -> None:
    """Wait for something; too long fails the test."""
    limit = time.monotonic() + START
    while not met():
        assert time.monotonic() < limit, what
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[str], log: Path) -> None:
    limit = time.monotonic() + START
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    process.kill()
    pytest.fail(f"The server did not become ready within {START} seconds:\n{log.read_text()[-2000:]}")
