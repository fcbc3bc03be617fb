"""A page: its path and its module, which draws the layout and declares the callbacks."""

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
    """The module of a page; its name is the key of the page."""

    __name__: str

    def layout(self, view: Any, /) -> list[Component]:
        """Draw the page for a view: a snapshot in a language, with the choices of its controls.

        Its heading (h1) is also the title of the document. CALLBACKS declares the class of its view and the
        parts that change with its controls; a function `callbacks` registers further callbacks. CARDS lists
        its cards.
        """


@dataclass(frozen=True, slots=True)
class Page:
    """A page."""

    path: str
    """Path after the language."""
    module: Module
    item: str = ""
    """Query key whose value ends the path, for a page that exists once for each item."""
    items: Callable[[Catalog], Iterable[str]] = lambda _: ()
    first: str = ""
    """The first item, to which the navigation leads."""
    tab: str = ""
    """Key of the page whose navigation entry it shares, if it has none of its own."""
    draw: DrawAny | None = None
    """Draws any card, for a page that shows cards of other pages."""

    @property
    def key(self) -> str:
        """Key of the page in ids, text keys and tests: see Module."""
        return self.module.__name__.rpartition(".")[2]

    @property
    def declared_cards(self) -> Callbacks:
        """Callbacks that the module declares, if any."""
        return getattr(self.module, "CALLBACKS", Callbacks(NoChoices))

    def view(self, dataset: Dataset, lang: object, query: Mapping[str, Any]) -> PageView[Any]:
        """Return the view of a query; an unknown language falls back to the first."""
        view: PageView[Any] = self.declared_cards.view_of(dataset, lang, query)
        return replace(view, draw=self.draw) if self.draw else view

    def layout(self, dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
        """Draw the page in a language; ``query`` has the initial values of its controls."""
        view = self.view(dataset, lang, query)
        address: list[Component] = []
        if self.query.controls():
            path = {key: text for key, text in view.choice.texts().items() if key == self.item}
            address.append(self.declared_cards.address(self.key, dataset, **path))
        return [*self.module.layout(view), *address]

    def with_item(self, dataset: Dataset, query: Mapping[str, str]) -> dict[str, str]:
        """Return a query whose item exists; an unknown item is replaced by the first."""
        if not self.item:
            return dict(query)
        named = query.get(self.item, "")
        return {**query, self.item: named if named in set(self.items(dataset.catalog)) else self.first}

    @property
    def query(self) -> type[Query]:
        """Class of its choices."""
        return self.declared_cards.query

    @property
    def keys(self) -> list[str]:
        """Query keys that it writes to its address, in order."""
        return self.declared_cards.address_keys(self.item)

    @property
    def reads(self) -> tuple[str, ...]:
        """Query keys on which its content depends."""
        return tuple(dict.fromkeys((*self.query.keys_read(), *([self.item] if self.item else []))))

    def relevant(self, query: Mapping[str, str], *extra_keys: str) -> dict[str, str]:
        """Return the part of a query on which the page or ``extra_keys`` depend."""
        return {key: query[key] for key in (*self.reads, *extra_keys) if key in query}

    def register(self, app: Dash, current: Callable[[], Dataset]) -> None:
        """Register the declared callbacks and those of its function `callbacks`."""
        for card in self.cards:
            if card.plotted:
                for ids in card.multiples or (card,):
                    register_figure(app, ids)
        if self.query.controls():

            def view(lang: object, query: Mapping[str, Any]) -> PageView[Any]:
                return self.view(current(), lang, query)

            self.declared_cards.register(app, self.key, self.item, self.module.layout, view)
        if register := getattr(self.module, "callbacks", None):
            register(app, current)

    @property
    def cards(self) -> tuple[Card[Any], ...]:
        """Its cards in the order of the page."""
        return getattr(self.module, "CARDS", ())

    @property
    def home(self) -> str:
        """Path to which the navigation leads, with the first item."""
        return f"{self.path}/{self.first}" if self.item else self.path
