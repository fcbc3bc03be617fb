"""Turns: one at a time, few that wait, and none takes all places."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from werkzeug.exceptions import TooManyRequests

from service import render_queue
from service.render_queue import AGAIN, RenderQueue

SERVER = Flask("queue")


def test_one_has_its_turn_and_one_client_leaves_places_to_the_others() -> None:
    queue, free, inside = RenderQueue(4), Event(), list[str]()

    def take(who: str) -> int:
        environ, headers = {"REMOTE_ADDR": "203.0.113.1"}, {"X-Forwarded-For": f"made-up, {who}"}
        with SERVER.test_request_context(environ_base=environ, headers=headers), queue.turn():
            inside.append(who)
            free.wait()
            at_once = len(inside)
            inside.pop()
            return at_once

    def refused(who: str) -> bool:
        with pytest.raises(TooManyRequests) as error:
            take(who)
        return dict(error.value.get_headers())["Retry-After"] == str(AGAIN)

    with ThreadPoolExecutor(4) as others:
        taken = []
        for number, who in enumerate("aabb", start=1):
            taken.append(others.submit(take, who))
            while queue._waiting.total() < number:
                time.sleep(0.001)
            if number == 2:
                assert refused("a"), "two places are left to the others"
        assert refused("c"), "there are no more places"
        free.set()
        assert [one.result() for one in taken] == [1, 1, 1, 1]
    assert not queue._waiting
    assert take("a") == 1


def test_a_turn_that_fails_is_over_and_what_no_request_asks_for_always_has_a_place() -> None:
    queue = RenderQueue(1)

    def take(_: int) -> None:
        with queue.turn():
            raise ZeroDivisionError

    with ThreadPoolExecutor(4) as others:
        failed = [others.submit(take, number) for number in range(8)]
    assert {type(one.exception()) for one in failed} == {ZeroDivisionError}


def test_downloads_are_made_in_turn_and_a_turn_ends_with_its_request() -> None:
    server = Flask("downloads")
    render_queue.install(server, lambda: "one")

    @server.get("/download/<name>")
    def download(name: str) -> str:
        return str(1 / len(name.removeprefix("none")))

    reader = server.test_client()
    statuses = [reader.get(f"/download/{name}").status_code for name in ("some", "none", "none", "some")]
    assert statuses == [200, 500, 500, 200]
