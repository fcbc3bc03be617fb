"""Views drawn for all tests that look at each: a page with its head, its cards and its figures."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unittest.mock import patch

from analysis.dataset import Dataset
from components.cards.card import Card, DrawnCard
from components.cards.markup import text
from components.cards.page import Page
from components.documents import shell
from components.documents.routes import NAVIGATION
from tests.unit.views import walk

LEAST = 320
"""Pixels of the plot on the narrowest phone."""


@dataclass(frozen=True)
class Figure:
    """One variant of a figure: of which store, from which width of the plot in pixels, as Plotly gets it."""

    store: str
    least: int
    json: dict[str, Any]


class Asked(dict[str, str]):
    """A query that notes the keys by which it is read."""

    def __init__(self, query: Mapping[str, str]) -> None:
        super().__init__(query)
        self.read: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.read.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        self.read.add(key)
        return super().get(key, default)


@dataclass(frozen=True)
class View:
    """A view of a page: what is asked for, what it shows, what stands around that, its cards in order.

    read: the keys by which it was asked for.
    """

    dataset: Dataset
    page: Page
    lang: str
    query: Mapping[str, str]
    content: Any
    framed: Any
    cards: tuple[DrawnCard, ...]
    read: set[str]

    @property
    def place(self) -> tuple[str, str, str]:
        """What names it where something is wrong."""
        return self.page.key, str(dict(self.query)), self.lang

    @cached_property
    def parts(self) -> list[Any]:
        """Every component that the page shows."""
        return list(walk(self.content))

    @cached_property
    def figures(self) -> list[Figure]:
        """Every variant of every figure of the page; of the Overview those of the measure on show."""
        return [
            Figure(part.id, max(LEAST, int(least)), figure)
            for part in self.parts
            if str(getattr(part, "id", "")).endswith("-figures") and getattr(part, "data", None)
            for least, figure in json.loads(part.data).items()
        ]


def draw(dataset: Dataset, page: Page, lang: str, query: Mapping[str, str]) -> View:
    """Draw a view once, and keep the cards that its page drew for it."""
    cards: list[DrawnCard] = []
    of, asked = Card.draw, Asked(query)

    def kept(card: Card[Any], view: Any) -> DrawnCard:
        drawn = of(card, view)
        cards.append(drawn)
        return drawn

    with patch.object(Card, "draw", kept):
        content = page.layout(dataset, lang, asked)
    framed = shell.page_shell(dataset, lang, page.home, NAVIGATION, content, key=page.key)
    return View(dataset, page, lang, query, content, framed, tuple(cards), asked.read)


def finding(card: DrawnCard) -> str:
    """What a card finds, as it heads it where it stands alone."""
    return text(card.title)
