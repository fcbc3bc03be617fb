"""What no client library sends, to the site as it is served: a quiet 4xx, or the connection is closed."""

from __future__ import annotations

import gzip
import json
import socket
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from tests.serving import serve
from tests.site_callbacks import UPDATE, bodies

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app import Dashboard
    from tests.serving import Served

MEGABYTE = b" " * 1_000_000
GROWTH = 20_000  # kB of a worker
SUITE = "/_dash-component-suites"
OUTSIDE = (
    *("/assets/../app.py", "/assets/..%2f..%2fapp.py", "/assets//etc/passwd", "/assets/site.js%00"),
    *(f"{SUITE}/dash/%2e%2e/%2e%2e/flask/app.py", f"{SUITE}/os/path", f"{SUITE}/%00/x", f"{SUITE}/"),
    *(f"{SUITE}/dash//etc/passwd", f"{SUITE}/dash/version.py", f"{SUITE}/dash/dcc/async-graph.js%00"),
    *("//evil.example/", "/%0d%0aSet-Cookie:%20x=1", "/embed/..%2f", "/download/table/..%2f..%2fapp.csv"),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, Path]]:
    folder, data = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data")
    trusting = {"FORWARDED_ALLOW_IPS": "*"}
    with serve(folder, data, "--workers", "1", variables=trusting) as site:
        yield site, folder / "log"


def _send(site: Served, head: str, *parts: bytes) -> bytes:
    """What comes back, as far as the server reads and answers."""
    place = urlsplit(site.address)
    found = b""
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=20) as line:
        try:
            line.sendall(head.replace("\n", "\r\n").encode() + b"\r\n\r\n")
            for part in parts:
                line.sendall(part)
            while more := line.recv(65_536):
                found += more
        except ConnectionError:  # closed before everything was read
            return found
    return found


def _post(site: Served, body: bytes, kind: str = "application/json", verb: str = "POST") -> int:
    head = f"{verb} {UPDATE} HTTP/1.1\nHost: x\nConnection: close\nContent-Type: {kind}"
    return _status(_send(site, f"{head}\nContent-Length: {len(body)}", body))


def _status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


def _memory(site: Served) -> int:
    """The resident memory of the worker in kB."""
    lines = Path(f"/proc/{site.workers[0]}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _quiet(log: Path) -> None:
    assert [line for line in log.read_text(encoding="utf-8").splitlines() if "[INFO]" not in line] == []


def test_forms_of_a_request_that_no_browser_sends_are_refused(served: tuple[Served, Path]) -> None:
    site, log = served
    assert _post(site, gzip.compress(b"{}")) == 400
    assert _post(site, b'{"output":"a.b","output":"c.d"}') == 404  # of a key given twice, the last
    assert _post(site, b"[" * 100_000) == 400
    for kind in ("text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
        assert _post(site, b"{}", kind) == 415
    for verb in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "MADEUP"):
        assert _post(site, b"{}", verb=verb) == 405
    _quiet(log)


@pytest.mark.parametrize("path", OUTSIDE)
def test_no_path_leads_out_of_the_folders(served: tuple[Served, Path], path: str) -> None:
    site, log = served
    answer = _send(site, f"GET {path} HTTP/1.1\nHost: x\nConnection: close")
    assert _status(answer) == 404
    head = answer.partition(b"\r\n\r\n")[0].lower()
    assert not any(name in head for name in (b"location:", b"set-cookie:"))
    _quiet(log)


def test_large_bodies_are_refused_and_take_no_memory(served: tuple[Served, Path], quick: Dashboard) -> None:
    site, log = served
    valid: bytes = json.dumps(bodies(quick)["site-page.children"]).encode()
    assert _post(site, valid) == 200  # what is made once is made by now
    before = _memory(site)
    assert _post(site, MEGABYTE) == 413
    for path, verb in ((UPDATE, "POST"), ("/en/", "POST"), ("/en/", "GET"), ("/api/v1/economies", "GET")):
        head = f"{verb} {path} HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 300000000"
        assert _status(_send(site, head, *[MEGABYTE] * 300)) in (0, 200, 405, 413)
    chunked = f"POST {UPDATE} HTTP/1.1\nHost: x\nContent-Type: application/json\nTransfer-Encoding: chunked"
    chunk = b"%x\r\n%b\r\n" % (len(MEGABYTE), MEGABYTE)
    assert _status(_send(site, chunked, *[chunk] * 300, b"0\r\n\r\n")) in (0, 413)
    assert _memory(site) - before < GROWTH
    _quiet(log)


def test_a_request_without_one_plain_host_is_refused_and_one_of_old_is_not(
    served: tuple[Served, Path],
) -> None:
    site, log = served
    for named in ("", "\nHost:", "\nHost: a b", "\nHost: a/b", "\nHost: a:99999"):
        assert _status(_send(site, f"GET /healthz HTTP/1.1{named}\nConnection: close")) == 400
    assert _status(_send(site, "GET /healthz HTTP/1.0")) == 200
    _quiet(log)


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "Script-Name", "PATH_INFO"])
def test_no_header_says_where_the_site_begins_even_of_a_trusted_peer(
    served: tuple[Served, Path], name: str
) -> None:
    site, log = served
    head = f"Host: x\nConnection: close\n{name}"
    assert _status(_send(site, f"GET /healthz HTTP/1.1\n{head}: /nowhere")) == 200
    assert _status(_send(site, f"GET /assets/healthz HTTP/1.1\n{head}: /assets")) == 404
    _quiet(log)


def test_no_answer_names_a_version(served: tuple[Served, Path]) -> None:
    for path in ("/en/", "/x"):
        answer = _send(served[0], f"GET {path} HTTP/1.1\nHost: x\nConnection: close")
        head = answer.partition(b"\r\n\r\n")[0].split(b"\r\n")
        assert [line for line in head if line.lower().startswith((b"x-powered-by", b"via"))] == []
        assert b"Server: gunicorn" in head  # its name alone
