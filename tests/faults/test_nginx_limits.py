"""What nginx bounds and passes over: slow readers of downloads, what is kept, hosts, and headers of clients.

The replica is a stand-in that answers at once, so that nothing but nginx is tried.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

import pytest
import yaml

from tests.balancing import balance
from tests.serving import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.balancing import Balanced


TABLE = b"0123456789abcdef" * (10 * 2**16)  # 10 MB
SMALL = b"a few words"
DOWNLOAD = "/download/table.csv"
READERS, ADDRESSES = 36, 12
PATIENCE = 30  # seconds


class Replica(BaseHTTPRequestHandler):
    """Answers large tables and small texts, and notes every request."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        """Answer by the path."""
        self.requests.append((self.path, dict(self.headers)))
        body = TABLE if "table" in self.path else SMALL
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header(
            "Cache-Control", "public, max-age=300" if "download" not in self.path else "no-cache"
        )
        self.end_headers()
        with suppress(OSError):  # nginx has gone
            self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Write no log."""


class Server(ThreadingHTTPServer):
    """Takes as many connections at once as the test makes."""

    request_queue_size = 128


@pytest.fixture
def replica() -> Iterator[str]:
    """Address of the stand-in: host and port."""
    Replica.requests.clear()
    with Server(("127.0.0.1", 0), Replica) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and content of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(nginx: Balanced, path: str, source: str = "127.0.0.99", **headers: str) -> Answer:
    """Ask from one of the addresses of loopback."""
    place = urlsplit(nginx.address)
    line = HTTPConnection(
        str(place.hostname), int(place.port or 0), timeout=PATIENCE, source_address=(source, 0)
    )
    try:
        line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())
    finally:
        line.close()


