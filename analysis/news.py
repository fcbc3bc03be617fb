"""A feed of changes of the data: what an entry is, and the day that it counts from."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from analysis.dataset import Dataset

_DATED: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?: update)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One change in a language: a key that stays, its day (YYYY-MM-DD), plain texts, the path of the view."""

    key: str
    day: str
    title: str
    text: str
    path: str


@dataclass(frozen=True, slots=True)
class Feed:
    """Changes in a language, the newest first; day: of the newest, or of the snapshot where there is none."""

    title: str
    subtitle: str
    author: str
    day: str
    entries: tuple[Entry, ...]


def last_day(dataset: Dataset, text: str) -> str:
    """Return the last day of a date, a month or a year, at most that of the snapshot, as ISO date.

    What is no date, such as the number of a version, counts as the day of the snapshot.
    """
    created = dataset.snapshot.created
    if not (found := _DATED.fullmatch(text)):
        return created
    year, month = int(found[1]), int(found[2] or 12)
    return min(created, f"{year}-{month:02d}-{found[3] or monthrange(year, month)[1]:0>2}")


def launched(dataset: Dataset, lang: str) -> dict[int, str]:
    """Return a sentence for each edition that was launched and is not on this site, by edition."""
    text = dataset.catalog.phrases["launched_edition"].get(lang)
    return {
        one.year: text.format(
            edition=one.year,
            publisher=one.publisher.get(lang),
            day=date.fromisoformat(one.released),
            last=dataset.editions[-1],
        )
        for one in dataset.launched
    }
