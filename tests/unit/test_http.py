"""Answers of publishers over real HTTP on loopback: what is tried again, refused, waited for, and sent."""

import gzip
import io
import socket
import threading
import time
import tomllib
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
import requests
from requests import exceptions as asking

from data.entries import Live
from etl import http
from etl.errors import BadFile, SourceUnreachable
from etl.http import Failed, Session, Unusable
from tests.publishers import Publishers

CONTENT = b'{"rows": [1, 2, 3]}'
PAGE = b"<html>Service unavailable</html>"
CHALLENGE = b"\n<!DOCTYPE HTML><html>Just a moment...</html>"
GZIP = {"Content-Encoding": "gzip"}
LATER, CHANGED, BLOCKED, HELD = "Try again later; ", "look for an update", "another network", "has passed"
GONE = "Look for an update of this program, or of data/catalog/sources.toml."


def live(**changes: Any) -> Live:
    usual = {"family": "test", "base": "http://127.0.0.1", "variable": "TEST_URL", "hosts": (), "paths": {}}
    return Live.model_construct(None, **{**usual, "options": {}, "threads": 3, "deadline": 60, **changes})


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses, in seconds, none of which is waited."""
    pauses: list[float] = []
    monkeypatch.setattr(http, "sleep", pauses.append)
    return pauses


@pytest.fixture
def session(slept: list[float]) -> Iterator[Session]:
    with Session(live()) as running:
        yield running


@pytest.fixture
def there() -> Iterator[Publishers]:
    with Publishers() as running:
        running.file("/data", CONTENT)
        for number in range(20):
            running.file(f"/{number}", str(number).encode())
        yield running


def refuse_pages(body: bytes) -> None:
    if not body.startswith(b"{"):
        raise Unusable("a web page in place of JSON")
    if not body.endswith(b"}"):
        raise Unusable("broken JSON")


def refused(session: Session, url: str, **options: Any) -> SourceUnreachable:
    with pytest.raises(SourceUnreachable) as raised:
        session.get(url, **options)
    return raised.value


def waiting(header: str) -> dict[str, Any]:
    return {"status": 503, "headers": {"Retry-After": header}}


PASSING: dict[str, dict[str, Any]] = {
    "429": {"status": 429},
    "500": {"status": 500},
    "502": {"status": 502, "body": PAGE},
    "503": {"status": 503},
    "504": {"status": 504},
    "reset": {"reset": True},
    "silence": {"delay": 60},
    "cut off": {"cut": 5},
    "stopped": {"drip": 60},
    "web page": {"body": PAGE},
    "half of the JSON": {"body": CONTENT[:9]},
    "no gzip": {"headers": GZIP},
    "half of the gzip": {"headers": GZIP, "body": gzip.compress(CONTENT)[:-9]},
    **{wait: waiting(wait) for wait in ("soon", "-5", "0", "1.5", "Tue, 99 Nov 2026", "9999-99-99")},
}


def test_a_fault_that_passes_costs_one_more_try(
    there: Publishers, session: Session, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, wrong = http.TIMEOUT, []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        monkeypatch.setattr(http, "TIMEOUT", usual)  # however busy the machine is, the next try is answered

    monkeypatch.setattr(http, "sleep", sleep)
    for name, fault in PASSING.items():
        if name in ("silence", "stopped"):
            monkeypatch.setattr(http, "TIMEOUT", (usual[0], 0.2))
        there.misbehave("/data", **fault)
        got = session.get(f"{there.base}/data", check=refuse_pages)
        if (got, len(there.seen), slept) != (CONTENT, 2, [0]):
            wrong.append((name, got, len(there.seen), list(slept)))
        there.behave()
        slept.clear()
    assert wrong == []


def moved(place: str) -> dict[str, Any]:
    return {"status": 302, "headers": {"Location": place}}


UNSAFE = (
    "ftp://127.0.0.1/1",
    "file:///etc/passwd",
    "gopher://127.0.0.1/1",
    "http://:80/1",
    "//a@127.0.0.1/1",
)
BROKEN = "sent an answer that breaks off or cannot be unpacked, 4 tries"
OFF = "could not be reached, or broke off the connection, 4 tries"
FORBIDDEN = "the publisher refuses automatic downloads, or the network that they come from"
LASTING: dict[str, tuple[dict[str, Any], str, str]] = {
    "503": ({"status": 503}, "answered 503 Service Unavailable, 4 tries", LATER),
    "cut": ({"cut": 5}, BROKEN, LATER),
    "false gzip": ({"headers": GZIP}, BROKEN, LATER),
    "cookies": ({"headers": {f"Set-Cookie{number}": "a=b" for number in range(200)}}, OFF, LATER),
    "false br": (
        {"headers": {"Content-Encoding": "br"}, "body": b"{..."},
        "answered broken JSON, 4 tries",
        LATER,
    ),
    "page": ({"body": PAGE}, "answered a web page in place of JSON, 4 tries", BLOCKED),
    "401": ({"status": 401}, f"answered 401 Unauthorized: {FORBIDDEN}", BLOCKED),
    "403": ({"status": 403}, f"answered 403 Forbidden: {FORBIDDEN}", BLOCKED),
    "202": ({"status": 202, "body": CHALLENGE}, f"answered 202 Accepted: {FORBIDDEN}", BLOCKED),
    "405": ({"status": 405, "headers": {"x-amzn-waf-action": "captcha"}}, FORBIDDEN, BLOCKED),
    "cf": ({"status": 404, "headers": {"cf-mitigated": "challenge"}}, FORBIDDEN, BLOCKED),
    "429": ({"status": 429, "body": CHALLENGE}, FORBIDDEN, BLOCKED),
    "408": ({"status": 408}, "answered 408 Request Timeout, 4 tries", LATER),
    "404": ({"status": 404, "body": CHALLENGE}, "answered 404 Not Found", GONE),
    "999": ({"status": 999}, "answered 999", CHANGED),
    "too long": ({"body": bytes(101)}, "sent more than 100 bytes", CHANGED),
    "again and again": (moved("/data"), "cannot be asked: Exceeded 30 redirects.", LATER),
    "to nowhere": (moved("http://[nowhere"), "cannot be asked: Invalid IPv6 URL", LATER),
    "for ever": (waiting("9" * 400), "and asks to wait 1,000,000,000 seconds", HELD),
}
LASTING |= {
    place: (moved(place), f"redirects to an address that is not safe, {place}", CHANGED) for place in UNSAFE
}


def test_a_fault_that_lasts_is_told_in_a_sentence_with_advice_that_fits(
    there: Publishers, session: Session, slept: list[float]
) -> None:
    url, wrong = f"{there.base}/data", []
    for name, (fault, cause, advice) in LASTING.items():
        there.misbehave("/data", times=99, **fault)
        error = refused(session, url, check=refuse_pages, limit=100)
        asked = not cause.startswith(("could not be", "cannot be"))
        pauses = [0, 4, 8] if cause.endswith("4 tries") else []
        right = (
            str(error).startswith(f"{url} ") and str(error).endswith(cause) and advice in error.advice,
            ("a proxy" in error.advice) == (advice == LATER and "JSON" not in cause),
            (error.address, error.blocked) == (url, advice == BLOCKED),
            error.status == (fault.get("status", 200) if asked else None),
            len(pauses) == len(slept)
            and all(low <= pause <= low + 2 for low, pause in zip(pauses, slept, strict=True)),
        )
        if not all(right):
            wrong.append((name, right, str(error), error.advice, list(slept)))
        there.behave()
        slept.clear()
    assert wrong == []


def test_retry_after_is_waited_for(there: Publishers, session: Session, slept: list[float]) -> None:
    date = datetime.now(UTC) + timedelta(seconds=60)
    for header in ("7", "60", format_datetime(date, usegmt=True)):
        there.misbehave("/data", **waiting(header))
        session.get(f"{there.base}/data")
    assert slept[:2] == [7, 60]
    assert 0 < slept[2] <= 60


def test_what_a_check_finds_beyond_repair_is_not_asked_for_again(there: Publishers, session: Session) -> None:
    def find_fault(body: bytes) -> None:
        raise BadFile("the publisher answers: the indicator was archived")

    with pytest.raises(BadFile, match="archived"):
        session.get(f"{there.base}/data", check=find_fault)
    assert len(there.seen) == 1


def test_a_compression_bomb_is_stopped_at_the_limit(there: Publishers, session: Session) -> None:
    packed = gzip.compress(bytes(50_000_000))
    assert len(packed) < 100_000
    there.misbehave("/data", times=2, body=packed, headers=GZIP)
    tracemalloc.start()
    assert str(refused(session, f"{there.base}/data", limit=100_000)).endswith("sent more than 100,000 bytes")
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    assert len(session.get(f"{there.base}/data", limit=50_000_000)) == 50_000_000


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
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}/data"
        finally:
            done.set()
            thread.join()


def test_a_source_is_given_up_at_its_deadline_however_it_stalls(there: Publishers) -> None:
    there.misbehave("/data", times=9, drip=0.02, body=bytes(500))
    with dripping_head() as head:
        for url, many in ((f"{there.base}/data", False), (f"{there.base}/data", True), (head, False)):
            with Session(live(deadline=0.4)) as session:
                with pytest.raises(SourceUnreachable) as raised:
                    _ = list(session.get_all([url] * 5)) if many else session.get(url)
                told = f"{url} was cancelled: the source had not answered in full after 0.4 s"
                assert str(raised.value) == told
                assert "raise `deadline` in [test.live] of data/catalog/sources.toml" in raised.value.advice
                there.misbehave("/0", delay=0.02)
                assert "was cancelled" in str(refused(session, f"{there.base}/0")), (
                    "not one answer's time is up"
                )


def test_what_is_done_between_two_answers_does_not_count_for_the_deadline(
    there: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Session(live()) as session:
        session.get(f"{there.base}/data")
        monkeypatch.setattr(http, "monotonic", lambda: time.monotonic() + 100)
        assert session.get(f"{there.base}/data") == CONTENT


def test_nothing_is_sent_but_who_asks_and_for_what(
    there: Publishers, session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login reader password word\n", encoding="ascii")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    there.misbehave("/data", headers={"Set-Cookie": "visitor=1; Path=/"})
    there.misbehave("/data", **moved("/1"))
    for _ in range(2):
        session.get(f"{there.base}/data", accept="application/json")
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    assert [seen.path for seen in there.seen] == ["/data", "/data", "/1"]
    for seen in there.seen:
        assert seen.headers == {
            "host": there.base.removeprefix("http://"),
            "user-agent": f"{project['name']}/{project['version']}",
            "accept": "application/json",
            "accept-encoding": "gzip",
            "connection": "keep-alive",
        }


def test_five_redirects_are_followed_and_their_bodies_are_not_read(
    there: Publishers, session: Session
) -> None:
    for status, place in zip(
        (301, 302, 303, 307, 308), ("/0", "0", f"{there.base}/0", "/0", "/1"), strict=True
    ):
        headers = {"Location": place, "Content-Length": "1000000"}
        there.misbehave("/0", status=status, headers=headers)
    assert session.get(f"{there.base}/0") == b"1"


def test_a_redirect_to_another_host_is_refused_unless_the_catalog_names_it(there: Publishers) -> None:
    elsewhere = there.base.replace("127.0.0.1", "localhost")
    there.misbehave("/0", times=2, **moved(f"{elsewhere}/1"))
    with Session(live()) as session:
        error = refused(session, f"{there.base}/0")
    assert str(error) == (
        f"{there.base}/0 redirects to another host, localhost: if the publisher keeps its files there, "
        "add it to `hosts` in [test.live] of data/catalog/sources.toml"
    )
    assert error.status == 302
    assert error.advice.endswith("Add the host only if the publisher's own pages lead there, too.")
    with Session(live(hosts=("localhost",))) as session:
        assert session.get(f"{there.base}/0") == b"1"
    there.seen.clear()
    for trick in (f"{elsewhere}\\@127.0.0.1/1", f"http://127.0.0.1@{elsewhere.removeprefix('http://')}/1"):
        there.misbehave("/0", **moved(trick))
        with Session(live()) as session:
            assert "redirects to an address that is not safe" in str(refused(session, f"{there.base}/0"))
    assert there.paths == ["/0", "/0"]


@pytest.mark.parametrize(
    ("here", "there", "told"),
    [
        ("https://publisher.test/0", "http://publisher.test/1", r"not safe, http://publisher\.test/1"),
        ("https://publisher.test/0", "https://publisher.test:8443/1", r"another port, publisher\.test:8443"),
        ("http://publisher.test:81/0", "http://publisher.test/1", r"another port, publisher\.test"),
        ("http://publisher.test/0", "https://publisher.test:443/1", ""),
        ("https://publisher.test:8443/0", "https://publisher.test:8443/1", ""),
    ],
)
def test_a_redirect_stays_on_https_and_on_its_port(
    session: Session, here: str, there: str, told: str
) -> None:
    response = requests.Response()
    response.status_code, response.url, response.raw = 302, here, io.BytesIO()
    response.headers["Location"] = there
    with pytest.raises(Failed, match=told) if told else nullcontext():
        assert session.get_redirect_target(response) == there


def test_the_proxy_of_the_environment_is_used_but_for_the_hosts_it_excepts(
    there: Publishers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", there.base)
    monkeypatch.setenv("https_proxy", there.base)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert session.get("http://publisher.test/1") == b"1"
    assert session.get(f"{there.base}/2") == b"2"
    assert there.paths == ["http://publisher.test/1", "/2"]
    assert "could not be reached through the proxy" in str(refused(session, "https://publisher.test/1"))


def test_what_is_no_address_is_said_at_once(session: Session) -> None:
    for address in ("", "nonsense", "ftp://publisher.test/1", "http://", "http://[/1", "https://a..b/"):
        told = str(refused(session, address))
        assert ("cannot be asked: " in told, "tries" in told) == (True, False), address


def test_certificates_names_and_proxies_are_told_apart(
    session: Session, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = "NameResolutionError: Temporary"
    for error, tries, words in (
        (asking.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] unable"), 1, "certificate that this computer"),
        (asking.ConnectionError(nowhere), 4, "no internet connection, or no such host"),
        (asking.ProxyError(nowhere), 4, "could not be reached through the proxy"),
    ):
        slept.clear()
        monkeypatch.setattr(session, "request", Mock(side_effect=error))
        assert words in str(refused(session, "https://publisher.test/1"))
        assert len(slept) == tries - 1, words


def test_many_answers_come_in_order_from_no_more_than_the_threads_allowed(there: Publishers) -> None:
    done: list[tuple[int, int]] = []
    together = threading.Barrier(3)  # the first three are answered once all of them have been asked

    def wait(body: bytes) -> bytes:
        together.wait(60)
        return body

    there.misbehave("/[0-2]$", times=3, edit=wait)
    urls = [f"{there.base}/{number}" for number in range(9)]
    with Session(live(), progress=lambda *count: done.append(count)) as session:
        assert list(session.get_all(urls)) == [b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8"]
    assert there.busiest == 3
    assert done == [(number, 9) for number in range(1, 10)]


def test_a_failure_or_leaving_the_loop_calls_off_what_has_not_been_asked_for(
    there: Publishers, session: Session
) -> None:
    there.latency = 0.1
    there.misbehave("/1$", status=404)
    urls = [f"{there.base}/{number}" for number in range(20)]
    with pytest.raises(SourceUnreachable, match=r"/1 answered 404 Not Found$"):
        list(session.get_all(urls))
    there.misbehave("/1$", body=bytes(1000), drip=0.02)
    answers = session.get_all(urls)
    assert next(answers) == b"0"
    answers.close()  # type: ignore[attr-defined]
    assert session.get(f"{there.base}/19") == b"19"
    assert len(there.seen) < 20
