"""Snapshots other than the one on show, by their id: opened, verified, kept for what stays as it was."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final, Generic, TypeVar

from cachetools import LRUCache
from flask import Flask, abort, g, request

from data.snapshot import BUNDLED, VERSIONS, Snapshot, SnapshotError, data_dir, open_snapshot, sealed_id
from service.current import Current, Shown

T = TypeVar("T")

KEY: Final = "snapshot"
MOST: Final = 2  # sites kept in memory beside the one on show
DOWNLOADS: Final = "/download/"

_ID: Final = re.compile(r"[0-9a-f]{12}")
_log = logging.getLogger(__name__)


def named(text: str) -> str:
    """Return the id of a snapshot if the text is one, else ""."""
    return text if _ID.fullmatch(text) else ""


class Frozen(Generic[T]):
    """The snapshots of a data folder and the bundled one, by id; at most MOST of them are kept.

    ``folder`` is None where a package is pinned: then only the bundled snapshot is held beside it. ``turn``
    gives way to whoever opens one.
    """

    def __init__(
        self,
        current: Current[T],
        make: Callable[[Snapshot], T],
        folder: Path | None,
        turn: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self._current, self._make, self._folder, self._turn = current, make, folder, turn
        self._opened: LRUCache[str, Shown[T]] = LRUCache(MOST)
        self._lock = Lock()

    def find(self, identity: str) -> Shown[T] | None:
        """Return a snapshot by its id: the one on show, or one that is held and verifies; else None.

        One is opened at a time, in turn: each takes a good part of a second and some memory.
        """
        if not named(identity):
            return None
        if (newest := self._current.newest).snapshot.id == identity:
            return newest
        if (known := self._known(identity)) is not None:
            return known
        with self._turn():
            if (known := self._known(identity)) is not None:
                return known
            if (opened := self._open(identity)) is None:
                return None
            shown = Shown(opened, self._make(opened), None)
            with self._lock:
                self._opened[identity] = shown
            return shown

    def _known(self, identity: str) -> Shown[T] | None:
        with self._lock:
            return self._opened.get(identity)

    def _open(self, identity: str) -> Snapshot | None:
        places = [self._folder / VERSIONS / identity] if self._folder else []
        places += [BUNDLED] if _bundled() == identity else []
        for place in places:
            try:
                if not place.is_dir():
                    continue
                opened = open_snapshot(place)
            except (OSError, SnapshotError) as error:
                _log.warning("snapshot %s cannot be shown: %s", identity, error)
                continue
            if opened.id == identity:
                return opened
        return None

    def install(self, server: Flask) -> None:
        """Let a download name its snapshot: its answer is of that one, or 410 if it is not held."""
        server.before_request(self._download)

    def _download(self) -> None:
        if not request.path.startswith(DOWNLOADS) or KEY not in request.args:
            return
        shown = self.find(request.args[KEY])
        if shown is None:
            abort(410)
        g.shown = shown


@cache
def _bundled() -> str:
    """Return the id of the bundled snapshot, "" if its descriptor cannot be read."""
    return sealed_id(BUNDLED) or ""


def named_folder() -> Path | None:
    """Return the data folder that the environment names; None when SNAPSHOT pins a package."""
    return None if os.environ.get("SNAPSHOT") else data_dir()
