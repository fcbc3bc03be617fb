"""Whether the way to each publisher works: a small question to each, side by side, and nothing written."""

from functools import partial
from time import monotonic
from typing import Final

from data.catalog import Catalog
from data.snapshot import Snapshot
from etl.errors import BLOCKED, CHANGED, UNREACHABLE, EtlError, SourceUnreachable
from etl.feeds import FEEDS, Feed
from etl.http import Session, started
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

    def ask(feed: Feed) -> tuple[str, str, str]:
        task = Task(catalog, feed.family, day, tables)
        try:
            with Session(task.live) as session:
                return WORKS, feed.module.probe(session, task), ""
        except EtlError as error:
            return error.state if isinstance(error, SourceUnreachable) else CHANGED, "", str(error)
        except Exception as error:  # noqa: BLE001 - a fault in one reader must not hide what the others found
            return CHANGED, "", f"its answer could not be dealt with ({type(error).__name__}: {error})"

    end, answers = monotonic() + DEADLINE, [started(partial(ask, feed)) for feed in FEEDS]
    found = []
    for feed, answer in zip(FEEDS, answers, strict=True):
        try:
            state, there, sentence = answer.result(max(0.0, end - monotonic()))
        except TimeoutError:
            state, there, sentence = UNREACHABLE, "", f"it did not answer within {DEADLINE:g} s"
        here = vintages.get(feed.family, "")
        if state == WORKS:
            advice = f"refresh {feed.name}" if not here or there > here else "nothing"
        elif (feed.name, state) == ("gii", BLOCKED):
            advice = "download by hand: refresh gii --file"
        else:
            advice = ADVICE[state]
        known = {"source": feed.family, "state": state, "there": there, "here": here}
        found.append(known | {"advice": advice, "sentence": sentence})
    return found
