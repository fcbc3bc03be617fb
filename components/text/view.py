"""A snapshot in one language, which writes names, editions, ranks, days and addresses."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.index.reach import next_milestone
from analysis.normalize import format_runs
from analysis.query import Query, query_of
from analysis.table import Table
from components.text import numbers
from components.text.catalog import Words
from data.article import FOCUS
from data.citation import INDEX
from data.licences import NOT_STATED

_MAX_NAME_CHARACTERS = 18  # beside a plot


def line_labels(dataset: Dataset, t: Words) -> dict[str, str]:
    """Return names of economies and groups beside lines, by code: the publisher's if short enough."""
    max_characters = 0 if t.language.wide else _MAX_NAME_CHARACTERS  # full Chinese names are too long
    names, labels = dataset.names(t.lang), dataset.labels(t.lang)
    names = {code: names[code] if len(names[code]) <= max_characters else labels[code] for code in labels}
    median = t.phrase(dataset.catalog.phrases["group_median"])
    for code, group in dataset.catalog.groups.items():
        names[code] = median.format(name=t.phrase(group.short or group.name))
    return names


def short_labels(dataset: Dataset, t: Words) -> dict[str, str]:
    """Return the shortest label of each economy, by ISO3 code: the code, but the name in Chinese."""
    labels = dataset.labels(t.lang)
    return labels if t.language.wide else {code: code for code in labels}


def licence(dataset: Dataset, stated: object, t: Words) -> str:
    """Return a licence as its publisher states it, in the language; a blank is "not stated"."""
    text = NOT_STATED if pd.isna(stated) or not stated else str(stated)  # type: ignore[call-overload]
    return dataset.catalog.licence(text, t.lang)


@dataclass(frozen=True)
class View:
    """A snapshot in one language."""

    dataset: Dataset
    t: Words

    def economy_name(self, economy: str) -> str:
        """Return the short name of an economy, or of a group."""
        return self.dataset.menu_names(self.t.lang)[economy]

    def edition_list(self, editions: Iterable[int]) -> str:
        """Write editions as a list with consecutive ones joined: 2011 to 2016 and 2025."""
        return self.t.listing(format_runs(editions))

    def rank_words(self, row: Mapping[Any, Any]) -> str:
        """Write the rank of a row in running text: 10th, or 19th to 20th if only its bounds are known."""
        rank, low, high = (numbers.integer(row[column]) for column in ("rank", "rank_low", "rank_high"))
        if rank is not None:
            return self.t.write(rank, "ordinal")
        return self.t("missing") if low is None or high is None else self.t.write((low, high), "interval")

    def rank_cell(self, row: Mapping[Any, Any], prefix: str = "") -> str:
        """Write the rank of a row in a column: 10, 19–20 within bounds, [131] if data are too thin."""
        missing = self.t("missing")
        names = (f"{prefix}rank", f"{prefix}rank_low", f"{prefix}rank_high")
        rank = numbers.rank_cell([row[name] for name in names], missing)
        is_thin = numbers.is_true(row.get(f"{prefix}low_coverage")) and rank != missing
        return f"[{rank}]" if is_thin else rank

    def licences(self, editions: Iterable[int]) -> list[str]:
        """Return the licence of each edition after its year."""
        t, stated = self.t, self.dataset.licences
        named = {edition: licence(self.dataset, stated.get(edition), t) for edition in editions}
        key = "ranking.source.licence_of"
        return [t(key, edition=edition, licence=name) for edition, name in named.items()]

    def rests_on_index(self, releases: Collection[str], editions: Collection[int]) -> bool:
        """Return whether data from these releases or editions rest on the index."""
        families = self.dataset.sources["family"].reindex([*releases])
        return bool(len(editions)) or not len(releases) or bool(families.isin(INDEX).any())

    @property
    def newer_edition_note(self) -> str:
        """The note that a newer edition of the index is published but not included; "" if there is none."""
        days = {edition.year: edition.released for edition in self.dataset.missing_editions}
        return self.t("newer", edition=max(days), day=days[max(days)]) if days else ""

    @property
    def checked_day(self) -> str:
        """The day on which the data were last checked."""
        return self.t.write(self.dataset.last_checked, "day")

    def intervals(self, kind: str, economy: str = FOCUS) -> pd.DataFrame:
        """Return the rows of an economy in gii_intervals of a kind, by edition."""
        rows = self.dataset.table("gii_intervals")
        return rows[(rows["economy"] == economy) & (rows["kind"] == kind)].sort_values("edition")

    def bounds(
        self, kind: str, economy: str, edition: int, ends: tuple[str, str] = ("low", "high")
    ) -> tuple[int, int] | None:
        """Return an interval of ranks from gii_intervals, or None if it is not available."""
        rows = self.intervals(kind, economy)
        rows = rows[rows["edition"] == edition].dropna(subset=list(ends))
        return None if rows.empty else (int(rows[ends[0]].iloc[0]), int(rows[ends[1]].iloc[0]))

    def reach_link(self, economy: str, edition: int, rank: int | None) -> list[Any]:
        """Return the link to what a better rank would take; [] at rank 1 or without scores of pillars."""
        if rank is None or rank < 2 or edition not in self.dataset.editions_with("pillar"):
            return []
        return [html.A(self.t("reach.link"), href=self.reach_address(economy, edition, rank))]

    def reach_address(self, economy: str, edition: int, rank: int) -> str:
        """Return the address of what the next usual rank would take an economy."""
        return self.t.link("why/reach", economy=economy, edition=edition, rank=next_milestone(rank))

    def download(self, name: str, query: Mapping[str, Any] | None = None, safe: str = "") -> str:
        """Return the address of the CSV of a figure; ``safe`` characters of the query are not escaped."""
        return f"/download/{name}.csv?" + urlencode({"lang": self.t.lang, **(query or {})}, safe=safe)


