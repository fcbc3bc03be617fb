"""A published store read from elsewhere: a folder, a web server or an object store, within limits.

A store has the layout of the data folder: CURRENT names a version, versions/<id> holds its package. What it
sends is believed only once it is verified (data.mirror). Files are read as streams, so that what is larger
than it may be is left off; fsspec, through which a bucket is written (etl.objects), reads a file whole.
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
from typing import TYPE_CHECKING, Final, Protocol
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

    from obstore.store import ClientConfig, ObjectStore, RetryConfig

WEB: Final = ("http", "https")
OBJECTS: Final = ("s3", "gs", "az")
PLAIN: Final = {"s3": "AWS_ALLOW_HTTP", "gs": "GOOGLE_ALLOW_HTTP", "az": "AZURE_ALLOW_HTTP"}
"""Variables that allow a store of each kind to be reached without encryption."""
CONNECT: Final = timedelta(seconds=5)
ANSWER: Final = timedelta(seconds=120)
"""Within which one file must have come, whole, however often it was asked for."""
LOOK: Final = timedelta(seconds=240)
"""Within which all files that are read of an open store must have come."""
PAUSES: Final = (0.1, 0.2)
"""Seconds before a web server that failed is asked again."""
REDIRECTS: Final = 5
AGENT: Final = "innovation-trajectory"
RETRY: Final[RetryConfig] = {"max_retries": 2, "retry_timeout": ANSWER}
CHUNK: Final = 256 * 1024
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")  # a single letter is a drive of Windows
_STATUS: Final = re.compile(r"status(?: code)?: ([45][0-9]{2})\b")
_RESERVED: Final = "%/:?#[]@!$&'()*+,;="
_ID: Final = re.compile(rb"[0-9a-f]{12}\r?\n?")


class DepotError(Exception):
    """A store that does not give what it should; the message names the file, never an address."""


class Depot(Protocol):
    """A store that can be read."""

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store; DepotError if it has more bytes than the limit."""


def open_depot(url: str) -> Depot:
    """Return the store at an address, which has until `LOOK` from now to give what is asked of it.

    Raises ValueError, whose message holds no secret, if there is no such kind of store.
    """
    kind, place = located(url)
    if isinstance(place, Path):
        return Timed(Folder(place))
    return Timed(Web(place) if kind in WEB else Objects(kind, place))


def located(url: str) -> tuple[str, Path | str]:
    """Return the kind of an address, "file" for a folder, and the folder or the address."""
    found = _SCHEME.match(url)
    kind = found[1].lower() if found else "file"
    if not found:
        return kind, Path(url)
    if kind == "file":
        return kind, Path(url2pathname(urlsplit(url).path))
    if kind not in (*WEB, *OBJECTS):
        known = ", ".join(f"{one}://" for one in (*WEB, *OBJECTS))
        raise ValueError(f"there is no store of the kind {kind}; there are folders, {known}")
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host:
        raise ValueError(f"an address of the kind {kind} names a host or a bucket: {kind}://NAME/PATH")
    return kind, urlunsplit(parts._replace(path=parts.path.rstrip("/"), fragment=""))


def shown(url: str) -> str:
    """Return an address as messages may show it: without user, password and signature."""
    if not _SCHEME.match(url):
        return url
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment=""))


def current(depot: Depot) -> str:
    """Return the id that CURRENT of a store names; DepotError if there is none."""
    content = depot.read(POINTER, 64)
    if not _ID.fullmatch(content):
        raise DepotError(f"{POINTER} does not name a version")
    return content.decode("ascii").strip()


def inside(identity: str, name: str) -> str:
    """Return the path of a version's file in a store."""
    return f"{VERSIONS}/{identity}/{name}"