@dataclass
class Slow:
    """A reader that takes the first bytes of an answer, and then a few at a time."""

    nginx: Balanced
    source: str
    path: str = DOWNLOAD
    line: socket.socket = field(init=False)

    def __enter__(self) -> Slow:
        place = urlsplit(self.nginx.address)
        self.line = socket.socket()
        self.line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.line.settimeout(PATIENCE)
        self.line.bind((self.source, 0))
        self.line.connect((str(place.hostname), int(place.port or 0)))
        self.line.sendall(f"GET {self.path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        return self

    def __exit__(self, *_: object) -> None:
        self.line.close()

    def status(self) -> int:
        """Return the status, when it has come."""
        return int(self.line.recv(12).split()[1])


def until(true: Callable[[], bool], what: str) -> None:
    limit = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > limit:
            pytest.fail(f"not within {PATIENCE} s: {what}")
        time.sleep(0.1)


@contextmanager
def mounted(folder: Path, options: str) -> Iterator[Path]:
    """Mount a small file system of memory at a folder; where that is not allowed the test fails."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"This test mounts a small file system, for which it must run as root: {done.stderr}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def mounts() -> list[str]:
    """The options of the file systems that compose.yaml gives to nginx: for its folder, for what is kept."""
    service: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return [one.partition(":")[2] for one in service["services"]["nginx"]["tmpfs"]]


def test_slow_readers_of_many_addresses_do_not_fill_the_folder_and_others_get_whole_answers(
    replica: str, tmp_path: Path
) -> None:
    with ExitStack() as stack:
        folder, cache = (
            stack.enter_context(mounted(tmp_path / name, options))
            for name, options in zip(("folder", "cache"), mounts(), strict=True)
        )
        nginx = stack.enter_context(balance(folder, [replica], SITE_CACHE=str(cache)))
        readers = [
            stack.enter_context(Slow(nginx, f"127.0.0.{10 + number % ADDRESSES}"))
            for number in range(READERS)
        ]
        assert {one.status() for one in readers} == {200}
        used = [0, shutil.disk_usage(folder).used]

        def settled() -> bool:
            used.append(shutil.disk_usage(folder).used)
            return len(set(used[-5:])) == 1

        until(settled, "nginx has taken what it takes of every table")
        assert used[-1] > READERS * 2**20, "the tables wait in files"
        for number in range(3):
            assert ask(nginx, DOWNLOAD).body == TABLE
            for path in ("/en/", f"/api/v1/scores?n={number}", f"/assets/site.{number}.js"):
                assert ask(nginx, path).body == SMALL
        assert shutil.disk_usage(folder).free > 0
        assert shutil.disk_usage(cache).free > 0


def test_an_address_has_three_downloads_at_once_and_others_are_not_kept_waiting(
    replica: str, tmp_path: Path
) -> None:
    with balance(tmp_path, [replica]) as nginx, ExitStack() as stack:
        three = [stack.enter_context(Slow(nginx, "127.0.0.20")) for _ in range(3)]
        assert {one.status() for one in three} == {200}
        for path in (DOWNLOAD, "/%64ownload/table.csv", "//download/table.csv"):
            refused = ask(nginx, path, "127.0.0.20")
            assert (refused.status, refused.headers["Retry-After"]) == (429, "5")
        assert ask(nginx, "/en/", "127.0.0.20").body == SMALL
        assert ask(nginx, DOWNLOAD, "127.0.0.21").body == TABLE
        three[0].line.close()
        until(lambda: ask(nginx, DOWNLOAD, "127.0.0.20").status == 200, "the place is free again")


def test_an_address_that_asks_too_often_gets_429_and_no_other_reader_notices(
    replica: str, tmp_path: Path
) -> None:
    with balance(tmp_path, [replica], SITE_RATE="1r/s") as nginx:
        files = [ask(nginx, f"/assets/site.{number}.js", "127.0.0.30").status for number in range(150)]
        assert files == [200] * 150, "the files of a page are not counted"
        views = [ask(nginx, f"/en/?n={number}", "127.0.0.30") for number in range(150)]
        statuses = [one.status for one in views]
        assert statuses[:101] == [200] * 101, "a reader has a burst"
        assert statuses.count(429) > 30
        assert {one.headers["Retry-After"] for one in views if one.status == 429} == {"5"}
        assert ask(nginx, "/en/", "127.0.0.31").status == 200


def test_neither_host_nor_scheme_of_a_client_divides_what_is_kept_or_reaches_a_replica(
    replica: str, tmp_path: Path
) -> None:
    with balance(tmp_path, [replica]) as nginx:
        made: list[dict[str, str]] = [
            {"Host": "example.org"},
            {"Host": "evil.example"},
            {"Host": "example.org:8443"},
            {"X_Forwarded_Proto": "https"},
        ]
        answers = [ask(nginx, "/api/v1/scores", **headers) for headers in made]
        assert [one.headers["X-Cache"] for one in answers] == ["MISS", "HIT", "HIT", "HIT"]
        ask(nginx, "/en/", X_Forwarded_Proto="https", X_Forwarded_Host="evil.example")
        headers = {name.lower() for name in Replica.requests[-1][1]}
        assert "x-forwarded-proto" not in headers


@pytest.mark.parametrize("path", ["/api/v1/table", "/assets/site.js?v=1", "/embed/table"])
def test_what_could_fill_the_cache_is_not_kept(path: str, replica: str, tmp_path: Path) -> None:
    with balance(tmp_path, [replica]) as nginx:
        answers = [ask(nginx, path) for _ in range(2)]
    assert [one.headers["X-Cache"] for one in answers] == ["MISS", "MISS"]
    assert len({one.body for one in answers}) == 1
    assert [one for one, _ in Replica.requests] == [path] * 2
    assert not [one for one in (tmp_path / "cache").rglob("*") if one.is_file()]


def test_a_host_that_is_not_named_is_answered_nothing_but_that_the_machine_is_up(
    replica: str, tmp_path: Path
) -> None:
    with balance(tmp_path, [replica], SITE_HOSTS="example.org .example.net") as nginx:
        for host in ("example.org", "EXAMPLE.org:8080", "example.net", "www.example.net"):
            assert ask(nginx, "/en/", Host=host).body == SMALL
        Replica.requests.clear()
        for host in ("evil.example", "example.org.evil.example", "127.0.0.1", "_"):
            for path in ("/en/", DOWNLOAD, "/api/v1/scores"):
                assert ask(nginx, path, Host=host).status == 400
        assert Replica.requests == []
        assert ask(nginx, "/healthz", Host="127.0.0.1").body == SMALL
