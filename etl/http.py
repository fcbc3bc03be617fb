"""Answers of publishers: tried again as urllib3's Retry says, from known hosts, bounded in bytes and time."""

import re
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import KW_ONLY, dataclass
from http.client import responses
from http.cookiejar import DefaultCookiePolicy
from time import monotonic, sleep
from typing import Final, Self, TypeAlias
from urllib.parse import urljoin, urlsplit

import requests
from requests import exceptions as asking
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry

from data.entries import Live
from etl.errors import SourceUnreachable

VERSION: Final = "0.1.0"
AGENT: Final = f"innovation-trajectory/{VERSION}"
LIMIT: Final = 64 * 2**20
START: Final = 2**14
"""Bytes of the start of an answer that tell what it is."""
TIMEOUT = (10.0, 60.0)
"""Seconds until a connection stands, and between two pieces of an answer."""
TRIES: Final = 4
BACKOFF: Final = 2.0
"""Seconds of a pause, doubled with each try and scattered by as many; the second try comes at once."""
LONGEST_WAIT: Final = 60.0
"""Seconds of Retry-After that are waited; a publisher who asks for more is left alone."""
REDIRECTS: Final = 5
TRANSIENT: Final = frozenset((429, 500, 502, 503, 504))
REFUSALS: Final = frozenset((401, 403))
CHALLENGED: Final = frozenset((202, 429, 503))
"""Statuses under which web firewalls send a page that a browser must answer; they may mean something else."""
_FIREWALLS: Final = ("cf-mitigated", "x-amzn-waf-action")
"""Headers in which web firewalls name what they did with a request."""
_CHALLENGE: Final = re.compile(
    rb"captcha|challenge|not a robot|just a moment|access denied|request blocked|enable javascript and",
    re.I,
)
_CAUSES: Final = (  # the first that fits: kind, words in it, what is said, whether another try may help
    (asking.TooManyRedirects, "", f"redirected more than {REDIRECTS} times", False),
    (OSError, "CERTIFICATE_VERIFY_FAILED", "has a certificate that this computer does not trust", False),
    (asking.ProxyError, "", "could not be reached through the proxy that the environment names", True),
    (asking.SSLError, "", "broke off the secure connection", True),
    (asking.Timeout, "", "did not answer in time", True),
    (OSError, "NameResolutionError", "could not be found: no internet connection, or no such host", True),
    (asking.ConnectionError, "", "could not be reached, or broke off the connection", True),
)
_KEPT: Final = "The last good snapshot stays in use."
Check: TypeAlias = Callable[[bytes], None]


class Unusable(Exception):
    """Raised by a check: the body is not the answer asked for, e.g. "a web page in place of JSON"."""


