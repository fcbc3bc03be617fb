"""Turns for what a request renders: one at a time, few that wait; what is cached needs no turn."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Final

from flask import Flask, g, has_request_context, request
from werkzeug.exceptions import TooManyRequests

from data.api import ROOT

THREADS: Final = int(os.environ.get("WEB_THREADS", "16"))
SPARE: Final = 2  # threads that never render or wait
DOWNLOADS: Final = 6  # threads for downloads and the like: one that makes one, others that wait
SLOW: Final = ("/download/", f"{ROOT}/cards/", f"{ROOT}/robustness")
"""How the paths of those begin."""
AGAIN: Final = 1  # seconds after which a refused client should send its request again


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


def install(server: Flask) -> None:
    """Make downloads and the like in a queue of their own."""
    queue = RenderQueue(DOWNLOADS)

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
