"""Answers of publishers: retried as urllib3's Retry says, from known hosts, bounded in bytes and time."""

import re
import threading
import zlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from http.client import CONTINUE, HTTPResponse, responses
from http.cookiejar import DefaultCookiePolicy
from time import monotonic, sleep
from typing import Any, Final, TypeAlias, TypeVar
from urllib.parse import urljoin, urlsplit

import requests
from requests import exceptions as errors
from urllib3.connection import HTTPConnection
from urllib3.exceptions import HTTPError, InvalidHeader
from urllib3.util import Retry

from data.entries import Live
from etl.errors import RETRY_ADVICE, SNAPSHOT_STAYS, SourceUnreachable

MAX_BODY_BYTES: Final = 64 * 2**20
CHUNK_BYTES: Final = 2**14  # enough of a page to recognise it
TIMEOUT = (10.0, 60.0)  # seconds to connect, and between two chunks of an answer
BACKOFF: Final = 2.0
"""Seconds between tries, doubled with each try, plus as much jitter; the second try is immediate."""
_CHALLENGE: Final = re.compile(
    b"captcha|challenge|not a robot|just a moment|access denied|request blocked|enable javascript and", re.I
)
# Advice after a failure.
_WAIT_ADVICE: Final = "Try again when that time has passed."
_BLOCKED_ADVICE: Final = (
    "Try again later, or from another network: the publisher may block programs or this network."
)
_UNUSABLE_ADVICE: Final = "Try again later; if it fails again, look for an update of this program."
_CHANGED_ADVICE: Final = "An address or a form has changed: look for an update of this program."
_GONE_ADVICE: Final = "Look for an update of this program, or of data/catalog/sources.toml."
_MOVED_ADVICE: Final = "Add the host only if the publisher's own pages lead there, too."
_CAUSES: Final = (  # first match: error, words in it, message, whether another try may help
    (OSError, "CERTIFICATE_VERIFY_FAILED", "has a certificate that this computer does not trust", False),
    (errors.ProxyError, "", "could not be reached through the proxy that the environment names", True),
    (errors.Timeout, "", "did not answer in time", True),
    (OSError, "NameResolutionError", "could not be found: no internet connection, or no such host", True),
    (errors.ConnectionError, "", "could not be reached, or broke off the connection", True),
)
_PORTS: Final = {"http": 80, "https": 443}
Check: TypeAlias = Callable[[bytes], None]
Result = TypeVar("Result")


def run_in_thread(work: Callable[[], Result]) -> Future[Result]:
    """Run a function in a daemon thread, which ends with the program even if a publisher never answers."""
    answer: Future[Result] = Future()

    def run() -> None:
        try:
            answer.set_result(work())
        except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
            answer.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return answer


class Unusable(Exception):
    """Raised by a check if the body is not the requested answer, e.g. "a web page in place of JSON"."""


@dataclass(eq=False)
class Failed(Exception):
    """One try without a usable answer; ``again``: another may help, after ``wait`` seconds if not 0."""

    cause: str
    status: int | None = None
    advice: str = RETRY_ADVICE
    again: bool = False
    wait: float = 0.0


