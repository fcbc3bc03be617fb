"""A published store read from elsewhere: a folder, a web server or an object store, within limits.

A store has the layout of the data folder: CURRENT names a version, versions/<id> holds its package. What it
sends is believed only once it is verified (data.mirror). Buckets are read through obstore; web servers are
not, since its client follows redirects to other hosts.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit
from urllib.request import HTTPHandler, HTTPSHandler, OpenerDirector, ProxyHandler, url2pathname

import obstore
from obstore.store import from_url

from data.snapshot import POINTER, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.client import HTTPResponse

WEB: Final = ("http", "https")
BUCKETS: Final = {"s3": "AWS_ALLOW_HTTP", "gs": "GOOGLE_ALLOW_HTTP", "az": "AZURE_ALLOW_HTTP"}
"""Kinds of object stores, and the variables that allow each to be reached without encryption."""
CONNECT: Final = timedelta(seconds=5)
TIMEOUT: Final = timedelta(seconds=60)
REDIRECTS: Final = 5
AGENT: Final = "innovation-trajectory"
CHUNK: Final = 256 * 1024
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")  # a single letter is a drive of Windows
_STATUS: Final = re.compile(r"status(?: code)?: ([345][0-9]{2})\b")
_LATE: Final = re.compile("timed ?out", re.IGNORECASE)
_RESERVED: Final = "%/:?#[]@!$&'()*+,;="
_ID: Final = re.compile(rb"[0-9a-f]{12}\r?\n?")


class StoreReadError(Exception):
    """A store that does not give what it should; the message names the file, never an address."""


class StoreReader:
    """A store that can be read.

    No timeout of a socket holds against a head that drips, and a share that hangs has none: whoever must not
    wait for ever reads in a program that can be ended (data.mirror).
    """

    def __init__(self, url: str) -> None:
        """Open the store at an address; ValueError, without secrets, if there is no such kind of store."""
        kind, place = located(url)
        self.source: Path | WebServer | obstore.store.ObjectStore
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
        try:
            return self._read(name, limit)
        except Exception as error:
            trouble = str(error) if isinstance(error, StoreReadError) else f"cannot be read: {reason(error)}"
            if isinstance(error, FileNotFoundError):
                trouble = "was not found"
            raise StoreReadError(f"{name.rpartition('/')[2]} {trouble}") from error

    def _read(self, name: str, limit: int) -> bytes:
        if isinstance(self.source, WebServer):
            return self.source.read(name, limit)
        if isinstance(self.source, Path):
            with (self.source / name).open("rb") as handle:
                return _within([handle.read(limit + 1)], 0, limit)
        answer = obstore.get(self.source, name)
        return _within(answer.stream(min_chunk_size=CHUNK), answer.meta["size"], limit)


class WebServer:
    """A web server that has the files: it alone is reached, whatever it says of other places.

    A redirect to another host or port would let a store read, through this machine, what only this one can
    reach. No coding is asked for and none undone: the bytes that count are those that come. Proxies are those
    of the environment (HTTPS_PROXY, NO_PROXY), certificates those of the system (SSL_CERT_FILE).
    """

    def __init__(self, address: str) -> None:
        """Keep the address; user and password in it are sent with each request."""
        parts = urlsplit(address)
        self._base = parts._replace(netloc=parts.netloc.rpartition("@")[2].lower())
        self._opener = OpenerDirector()  # one that knows HTTP alone, and takes every status as it comes
        for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
            self._opener.add_handler(handler)
        self._opener.addheaders = [("User-Agent", AGENT)]
        if parts.username is not None:
            pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
            self._opener.addheaders.append(("Authorization", f"Basic {b64encode(pair.encode()).decode()}"))

    def read(self, name: str, limit: int) -> bytes:
        """Return a file from its address, or from where the same server says that it is."""
        address = quote(urlunsplit(self._base._replace(path=f"{self._base.path}/{name}")), safe=_RESERVED)
        for _ in range(REDIRECTS + 1):
            with self._opener.open(address, timeout=TIMEOUT.total_seconds()) as answer:
                target = answer.headers.get("Location") if 300 <= answer.status < 400 else None
                if not target:
                    return _body(answer, limit)
            address = urljoin(address, target)
            if urlsplit(address)[:2] != self._base[:2]:  # scheme, and host with port
                raise StoreReadError("cannot be read: it leads to another host or port")
        raise StoreReadError("cannot be read: it leads on and on")


def _body(answer: HTTPResponse, limit: int) -> bytes:
    if answer.status in (404, 410):
        raise FileNotFoundError
    if answer.status in (401, 403, 407):
        raise PermissionError
    if answer.status != 200:
        raise StoreReadError(f"cannot be read: the answer is {answer.status}")
    size = int(answer.headers.get("Content-Length") or 0)
    content = _within(iter(lambda: answer.read1(CHUNK), b""), size, limit)
    if len(content) < size:
        raise EOFError
    return content


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


def connect(kind: str, address: str) -> obstore.store.ObjectStore:
    """Return obstore's store of an address, with limits to waiting and to trying again.

    Credentials, region and endpoint are those of the standard variables (AWS_..., GOOGLE_..., AZURE_...).
    Options given here replace those of the environment, so its AWS_ALLOW_HTTP and the like are read here.
    """
    plain = os.environ.get(BUCKETS[kind], "").lower() in ("1", "true", "yes")
    try:
        return from_url(
            address,
            client_options={"connect_timeout": CONNECT, "timeout": TIMEOUT, "allow_http": plain},
            retry_config={"max_retries": 2, "retry_timeout": TIMEOUT},
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
    return "it took too long" if _LATE.search(text) else "there is no whole answer"


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