Choice = TypeVar("Choice", bound=Query)


DrawAny = Callable[[Dataset, str, str, Mapping[str, str]], Any]
"""Callable that draws any card of the site: (dataset, name in addresses, language, query) -> content."""


def _no_cards(_dataset: Dataset, name: str, _lang: str, _query: Mapping[str, str]) -> Any:
    raise LookupError(f"no page draws {name}")


@dataclass(frozen=True)
class PageView(View, Generic[Choice]):
    """What a page shows for a choice; the view of each page adds what it computes."""

    choice: Choice
    query: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The query of an address or of controls, from which the choice was read."""
    draw: DrawAny = field(default=_no_cards, compare=False)
    """Draws any card; set by pages that show cards of other pages."""

    def draw_card(self, card: str) -> Any:
        """Return any card of the site, given as <name>?<query>."""
        name, _, query = card.partition("?")
        return self.draw(self.dataset, name, self.t.lang, query_of(query))

    @property
    def source(self) -> str | list[str | Component]:
        """The source line of cards without one of their own."""
        return ""

    @property
    def editions(self) -> Collection[int]:
        """The editions that cards rest on, unless these say it themselves."""
        return ()

    @property
    def releases(self) -> Collection[str]:
        """The releases of series that cards rest on."""
        return ()

    def csv_link(self, table: Table[Any, Any]) -> str:
        """Return the address of the CSV of a table: its subject, and the filters that are set."""
        texts, changed = self.choice.texts(), self.choice.changed_choices(self.dataset)
        query = {key: texts[key] for key in table.keys if key in texts}
        query |= {key: changed[key] for key in table.filters if key in changed}
        return self.download(table.name, query, ",")


@dataclass(frozen=True)
class EconomyView(PageView[Choice]):
    """A view of the chosen economy."""

    @cached_property
    def economy(self) -> str:
        """The ISO3 code of the economy."""
        return self.choice.texts()["economy"]

    @property
    def name(self) -> str:
        """The short name of the economy."""
        return self.economy_name(self.economy)

    @property
    def is_china(self) -> bool:
        """Whether it is China, whose figures have a colour of their own."""
        return self.economy == FOCUS
