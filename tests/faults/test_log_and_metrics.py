"""The log and the metrics of a server with two workers, as an operator reads them."""

import json
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.serving import Served, free_port, serve

API = 'http_requests_total{handler="api/editions",method="GET",status="200"}'
NAMED = {"X-Request-ID": "request-of-the-test"}
BROKEN = """
from flask import request
from tests.pinned.site import server


def broken():
    if request.args.get("broken"):
        raise RuntimeError("broken\\nforged")


server.before_request_funcs[None].append(broken)
"""


def ask(address: str, body: bytes | None = None) -> tuple[int, str]:
    """Return status and id of an answer."""
    try:
        with urlopen(Request(address, body, NAMED), timeout=300) as answer:  # noqa: S310 - our own address
            answer.read()
            return answer.status, answer.headers["X-Request-ID"]
    except HTTPError as error:
        return error.code, error.headers["X-Request-ID"]


def scraped(port: int) -> dict[str, float]:
    """Return the values by name and labels, as soon as one of the workers tells them."""
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                text = answer.read().decode()
        except OSError:  # nobody has the port, or the one that had it ends
            time.sleep(0.1)
        else:
            lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
            return {name: float(value) for name, _, value in lines}


def logged(folder: Path, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """Return the lines wanted, each of them JSON, once there are any: one is written after its answer."""
    while True:
        lines = [json.loads(line) for line in (folder / "log").read_text("utf-8").splitlines()]
        if found := [line for line in lines if wanted(line)]:
            return found
        time.sleep(0.05)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("server")
    (folder / "broken.py").write_text(BROKEN, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def site(place: Path, port: int) -> Iterator[Served]:
    before = set(Path("/dev/shm").glob("metrics-*"))
    asked = {"ACCESS_LOG": "1", "LOG_FORMAT": "json", "METRICS": f"127.0.0.1:{port}"}
    options = ("--pythonpath", str(place))
    with (
        pytest.raises(AssertionError, match="logged errors"),  # those that a test asks for
        serve(place, place / "data", *options, app="broken:server", variables=asked) as served,
    ):
        yield served
    assert set(Path("/dev/shm").glob("metrics-*")) == before


def test_a_request_has_one_line_that_holds_no_query(site: Served, place: Path) -> None:
    assert ask(f"{site.address}/en/?find=personal") == (200, NAMED["X-Request-ID"])
    assert ask(f"{site.address}/healthz")[0] == 200
    (line,) = logged(place, lambda one: one.get("path") == "/en/")
    assert (line["method"], line["status"], line["handler"]) == ("GET", 200, "page")
    assert line["request"] == NAMED["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{12}", line["snapshot"])
    assert line["bytes"] > 500
    assert line["ms"] > 0
    assert line["pid"] != site.process.pid
    text = (place / "log").read_text("utf-8")
    assert not re.search("personal|127[.]0[.]0[.]1.*GET", text)
    assert '"path": "/healthz"' not in text, "a probe is logged only while it refuses"


def test_an_error_is_one_line_with_its_traceback_and_the_request(site: Served, place: Path) -> None:
    assert ask(f"{site.address}/zh/?broken=1") == (500, NAMED["X-Request-ID"])
    (line,) = logged(place, lambda one: "exception" in one)
    assert line["level"] == "ERROR"
    assert line["request"] == NAMED["X-Request-ID"]
    assert line["exception"].endswith("RuntimeError: broken\nforged")


def test_what_is_no_request_is_told_without_the_address(site: Served, place: Path) -> None:
    with socket.create_connection(("127.0.0.1", int(site.address.rpartition(":")[2]))) as client:
        client.sendall(b"\x00\x1b[2J /en/ HTTP/9\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 400")
    warned = [one["message"] for one in logged(place, lambda one: one["level"] == "WARNING")]
    assert len(warned) == 1
    assert warned[0].startswith("Invalid request")


def test_the_metrics_of_both_workers_stay_when_others_take_their_place(site: Served, port: int) -> None:
    for _ in range(20):
        assert ask(f"{site.address}/api/v1/editions")[0] == 200
    assert ask(f"{site.address}/made-up-{time.time()}")[0] == 404
    assert ask(f"{site.address}/metrics")[0] == 404, "the public is not told"
    gone = set[str]()
    for reloaded in (False, True):
        if reloaded:
            site.process.send_signal(signal.SIGHUP)
        while (found := scraped(port)).get(API) != 20 or len(_shown(found).keys() - gone) != 2:
            time.sleep(0.1)
        assert found['http_request_duration_seconds_count{handler="api/editions"}'] == 20
        assert found["site_ready"] == 1
        assert min(_shown(found).values()) > 1.7e9
        assert not [name for name in found if "made-up" in name]
        gone |= set(_shown(found))


def _shown(found: dict[str, float]) -> dict[str, float]:
    """When the snapshot of each worker was made, by its labels."""
    return {name: value for name, value in found.items() if name.startswith("site_snapshot_created")}
