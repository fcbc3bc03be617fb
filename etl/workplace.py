"""Where every command begins: the catalog, the snapshot in use, the locked data folder, a file given."""

from __future__ import annotations

import os
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from data import catalog as catalogue
from data import store
from data.snapshot import BUNDLED, Snapshot, SnapshotError, data_dir, open_current, open_snapshot
from etl.errors import OWN_FILE, BadFile, CorruptSnapshot, StoreBusy, StoreError
from etl.sources.workbook import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.catalog import Catalog


@cache
def catalog() -> Catalog:
    """Return the catalog that comes with the code; BadFile names the file and the line or key at fault."""
    try:
        return catalogue.load()
    except catalogue.CatalogError as error:
        raise BadFile(f"the catalog cannot be used: {error}").advise(OWN_FILE) from error


def today() -> str:
    """Return the date written into `checked`, in UTC."""
    return datetime.now(UTC).date().isoformat()


def serving(folder: Path | None = None) -> tuple[Snapshot, str | None]:
    """Return the snapshot that the site would serve, and why it is not the one meant, if it is not.

    folder: the data folder (default: SNAPSHOT, else the data folder of the environment). CorruptSnapshot if
    none verifies.
    """
    try:
        return open_current(folder)
    except SnapshotError as error:
        pinned = None if folder else os.environ.get("SNAPSHOT")
        place = f"{pinned}, which SNAPSHOT names," if pinned else str(folder or data_dir())
        raise CorruptSnapshot(f"no snapshot in {place} can be used: {error}") from error


def sound(folder: Path | None = None) -> Snapshot:
    """Return the snapshot in use; CorruptSnapshot if it is another one than was meant."""
    snapshot, reason = serving(folder)
    if reason:
        raise CorruptSnapshot(reason)
    return snapshot


def open_bundled() -> Snapshot:
    """Return the bundled snapshot; CorruptSnapshot if it does not verify."""
    try:
        return open_snapshot(BUNDLED)
    except SnapshotError as error:
        raise CorruptSnapshot(f"the bundled snapshot cannot be used: {error}") from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a file named by the user; BadFile if it cannot be read or is far too large."""
    try:
        with path.open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        problem = BadFile(f"{path.name} cannot be read: {error.strerror}")
        raise problem.advise("Check its name and who may read it.") from error


@contextmanager
def opened(folder: Path) -> Iterator[store.Store]:
    """Hold the lock of a data folder; errors of the store become those of the command line."""
    with reported(), store.locked(folder) as held:
        yield held


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors of the store into those of the command line."""
    try:
        yield
    except store.StoreBusy as error:
        raise StoreBusy(str(error)) from error
    except store.StoreError as error:
        raise StoreError(str(error)) from error
