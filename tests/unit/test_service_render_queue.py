"""The queue of what is rendered: one at a time, few that wait, none takes all places, fair turns."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from service import render_queue
from service.render_queue import RenderQueue, client

if TYPE_CHECKING:
    from collections.abc import Iterator

SERVER = Flask("queue")
WAIT = 20.0  # seconds, on a busy machine


class Line:
    """A queue whose first turn is taken; others come in a known order, and say when they have theirs."""

    def __init__(self, places: int) -> None:
        self.queue = RenderQueue(places)
        self.order: list[str] = []
        self.at_once: list[int] = []
        self._inside = 0
        self._free, self._threads = Event(), list[Thread]()

    @contextmanager
    def busy(self, who: str) -> Iterator[None]:
        """Hold the first turn until the block ends; then wait until all have had theirs."""
        self.come(who)
        try:
            yield
        finally:
            self._free.set()
            for thread in self._threads:
                thread.join(WAIT)

    def come(self, who: str) -> None:
        """Ask for a turn in a thread of its own, and wait until it is there or waits for one."""
        before = len(self.queue._waiting)
        self._threads.append(Thread(target=self._take, args=(who,), daemon=True))
        self._threads[-1].start()
        limit = time.monotonic() + WAIT
        while len(self.queue._waiting) == before or not (self.order or before):
            assert time.monotonic() < limit
            time.sleep(0.001)

    def _take(self, who: str) -> None:
        with SERVER.test_request_context(environ_base={"REMOTE_ADDR": who}), self.queue.turn():
            self._inside += 1
            self.at_once.append(self._inside)
            self.order.append(who)
            self._free.wait(WAIT)
            self._inside -= 1

    def refuses(self, who: str) -> bool:
        with SERVER.test_request_context(environ_base={"REMOTE_ADDR": who}):
            try:
                with self.queue.turn():
                    return False
            except TooManyRequests as error:
                return dict(error.get_headers())["Retry-After"] == str(render_queue.AGAIN)


def test_one_client_leaves_places_to_the_others_and_all_places_are_bounded() -> None:
    line = Line(4)
    with line.busy("a"):
        line.come("a")
        assert line.refuses("a")
        line.come("b")
        assert not line.order[1:]
        line.come("c")
        assert line.refuses("b")
    assert not line.refuses("a"), "places are free again"
    assert line.at_once == [1, 1, 1, 1]


def test_whoever_had_the_last_turn_lets_another_client_go_first() -> None:
    line = Line(8)
    with line.busy("a"):
        for who in ("a", "a", "a", "b", "b"):
            line.come(who)
    assert line.order == ["a", "b", "a", "b", "a", "a"]


def test_a_turn_that_fails_is_over() -> None:
    line = RenderQueue(1)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), line.turn():
            _ = 1 / 0
    with ThreadPoolExecutor(4) as others:  # what no request asks for always has a place

        def take(_: int) -> int:
            with line.turn():
                return 1

        assert sum(others.map(take, range(8))) == 8


@pytest.mark.parametrize(
    ("peer", "trusted", "said", "expected"),
    [
        ("203.0.113.7", "127.0.0.1,::1", "198.51.100.1", "203.0.113.7"),
        ("127.0.0.1", "127.0.0.1,::1", "198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "127.0.0.1,::1", "made-up, 198.51.100.1", "198.51.100.1"),
        ("127.0.0.1", "127.0.0.1,::1", "", "127.0.0.1"),
        ("10.1.2.3", "192.0.2.1, 10.0.0.0/8", "198.51.100.1", "198.51.100.1"),
        ("203.0.113.7", "*", "198.51.100.1", "198.51.100.1"),
        ("203.0.113.7", "nonsense", "198.51.100.1", "203.0.113.7"),
    ],
)
def test_a_client_is_named_by_its_connection_or_by_a_trusted_proxy(
    monkeypatch: pytest.MonkeyPatch, peer: str, trusted: str, said: str, expected: str
) -> None:
    monkeypatch.setattr(render_queue, "_TRUSTED", trusted.replace(" ", "").split(","))
    with SERVER.test_request_context(environ_base={"REMOTE_ADDR": peer}, headers={"X-Forwarded-For": said}):
        assert client() == expected
