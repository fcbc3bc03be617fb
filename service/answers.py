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
LARGEST: Final = MOST // 16  # of one: a larger one would displace many others

_READ: Final = ("output", "outputs", "inputs", "state", "changedPropIds")
"""The parts of a request that decide its response."""


def install(server: Flask, snapshot: Callable[[], str]) -> None:
    """Answer repeated callback requests from a cache; to be installed between guard and compression.

    A callback gives the same response to the same request as long as the snapshot is the same: it depends on
    no reader and no clock, and random numbers have fixed seeds. Bodies are cached compressed, as they were
    sent; the least recently used are dropped first.

    snapshot: returns the id of the snapshot of the current request.
    """
    bodies: LRUCache[tuple[str, str | None, bytes], bytes] = LRUCache(MOST, getsizeof=len)
    lock = Lock()

    @server.before_request
    def _find() -> Response | None:
        if request.path != UPDATE or request.method != "POST":
            return None
        body = request.get_json()
        identity = json.dumps([body.get(part) for part in _READ], sort_keys=True)
        key = snapshot(), accepted_coding(), hashlib.sha256(identity.encode()).digest()
        with lock:
            cached = bodies.get(key)
        if cached is None:
            g.uncached = key
            return None
        coding = {"Content-Encoding": key[1]} if key[1] else None
        return Response(cached, headers=coding, content_type="application/json")

    @server.after_request
    def _add(response: Response) -> Response:
        key = g.pop("uncached", None)
        coding = response.headers.get("Content-Encoding")
        if key and response.status_code == 200 and coding == key[1] and not response.is_streamed:
            body = response.get_data()
            with lock:
                if len(body) <= LARGEST:
                    bodies[key] = body
        return response