@dataclass(eq=False)
class Failed(Exception):
    """One try without a usable answer: its cause, the status if there was one, whether and when to try again.

    wait is in seconds, 0 if the publisher does not say; blocked: the publisher refuses programs.
    """

    cause: str
    status: int | None = None
    _: KW_ONLY
    again: bool = False
    wait: float = 0.0
    blocked: bool = False

    @property
    def advice(self) -> str:
        """What to do."""
        if self.blocked:
            what = "Try again later, or from another network: this one, or programs, may be refused."
        elif self.wait:
            what = "Try again when that time has passed."
        elif self.again or self.status is None:
            return SourceUnreachable.advice
        else:
            what = "Something has changed at the publisher: look for an update of this program."
        return f"{_KEPT} {what}"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a caller asks for beside the address; start: whether the first `limit` bytes are enough."""

    accept: str
    check: Check | None
    limit: int
    start: bool = False


class Session:
    """Answers of one publisher.

    progress is told how many answers of `get_all` are there, and how many there will be. Proxies and
    certificates are those of the environment (HTTPS_PROXY, NO_PROXY, REQUESTS_CA_BUNDLE). No cookie is kept.
    All answers together may take the seconds of `live.deadline`; what is done between them does not count.
    """

    def __init__(
        self, live: Live, *, progress: Callable[[int, int], None] = lambda _done, _total: None
    ) -> None:
        self._live, self._progress = live, progress
        self._left = float(live.deadline)
        self._http = _Http(live)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, url: str, *, accept: str = "*/*", check: Check | None = None, limit: int = LIMIT) -> bytes:
        """Return the body of the answer, of at most `limit` bytes when decompressed.

        check raises Unusable for a body that is not the answer asked for; it is then asked for again, as a
        web page is. SourceUnreachable if there is no answer.
        """
        (body,) = self._bodies([url], _Wanted(accept, check, limit))
        return body

    def peek(self, url: str, *, accept: str = "*/*", check: Check | None = None) -> bytes:
        """Return the first START bytes of the answer, and hang up; check and errors as for `get`."""
        (body,) = self._bodies([url], _Wanted(accept, check, START, start=True))
        return body

    def get_all(
        self, urls: Sequence[str], *, accept: str = "*/*", check: Check | None = None, limit: int = LIMIT
    ) -> Iterator[bytes]:
        """Yield the bodies in the order of the addresses, asking for at most `live.threads` at once.

        A failure, or leaving the loop, calls off what has not been asked for.
        """
        for done, body in enumerate(self._bodies(urls, _Wanted(accept, check, limit)), 1):
            self._progress(done, len(urls))
            yield body

    def _bodies(self, urls: Sequence[str], wanted: _Wanted) -> Iterator[bytes]:
        """Yield the bodies; SourceUnreachable at the latest when the source's time is up.

        No timeout of a socket holds against a look-up of a name, a head or a body that never ends: what is
        late is left to its thread, which ends with its tries or with the program.
        """
        if urls and self._left <= 0:
            raise self._late(urls[0])
        asked = deque((url, Future[bytes]()) for url in urls)
        waiting = asked.copy()

        def ask() -> None:
            with suppress(IndexError):  # raised where nothing waits any more
                while True:
                    url, answer = waiting.popleft()
                    try:
                        answer.set_result(self._persist(wanted, url))
                    except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
                        answer.set_exception(error)

        for _ in range(min(self._live.threads, len(asked))):
            threading.Thread(target=ask, daemon=True).start()
        try:
            while asked:  # no body stays in memory longer than it is needed
                url, answer = asked.popleft()
                start = monotonic()
                try:
                    body = answer.result(max(0.0, self._left))
                except TimeoutError:
                    raise self._late(url) from None
                finally:
                    self._left -= monotonic() - start
                yield body
        finally:
            waiting.clear()

    def _late(self, url: str) -> SourceUnreachable:
        seconds, place = self._live.deadline, self._live.place("deadline")
        told = f"{url} was given up: the source had not answered in full after {seconds} s"
        return SourceUnreachable(told, url).advise(
            f"{_KEPT} Try again later; where the publisher or the line is always so slow, raise {place}."
        )

    def _persist(self, wanted: _Wanted, url: str) -> bytes:
        """Return the body, after as many tries as make sense."""
        retry = Retry(TRIES - 1, backoff_factor=BACKOFF, backoff_jitter=BACKOFF)
        while True:
            try:
                return self._try(wanted, url)
            except Failed as failed:
                tries = len(retry.history) + 1
                if not failed.again or tries == TRIES:
                    told = f"{url} {failed.cause}" + (f", {tries} tries" if tries > 1 else "")
                    raise SourceUnreachable(told, url, failed.status).advise(failed.advice) from failed
                retry = retry.increment("GET", url, error=failed)
                pause = failed.wait or retry.get_backoff_time()
            sleep(pause)

    def _try(self, wanted: _Wanted, url: str) -> bytes:
        """Return the body of the answer, or of the one that it redirects to; Failed if that is unusable."""
        try:
            response = self._http.get(url, headers={"Accept": wanted.accept}, stream=True, timeout=TIMEOUT)
        except (OSError, ValueError) as error:
            raise explain(error) from error
        with response:
            _accept(response)
            body = _read(response, wanted)
        try:
            if wanted.check:
                wanted.check(body)
            if _is_page(body):
                raise Unusable("a web page in place of the file")
        except Unusable as reason:
            raise Failed(f"answered {reason}", 200, again=True, blocked=_is_page(body)) from reason
        return body


class _Http(requests.Session):
    """requests' session, redirected to known hosts alone, without cookies and passwords of .netrc."""

    def __init__(self, live: Live) -> None:
        super().__init__()
        self._live = live
        self.headers.update({"User-Agent": AGENT, "Accept-Encoding": "gzip"})
        self.max_redirects = REDIRECTS
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.auth = lambda request: request
        for scheme in ("http://", "https://"):
            self.mount(scheme, HTTPAdapter(pool_maxsize=live.threads))

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Look for no password where a redirect leads."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return where an answer leads; Failed unless that is a host of the publisher, as safe as before."""
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        resp.close()  # else its body would be read, however long it is
        here, hosts = urlsplit(resp.url), self._live.place("hosts")
        try:
            there = urlsplit(urljoin(resp.url, target))
            safe = there.scheme in {here.scheme, "https"} and there.hostname and "@" not in there.netloc
        except ValueError:
            safe = False
        if not safe:
            told = f"redirects to an address that is not safe, {target}"
        elif there.hostname not in {here.hostname, *self._live.hosts}:
            allow = f"if the publisher keeps its files there, add it to {hosts}"
            told = f"redirects to another host, {there.hostname}: {allow}"
        else:
            return target
        raise Failed(told, resp.status_code)


