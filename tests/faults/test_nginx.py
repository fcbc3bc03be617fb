"""What nginx does as it is shipped: slow clients keep nobody waiting, limits hold, no answer is another's."""

import re
import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest

from tests.balancing import Balanced, balance
from tests.sampling import LONG
from tests.serving import Served
from tests.site_callbacks import UPDATE

CLIENTS, READS = 200, 20 if LONG else 5
PATIENCE = 300  # seconds in which something must come at all
SMALL, LARGE = b"a few words", b"0123456789abcdef" * (10 * 2**16)
POST = f"POST {UPDATE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
SLOW = (  # what slow clients send at first, and then again and again: a head, a body, nothing (they read)
    (b"GET /en/ HTTP/1.1\r\nHost: x\r\nX-Slow: ", b"x"),
    (POST.encode(), b" "),
    (b"GET /download/snapshot.zip HTTP/1.1\r\nHost: x\r\n\r\n", b""),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers and content of an answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kept(self) -> str | None:
        return self.headers.get("X-Cache")


def ask(
    nginx: Balanced, path: str, source: str = "127.0.0.99", body: bytes | None = None, **headers: str
) -> Answer:
    """Ask from one of the addresses of loopback."""
    line = HTTPConnection(urlsplit(nginx.address).netloc, timeout=PATIENCE, source_address=(source, 0))
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    line.request("POST" if body else "GET", path, body, {"Content-Type": "application/json"} | sent)
    answer = line.getresponse()
    found = Answer(answer.status, dict(answer.getheaders()), answer.read())
    line.close()
    return found


def connected(nginx: Balanced, source: str, sent: bytes) -> socket.socket:
    """Return a connection that takes few bytes at a time, on which something was sent."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(PATIENCE)
    line.bind((source, 0))
    place = urlsplit(nginx.address)
    line.connect((place.hostname, place.port))
    line.sendall(sent)
    return line


# --- in front of the site --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def site(served: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Balanced]:
    with balance(tmp_path_factory.mktemp("nginx"), [served.address.removeprefix("http://")]) as nginx:
        yield nginx


def test_two_hundred_slow_clients_keep_nobody_waiting(site: Balanced) -> None:
    kinds = dict(zip((f"127.0.1.{number}" for number in range(1, 1 + CLIENTS)), cycle(SLOW), strict=False))
    with ExitStack() as stack:
        lines = {one: stack.enter_context(connected(site, one, first)) for one, (first, _) in kinds.items()}
        for _ in range(READS):
            assert ask(site, "/en/").status == 200
            for one, (first, more) in kinds.items():
                try:
                    assert lines[one].send(more) if more else lines[one].recv(10)
                except (OSError, AssertionError):  # nginx has ended it: another one comes in its place
                    lines[one] = stack.enter_context(connected(site, one, first))


def test_a_file_comes_once_for_each_coding_whatever_browsers_call_it(site: Balanced) -> None:
    script = re.search(r"/assets/[\w.-]+\.js(?:\?m=[\d.]+)?", ask(site, "/en/").body.decode())
    assert script
    told = [
        (said.headers.get("Content-Encoding"), said.kept)
        for coding in ("br, gzip", "gzip, deflate, br, zstd", "gzip;q=1.0, br;q=0", "gzip, deflate", "br")
        for said in [ask(site, script[0], Accept_Encoding=coding)]
    ]
    assert told == [("br", "MISS"), ("br", "HIT"), ("gzip", "MISS"), ("gzip", "HIT"), ("br", "HIT")]


def test_neither_theme_nor_language_of_one_reader_is_that_of_another(site: Balanced) -> None:
    for theme in ("dark", "light", "", "dark"):
        said = ask(site, "/en/", Cookie=f"theme={theme}" if theme else "other=1")
        assert said.kept is None
        assert re.findall(r'<html[^>]* data-theme="(\w*)"', said.body.decode()) == ([theme] if theme else [])
    for lang in ("en", "zh", "en"):
        embed = ask(site, "/embed/trajectory", Accept_Language=lang)
        assert re.findall(r'<html lang="(\w\w)', embed.body.decode()) == [lang]
    pictures = [ask(site, "/preview/about.png", Accept_Language=lang) for lang in ("en", "zh", "en")]
    assert pictures[0].body == pictures[2].body != pictures[1].body


def test_every_answer_has_the_id_of_its_own_request_also_when_it_was_kept(site: Balanced) -> None:
    path = "/api/v1/scores?economy=KOR&code=GII"
    for identity in ("reader-one-0001", "reader-two-0002"):
        assert ask(site, path, X_Request_ID=identity).headers["X-Request-ID"] == identity
    made = ask(site, path, X_Request_ID='"; drop')
    assert re.fullmatch(r"[0-9a-f]{32}", made.headers["X-Request-ID"])
    assert made.kept == "HIT"


# --- in front of stand-ins -------------------------------------------------------------------------------


class Replica(ThreadingHTTPServer):
    """A stand-in for the site that notes what it is asked; while it is down, it answers 503."""

    down = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.host = f"127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Answers a few words, or much where the path says so."""

    protocol_version = "HTTP/1.1"
    server: Replica

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = LARGE if "large" in self.path else SMALL
        self.send_response(503 if self.server.down else 200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache" if "download" in self.path else "public")
        self.end_headers()
        with suppress(OSError):
            self.wfile.write(body)

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Write no log."""


@pytest.fixture
def replicas() -> Iterator[list[Replica]]:
    with ExitStack() as stack:
        found = [stack.enter_context(Replica()) for _ in "12"]
        for one in found:
            Thread(target=one.serve_forever, daemon=True).start()
            stack.callback(one.shutdown)
        yield found


def test_a_reader_has_one_replica_until_it_fails_and_then_the_other(
    replicas: list[Replica], tmp_path: Path
) -> None:
    with balance(tmp_path, [one.host for one in replicas]) as nginx:
        for _ in range(3):
            for number in range(1, 13):
                ask(nginx, "/en/", f"127.0.2.{number}")
        asked = [len(one.asked) for one in replicas]
        assert sum(asked) == 36
        assert all(count and count % 3 == 0 for count in asked)
        replicas[0].down = True
        for number in range(1, 13):
            assert ask(nginx, "/en/", f"127.0.2.{number}").body == SMALL
            assert ask(nginx, UPDATE, f"127.0.2.{number}", b"{}").status == 200


def test_what_one_address_takes_is_bounded_and_no_other_reader_notices(
    replicas: list[Replica], tmp_path: Path
) -> None:
    with balance(tmp_path, [replicas[0].host], SITE_RATE="1r/m") as nginx, ExitStack() as stack:
        assert {ask(nginx, f"/assets/site.{n}.js", "127.0.0.30").status for n in range(150)} == {200}
        views = [ask(nginx, f"/en/?n={number}", "127.0.0.30") for number in range(150)]
        assert {one.status for one in views[:101]} == {200}, "a reader has a burst"
        assert (views[-1].status, views[-1].headers["Retry-After"]) == (429, "5")
        assert ask(nginx, UPDATE, body=b"x" * (256 * 1024 + 1)).status == 413
        for _ in range(3):
            line = connected(nginx, "127.0.0.20", b"GET /download/large HTTP/1.1\r\nHost: x\r\n\r\n")
            assert stack.enter_context(line).recv(12).endswith(b"200")
        for path in ("/download/large", "/%64ownload/large", "//download/large"):
            assert ask(nginx, path, "127.0.0.20").status == 429
        assert ask(nginx, "/en/", "127.0.0.20").body == SMALL
        assert ask(nginx, "/download/large", "127.0.0.21").body == LARGE


def test_what_a_client_names_divides_nothing_that_is_kept_and_what_is_large_is_not(
    replicas: list[Replica], tmp_path: Path
) -> None:
    with balance(tmp_path, [replicas[0].host], SITE_HOSTS="example.org .example.net") as nginx:
        made = [("Host", "EXAMPLE.org:8080"), ("Host", "www.example.net"), ("X_Forwarded_Proto", "https")]
        answers = [
            ask(nginx, "/api/v1/scores", "127.0.0.9", None, **{"Host": "example.org", name: text})
            for name, text in made
        ]
        assert [one.kept for one in answers] == ["MISS", "HIT", "HIT"]
        ask(nginx, "/en/", Host="example.org", X_Forwarded_Proto="https")
        assert "x-forwarded-proto" not in {name.lower() for name in replicas[0].asked[-1][1]}
        for path in ("/api/v1/large", "/assets/site.js?v=1", "/embed/large"):
            assert [ask(nginx, path, Host="example.org").kept for _ in "12"] == ["MISS", "MISS"]
        replicas[0].asked.clear()
        for host in ("evil.example", "example.org.evil.example", "127.0.0.1"):
            assert ask(nginx, "/en/", Host=host).status == 400
        assert replicas[0].asked == []
        assert ask(nginx, "/healthz", Host="127.0.0.1").body == SMALL
