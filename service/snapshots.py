"""Snapshots other than the current one, opened and verified by their id: embeds, previews, downloads."""

import logging
import os
import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from cachetools import LRUCache
from flask import Flask, abort, g, request
from werkzeug.exceptions import HTTPException

from analysis.dataset import Dataset
from data.snapshot import BUNDLED, VERSIONS, Snapshot, SnapshotError, data_dir, open_snapshot, sealed_id
from service.current import Current, Served

KEY: Final = "snapshot"
MOST: Final = 2  # datasets in memory beside the current one

T = TypeVar("T")

_ID: Final = re.compile(r"[0-9a-f]{12}")
_log = logging.getLogger(__name__)


def valid_id(text: str) -> str:
    """Return the id of a snapshot if the text is one, else ""."""
    return text if _ID.fullmatch(text) else ""


class Snapshots:
    """The snapshots of a data folder and the bundled one, by id; at most MOST of them stay in memory.

    ``folder`` is None where a package is pinned: then only the bundled snapshot is available beside it.
    ``turn`` is entered to open one.
    """

    def __init__(
        self,
        current: Current,
        open_dataset: Callable[[Snapshot], Dataset],
        folder: Path | None,
        turn: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.current, self._open_dataset, self._folder, self._turn = current, open_dataset, folder, turn
        self._opened: LRUCache[str, Served] = LRUCache(MOST)
        self._lock = Lock()

    def find(self, identity: str) -> Served | None:
        """Return a snapshot by its id: the current one, or one that is available and verifies; else None.

        One is opened at a time, in turn: each takes a good part of a second and some memory.
        """
        if not valid_id(identity):
            return None
        if (newest := self.current.newest).snapshot.id == identity:
            return newest
        if known := self._known(identity):
            return known
        with self._turn():
            if known := self._known(identity):
                return known
            places = [self._folder / VERSIONS / identity] if self._folder else []
            for place in (*places, *([BUNDLED] if _bundled() == identity else [])):
                try:
                    opened = open_snapshot(place) if place.is_dir() else None
                except (OSError, SnapshotError) as error:
                    _log.warning("snapshot %s cannot be shown: %s", identity, error)
                    continue
                if opened and opened.id == identity:
                    served = Served(self._open_dataset(opened))
                    with self._lock:
                        self._opened[identity] = served
                    return served
        return None

    def _known(self, identity: str) -> Served | None:
        with self._lock:
            return self._opened.get(identity)

    def drawn(self, name: str, query: Mapping[str, str], render: Callable[[Dataset], T]) -> T | None:
        """Return what is rendered of the snapshot that a query names, else of the current one.

        The response names the snapshot. None if it is not available: an old one may lack what newer code or
        a newer catalog expects.
        """
        if not query.get(KEY):
            return render(self.current())
        served = self.find(query[KEY])
        if served is None:
            return None
        g.served = served
        try:
            return render(served.dataset)
        except HTTPException:  # too many at once: it is not gone
            raise
        except Exception:
            if served is self.current.newest:
                raise
            _log.warning("%s cannot be drawn of snapshot %s", name, served.snapshot.id, exc_info=True)
            g.pop("served")
            return None

    def install(self, server: Flask) -> None:
        """Serve a download from the snapshot that its address names; 410 if that is not available."""

        @server.before_request
        def _download() -> None:
            if request.path.startswith("/download/") and KEY in request.args:
                g.served = self.find(request.args[KEY]) or abort(410)


@cache
def _bundled() -> str:
    """Return the id of the bundled snapshot, "" if its descriptor cannot be read."""
    return sealed_id(BUNDLED) or ""


def named_folder() -> Path | None:
    """Return the data folder that the environment names; None when SNAPSHOT pins a package."""
    return None if os.environ.get("SNAPSHOT") else data_dir()
