"""A snapshot in one language: how names, editions, ranks, days and addresses are written, each in one way."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.index.reach import next_usual
from analysis.normalize import format_runs
from analysis.query import Query, query_of
from analysis.table import Table
from components.text import numbers
from components.text.catalog import Words
from data.article import FOCUS
from data.citation import INDEX
from data.licences import NOT_STATED

_FITS = 18  # characters beside a plot


def line_labels(dataset: Dataset, t: Words) -> dict[str, str]:
    """Names beside lines, by code: the publisher's own where it fits, else the short form; groups as well."""
    longest = 0 if t.language.wide else _FITS  # full Chinese names are long beside a line
    names, labels, median = (
        dataset.names(t.lang),
        dataset.labels(t.lang),
        dataset.catalog.phrases["group_median"],
    )
    found = {code: names[code] if len(names[code]) <= longest else label for code, label in labels.items()}
    for code, one in dataset.catalog.groups.items():
        found[code] = t.phrase(median).format(name=t.phrase(one.short or one.name))
    return found


def short_labels(dataset: Dataset, t: Words) -> dict[str, str]:
    """Return what names each economy in little room, by ISO3 code: the code, but in Chinese the name."""
    labels = dataset.labels(t.lang)
    return labels if t.language.wide else {code: code for code in labels}


def licence(dataset: Dataset, stated: object, t: Words) -> str:
    """Return a licence as its publisher states it in the words of a language; a blank is "not stated"."""
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
        """Write editions as a list, those that follow each other as one: 2011 to 2016 and 2025."""
        return self.t.listing(format_runs(editions))

    def rank_words(self, row: Mapping[Any, Any]) -> str:
        """Write the rank of a row in running text: 10th, 19th to 20th where only its bounds are known."""
        rank, low, high = (numbers.integer(row[name]) for name in ("rank", "rank_low", "rank_high"))
        if rank is not None:
            return self.t.write(rank, "ordinal")
        return self.t("missing") if low is None or high is None else self.t.write((low, high), "interval")

    def rank_cell(self, row: Mapping[Any, Any], prefix: str = "") -> str:
        """Write the rank of a row in a column: 10, 19–20 within bounds, [131] where data are too thin."""
        missing = self.t("missing")
        names = (f"{prefix}rank", f"{prefix}rank_low", f"{prefix}rank_high")
        written = numbers.rank_cell([row[name] for name in names], missing)
        thin = numbers.is_true(row.get(f"{prefix}low_coverage")) and written != missing
        return f"[{written}]" if thin else written

    def licences(self, editions: Iterable[int]) -> list[str]:
        """Return the licence of each edition, after its year."""
        t, stated = self.t, self.dataset.licences
        named = {edition: licence(self.dataset, stated.get(edition), t) for edition in editions}
        return [t("ranking.source.licence_of", edition=one, licence=name) for one, name in named.items()]

    def index_name(self, releases: Collection[str], editions: Collection[int]) -> bool:
        """Return whether what rests on releases of series, or on editions, rests on the index."""
        families = self.dataset.sources["family"].reindex([*releases])
        return bool(len(editions)) or not len(releases) or bool(families.isin(INDEX).any())

    @property
    def newer_edition_note(self) -> str:
        """Which edition of the index is out but not here, and since when; "" where the newest is here."""
        days = {one.year: one.released for one in self.dataset.missing_editions}
        return self.t("newer", edition=max(days), day=days[max(days)]) if days else ""

    @property
    def checked_day(self) -> str:
        """The day on which the data were checked last."""
        return self.t.write(self.dataset.last_checked, "day")

    def intervals(self, kind: str, economy: str = FOCUS) -> pd.DataFrame:
        """Return an economy's rows of a kind of gii_intervals, by edition."""
        rows = self.dataset.table("gii_intervals")
        return rows[(rows["economy"] == economy) & (rows["kind"] == kind)].sort_values("edition")

    def bounds(
        self, kind: str, economy: str, edition: int, ends: tuple[str, str] = ("low", "high")
    ) -> tuple[int, int] | None:
        """Return an interval of ranks of a kind of gii_intervals; None where none is available."""
        rows = self.intervals(kind, economy)
        rows = rows[rows["edition"] == edition].dropna(subset=list(ends))
        return None if rows.empty else (int(rows[ends[0]].iloc[0]), int(rows[ends[1]].iloc[0]))

    def reach_link(self, economy: str, edition: int, rank: int | None) -> list[Any]:
        """Return the link to what a better rank would take; none at the top and without scores of pillars."""
        if rank is None or rank < 2 or edition not in self.dataset.editions_with("pillar"):
            return []
        return [html.A(self.t("reach.link"), href=self.reach_address(economy, edition, rank))]

    def reach_address(self, economy: str, edition: int, rank: int) -> str:
        """Return the address of what the next rank that readers speak of would take an economy of a rank."""
        return self.t.link("why/reach", economy=economy, edition=edition, rank=next_usual(rank))

    def download(self, name: str, query: Mapping[str, Any] | None = None, safe: str = "") -> str:
        """Return the address of the CSV of a figure, for a query; safe: what stays as it is in its values."""
        return f"/download/{name}.csv?" + urlencode({"lang": self.t.lang, **(query or {})}, safe=safe)


Choice = TypeVar("Choice", bound=Query)


DrawAny = Callable[[Dataset, str, str, Mapping[str, str]], Any]
"""Draws any card of the site for a dataset: its name in addresses, language and query."""


def _unset(_dataset: Dataset, name: str, _lang: str, _query: Mapping[str, str]) -> Any:
    raise LookupError(f"no page draws {name}")


@dataclass(frozen=True)
class PageView(View, Generic[Choice]):
    """What a page shows: what was chosen; the view of each page adds what is computed for it."""

    choice: Choice
    query: Mapping[str, Any] = field(default_factory=dict, compare=False)
    """The query of an address or of controls, of which the choice is what can be chosen."""
    draw: DrawAny = field(default=_unset, compare=False)
    """Draws any card as its page does; the page of this view gives it, if it shows cards of others."""

    def draw_card(self, card: str) -> Any:
        """Return any card of the site as ``draw`` does, given as <name>?<query>."""
        name, _, query = card.partition("?")
        return self.draw(self.dataset, name, self.t.lang, query_of(query))

    @property
    def source(self) -> str | list[str | Component]:
        """The source line of its cards that have none of their own."""
        return ""

    @property
    def editions(self) -> Collection[int]:
        """The editions that its cards rest on, where these do not say it."""
        return ()

    @property
    def releases(self) -> Collection[str]:
        """The releases of series that they rest on."""
        return ()

    def csv_link(self, table: Table[Any, Any]) -> str:
        """Return the address of the CSV of a table: its subject in full, and the filters that are set."""
        written, chosen = self.choice.texts(), self.choice.changed_choices(self.dataset)
        query = {key: written[key] for key in table.keys if key in written}
        query |= {key: chosen[key] for key in table.filters if key in chosen}
        return self.download(table.name, query, ",")


@dataclass(frozen=True)
class EconomyView(PageView[Choice]):
    """A view of the economy that was chosen."""

    @cached_property
    def economy(self) -> str:
        """The economy (ISO3)."""
        return self.choice.texts()["economy"]

    @property
    def name(self) -> str:
        """The short name of the economy."""
        return self.economy_name(self.economy)

    @property
    def is_china(self) -> bool:
        """Whether it is China, whose figures have a colour of their own."""
        return self.economy == FOCUS
