"""Publish a snapshot atomically, CURRENT, lock; the only writer.

A version is written whole into a temporary folder, flushed to the disk, renamed to versions/<id>, and only
then named in CURRENT, which is replaced in one step. At every moment a reader sees the old or the new one.
"""

from __future__ import annotations

import fcntl
import io
import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from data.descriptor import FILE_NAME, canonical, describe
from data.schema import TABLES
from data.snapshot import POINTER, VERSIONS, SnapshotError, open_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import pandas as pd

LOCK: Final = ".lock"
TEMPORARY: Final = ".tmp-"


class StoreError(Exception):
    """The folder cannot be written; the message says why."""


class StoreBusy(StoreError):
    """Another process is publishing into the same folder."""


@dataclass(frozen=True, slots=True)
class Package:
    """A whole snapshot in memory: its id and the bytes of each file by file name."""

    id: str
    files: dict[str, bytes]


def encode(frame: pd.DataFrame) -> bytes:
    """Return the CSV bytes of a frame: UTF-8, line feeds, blank for unknown, true/false, exact numbers."""
    shown = frame.copy(deep=False)
    for name in shown.columns:
        if shown[name].dtype == "boolean":
            shown[name] = shown[name].map({True: "true", False: "false"}).astype("object")
    buffer = io.StringIO()
    shown.to_csv(buffer, index=False, lineterminator="\n")
    return buffer.getvalue().encode()


def pack(
    tables: Mapping[str, pd.DataFrame],
    licences: Mapping[str, Sequence[Mapping[str, str]]],
    sources: Mapping[str, Sequence[Mapping[str, str]]],
) -> Package:
    """Return the package of the tables; `licences` and `sources` name what the rows of each rest on."""
    contents = {name: encode(tables[name]) for name in TABLES}
    created = str(tables["sources"]["checked"].max())
    descriptor = describe(contents, created=created, licences=licences, sources=sources)
    files = {f"{name}.csv": content for name, content in contents.items()}
    return Package(descriptor["id"], {FILE_NAME: canonical(descriptor), **files})


def write(folder: Path, package: Package) -> None:
    """Write a package file by file into a folder that nobody serves from (the bundled snapshot)."""
    with _reported():
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in package.files.items():
            _write_file(folder / f".{name}.new", content)
            (folder / f".{name}.new").replace(folder / name)
        _sync_folder(folder)


def publish(folder: Path, package: Package) -> Path:
    """Make a package the current version of a data folder, all or nothing; return its version folder.

    Raises StoreBusy if another process is publishing, StoreError if the folder cannot be written.
    """
    with locked(folder) as store:
        return store.publish(package)


@contextmanager
def locked(folder: Path) -> Iterator[Store]:
    """Hold the lock of a data folder while its snapshot is read and replaced; a crash frees it.

    Raises StoreBusy at once if the lock is taken, StoreError if the folder cannot be written.
    """
    with _reported():
        (folder / VERSIONS).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StoreBusy("another refresh is running on this data folder") from error
        yield Store(folder)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Store:
    """A data folder whose lock is held."""

    folder: Path

    def publish(self, package: Package) -> Path:
        """Write the package as a new version and point CURRENT to it; return the version folder."""
        with _reported():
            _clean(self.folder)
            version = self.folder / VERSIONS / package.id
            if not _is_good(version, package):
                _write_version(version, package)
            _point(self.folder, package.id)
        return version


def _is_good(version: Path, package: Package) -> bool:
    try:
        return open_snapshot(version).id == package.id
    except SnapshotError:
        return False


def _write_version(version: Path, package: Package) -> None:
    temporary = version.parent / f"{TEMPORARY}{package.id}"
    temporary.mkdir()
    for name, content in package.files.items():
        _write_file(temporary / name, content)
    _sync_folder(temporary)
    if version.exists():  # damaged: put it aside, the next refresh sweeps it up
        version.rename(version.parent / f"{TEMPORARY}{package.id}-damaged")
    temporary.rename(version)
    _sync_folder(version.parent)


def _point(folder: Path, identity: str) -> None:
    temporary = folder / f"{TEMPORARY}{POINTER}"
    _write_file(temporary, f"{identity}\n".encode("ascii"))
    temporary.replace(folder / POINTER)
    _sync_folder(folder)


def _clean(folder: Path) -> None:
    for leftover in [*folder.glob(f"{TEMPORARY}*"), *(folder / VERSIONS).glob(f"{TEMPORARY}*")]:
        if leftover.is_dir():
            shutil.rmtree(leftover)
        else:
            leftover.unlink()


def _write_file(path: Path, content: bytes) -> None:
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _reported() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreError(f"the data folder cannot be written: {error.strerror or error}") from error
