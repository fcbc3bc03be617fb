"""A flood of new views from one address: others read what is known, and get new views of their own."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import Request, urlopen

if TYPE_CHECKING:
    from tests.serving import Served

AT_ONCE = 40  # new views that one address asks for at the same time
MOST = 30  # times that it does so
_numbers = count(1)


def _read(address: str, path: str, reader: str) -> int:
    """Return the status of an answer; a reader who is refused asks again, as a browser does."""
    try:
        request = Request(address + path, headers={"X-Forwarded-For": reader})  # noqa: S310 - our own address
        with urlopen(request, timeout=300) as answer:  # noqa: S310
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        if error.code != 429 or reader == "stranger":
            return error.code
        time.sleep(float(error.headers["Retry-After"]))
    return _read(address, path, reader)


def _new() -> str:
    return f"/en/economy/KOR?history=none-{time.time_ns()}-{next(_numbers)}"


def test_one_address_that_asks_for_new_views_takes_no_view_from_other_readers(served: Served) -> None:
    done, flood = Event(), Counter[int]()

    def read(new: bool) -> list[int]:
        found = list[int]()
        while len(found) < 3 or not done.is_set():
            found.append(_read(served.address, _new() if new else "/en/", "other" if new else "reader"))
        return found

    with ThreadPoolExecutor(2) as readers, ThreadPoolExecutor(AT_ONCE) as strangers:
        reading = [readers.submit(read, new) for new in (False, True)]
        try:
            while not {200, 429} <= flood.keys() and flood.total() < AT_ONCE * MOST:
                asked = [strangers.submit(_read, served.address, _new(), "stranger") for _ in range(AT_ONCE)]
                flood.update(one.result() for one in asked)
        finally:
            done.set()
        assert {status for one in reading for status in one.result()} == {200}
    assert set(flood) == {200, 429}
