"""Bring what a published store holds into the data folder, verified; a program of its own.

The web process starts it as `python -m data.mirror SECONDS` and waits for it (service.replica); the system
ends it when it takes longer. So no store, however slow or broken, can hold a worker; a fork finds no thread
of a client of stores, which it would break; and the web process imports none. A program that is ended leaves
the old or the new snapshot in use, as every writer does. An Ed25519 signature of the bytes of the descriptor,
which holds every hash, says who made a snapshot.
"""

from __future__ import annotations

import os
import signal
import sys
from base64 import b64decode
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from data import store
from data.descriptor import FILE_NAME, sha256
from data.snapshot import SnapshotError, data_dir, read_descriptor
from data.store_reader import StoreReader, StoreReadError, inside

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    from data.store import Store

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


def follow(url: str, folder: Path) -> str | None:
    """Look at a store once and take over what is new.

    Return why it is not known that the folder holds what the store names, "" if it does, None if another
    process is at it, or refreshes. Whatever goes wrong, the folder keeps the snapshot that it has.
    """
    try:
        with store.locked(folder) as data:
            bring(StoreReader(url), data, public_keys(os.environ.get(KEYS, "")))
    except store.StoreBusy:
        return None
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
    package = None
    with suppress(StoreReadError, SnapshotError):
        package = fetch(StoreReader(str(data.folder)), identity, keys)
    if package and data.current() == identity:
        return
    data.publish(package or fetch(source, identity, keys), event={"event": EVENT})
    data.prune(MOST_VERSIONS)


def fetch(source: StoreReader, identity: str, keys: Keys = ()) -> store.Package:
    """Return a version of a store, each of its files compared with the hash in the descriptor.

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
        if sha256(files[name]) != table["hash"]:
            raise StoreReadError(f"{name} is not the file that {FILE_NAME} describes")
    return store.Package(identity, files, beside)


def _signature(source: StoreReader, identity: str, content: bytes, keys: Keys) -> bytes:
    """Return the signature of a version's descriptor; StoreReadError unless one of the keys made it."""
    from cryptography.exceptions import InvalidSignature

    try:
        signature = source.read(inside(identity, SIGNATURE), SIGNATURE_BYTES)
    except StoreReadError as error:
        raise StoreReadError(f"a signature is required: {error}") from error
    for key in keys:
        with suppress(InvalidSignature):
            key.verify(signature, content)
            return signature
    raise StoreReadError(f"{SIGNATURE} is not the signature of {FILE_NAME} by a key of {KEYS}")


def public_keys(setting: str) -> Keys:
    """Return the public keys that a setting names, parted by spaces or commas; ValueError if one is none."""
    if not setting:  # the import takes a twentieth of a second
        return ()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    words = setting.replace(",", " ").split() or [""]  # which is no key
    try:
        return [Ed25519PublicKey.from_public_bytes(b64decode(word, validate=True)) for word in words]
    except ValueError as error:
        raise ValueError(f"{KEYS} holds something else than public keys (python -m etl keys)") from error


if __name__ == "__main__":
    signal.alarm(int(sys.argv[1]))  # which ends whatever hangs, though nobody waits for it any more
    trouble = follow(os.environ[ADDRESS], data_dir())
    sys.stdout.buffer.write(os.fsencode(trouble or ""))
    sys.exit(os.EX_TEMPFAIL if trouble is None else os.EX_OK)
