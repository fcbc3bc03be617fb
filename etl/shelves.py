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

    from fsspec import AbstractFileSystem

T = TypeVar("T")

_ID: Final = re.compile(r"[0-9a-f]{12}")


class Shelf(Protocol):
    """A published store that can be written; names are paths in it. All methods raise NotPublished."""

    def read(self, name: str) -> bytes | None:
        """Return a file, None if there is none."""

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

    def read(self, name: str) -> bytes | None:
        """Return a file, None if there is none."""
        return _found((self._folder / name).read_bytes)

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
    """A bucket of S3, Google Cloud Storage or Azure, or a path in one; opened with the variables of each."""

    def __init__(self, kind: str, address: str) -> None:
        import fsspec
        from obstore.fsspec import register

        register(kind)
        self._address = address
        self._files: AbstractFileSystem = fsspec.filesystem(
            kind,
            client_options=depot.client_options(kind),
            retry_config=depot.RETRY,
            skip_instance_cache=True,  # else shared in the process, with the credentials of the first
        )

    def read(self, name: str) -> bytes | None:
        """Return a file, None if there is none."""
        return _found(lambda: bytes(self._files.cat_file(self._path(name))))

    def size(self, name: str) -> int | None:
        """Return the bytes that a file has, None if there is none."""
        found = _found(lambda: self._files.info(self._path(name)))
        return int(found["size"]) if found and found["type"] == "file" else None

    def write(self, name: str, content: bytes) -> None:
        """Put a file in place of an old one, if there is one, in one step: object stores show whole files."""
        _told(lambda: self._files.pipe_file(self._path(name), content))

    def versions(self) -> list[str]:
        """Return the ids of the versions that have a descriptor, the one published last first."""
        found = _found(lambda: self._files.ls(self._path(VERSIONS), detail=False)) or []
        names = [name for one in found if _ID.fullmatch(name := one.rstrip("/").rpartition("/")[2])]
        ages = [(_found(lambda at=name: self._age(at)), name) for name in names]  # type: ignore[misc]
        return [name for age, name in sorted(ages, key=str, reverse=True) if age is not None]

    def remove(self, identity: str) -> None:
        """Remove a version, its descriptor first, so that nobody takes the rest for a whole one."""

        def remove() -> None:
            folder = self._path(f"{VERSIONS}/{identity}")
            self._files.rm_file(f"{folder}/{FILE_NAME}")
            for one in self._files.ls(folder, detail=False):
                self._files.rm_file(one)

        _told(remove)

    def _age(self, identity: str) -> str:
        return str(self._files.modified(self._path(depot.inside(identity, FILE_NAME))).isoformat())

    def _path(self, name: str) -> str:
        return f"{self._address}/{name}"


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
    except OSError as error:
        why = error.strerror or depot.reason(error)
        raise NotPublished(f"the published store cannot be used: {why}") from error
    except Exception as error:  # obstore's have no common base, and their texts name addresses
        raise NotPublished(f"the published store cannot be used: {depot.reason(error)}") from error
