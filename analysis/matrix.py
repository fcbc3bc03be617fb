"""The evidence matrix: all links and gaps of the strategic pillars, filtered and in the order asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.evidence import UNSEEN
from analysis.progress import BASES
from analysis.query import Query, one_of

ALL: Final = "all"
PILLARS: Final = (ALL, "1", "2", "3", "4", "5")
LINKS: Final = (ALL, "direct", "proxy", "partial", "none")
COURSES: Final = (ALL, "towards", "away", "flat", "none")
ORIGINS: Final = (ALL, "indicator", "gii", *UNSEEN)
SORTS: Final = ("pillar", "name", "strength", "last_year", "course", "standing", "quality")
_ORDERS: Final[Mapping[str, Sequence[str]]] = {
    "strength": LINKS[1:],
    "course": COURSES[1:],
    "quality": ("solid", "fair", "thin", "none"),
}


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader chose of the matrix; ``all`` leaves nothing out, movements count from the year since."""

    pillar: str = one_of("pillar", PILLARS)
    strength: str = one_of("strength", LINKS)
    course: str = one_of("course", COURSES)
    origin: str = one_of("origin", ORIGINS)
    since: int = one_of("since", BASES)
    sort: str = one_of("sort", SORTS)
    order: str = one_of("order", ("", "desc"))

    @property
    def descending(self) -> bool:
        """Say whether the order is turned."""
        return self.order == "desc"

    @property
    def filtered(self) -> bool:
        """Say whether anything is left out."""
        return {self.pillar, self.strength, self.course, self.origin} != {ALL}


def matrix(frame: pd.DataFrame, choice: Choice, named: Callable[[str, str], bytes]) -> pd.DataFrame:
    """Return the rows that a choice keeps, in its order.

    frame: evidence of the pillars (columns of analysis.evidence), one below the other; named: what a row is
    sorted by in the order of names, from its kind and code (see listing.alphabetical). Without a value a row
    comes last in either order; gaps have no course of their own and stay where only a course is asked for as
    none.
    """
    kept = frame
    for column, value in (("strength", choice.strength), ("course", choice.course), ("kind", choice.origin)):
        if value != ALL:
            held = kept[column].fillna("none") if column == "course" else kept[column]
            kept = kept[held == value]
    if choice.pillar != ALL:
        kept = kept[kept["pillar"] == int(choice.pillar)]
    if choice.sort == "pillar":
        return kept.sort_values("pillar", ascending=not choice.descending, kind="stable", ignore_index=True)
    keys = _keys(kept, choice.sort, named)
    order = keys.sort_values(ascending=not choice.descending, na_position="last", kind="stable").index
    return kept.loc[order].reset_index(drop=True)


def _keys(frame: pd.DataFrame, sort: str, named: Callable[[str, str], bytes]) -> pd.Series:
    if sort == "standing":  # the share of the others that are better
        return (frame["rank"] - 1) / (frame["economies"] - 1)
    if sort == "last_year":
        return -frame["last_year"].astype("float64")  # the newest first
    if sort == "name":
        pairs = list(zip(frame["kind"], frame["code"], strict=True))
        held = [named(kind, code) for kind, code in pairs if kind not in UNSEEN]
        places = {name: place for place, name in enumerate(sorted(held))}
        values = [None if kind in UNSEEN else places[named(kind, code)] for kind, code in pairs]
        return pd.Series(values, index=frame.index, dtype="Float64")
    order = {value: place for place, value in enumerate(_ORDERS[sort])}
    held_as = frame[sort].where(~frame["kind"].isin(UNSEEN)) if sort != "strength" else frame[sort]
    return held_as.map(order).astype("Float64")
