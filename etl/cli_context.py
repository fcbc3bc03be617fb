"""What every command has: catalog, snapshot and data folder in use, its progress, and what it gives back."""

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
def open_store(folder: Path) -> Iterator[store.Store]:
    """Hold the lock of a data folder; errors of the store become those of the command line."""
    with report_violations(), store.lock_folder(folder) as locked:
        yield locked


@contextmanager
def report_violations() -> Iterator[None]:
    """Turn errors of the store into those of the command line."""
    try:
        yield
    except store.StoreBusy as error:
        wait = "Wait until the other refresh has ended, then start this one again."
        raise StoreError(str(error)).advise(wait) from error
    except store.StoreError as error:
        raise StoreError(str(error)) from error


class Progress:
    """Tells on stderr of one source at a time; may be called from several threads.

    On a terminal by a bar, elsewhere by a line. quiet: nothing but what failed is printed.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._lock = threading.Lock()
        self._source = ""
        self._bar: ProgressBar[int] | None = None

    def begin(self, source: str) -> None:
        """Tell that a source is asked now."""
        with self._lock:
            self._source = source
            self._bar = click.progressbar(
                length=1, label=f"{source} ...", file=sys.stderr, hidden=self._quiet, show_pos=True
            )
            self._bar.render_progress()

    def step(self, source: str, done: int, total: int) -> None:
        """Tell that `done` of `total` requests are answered; a count that goes back is ignored.

        So is that of a source which has not begun, since it is fetched while another one is checked.
        """
        with self._lock:
            if self._bar is not None and source == self._source and done > self._bar.pos:
                self._bar.length = total
                self._bar.update(done - self._bar.pos)

    def end(self, sentence: str, *, failed: bool = False) -> None:
        """Tell what became of the source, or of one release of it; a failure even to who asked for quiet."""
        with self._lock:
            if self._bar is not None:  # what follows has a line of its own
                self._bar.render_finish()
            self._bar = None
        if failed or not self._quiet:
            click.echo(sentence, err=True)


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


def verdict_lines(verdicts: Mapping[str, Sequence[str]]) -> list[str]:
    """Return one line for each claim whose verdict changed: {claim: [old, new]}."""
    return [f"verdict of {claim}: {old} -> {new}" for claim, (old, new) in verdicts.items()]


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build or a rollback did: a sentence, the folder of the snapshot and its id.

    verdicts: the claims whose verdict it changed, {claim: [old, new]}.
    """

    sentence: str
    folder: Path
    snapshot: str
    verdicts: dict[str, list[str]] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[str, ...]:
        """The sentence, and one for each verdict."""
        return (self.sentence, *verdict_lines(self.verdicts))


@dataclass(frozen=True, slots=True)
class Outcome(BuildResult):
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
