"""Turns for what a request renders, one at a time; a cache of what was answered, which needs no turn."""

import hashlib
import json
import os
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Final
from weakref import WeakValueDictionary

from cachetools import LRUCache
from flask import Flask, Response, g, has_request_context, request
from werkzeug.exceptions import TooManyRequests

from data.api import ROOT
from service.compression import negotiate_coding
from service.current import KEY
from service.guard import UPDATE

THREADS: Final = int(os.environ.get("WEB_THREADS", "16"))
SPARE_THREADS: Final = 2  # threads that never render or wait
DOWNLOADS: Final = 6  # threads for downloads and the like: one that makes one, others that wait
SLOW: Final = ("/download/", f"{ROOT}/cards/")
"""How the paths of those begin."""
CACHED: Final = ("/download/", ROOT)
"""How the paths of those begin whose answers are cached."""
WHOLE: Final = ("/download/table/", "/download/snapshot.zip")
"""How the paths of those begin whose answers no query changes."""
RETRY_AFTER_SECONDS: Final = 1  # seconds after which a refused client should send its request again

MAX_CACHED_BYTES: Final = 16_000_000  # bytes of all answers that a worker caches, compressed
MAX_BODY_BYTES: Final = MAX_CACHED_BYTES // 4  # of one: a larger one would displace many others
_READ: Final = ("output", "outputs", "inputs", "state", "changedPropIds")
"""The parts of a request that decide its response."""


class RenderQueue:
    """The requests of a process that render: one has its turn, the others wait.

    Whoever waits occupies a thread of the server, so there are fewer places than threads, of which one client
    has at most half. Who asks for what is in the making waits for that alone, and takes no place.
    """

    def __init__(self, places: int = THREADS - SPARE_THREADS - DOWNLOADS) -> None:
        self.places = max(1, places)
        self._share = max(1, places // 2)
        self._waiting: Counter[str] = Counter()
        self._counting, self._turn = Lock(), Lock()
        self._making: WeakValueDictionary[Hashable, Lock] = WeakValueDictionary()

    def alone(self, what: Hashable) -> Lock:
        """Return the lock of what is to be made: to be held until it is cached."""
        with self._counting:
            return self._making.setdefault(what, Lock())

    @contextmanager
    def turn(self, what: Hashable = None) -> Iterator[None]:
        """Wait for a turn, which lasts as long as the block; TooManyRequests where no place is free.

        what: what is made in it, to be looked for once more: another may have made it. Work outside of a
        request waits too, but always has a place. Turns are not nested.
        """
        who = ""
        if has_request_context():  # the client that the proxy forwards, else that of the connection
            forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
            who = forwarded or str(request.remote_addr)
        with self.alone(object() if what is None else what):
            with self._counting:
                if who and (self._waiting.total() >= self.places or self._waiting[who] >= self._share):
                    raise TooManyRequests(retry_after=RETRY_AFTER_SECONDS)
                self._waiting[who] += 1
            try:
                with self._turn:
                    yield
            finally:
                with self._counting:
                    self._waiting -= Counter((who,))  # which forgets who waits no more


def install(server: Flask, snapshot: Callable[[], str]) -> None:
    """Make downloads and the like in a queue of their own; answer what was asked before from a cache.

    To be installed between guard and compression. Callbacks, downloads and the interface give the same answer
    to the same request as long as the snapshot is the same: it depends on no reader and no clock, and random
    numbers have fixed seeds. Bodies are cached compressed, as they were sent; the least recently used are
    dropped first.

    snapshot: returns the id of the snapshot of the current request.
    """
    queue = RenderQueue(DOWNLOADS)
    answers: LRUCache[Hashable, tuple[bytes, bytes]]  # head and body
    answers = LRUCache(MAX_CACHED_BYTES, getsizeof=lambda answer: len(answer[0]) + len(answer[1]))
    lock = Lock()

    def request_text() -> str:
        """Return what decides the answer to the current request; "" where it is not cached."""
        if request.path == UPDATE and request.method == "POST":
            body = request.get_json()
            return json.dumps([body.get(part) for part in _READ], sort_keys=True)
        cached = request.path.startswith(CACHED) and request.method == "GET" and KEY not in request.args
        path = request.path if request.path.startswith(WHOLE) else request.full_path
        return path if cached else ""

    def cached_answer(key: Hashable) -> Response | None:
        with lock:
            found = answers.get(key)
        if found is None:
            return None
        head = [line.partition(": ")[::2] for line in found[0].decode().splitlines()]
        response = Response(found[1], headers=head)
        if request.method == "GET" and not request.if_none_match.star_tag:
            response.make_conditional(request)
        return response

    @server.before_request
    def _find() -> Response | None:
        g.turn = ExitStack()
        if what := request_text():
            key = snapshot(), negotiate_coding(), hashlib.sha256(what.encode()).digest()
            if found := cached_answer(key):
                return found
            g.turn.enter_context(queue.alone(key))  # who asks for the same waits here, and finds it
            if found := cached_answer(key):
                return found
            g.uncached = key
        if request.path.startswith(SLOW):
            g.turn.enter_context(queue.turn())
        return None

    @server.teardown_request
    def _end(_error: BaseException | None) -> None:
        if turn := g.pop("turn", None):
            turn.close()

    @server.after_request
    def _add(response: Response) -> Response:
        key = g.pop("uncached", None)
        if key and response.status_code == 200 and not response.is_streamed:
            head, body = "\n".join(map(": ".join, response.headers)).encode(), response.get_data()
            with lock:
                if len(body) <= MAX_BODY_BYTES:
                    answers[key] = head, body
        return response
