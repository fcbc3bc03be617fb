"""Cards as data: finding, rows, columns, sources and citation of a view of a card."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from analysis.dataset import Dataset
from analysis.frames.table import Table
from data.api import PARAMETERS, Endpoint, Parameter
from service.api.choices import named
from service.api.query import Query
from service.api.writing import envelope
from service.documents import build_document
from service.forms import caveats, csv, described, records
from service.problems import Problem, short


@dataclass(frozen=True, slots=True)
class CardEndpoint:
    """A card as the interface offers it.

    tables: one, or one for each view, then named <name>-<view>; page: the path of its
    page, without the language.
    """

    name: str
    tables: tuple[Table[Any, Any], ...]
    page: str

    @property
    def keys(self) -> list[str]:
        """The keys of its choices."""
        return [control.key for control in self.tables[0].query.controls().values()]

    @property
    def endpoint(self) -> Endpoint:
        """Its address and parameters."""
        choices = (Parameter(key, words=f"cards.{key}") for key in self.keys)
        return Endpoint(f"cards/{self.name}", (*choices, PARAMETERS["lang"], PARAMETERS["rows"]), (), "")

    def table(self, dataset: Dataset, values: Mapping[str, str]) -> Table[Any, Any]:
        """Return the table of a view."""
        if len(self.tables) == 1:
            return self.tables[0]
        view = self.tables[0].query.read(dataset, values).written()["view"]
        return next(one for one in self.tables if one.name == f"{self.name}-{view}")


Cards = Mapping[str, CardEndpoint]
Finding = Callable[[Dataset, str, str, Mapping[str, str]], tuple[str, str]]
"""(dataset, name of a card, language, choices) -> the sentence above its figure, the address of the view."""


def listed(cards: Cards, dataset: Dataset, lang: str) -> list[dict[str, Any]]:
    """Return every card with its addresses and the keys of its choices."""
    return [
        {
            "name": card.name,
            "title": dataset.catalog.downloads[card.tables[0].name].title.get(lang),
            "address": card.endpoint.path,
            "page": f"/{lang}/{card.page}",
            "embed": f"/embed/{card.name}",
            "choices": ",".join(card.keys) or None,
        }
        for card in cards.values()
    ]


def answer(card: CardEndpoint, dataset: Dataset, query: Query, find: Finding) -> tuple[str, str | None]:
    """Return the text of an answer and the address of its next page; Problem for an unknown choice."""
    lang, rows = query["lang"], query["rows"]
    values = {key: value for key, value in query.given.items() if key in card.keys}
    table = card.table(dataset, values)
    if refused := table.query.refused(dataset, values):
        key, _, options = refused[0]
        raise Problem("unknown-value", f"{key} cannot be {short(values[key])}", key, named(options))
    download = build_document(table, rows, dataset, {**values, "lang": lang})
    start = query["offset"]
    part = download.frame.iloc[start : start + query.limit]
    total = len(download.frame)
    if query.csv:
        return csv(part), query.following(len(part), total)
    written = table.query.read(dataset, values).written()
    finding, page = find(dataset, card.name, lang, values)
    embed = f"/embed/{card.name}?{urlencode({'lang': lang, **values}, safe=',')}"
    data = {
        "name": card.name,
        "title": download.title,
        "finding": finding,
        "description": [download.row, download.chosen],
        "choices": written,
        "page": page,
        "download": download.address.removeprefix(dataset.address),
        "embed": embed,
        "citation": download.citation.text,
        "reuse": download.reuse,
        "caveats": caveats(download),
        "editions": [{"edition": one, "licence": licence} for one, licence in download.editions.items()],
        "columns": described(download),
        "sources": records(download.sources),
        "rows": records(part),
    }
    following = query.following(len(part), total)
    return envelope(query, dataset.snapshot, total, following, data), following
