"""A published store read from elsewhere: a folder, a web server or an object store, within limits.

A store has the layout of the data folder: CURRENT names a version, versions/<id> holds its package. What it
sends is believed only once it is verified (data.mirror). Files are read as streams, so that what is larger
than it may be is left off; fsspec, through which a bucket is written (etl.objects), reads a file whole.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import url2pathname

from data.snapshot import POINTER, VERSIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from obstore.store import ClientConfig, ObjectStore, RetryConfig

WEB: Final = ("http", "https")
OBJECTS: Final = ("s3", "gs", "az")
PLAIN: Final = {"s3": "AWS_ALLOW_HTTP", "gs": "GOOGLE_ALLOW_HTTP", "az": "AZURE_ALLOW_HTTP"}
"""Variables that allow a store of each kind to be reached without encryption."""
CONNECT: Final = timedelta(seconds=5)
ANSWER: Final = timedelta(seconds=120)
"""Within which one file must have come, whole."""
RETRY: Final[RetryConfig] = {"max_retries": 2, "retry_timeout": ANSWER}
CHUNK: Final = 256 * 1024
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):")  # a single letter is a drive of Windows
_STATUS: Final = re.compile(r"status(?: code)?: ([45][0-9]{2})\b")
_ID: Final = re.compile(rb"[0-9a-f]{12}\r?\n?")


class DepotError(Exception):
    """A store that does not give what it should; the message names the file, never an address."""


class Depot(Protocol):
    """A store that can be read."""

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store; DepotError if it has more bytes than the limit."""


def open_depot(url: str) -> Depot:
    """Return the store at an address; ValueError, whose message holds no secret, if there is no such kind."""
    kind, place = located(url)
    return Folder(place) if isinstance(place, Path) else Remote(kind, place)


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


class Folder:
    """A store in a folder, such as a network drive."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store."""
        try:
            with (self.folder / name).open("rb") as handle:
                return _within(iter(lambda: handle.read(CHUNK), b""), name, limit)
        except FileNotFoundError as error:
            raise DepotError(f"{_last(name)} was not found") from error
        except OSError as error:
            raise DepotError(f"{_last(name)} cannot be read: {error.strerror}") from error


class Remote:
    """A store behind HTTP: a web server that has the files, or an object store with its own interface.

    Credentials, region and endpoint of an object store are those of its standard variables (AWS_...,
    GOOGLE_..., AZURE_...). Without encryption only an address that says http:// is read.
    """

    def __init__(self, kind: str, address: str) -> None:
        self._store = connected(kind, address)

    def read(self, name: str, limit: int) -> bytes:
        """Return a file by its path in the store."""
        try:
            answer = self._store.get(name)
            return _within(answer.stream(min_chunk_size=CHUNK), name, limit)
        except DepotError:
            raise
        except FileNotFoundError as error:
            raise DepotError(f"{_last(name)} was not found") from error
        except Exception as error:  # obstore's have no common base, and their texts name addresses
            raise DepotError(f"{_last(name)} cannot be read: {reason(error)}") from error


def connected(kind: str, address: str) -> ObjectStore:
    """Return obstore's store of an address, with limits to waiting and to trying again."""
    from obstore.store import from_url

    parts = urlsplit(address)
    options = client_options(kind)
    if kind in WEB and parts.username is not None:  # which obstore would pass over
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        options["default_headers"] = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}
        address = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
    try:
        return from_url(address, client_options=options, retry_config=RETRY)
    except Exception as error:
        raise DepotError("its address or its settings cannot be used") from error


def client_options(kind: str) -> ClientConfig:
    """Return the limits of one request; without encryption only where address or environment say so.

    Options given here replace those of the environment, so its AWS_ALLOW_HTTP and the like are read here.
    """
    plain = kind == "http" or os.environ.get(PLAIN.get(kind, ""), "").lower() in ("1", "true", "yes")
    return {"connect_timeout": CONNECT, "timeout": ANSWER, "allow_http": plain}


def reason(error: BaseException) -> str:
    """Return why a request failed, in words that hold neither address nor credentials."""
    name, text = type(error).__name__, str(error)
    if name in ("PermissionDeniedError", "UnauthenticatedError", "PermissionError"):
        return "access is refused"
    if status := _STATUS.search(text):
        return f"the answer is {status[1]}"
    return "it took too long" if "TimedOut" in text else "there is no whole answer"


def _within(chunks: Iterable[object], name: str, limit: int) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += memoryview(chunk)  # type: ignore[arg-type] # bytes, or what obstore has in their place
        if len(content) > limit:
            raise DepotError(f"{_last(name)} is larger than it may be")
    return bytes(content)


def _last(name: str) -> str:
    return name.rpartition("/")[2]
