"""Economies that look exchanged, and years that look shifted, in a series."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from analysis.standing import CHINA

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from data.catalog import Catalog

    Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]

NEARER: Final = 0.25
"""An economy looks like another one if its new values are this much nearer to the other's old ones."""
YEARS: Final = 3
"""Common years from which two economies are compared; with fewer the values must be the very same."""
SAME: Final = 1e-9
MOST: Final = 0.5
"""Share of the economies that moved from which a shift, or an exchange without a circle, is that of all."""
NAMED: Final = 4


@dataclass(frozen=True, slots=True)
class Moved:
    """Economies whose values look exchanged among them, or (years not 0) shifted by so many years."""

    economies: tuple[str, ...]
    years: int = 0

    def sentence(self, catalog: Catalog) -> str:
        """Return it in words, with the first economies by name."""
        first = [short_name(one, catalog) for one in self.economies[:NAMED]]
        more = len(self.economies) - len(first)
        if self.years:
            whose = f"of {more + len(first)} economies " if more else f"of {listed(first)} "
            example = f" (such as {listed(first)})" if more else ""
            way = "later" if self.years > 0 else "earlier"
            return f"the values {whose}look shifted to the year {way}{example}"
        return f"{listed(first, more)} look exchanged: each has the values of another"


def listed(names: Sequence[str], more: int = 0) -> str:
    """Return names as a sentence lists them."""
    parts = [*names, f"{more} more economies"] if more > 0 else list(names)
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def short_name(economy: str, catalog: Catalog) -> str:
    """Return the short English name of an economy, its code where the catalog has none."""
    return catalog.economies[economy].short.en if economy in catalog.economies else economy


def in_series(in_use: pd.DataFrame, given: pd.DataFrame, small: float) -> Moved | None:
    """Return the economies of one series whose codes or years look wrong, China first; None if none does.

    in_use, given: economy, year and `at`, on a scale on which steps are differences; small: a median change
    that does not count. Two economies that differ by less than `small` cannot be distinguished.
    """
    old, new = (frame.pivot(index="economy", columns="year", values="at") for frame in (in_use, given))
    own = _apart(new.reindex(old.index), old)
    changed = own[own > 0]
    return _shifted(old, new, changed, small) or _exchanged(old, new, own[own > small])


def _apart(new: pd.DataFrame, old: pd.DataFrame) -> pd.Series:
    """Return the median distance of each row of `new` to that of `old`, over common years."""
    years = new.columns.intersection(old.columns)
    return (new[years] - old[years]).abs().median(axis=1)


def _shifted(old: pd.DataFrame, new: pd.DataFrame, own: pd.Series, small: float) -> Moved | None:
    """Return a shift: some economies have the very values of the year beside, or most have nearly those."""
    for years in (1, -1):
        late = old.set_axis(old.columns.to_numpy("int64") + years, axis=1).reindex(own.index)
        both = new.reindex(own.index)
        common = both.columns.intersection(late.columns)
        apart = (both[common] - late[common]).abs()
        near, enough = apart.median(axis=1), apart.notna().sum(axis=1) >= YEARS
        same = own.index[enough & (near <= SAME * own)]
        alike = own.index[enough & (own > small) & (near < NEARER * own)]
        most = len(alike) > max(2, MOST * int((own > small).sum()))
        if most or len(same):
            return Moved(china_first(alike if most else same), years)
    return None


def _exchanged(old: pd.DataFrame, new: pd.DataFrame, own: pd.Series) -> Moved | None:
    years = new.columns.intersection(old.columns)
    before, now = (frame.reindex(index=own.index, columns=years).to_numpy("float64") for frame in (old, new))
    apart, common = distances(now, before)
    limit = np.where(common >= YEARS, NEARER, SAME) * own.to_numpy("float64")[:, None]
    found, others = circles(np.where(apart <= limit, apart, np.inf))
    places = sorted(place for circle in found for place in circle)
    if len(places) + len(others) > max(2, MOST * len(own)):
        places = sorted([*places, *others])
    return Moved(china_first([str(own.index[place]) for place in places])) if places else None


def distances(now: Array, before: Array) -> tuple[Array, Array]:
    """Return the mean distance of each row of `now` to each of `before`, and how many cells they share."""
    gaps = [np.abs(row - before) for row in now]
    common = np.array([(~np.isnan(gap)).sum(axis=1) for gap in gaps])
    sums = np.array([np.nansum(gap, axis=1) for gap in gaps])
    return np.where(common > 0, sums / np.maximum(common, 1), np.inf), common


def circles(apart: Array) -> tuple[list[list[int]], dict[int, int]]:
    """Return the circles of rows that took each other's place, and the rows that took one without a circle.

    apart: from the new values of each row to the old ones of each, infinite where they are not alike.
    """
    if not len(apart):
        return [], {}
    np.fill_diagonal(apart, np.inf)
    nearest = {place: int(row.argmin()) for place, row in enumerate(apart) if np.isfinite(row).any()}
    found: list[list[int]] = []
    for start in nearest:
        way, here = [start], nearest[start]
        while here in nearest and here not in way:
            way.append(here)
            here = nearest[here]
        if here == start and not any(start in circle for circle in found):
            found.append(way)
    inside = {place for circle in found for place in circle}
    return found, {place: other for place, other in nearest.items() if place not in inside}


def china_first(economies: Iterable[str]) -> tuple[str, ...]:
    """Return economies in their order, China before all others."""
    return tuple(sorted((str(one) for one in economies), key=lambda one: one != CHINA))
