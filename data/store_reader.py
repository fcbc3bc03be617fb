"""A published store read from elsewhere: a folder, a web server or an object store, within limits.

A store has the layout of the data folder: CURRENT names a version, versions/<id> holds its package. What it
sends is believed only once it is verified (data.mirror). Buckets are read through obstore, imported only for
one; web servers are not, since its client follows redirects to other hosts.
"""

from __future__ import annotations

import os
import re
import time
from base64 import b64encode
from concurrent.futures import Future, wait
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    url2pathname,
)

from data.snapshot import POINTER, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.client import HTTPResponse

    from obstore.store import ObjectStore

WEB: Final = ("http", "https")
BUCKETS: Final = {"s3": "AWS_ALLOW_HTTP", "gs": "GOOGLE_ALLOW_HTTP", "az": "AZURE_ALLOW_HTTP"}
"""Kinds of object stores, and the variables that allow each to be reached without encryption."""
CONNECT: Final = timedelta(seconds=5)
FILE_TIME: Final = timedelta(seconds=120)
"""Within which one file must have come, whole, however often it was requested."""
TOTAL_TIME: Final = timedelta(seconds=240)
"""Within which all files that are read of an open store must have come."""
PAUSES: Final = (0.1, 0.2)
"""Seconds before a web server that failed is tried again."""
REDIRECTS: Final = 5
AGENT: Final = "innovation-trajectory"
CHUNK: Final = 256 * 1024
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")  # a single letter is a drive of Windows
_STATUS: Final = re.compile(r"status(?: code)?: ([345][0-9]{2})\b")
_RESERVED: Final = "%/:?#[]@!$&'()*+,;="
_ID: Final = re.compile(rb"[0-9a-f]{12}\r?\n?")


class StoreReadError(Exception):
    """A store that does not give what it should; the message names the file, never an address."""


class StoreReader:
    """A store that can be read.

    No file is waited for longer than `FILE_TIME`, nor all of them longer than `total`, which begins now. No
    timeout of a socket holds against a head that drips, and a share that hangs has none: what is late is left
    to its thread, which ends with the program.
    """

    def __init__(self, url: str, total: timedelta | None = None) -> None:
        """Open the store at an address; ValueError, without secrets, if there is no such kind of store."""
        kind, place = located(url)
        self._end = time.monotonic() + (total or TOTAL_TIME).total_seconds()
        self.source: Path | WebServer | ObjectStore
        if isinstance(place, Path):
            self.source = place
        else:
            self.source = WebServer(place) if kind in WEB else connect(kind, place)

    def current(self) -> str:
        """Return the id that CURRENT names; StoreReadError if there is none."""
        content = self.read(POINTER, 64)
        if not _ID.fullmatch(content):
            raise StoreReadError(f"{POINTER} does not name a version")
        return content.decode("ascii").strip()

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store; StoreReadError if it has more bytes than the limit."""
        answer: Future[bytes] = Future()

        def fetch() -> None:
            try:
                answer.set_result(self._read(name, limit))
            except BaseException as error:  # noqa: BLE001 (raised again below)
                answer.set_exception(error)

        try:
            left = min(FILE_TIME.total_seconds(), self._end - time.monotonic())
            if left > 0:
                Thread(target=fetch, daemon=True).start()
                wait([answer], left)
            if not answer.done():
                raise StoreReadError("cannot be read: it took too long")
            return answer.result()
        except Exception as error:
            raise StoreReadError(f"{name.rpartition('/')[2]} {_trouble(error)}") from error

    def _read(self, name: str, limit: int) -> bytes:
        if isinstance(self.source, WebServer):
            return self.source.read(name, limit)
        if isinstance(self.source, Path):
            with (self.source / name).open("rb") as handle:
                size = os.fstat(handle.fileno()).st_size
                return _within(iter(lambda: handle.read(CHUNK), b""), size, limit)
        import obstore

        answer = obstore.get(self.source, name)
        return _within(answer.stream(min_chunk_size=CHUNK), answer.meta["size"], limit)


class WebServer:
    """A web server that has the files: it alone is reached, whatever it says of other places.

    A redirect to another host or port would let a store read, through this machine, what only this one can
    reach. No coding is accepted and none undone: the bytes that count are those that come. Proxies are those
    of the environment (HTTPS_PROXY, NO_PROXY), certificates those of the system (SSL_CERT_FILE).
    """

    def __init__(self, address: str) -> None:
        """Keep the address; user and password in it are sent with each request."""
        parts = urlsplit(address)
        self._headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._headers["Authorization"] = f"Basic {b64encode(pair.encode()).decode()}"
        self._base = parts._replace(netloc=parts.netloc.rpartition("@")[2].lower())
        self._opener = OpenerDirector()  # one that knows HTTP alone, and takes every status as it comes
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
            self._opener.add_handler(handler)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file, after as many tries as make sense."""
        address = quote(urlunsplit(self._base._replace(path=f"{self._base.path}/{name}")), safe=_RESERVED)
        for pause in PAUSES:
            try:
                return self._read(address, limit)
            except (FileNotFoundError, StoreReadError):
                raise
            except Exception:  # noqa: BLE001 - of sockets, of http.client, and of what is no number
                time.sleep(pause)
        return self._read(address, limit)

    def _read(self, address: str, limit: int) -> bytes:
        with self._open(address) as answer:
            size = int(answer.headers.get("Content-Length") or 0)
            content = _within(iter(lambda: answer.read1(CHUNK), b""), size, limit)
        if len(content) < size:
            raise EOFError
        return content

    def _open(self, address: str) -> HTTPResponse:
        """Return the answer with the file, at the address or where the same server says that it is."""
        for _ in range(REDIRECTS + 1):
            request = Request(address, headers=self._headers)  # noqa: S310 - http or https
            answer: HTTPResponse = self._opener.open(request, timeout=FILE_TIME.total_seconds())
            if answer.status == 200:
                return answer
            answer.close()
            target = answer.headers.get("Location")
            if not 300 <= answer.status < 400 or not target:
                raise _refusal(answer.status)
            address = urljoin(address, target)
            if urlsplit(address)[:2] != self._base[:2]:  # scheme, and host with port
                raise StoreReadError("cannot be read: it leads to another host or port")
        raise StoreReadError("cannot be read: it leads on and on")