class Timed:
    """A store that is not waited for longer than `ANSWER` for a file, nor than `LOOK` for all of them.

    No timeout of a socket holds against a head that drips, and a share that hangs has none: what is late is
    left to its thread, which ends with the program.
    """

    def __init__(self, depot: Depot) -> None:
        self._depot, self._end = depot, time.monotonic() + LOOK.total_seconds()

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store."""
        answer: Future[bytes] = Future()

        def ask() -> None:
            try:
                answer.set_result(self._depot.read(name, limit))
            except BaseException as error:  # noqa: BLE001 (raised again below)
                answer.set_exception(error)

        left = min(ANSWER.total_seconds(), self._end - time.monotonic())
        if left > 0:
            Thread(target=ask, daemon=True).start()
            wait([answer], left)
        if not answer.done():
            raise DepotError(f"{_last(name)} cannot be read: it took too long")
        return answer.result()


class Folder:
    """A store in a folder, such as a network drive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store."""
        try:
            with (self.folder / name).open("rb") as handle:
                size = os.fstat(handle.fileno()).st_size
                return _within(iter(lambda: handle.read(CHUNK), b""), size, name, limit)
        except FileNotFoundError as error:
            raise DepotError(f"{_last(name)} was not found") from error
        except OSError as error:
            raise DepotError(f"{_last(name)} cannot be read: {error.strerror}") from error


class Web:
    """A web server that has the files: it alone is asked, whatever it says of other places.

    A redirect to another host or port would let a store read, through this machine, what only this one can
    reach. No coding is asked for and none undone: the bytes that count are those that come. Proxies are those
    of the environment (HTTPS_PROXY, NO_PROXY), certificates those of the system (SSL_CERT_FILE).
    """

    def __init__(self, address: str) -> None:
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
        """Return a file by its path in the store."""
        address = quote(urlunsplit(self._base._replace(path=f"{self._base.path}/{name}")), safe=_RESERVED)
        for pause in PAUSES:
            try:
                return self._read(address, name, limit)
            except _Failed:
                time.sleep(pause)
        return self._read(address, name, limit)

    def _read(self, address: str, name: str, limit: int) -> bytes:
        try:
            with self._asked(address, name) as answer:
                size = int(answer.headers.get("Content-Length") or 0)
                content = _within(iter(lambda: answer.read1(CHUNK), b""), size, name, limit)
        except DepotError:
            raise
        except Exception as error:  # of sockets, of http.client, and of what stands where a number should
            if isinstance(getattr(error, "reason", error), TimeoutError):
                raise DepotError(f"{_last(name)} cannot be read: it took too long") from error
            raise _Failed(f"{_last(name)} cannot be read: there is no whole answer") from error
        if len(content) < size:
            raise _Failed(f"{_last(name)} cannot be read: there is no whole answer")
        return content

    def _asked(self, address: str, name: str) -> HTTPResponse:
        """Return the answer with the file, at the address or where the same server says that it is."""
        for _ in range(REDIRECTS + 1):
            request = Request(address, headers=self._headers)  # noqa: S310 - http or https
            answer: HTTPResponse = self._opener.open(request, timeout=ANSWER.total_seconds())
            if answer.status == 200:
                return answer
            answer.close()
            target = answer.headers.get("Location")
            if not 300 <= answer.status < 400 or not target:
                raise _refused(answer.status, name)
            address = urljoin(address, target)
            if urlsplit(address)[:2] != self._base[:2]:  # scheme, and host with port
                raise DepotError(f"{_last(name)} cannot be read: it leads to another host or port")
        raise DepotError(f"{_last(name)} cannot be read: it leads on and on")


class _Failed(DepotError):
    """A web server failed in a way that may pass."""


def _refused(status: int, name: str) -> DepotError:
    if status in (404, 410):
        return DepotError(f"{_last(name)} was not found")
    if status in (401, 403, 407):
        return DepotError(f"{_last(name)} cannot be read: access is refused")
    kind = _Failed if status == 429 or status >= 500 else DepotError
    return kind(f"{_last(name)} cannot be read: the answer is {status}")


class Objects:
    """An object store with an interface of its own.

    Credentials, region and endpoint are those of its standard variables (AWS_..., GOOGLE_..., AZURE_...).
    """

    def __init__(self, kind: str, address: str) -> None:
        self._store = connected(kind, address)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store."""
        try:
            answer = self._store.get(name)
            return _within(answer.stream(min_chunk_size=CHUNK), answer.meta["size"], name, limit)
        except DepotError:
            raise
        except FileNotFoundError as error:
            raise DepotError(f"{_last(name)} was not found") from error
        except Exception as error:  # obstore's have no common base, and their texts name addresses
            raise DepotError(f"{_last(name)} cannot be read: {reason(error)}") from error


def connected(kind: str, address: str) -> ObjectStore:
    """Return obstore's store of an address, with limits to waiting and to trying again."""
    from obstore.store import from_url

    try:
        return from_url(address, client_options=client_options(kind), retry_config=RETRY)
    except Exception as error:
        raise DepotError("its address or its settings cannot be used") from error


def client_options(kind: str) -> ClientConfig:
    """Return the limits of one request; without encryption only where the environment says so.

    Options given here replace those of the environment, so its AWS_ALLOW_HTTP and the like are read here.
    """
    plain = os.environ.get(PLAIN[kind], "").lower() in ("1", "true", "yes")
    return {"connect_timeout": CONNECT, "timeout": ANSWER, "allow_http": plain}


def reason(error: BaseException) -> str:
    """Return why a request failed, in words that hold neither address nor credentials."""
    name, text = type(error).__name__, str(error)
    if name in ("PermissionDeniedError", "UnauthenticatedError", "PermissionError"):
        return "access is refused"
    if status := _STATUS.search(text):
        return f"the answer is {status[1]}"
    return "it took too long" if "TimedOut" in text else "there is no whole answer"


def _within(chunks: Iterable[object], size: int, name: str, limit: int) -> bytes:
    """Return chunks as one, unless they are, or their stated size is, larger than the limit."""
    content = bytearray()
    if size <= limit:
        for chunk in chunks:
            content += memoryview(chunk)  # type: ignore[arg-type] # bytes, or what obstore has in their place
            if len(content) > limit:
                break
        else:
            return bytes(content)
    raise DepotError(f"{_last(name)} is larger than it may be")


def _last(name: str) -> str:
    return name.rpartition("/")[2]
