"""A page: its path and its module, whose layout is drawn for a query and whose controls it registers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from dash import Dash
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import NoChoices, Query
from components.cards.callbacks import Callbacks
from components.cards.card import Card, register_figure
from components.text.view import DrawAny, PageView
from data.catalog import Catalog


class Module(Protocol):
    """What the module of a page offers; its name is the key of the page."""

    __name__: str

    def layout(self, view: Any, /) -> list[Component]:
        """Return the page for a view: a snapshot in a language, with the choices of its controls.

        Its heading (h1) says what this view shows: it titles the document too. CALLBACKS declares its view,
        and what changes with its controls; a function `callbacks` registers what no declaration can. CARDS
        lists its cards.
        """


@dataclass(frozen=True, slots=True)
class Page:
    """One page; its name is `page.<key>` in the words of each language."""

    path: str
    """The end of its path."""
    module: Module
    item: str = ""
    """The key of the query that the rest of the path gives, where the page exists once for each item."""
    items: Callable[[Catalog], Iterable[str]] = lambda _: ()
    first: str = ""
    """The item that is shown first."""
    tab: str = ""
    """The key of the page under which the navigation has it, where it is no entry of its own."""
    draw: DrawAny | None = None
    """Draws any card, for a page that shows cards of others."""

    @property
    def key(self) -> str:
        """The name of the page among ids, words and tests: see Module."""
        return self.module.__name__.rpartition(".")[2]

    @property
    def declared_cards(self) -> Callbacks:
        """Its choices, its view of them, and what changes with them; a page may have none."""
        return getattr(self.module, "CALLBACKS", Callbacks(NoChoices))

    def view(self, dataset: Dataset, lang: object, query: Mapping[str, Any]) -> PageView[Any]:
        """Return what the page shows of a query; an unknown language gives way to the first."""
        view: PageView[Any] = self.declared_cards.view_of(dataset, lang, query)
        return replace(view, draw=self.draw) if self.draw else view

    def layout(self, dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
        """Return the page in a language; ``query`` gives the first values of its controls."""
        view, address = self.view(dataset, lang, query), list[Component]()
        if self.query.controls():
            path = {key: text for key, text in view.choice.texts().items() if key == self.item}
            address.append(self.declared_cards.address(self.key, dataset, **path))
        return [*self.module.layout(view), *address]

    def with_item(self, dataset: Dataset, query: Mapping[str, str]) -> dict[str, str]:
        """Return a query with the item that it names; one that does not exist gives way to the first."""
        if not self.item:
            return dict(query)
        named = query.get(self.item, "")
        return {**query, self.item: named if named in set(self.items(dataset.catalog)) else self.first}

    @property
    def query(self) -> type[Query]:
        """Its choices."""
        return self.declared_cards.query

    @property
    def keys(self) -> list[str]:
        """The keys of its query that it writes to its address, in their order."""
        return self.declared_cards.address_keys(self.item)

    @property
    def reads(self) -> tuple[str, ...]:
        """The keys of a query by which it is drawn: nothing else in an address changes what it shows."""
        return tuple(dict.fromkeys((*self.query.keys_read(), *([self.item] if self.item else []))))

    def relevant(self, query: Mapping[str, str], *beside: str) -> dict[str, str]:
        """Return what of a query it is drawn by, with the keys that what stands around it reads."""
        return {key: query[key] for key in (*self.reads, *beside) if key in query}

    def register(self, app: Dash, current: Callable[[], Dataset]) -> None:
        """Register its callbacks: those that it declares, and its own."""
        for card in (one for one in self.cards if one.plotted):
            for ids in card.multiples or (card,):
                register_figure(app, ids)
        if self.query.controls():

            def view(lang: object, query: Mapping[str, Any]) -> PageView[Any]:
                return self.view(current(), lang, query)

            self.declared_cards.register(app, self.key, self.item, self.module.layout, view)
        if own := getattr(self.module, "callbacks", None):
            own(app, current)

    @property
    def cards(self) -> tuple[Card[Any], ...]:
        """Its cards, in the order in which it shows them."""
        return getattr(self.module, "CARDS", ())

    @property
    def home(self) -> str:
        """Where the navigation leads: the path, with the item that is shown first."""
        return f"{self.path}/{self.first}" if self.item else self.path
