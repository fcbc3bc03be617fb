"""Shared state of all commands: catalog, snapshot and data folder in use, progress and results."""

import os
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import click
from click._termui_impl import ProgressBar

from data import catalog as catalogue
from data import store
from data.catalog import Catalog
from data.snapshot import Snapshot, SnapshotError, data_dir, open_current
from etl.errors import BadFile, CorruptSnapshot, EtlError, StoreError
from etl.sources.workbook import MAX_BYTES


@cache
def catalog() -> Catalog:
    """Return the catalog of the site; CatalogError names the file and the line or key."""
    return catalogue.load()


def today() -> str:
    """Return today's date in UTC, for `checked`."""
    return datetime.now(UTC).date().isoformat()


def serving(folder: Path | None = None) -> tuple[Snapshot, str | None]:
    """Return the snapshot that the site would serve, and the reason if it is a fallback.

    ``folder`` is the data folder (default: SNAPSHOT, else the data folder of the environment).
    CorruptSnapshot if none can be verified.
    """
    try:
        return open_current(folder)
    except SnapshotError as error:
        pinned = None if folder else os.environ.get("SNAPSHOT")
        where = f"{pinned}, which SNAPSHOT names," if pinned else str(folder or data_dir())
        raise CorruptSnapshot(f"no snapshot in {where} can be used: {error}") from error


def read_file(path: Path) -> bytes:
    """Return the bytes of a user's file; BadFile if it cannot be read or is far too large."""
    try:
        with path.open("rb") as handle:
            return handle.read(MAX_BYTES + 1)
    except OSError as error:
        problem = BadFile(f"{path.name} cannot be read: {error.strerror}")
        raise problem.advise("Check its name and its permissions.") from error


@contextmanager
def open_store(folder: Path) -> Iterator[store.Store]:
    """Hold the lock of a data folder; convert errors of the store to those of the command line."""
    with convert_store_errors(), store.lock_folder(folder) as locked:
        yield locked


@contextmanager
def convert_store_errors() -> Iterator[None]:
    """Convert errors of the store to those of the command line."""
    try:
        yield
    except store.StoreBusy as error:
        wait = "Wait until the other refresh has ended, then run this one again."
        raise StoreError(str(error)).advise(wait) from error
    except store.StoreError as error:
        raise StoreError(str(error)) from error


class Progress:
    """Progress of one source at a time on stderr; thread-safe.

    A bar on a terminal, else one line. quiet: print only failures.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._lock = threading.Lock()
        self._source = ""
        self._bar: ProgressBar[int] | None = None

    def begin(self, source: str) -> None:
        """Announce the source that is fetched now."""
        with self._lock:
            self._source = source
            self._bar = click.progressbar(
                length=1, label=f"{source} ...", file=sys.stderr, hidden=self._quiet, show_pos=True
            )
            self._bar.render_progress()

    def step(self, source: str, done: int, total: int) -> None:
        """Report that ``done`` of ``total`` requests are answered.

        A count that goes back is ignored, and so is one of a source that is fetched in advance.
        """
        with self._lock:
            if self._bar is not None and source == self._source and done > self._bar.pos:
                self._bar.length = total
                self._bar.update(done - self._bar.pos)

    def end(self, sentence: str, *, failed: bool = False) -> None:
        """Print the result of a source, or of one release; print a failure even if quiet."""
        with self._lock:
            if self._bar is not None:  # begin a new line
                self._bar.render_finish()
            self._bar = None
        if failed or not self._quiet:
            click.echo(sentence, err=True)


@dataclass(frozen=True, slots=True)
class Request:
    """Arguments of a refresh.

    sources: names of etl.feeds (none: all); file, edition: with gii alone; accept_revisions:
    series, editions and families whose past may change beyond the tolerance; accept_values:
    series, economies, or SERIES:ECONOMY whose values may be odd.
    """

    sources: tuple[str, ...] = ()
    file: Path | None = None
    edition: int | None = None
    accept_revisions: tuple[str, ...] = ()
    accept_values: tuple[str, ...] = ()
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """Result of one release, or of a source that failed; revisions: number of revised values."""

    source: str
    family: str
    vintage: str
    sentence: str
    error: EtlError | None = None
    warnings: tuple[str, ...] = ()
    revisions: int = 0


def verdict_lines(verdicts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return one line for each claim whose verdict changed: {claim: [old, new]}."""
    return [f"verdict of {claim}: {old} -> {new}" for claim, (old, new) in verdicts.items()]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """Result of a build or a rollback: a sentence, the folder of the snapshot and its id.

    verdicts: claims whose verdict changed, {claim: [old, new]}.
    """

    sentence: str
    folder: Path
    snapshot: str
    verdicts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentence and one line for each changed verdict."""
        return (self.sentence, *verdict_lines(self.verdicts))


@dataclass(frozen=True, slots=True)
class Outcome(BuildResult):
    """Result of a refresh: whether its snapshot is a new one, and the result of each source.

    summary: that of etl.difference, empty if nothing passed.
    """

    published: bool = False
    results: tuple[Result, ...] = ()
    summary: dict[str, Any] = field(default_factory=dict)

    @property
    def exit_code(self) -> int:
        """Highest exit code of the failed sources, 0 if none failed."""
        return max((result.error.exit_code for result in self.results if result.error), default=0)
