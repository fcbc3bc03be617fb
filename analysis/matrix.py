"""The evidence matrix: all links and gaps of the strategic pillars, filtered and sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.evidence import UNMEASURED
from analysis.progress import BASES
from analysis.query import Query, one_of

ALL: Final = "all"
PILLARS: Final = (ALL, "1", "2", "3", "4", "5")
LINKS: Final = (ALL, "direct", "proxy", "partial", "none")
COURSES: Final = (ALL, "towards", "away", "flat", "none")
ORIGINS: Final = (ALL, "indicator", "gii", *UNMEASURED)
SORTS: Final = ("pillar", "name", "strength", "last_year", "course", "standing", "quality")
_ORDERS: Final[Mapping[str, Sequence[str]]] = {
    "strength": LINKS[1:],
    "course": COURSES[1:],
    "quality": ("solid", "fair", "thin", "none"),
}


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the matrix; ``all`` filters nothing, changes count from the year since."""

    pillar: str = one_of("pillar", PILLARS)
    strength: str = one_of("strength", LINKS)
    course: str = one_of("course", COURSES)
    origin: str = one_of("origin", ORIGINS)
    since: int = one_of("since", BASES)
    sort: str = one_of("sort", SORTS)
    order: str = one_of("order", ("", "desc"))

    @property
    def descending(self) -> bool:
        """Return whether the order is turned."""
        return self.order == "desc"

    @property
    def filtered(self) -> bool:
        """Return whether anything is left out."""
        return {self.pillar, self.strength, self.course, self.origin} != {ALL}


def matrix(frame: pd.DataFrame, choice: Choice, named: Callable[[str], bytes]) -> pd.DataFrame:
    """Return the rows that match a choice, in its order.

    frame: evidence of the pillars (columns of analysis.evidence), one below the other; named: what a row is
    sorted by in the order of names, from its code (see listing.alphabetical). Without a value a row
    comes last in either order; gaps have no course and match the course none.
    """
    rows = frame
    for column, value in (("strength", choice.strength), ("course", choice.course), ("kind", choice.origin)):
        if value != ALL:
            values = rows[column].fillna("none") if column == "course" else rows[column]
            rows = rows[values == value]
    if choice.pillar != ALL:
        rows = rows[rows["pillar"] == int(choice.pillar)]
    if choice.sort == "pillar":
        return rows.sort_values("pillar", ascending=not choice.descending, kind="stable", ignore_index=True)
    keys = _keys(rows, choice.sort, named)
    order = keys.sort_values(ascending=not choice.descending, na_position="last", kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def _keys(frame: pd.DataFrame, sort: str, named: Callable[[str], bytes]) -> pd.Series:
    if sort == "standing":  # the share of the others that are better
        return (frame["rank"] - 1) / (frame["economies"] - 1)
    if sort == "last_year":
        return -frame["last_year"].astype("float64")  # the newest first
    if sort == "name":
        pairs = list(zip(frame["kind"], frame["code"], strict=True))
        names = [named(code) for kind, code in pairs if kind not in UNMEASURED]
        places = {name: place for place, name in enumerate(sorted(names))}
        values = [None if kind in UNMEASURED else places[named(code)] for kind, code in pairs]
        return pd.Series(values, index=frame.index, dtype="Float64")
    order = {value: place for place, value in enumerate(_ORDERS[sort])}
    values_of = frame[sort].where(~frame["kind"].isin(UNMEASURED)) if sort != "strength" else frame[sort]
    return values_of.map(order).astype("Float64")
