"""Answers of callbacks, kept by snapshot and question: the second reader of a choice waits for nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from threading import Lock
from typing import Final

from cachetools import LRUCache
from flask import Flask, Response, g, request

from service.compression import asked_coding
from service.guard import UPDATE

MOST: Final = 4_000_000  # bytes of all answers that a worker keeps: some three hundred, compressed
LARGEST: Final = MOST // 16

Key = tuple[str, str | None, bytes]

_READ: Final = ("output", "outputs", "inputs", "state", "changedPropIds")  # what Dash makes an answer of


class Answers:
    """The bodies of answers, compressed as they were sent; those not asked for the longest go first.

    A callback gives the same answer to the same question as long as the snapshot is the same: it knows no
    reader, no clock and no chance but that of fixed seeds.
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
        """Return the body kept for a key."""
        with self._lock:
            return self._bodies.get(key)

    def keep(self, key: Key, body: bytes) -> None:
        """Keep a body, unless it is so large that it would displace many others."""
        if len(body) <= self._largest:
            with self._lock:
                self._bodies[key] = body


def install(server: Flask, snapshot: Callable[[], str]) -> None:
    """Answer callback requests that were answered before; to be installed between guard and compression.

    snapshot: the id of the snapshot that the current request is answered from.
    """
    answers = Answers()

    def _find() -> Response | None:
        if request.path != UPDATE or request.method != "POST":
            return None
        body = request.get_json()
        question = json.dumps([body.get(part) for part in _READ], sort_keys=True)
        key = snapshot(), asked_coding(), hashlib.sha256(question.encode()).digest()
        answer = answers.find(key)
        if answer is None:
            g.unanswered = key
            return None
        response = Response(answer, content_type="application/json")
        if key[1]:
            response.headers["Content-Encoding"] = key[1]
        return response

    def _keep(response: Response) -> Response:
        key: Key | None = g.pop("unanswered", None)
        coding = response.headers.get("Content-Encoding")
        if key and response.status_code == 200 and coding == key[1] and not response.is_streamed:
            answers.keep(key, response.get_data())
        return response

    server.before_request(_find)
    server.after_request(_keep)
