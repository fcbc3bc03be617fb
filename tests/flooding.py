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


def _read(address: str, path: str, reader: str) -> tuple[int, float]:
    """Return the status of an answer, and the seconds after which it may be asked for again."""
    try:
        request = Request(address + path, headers={"X-Forwarded-For": reader})  # noqa: S310 - our own address
        with urlopen(request, timeout=60) as answer:  # noqa: S310
            answer.read()
            return answer.status, 0.0
    except HTTPError as error:
        error.read()
        return error.code, float(error.headers.get("Retry-After", 0))


def _new() -> str:
    return f"/en/economy/KOR?history=none-{time.time_ns()}-{next(_numbers)}"


def flooded(address: str, seconds: float) -> Waits:
    """Let one address ask for RATE new views a second for some seconds, and read as others do meanwhile."""
    found, done = Waits(), Event()

    def flood() -> None:
        begun = time.monotonic()
        with ThreadPoolExecutor(int(seconds * RATE)) as strangers:
            asked = []
            for number in range(int(seconds * RATE)):
                time.sleep(max(0.0, begun + number / RATE - time.monotonic()))
                asked.append(strangers.submit(_read, address, _new(), STRANGER))
            done.set()
            found.flood.update(one.result()[0] for one in asked)

    def known() -> None:
        while not done.wait(PAUSE):
            begun = time.monotonic()
            assert _read(address, KNOWN, READER)[0] == 200
            found.known.append(time.monotonic() - begun)

    def new() -> None:
        while not done.wait(0.5):
            begun, path, (status, again) = time.monotonic(), _new(), (0, 0.0)
            while status != 200:
                time.sleep(again)
                status, again = _read(address, path, OTHER)
                assert status in (200, 429)
            found.new.append(time.monotonic() - begun)

    with ThreadPoolExecutor(3) as sides:
        for one in [sides.submit(side) for side in (flood, known, new)]:
            one.result()
    return found
