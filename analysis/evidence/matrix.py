"""The matrix: the evidence of all strategic pillars, filtered and sorted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.evidence.pillar import UNMEASURED
from analysis.evidence.progress import BASES
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

    named: what a row is sorted by in the order of names, from its code (see listing.alphabetical). Without a
    value a row comes last in either order; gaps have no course and match the course none.
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
    unmeasured = rows["kind"].isin(UNMEASURED)
    if choice.sort == "standing":  # the share of the others that are better
        keys = (rows["rank"] - 1) / (rows["economies"] - 1)
    elif choice.sort == "last_year":
        keys = -rows["last_year"].astype("float64")  # the newest first
    elif choice.sort == "name":
        names = rows["code"].mask(unmeasured).map(named, na_action="ignore")
        places = {name: place for place, name in enumerate(sorted(names.dropna()))}
        keys = names.map(places).astype("Float64")
    else:
        values = rows[choice.sort] if choice.sort == "strength" else rows[choice.sort].mask(unmeasured)
        order = {value: place for place, value in enumerate(_ORDERS[choice.sort])}
        keys = values.map(order).astype("Float64")
    index = keys.sort_values(ascending=not choice.descending, na_position="last", kind="stable").index
    return rows.loc[index].reset_index(drop=True)
