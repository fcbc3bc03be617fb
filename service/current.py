"""The snapshot on show: follows CURRENT without a restart; a request keeps the one it began with."""

from __future__ import annotations

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
from typing import Generic, TypeVar
from weakref import finalize

from flask import Flask, g, has_request_context

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

T = TypeVar("T")
Mark = tuple[int, int] | None

RETRY = 60.0  # seconds after which a snapshot that was refused is tried again; each time twice as long,
DOUBLED = 6  # but not more often than so
LONGEST = 300  # characters of a reason, which may quote what a snapshot says
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
        """Return what may be shown, as data.snapshot.offered does; of a pinned package nothing else."""
        return ([self.folder], None) if self._pinned else offered(self.folder)


def named_pointer() -> Pointer:
    """Return the pointer that the environment names; SNAPSHOT pins a package."""
    pinned = os.environ.get("SNAPSHOT")
    return Pointer(Path(pinned), pinned=True) if pinned else Pointer(data_dir())


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """A verified snapshot, what the site made of it, and the reason why it is not the current one.

    since: when this process first could not show the current one, in seconds since 1970; it stays while
    reasons follow each other. sound: False as long as nobody knows whether all of it can be shown.
    """

    snapshot: Snapshot
    made: T
    reason: str | None
    since: float | None = None
    sound: bool = True


class Current(Generic[T]):
    """What the site serves; called, it returns what `make` made of the snapshot on show.

    `draw` does with it what its first reader would wait for and, if it is given True, tries whether all of it
    can be shown; it raises what stands in the way. Until a new one is tried, the old one is shown; when it is
    refused, the old one stays, with a reason. At a start, where there is no old one, what is on show is tried
    in the background. No thread is started before the first `look`, so that a server may fork.
    """

    def __init__(
        self,
        make: Callable[[Snapshot], T],
        draw: Callable[[T, bool], None],
        snapshot: Snapshot,
        reason: str | None = None,
    ) -> None:
        self._make, self._draw = make, draw
        self._shown = Shown(snapshot, make(snapshot), reason, time.time() if reason else None)
        self._pointer: Pointer | None = None
        self._seen: Mark = None
        self._tried = 0.0
        self._again = 0
        self._loader: Thread | None = None
        self._lock = Lock()
        self._trying = False
        # The id of the snapshot that was tried last and can be shown. Processes that fork share it: what one
        # of them has tried, the others need not, nor those that take their place.
        self._sound = mmap(-1, len(snapshot.id))
        # Locked by the process that tries a snapshot, until it ends or dies: the others wait for its result.
        place = MEMORY if Path(MEMORY).is_dir() else None
        self._turn = TemporaryFile(dir=place)  # noqa: SIM115 - as long as this object
        finalize(self, self._turn.close)

    def __call__(self) -> T:
        """Return what is made of the snapshot on show, within a request always the same."""
        return self.shown().made

    @property
    def newest(self) -> Shown[T]:
        """What is on show now; no request is made to keep it."""
        return self._shown

    def shown(self) -> Shown[T]:
        """Return what is on show; a request keeps in `g` what it got first, for service.headers too."""
        if not has_request_context():
            return self._shown
        if "shown" not in g:
            g.shown = self._shown
        kept: Shown[T] = g.shown
        return kept

    def install(self, server: Flask) -> None:
        """Look at CURRENT at every request, also at those that need no snapshot."""
        server.extensions["current"] = self
        server.before_request(self.look)

    def start(self, pointer: Pointer) -> None:
        """Show the newest snapshot that can be drawn at first sight, and try it from the first look on.

        Raises SnapshotError if there is none.
        """
        if not self._show(*pointer.offer(), whole=False):
            raise SnapshotError(self._shown.reason)
        self.follow(pointer)
        self._tried = -inf

    def follow(self, pointer: Pointer) -> None:
        """Show from now on what the pointer names."""
        self._pointer, self._seen, self._tried = pointer, pointer.start, time.monotonic()

    def look(self) -> None:
        """Load the current snapshot, in one thread, if CURRENT was replaced or something is to be tried."""
        with self._lock:
            if self._pointer is None or (self._loader and self._loader.is_alive()):
                return
            mark, shown = self._pointer.mark(), self._shown
            if not shown.sound and self._sound[:] == shown.snapshot.id.encode():
                self._shown = shown = replace(shown, sound=True)
            wrong = shown.reason or shown.snapshot.fault or not shown.sound
            due = time.monotonic() - self._tried >= RETRY * 2 ** min(self._again, DOUBLED)
            if mark == self._seen and not (wrong and due):
                return
            self._trying = mark == self._seen
            self._again = self._again + 1 if self._trying else 0
            self._loader = Thread(target=self._load, args=(self._pointer,), daemon=True)
            self._loader.start()
            self._seen, self._tried = mark, time.monotonic()

    def catch_up(self, *, patient: bool = True) -> None:
        """Look, and wait until all is loaded or refused; unless patient, only for what CURRENT names anew."""
        self.look()
        if self._loader and (patient or not self._trying):
            self._loader.join()

    def _load(self, pointer: Pointer) -> None:
        """Show the current snapshot; if it cannot be, the one on show stays, which is the last good one."""
        places, reason = pointer.offer()
        snapshot = self._shown.snapshot
        if self._shown.sound and not snapshot.fault:
            if places == [BUNDLED] and snapshot.folder != BUNDLED:
                reason = reason or GONE
            places = [] if reason else places[:1]
        self._show(places, reason)

    def _show(self, places: Iterable[Path], reason: str | None, *, whole: bool = True) -> bool:
        """Show the first of some snapshots that can be shown, and return whether there is one.

        reason: why it is not the one meant; without one, the reason is what is wrong with the first. whole:
        all of it is tried before.
        """
        fault: Exception | None = None
        shown: Shown[T] | None = None
        for place in places:
            try:
                snapshot = open_snapshot(place)
            except SnapshotError as error:
                reason = reason or unverified(error)
                continue
            try:
                shown = self._drawn(snapshot, whole)
                break
            except SnapshotError as error:
                reason = reason or f"{UNFIT}: {error}"[:LONGEST]
            except Exception as error:  # noqa: BLE001 - whatever a page stumbles on, another snapshot is shown
                fault = fault or error
                reason = reason or ": ".join((UNFIT, *getattr(error, "__notes__", ())))
        since = (self._shown.since or time.time()) if reason else None
        self._shown = replace(shown or self._shown, reason=reason, since=since)
        if reason:
            _log.warning("snapshot %s is on show: %s", self._shown.snapshot.id, reason, exc_info=fault)
        return shown is not None

    def _drawn(self, snapshot: Snapshot, whole: bool) -> Shown[T]:
        """Return a snapshot ready to be shown; raises what makes it unfit."""
        shown, identity = self._shown, snapshot.id.encode()
        known = shown.snapshot.id == snapshot.id and not shown.snapshot.fault
        if not known:
            shown = Shown(snapshot, self._make(snapshot), None)
        if not whole:
            self._draw(shown.made, False)
            return replace(shown, sound=False)
        fcntl.lockf(self._turn, fcntl.LOCK_EX)
        try:
            untried = self._sound[:] != identity
            if untried or not known:
                self._draw(shown.made, untried)
            self._sound[:] = identity
        finally:
            fcntl.lockf(self._turn, fcntl.LOCK_UN)
        return replace(shown, sound=True)
