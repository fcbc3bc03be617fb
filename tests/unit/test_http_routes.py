"""Where the session goes: redirects, proxies, certificates, addresses; and many answers at once."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any

import pytest
from requests import exceptions as asking
from requests.adapters import HTTPAdapter

from etl.errors import SourceUnreachable
from etl.http import Session
from etl.http.answer import explain
from tests.publishers import Publishers
from tests.unit.test_http import live

if TYPE_CHECKING:
    from collections.abc import Iterator

    import requests


@pytest.fixture
def there() -> Iterator[Publishers]:
    with Publishers() as running:
        for number in range(20):
            running.file(f"/{number}", str(number).encode())
        yield running


@pytest.fixture
def session() -> Iterator[Session]:
    with Session(live(), sleep=lambda _: None) as running:
        yield running


# --- redirects -------------------------------------------------------------------------------------------


class WithoutEncryption(HTTPAdapter):
    """Asks https addresses over http: loopback has no certificate."""

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        request.url = str(request.url).replace("https://", "http://", 1)
        return super().send(request, *args, **kwargs)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("place", ["/1", "1", "{base}/1"])
def test_a_redirect_on_the_same_host_is_followed(
    status: int, place: str, there: Publishers, session: Session
) -> None:
    there.misbehave("/0", status=status, headers={"Location": place.format(base=there.base)})
    assert session.get(f"{there.base}/0") == b"1"


def test_a_redirect_to_another_host_is_refused_unless_the_catalog_names_it(there: Publishers) -> None:
    elsewhere = there.base.replace("127.0.0.1", "localhost") + "/1"
    there.misbehave("/0", times=2, status=302, headers={"Location": elsewhere})
    with Session(live()) as session, pytest.raises(SourceUnreachable) as raised:
        session.get(f"{there.base}/0")
    assert str(raised.value) == (
        f"{there.base}/0 redirects to another host, localhost: if the publisher keeps its files there, "
        "add it to `hosts` in [test.live] of data/catalog/sources.toml"
    )
    assert raised.value.status == 302
    with Session(live(hosts=("localhost",))) as session:
        assert session.get(f"{there.base}/0") == b"1"


def test_five_redirects_are_followed_and_no_more(there: Publishers, session: Session) -> None:
    there.misbehave("/0", times=5, status=302, headers={"Location": "/0"})
    assert session.get(f"{there.base}/0") == b"0"
    there.misbehave("/0", times=9, status=302, headers={"Location": "/0"})
    with pytest.raises(SourceUnreachable, match=r"/0 redirected more than 5 times$"):
        session.get(f"{there.base}/0")
    assert len(there.seen) == 12


@pytest.mark.parametrize("place", ["http://{host}/1", "ftp://{host}/1"])
def test_a_redirect_away_from_https_is_refused(place: str, there: Publishers, session: Session) -> None:
    session._http.mount("https://", WithoutEncryption())
    host = there.base.removeprefix("http://")
    there.misbehave("/0", status=302, headers={"Location": place.format(host=host)})
    with pytest.raises(SourceUnreachable, match="redirects to an address that is not safe"):
        session.get(f"https://{host}/0")
    assert len(there.seen) == 1


def test_a_redirect_to_no_host_is_refused(there: Publishers, session: Session) -> None:
    for place in ("file:///etc/passwd", "http://:80/1"):
        there.misbehave("/0", status=302, headers={"Location": place})
        with pytest.raises(SourceUnreachable, match=f"redirects to an address that is not safe, {place}$"):
            session.get(f"{there.base}/0")


def test_the_body_of_a_redirect_is_not_read(there: Publishers, session: Session) -> None:
    there.misbehave("/0", status=302, headers={"Location": "/1"}, body=bytes(20), drip=0.4)
    assert session.get(f"{there.base}/0") == b"1"
    assert there.seen[1].time - there.seen[0].time < 0.3


def test_a_redirect_to_no_address_is_an_error(there: Publishers, session: Session) -> None:
    there.misbehave("/0", status=302, headers={"Location": "http://[nowhere"})
    with pytest.raises(SourceUnreachable, match=r"redirects to 'http://\[nowhere', which is no address"):
        session.get(f"{there.base}/0")


# --- the environment -------------------------------------------------------------------------------------


def test_the_proxy_of_the_environment_is_used_but_for_the_hosts_it_excepts(
    there: Publishers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", there.base)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    assert session.get("http://publisher.test/1") == b"1"
    assert session.get(f"{there.base}/2") == b"2"
    assert there.paths == ["http://publisher.test/1", "/2"]


def test_a_proxy_that_does_not_connect_is_named_as_the_cause(
    there: Publishers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", there.base)
    monkeypatch.setenv("no_proxy", "")
    with pytest.raises(SourceUnreachable, match="could not be reached through the proxy"):
        session.get("https://publisher.test/1")


def test_the_certificates_of_the_environment_are_used(
    there: Publishers, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/certificates/of/the/company.pem")
    with pytest.raises(SourceUnreachable, match=r"cannot be asked: .*/certificates/of/the/company.pem$"):
        session.get(there.base.replace("http", "https") + "/1")


@pytest.mark.parametrize(
    "address", ["", "nonsense", "ftp://publisher.test/1", "http://", "http://[/1", "https://a..b/"]
)
def test_what_is_no_address_is_said_at_once(address: str, session: Session) -> None:
    with pytest.raises(SourceUnreachable, match="cannot be asked: "):
        session.get(address)


def test_a_server_that_is_not_there_is_said_in_plain_words(session: Session) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(SourceUnreachable) as raised:
        session.get(f"http://127.0.0.1:{port}/")
    assert str(raised.value).endswith("could not be reached, or broke off the connection, 4 tries")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            asking.SSLError("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get issuer"),
            "certificate that this computer",
        ),
        (
            asking.ConnectionError("NameResolutionError: Temporary failure"),
            "no internet connection, or no such host",
        ),
        (
            asking.ProxyError("NameResolutionError: Temporary failure"),
            "could not be reached through the proxy",
        ),
    ],
)
def test_certificates_names_and_proxies_are_told_apart(error: Exception, words: str) -> None:
    assert words in str(explain(error))


def test_a_server_without_encryption_is_not_asked_in_plain_text(there: Publishers, session: Session) -> None:
    with pytest.raises(SourceUnreachable, match="broke off the secure connection, 4 tries"):
        session.get(there.base.replace("http", "https") + "/1")
    assert there.seen == []


# --- many answers ----------------------------------------------------------------------------------------


def test_many_answers_come_in_order_from_no_more_than_the_threads_allowed(there: Publishers) -> None:
    done: list[tuple[int, int]] = []
    there.misbehave("/0", delay=0.2)
    there.latency = 0.02
    urls = [f"{there.base}/{number}" for number in range(9)]
    with Session(live(), progress=lambda *count: done.append(count)) as session:
        assert list(session.get_all(urls)) == [b"0", b"1", b"2", b"3", b"4", b"5", b"6", b"7", b"8"]
    assert there.busiest == 3
    assert done == [(number, 9) for number in range(1, 10)]


def test_the_first_failure_calls_off_what_is_not_answered(there: Publishers, session: Session) -> None:
    there.misbehave("/0", delay=0.2)
    there.misbehave("/1$", status=404)
    there.misbehave("/2", times=9, status=502, delay=0.1)
    urls = [f"{there.base}/{number}" for number in range(20)]
    with pytest.raises(SourceUnreachable, match=r"/1 answered 404 Not Found$"):
        list(session.get_all(urls))
    assert len(there.seen) < 8


def test_leaving_the_loop_calls_off_what_is_not_answered(there: Publishers, session: Session) -> None:
    there.misbehave("/1$", body=bytes(100), drip=0.02)
    answers = session.get_all([f"{there.base}/{number}" for number in range(20)])
    assert next(answers) == b"0"
    start = time.monotonic()
    answers.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 1
    assert session.get(f"{there.base}/19") == b"19"
