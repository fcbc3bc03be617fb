"""A replica of the published store of DATA_URL: polls it, and knows the result."""

import logging
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import inf
from pathlib import Path
from threading import Event, Thread
from typing import Final

from flask import Flask

from data import sync_status
from data.snapshot import data_dir
from data.sync_status import SyncStatus

ROOT: Final = Path(__file__).resolve().parent.parent
POLL: Final = 60
STALE: Final = 86_400
START: Final = 20.0
"""Seconds that the first look may take; the site then starts with what it has."""
PATIENCE: Final = 300.0
"""Seconds that a later look may take."""
SPREAD: Final = 0.1
"""Share of the pause by which replicas differ, so that they do not all request at once."""

_log = logging.getLogger(__name__)


class Replica:
    """The looks at one store: the first before the site starts, later ones in a thread of each worker.

    A look is a program of its own (reason: data.mirror); the thread only waits for it. The workers of a
    server share a data folder: the lock of the folder and the stored result make it one look a pause.
    """

    def __init__(self, url: str, folder: Path, poll: int = POLL, stale: int = STALE) -> None:
        self._url, self._folder, self._poll, self._stale = url, folder, poll, stale
        self._last: SyncStatus | None = None
        self._looked = 0.0
        self._stopped = Event()
        self._arrived: Callable[[], None] = lambda: None

    def first(self, patience: float = START) -> None:
        """Look once, before the snapshot is opened; it starts no thread, so that a server may fork."""
        self._look(patience)

    def install(self, server: Flask, arrived: Callable[[], None]) -> None:
        """Register the replica for the processes of the server; `arrived` is called after each look."""
        server.extensions["replica"] = self
        self._arrived = arrived

    def follow(self) -> None:
        """Look from now on, in a thread that ends with the process."""
        Thread(target=self._follow, daemon=True, name="replica").start()

    def stop(self) -> None:
        """Look no more."""
        self._stopped.set()

    def last(self) -> tuple[SyncStatus | None, float]:
        """Return the last look that this process or another of the same data folder took, and its age.

        In seconds. The age of a look of its own is measured by a monotonic clock; that of another
        follows from the times of both, and is infinite if the clock was set back in between.
        """
        own, other = self._last, sync_status.read(self._folder, self._url)
        measured = time.monotonic() - self._looked if own else inf
        passed = sync_status.age(other.looked, time.time()) if other else inf
        if own is None or (other and passed < measured and other != own):
            own, other, measured = other, own, passed
        if own and other and own.trouble and other.trouble:  # the same trouble, as far as anybody knows
            begun = [one for one in (own.since, other.since) if one is not None]
            own = replace(own, since=min(begun, default=None))
        return own, measured

    def store_status(self) -> SyncStatus:
        """Return the status of the store now, and whether it was not confirmed for too long."""
        last, passed = self.last()
        if last is None:
            return SyncStatus(0.0, trouble="the published store was not looked at yet", stale=True)
        if passed + sync_status.age(last.confirmed, last.looked) <= self._stale:
            return last
        trouble = last.trouble or "the published store is no longer looked at"
        return replace(last, trouble=trouble, since=last.since or last.looked, stale=True)

    def _follow(self) -> None:
        while not self._stopped.wait(self._poll * random.uniform(1 - SPREAD, 1 + SPREAD)):  # noqa: S311
            if self.last()[1] >= self._poll * (1 - 2 * SPREAD):
                self._look(PATIENCE)
            self._arrived()

    def _look(self, patience: float) -> None:
        before, _ = self.last()
        found, trouble = self._run(patience)
        if trouble:
            found = sync_status.after(before, trouble, time.time())
        if found is None:  # another worker looks
            return
        self._last, self._looked = found, time.monotonic()
        if found.trouble and (before is None or before.trouble != found.trouble):
            _log.warning("the last snapshot stays on show: %s", found.trouble)
        elif before and before.trouble and not found.trouble:
            _log.info("the published store is confirmed again")

    def _run(self, patience: float) -> tuple[SyncStatus | None, str]:
        """Run data.mirror; return its look, and why it gave none if it should have."""
        environment = {**os.environ, "DATA_URL": self._url, "DATA_DIR": str(self._folder.absolute())}
        try:
            mirror = subprocess.Popen(
                [sys.executable, "-m", "data.mirror"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.PIPE,  # closed when this process ends, which ends the mirror
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a traceback would name addresses
                start_new_session=True,  # Ctrl+C is for the server
            )
        except OSError as error:
            return None, f"the published store cannot be looked at: {error.strerror}"
        with mirror:
            try:
                code = mirror.wait(patience)
            except subprocess.TimeoutExpired:
                mirror.kill()
                return None, f"the published store: a look was not done within {patience:.0f} seconds"
            output = mirror.stdout.read() if mirror.stdout else b""
        if code != 0 or not output:
            return None, f"the published store cannot be looked at (exit code {code})"
        return (None, "") if output == b"null" else (sync_status.decode(output), "")


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
