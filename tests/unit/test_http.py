"""The session over real HTTP on loopback: what is tried again, what is refused, what is not sent."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import tomllib
import tracemalloc
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data.entries import Live
from etl import http
from etl.errors import BadFile, SourceUnreachable
from etl.http import Session, Unusable, answer
from tests.publishers import Publishers

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CONTENT = b'{"rows": [1, 2, 3]}'
PAGE = b"<html>Service unavailable</html>"


def live(**changes: Any) -> Live:
    usual = {"family": "test", "base": "http://127.0.0.1", "variable": "TEST_URL", "hosts": (), "paths": {}}
    return Live(**{**usual, "options": {}, "limits": (), "threads": 3, "deadline": 60, **changes})


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def session(slept: list[float]) -> Iterator[Session]:
    with Session(live(), sleep=slept.append, clock=NOW.timestamp) as running:
        yield running


@pytest.fixture
def there() -> Iterator[Publishers]:
    with Publishers() as running:
        running.file("/data", CONTENT)
        yield running


def refuse_pages(body: bytes) -> None:
    if not body.startswith(b"{"):
        raise Unusable("a web page in place of JSON")
    if not body.endswith(b"}"):
        raise Unusable("broken JSON")


PASSING: dict[str, dict[str, Any]] = {
    "429": {"status": 429},
    "500": {"status": 500},
    "502": {"status": 502, "body": PAGE},
    "503": {"status": 503},
    "504": {"status": 504},
    "reset": {"reset": True},
    "silence": {"delay": 0.4},
    "cut off": {"cut": 5},
    "stopped": {"drip": 0.4},
    "web page": {"body": PAGE},
    "half of the JSON": {"body": CONTENT[:9]},
    "no gzip": {"headers": {"Content-Encoding": "gzip"}},
    "half of the gzip": {"headers": {"Content-Encoding": "gzip"}, "body": gzip.compress(CONTENT)[:-9]},
}


@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING)
def test_a_fault_that_passes_costs_one_more_try(
    fault: dict[str, Any],
    there: Publishers,
    session: Session,
    slept: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "TIMEOUT", (0.2, 0.2))
    there.misbehave("/data", **fault)
    assert session.get(f"{there.base}/data", check=refuse_pages) == CONTENT
    assert len(there.seen) == 2
    assert len(slept) == 1


LASTING: dict[str, tuple[dict[str, Any], str, int | None]] = {
    "503": ({"status": 503}, "answered 503 Service Unavailable, 4 tries", 503),
    "page": ({"body": PAGE}, "answered a web page in place of JSON, 4 tries", 200),
    "cut": ({"cut": 5}, "broke off in the middle of its answer, 4 tries", 200),
    "reset": ({"reset": True}, "could not be reached, or broke off the connection, 4 tries", None),
}


@pytest.mark.parametrize(("fault", "cause", "status"), LASTING.values(), ids=LASTING)
def test_a_fault_that_lasts_ends_after_four_tries_with_growing_pauses(
    fault: dict[str, Any],
    cause: str,
    status: int | None,
    there: Publishers,
    session: Session,
    slept: list[float],
) -> None:
    there.misbehave("/data", times=9, **fault)
    url = f"{there.base}/data"
    with pytest.raises(SourceUnreachable) as raised:
        session.get(url, check=refuse_pages)
    assert str(raised.value) == f"{url} {cause}"
    assert (raised.value.address, raised.value.status) == (url, status)
    assert len(there.seen) == 4
    assert all(low <= wait <= 3 * low for low, wait in zip((1, 2, 4), slept, strict=True))


@pytest.mark.parametrize("status", [204, 400, 401, 404, 410, 413, 451, 501])
def test_an_answer_that_will_not_change_is_not_asked_for_again(
    status: int, there: Publishers, session: Session
) -> None:
    there.misbehave("/data", times=9, status=status, body=b"")
    with pytest.raises(SourceUnreachable, match=rf"/data answered {status} \w") as raised:
        session.get(f"{there.base}/data")
    assert raised.value.status == status
    assert len(there.seen) == 1


def test_403_says_that_the_publisher_refuses(there: Publishers, session: Session) -> None:
    there.misbehave("/data", status=403)
    with pytest.raises(SourceUnreachable, match="403 Forbidden: the publisher refuses automatic downloads"):
        session.get(f"{there.base}/data")


def test_a_challenge_is_a_block_that_is_not_asked_for_again_and_a_page_of_regrets_is_none(
    there: Publishers, session: Session
) -> None:
    challenge = b"\n<!DOCTYPE HTML><html>Just a moment...</html>"
    blocks: list[dict[str, Any]] = [
        {"status": 202, "body": b"<html><script></script></html>"},
        {"status": 202, "body": b"", "headers": {"x-amzn-waf-action": "challenge"}},
        {"status": 405, "body": b"", "headers": {"x-amzn-waf-action": "captcha"}},
        {"status": 503, "body": challenge},
        {"status": 503, "body": gzip.compress(challenge), "headers": {"Content-Encoding": "gzip"}},
        {"status": 429, "body": challenge},
        {"status": 404, "body": b"", "headers": {"cf-mitigated": "challenge"}},
        {"status": 401},
    ]
    for fault in blocks:
        there.seen.clear()
        there.misbehave("/data", **fault)
        with pytest.raises(SourceUnreachable, match="refuses automatic downloads") as raised:
            session.get(f"{there.base}/data")
        assert raised.value.blocked, fault
        assert len(there.seen) == 1
    for fault in ({"status": 503, "body": PAGE}, {"status": 404, "body": challenge}, {"reset": True}):
        there.misbehave("/data", times=4 if fault.get("status") != 404 else 1, **fault)
        with pytest.raises(SourceUnreachable) as raised:
            session.get(f"{there.base}/data")
        assert not raised.value.blocked, fault
    there.misbehave("/data", times=4, body=challenge)
    with pytest.raises(SourceUnreachable) as raised:
        session.get(f"{there.base}/data", check=refuse_pages)
    assert raised.value.blocked


def test_a_peek_brings_the_first_bytes_of_an_answer_however_long_it_is(
    there: Publishers, session: Session
) -> None:
    there.file("/long", bytes(range(256)) * 100_000)
    assert session.peek(f"{there.base}/long", size=300) == bytes(range(256)) + bytes(range(44))
    assert session.peek(f"{there.base}/data", size=300) == CONTENT
    packed = gzip.compress(CONTENT * 10_000)
    there.misbehave("/data", body=packed, headers={"Content-Encoding": "gzip"})
    assert session.peek(f"{there.base}/data", size=300) == (CONTENT * 10_000)[:300]
    there.misbehave("/data", times=4, cut=3)
    with pytest.raises(SourceUnreachable, match="broke off"):
        session.peek(f"{there.base}/data", size=300)
    with pytest.raises(SourceUnreachable, match="404 Not Found"):
        session.peek(f"{there.base}/nothing")


@pytest.mark.parametrize(
    ("header", "wait"),
    [("7", 7.0), ("60", 60.0), (format_datetime(NOW.replace(second=30), usegmt=True), 30.0)],
)
def test_retry_after_is_waited_for(
    header: str, wait: float, there: Publishers, session: Session, slept: list[float]
) -> None:
    there.misbehave("/data", status=429, headers={"Retry-After": header})
    session.get(f"{there.base}/data")
    assert slept == [wait]


@pytest.mark.parametrize("header", ["soon", "-5", "0", "1.5", "Tue, 99 Nov 2026", "9999-99-99"])
def test_a_retry_after_without_sense_is_as_good_as_none(
    header: str, there: Publishers, session: Session, slept: list[float]
) -> None:
    there.misbehave("/data", status=503, headers={"Retry-After": header})
    session.get(f"{there.base}/data")
    assert 1 <= slept[0] <= 3


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("61", "61 seconds"),
        ("86400", "24 hours"),
        (format_datetime(NOW.replace(day=28), usegmt=True), "4 days"),
        ("9" * 400, "11574 days"),
    ],
)
def test_a_publisher_who_asks_for_a_long_wait_is_left_alone(
    header: str, words: str, there: Publishers, session: Session, slept: list[float]
) -> None:
    there.misbehave("/data", status=503, headers={"Retry-After": header})
    with pytest.raises(SourceUnreachable, match=f"503 Service Unavailable and asks to wait {words}$"):
        session.get(f"{there.base}/data")
    assert slept == []


def test_what_a_check_finds_beyond_repair_is_not_asked_for_again(there: Publishers, session: Session) -> None:
    def find_fault(body: bytes) -> None:
        raise BadFile("the publisher answers: the indicator was archived")

    with pytest.raises(BadFile, match="archived"):
        session.get(f"{there.base}/data", check=find_fault)
    assert len(there.seen) == 1


def test_an_answer_may_have_as_many_bytes_as_the_limit_and_no_more(
    there: Publishers, session: Session
) -> None:
    assert session.get(f"{there.base}/data", limit=len(CONTENT)) == CONTENT
    there.misbehave("/data", cut=0)  # the size that is announced is enough
    with pytest.raises(SourceUnreachable, match=r"sent more than 18 bytes$"):
        session.get(f"{there.base}/data", limit=len(CONTENT) - 1)
    assert len(there.seen) == 2


def test_a_compression_bomb_is_stopped_at_the_limit(there: Publishers, session: Session) -> None:
    packed = gzip.compress(bytes(50_000_000))
    assert len(packed) < 100_000
    there.misbehave("/data", times=2, body=packed, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    with pytest.raises(SourceUnreachable, match=r"sent more than 100,000 bytes$"):
        session.get(f"{there.base}/data", limit=100_000)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    assert len(session.get(f"{there.base}/data")) == 50_000_000


def test_an_encoding_that_was_not_asked_for_is_refused(there: Publishers, session: Session) -> None:
    there.misbehave("/data", headers={"Content-Encoding": "utf-8"})
    assert session.get(f"{there.base}/data") == CONTENT
    there.misbehave("/data", headers={"Content-Encoding": "br"})
    with pytest.raises(SourceUnreachable, match=r"in an encoding that was not asked for, br$"):
        session.get(f"{there.base}/data")
    assert there.seen[0].headers["accept-encoding"] == "gzip"


@pytest.mark.parametrize("body", [CONTENT * 9, gzip.compress(CONTENT)], ids=["plain", "gzip"])
def test_an_answer_that_drips_is_given_up_at_the_deadline(
    body: bytes, there: Publishers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "DEADLINE", 0.1)
    headers = {"Content-Encoding": "identity" if body.startswith(CONTENT) else "gzip"}
    there.misbehave("/data", times=9, drip=0.02, body=body, headers=headers)
    start = time.monotonic()
    with pytest.raises(SourceUnreachable, match=r"did not send its whole answer within 0.1 s, 4 tries$"):
        session.get(f"{there.base}/data")
    assert time.monotonic() - start < 2


@contextmanager
def dripping_head() -> Iterator[str]:
    """Give an address whose server sends the head of its answer a byte at a time."""
    done = threading.Event()

    def answer_slowly(server: socket.socket) -> None:
        connection, _ = server.accept()
        with connection, suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nX: ")
            while not done.wait(0.05):
                connection.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer_slowly, args=(server,))
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/data"
        done.set()
        thread.join()


def test_a_source_is_given_up_at_its_deadline_however_it_stalls(there: Publishers) -> None:
    there.misbehave("/data", times=9, drip=0.02, body=bytes(500))
    with dripping_head() as head:
        for url, many in ((f"{there.base}/data", False), (f"{there.base}/data", True), (head, False)):
            with Session(live(deadline=0.4)) as session:
                start = time.monotonic()
                with pytest.raises(SourceUnreachable) as raised:
                    _ = list(session.get_all([url] * 5)) if many else session.get(url)
                assert 0.3 < time.monotonic() - start < 2
                told = f"{url} was given up: the source had not answered in full after 0.4 s"
                assert str(raised.value) == told
                assert "raise `deadline` in [test.live] of data/catalog/sources.toml" in raised.value.advice
                asked = len(there.seen)
                with pytest.raises(SourceUnreachable, match="was given up"):
                    session.get(f"{there.base}/data")  # the time of the source is up, not of one answer
                assert len(there.seen) == asked


def test_what_is_done_between_two_answers_does_not_count_for_the_deadline(there: Publishers) -> None:
    with Session(live(deadline=1)) as session:
        session.get(f"{there.base}/data")
        time.sleep(1.1)
        assert session.get(f"{there.base}/data") == CONTENT


def test_nothing_is_sent_but_who_asks_and_for_what(
    there: Publishers, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login reader password word\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    there.misbehave("/data", headers={"Set-Cookie": "visitor=1; Path=/"})
    for _ in range(2):
        session.get(f"{there.base}/data", accept="application/json")
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    assert there.seen[1].headers == {
        "host": there.base.removeprefix("http://"),
        "user-agent": f"{project['name']}/{project['version']}",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "connection": "keep-alive",
    }
