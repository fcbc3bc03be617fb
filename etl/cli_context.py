"""Where every command begins, the catalog, snapshot and data folder in use, and what it gives back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from data import catalog as catalogue
from data import store
from data.catalog import Catalog
from data.snapshot import Snapshot, SnapshotError, data_dir, open_current
from etl.errors import BadFile, CorruptSnapshot, EtlError, StoreError
from etl.sources.workbook import MAX_BYTES


@cache
def catalog() -> Catalog:
    """Return the catalog of the site; CatalogError names the file and the line or key at fault."""
    return catalogue.load()


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
    with reported(), store.locked(folder) as locked:
        yield locked


@contextmanager
def reported() -> Iterator[None]:
    """Turn errors of the store into those of the command line."""
    try:
        yield
    except store.StoreBusy as error:
        wait = "Wait until the other refresh has ended, then start this one again."
        raise StoreError(str(error)).advise(wait) from error
    except store.StoreError as error:
        raise StoreError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Request:
    """What a refresh is asked for: sources as etl.feeds names them (none: all); file, edition: gii alone.

    accept_revisions: the series, editions and families whose past may change beyond the tolerance.
    accept_values: series, economies, or SERIES:ECONOMY whose values may be odd.
    """

    sources: tuple[str, ...] = ()
    file: Path | None = None
    edition: int | None = None
    accept_revisions: tuple[str, ...] = ()
    accept_values: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one release, or of a source that failed; revisions: how many values were revised."""

    source: str
    family: str
    vintage: str
    sentence: str
    error: EtlError | None = None
    warnings: tuple[str, ...] = ()
    revisions: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What a build or a rollback did: a sentence, the folder of the snapshot and its id.

    verdicts: the claims whose verdict it changed, {claim: [old, new]}.
    """

    sentence: str
    folder: Path
    snapshot: str
    verdicts: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome(Change):
    """What a refresh did: whether its snapshot is a new one, and the result of each source.

    summary: as etl.difference gives it, empty where nothing passed.
    """

    published: bool = False
    results: tuple[Result, ...] = ()
    summary: dict[str, Any] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """The highest exit code of the sources that failed, 0 if none did."""
        return max((result.error.exit_code for result in self.results if result.error), default=0)
