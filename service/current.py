"""The current dataset: follows CURRENT without a restart; a request stays with the one it began with."""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import inf
from mmap import mmap
from pathlib import Path
from threading import Lock, Thread

from flask import Flask, g, has_request_context

from analysis.dataset import Dataset
from data.snapshot import BUNDLED, GONE, POINTER, Snapshot, SnapshotError, offered, open_snapshot
from service.health import State, state_of

RETRY = 300.0  # seconds after which a snapshot that was refused is tried again
LONGEST = 300  # characters of a reason, which may quote a snapshot
UNFIT = "the current snapshot cannot be shown"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """A dataset that is served, and the reason why it is not of the current snapshot (None if it is).

    since: when this process first failed to serve the current one, in seconds since 1970.
    """

    dataset: Dataset
    reason: str | None = None
    since: float | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot of the dataset."""
        return self.dataset.snapshot

    def state(self) -> State:
        """Return the state of a process that serves it."""
        return state_of(self.snapshot, self.reason, self.since)


class Current:
    """The dataset that the site serves; called, it returns that of the current request.

    `newest` is what this process serves to new requests. A snapshot takes its place once it was drawn; if
    `draw` raises an error, the one before stays, with the reason. No thread starts before the first `check`,
    so that a server may fork.
    """

    def __init__(
        self, open_dataset: Callable[[Snapshot], Dataset], draw: Callable[[Dataset], None], snapshot: Snapshot
    ) -> None:
        self._open_dataset, self._draw = open_dataset, draw
        self.newest = Served(open_dataset(snapshot))
        self._folder: Path | None = None
        self._mark: tuple[int, int] | None = None
        self._tried = -inf
        self._loader: Thread | None = None
        self._lock = Lock()
        # The id of the snapshot that was drawn last without an error. Forked processes share it, so that one
        # which takes the place of another need not draw it again.
        self._sound = mmap(-1, len(snapshot.id))

    def __call__(self) -> Dataset:
        """Return the dataset of the current request, or the newest outside of one."""
        return self.served().dataset

    def served(self) -> Served:
        """Return what the current request is served from: the newest when it began (`g.served`)."""
        if not has_request_context():
            return self.newest
        served: Served = g.setdefault("served", self.newest)
        return served

    def install(self, server: Flask) -> None:
        """Look at CURRENT at every request, also at those that need no snapshot."""
        server.extensions["current"] = self
        server.before_request(self.check)

    def start(self, folder: Path | None) -> None:
        """Serve the first good snapshot of a data folder, and follow the folder; None: a package is pinned.

        The bundled one, of which the tests draw every page, is served at once and drawn at the first check.
        Raises SnapshotError if none is good.
        """
        self._folder, self._mark = folder, _mark(folder) if folder else None
        places, reason = offered(folder) if folder else ([self.newest.snapshot.folder], None)
        if not self._serve(places, reason, untried=BUNDLED):
            raise SnapshotError(self.newest.reason)

    def check(self, *, wait: bool = False) -> None:
        """Load the current snapshot, in one thread, if CURRENT was replaced or one is to be tried again.

        wait: until what has replaced the snapshot on show was drawn.
        """
        with self._lock:
            if self._folder is None or (self._loader and self._loader.is_alive()):
                return
            before, self._mark, snapshot = self._mark, _mark(self._folder), self.newest.snapshot
            wrong = self.newest.reason or snapshot.fault or self._sound[:] != snapshot.id.encode()
            if self._mark == before and not (wrong and time.monotonic() - self._tried >= RETRY):
                return
            self._tried = time.monotonic()
            self._loader = Thread(target=self._load, args=(self._folder,), daemon=True)
            self._loader.start()
            if wait and self._mark != before:
                self._loader.join()

    def _load(self, folder: Path) -> None:
        """Serve the current snapshot; if that fails the one on show stays, unless its files were altered."""
        places, reason = offered(folder)
        if not self.newest.snapshot.fault:
            if places == [BUNDLED] and self.newest.snapshot.folder != BUNDLED:
                reason = reason or GONE
            places = [] if reason else places[:1]
        self._serve(places, reason)

    def _serve(self, places: Iterable[Path], reason: str | None, untried: Path | None = None) -> bool:
        """Serve the first snapshot that opens and can be drawn; return whether there is one.

        reason: why it is not the current one; if None, the error of the first one becomes the reason.
        """
        served: Served | None = None
        fault: Exception | None = None
        for place in places:
            try:
                snapshot, shown = open_snapshot(place), self.newest.snapshot
                same = (snapshot.id, snapshot.folder, "") == (shown.id, shown.folder, shown.fault)
                served = Served(self.newest.dataset if same else self._open_dataset(snapshot))
                if place != untried and self._sound[:] != served.snapshot.id.encode():
                    self._draw(served.dataset)
                    self._sound[:] = served.snapshot.id.encode()
                break
            except Exception as error:  # noqa: BLE001 - whatever a page stumbles on, another one is served
                known = [str(error)] if isinstance(error, SnapshotError) else []
                reason = reason or ": ".join((UNFIT, *known, *getattr(error, "__notes__", ())))[:LONGEST]
                served, fault = None, None if known else error
        since = (self.newest.since or time.time()) if reason else None
        self.newest = replace(served or self.newest, reason=reason, since=since)
        if reason:
            _log.warning("snapshot %s is on show: %s", self.newest.snapshot.id, reason, exc_info=fault)
        return served is not None


def _mark(folder: Path) -> tuple[int, int] | None:
    """Return what changes whenever CURRENT is replaced; None while it cannot be found."""
    try:
        found = (folder / POINTER).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
