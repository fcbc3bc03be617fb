"""Bring what a published store holds into the data folder, verified; a program of its own.

The web process starts it as `python -m data.mirror`, waits for it, and ends it when it takes too long
(service.replica): so no store, however slow or broken, can hold a worker; a fork finds no thread of a client
of stores, which it would break; and the web process imports none. A program that is ended leaves the old or
the new snapshot in use, as every writer does. An Ed25519 signature of the bytes of the descriptor, which
holds every hash, says who made a snapshot.
"""

from __future__ import annotations

import os
import sys
import time
from base64 import b64decode
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Final

from data import store, sync_status
from data.descriptor import FILE_NAME, sha256
from data.snapshot import VERSIONS, SnapshotError, data_dir, read_descriptor
from data.store_reader import StoreReader, StoreReadError, inside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from data.store import Store
    from data.sync_status import SyncStatus

    Keys = Sequence[Ed25519PublicKey]

ADDRESS, KEYS = "DATA_URL", "DATA_KEYS"
EVENT: Final = "mirror"
MOST_VERSIONS: Final = 3
"""Versions that stay in the folder: the one in use, the one before, and one for links to a snapshot."""
DESCRIPTOR: Final = 1024 * 1024
WHOLE: Final = 64 * 1024 * 1024
"""Bytes of the largest descriptor and of the largest package that is taken. Ten more years fit, and what fits
is served within 1 GB."""
SIGNATURE: Final = f"{FILE_NAME}.sig"
SIGNATURE_BYTES: Final = 64


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
        bring(StoreReader(url), data, public_keys(os.environ.get(KEYS, "")))
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
    if not store.verifies(version) or (keys and not _is_signed(version, keys)):
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
    if sum(table["bytes"] for table in described["resources"]) > WHOLE:
        raise StoreReadError("the package is larger than it may be")
    files = {FILE_NAME: content}
    for table in described["resources"]:
        name = f"{table['name']}.csv"
        files[name] = source.read(inside(identity, name), table["bytes"])
        if len(files[name]) != table["bytes"] or sha256(files[name]) != table["hash"]:
            raise StoreReadError(f"{name} is not the file that {FILE_NAME} describes")
    return store.Package(identity, files, beside)


def _signature(source: StoreReader, identity: str, content: bytes, keys: Keys) -> bytes:
    """Return the signature of a version's descriptor; StoreReadError unless one of the keys made it."""
    try:
        signature = source.read(inside(identity, SIGNATURE), SIGNATURE_BYTES)
    except StoreReadError as error:
        raise StoreReadError(f"a signature is required: {error}") from error
    if not _signs(signature, content, keys):
        raise StoreReadError(f"{SIGNATURE} is not the signature of {FILE_NAME} by a key of {KEYS}")
    return signature


def _is_signed(version: Path, keys: Keys) -> bool:
    """Return whether a version in the data folder has the signature of one of the keys beside it."""
    with suppress(OSError):
        return _signs((version / SIGNATURE).read_bytes(), (version / FILE_NAME).read_bytes(), keys)
    return False


def _signs(signature: bytes, content: bytes, keys: Keys) -> bool:
    from cryptography.exceptions import InvalidSignature

    for key in keys:
        with suppress(InvalidSignature):
            key.verify(signature, content)
            return True
    return False


def public_keys(setting: str) -> Keys:
    """Return the public keys that a setting names, parted by spaces or commas; ValueError if one is none."""
    words = setting.replace(",", " ").split()
    if not words and setting:
        raise ValueError(f"{KEYS} is set and names no key")
    if not words:  # the import takes a twentieth of a second
        return ()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        return [Ed25519PublicKey.from_public_bytes(b64decode(word, validate=True)) for word in words]
    except ValueError as error:
        raise ValueError(f"{KEYS} holds something else than public keys (python -m etl keys)") from error


def _end_with_parent() -> None:
    """End at once when the process that started this one is gone: its end of the pipe is closed then."""
    with suppress(OSError):
        while os.read(0, 1):
            pass
    os._exit(1)


if __name__ == "__main__":
    Thread(target=_end_with_parent, daemon=True).start()
    status = follow(os.environ[ADDRESS], data_dir())
    sys.stdout.buffer.write(sync_status.encode(status) if status else b"null")
    sys.stdout.buffer.flush()
    os._exit(0)  # the thread that waits for the parent is not waited for
