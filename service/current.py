"""The current dataset: follows CURRENT without a restart; a request stays with the one it began with."""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from math import inf
from mmap import mmap
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock, Thread
from weakref import finalize

from flask import Flask, g, has_request_context

from analysis.dataset import Dataset
from data.snapshot import (
    BUNDLED,
    GONE,
    POINTER,
    Snapshot,
    SnapshotError,
    data_dir,
    offered,
    open_snapshot,
    unverified,
)

Mark = tuple[int, int] | None

RETRY = 60.0  # seconds after which a snapshot that was refused is tried again; each time twice as long,
DOUBLED = 6  # but not more often than so
LONGEST = 300  # characters of a reason, which may quote a snapshot
MEMORY = "/dev/shm"  # noqa: S108 - a file there has no name; a read-only container has no other place
UNFIT = "the current snapshot cannot be shown"

_log = logging.getLogger(__name__)


class Pointer:
    """CURRENT of a data folder, or a package that is pinned; `start` is its mark at first.

    The mark is to be taken before any snapshot is opened, so that no change is missed.
    """

    def __init__(self, folder: Path, *, pinned: bool = False) -> None:
        self.folder, self._pinned = folder, pinned
        self.start = self.mark()

    def mark(self) -> Mark:
        """Return what changes whenever CURRENT is replaced; None while it cannot be found."""
        try:
            found = (self.folder / POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def offer(self) -> tuple[list[Path], str | None]:
        """Return what data.snapshot.offered returns; for a pinned package only that package."""
        return ([self.folder], None) if self._pinned else offered(self.folder)


def named_pointer() -> Pointer:
    """Return the pointer that the environment names; SNAPSHOT pins a package."""
    pinned = os.environ.get("SNAPSHOT")
    return Pointer(Path(pinned), pinned=True) if pinned else Pointer(data_dir())


@dataclass(frozen=True, slots=True)
class Served:
    """A dataset that is served, and the reason why it is not of the current snapshot (None if it is).

    since: when this process first failed to serve the current snapshot, in seconds since 1970; a later reason
    does not change it. sound: whether every page was rendered without an error; False until that is known.
    """

    dataset: Dataset
    reason: str | None = None
    since: float | None = None
    sound: bool = True

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot of the dataset."""
        return self.dataset.snapshot


class Current:
    """The dataset that the site serves; called, it returns that of the current request.

    `render` gets a dataset and whether to render every page or only the first ones; it raises what fails. A
    new snapshot is served when every page of it renders; if one fails, the previous snapshot stays, with a
    reason. At the start there is no previous one: every page is rendered in the background. No thread starts
    before the first `check`, so that a server may fork.
    """

    def __init__(
        self,
        open_dataset: Callable[[Snapshot], Dataset],
        render: Callable[[Dataset, bool], None],
        snapshot: Snapshot,
        reason: str | None = None,
    ) -> None:
        self._open_dataset, self._render = open_dataset, render
        self._newest = Served(open_dataset(snapshot), reason, time.time() if reason else None)
        self._pointer: Pointer | None = None
        self._mark: Mark = None
        self._tried = 0.0
        self._retries = 0
        self._loader: Thread | None = None
        self._lock = Lock()
        self._retrying = False
        # The id of the last snapshot of which every page was rendered. Forked processes share it, so that one
        # of them renders for all, also for those that replace it.
        self._sound = mmap(-1, len(snapshot.id))
        # Locked by the process that renders every page, until it ends or dies: the others wait for it.
        folder = MEMORY if Path(MEMORY).is_dir() else None
        self._render_lock = TemporaryFile(dir=folder)  # noqa: SIM115 - as long as this object
        finalize(self, self._render_lock.close)

    def __call__(self) -> Dataset:
        """Return the dataset of the current request, or the newest outside of one."""
        return self.served().dataset

    @property
    def newest(self) -> Served:
        """What this process serves to new requests."""
        return self._newest

    def served(self) -> Served:
        """Return what the current request is served from: the newest when it began (`g.served`)."""
        if not has_request_context():
            return self._newest
        if "served" not in g:
            g.served = self._newest
        served: Served = g.served
        return served

    def install(self, server: Flask) -> None:
        """Look at CURRENT at every request, also at those that need no snapshot."""
        server.extensions["current"] = self
        server.before_request(self.check)

    def start(self, pointer: Pointer) -> None:
        """Follow the pointer; nothing is rendered before the first check, which renders every page."""
        self._newest = replace(self._newest, sound=False)
        self.follow(pointer)
        self._tried = -inf

    def follow(self, pointer: Pointer) -> None:
        """Serve from now on what the pointer names."""
        self._pointer, self._mark, self._tried = pointer, pointer.start, time.monotonic()

    def check(self) -> None:
        """Load the current snapshot, in one thread, if CURRENT was replaced or a retry is due."""
        with self._lock:
            if self._pointer is None or (self._loader and self._loader.is_alive()):
                return
            mark, newest = self._pointer.mark(), self._newest
            if not newest.sound and self._sound[:] == newest.snapshot.id.encode():
                self._newest = newest = replace(newest, sound=True)
            wrong = newest.reason or newest.snapshot.fault or not newest.sound
            due = time.monotonic() - self._tried >= RETRY * 2 ** min(self._retries, DOUBLED)
            if mark == self._mark and not (wrong and due):
                return
            self._retrying = mark == self._mark
            self._retries = self._retries + 1 if self._retrying else 0
            self._loader = Thread(target=self._load, args=(self._pointer,), daemon=True)
            self._loader.start()
            self._mark, self._tried = mark, time.monotonic()

    def catch_up(self, *, patient: bool = True) -> None:
        """Check, and wait for the loading thread; unless patient, not for a retry."""
        self.check()
        if self._loader and (patient or not self._retrying):
            self._loader.join()

    def _load(self, pointer: Pointer) -> None:
        """Serve the current snapshot; if that fails, the one that is served stays, the last good one."""
        places, reason = pointer.offer()
        snapshot = self._newest.snapshot
        if self._newest.sound and not snapshot.fault:
            if places == [BUNDLED] and snapshot.folder != BUNDLED:
                reason = reason or GONE
            places = [] if reason else places[:1]
        self._serve(places, reason)

    def _serve(self, places: Iterable[Path], reason: str | None) -> None:
        """Serve the first snapshot that opens and renders.

        reason: why it is not the current one; if None, the error of the first one becomes the reason.
        """
        fault: Exception | None = None
        served: Served | None = None
        for place in places:
            try:
                snapshot = open_snapshot(place)
            except SnapshotError as error:
                reason = reason or unverified(error)
                continue
            try:
                served = self._rendered(snapshot)
                break
            except SnapshotError as error:
                reason = reason or f"{UNFIT}: {error}"[:LONGEST]
            except Exception as error:  # noqa: BLE001 - whatever a page stumbles on, another one is served
                fault = fault or error
                reason = reason or ": ".join((UNFIT, *getattr(error, "__notes__", ())))
        since = (self._newest.since or time.time()) if reason else None
        self._newest = replace(served or self._newest, reason=reason, since=since)
        if reason:
            _log.warning("snapshot %s is on show: %s", self._newest.snapshot.id, reason, exc_info=fault)

    def _rendered(self, snapshot: Snapshot) -> Served:
        """Return a snapshot of which this process or another rendered every page; raises what fails."""
        served, identity = self._newest, snapshot.id.encode()
        known = served.snapshot.id == snapshot.id and not served.snapshot.fault
        if not known:
            served = Served(self._open_dataset(snapshot))
        fcntl.lockf(self._render_lock, fcntl.LOCK_EX)
        try:
            untried = self._sound[:] != identity
            if untried or not known:
                self._render(served.dataset, untried)
            self._sound[:] = identity
        finally:
            fcntl.lockf(self._render_lock, fcntl.LOCK_UN)
        return replace(served, sound=True)
