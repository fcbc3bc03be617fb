"""One real server and one real browser for all browser tests."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.visit import ARGUMENTS, DESKTOP, Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
START = 60  # seconds within which the server must answer


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: ``pytest -m "not browser"`` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[str]) -> None:
    limit = time.monotonic() + START
    while time.monotonic() < limit and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.1)
    process.kill()
    said, _ = process.communicate()
    pytest.fail(f"The server did not become ready within {START} seconds:\n{said[-2000:]}")


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, served by gunicorn as in the container; SITE names one that runs already."""
    if running := os.environ.get("SITE"):
        yield running.rstrip("/")
        return
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "app:server",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "1",
    ]
    environment = {name: value for name, value in os.environ.items() if name != "SNAPSHOT"}
    environment["DATA_DIR"] = str(tmp_path_factory.mktemp("data"))  # nothing refreshed: the bundled snapshot
    log = tmp_path_factory.mktemp("server") / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True
        )
        try:
            _wait(f"http://127.0.0.1:{port}", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)
    faults = [line for line in log.read_text().splitlines() if "Traceback" in line or "[ERROR]" in line]
    assert not faults, f"the server logged errors, see {log}"


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium, not one that Playwright would download."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def watch(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Show a page that tests of a module only look at, opened once: ``watch("/en/", width=390)``."""
    shown: dict[str, Visit] = {}

    def look(path: str, width: int = DESKTOP[0], height: int = DESKTOP[1]) -> Visit:
        if path not in shown:
            shown[path] = Visit.open(browser, address, path)
        seen = shown[path]
        seen.page.mouse.move(5, 5)
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.redrawn()
        return seen

    yield look
    for one in shown.values():
        one.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Open pages in fresh contexts: ``visit("/en/", width=390)``; at the end each must have been clean."""
    visits: list[Visit] = []

    def start(path: str, **options: object) -> Visit:
        visits.append(Visit.open(browser, address, path, **options))  # type: ignore[arg-type]
        return visits[-1]

    yield start
    for one in visits:
        one.close()
