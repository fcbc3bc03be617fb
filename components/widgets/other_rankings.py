"""China in all rankings: where it stands in each, where it hardly moved, and what the same rank is worth."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.comparison import other_rankings as frames
from analysis.comparison.other_rankings import GII_RANKING, Movement, movements, places
from analysis.query import NoChoices, Query, one_of
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import plain
from components.text.view import PageView
from data.entries import Ranking, Source


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader chose: the measure of a place."""

    show: str = one_of("show", ("percentile", "rank"))


@dataclass(frozen=True)
class OtherRankingsView(PageView[Choice]):
    """China in all rankings, in one measure."""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of ``analysis.comparison.other_rankings``."""
        return frames.RANKINGS.result(self.dataset, NoChoices())

    @property
    def rankings(self) -> dict[str, Ranking]:
        """The rankings of the catalog by id."""
        return self.dataset.catalog.rankings

    @cached_property
    def ranked(self) -> list[str]:
        """The ids of those that are rankings of economies, the GII first."""
        present = set(self.frame["ranking"])
        return [key for key, one in self.rankings.items() if one.kind == "rank" and key in present]

    @cached_property
    def percentiles(self) -> pd.DataFrame:
        """First and latest percentile in each ranking, whatever is on show."""
        return places(self.frame, self.ranked)

    @cached_property
    def movements(self) -> list[Movement]:
        """How China moved in each of the others, over one method."""
        return movements(self.frame, [key for key in self.ranked if key != GII_RANKING])

    def short(self, ranking: str) -> str:
        """Return the short name of a ranking."""
        return self.t.phrase(self.rankings[ranking].short)

    @property
    def source(self) -> list[str | Component]:
        """Publishers, what is our own, that licences are listed with the data."""
        publishers = {self.rankings[key].source: self.t.phrase(self.family(key).short) for key in self.ranked}
        names = self.t.listing([*publishers.values()])
        return self.line(self.t("others.source.text", publishers=names))

    def line(self, text: str) -> list[str | Component]:
        """Return a source line that begins with a text."""
        line = text + self.t("others.source.checked", checked=self.dataset.last_checked)
        link = html.A(self.t("overview.source_link"), href=f"/{self.t.lang}/data")
        return [line, link, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]

    @property
    def releases(self) -> list[str]:
        """The sources of all rankings of economies."""
        return self.sources_of(self.ranked)

    def sources_of(self, rankings: Collection[str]) -> list[str]:
        """Return the sources of some rankings, the index first where it is among them."""
        rows = self.frame[self.frame["ranking"].isin(rankings)]
        return [release for cell in rows["source"].dropna() for release in str(cell).split()]

    @cached_property
    def tips(self) -> dict[tuple[str, int], str]:
        """What is said of a rank, by ranking and year: its field, its percentile, whether it is derived."""
        found, rows = {}, self.frame[self.frame["ranking"].isin(self.ranked) & self.frame["rank"].notna()]
        for row in rows.to_dict("records"):
            ranking = str(row["ranking"])
            keys = ["rank", "percentile"] if numbers.is_present(row["economies"]) else ["rank_alone"]
            keys += ["derived"] if numbers.is_true(row["derived"]) else []
            about: dict[Any, Any] = {**row, "name": self.t.phrase(self.rankings[ranking].name)}
            lines = [self.t(f"others.tip.{key}", **about) for key in ("head", *keys)]
            found[ranking, row["year"]] = plain("<br>".join(lines))
        return found

    def family(self, ranking: str) -> Source:
        """Return the family of sources of a ranking."""
        return self.dataset.catalog.sources[self.rankings[ranking].source]


def unchanged_and_lower(view: OtherRankingsView) -> str:
    """Return where China hardly moved, and where it is lower than at its best, with year and percentile."""
    pairs = {
        "still": [(one, one.first) for one in view.movements if not one.rose],
        "lower": [(one, one.best) for one in view.movements if one.fell_since_best],
    }
    text = ""
    for key, found in pairs.items():
        moves = []
        for one, (year, value) in found:
            ends = {"start_year": year, "start": value, "end_year": one.last[0], "end": one.last[1]}
            moves.append(view.t("others.deck.move", name=view.short(one.ranking), **ends))
        text += view.t(f"others.deck.{key}", moves=view.t.listing(moves, clauses=True)) if moves else ""
    return text


def same(view: OtherRankingsView) -> str:
    """Return what the same rank is worth in the GII and in a smaller ranking; blank if there is none."""
    latest = {str(row["ranking"]): row for row in view.percentiles.to_dict("records")}
    own = latest.pop(GII_RANKING, None)
    alike = [row for row in latest.values() if own and row["rank"] == own["rank"]]
    if not own or not alike:
        return ""
    other = min(alike, key=lambda row: int(row["economies"]))
    values = {"few": other["economies"], "few_value": other["value"], "name": view.short(other["ranking"])}
    values |= {"many": own["economies"], "many_value": own["value"]}
    return view.t("others.deck.same", rank=own["rank"], **values)
