"""Turns for what a request renders, one at a time; a cache of callback responses, which need no turn."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Final

from cachetools import LRUCache
from flask import Flask, Response, g, has_request_context, request
from werkzeug.exceptions import TooManyRequests

from data.api import ROOT
from service.compression import accepted_coding
from service.guard import UPDATE

THREADS: Final = int(os.environ.get("WEB_THREADS", "16"))
SPARE: Final = 2  # threads that never render or wait
DOWNLOADS: Final = 6  # threads for downloads and the like: one that makes one, others that wait
SLOW: Final = ("/download/", f"{ROOT}/cards/", f"{ROOT}/robustness")
"""How the paths of those begin."""
AGAIN: Final = 1  # seconds after which a refused client should send its request again

MOST: Final = 4_000_000  # bytes of all responses that a worker caches: some three hundred, compressed
LARGEST: Final = MOST // 16  # of one: a larger one would displace many others
_READ: Final = ("output", "outputs", "inputs", "state", "changedPropIds")
"""The parts of a request that decide its response."""


class RenderQueue:
    """The requests of a process that render: one has its turn, the others wait.

    Whoever waits occupies a thread of the server, so there are fewer places than threads, of which one client
    has at most half.
    """

    def __init__(self, places: int = THREADS - SPARE - DOWNLOADS) -> None:
        self.places = max(1, places)
        self._share = max(1, places // 2)
        self._waiting: Counter[str] = Counter()
        self._counting, self._turn = Lock(), Lock()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, which lasts as long as the block; TooManyRequests where no place is free.

        Work outside of a request waits too, but always has a place. Turns are not nested.
        """
        who = ""
        if has_request_context():  # the client that the proxy forwards, else that of the connection
            forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            who = forwarded or str(request.remote_addr)
        with self._counting:
            if who and (self._waiting.total() >= self.places or self._waiting[who] >= self._share):
                raise TooManyRequests(retry_after=AGAIN)
            self._waiting[who] += 1
        try:
            with self._turn:
                yield
        finally:
            with self._counting:
                self._waiting -= Counter((who,))  # which forgets who waits no more


def install(server: Flask, snapshot: Callable[[], str]) -> None:
    """Make downloads and the like in a queue of their own, answer repeated callback requests from a cache.

    To be installed between guard and compression. A callback gives the same response to the same request as
    long as the snapshot is the same: it depends on no reader and no clock, and random numbers have fixed
    seeds. Bodies are cached compressed, as they were sent; the least recently used are dropped first.

    snapshot: returns the id of the snapshot of the current request.
    """
    queue = RenderQueue(DOWNLOADS)
    bodies: LRUCache[tuple[str, str | None, bytes], bytes] = LRUCache(MOST, getsizeof=len)
    lock = Lock()

    @server.before_request
    def _begin() -> None:
        if request.path.startswith(SLOW):
            turn = ExitStack()
            turn.enter_context(queue.turn())
            g.turn = turn

    @server.teardown_request
    def _end(_error: BaseException | None) -> None:
        if turn := g.pop("turn", None):
            turn.close()

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
