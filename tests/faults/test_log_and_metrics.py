"""The log and the metrics of a server with two workers, as an operator reads them."""

from __future__ import annotations

import json
import re
import signal
import socket
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.serving import Served, free_port, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


API = 'http_requests_total{handler="api/editions",method="GET",status="200"}'
NAMED = {"X-Request-ID": "request-of-the-test"}
BROKEN = """
from flask import request
from app import server


def broken():
    if request.args.get("broken"):
        raise RuntimeError("broken\\nforged")


server.before_request_funcs[None].append(broken)
"""


def ask(address: str, body: bytes | None = None) -> tuple[int, str]:
    """Return status and id of an answer."""
    try:
        with urlopen(Request(address, body, NAMED), timeout=20) as answer:  # noqa: S310 - our own address
            answer.read()
            return answer.status, answer.headers["X-Request-ID"]
    except HTTPError as error:
        return error.code, error.headers["X-Request-ID"]


def scraped(port: int) -> dict[str, float]:
    """Return the values by name and labels, as soon as one of the workers tells them."""
    limit = time.monotonic() + 10
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                text = answer.read().decode()
        except OSError:  # nobody has the port, or the one that had it ends
            assert time.monotonic() < limit
            time.sleep(0.1)
        else:
            lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
            return {name: float(value) for name, _, value in lines}


def lines(folder: Path) -> list[dict[str, Any]]:
    """Return what the log of a server says, each line of it JSON."""
    return [json.loads(line) for line in (folder / "log").read_text("utf-8").splitlines()]


def logged(folder: Path, wanted: Callable[[dict[str, Any]], bool]) -> list[dict[str, Any]]:
    """Return the lines wanted, once there are any: a line is written after its answer was sent."""
    limit = time.monotonic() + 10
    while True:
        found = [line for line in lines(folder) if wanted(line)]
        if found or time.monotonic() > limit:
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
    assert ask(f"{site.address}/readyz")[0] == 200
    (line,) = logged(place, lambda one: one.get("path") == "/en/")
    assert (line["method"], line["status"], line["handler"]) == ("GET", 200, "page")
    assert line["request"] == NAMED["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{12}", line["snapshot"])
    assert line["bytes"] > 500
    assert 0 < line["ms"] < 60_000
    assert line["pid"] != site.process.pid
    text = (place / "log").read_text("utf-8")
    assert not re.search("personal|127[.]0[.]0[.]1.*GET", text)
    # a probe is logged only while it refuses, as it does until all pages are drawn
    assert {one["status"] for one in lines(place) if one.get("path") == "/readyz"} <= {503}


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
    assert ask(f"{site.address}/_dash-update-component", b"{}")[0] == 415
    assert ask(f"{site.address}/made-up-{time.time()}")[0] == 404

    def counted() -> None:
        limit = time.monotonic() + 10
        while (found := scraped(port)).get(API) != 20 and time.monotonic() < limit:
            time.sleep(0.1)
        assert found[API] == 20
        assert found['http_request_duration_seconds_count{handler="api/editions"}'] == 20
        assert found['site_refused_requests_total{handler="callback"}'] == 1
        assert found["site_ready"] == 1
        assert found["site_snapshot_created_timestamp_seconds"] > 1.7e9
        assert [value for name, value in found.items() if name.startswith("site_snapshot_workers")] == [2]
        assert not [name for name in found if "made-up" in name]

    counted()
    site.process.send_signal(signal.SIGHUP)
    time.sleep(3)
    counted()


def test_metrics_are_not_told_to_the_public(site: Served) -> None:
    assert ask(f"{site.address}/metrics")[0] == 404
