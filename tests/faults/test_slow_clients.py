"""Slow clients: whatever they hold open, the next reader is answered at once, with no proxy in front."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Behaviour = Callable[[socket.socket], Iterator[None]]


PATIENCE = 5.0  # seconds in which a reader must be answered, a few ms if alone; slow clients have 15 and 30
READS = 5
SETTLE = 0.8  # seconds after which all of them are connected
PAUSE = 0.5  # seconds between two bytes of a slow client
LARGE = "/download/snapshot.zip"
ASSETS = Path(__file__).parents[2] / "components" / "assets"
HEAD = b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
POST = b"POST /_dash-update-component HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"


def slow_head(client: socket.socket) -> Iterator[None]:
    """A head that never ends, a byte at a time."""
    client.sendall(HEAD)
    while True:
        client.sendall(b"x")
        yield


def slow_body(client: socket.socket) -> Iterator[None]:
    """A body that is announced and comes a byte at a time."""
    client.sendall(POST + b"Content-Length: 100000\r\n\r\n{")
    while True:
        client.sendall(b" ")
        yield


def large_body(client: socket.socket) -> Iterator[None]:
    """A body that would be refused for its size, and comes a byte at a time."""
    client.sendall(POST + b"Content-Length: 1000000000\r\n\r\n{")
    while True:
        client.sendall(b" ")
        yield


def slow_chunks(client: socket.socket) -> Iterator[None]:
    """A body without a length, in chunks of one byte."""
    client.sendall(POST + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        client.sendall(b"1\r\n \r\n")
        yield


def slow_reader(client: socket.socket) -> Iterator[None]:
    """A large answer, of which a few bytes are read at a time."""
    client.sendall(f"GET {LARGE} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    while True:
        client.recv(10)
        yield


def lingering(client: socket.socket) -> Iterator[None]:
    """An answer that ends the connection, which the client does not close."""
    client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    while True:
        yield


def silent(client: socket.socket) -> Iterator[None]:
    """A connection that says nothing."""
    while True:
        yield


KINDS = {
    "slow head": (slow_head, 50),
    "slow body": (slow_body, 20),
    "large body": (large_body, 20),
    "slow chunks": (slow_chunks, 20),
    "slow reader": (slow_reader, 20),
    "lingering": (lingering, 20),
    "silent": (silent, 50),
}


@contextmanager
def held(port: int, kinds: dict[str, tuple[Behaviour, int]]) -> Iterator[None]:
    """Hold connections of some kinds open; one that the server ends is opened anew."""
    done = Event()

    def keep(behave: Behaviour) -> None:
        while not done.is_set():
            with socket.socket() as client:
                client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                client.settimeout(PAUSE)
                try:
                    client.connect(("127.0.0.1", port))
                    for _ in behave(client):
                        if done.wait(PAUSE):
                            return
                except OSError:
                    done.wait(PAUSE)

    threads = [Thread(target=keep, args=(behave,)) for behave, count in kinds.values() for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        done.wait(SETTLE)
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()


def read(address: str, path: str = "/en/") -> float:
    """Read a page as a new reader; return the seconds that it took."""
    start = time.monotonic()
    with urlopen(Request(address + path), timeout=20) as answer:  # noqa: S310 - our own address
        assert answer.status == 200
        answer.read()
    return time.monotonic() - start


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that has drawn its pages."""
    with serve(tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data")) as served:
        wait_until_drawn(served.address)
        yield served.address


def wait_until_drawn(address: str) -> None:
    """Wait for what a server does in the background after its first answer."""
    deadline = time.monotonic() + 90
    while not _ready(address):
        assert time.monotonic() < deadline
        time.sleep(0.2)


def _ready(address: str) -> bool:
    try:
        with urlopen(f"{address}/readyz", timeout=20) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except HTTPError:
        return False


@pytest.mark.parametrize("path", sorted(ASSETS.iterdir()), ids=lambda path: str(path.name))
def test_files_arrive_whole_also_those_that_a_client_reads_slowly(site: str, path: Path) -> None:
    with urlopen(f"{site}/assets/{path.name}", timeout=20) as answer:  # noqa: S310 - our own address
        first = answer.read(10)
        time.sleep(0.01)
        assert first + answer.read() == path.read_bytes()


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_is_answered_while_slow_clients_hold_connections(site: str, kind: str) -> None:
    with held(int(site.rpartition(":")[2]), {kind: KINDS[kind]}):
        slowest = max(read(site) for _ in range(READS))
    assert slowest < PATIENCE


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site that takes fewer connections than the slow clients want."""
    few = ("--workers", "1", "--worker-connections", "8")
    with serve(tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data"), *few) as served:
        wait_until_drawn(served.address)
        yield served.address


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_is_answered_where_slow_clients_have_all_connections(crowded: str, kind: str) -> None:
    with held(int(crowded.rpartition(":")[2]), {kind: KINDS[kind]}):
        slowest = max(read(crowded) for _ in range(READS))
    assert slowest < PATIENCE
