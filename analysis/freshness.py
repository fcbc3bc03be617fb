"""Sources with an overdue release, and launched editions that the snapshot lacks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from analysis import inventory
from analysis.dataset import Dataset, cached

State = Literal["current", "overdue", "closed", "unknown"]
EARLY_MONTHS: Final = 6
"""Months before the month of update in which a release counts as that of the year."""

_DATED_VINTAGE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?: update)?")


def launched_notes(dataset: Dataset, lang: str) -> dict[int, str]:
    """Return a sentence for each launched edition that the snapshot lacks, by edition."""
    text = dataset.catalog.phrases["launched_edition"].get(lang)
    return {
        launch.year: text.format(
            edition=launch.year,
            publisher=launch.publisher.get(lang),
            day=date.fromisoformat(launch.released),
            last=dataset.editions[-1],
        )
        for launch in dataset.missing_editions
    }


@dataclass(frozen=True, slots=True)
class Freshness:
    """The newest vintage in use of a family of sources, and the month in which the next is expected.

    expected: (year, month) or None; state: current, overdue (that month is over), closed (no yearly updates)
    or unknown (the vintage is no date).
    """

    newest: str
    expected: tuple[int, int] | None
    state: State


def freshness(vintages: Iterable[str], update_month: int | None, day: str) -> Freshness:
    """Return how fresh a family of sources is on a day (YYYY-MM-DD).

    vintages: one or more, those of the releases in use; a vintage without a month is taken for the release in
    the month of update.
    """
    ordered = sorted(vintages)
    dated = [moment for moment in map(_year_and_month, ordered) if moment]
    numbers = {vintage: [int(part) for part in re.findall(r"\d+", vintage)] for vintage in ordered}
    newest = max(ordered, key=lambda vintage: (_year_and_month(vintage) or (0, 0), numbers[vintage]))
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
    """Return the freshness of each family of sources in use, on the day of the snapshot."""
    used = inventory.used_releases(dataset.table)
    rows = dataset.sources[dataset.sources.index.isin(used.index)]
    months, day = dataset.catalog.sources, dataset.snapshot.created
    return {
        str(family): freshness([str(vintage) for vintage in vintages], months[str(family)].update_month, day)
        for family, vintages in rows.groupby("family")["vintage"]
    }


def _year_and_month(vintage: str) -> tuple[int, int] | None:
    # Month 0 where the vintage has only a year; None where it is no date.
    match = _DATED_VINTAGE.fullmatch(vintage)
    return (int(match[1]), int(match[2] or 0)) if match else None
