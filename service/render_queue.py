"""A queue for what a request renders: one at a time, few that wait; what is cached needs no turn."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from threading import Condition
from typing import Final

from flask import has_request_context, request
from werkzeug.exceptions import TooManyRequests

THREADS: Final = int(os.environ.get("WEB_THREADS", "8"))
# Threads that never render or wait, and places in the queue that one client leaves to the others.
SPARE: Final = 2
AGAIN: Final = 1  # seconds after which a refused client should send its request again

_TRUSTED: Final = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1").replace(" ", "").split(",")


@dataclass(eq=False, slots=True)
class _Turn:
    client: str


class RenderQueue:
    """The requests of a process that render: one has its turn, the others wait.

    Whoever waits occupies a thread of the server, so there are fewer places than threads. One client leaves
    some places free, and the client that had the last turn lets another one go first.
    """

    def __init__(self, places: int = THREADS - SPARE) -> None:
        self.places = max(1, places)
        self.share = max(1, places - SPARE)
        self._waiting: list[_Turn] = []
        self._active: _Turn | None = None
        self._last_client = ""
        self._changed = Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn, which lasts as long as the block; TooManyRequests where no place is free.

        Work outside of a request waits too, but always has a place. Turns are not nested.
        """
        turn = _Turn(client() if has_request_context() else "")
        with self._changed:
            mine = sum(one.client == turn.client for one in self._waiting)
            if turn.client and (len(self._waiting) >= self.places or mine >= self.share):
                raise TooManyRequests(retry_after=AGAIN)
            self._waiting.append(turn)
        try:
            with self._changed:
                self._changed.wait_for(lambda: self._active is None and self._next() is turn)
                self._active, self._last_client = turn, turn.client
            yield
        finally:
            with self._changed:
                self._waiting.remove(turn)
                self._active = None if self._active is turn else self._active
                self._changed.notify_all()

    def _next(self) -> _Turn:
        return next((one for one in self._waiting if one.client != self._last_client), self._waiting[0])


def client() -> str:
    """Return the address of the client: of the connection, or the last one that a trusted proxy forwards."""
    peer, forwarded = request.remote_addr or "", request.headers.get("X-Forwarded-For", "")
    return forwarded.rpartition(",")[2].strip() or peer if _trusted(peer) else peer


def _trusted(peer: str) -> bool:
    """Return whether FORWARDED_ALLOW_IPS names a peer; one without an address uses our own socket."""
    if not peer or "*" in _TRUSTED:
        return True
    try:
        return any(ip_address(peer) in ip_network(one, strict=False) for one in _TRUSTED if one)
    except ValueError:
        return False
