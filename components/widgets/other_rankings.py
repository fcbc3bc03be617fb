"""China in all rankings: its rank in each, where it hardly moved, and what the same rank is worth."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.comparison import other_rankings as tables
from analysis.comparison.other_rankings import GII_RANKING, Movement, movements, places
from analysis.query import NoChoices, Query, one_of
from components.text import numbers
from components.text.attributes import attributes
from components.text.catalog import plain
from components.text.keys import by_last_part
from components.text.view import PageView
from data.entries import Ranking, Source

_TIPS = by_last_part(
    "others.tip.head", "others.tip.rank", "others.tip.rank_alone", "others.tip.percentile"
) | by_last_part("others.tip.derived")


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choice of a reader: rank or percentile."""

    show: str = one_of("show", ("percentile", "rank"))


@dataclass(frozen=True)
class OtherRankingsView(PageView[Choice]):
    """China in all rankings, in one measure."""

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows of ``analysis.comparison.other_rankings``."""
        return tables.RANKINGS.result(self.dataset, NoChoices())

    @property
    def rankings(self) -> dict[str, Ranking]:
        """The rankings of the catalog by id."""
        return self.dataset.catalog.rankings

    @cached_property
    def ranking_ids(self) -> list[str]:
        """The ids of the rankings of economies, the GII first."""
        present = set(self.frame["ranking"])
        return [key for key, entry in self.rankings.items() if entry.kind == "rank" and key in present]

    @cached_property
    def percentiles(self) -> pd.DataFrame:
        """First and latest percentile in each ranking, for any choice."""
        return places(self.frame, self.ranking_ids)

    @cached_property
    def movements(self) -> list[Movement]:
        """China's movements in each ranking but the GII, while its method was the same."""
        return movements(self.frame, [key for key in self.ranking_ids if key != GII_RANKING])

    def short(self, ranking: str) -> str:
        """Return the short name of a ranking."""
        return self.t.phrase(self.rankings[ranking].short)

    @property
    def source(self) -> list[str | Component]:
        """The source line of all rankings of economies."""
        publishers = {
            self.rankings[key].source: self.t.phrase(self.family(key).short) for key in self.ranking_ids
        }
        names = self.t.listing([*publishers.values()])
        return self.line(self.t("others.source.text", publishers=names))

    def line(self, text: str) -> list[str | Component]:
        """Return a source line that begins with a text."""
        line = text + self.t("others.source.checked", checked=self.dataset.last_checked)
        link = html.A(self.t("overview.source_link"), href=f"/{self.t.lang}/data")
        return [line, link, html.Span(line, hidden=True, **attributes(data_part="picture-source"))]

    @property
    def releases(self) -> list[str]:
        """The releases of all rankings of economies."""
        return self.sources_of(self.ranking_ids)

    def sources_of(self, rankings: Collection[str]) -> list[str]:
        """Return the releases of some rankings, those of the GII first."""
        rows = self.frame[self.frame["ranking"].isin(rankings)]
        return [release for cell in rows["source"].dropna() for release in str(cell).split()]

    @cached_property
    def tips(self) -> dict[tuple[str, int], str]:
        """Tips of ranks by ranking and year: number of economies, percentile, whether it is derived."""
        rows = self.frame[self.frame["ranking"].isin(self.ranking_ids) & self.frame["rank"].notna()]
        tips = {}
        for row in rows.to_dict("records"):
            ranking = str(row["ranking"])
            parts = ["rank", "percentile"] if numbers.is_present(row["economies"]) else ["rank_alone"]
            parts += ["derived"] if numbers.is_true(row["derived"]) else []
            values: dict[Any, Any] = {**row, "name": self.t.phrase(self.rankings[ranking].name)}
            lines = [self.t(_TIPS[part], **values) for part in ("head", *parts)]
            tips[ranking, row["year"]] = plain("<br>".join(lines))
        return tips

    def family(self, ranking: str) -> Source:
        """Return the family of sources of a ranking."""
        return self.dataset.catalog.sources[self.rankings[ranking].source]


def unchanged_and_lower(view: OtherRankingsView) -> str:
    """Return where China hardly moved, and where it is lower than at its best, with year and percentile."""

    def sentence(key: str, moves: list[tuple[Movement, tuple[int, float]]]) -> str:
        clauses = []
        for move, (year, value) in moves:
            ends = {"start_year": year, "start": value, "end_year": move.last[0], "end": move.last[1]}
            clauses.append(view.t("others.deck.move", name=view.short(move.ranking), **ends))
        return view.t(key, moves=view.t.listing(clauses, clauses=True)) if clauses else ""

    unchanged = [(move, move.first) for move in view.movements if not move.rose]
    lower = [(move, move.best) for move in view.movements if move.fell_since_best]
    return sentence("others.deck.still", unchanged) + sentence("others.deck.lower", lower)


def same(view: OtherRankingsView) -> str:
    """Return what the same rank is worth in the GII and in a smaller ranking, "" if there is none."""
    latest = {str(row["ranking"]): row for row in view.percentiles.to_dict("records")}
    gii = latest.pop(GII_RANKING, None)
    same_rank = [row for row in latest.values() if gii and row["rank"] == gii["rank"]]
    if not gii or not same_rank:
        return ""
    other = min(same_rank, key=lambda row: int(row["economies"]))
    values = {"few": other["economies"], "few_value": other["value"], "name": view.short(other["ranking"])}
    values |= {"many": gii["economies"], "many_value": gii["value"]}
    return view.t("others.deck.same", rank=gii["rank"], **values)
