"""The snapshots that the site serves: the current one, followed without a restart, and others by their id."""

import logging
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from math import inf
from mmap import mmap
from pathlib import Path
from threading import Lock, Thread
from typing import Final, TypeVar

from cachetools import LRUCache
from flask import Flask, abort, g, has_request_context, request
from werkzeug.exceptions import HTTPException

from analysis.dataset import Dataset
from data.snapshot import (
    BUNDLED,
    GONE,
    POINTER,
    VERSIONS,
    Snapshot,
    SnapshotError,
    data_dir,
    offered_versions,
    open_snapshot,
    sealed_id,
)
from service.health import State, state_of

KEY: Final = "snapshot"
MAX_CACHED_SNAPSHOTS: Final = 2  # datasets of other snapshots in memory
RETRY = 300.0  # seconds after which a snapshot that was refused is tried again
MAX_RETRY_SECONDS = 300  # characters of a reason, which may quote a snapshot
UNFIT_REASON = "the current snapshot cannot be shown"

T = TypeVar("T")

_ID: Final = re.compile(r"[0-9a-f]{12}")
_log = logging.getLogger(__name__)


def valid_id(text: str) -> str:
    """Return the id of a snapshot if the text is one, else ""."""
    return text if _ID.fullmatch(text) else ""


def named_folder() -> Path | None:
    """Return the data folder that the environment names; None when SNAPSHOT pins a package."""
    return None if os.environ.get("SNAPSHOT") else data_dir()


@dataclass(frozen=True, slots=True)
class ServedSnapshot:
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


