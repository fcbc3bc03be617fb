"""Bring what a published store holds into the data folder, verified; a program of its own.

The web process starts it as `python -m data.mirror`, waits for it, and ends it when it takes too long
(service.replica): so no store, however slow or broken, can hold a worker; a fork finds no thread of a client
of stores, which it would break; and the web process imports none. A program that is ended leaves the old or
the new snapshot in use, as every writer does.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from functools import cache
from threading import Thread
from typing import TYPE_CHECKING, Final

from data import signature, store, sync_status
from data.descriptor import FILE_NAME, sha256
from data.signature import SIGNATURE
from data.snapshot import BUNDLED, VERSIONS, SnapshotError, data_dir, read_descriptor
from data.store_reader import StoreReader, StoreReadError, inside

if TYPE_CHECKING:
    from pathlib import Path

    from data.signature import Keys
    from data.store import Store
    from data.sync_status import SyncStatus

VARIABLE: Final = "DATA_URL"
EVENT: Final = "mirror"
MOST_VERSIONS: Final = 3
"""Versions that stay in the folder: the one in use, the one before, and one for links to a snapshot."""
DESCRIPTOR: Final = 1024 * 1024
WHOLE: Final = 64 * 1024 * 1024
LEAST: Final = 1024 * 1024
TIMES: Final = 4
"""Bytes of the largest descriptor and of the largest package that is taken; of a table, so many times those
of the bundled snapshot, but LEAST at least. Ten more years fit, and what fits is served within 1 GB."""


def follow(url: str, folder: Path) -> SyncStatus | None:
    """Look at a store once and take over what is new; None if another process is at it, or refreshes.

    Whatever goes wrong, the folder keeps the snapshot that it has, and the status says why.
    """
    before = sync_status.read(folder, url)
    try:
        with store.locked(folder) as data:
            status = sync_status.after(before, _trouble(url, data), time.time())
            with suppress(OSError):
                sync_status.write(folder, url, status)
            return status
    except store.StoreBusy:
        return None
    except store.StoreError as error:
        return sync_status.after(before, str(error), time.time())


def _trouble(url: str, data: Store) -> str:
    try:
        bring(StoreReader(url), data, signature.keys(os.environ.get(signature.VARIABLE, "")))
    except (StoreReadError, SnapshotError) as error:
        return f"the published store: {error}"
    except (store.StoreError, ValueError) as error:
        return str(error)
    return ""


def bring(source: StoreReader, data: Store, keys: Keys = ()) -> None:
    """Put the version that a store names in use, fetching it unless the data folder has it whole.

    keys: with any, only what one of them has signed is put in use, whether it comes or was there before.
    Raises StoreReadError or SnapshotError if the store does not give a whole package with this id, StoreError
    if the folder cannot be written; the version in use then stays in use.
    """
    identity = source.current()
    version = data.folder / VERSIONS / identity
    if not store.verifies(version) or (keys and not _signed(version, keys)):
        data.publish(fetch(source, identity, keys), event={"event": EVENT})
    elif data.current() != identity:
        data.point(identity, EVENT)
    else:
        return
    data.prune(MOST_VERSIONS)


def fetch(source: StoreReader, identity: str, keys: Keys = ()) -> store.Package:
    """Return a version of a store, each of its files compared with the size and hash of the descriptor.

    No name that the store sends becomes a path: the tables of a descriptor are those of data.schema.
    """
    content = source.read(inside(identity, FILE_NAME), DESCRIPTOR)
    beside = {SIGNATURE: _signature(source, identity, content, keys)} if keys else {}
    described = read_descriptor(content)
    if described["id"] != identity:
        raise StoreReadError(f"the package at {identity} is {described['id']}")
    tables = {f"{one['name']}.csv": one for one in described["resources"]}
    for name, table in tables.items():
        if table["bytes"] > max(LEAST, TIMES * _bundled().get(name, WHOLE)):
            raise StoreReadError(f"{name} is larger than it may be")
    if sum(table["bytes"] for table in tables.values()) > WHOLE:
        raise StoreReadError("the package is larger than it may be")
    files = {FILE_NAME: content}
    for name, table in tables.items():
        files[name] = source.read(inside(identity, name), table["bytes"])
        if len(files[name]) != table["bytes"] or sha256(files[name]) != table["hash"]:
            raise StoreReadError(f"{name} is not the file that {FILE_NAME} describes")
    return store.Package(identity, files, beside)


def _signature(source: StoreReader, identity: str, content: bytes, keys: Keys) -> bytes:
    """Return the signature of a version's descriptor; StoreReadError unless one of the keys made it."""
    try:
        found = source.read(inside(identity, SIGNATURE), signature.BYTES)
    except StoreReadError as error:
        raise StoreReadError(f"a signature is required: {error}") from error
    if not signature.holds(content, found, keys):
        raise StoreReadError(f"{SIGNATURE} is not the signature of {FILE_NAME} by a key of DATA_KEYS")
    return found


def _signed(version: Path, keys: Keys) -> bool:
    """Return whether a version in the data folder has the signature of one of the keys beside it."""
    try:
        content, found = (version / FILE_NAME).read_bytes(), (version / SIGNATURE).read_bytes()
    except OSError:
        return False
    return signature.holds(content, found, keys)


@cache
def _bundled() -> dict[str, int]:
    """Return the bytes of each table's file of the bundled snapshot, of none if that is damaged."""
    try:
        described = read_descriptor((BUNDLED / FILE_NAME).read_bytes())
    except (OSError, SnapshotError):
        return {}
    return {f"{one['name']}.csv": one["bytes"] for one in described["resources"]}


def _end_with_parent() -> None:
    """End at once when the process that started this one is gone: its end of the pipe is closed then."""
    with suppress(OSError):
        while os.read(0, 1):
            pass
    os._exit(1)


if __name__ == "__main__":
    Thread(target=_end_with_parent, daemon=True).start()
    status = follow(os.environ[VARIABLE], data_dir())
    sys.stdout.buffer.write(sync_status.encode(status) if status else b"null")
    sys.stdout.buffer.flush()
    os._exit(0)  # a thread that still waits for a store is not waited for
