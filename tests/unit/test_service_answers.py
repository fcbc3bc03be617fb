"""Answers of callbacks that are kept: the same as made anew, of the snapshot on show, and bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask, abort, request

from service import compression, render_queue
from service.guard import UPDATE

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

LONG = "x" * compression.MIN_BYTES


class Server:
    """A server that counts the answers it makes; `snapshot` is what it shows."""

    def __init__(self) -> None:
        self.made = 0
        self.snapshot = "one"
        server = Flask("answers")

        @server.post(UPDATE)
        def _made() -> dict[str, object]:
            self.made += 1
            if request.get_json()["output"] == "broken":
                abort(500)
            return {"made": self.made, "of": self.snapshot, "long": LONG}

        render_queue.install(server, lambda: self.snapshot)
        compression.install(server)
        self.client: FlaskClient = server.test_client()

    def ask(self, output: object, coding: str = "br", **others: object) -> TestResponse:
        body = {"output": output, **others}
        return self.client.post(UPDATE, json=body, headers={"Accept-Encoding": coding})


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.mark.parametrize("coding", ["br", "gzip", "identity"])
def test_what_was_answered_is_answered_again_byte_for_byte(server: Server, coding: str) -> None:
    first, second = server.ask([1], coding), server.ask([1], coding)
    assert server.made == 1
    assert (first.data, first.status_code) == (second.data, second.status_code)
    assert sorted(first.headers) == sorted(second.headers)


def test_another_question_coding_or_snapshot_is_answered_anew(server: Server) -> None:
    server.ask([1])
    server.ask([2])
    server.ask([1], "gzip")
    server.snapshot = "two"
    assert server.ask([1], "identity").get_json()["of"] == "two"
    assert server.made == 4


def test_a_fault_is_not_kept(server: Server) -> None:
    assert [server.ask("broken").status_code for _ in range(2)] == [500, 500]
    assert server.made == 2


def test_what_is_kept_is_bounded_and_the_longest_unasked_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = len(Server().ask(1, "identity").data)
    monkeypatch.setattr(render_queue, "MOST", 2 * answer)
    monkeypatch.setattr(render_queue, "LARGEST", answer)
    server = Server()
    for output in (1, 2, 1, 3, 1):  # 3 takes the place of 2
        server.ask(output, "identity")
    assert server.made == 3
    server.ask(2, "identity")
    assert server.made == 4
    monkeypatch.setattr(render_queue, "LARGEST", answer - 1)
    server.ask(5, "identity")
    server.ask(5, "identity")
    assert server.made == 6, "what is large is not kept"
