"""What the parts of the page on other rankings share: the frame, its rankings, how a place is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.query import Query, one_of
from analysis.triangulation import places
from components import numbers, view
from components.attributes import attributes
from components.measures import PERCENTILE
from components.text import plain
from data.entries import Ranking, Source

Row = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader of the page chose: the measure of a place."""

    show: str = one_of("show", ("percentile", "rank"))


@dataclass(frozen=True)
class View(view.View):
    """China in all rankings, in one measure; ``frame`` has the rows of ``analysis.triangulation``."""

    choice: Choice
    frame: pd.DataFrame

    @property
    def show(self) -> str:
        """The measure of a place."""
        return self.choice.show

    @property
    def known(self) -> dict[str, Ranking]:
        """The rankings of the catalog by id."""
        return self.dataset.catalog.rankings

    @cached_property
    def ranked(self) -> list[str]:
        """The ids of those that are rankings of economies, the GII first."""
        held = set(self.frame["ranking"])
        return [key for key, one in self.known.items() if one.kind == "rank" and key in held]

    @cached_property
    def places(self) -> pd.DataFrame:
        """First and latest place in each ranking, in the measure on show."""
        return places(self.frame, self.ranked, self.show)

    @cached_property
    def percentiles(self) -> pd.DataFrame:
        """First and latest percentile in each ranking, whatever is on show."""
        return places(self.frame, self.ranked)

    def short(self, ranking: str) -> str:
        """Return the short name of a ranking."""
        return self.known[ranking].short.get(self.say.lang)

    def family(self, ranking: str) -> Source:
        """Return the family of sources of a ranking."""
        return self.dataset.catalog.sources[self.known[ranking].source]


def tip(view: View, row: Row) -> str:
    """Return the words of one point: ranking and year, rank and field, percentile, whether derived."""
    say = view.say
    rank = plain(view.ordinal(int(row["rank"])))
    name = view.known[str(row["ranking"])].name.get(say.lang)
    lines = [f"<b>{say('others.tip.head', name=name, year=row['year'])}</b>"]
    count = numbers.whole(row["economies"])
    if count is None:
        lines.append(say("others.tip.rank_alone", rank=rank))
    else:
        lines.append(say("others.tip.rank", rank=rank, count=count))
        lines.append(say("others.tip.percentile", percentile=PERCENTILE.write(float(row["percentile"]))))
    if row["derived"] is True:
        lines.append(say("others.tip.derived"))
    return "<br>".join(lines)


def percent(value: Any, missing: str) -> str:
    """Write a percentile in a column."""
    return missing if pd.isna(value) else PERCENTILE.write(float(value))


def span(points: pd.DataFrame) -> tuple[int, int]:
    """Return the first and the last year of some rows."""
    return int(points["year"].min()), int(points["year"].max())


def source(view: View, text: str) -> list[str | Component]:
    """Return a source line: publishers, what is our own, that licences are listed with the data."""
    say = view.say
    line = text + say("others.source.checked", checked=view.checked)
    link = html.A(say("overview.source_link"), href=f"/{say.lang}/data")
    return [line, link, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]