def _accept(response: requests.Response) -> None:
    """Raise Failed unless the status is 200."""
    status = response.status_code
    if status == 200:
        return
    cause = f"answered {status} {responses.get(status, '')}".rstrip()
    if _refuses(response):
        cause += ": the publisher refuses automatic downloads, or the network that they come from"
        raise Failed(cause, status, blocked=True)
    if status not in TRANSIENT:
        raise Failed(cause, status)
    try:
        wait = Retry(retry_after_max=10**9).get_retry_after(response.raw) or 0.0
    except InvalidHeader:
        wait = 0.0
    if wait > LONGEST_WAIT:
        raise Failed(f"{cause} and asks to wait {wait:,.0f} seconds", status, wait=wait)
    raise Failed(cause, status, again=True, wait=wait)


def _refuses(response: requests.Response) -> bool:
    """Return whether programs are refused: by status, by a firewall's header, or by the start of its page."""
    status = response.status_code
    if status in REFUSALS or any(name in response.headers for name in _FIREWALLS):
        return True
    if status not in CHALLENGED:
        return False
    try:
        page = response.raw.read1(START, decode_content=True)
    except (HTTPError, OSError):
        return False
    return _is_page(page) and bool(_CHALLENGE.search(page))


def _is_page(content: bytes) -> bool:
    """Return whether a body is a web page, which no source here answers with."""
    start = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _read(response: requests.Response, wanted: _Wanted) -> bytes:
    """Return the body, decompressed, or its start; Failed if it has too many bytes, or is not whole."""
    packed = response.headers.get("Content-Encoding", "").lower() == "gzip"
    gzip, body = zlib.decompressobj(wbits=31), bytearray()
    try:
        for piece in response.raw.stream(START, decode_content=False):
            body += gzip.decompress(piece, wanted.limit + 1 - len(body)) if packed else piece
            if len(body) > wanted.limit:
                if wanted.start:
                    return bytes(body[: wanted.limit])
                raise Failed(f"sent more than {wanted.limit:,} bytes", response.status_code)
        if packed and not gzip.eof:
            raise zlib.error("the end is missing")
    except (HTTPError, OSError, zlib.error) as error:
        told = "sent an answer that breaks off, or cannot be decompressed"
        raise Failed(told, response.status_code, again=True) from error
    return bytes(body)


def explain(error: Exception) -> Failed:
    """Say in plain words why a request came to nothing."""
    text, status = str(error), getattr(getattr(error, "response", None), "status_code", None)
    for kind, words, cause, again in _CAUSES:
        if isinstance(error, kind) and words in text:
            return Failed(cause, status, again=again)
    return Failed(f"cannot be asked: {text}")  # e.g. a file of certificates that does not exist
