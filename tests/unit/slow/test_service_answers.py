"""Turns of requests that render; answers that are kept: as if made anew, of the current snapshot, bounded."""

import gc
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event, Semaphore

import pytest
from flask import Flask, abort, request
from werkzeug.exceptions import TooManyRequests
from werkzeug.test import TestResponse

import app
from analysis.dataset import MAX_CACHED_RESULTS, Dataset, cached
from analysis.index.ranking import RANKING, Choice
from components.cards.cache import ViewCache
from components.documents.routes import PATHS
from data.api import ROOT
from data.snapshot import Snapshot
from service import compression, render_queue
from service.guard import UPDATE
from service.render_queue import RenderQueue
from tests.sampling import LONG as ALL

LONG = "x" * compression.MIN_BYTES
REQUESTS = 600 if ALL else 200  # before what is left is counted, and as many after it
MOST_LEFT = 10  # objects a request; a cache that nothing bounds keeps more of each


class Server:
    """A server that counts the answers it makes; `snapshot` is what it shows."""

    def __init__(self) -> None:
        self.made = 0
        self.snapshot = "one"
        self.free, self.came, self.views = Event(), Semaphore(0), ViewCache[str](8, RenderQueue(2).turn)
        self.free.set()
        server = Flask("answers")
        server.before_request(self.came.release)

        def made() -> str:
            self.free.wait()
            self.made += 1
            return LONG

        @server.post(UPDATE)
        def _made() -> dict[str, object]:
            made()
            if request.get_json()["output"] == "broken":
                abort(500)
            return {"made": self.made, "of": self.snapshot, "long": LONG}

        server.add_url_rule(f"{ROOT}/made", "made", made)
        server.add_url_rule("/download/made", "file", made)
        server.add_url_rule("/download/table/made", "table", made)
        server.add_url_rule("/page", "page", lambda: self.views.get("page", {}, lambda _: made()))

        @server.get("/download/<name>")
        def _download(name: str) -> str:
            return str(1 / len(name.removeprefix("none")))

        render_queue.install(server, lambda: self.snapshot)
        compression.install(server)
        self.server, self.client = server, server.test_client()

    def ask(self, output: object, coding: str = "br", **others: object) -> TestResponse:
        body = {"output": output, **others}
        return self.client.post(UPDATE, json=body, headers={"Accept-Encoding": coding})


def test_what_was_answered_is_answered_again_byte_for_byte_and_anything_else_anew() -> None:
    server = Server()
    for number, coding in enumerate(("br", "gzip", "identity"), start=1):
        first, second = server.ask([1], coding), server.ask([1], coding)
        assert server.made == number
        assert (first.data, first.status_code) == (second.data, second.status_code)
        assert sorted(first.headers) == sorted(second.headers)
    server.ask([2])
    server.snapshot = "two"
    assert server.ask([1], "identity").get_json()["of"] == "two"
    assert server.made == 5
    assert [server.ask("broken").status_code for _ in range(2)] == [500, 500]
    assert server.made == 7, "a fault is not kept"
    for query in ("", "?x=1", "?x=2"):
        server.client.get(f"/download/table/made{query}")
    assert server.made == 8, "a table of the snapshot is made once, whatever its address asks"


def test_what_is_kept_is_bounded_and_the_longest_unasked_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Server().ask(1, "identity")
    answer = len(first.data)
    monkeypatch.setattr(render_queue, "MAX_CACHED_BYTES", 2 * (answer + len(str(first.headers))))
    monkeypatch.setattr(render_queue, "MAX_BODY_BYTES", answer)
    server = Server()
    for output in (1, 2, 1, 3, 1):  # 3 takes the place of 2
        server.ask(output, "identity")
    assert server.made == 3
    server.ask(2, "identity")
    assert server.made == 4
    monkeypatch.setattr(render_queue, "MAX_BODY_BYTES", answer - 1)
    server.ask(5, "identity")
    server.ask(5, "identity")
    assert server.made == 6, "what is large is not kept"


def test_eight_who_ask_for_one_answer_get_the_one_that_is_made() -> None:
    for path in (UPDATE, f"{ROOT}/made", "/download/made", "/page"):
        server = Server()
        server.free.clear()
        ask = partial(server.server.test_client().open, path, json={"output": 1} if path == UPDATE else None)
        with ThreadPoolExecutor(8) as clients:
            asked = [clients.submit(ask, method="POST" if path == UPDATE else "GET") for _ in range(8)]
            for _ in asked:
                server.came.acquire()
            server.free.set()
            assert [one.result().status_code for one in asked] == [200] * 8, path
        assert server.made == 1, path


