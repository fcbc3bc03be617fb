"""A replica of the published store of DATA_URL: polls it, and knows the result."""

import json
import logging
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from math import inf
from pathlib import Path
from threading import Event, Thread
from typing import Final

from data.snapshot import data_dir

ROOT: Final = Path(__file__).resolve().parent.parent
POLL: Final = 60
STALE: Final = 86_400
START: Final = 20
"""Seconds that the first look may take; the site then starts with what it has."""
PATIENCE: Final = 300
"""Seconds that a later look may take."""
SPREAD: Final = 0.1
"""Share of the pause by which replicas differ, so that they do not all request at once."""
STATE: Final = ".mirror"
SKEW: Final = 5.0
"""Seconds by which a time may lie in the future: clocks are set a little now and then."""
LONGEST: Final = 300
"""Characters of what is wrong."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What the last look at the store found; times in seconds since 1970.

    looked: when it was taken; confirmed: when the folder was last known to hold what the store names, None if
    it never was; trouble: why it is not known now, "" if it is; since: when the trouble began; stale: that it
    lasts too long, which only a reader of the status knows.
    """

    looked: float | None = None
    confirmed: float | None = None
    trouble: str = ""
    since: float | None = None
    stale: bool = False


NEVER: Final = SyncStatus(trouble="the published store was not looked at yet")


def age(then: float | None) -> float:
    """Return how many seconds ago something was; infinity for never, and for a time that is still to come.

    Such a time is of a clock that has been set back since: nobody knows how long ago it was.
    """
    now = time.time()
    return now - then if then is not None and then <= now + SKEW else inf


class Replica:
    """The looks at one store: the first before the site starts, later ones in a thread of each worker.

    A look is a program of its own (reason: data.mirror); the thread only waits for it. The workers of a
    server share a data folder: its lock and the status in it make it one look a pause, and tell those that
    take their place. Only where the status cannot be written does a worker keep its own.
    """

    def __init__(self, url: str, folder: Path, poll: int = POLL, stale: int = STALE) -> None:
        self._url, self._folder, self._poll, self._stale = url, folder, poll, stale
        self._mark = sha256(url.encode()).hexdigest()[:12].encode()  # an address may hold a password
        self._unwritten: SyncStatus | None = None
        self.stopped = Event()

    def follow(self, arrived: Callable[[], None] = lambda: None) -> None:
        """Look from now on, in a thread that ends with the process; `arrived` is called after each look."""
        Thread(target=self._follow, args=(arrived,), daemon=True, name="replica").start()

    def last(self) -> SyncStatus:
        """Return what the last look of any worker found."""
        if self._unwritten:
            return self._unwritten
        with suppress(OSError, ValueError, TypeError):
            mark, _, content = (self._folder / STATE).read_bytes().partition(b"\n")
            if mark == self._mark:
                return SyncStatus(**json.loads(content))
        return NEVER

    def store_status(self) -> SyncStatus:
        """Return the status of the store now, and whether it was not confirmed for too long."""
        last = self.last()
        if age(last.confirmed) <= self._stale:
            return last
        trouble = last.trouble or "the published store is no longer looked at"
        return replace(last, trouble=trouble, since=last.since or last.looked, stale=True)

    def look(self, patience: int = PATIENCE) -> None:
        """Look once, for so many seconds at most; it starts no thread, so that a server may fork."""
        trouble = self._run(patience)
        if trouble is None:
            return
        before, now = self.last(), time.time()
        if trouble:
            # the first of several troubles in a row says since when
            since = now if before.since is None else min(before.since, now)
            self._write(SyncStatus(now, before.confirmed, trouble, since))
            if trouble != before.trouble:
                _log.warning("the last snapshot stays on show: %s", trouble)
        else:
            self._write(SyncStatus(now, now))
            if before.since is not None:
                _log.info("the published store is confirmed again")

    def _follow(self, arrived: Callable[[], None]) -> None:
        while not self.stopped.wait(self._poll * random.uniform(1 - SPREAD, 1 + SPREAD)):  # noqa: S311
            if age(self.last().looked) >= self._poll * (1 - 2 * SPREAD):
                self.look()
            arrived()

    def _write(self, status: SyncStatus) -> None:
        fresh = self._folder / f"{STATE}-{os.getpid()}"  # two workers may write at a time
        try:
            fresh.write_bytes(self._mark + b"\n" + json.dumps(asdict(status)).encode())
            fresh.replace(self._folder / STATE)
            self._unwritten = None
        except OSError:
            self._unwritten = status

    def _run(self, patience: int) -> str | None:
        """Run data.mirror; return what is wrong, "" if nothing is, None if another worker looks."""
        try:
            done = subprocess.run(  # noqa: S603 - of this project, with a number
                [sys.executable, "-m", "data.mirror", str(patience)],
                cwd=ROOT,
                env={**os.environ, "DATA_URL": self._url, "DATA_DIR": str(self._folder.absolute())},
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback would name addresses
                check=False,
            )
        except OSError as error:
            return f"the published store cannot be looked at: {error.strerror}"
        if done.returncode == -signal.SIGALRM:
            return f"the published store: a look was not done within {patience} seconds"
        if done.returncode == os.EX_TEMPFAIL:
            return None
        if done.returncode != os.EX_OK:
            return f"the published store cannot be looked at (exit code {done.returncode})"
        return os.fsdecode(done.stdout)[:LONGEST]


def named_replica(environment: Mapping[str, str] = os.environ) -> Replica | None:
    """Return the replica of the store at DATA_URL, None without it or where SNAPSHOT pins a package.

    Raises ValueError if DATA_POLL or STALE_AFTER is no number of seconds: a server that would follow at a
    pause nobody meant had better not start.
    """
    url = environment.get("DATA_URL")
    if not url or environment.get("SNAPSHOT"):
        return None
    poll, stale = _seconds(environment, "DATA_POLL", POLL), _seconds(environment, "STALE_AFTER", STALE)
    return Replica(url, data_dir(), poll, stale)


def _seconds(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    text = environment.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 10**8):
        raise ValueError(f"{name} must be a whole number of seconds from 1, not {text!r}")
    return int(text)
