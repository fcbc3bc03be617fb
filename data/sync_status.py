"""How a replica stands with the store it follows: last look, last confirmation, what is wrong since when.

The status is kept in the data folder, so that all workers, and those that take their place, know it.
"""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from math import inf
from pathlib import Path
from typing import Final

STATE: Final = ".mirror"
SKEW: Final = 5.0
"""Seconds by which a time may lie in the future: clocks are set a little now and then."""
LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """What a look at the store found; times in seconds since 1970.

    looked: when it was taken; confirmed: when the folder was last known to hold what the store names, None if
    it never was; trouble: why it is not known now, "" if it is; since: when the trouble began; stale: that it
    lasts too long, which only a reader of the status knows.
    """

    looked: float
    confirmed: float | None = None
    trouble: str = ""
    since: float | None = None
    stale: bool = False


def after(before: SyncStatus | None, trouble: str, now: float) -> SyncStatus:
    """Return the status after a look; the first of several troubles in a row says since when."""
    if not trouble:
        return SyncStatus(now, now)
    begun = min(before.since, now) if before and before.since is not None else now
    return SyncStatus(now, before.confirmed if before else None, trouble[:LONGEST], begun)


def age(then: float | None, now: float) -> float:
    """Return how many seconds ago something was; infinity for never, and for a time that is still to come.

    Such a time is of a clock that has been set back since: nobody knows how long ago it was.
    """
    return now - then if then is not None and then <= now + SKEW else inf


def encode(status: SyncStatus) -> bytes:
    """Return a status as JSON."""
    return json.dumps(asdict(status)).encode()


def decode(content: bytes) -> SyncStatus | None:
    """Return the status that JSON holds, None if it holds none."""
    with suppress(ValueError, TypeError):
        return SyncStatus(**json.loads(content))
    return None


def read(folder: Path, url: str) -> SyncStatus | None:
    """Return the status in a data folder, None if it is of another store."""
    with suppress(OSError):
        mark, _, content = (folder / STATE).read_bytes().partition(b"\n")
        if mark == _mark(url):
            return decode(content)
    return None


def write(folder: Path, url: str, status: SyncStatus) -> None:
    """Write a status to the data folder, whose lock the caller has."""
    from data.store import replace_file  # which a web process, that only reads, needs not

    replace_file(folder / STATE, _mark(url) + b"\n" + encode(status))


def _mark(url: str) -> bytes:
    """Return what tells one store from another; an address may hold a password."""
    return hashlib.sha256(url.encode()).hexdigest()[:12].encode()
