"""Snapshots other than the current one, opened and verified by their id: embeds, previews, downloads."""

import logging
import os
import re
from collections.abc import Callable, Container, Mapping
from contextlib import AbstractContextManager
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar

from cachetools import LRUCache
from flask import Flask, Response, abort, after_this_request, g, request
from werkzeug.exceptions import HTTPException

from analysis.dataset import Dataset
from analysis.query import query_of
from data.languages import LANGUAGES
from data.snapshot import BUNDLED, VERSIONS, Snapshot, SnapshotError, data_dir, open_snapshot, sealed_id
from service.current import Current, Served
from service.errors import language

KEY: Final = "snapshot"
MOST: Final = 2  # datasets in memory beside the current one
DOWNLOADS: Final = "/download/"

T = TypeVar("T")

_ID: Final = re.compile(r"[0-9a-f]{12}")
_log = logging.getLogger(__name__)


def valid_id(text: str) -> str:
    """Return the id of a snapshot if the text is one, else ""."""
    return text if _ID.fullmatch(text) else ""


def language_and_query(name: str, names: Container[str]) -> tuple[str, dict[str, str]]:
    """Return the language and the query of a view that may be shown elsewhere; 404 if none has the name.

    Only without a language in the query the answer depends on that of the reader.
    """
    if name not in names:
        abort(404)
    query = query_of(request.query_string.decode("ascii", "replace"))
    if query.get("lang") in LANGUAGES:
        return query["lang"], query
    after_this_request(_varied)
    return language(), query


def _varied(response: Response) -> Response:
    response.vary.add("Accept-Language")
    return response


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
        self._current, self._open_dataset, self._folder, self._turn = current, open_dataset, folder, turn
        self._opened: LRUCache[str, Served] = LRUCache(MOST)
        self._lock = Lock()

    def find(self, identity: str) -> Served | None:
        """Return a snapshot by its id: the current one, or one that is available and verifies; else None.

        One is opened at a time, in turn: each takes a good part of a second and some memory.
        """
        if not valid_id(identity):
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
            served = Served(self._open_dataset(opened))
            with self._lock:
                self._opened[identity] = served
            return served

    def drawn(self, name: str, query: Mapping[str, str], render: Callable[[Dataset], T]) -> T | None:
        """Return what is rendered of the snapshot that a query names, else of the current one.

        The response names the snapshot. None if it is not available: an old one may lack what newer code or
        a newer catalog expects.
        """
        if not query.get(KEY):
            return render(self._current())
        served = self.find(query[KEY])
        if served is None:
            return None
        g.served = served
        try:
            return render(served.dataset)
        except HTTPException:  # too many at once: it is not gone
            raise
        except Exception:
            if served is self._current.newest:
                raise
            _log.warning("%s cannot be drawn of snapshot %s", name, served.snapshot.id, exc_info=True)
            g.pop("served")
            return None

    def _known(self, identity: str) -> Served | None:
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
        """Serve a download from the snapshot that its address names; 410 if that is not available."""
        server.before_request(self._download)

    def _download(self) -> None:
        if not request.path.startswith(DOWNLOADS) or KEY not in request.args:
            return
        served = self.find(request.args[KEY])
        if served is None:
            abort(410)
        g.served = served


@cache
def _bundled() -> str:
    """Return the id of the bundled snapshot, "" if its descriptor cannot be read."""
    return sealed_id(BUNDLED) or ""


def named_folder() -> Path | None:
    """Return the data folder that the environment names; None when SNAPSHOT pins a package."""
    return None if os.environ.get("SNAPSHOT") else data_dir()
