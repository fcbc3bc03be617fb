"""What no client library sends, to the site as it is served: a quiet 4xx, or the connection is closed."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from app import Dashboard
from tests.serving import Served
from tests.site_callbacks import UPDATE, bodies

MEGABYTE = b" " * 1_000_000
PATIENCE = 300  # seconds in which something must come at all
GROWTH = 20_000  # kB of a worker
SUITE = "/_dash-component-suites"
OUTSIDE = (
    *("/assets/../app.py", "/assets/..%2f..%2fapp.py", "/assets//etc/passwd", "/assets/site.js%00"),
    *(f"{SUITE}/dash/%2e%2e/%2e%2e/flask/app.py", f"{SUITE}/os/path", f"{SUITE}/%00/x", f"{SUITE}/"),
    *(f"{SUITE}/dash//etc/passwd", f"{SUITE}/dash/version.py", f"{SUITE}/dash/dcc/async-graph.js%00"),
    *("//evil.example/", "/%0d%0aSet-Cookie:%20x=1", "/embed/..%2f", "/download/table/..%2f..%2fapp.csv"),
)


@pytest.fixture
def site(served: Served) -> Iterator[Served]:
    """The site, whose log has nothing to tell of what a test asks."""
    before = served.log.stat().st_size
    yield served
    lines = served.log.read_bytes()[before:].splitlines()
    assert [line for line in lines if b"[INFO]" not in line] == []


def _send(site: Served, head: str, *parts: bytes) -> bytes:
    """What comes back, as far as the server reads and answers."""
    place = urlsplit(site.address)
    found = b""
    with socket.create_connection((str(place.hostname), int(place.port or 0)), timeout=PATIENCE) as line:
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


def _memory(site: Served) -> dict[int, int]:
    """The resident memory of the workers in kB."""
    texts = {one: Path(f"/proc/{one}/status").read_text(encoding="ascii") for one in site.workers}
    return {one: int(text.partition("VmRSS:")[2].split()[0]) for one, text in texts.items()}


def test_no_path_leads_out_of_the_folders(site: Served) -> None:
    for path in OUTSIDE:
        answer = _send(site, f"GET {path} HTTP/1.1\nHost: x\nConnection: close")
        assert _status(answer) == 404, path
        head = answer.partition(b"\r\n\r\n")[0].lower()
        assert not any(name in head for name in (b"location:", b"set-cookie:")), path


def test_large_bodies_are_refused_and_take_no_memory(site: Served, quick: Dashboard) -> None:
    valid: bytes = json.dumps(bodies(quick)["site-page.children"]).encode()
    assert {_post(site, valid) for _ in range(8)} == {200}  # what is made once is made by now
    before = _memory(site)
    assert _post(site, MEGABYTE) == 413
    for path, verb in ((UPDATE, "POST"), ("/en/", "POST"), ("/en/", "GET"), ("/api/v1/economies", "GET")):
        head = f"{verb} {path} HTTP/1.1\nHost: x\nContent-Type: application/json\nContent-Length: 100000000"
        assert _status(_send(site, head, *[MEGABYTE] * 100)) in (0, 200, 405, 413)
    chunked = f"POST {UPDATE} HTTP/1.1\nHost: x\nContent-Type: application/json\nTransfer-Encoding: chunked"
    chunk = b"%x\r\n%b\r\n" % (len(MEGABYTE), MEGABYTE)
    assert _status(_send(site, chunked, *[chunk] * 100, b"0\r\n\r\n")) in (0, 413)
    after = _memory(site)
    assert max(after[one] - before[one] for one in before) < GROWTH


def test_no_header_says_where_the_site_begins_even_of_a_trusted_peer(site: Served) -> None:
    for name in ("SCRIPT_NAME", "Script-Name", "PATH_INFO"):
        head = f"Host: x\nConnection: close\n{name}"
        assert _status(_send(site, f"GET /healthz HTTP/1.1\n{head}: /nowhere")) == 200, name
        assert _status(_send(site, f"GET /assets/healthz HTTP/1.1\n{head}: /assets")) == 404, name
