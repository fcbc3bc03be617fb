"""Publish the snapshot in use to a store that replicas and others read: whole, or not to be seen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from data import depot
from data.descriptor import FILE_NAME
from data.signature import SIGNATURE
from data.snapshot import POINTER
from etl import signing
from etl.errors import NotPublished, UsageError
from etl.inputs import FILE as INPUTS
from etl.shelves import open_shelf
from etl.workplace import sound

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot
    from etl.shelves import Shelf

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
    shelf = open_shelf(address)
    snapshot = sound(folder)
    try:
        sent = sum(_put(shelf, depot.inside(snapshot.id, name), held) for name, held in _files(snapshot))
        new = _put(shelf, POINTER, f"{snapshot.id}\n".encode("ascii"))
        removed = _prune(shelf, snapshot.id, keep) if keep else ()
    except FileNotFoundError as error:
        raise NotPublished("the published store cannot be used: it was not found") from error
    return Published(snapshot.id, depot.shown(address), sent, removed, new)


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


def _put(shelf: Shelf, name: str, content: bytes) -> bool:
    """Send a file unless it is there, byte for byte; return whether it was sent."""
    if shelf.size(name) == len(content) and shelf.read(name, len(content) + 1) == content:
        return False
    shelf.write(name, content)
    return True


def _prune(shelf: Shelf, current: str, keep: int) -> tuple[str, ...]:
    older = [one for one in shelf.versions() if one != current]
    removed = tuple(older[keep - 1 :])
    for one in removed:
        shelf.remove(one)
    return removed