def _refusal(status: int) -> Exception:
    """Return the error of a status; one that may pass is no StoreReadError."""
    if status in (404, 410):
        return FileNotFoundError()
    if status in (401, 403, 407):
        return StoreReadError("cannot be read: access is refused")
    if status == 429 or status >= 500:
        return OSError(f"status: {status}")
    return StoreReadError(f"cannot be read: the answer is {status}")


def located(url: str) -> tuple[str, Path | str]:
    """Return the kind of an address, "file" for a folder, and the folder or the address.

    Raises ValueError, whose message holds no secret, if there is no such kind of store.
    """
    found = _SCHEME.match(url)
    if not found:
        return "file", Path(url)
    kind = found[1].lower()
    if kind == "file":
        return kind, Path(url2pathname(urlsplit(url).path))
    if kind not in (*WEB, *BUCKETS):
        known = ", ".join(f"{one}://" for one in (*WEB, *BUCKETS))
        raise ValueError(f"there is no store of the kind {kind}; there are folders, {known}")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host:
        raise ValueError(f"an address of the kind {kind} names a host or a bucket: {kind}://NAME/PATH")
    return kind, urlunsplit(parts._replace(path=parts.path.rstrip("/"), fragment=""))


def without_secrets(url: str) -> str:
    """Return an address for messages: without user, password and signature."""
    if not _SCHEME.match(url):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))


def inside(identity: str, name: str) -> str:
    """Return the path of a version's file in a store."""
    return f"{VERSIONS}/{identity}/{name}"


def connect(kind: str, address: str) -> ObjectStore:
    """Return obstore's store of an address, with limits to waiting and to trying again.

    Credentials, region and endpoint are those of the standard variables (AWS_..., GOOGLE_..., AZURE_...).
    Options given here replace those of the environment, so its AWS_ALLOW_HTTP and the like are read here.
    """
    from obstore.store import from_url

    plain = os.environ.get(BUCKETS[kind], "").lower() in ("1", "true", "yes")
    try:
        return from_url(
            address,
            client_options={"connect_timeout": CONNECT, "timeout": FILE_TIME, "allow_http": plain},
            retry_config={"max_retries": 2, "retry_timeout": FILE_TIME},
        )
    except Exception as error:
        raise StoreReadError("its address or its settings cannot be used") from error


def reason(error: BaseException) -> str:
    """Return why a request failed, in words that hold neither address nor credentials."""
    name, text = type(error).__name__, str(error)
    if name in ("PermissionDeniedError", "UnauthenticatedError", "PermissionError"):
        return "access is refused"
    if isinstance(error, OSError) and error.strerror and error.filename is not None:
        return error.strerror  # of a file, not of a connection
    if status := _STATUS.search(text):
        return f"the answer is {status[1]}"
    return "it took too long" if "TimedOut" in text else "there is no whole answer"


def _trouble(error: Exception) -> str:
    """Return what is wrong with a file, in words that follow its name."""
    if isinstance(error, StoreReadError):
        return str(error)
    return "was not found" if isinstance(error, FileNotFoundError) else f"cannot be read: {reason(error)}"


def _within(chunks: Iterable[object], size: int, limit: int) -> bytes:
    """Return chunks as one, unless they are, or their stated size is, larger than the limit."""
    content = bytearray()
    if size <= limit:
        for chunk in chunks:
            content += memoryview(chunk)  # type: ignore[arg-type] # bytes, or what obstore has in their place
            if len(content) > limit:
                break
        else:
            return bytes(content)
    raise StoreReadError("is larger than it may be")
