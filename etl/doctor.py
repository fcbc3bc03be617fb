"""Whether the way to each publisher works: a small question to each, side by side, and nothing written."""

import threading
import time
from typing import Final

from data.catalog import Catalog
from data.snapshot import Snapshot
from etl.errors import BLOCKED, CHANGED, UNREACHABLE, EtlError, SourceUnreachable
from etl.feeds import FEEDS, Feed
from etl.http import Session
from etl.release import Task
from etl.versions import families

DEADLINE = 30.0
"""Seconds for all sources, which are probed at once."""
WORKS: Final = "works"
ADVICE: Final = {
    BLOCKED: "ask from another network",
    CHANGED: "look for an update of this program",
    UNREACHABLE: "check network and proxy, try later",
}


def findings(snapshot: Snapshot, catalog: Catalog, day: str) -> list[dict[str, str]]:
    """Ask every publisher at once, wait no longer than DEADLINE, and return what is known of each family.

    day: the present day, YYYY-MM-DD. Whoever has not answered by then is unreachable. there, here: newest
    vintage at the publisher and in the snapshot, blank if there is none or it is not known; advice: what to
    do, in a few words; sentence: why it does not work, else blank.
    """
    tables = snapshot.tables()
    vintages = {item["source"]: item["vintage"] for item in families(snapshot, catalog)}
    late = UNREACHABLE, "", f"it did not answer within {DEADLINE:g} s"
    answers = {feed.family: late for feed in FEEDS}  # state, newest vintage there, why it does not work

    def ask(feed: Feed) -> None:
        task = Task(catalog, feed.family, day, tables)
        try:
            with Session(task.live) as session:
                answers[feed.family] = WORKS, feed.module.probe(session, task), ""
        except EtlError as error:
            state = error.state if isinstance(error, SourceUnreachable) else CHANGED
            answers[feed.family] = state, "", str(error)
        except Exception as error:  # noqa: BLE001 - a fault in one reader must not hide what the others found
            cause = f"its answer could not be dealt with ({type(error).__name__}: {error})"
            answers[feed.family] = CHANGED, "", cause

    # Daemons: a publisher that drips must not hold the program once the deadline has passed.
    threads = [threading.Thread(target=ask, args=(feed,), daemon=True) for feed in FEEDS]
    end = time.monotonic() + DEADLINE
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(max(0.0, end - time.monotonic()))
    found = []
    for feed in FEEDS:
        (state, there, sentence), here = answers[feed.family], vintages.get(feed.family, "")
        if state == WORKS:
            advice = f"refresh {feed.name}" if not here or there > here else "nothing"
        elif (feed.name, state) == ("gii", BLOCKED):
            advice = "download by hand: refresh gii --file"
        else:
            advice = ADVICE[state]
        known = {"source": feed.family, "state": state, "there": there, "here": here}
        found.append(known | {"advice": advice, "sentence": sentence})
    return found
