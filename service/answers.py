"""A cache of callback responses, by snapshot and request: only the first reader of a choice waits."""

import hashlib
import json
from collections.abc import Callable
from threading import Lock
from typing import Final

from cachetools import LRUCache
from flask import Flask, Response, g, request

from service.compression import accepted_coding
from service.guard import UPDATE

MOST: Final = 4_000_000  # bytes of all responses that a worker caches: some three hundred, compressed
LARGEST: Final = MOST // 16

Key = tuple[str, str | None, bytes]

_READ: Final = ("output", "outputs", "inputs", "state", "changedPropIds")
"""The parts of a request that decide its response."""


class Answers:
    """The bodies of responses, compressed as they were sent; the least recently used are dropped first.

    A callback gives the same response to the same request as long as the snapshot is the same: it depends on
    no reader and no clock, and random numbers have fixed seeds.
    """

    def __init__(self, most: int = MOST) -> None:
        self._largest = min(LARGEST, most)
        self._bodies: LRUCache[Key, bytes] = LRUCache(most, getsizeof=len)
        self._lock = Lock()

    @property
    def size(self) -> float:
        """Bytes of all bodies."""
        return self._bodies.currsize

    def find(self, key: Key) -> bytes | None:
        """Return the cached body of a key."""
        with self._lock:
            return self._bodies.get(key)

    def add(self, key: Key, body: bytes) -> None:
        """Cache a body, unless it is so large that it would displace many others."""
        if len(body) <= self._largest:
            with self._lock:
                self._bodies[key] = body


def install(server: Flask, snapshot: Callable[[], str]) -> None:
    """Answer repeated callback requests from a cache; to be installed between guard and compression.

    snapshot: returns the id of the snapshot of the current request.
    """
    answers = Answers()

    def _find() -> Response | None:
        if request.path != UPDATE or request.method != "POST":
            return None
        body = request.get_json()
        identity = json.dumps([body.get(part) for part in _READ], sort_keys=True)
        key = snapshot(), accepted_coding(), hashlib.sha256(identity.encode()).digest()
        cached = answers.find(key)
        if cached is None:
            g.uncached = key
            return None
        response = Response(cached, content_type="application/json")
        if key[1]:
            response.headers["Content-Encoding"] = key[1]
        return response

    def _add(response: Response) -> Response:
        key: Key | None = g.pop("uncached", None)
        coding = response.headers.get("Content-Encoding")
        if key and response.status_code == 200 and coding == key[1] and not response.is_streamed:
            answers.add(key, response.get_data())
        return response

    server.before_request(_find)
    server.after_request(_add)
