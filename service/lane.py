"""A lane for what is made anew: one at a time, few that wait; what is known is answered beside it."""

from __future__ import annotations

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
SPARE: Final = 2  # threads that never make or wait, and places that one client leaves to the others
AGAIN: Final = 1  # seconds after which it is worth while to ask again

_TRUSTED: Final = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1").replace(" ", "").split(",")


@dataclass(eq=False, slots=True)
class _Turn:
    client: str


class Lane:
    """The turns of a process: one request makes something, the others wait for theirs.

    Whoever waits has a thread of the server, so there are fewer places than threads; one client leaves some
    of them, and whoever had the last turn lets another client go first. It needs nothing of the server but
    threads (or what stands for them) and the address of the client.
    """

    def __init__(self, places: int = THREADS - SPARE) -> None:
        self.places = max(1, places)
        self.share = max(1, places - SPARE)
        self._line: list[_Turn] = []
        self._at: _Turn | None = None
        self._last = ""
        self._moved = Condition()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn and hold it; TooManyRequests, with the time to wait, where there is no place.

        What no request asks for waits as well, but has a place always. A turn is not taken within a turn.
        """
        turn = _Turn(client() if has_request_context() else "")
        with self._moved:
            mine = sum(one.client == turn.client for one in self._line)
            if turn.client and (len(self._line) >= self.places or mine >= self.share):
                raise TooManyRequests(retry_after=AGAIN)
            self._line.append(turn)
        try:
            with self._moved:
                self._moved.wait_for(lambda: self._at is None and self._next() is turn)
                self._at, self._last = turn, turn.client
            yield
        finally:
            with self._moved:
                self._line.remove(turn)
                self._at = None if self._at is turn else self._at
                self._moved.notify_all()

    def _next(self) -> _Turn:
        return next((one for one in self._line if one.client != self._last), self._line[0])


def client() -> str:
    """Return the address of who asks: that of the connection, or what a trusted proxy says last."""
    peer, said = request.remote_addr or "", request.headers.get("X-Forwarded-For", "")
    return said.rpartition(",")[2].strip() or peer if _trusted(peer) else peer


def _trusted(peer: str) -> bool:
    """Say whether FORWARDED_ALLOW_IPS names a peer; one without an address speaks through our own socket."""
    if not peer or "*" in _TRUSTED:
        return True
    try:
        return any(ip_address(peer) in ip_network(one, strict=False) for one in _TRUSTED if one)
    except ValueError:
        return False
