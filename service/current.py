"""The snapshot on show: follows CURRENT without a restart; a request keeps the one it began with."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, Thread
from typing import Generic, TypeVar

from flask import Flask, g, has_request_context

from data.snapshot import BUNDLED, POINTER, Snapshot, SnapshotError, current_version, data_dir, open_snapshot

T = TypeVar("T")
Mark = tuple[int, int] | None

RETRY = 60.0  # seconds after which a snapshot that was refused is tried again

_log = logging.getLogger(__name__)


class Pointer:
    """CURRENT of a data folder; `start` is its mark at first, before any snapshot was opened."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.start = self.mark()

    def mark(self) -> Mark:
        """Return what changes whenever CURRENT is replaced; None while it cannot be found."""
        try:
            found = (self.folder / POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino


def named_pointer() -> Pointer | None:
    """Return the pointer that the environment names; None when SNAPSHOT pins a package."""
    return None if os.environ.get("SNAPSHOT") else Pointer(data_dir())


@dataclass(frozen=True, slots=True)
class Shown(Generic[T]):
    """A verified snapshot, what the site made of it, and the reason why it is not the current one.

    since: when this process first could not show the current one, in seconds since 1970; it stays while
    reasons follow each other.
    """

    snapshot: Snapshot
    made: T
    reason: str | None
    since: float | None = None


class Current(Generic[T]):
    """What the site serves; called, it returns what `make` made of the snapshot on show.

    `warm` does with a new one what its first reader would wait for. Until it is done, the old one is shown;
    when the new one is refused, the old one stays, with a reason. Nothing is followed before `follow`, so
    that no thread runs when a server forks.
    """

    def __init__(
        self,
        make: Callable[[Snapshot], T],
        warm: Callable[[T], None],
        snapshot: Snapshot,
        reason: str | None = None,
    ) -> None:
        self._make, self._warm = make, warm
        self._shown = Shown(snapshot, make(snapshot), reason, time.time() if reason else None)
        self._pointer: Pointer | None = None
        self._seen: Mark = None
        self._tried = 0.0
        self._loader: Thread | None = None
        self._lock = Lock()

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

    def follow(self, pointer: Pointer | None) -> None:
        """Show from now on what the pointer names; None follows nothing."""
        if pointer:
            self._pointer, self._seen, self._tried = pointer, pointer.start, time.monotonic()

    def look(self) -> None:
        """Load the current snapshot, in one thread, if CURRENT was replaced or it is to be tried again."""
        with self._lock:
            if self._pointer is None or (self._loader and self._loader.is_alive()):
                return
            mark = self._pointer.mark()
            refused = self._shown.reason is not None and time.monotonic() - self._tried >= RETRY
            if mark == self._seen and not refused:
                return
            self._loader = Thread(target=self._load, args=(self._pointer.folder,), daemon=True)
            self._loader.start()
            self._seen, self._tried = mark, time.monotonic()

    def catch_up(self) -> None:
        """Look, and wait until what there is to load is loaded or refused."""
        self.look()
        if self._loader:
            self._loader.join()

    def _load(self, folder: Path) -> None:
        try:
            snapshot = open_snapshot(current_version(folder) or BUNDLED)
            if snapshot.id == self._shown.snapshot.id:
                self._shown = replace(self._shown, reason=None, since=None)
                return
            made = self._make(snapshot)
            self._warm(made)
        except SnapshotError as error:
            self._refuse(f"the current snapshot does not verify: {error}")
        except Exception as error:  # noqa: BLE001 - whatever a page stumbles on, the old snapshot stays
            self._refuse("the current snapshot cannot be shown", error)
        else:
            self._shown = Shown(snapshot, made, None)

    def _refuse(self, reason: str, fault: Exception | None = None) -> None:
        _log.warning("snapshot %s stays on show: %s", self._shown.snapshot.id, reason, exc_info=fault)
        self._shown = replace(self._shown, reason=reason, since=self._shown.since or time.time())
