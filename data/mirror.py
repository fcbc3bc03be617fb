"""Bring what a published store holds into the data folder, verified; a program of its own.

The web process starts it as `python -m data.mirror`, waits for it, and ends it when it takes too long
(service.replica): so no store, however slow or broken, can hold a worker; a fork finds no thread of a client
of stores, which it would break; and the web process imports none. A program that is ended leaves the old or
the new snapshot in use, as every writer does.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from contextlib import suppress
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Any, Final

from data import depot, look, signature, store
from data.descriptor import FILE_NAME, PREFIX, sha256
from data.look import Look
from data.signature import SIGNATURE
from data.snapshot import BUNDLED, VERSIONS, SnapshotError, data_dir, read_descriptor

if TYPE_CHECKING:
    from pathlib import Path

    from data.depot import Depot
    from data.signature import Keys
    from data.store import Store

VARIABLE: Final = "DATA_URL"
EVENT: Final = "mirror"
KEPT: Final = 3
"""Versions that stay in the folder: the one in use, the one before, and one for links to a snapshot."""
DESCRIPTOR: Final = 1024 * 1024
WHOLE: Final = 64 * 1024 * 1024
LEAST: Final = 1024 * 1024
TIMES: Final = 4
"""Bytes of the largest descriptor and of the largest package that is taken; of a table, so many times those
of the bundled snapshot, but LEAST at least. Ten more years fit, and what fits is served within 1 GB."""


def follow(url: str, folder: Path) -> Look | None:
    """Look at a store once and take over what is new; None if another process is at it, or refreshes.

    Whatever goes wrong, the folder keeps the snapshot that it has, and the look says why.
    """
    before = look.read(folder, url)
    try:
        with store.locked(folder) as held:
            trouble = _trouble(url, held)
            now = time.time()
            found = look.failed(before, trouble, now) if trouble else look.confirmed(now)
            with suppress(OSError):
                look.keep(folder, url, found)
            return found
    except store.StoreBusy:
        return None
    except store.StoreError as error:
        return look.failed(before, str(error), time.time())


def _trouble(url: str, held: Store) -> str:
    try:
        bring(depot.open_depot(url), held, signature.keys(os.environ.get(signature.VARIABLE, "")))
    except (depot.DepotError, SnapshotError) as error:
        return f"the published store: {error}"
    except (store.StoreError, ValueError) as error:
        return str(error)
    return ""


def bring(source: Depot, held: Store, keys: Keys = ()) -> str:
    """Put the version that a store names in use, fetching it unless it is held; return its id.

    keys: with any, only what one of them has signed is put in use, whether it comes or was held before.
    Raises DepotError or SnapshotError if the store does not give a whole package with this id, StoreError if
    the folder cannot be written; the version in use then stays in use.
    """
    identity = depot.current(source)
    version = held.folder / VERSIONS / identity
    if not whole(version) or (keys and not _signed(version, keys)):
        held.publish(fetch(source, identity, keys), event={"event": EVENT})
    elif held.current() != identity:
        held.point(identity, EVENT)
    else:
        return identity
    held.prune(KEPT)
    return identity


def fetch(source: Depot, identity: str, keys: Keys = ()) -> store.Package:
    """Return a version of a store, each of its files compared with the size and hash of the descriptor.

    No name that the store sends becomes a path: the tables of a descriptor are those of data.schema.
    """
    content = source.read(depot.inside(identity, FILE_NAME), DESCRIPTOR)
    beside = {SIGNATURE: _signature(source, identity, content, keys)} if keys else {}
    described = read_descriptor(content)
    if described["id"] != identity:
        raise depot.DepotError(f"the package at {identity} is {described['id']}")
    for resource in described["resources"]:
        if resource["bytes"] > _most(resource["name"]):
            raise depot.DepotError(f"{_file(resource)} is larger than it may be")
    if sum(resource["bytes"] for resource in described["resources"]) > WHOLE:
        raise depot.DepotError("the package is larger than it may be")
    files = {FILE_NAME: content}
    for resource in described["resources"]:
        name = _file(resource)
        files[name] = source.read(depot.inside(identity, name), resource["bytes"])
        if len(files[name]) != resource["bytes"] or sha256(files[name]) != resource["hash"]:
            raise depot.DepotError(f"{name} is not the file that {FILE_NAME} describes")
    return store.Package(identity, files, beside)


def _signature(source: Depot, identity: str, content: bytes, keys: Keys) -> bytes:
    """Return the signature of a version's descriptor; DepotError unless one of the keys made it."""
    try:
        found = source.read(depot.inside(identity, SIGNATURE), signature.BYTES)
    except depot.DepotError as error:
        raise depot.DepotError(f"a signature is asked for: {error}") from error
    if not signature.holds(content, found, keys):
        raise depot.DepotError(f"{SIGNATURE} is not the signature of {FILE_NAME} by a key of DATA_KEYS")
    return found


def _signed(version: Path, keys: Keys) -> bool:
    """Return whether a version that is held has the signature of one of the keys beside it."""
    try:
        content, found = (version / FILE_NAME).read_bytes(), (version / SIGNATURE).read_bytes()
    except OSError:
        return False
    return signature.holds(content, found, keys)


def _most(name: str) -> int:
    """Return the bytes that a table may have."""
    return max(LEAST, TIMES * _bundled().get(name, WHOLE))


@cache
def _bundled() -> dict[str, int]:
    """Return the bytes of each table of the bundled snapshot, of none if that is damaged."""
    try:
        described = read_descriptor((BUNDLED / FILE_NAME).read_bytes())
    except (OSError, SnapshotError):
        return {}
    return {resource["name"]: resource["bytes"] for resource in described["resources"]}


def whole(version: Path) -> bool:
    """Return whether a version is held with every byte; files are read piece by piece, none is kept."""
    try:
        described = read_descriptor((version / FILE_NAME).read_bytes())
        return described["id"] == version.name and all(
            _digest(version / _file(resource)) == resource["hash"] for resource in described["resources"]
        )
    except (OSError, SnapshotError):
        return False


def _file(resource: dict[str, Any]) -> str:
    return f"{resource['name']}.csv"


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return PREFIX + hashlib.file_digest(handle, "sha256").hexdigest()


def _end_with_parent() -> None:
    """End at once when the process that started this one is gone: its end of the pipe is closed then."""
    with suppress(OSError):
        while os.read(0, 1):
            pass
    os._exit(1)


if __name__ == "__main__":
    Thread(target=_end_with_parent, daemon=True).start()
    found = follow(os.environ[VARIABLE], data_dir())
    sys.stdout.buffer.write(look.encode(found) if found else b"null")
    sys.stdout.buffer.flush()
    os._exit(0)  # a thread that still waits for a store is not waited for