class SnapshotManager:
    """The dataset that the site serves; called, it returns that of the current request.

    `newest` is what this process serves to new requests. A snapshot takes its place once it was drawn; if
    `draw` raises an error, the one before stays, with the reason. No thread starts before the first `check`,
    so that a server may fork.

    Embeds, previews and downloads may name another snapshot of the data `folder`, or the bundled one; at most
    MOST of them stay in memory; `turn` is entered to open one. `folder` is None where a package is pinned.
    """

    def __init__(
        self,
        open_dataset: Callable[[Snapshot], Dataset],
        draw: Callable[[Dataset], None],
        snapshot: Snapshot,
        folder: Path | None = None,
        turn: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._open_dataset, self._draw = open_dataset, draw
        self.newest = ServedSnapshot(open_dataset(snapshot))
        self._others, self._turn = folder, turn
        self._opened: LRUCache[str, ServedSnapshot] = LRUCache(MAX_CACHED_SNAPSHOTS)
        self._followed: Path | None = None
        self._mark: tuple[int, int] | None = None
        self._tried = -inf
        self._loader: Thread | None = None
        self._lock, self._keeping = Lock(), Lock()
        # The id of the snapshot that was drawn last without an error. Forked processes share it, so that one
        # which takes the place of another need not draw it again.
        self._sound = mmap(-1, len(snapshot.id))

    def __call__(self) -> Dataset:
        """Return the dataset of the current request, or the newest outside of one."""
        return self.served().dataset

    def served(self) -> ServedSnapshot:
        """Return what the current request is served from: the newest when it first asked (`g.served`)."""
        if not has_request_context():
            return self.newest
        served: ServedSnapshot = g.setdefault("served", self.newest)
        return served

    def install(self, server: Flask) -> None:
        """Look at CURRENT at every request, also at those that need no snapshot.

        A download is served from the snapshot that its address names; 410 if that is not available.
        """
        server.extensions["current"] = self
        server.before_request(self.reload_if_replaced)

        @server.before_request
        def _download() -> None:
            if request.path.startswith("/download/") and KEY in request.args:
                g.served = self.find(request.args[KEY]) or abort(410)

    def start(self, folder: Path | None, *, draw: bool = True) -> None:
        """Serve the first good snapshot of a data folder, and follow the folder; None: a package is pinned.

        The bundled one, of which the tests draw every page, is served at once and drawn at the first check.
        draw: whether another one is drawn first.
        Raises SnapshotError if none is good.
        """
        self._followed, self._mark = folder, _mark(folder) if folder else None
        if not draw:
            self._sound[:] = self.newest.snapshot.id.encode()
        places, reason = offered_versions(folder) if folder else ([self.newest.snapshot.folder], None)
        if not self._serve(places, reason, untried=BUNDLED):
            raise SnapshotError(self.newest.reason)

    def reload_if_replaced(self, *, wait: bool = False) -> None:
        """Load the current snapshot in a thread if CURRENT was replaced, or again; wait: till it is shown."""
        with self._lock:
            if self._followed is None or (self._loader and self._loader.is_alive()):
                return
            before, self._mark, snapshot = self._mark, _mark(self._followed), self.newest.snapshot
            wrong = self.newest.reason or snapshot.fault or self._sound[:] != snapshot.id.encode()
            if self._mark == before and not (wrong and time.monotonic() - self._tried >= RETRY):
                return
            self._tried = time.monotonic()
            self._loader = Thread(target=self._load, args=(self._followed,), daemon=True)
            self._loader.start()
            if wait and self._mark != before:
                self._loader.join()

    def _load(self, folder: Path) -> None:
        """Serve the current snapshot; if that fails the one on show stays, unless its files were altered."""
        places, reason = offered_versions(folder)
        if not self.newest.snapshot.fault:
            if places == [BUNDLED] and self.newest.snapshot.folder != BUNDLED:
                reason = reason or GONE
            places = [] if reason else places[:1]
        self._serve(places, reason)

    def _serve(self, places: Iterable[Path], reason: str | None, untried: Path | None = None) -> bool:
        """Serve the first snapshot that opens and can be drawn; return whether there is one.

        reason: why it is not the current one; if None, the error of the first one becomes the reason.
        """
        served: ServedSnapshot | None = None
        fault: Exception | None = None
        for place in places:
            try:
                snapshot, shown = open_snapshot(place), self.newest.snapshot
                same = (snapshot.id, snapshot.folder, "") == (shown.id, shown.folder, shown.fault)
                served = ServedSnapshot(self.newest.dataset if same else self._open_dataset(snapshot))
                if place != untried and self._sound[:] != served.snapshot.id.encode():
                    self._draw(served.dataset)
                    self._sound[:] = served.snapshot.id.encode()
                break
            except Exception as error:  # noqa: BLE001 - whatever a page stumbles on, another one is served
                known = [str(error)] if isinstance(error, SnapshotError) else []
                reason = (
                    reason
                    or ": ".join((UNFIT_REASON, *known, *getattr(error, "__notes__", ())))[:MAX_RETRY_SECONDS]
                )
                served, fault = None, None if known else error
        since = (self.newest.since or time.time()) if reason else None
        self.newest = replace(served or self.newest, reason=reason, since=since)
        if reason:
            _log.warning("snapshot %s is on show: %s", self.newest.snapshot.id, reason, exc_info=fault)
        return served is not None

    def find(self, identity: str) -> ServedSnapshot | None:
        """Return a snapshot by its id, opened in turn; None if it is not available or does not verify."""
        if not valid_id(identity):
            return None
        if (newest := self.newest).snapshot.id == identity:
            return newest
        if known := self._known(identity):
            return known
        with self._turn():
            if known := self._known(identity):
                return known
            places = [self._others / VERSIONS / identity] if self._others else []
            if sealed_id(BUNDLED) == identity:
                places.append(BUNDLED)
            for place in places:
                try:
                    opened = open_snapshot(place) if place.is_dir() else None
                except (OSError, SnapshotError) as error:
                    _log.warning("snapshot %s cannot be shown: %s", identity, error)
                    continue
                if opened and opened.id == identity:
                    served = ServedSnapshot(self._open_dataset(opened))
                    with self._keeping:
                        self._opened[identity] = served
                    return served
        return None

    def _known(self, identity: str) -> ServedSnapshot | None:
        with self._keeping:
            return self._opened.get(identity)

    def rendered(self, name: str, query: Mapping[str, str], render: Callable[[Dataset], T]) -> T | None:
        """Return what is rendered of the snapshot that a query names, else of the current one.

        The response names the snapshot. None if it is not available: an old one may lack what newer code or
        a newer catalog expects.
        """
        if not query.get(KEY):
            return render(self())
        served = self.find(query[KEY])
        if served is None:
            return None
        g.served = served
        try:
            return render(served.dataset)
        except HTTPException:  # too many at once: it is not gone
            raise
        except Exception:
            if served is self.newest:
                raise
            _log.warning("%s cannot be drawn of snapshot %s", name, served.snapshot.id, exc_info=True)
            g.pop("served")
            return None


def _mark(folder: Path) -> tuple[int, int] | None:
    """Return what changes whenever CURRENT is replaced; None while it cannot be found."""
    try:
        found = (folder / POINTER).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
