"""Publish the snapshot in use to a store that replicas and others read: whole, or not to be seen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from data.descriptor import FILE_NAME
from data.signature import SIGNATURE
from data.snapshot import POINTER
from data.store_reader import inside, without_secrets
from etl import signing
from etl.errors import UsageError
from etl.inputs import FILE as INPUTS
from etl.workplace import sound

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot
    from etl.store_writer import StoreWriter

VARIABLE: Final = "PUBLISH_URL"


@dataclass(frozen=True, slots=True)
class Published:
    """What was published where (an address without secrets): files sent, and versions that went."""

    snapshot: str
    store: str
    sent: int
    removed: tuple[str, ...]
    new: bool

    @property
    def sentence(self) -> str:
        """What happened, in one sentence."""
        if not self.new and not self.sent:
            return f"snapshot {self.snapshot} is published already at {self.store}"
        files = f"{self.sent} file{'' if self.sent == 1 else 's'} sent"
        return f"published snapshot {self.snapshot} at {self.store}: {files}"


def named() -> str | None:
    """Return the address of the store that the environment names, None if it names none."""
    return os.environ.get(VARIABLE) or None


def publish(folder: Path, url: str | None = None, keep: int | None = None) -> Published:
    """Publish the snapshot that a data folder has in use; by default to the store that PUBLISH_URL names.

    Files that are there already are left alone, others sent; the descriptor comes last of a version, then
    CURRENT. With PUBLISH_KEY the descriptor is signed. keep: versions that stay, the newest and the one
    published; None: all. Raises UsageError, CorruptSnapshot if the snapshot does not verify, NotPublished if
    the store cannot be written.
    """
    address = url or named()
    if not address:
        raise UsageError(f"there is no store to publish to: name its address, or set {VARIABLE}")
    store = open_store(address)
    snapshot = sound(folder)
    sent = sum(_put(store, inside(snapshot.id, name), content) for name, content in _files(snapshot))
    new = _put(store, POINTER, f"{snapshot.id}\n".encode("ascii"))
    removed = store.prune(keep, snapshot.id) if keep else ()
    return Published(snapshot.id, without_secrets(address), sent, removed, new)


def open_store(url: str) -> StoreWriter:
    """Return the store at an address; UsageError or NotPublished if it cannot be written."""
    from etl.store_writer import StoreWriter  # with obstore, which only who publishes needs

    return StoreWriter(url)


def _files(snapshot: Snapshot) -> list[tuple[str, bytes]]:
    """Return the files of a version in the order in which they are sent; verified, but for what is beside."""
    descriptor = (snapshot.folder / FILE_NAME).read_bytes()
    tables = [(f"{one['name']}.csv", snapshot.content(one["name"])) for one in snapshot.resources]
    beside = {
        path.name: path.read_bytes()
        for path in (snapshot.folder / INPUTS, snapshot.folder / SIGNATURE)
        if path.is_file()
    }
    if key := signing.named():
        beside[SIGNATURE] = key.sign(descriptor)
    return [*tables, *beside.items(), (FILE_NAME, descriptor)]


def _put(store: StoreWriter, name: str, content: bytes) -> bool:
    """Send a file unless it is there, byte for byte; return whether it was sent."""
    if store.has(name, content):
        return False
    store.write(name, content)
    return True
