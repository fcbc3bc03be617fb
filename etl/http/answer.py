"""What an answer of a publisher is worth: its status, its whole body, or why there is none."""

import re
import time
import zlib
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Final

import requests
from requests import exceptions as asking
from urllib3 import exceptions as reading

DEADLINE = 180.0
"""Seconds for the whole body of an answer, so that one that drips cannot hold a refresh for ever."""
LONGEST_WAIT: Final = 60.0
"""Seconds of Retry-After that are waited; a publisher who asks for more is left alone."""
TRANSIENT: Final = frozenset((429, 500, 502, 503, 504))
REFUSALS: Final = frozenset((HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN))
CHALLENGED: Final = frozenset((202, 405, 429, 503))
"""Statuses under which web firewalls send a page that a browser must answer; they may mean something else."""
ENCODINGS: Final = "gzip"
_OTHER_ENCODINGS: Final = frozenset(("br", "compress", "deflate", "zstd"))
"""Other words that servers write there, e.g. utf-8, change nothing about the bytes."""
_FIREWALLS: Final = ("cf-mitigated", "x-amzn-waf-action")
"""Headers in which web firewalls name what they did with a request."""
_CHALLENGE: Final = re.compile(
    rb"captcha|challenge|not a robot|just a moment|access denied|request blocked|enable javascript and",
    re.I,
)
_PIECE: Final = 2**16
_ENDLESS: Final = 1e9
_BROKEN: Final = "broke off in the middle of its answer"
_CAUSES: Final = (  # the first that fits; another try may help
    (asking.ProxyError, "could not be reached through the proxy that the environment names"),
    (asking.SSLError, "broke off the secure connection"),
    (asking.Timeout, "did not answer in time"),
    (asking.ConnectionError, "could not be reached, or broke off the connection"),
    (reading.TimeoutError, "stopped in the middle of its answer"),
    (reading.SSLError, "broke off the secure connection"),
    (reading.ProtocolError, _BROKEN),
)


class Failed(Exception):
    """One try without a usable answer: its cause, the status if there was one, whether and when to try again.

    wait is in seconds, 0 if the publisher does not say; blocked: the publisher refuses programs.
    """

    def __init__(
        self,
        cause: str,
        status: int | None = None,
        *,
        again: bool,
        wait: float = 0.0,
        blocked: bool = False,
    ) -> None:
        super().__init__(cause)
        self.status, self.again, self.wait, self.blocked = status, again, wait, blocked


def accept_status(response: requests.Response, now: float) -> None:
    """Raise Failed unless the status is 200; Retry-After counts from now, in seconds since 1970."""
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    cause = answered(status)
    if status in REFUSALS or _challenges(response):
        cause += ": the publisher refuses automatic downloads, or the network that they come from"
        raise Failed(cause, status, again=False, blocked=True)
    if status not in TRANSIENT:
        raise Failed(cause, status, again=False)
    wait = _retry_after(response.headers.get("Retry-After", ""), now)
    if wait > LONGEST_WAIT:
        raise Failed(f"{cause} and asks to wait {_duration(wait)}", status, again=False)
    raise Failed(cause, status, again=True, wait=wait)


def answered(status: int) -> str:
    """Return a status in words."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    return f"answered {status} {phrase}".rstrip()


def is_page(content: bytes) -> bool:
    """Return whether a body is a web page, which no source here answers with."""
    start = content[:1_000].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    return start.startswith((b"<!doctype html", b"<html"))


def _challenges(response: requests.Response) -> bool:
    """Return whether a firewall answered in place of the publisher: by its header, or by its page.

    One piece of the page is read, however long it is.
    """
    if any(response.headers.get(name) for name in _FIREWALLS):
        return True
    if response.status_code not in CHALLENGED:
        return False
    try:
        page = response.raw.read1(_PIECE, decode_content=True)
    except (reading.HTTPError, OSError):
        return False
    if not is_page(page):
        return False
    return response.status_code == HTTPStatus.ACCEPTED or bool(_CHALLENGE.search(page))


def read_start(response: requests.Response, size: int) -> bytes:
    """Return the first `size` bytes of a body, or all of a shorter one; Failed if they do not come."""
    body, status = bytearray(), response.status_code
    try:
        while len(body) < size and (piece := response.raw.read1(size - len(body), decode_content=True)):
            body += piece
    except reading.HTTPError as error:
        raise explain(error, status) from error
    return bytes(body[:size])


def read_body(response: requests.Response, limit: int, proceed: Callable[[], None]) -> bytes:
    """Return the whole body, decompressed; Failed if it has more bytes than limit, or is slow or broken.

    proceed is called after each piece; what it raises ends the reading.
    """
    status, end = response.status_code, time.monotonic() + DEADLINE
    encoding = response.headers.get("Content-Encoding", "").lower()
    if encoding in _OTHER_ENCODINGS:
        raise Failed(
            f"sent its answer in an encoding that was not asked for, {encoding}", status, again=False
        )
    too_large = Failed(f"sent more than {limit:,} bytes", status, again=False)
    if (response.raw.length_remaining or 0) > limit:
        raise too_large
    body, gzip = bytearray(), zlib.decompressobj(wbits=31) if encoding == ENCODINGS else None
    try:
        # read1 returns what has arrived; iter_content waits for a whole piece, however slowly it comes in.
        while piece := response.raw.read1(_PIECE, decode_content=False):
            body += gzip.decompress(piece, limit + 1 - len(body)) if gzip else piece
            if len(body) > limit:
                raise too_large
            if time.monotonic() > end:
                raise Failed(f"did not send its whole answer within {DEADLINE:g} s", status, again=True)
            proceed()
    except reading.HTTPError as error:
        raise explain(error, status) from error
    except zlib.error as error:
        raise Failed("sent an answer that cannot be decompressed", status, again=True) from error
    if gzip and not gzip.eof:
        raise Failed(_BROKEN, status, again=True)
    return bytes(body)


def explain(error: Exception, status: int | None = None) -> Failed:
    """Say in plain words why a request, or the reading of its answer, came to nothing."""
    text = str(error)
    if "CERTIFICATE_VERIFY_FAILED" in text:
        return Failed("has a certificate that this computer does not trust", again=False)
    if "NameResolutionError" in text and not isinstance(error, asking.ProxyError):
        return Failed("could not be found: there is no internet connection, or no such host", again=True)
    for kind, cause in _CAUSES:
        if isinstance(error, kind):
            return Failed(cause, status, again=True)
    return Failed(f"cannot be asked: {text}", again=False)  # e.g. a file of certificates that does not exist


def _retry_after(text: str, now: float) -> float:
    """Return the seconds that Retry-After asks for, 0 if it is absent or makes no sense."""
    try:
        seconds = float(text) if text.isdecimal() else parsedate_to_datetime(text).timestamp() - now
    except (ValueError, OverflowError):
        return 0.0
    return min(max(0.0, seconds), _ENDLESS)


def _duration(seconds: float) -> str:
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} seconds"