class Session(requests.Session):
    """HTTP session for one publisher: redirects to its hosts only, no cookies, no passwords of .netrc.

    ``progress`` is called with the number of answers received and expected. Proxies and
    certificates come from the environment (HTTPS_PROXY, NO_PROXY, REQUESTS_CA_BUNDLE). All answers
    together may take ``live.deadline`` seconds; the time between them does not count.
    """

    def __init__(self, live: Live, *, progress: Callable[[int, int], None] = lambda *_: None) -> None:
        super().__init__()
        self._live, self._progress, self._left = live, progress, float(live.deadline)
        self.headers.update({"User-Agent": "innovation-trajectory/0.1.0", "Accept-Encoding": "gzip"})
        self.cookies.set_policy(DefaultCookiePolicy(allowed_domains=()))
        self.auth = lambda request: request

    def get(self, url: str, **options: Any) -> bytes:  # type: ignore[override]
        """Return the body of the answer; SourceUnreachable if there is none.

        Options: accept, the media type; limit, the largest size of the decompressed body in bytes;
        check, which raises Unusable for a wrong body: it is then requested again, like a web page.
        """
        (body,) = self.get_all([url], **options)
        return body

    def get_all(self, urls: Sequence[str], **options: Any) -> Iterator[bytes]:
        """Yield the bodies in the order of the addresses, with at most ``live.threads`` requests at once.

        Options and errors are those of ``get``. A failure, or leaving the loop, cancels the
        remaining requests. No socket timeout covers a slow name look-up, header or endless body: a
        late answer is left to its thread, which ends with its tries or with the program.
        """
        running: deque[tuple[str, Future[bytes]]] = deque()
        for done in range(len(urls)):
            for url in urls[done + len(running) : done + self._live.threads]:
                running.append((url, run_in_thread(partial(self._persist, url, **options))))
            url, answer = running.popleft()
            began = monotonic()
            try:
                body = answer.result(max(0.0, self._left))
            except TimeoutError:
                late = f"the source had not answered in full after {self._live.deadline} s"
                slow = f"if the connection is always this slow, raise {self._live.setting('deadline')}."
                error = SourceUnreachable(f"{url} was cancelled: {late}", url)
                raise error.advise(f"{SNAPSHOT_STAYS} Try again later; {slow}") from None
            finally:
                self._left -= monotonic() - began
            self._progress(done + 1, len(urls))
            yield body

    def _persist(self, url: str, **options: Any) -> bytes:
        retry = Retry(3, backoff_factor=BACKOFF, backoff_jitter=BACKOFF)
        while True:
            try:
                return self._try(url, **options)
            except Failed as failed:
                if not failed.again or not retry.total:
                    tries = f", {len(retry.history) + 1} tries" if retry.history else ""
                    blocked = failed.advice == _BLOCKED_ADVICE
                    error = SourceUnreachable(
                        f"{url} {failed.cause}{tries}", url, failed.status, blocked=blocked
                    )
                    raise error.advise(f"{SNAPSHOT_STAYS} {failed.advice}") from failed
                retry = retry.increment("GET", url, error=failed)
                sleep(failed.wait or retry.get_backoff_time())

    def _try(
        self, url: str, accept: str = "*/*", check: Check | None = None, limit: int = MAX_BODY_BYTES
    ) -> bytes:
        """Return the decompressed body; Failed if it is not complete and usable."""
        gzip, body = zlib.decompressobj(wbits=31), bytearray()
        try:
            with super().get(url, headers={"Accept": accept}, stream=True, timeout=TIMEOUT) as response:
                if response.status_code != 200:
                    raise _refusal(response)
                packed = response.headers.get("Content-Encoding", "").lower() == "gzip"
                for piece in response.raw.stream(CHUNK_BYTES, decode_content=False):
                    body += gzip.decompress(piece, limit + 1 - len(body)) if packed else piece
                    if len(body) > limit:
                        break
            if packed and not gzip.eof and len(body) <= limit:
                raise zlib.error("the end is missing")
        except (OSError, ValueError) as error:
            for kind, words, cause, again in _CAUSES:
                if isinstance(error, kind) and words in str(error):
                    raise Failed(cause, again=again) from error
            raise Failed(f"cannot be asked: {error}") from error  # e.g. a file of certificates is missing
        except (HTTPError, zlib.error) as error:
            raise Failed("sent an answer that breaks off or cannot be unpacked", 200, again=True) from error
        if len(body) > limit:
            raise Failed(f"sent more than {limit:,} bytes", 200, _CHANGED_ADVICE)
        content = bytes(body)
        try:
            if check:
                check(content)
            if _is_page(content):
                raise Unusable("a web page in place of the file")
        except Unusable as reason:
            advice = _BLOCKED_ADVICE if _is_page(content) else _UNUSABLE_ADVICE
            raise Failed(f"answered {reason}", 200, advice, again=True) from reason
        return content

    def rebuild_auth(self, prepared_request: requests.PreparedRequest, response: requests.Response) -> None:
        """Never look up a password after a redirect."""

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        """Return the target of a redirect; Failed if it is no host of the publisher, or less safe."""
        target = super().get_redirect_target(resp)
        if target is None:
            return None
        resp.close()  # else its body would be read, however long it is
        here, there, status = urlsplit(resp.url), urlsplit(urljoin(resp.url, target)), resp.status_code
        if there.scheme not in {here.scheme, "https"} or not there.hostname or "@" in there.netloc:
            raise Failed(f"redirects to an address that is not safe, {target}", status, _CHANGED_ADVICE)
        if there.hostname not in {here.hostname, *self._live.hosts}:
            allow = f"if the publisher keeps its files there, add it to {self._live.setting('hosts')}"
            raise Failed(f"redirects to another host, {there.hostname}: {allow}", status, _MOVED_ADVICE)
        if (there.port or _PORTS[there.scheme]) not in {here.port or _PORTS[here.scheme], _PORTS["https"]}:
            raise Failed(f"redirects to another port, {there.netloc}", status, _CHANGED_ADVICE)
        return target


def _refusal(response: requests.Response) -> Failed:
    """Return the failure that a status other than 200 means; header or page reveal a firewall."""
    status = response.status_code
    cause = f"answered {status} {responses.get(status, '')}".rstrip()
    page = b""
    if status in (202, 429, 503):  # under these, firewalls send pages that a browser must answer
        with suppress(HTTPError, OSError):
            page = response.raw.read1(CHUNK_BYTES, decode_content=True)
    challenged = _is_page(page) and _CHALLENGE.search(page)
    named = "cf-mitigated" in response.headers or "x-amzn-waf-action" in response.headers
    if challenged or named or status in (401, 403):
        cause += ": the publisher refuses automatic downloads, or the network that they come from"
        return Failed(cause, status, _BLOCKED_ADVICE)
    if status not in (408, 429, 500, 502, 503, 504):
        return Failed(cause, status, _GONE_ADVICE if status in (404, 410) else _CHANGED_ADVICE)
    wait = 0.0
    with suppress(InvalidHeader):
        wait = Retry(retry_after_max=10**9).get_retry_after(response.raw) or wait
    if wait > 60:
        return Failed(f"{cause} and asks to wait {wait:,.0f} seconds", status, _WAIT_ADVICE)
    return Failed(cause, status, again=True, wait=wait)


def _is_page(content: bytes) -> bool:
    """Return whether a body is a web page, which no source here delivers."""
    start = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


class _Response(HTTPResponse):
    """Response that skips informational responses such as 103 Early Hints."""

    def _read_status(self) -> tuple[str, int, str]:
        """Return 100 for their status: http.client skips only that one."""
        version, status, reason = super()._read_status()  # type: ignore[misc]
        return version, CONTINUE if 101 < status < 200 else status, reason


HTTPConnection.response_class = _Response  # TLS connections inherit it
