"""Whether the way to each publisher works: a small question to each, side by side, and nothing written."""

import threading
import time
from dataclasses import dataclass
from typing import Final

from data.catalog import Catalog
from data.snapshot import Snapshot
from etl.errors import EtlError, SourceUnreachable
from etl.feeds import FEEDS, Feed
from etl.http import Session, Unusable
from etl.release import Task
from etl.versions import families

DEADLINE = 30.0
"""Seconds for all sources, which are probed at once."""
WORKS, BLOCKED, CHANGED, UNREACHABLE = "works", "blocked", "changed", "unreachable"
PASSING: Final = frozenset((408, 429))
"""Statuses below 500 that say nothing of the address or the question."""
ADVICE: Final = {
    BLOCKED: "ask from another network",
    CHANGED: "look for an update of this program",
    UNREACHABLE: "check network and proxy, try later",
}
BY_HAND: Final = "download by hand: refresh gii --file"

Answer = tuple[str, str, str]
"""State, newest vintage there, and why it does not work; the latter two may be blank."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of the way to one family of sources.

    there, here: newest vintage at the publisher and in the snapshot, blank if there is none or it is not
    known; advice: what to do, in a few words; sentence: why it does not work, else blank.
    """

    source: str
    state: str
    there: str
    here: str
    advice: str
    sentence: str


def findings(snapshot: Snapshot, catalog: Catalog, day: str) -> list[Finding]:
    """Ask every publisher at once, wait no longer than DEADLINE, and return one finding for each family.

    day: the present day, YYYY-MM-DD. Whoever has not answered by then is unreachable.
    """
    tables = snapshot.tables()
    vintages = {item["source"]: item["vintage"] for item in families(snapshot, catalog)}
    answers: dict[str, Answer] = {}
    end = time.monotonic() + DEADLINE
    threads = []
    for feed in FEEDS:
        task = Task(catalog, feed.family, day, tables)
        # A daemon: a publisher that drips must not hold the program once the deadline has passed.
        thread = threading.Thread(target=_ask, args=(feed, task, answers), daemon=True)
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    late = UNREACHABLE, "", f"it did not answer within {DEADLINE:g} s"
    return [_finding(feed, vintages.get(feed.family, ""), *answers.get(feed.family, late)) for feed in FEEDS]


def _ask(feed: Feed, task: Task, answers: dict[str, Answer]) -> None:
    try:
        with Session(task.live) as session:
            answer = WORKS, feed.module.probe(session, task), ""
    except EtlError as error:
        answer = _state(error), "", str(error)
    except Exception as error:  # noqa: BLE001 - a fault in one reader must not hide what the others found
        answer = CHANGED, "", f"its answer could not be dealt with ({type(error).__name__}: {error})"
    answers[feed.family] = answer


def _state(error: EtlError) -> str:
    if not isinstance(error, SourceUnreachable):
        return CHANGED
    if error.blocked:
        return BLOCKED
    if error.status == 200:
        cause = error.__cause__
        return CHANGED if cause and isinstance(cause.__cause__, Unusable) else UNREACHABLE
    known = error.status is not None and error.status < 500 and error.status not in PASSING
    return CHANGED if known else UNREACHABLE


def _finding(feed: Feed, here: str, state: str, there: str, sentence: str) -> Finding:
    if state == WORKS:
        advice = f"refresh {feed.name}" if not here or there > here else "nothing"
    else:
        advice = BY_HAND if feed.name == "gii" and state == BLOCKED else ADVICE[state]
    return Finding(feed.family, state, there, here, advice, sentence)