# --- turns -----------------------------------------------------------------------------------------------


def test_one_has_its_turn_and_one_client_leaves_places_to_the_others() -> None:
    queue, server, free = RenderQueue(4), Flask("queue"), Event()
    inside, entered = list[str](), Semaphore(0)

    def take(who: str) -> int:
        environ, headers = {"REMOTE_ADDR": "203.0.113.1"}, {"X-Forwarded-For": f"made-up, {who}"}
        with server.test_request_context(environ_base=environ, headers=headers), queue.turn():
            inside.append(who)
            entered.release()
            free.wait()
            at_once = len(inside)
            inside.pop()
            return at_once

    with ThreadPoolExecutor(6) as others:

        def refused(who: str) -> bool:
            error = others.submit(take, who).exception(timeout=60)
            assert isinstance(error, TooManyRequests)
            return dict(error.get_headers())["Retry-After"] == str(render_queue.RETRY_AFTER_SECONDS)

        taken = []
        try:
            for number, who in enumerate("aabb", start=1):
                taken.append(others.submit(take, who))
                while queue._waiting.total() < number:
                    entered.acquire(timeout=0.001)
                if number == 2:
                    assert refused("a"), "two places are left to the others"
            assert refused("c"), "there are no more places"
        finally:
            free.set()
        assert [one.result() for one in taken] == [1, 1, 1, 1]
    assert take("a") == take("a") == 1
    assert not queue._waiting


def test_a_turn_that_fails_is_over_and_what_no_request_asks_for_always_has_a_place() -> None:
    queue = RenderQueue(1)

    def take(_: int) -> None:
        with queue.turn():
            raise ZeroDivisionError

    with ThreadPoolExecutor(4) as others:
        failed = [others.submit(take, number) for number in range(8)]
    assert {type(one.exception()) for one in failed} == {ZeroDivisionError}


def test_downloads_are_made_in_turn_and_a_turn_ends_with_its_request() -> None:
    reader = Server().client
    statuses = [reader.get(f"/download/{name}").status_code for name in ("some", "none", "none", "some")]
    assert statuses == [200, 500, 500, 200]


# --- memory ----------------------------------------------------------------------------------------------


def test_a_dataset_caches_the_results_that_were_needed_lately(dataset: Dataset) -> None:
    other, computed = Dataset(dataset.snapshot, dataset.catalog), list[int]()

    @cached
    def compute(_dataset: Dataset, number: int) -> int:
        computed.append(number)
        return number

    for number in range(MAX_CACHED_RESULTS):
        assert compute(other, number) == number
    assert compute(other, 0) == 0
    assert len(computed) == MAX_CACHED_RESULTS
    compute(other, MAX_CACHED_RESULTS)
    assert (compute(other, 0), len(computed)) == (0, MAX_CACHED_RESULTS + 1)  # needed lately, so it stayed
    assert (compute(other, 1), len(computed)) == (
        1,
        MAX_CACHED_RESULTS + 2,
    )  # not needed the longest, so it went
    texts = [RANKING.result(other, Choice.read(other, {"find": text})) for text in ("chi", "ger", "")]
    assert all(one is texts[0] for one in texts), "texts that readers type share one ranking"


def test_different_requests_leave_nothing_behind(pinned: Snapshot) -> None:
    reader = app.create_app(pinned).server.test_client(use_cookies=False)
    pages = sorted(PATHS) if ALL else ["/en/", "/en/about", "/zh/about", "/en/data"]

    def ask(first: int) -> int:
        for number in range(first, first + REQUESTS):
            paths = (
                pages[number % len(pages)],
                f"/api/v1/scores?economy=CHN&edition={2011 + number % 15}&limit={number + 1}",
                f"/assets/favicon.svg?m={number}",
            )
            answer = reader.get(paths[number % 3], headers={"Accept-Encoding": "br"})
            assert answer.status_code < 500
            answer.close()
        gc.collect()
        return sys.getallocatedblocks()

    before = ask(0)
    assert (ask(REQUESTS) - before) / REQUESTS < MOST_LEFT
