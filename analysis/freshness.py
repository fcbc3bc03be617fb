"""Whether a newer release of a source is due, and which launched editions are not on this site."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from analysis import inventory
from analysis.dataset import Dataset, cached

State = Literal["current", "overdue", "closed", "unknown"]
EARLY_MONTHS: Final = 6
"""A release up to so many months before the month of update counts as that year's."""

_DATED: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?: update)?")


def launched_notes(dataset: Dataset, lang: str) -> dict[int, str]:
    """Return a sentence for each edition that was launched and is not on this site, by edition."""
    text = dataset.catalog.phrases["launched_edition"].get(lang)
    return {
        one.year: text.format(
            edition=one.year,
            publisher=one.publisher.get(lang),
            day=date.fromisoformat(one.released),
            last=dataset.editions[-1],
        )
        for one in dataset.missing_editions
    }


@dataclass(frozen=True, slots=True)
class Freshness:
    """The newest vintage in use of a family of sources, and the month in which the next one was expected.

    state: current; overdue where that month was over on the given day; closed where no yearly update is
    expected; unknown where the vintage is no date. expected: (year, month) or None.
    """

    newest: str
    expected: tuple[int, int] | None
    state: State


def freshness(vintages: Iterable[str], update_month: int | None, day: str) -> Freshness:
    """Return how fresh a family of sources is on a day, YYYY-MM-DD.

    vintages: of the releases in use, at least one; a vintage that states a year only is taken for the release
    of that year's month of update.
    """
    ordered = sorted(vintages)
    dated = [found for found in map(_moment, ordered) if found]
    newest = max(
        ordered, key=lambda one: (_moment(one) or (0, 0), [int(part) for part in re.findall(r"\d+", one)])
    )
    if not update_month:
        return Freshness(newest, None, "closed")
    if not dated:
        return Freshness(newest, None, "unknown")
    year, month = max(dated)
    same = 0 < month <= update_month - EARLY_MONTHS
    expected = (year if same else year + 1, update_month)
    if not same and month and update_month + 12 - month < EARLY_MONTHS:
        expected = (year + 2, update_month)
    now = (int(day[:4]), int(day[5:7]))
    return Freshness(newest, expected, "overdue" if expected < now else "current")


@cached
def by_family(dataset: Dataset) -> dict[str, Freshness]:
    """Return how fresh each family of sources with figures in use is on the day of the snapshot."""
    used = inventory.used_releases(dataset.table)
    rows = dataset.sources[dataset.sources.index.isin(used.index)]
    months, day = dataset.catalog.sources, dataset.snapshot.created
    return {
        str(family): freshness([str(one) for one in found], months[str(family)].update_month, day)
        for family, found in rows.groupby("family")["vintage"]
    }


def _moment(vintage: str) -> tuple[int, int] | None:
    """Return year and month of a vintage, month 0 where only a year is stated; None for other versions."""
    found = _DATED.fullmatch(vintage)
    return (int(found[1]), int(found[2] or 0)) if found else None
