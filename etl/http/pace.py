"""The pace of requests: as many in a time as a publisher allows, counted over all runs of the program."""

from __future__ import annotations

import contextlib
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from etl.errors import SourceUnreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

PATIENCE: Final = 120.0
"""Seconds that a request may be held back; an allowance that opens later is an error."""


class Pace:
    """Sliding windows over the times of requests.

    limits: requests per seconds, e.g. (60, 3600), each of which holds at any moment. ledger: a text file with
    one time a line, in seconds since 1970, read once and written at every request; one that is absent or
    cannot be read counts as empty, one that cannot be written is done without. Threads may share a pace.
    """

    def __init__(
        self,
        limits: Sequence[tuple[int, int]],
        ledger: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._limits, self._ledger = tuple(limits), ledger
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._times = _read(ledger) if ledger else []

    def wait(self, address: str) -> None:
        """Count one request and return when it may be sent.

        SourceUnreachable says when, if it would have to wait longer than PATIENCE; it is then not counted.
        """
        if not self._limits:
            return
        with self._lock:
            now = self._clock()
            # A time that no wait could have set comes from a clock that was wrong.
            longest = max(seconds for _, seconds in self._limits)
            times = sorted(past for past in self._times if now - longest < past <= now + PATIENCE)
            start = max([now, *(times[-count] + span for count, span in self._limits if len(times) >= count)])
            if start - now > PATIENCE:
                raise self._spent(address, start)
            self._times = [*times, start]
            self._write()
        if start > now:
            self._sleep(start - now)

    def _spent(self, address: str, start: float) -> SourceUnreachable:
        when = datetime.fromtimestamp(start + 60, UTC)  # the next whole minute, since seconds are not shown
        allowed = ", ".join(f"{count} requests in {seconds} s" for count, seconds in self._limits)
        return SourceUnreachable(
            f"{address} was not asked: the publisher allows {allowed}; "
            f"the next one is allowed at {when:%Y-%m-%d %H:%M} UTC",
            address=address,
        )

    def _write(self) -> None:
        if self._ledger is None:
            return
        # A folder that cannot be written is reported by what must be stored there.
        with contextlib.suppress(OSError):
            self._ledger.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._ledger.with_name(self._ledger.name + ".new")
            try:
                fresh.write_text("".join(f"{past:.3f}\n" for past in self._times), encoding="ascii")
                fresh.replace(self._ledger)
            finally:  # on a full disk half of it is left
                fresh.unlink(missing_ok=True)


def _read(ledger: Path) -> list[float]:
    try:
        return [float(line) for line in ledger.read_text(encoding="ascii").splitlines()]
    except (OSError, ValueError):
        return []
