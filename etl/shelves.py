"""Where snapshots are published to: a folder, or an object store through fsspec; one interface to both."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from data import depot, durable
from data.descriptor import FILE_NAME
from data.snapshot import VERSIONS
from etl.errors import NotPublished, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from fsspec import AbstractFileSystem

T = TypeVar("T")

_ID: Final = re.compile(r"[0-9a-f]{12}")


class Shelf(Protocol):
    """A published store that can be written; names are paths in it. All methods raise NotPublished."""

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file, of a longer one its first bytes, None if there is none."""

    def size(self, name: str) -> int | None:
        """Return the bytes that a file has, None if there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of an old one, if there is one, in one step."""

    def versions(self) -> list[str]:
        """Return the ids of the versions that have a descriptor, the one published last first."""

    def remove(self, identity: str) -> None:
        """Remove a version, its descriptor first, so that nobody takes the rest for a whole one."""


def open_shelf(url: str) -> Shelf:
    """Return the store to publish to; UsageError if it cannot be written by its kind."""
    try:
        kind, place = depot.located(url)
    except ValueError as error:
        raise UsageError(str(error)) from error
    if kind in depot.WEB:
        raise UsageError(
            f"{depot.shown(url)} cannot be written: publish to the folder or the bucket that it shows"
        )
    return FolderShelf(place) if isinstance(place, Path) else BucketShelf(kind, place)


class FolderShelf:
    """A folder, such as the root of a static web server or a network drive; each file flushed to the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file, of a longer one its first bytes, None if there is none."""

        def read() -> bytes:
            with (self._folder / name).open("rb") as handle:
                return handle.read(limit)

        return _found(read)

    def size(self, name: str) -> int | None:
        """Return the bytes that a file has, None if there is none."""
        return _found(lambda: (self._folder / name).stat().st_size)

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of an old one, if there is one, in one step."""
        path = self._folder / name

        def write() -> None:
            durable.make_folder(path.parent)
            durable.replace_file(path, content)

        _told(write)

    def versions(self) -> list[str]:
        """Return the ids of the versions that have a descriptor, the one published last first."""
        found = _told(lambda: list((self._folder / VERSIONS).glob(f"*/{FILE_NAME}")))
        ages = [(_told(path.stat).st_mtime_ns, path.parent.name) for path in found]
        return [name for _, name in sorted(ages, reverse=True) if _ID.fullmatch(name)]

    def remove(self, identity: str) -> None:
        """Remove a version, its descriptor first, so that nobody takes the rest for a whole one."""
        _told(lambda: durable.remove_folder(self._folder / VERSIONS / identity))


class BucketShelf:
    """A bucket, or a path in one, through fsspec."""

    def __init__(self, kind: str, address: str) -> None:
        from etl.objects import Bucket

        self._files: AbstractFileSystem = _told(lambda: Bucket(kind, address))

    def read(self, name: str, limit: int) -> bytes | None:
        """Return a file, of a longer one its first bytes, None if there is none."""
        return _found(lambda: bytes(self._files.cat_file(name, end=limit)))

    def size(self, name: str) -> int | None:
        """Return the bytes that a file has, None if there is none."""
        return _found(lambda: int(self._files.info(name)["size"]))

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of an old one, if there is one, in one step: object stores show whole files."""
        _told(lambda: self._files.pipe_file(name, content))

    def versions(self) -> list[str]:
        """Return the ids of the versions that have a descriptor, the one published last first."""
        found = [one.rpartition("/")[2] for one in _told(lambda: self._files.ls(VERSIONS, detail=False))]
        ages = [(age, name) for name in found if _ID.fullmatch(name) and (age := self._age(name))]
        return [name for _, name in sorted(ages, reverse=True)]

    def remove(self, identity: str) -> None:
        """Remove a version, its descriptor first, so that nobody takes the rest for a whole one."""

        def remove() -> None:
            self._files.rm_file(depot.inside(identity, FILE_NAME))
            for one in self._files.ls(f"{VERSIONS}/{identity}", detail=False):
                self._files.rm_file(one)

        _told(remove)

    def _age(self, identity: str) -> datetime | None:
        held = _told(lambda: self._files.ls(f"{VERSIONS}/{identity}"))
        return next((one["mtime"] for one in held if one["name"].endswith(f"/{FILE_NAME}")), None)


def _found(ask: Callable[[], T]) -> T | None:
    try:
        return _told(ask)
    except FileNotFoundError:
        return None


def _told(act: Callable[[], T]) -> T:
    """Act; what goes wrong becomes one sentence without addresses, but for what was not found."""
    try:
        return act()
    except FileNotFoundError:
        raise
    except depot.DepotError as error:
        raise NotPublished(f"the published store cannot be used: {error}") from error
    except OSError as error:
        why = error.strerror or depot.reason(error)
        raise NotPublished(f"the published store cannot be used: {why}") from error
    except Exception as error:  # obstore's have no common base, and their texts name addresses
        raise NotPublished(f"the published store cannot be used: {depot.reason(error)}") from error
