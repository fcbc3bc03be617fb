"""One address that asks for new views at a steady rate, and how long others wait meanwhile."""

from __future__ import annotations

import math
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Event
from urllib.error import HTTPError
from urllib.request import Request, urlopen

RATE = 20  # new views a second
PAUSE = 0.04  # seconds between two readings of the known page; nginx allows 20 a second and 100 at once
KNOWN = "/en/"
STRANGER, READER, OTHER = "203.0.113.9", "198.51.100.1", "198.51.100.2"
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that readers waited for the known page and for new views of their own; what the flood got."""

    known: list[float] = field(default_factory=list)
    new: list[float] = field(default_factory=list)
    flood: Counter[int] = field(default_factory=Counter)

    @property
    def late(self) -> float:
        """The 99th percentile of the known page; of few readings, each after the last, the longest."""
        return sorted(self.known)[math.ceil(0.99 * len(self.known)) - 1]


def _read(address: str, path: str, reader: str) -> int:
    """Return the status of an answer; a reader who is refused asks again, as a browser does."""
    try:
        request = Request(address + path, headers={"X-Forwarded-For": reader})  # noqa: S310 - our own address
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            answer.read()
            return int(answer.status)
    except HTTPError as error:
        if error.code != 429 or reader == STRANGER:
            return error.code
        time.sleep(float(error.headers["Retry-After"]))
    return _read(address, path, reader)


def _new() -> str:
    return f"/en/economy/KOR?history=none-{time.time_ns()}-{next(_numbers)}"


def flooded(address: str, seconds: float) -> Waits:
    """Let one address ask for RATE new views a second for some seconds, and read as others do meanwhile."""
    found, done = Waits(), Event()

    def read(times: list[float], reader: str, pause: float, known: bool) -> None:
        while not done.wait(pause):
            begun = time.monotonic()
            assert _read(address, KNOWN if known else _new(), reader) == 200
            times.append(time.monotonic() - begun)

    with ThreadPoolExecutor(2) as readers, ThreadPoolExecutor(int(seconds * RATE)) as strangers:
        reading = [
            readers.submit(read, found.known, READER, PAUSE, True),
            readers.submit(read, found.new, OTHER, 0.5, False),
        ]
        asked = []
        for _ in range(int(seconds * RATE)):
            asked.append(strangers.submit(_read, address, _new(), STRANGER))
            time.sleep(1 / RATE)
        done.set()
        found.flood.update(one.result() for one in asked)
        for one in reading:
            one.result()
    return found
