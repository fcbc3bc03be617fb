"""China in all rankings: where it stands in each, where it hardly moved, and what the same rank is worth."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.frames import others as frames
from analysis.query import Nothing, Query, one_of
from analysis.triangulation import GII, Movement, movements, places
from components.text import Words
from components.view import PageView
from data.entries import Ranking


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader chose: the measure of a place."""

    show: str = one_of("show", ("percentile", "rank"))


@dataclass(frozen=True)
class View(PageView[Choice]):
    """China in all rankings, in one measure."""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of ``analysis.triangulation``."""
        return frames.RANKINGS.result(self.dataset, Nothing())

    @property
    def known(self) -> dict[str, Ranking]:
        """The rankings of the catalog by id."""
        return self.dataset.catalog.rankings

    @cached_property
    def ranked(self) -> list[str]:
        """The ids of those that are rankings of economies, the GII first."""
        present = set(self.frame["ranking"])
        return [key for key, one in self.known.items() if one.kind == "rank" and key in present]

    @cached_property
    def percentiles(self) -> pd.DataFrame:
        """First and latest percentile in each ranking, whatever is on show."""
        return places(self.frame, self.ranked)

    @cached_property
    def moved(self) -> list[Movement]:
        """How China moved in each of the others, over one method."""
        return movements(self.frame, [key for key in self.ranked if key != GII])

    def short(self, ranking: str) -> str:
        """Return the short name of a ranking."""
        return self.known[ranking].short.get(self.t.lang)


def read(dataset: Dataset, t: Words, query: Mapping[str, Any]) -> View:
    """Return the view that a query asks for."""
    return View(dataset, t, Choice.read(dataset, query))


def held(view: View) -> str:
    """Return where China hardly moved, and where it is lower than at its best, with year and percentile."""
    pairs = {
        "still": [(one, one.first) for one in view.moved if not one.rose],
        "lower": [(one, one.best) for one in view.moved if one.fell_since_best],
    }
    told = ""
    for key, found in pairs.items():
        moves = [
            view.t(
                "others.deck.move",
                name=view.short(one.ranking),
                start_year=year,
                start=value,
                end_year=one.last[0],
                end=one.last[1],
            )
            for one, (year, value) in found
        ]
        told += view.t(f"others.deck.{key}", moves=view.t.listing(moves)) if moves else ""
    return told


def same(view: View) -> str:
    """Return what the same rank is worth in the GII and in a smaller ranking; blank if there is none."""
    latest = {str(row["ranking"]): row for row in view.percentiles.to_dict("records")}
    own = latest.pop(GII, None)
    alike = [row for row in latest.values() if own and row["rank"] == own["rank"]]
    if not own or not alike:
        return ""
    other = min(alike, key=lambda row: int(row["economies"]))
    values = {"few": other["economies"], "few_value": other["value"], "name": view.short(other["ranking"])}
    values |= {"many": own["economies"], "many_value": own["value"]}
    return view.t("others.deck.same", rank=own["rank"], **values)
