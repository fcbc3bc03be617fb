"""What happens when a control changes: the page is drawn anew, and the parts that it declares are sent."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, no_update
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import Query
from components.card import Card, Ids, Part, drawn
from components.prerender.markup import walk
from components.shell import LANG, REFUSED
from components.text import words
from components.view import PageView
from data.languages import known_language

Draw = Callable[[Any], Sequence[Component]]
"""What draws a view of a page, or parts of it."""


@dataclass(frozen=True, slots=True)
class Change:
    """What some controls of a page change alone: their keys, the parts that change, what draws these.

    cards: those that change; where ``draw`` is not given, nothing else does.
    """

    keys: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    draw: Draw | None = None
    cards: tuple[Card[Any], ...] = ()

    def drawn(self, view: PageView[Any]) -> object:
        """Return what changes, as components."""
        return self.draw(view) if self.draw else [card.of(view).element for card in self.cards]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What changes on a page with its controls, each of which has the id <page>-<key>.

    query: the choices of the page; view: what it shows of them; changes: what some of them change alone;
    parts: what changes with any of the others beside its cards; cards: those of the page; inside: those
    within a part that is sent whole; figures: ids of what the browser draws beside them; stores: keys
    whose control is a store; path: keys that the path of the page names: another value is another page;
    fixed: keys that no control of the page changes; replaced: keys whose changes come in floods (a text being
    typed) and take the place of the newest entry in the history; resolved: whether the address is written
    from the stores <page>-resolved-<key>, which the server fills, since the controls alone do not say what is
    chosen.
    """

    query: type[Query]
    view: type[PageView[Any]] = PageView
    parts: tuple[Part, ...] = ()
    changes: tuple[Change, ...] = ()
    cards: tuple[Card[Any], ...] = ()
    inside: tuple[Card[Any], ...] = ()
    figures: tuple[Ids, ...] = ()
    stores: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    fixed: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    resolved: bool = False

    def read(self, dataset: Dataset, lang: object, query: Mapping[str, Any]) -> Any:
        """Return the view that a query asks for; an unknown language gives way to the first."""
        return self.view(dataset, words(known_language(lang)), self.query.read(dataset, query), query)

    def controls(self, page: str) -> dict[str, Part]:
        """Return the components of the controls by their key, in the order of an address."""
        keys = [control.key for control in self.query.controls().values()]
        return {key: (f"{page}-{key}", "data" if key in self.stores else "value") for key in keys}

    def register(self, app: Dash, page: str, draw: Draw, current: Callable[[], Dataset]) -> None:
        """Register the callbacks of a page, which ``draw`` draws; without controls those of its figures."""
        every = (*self.cards, *self.inside)
        for ids in (*(card for card in every if card.plotted), *self.figures):
            drawn(app, ids)
        if not self.query.controls():
            return
        controls, written = self.controls(page), self.written()
        alone = {key for change in self.changes for key in change.keys}
        others = tuple(key for key in written if key not in alone)
        for change in (Change(others, self.parts, draw, self.cards), *self.changes):
            self._answer(app, page, change, current)
        for key in self.path:
            app.clientside_callback(
                ClientsideFunction("site", "elsewhere"), Input(*controls[key]), prevent_initial_call=True
            )
        app.clientside_callback(  # which returns nothing: the address is right now, so nothing is refused
            ClientsideFunction("site", "write"),
            Output(REFUSED, "children", allow_duplicate=True),
            *(
                Input(f"{page}-resolved-{key}", "data") if self.resolved else Input(*controls[key])
                for key in written
            ),
            State(f"{page}-address", "data"),
            prevent_initial_call=True,
        )

    def _answer(self, app: Dash, page: str, change: Change, current: Callable[[], Dataset]) -> None:
        """Let the server send the parts of a change; a part that is not drawn stays as it is."""
        controls = self.controls(page)
        parts = (*change.parts, *(part for card in change.cards for part in card.parts))
        if not parts:
            return

        @app.callback(
            [Output(*part) for part in parts],  # a list, so that one part is sent as several are
            *((Input if key in change.keys else State)(*part) for key, part in controls.items()),
            State(LANG, "data"),
            prevent_initial_call=True,
        )
        def update(*values: Any) -> tuple[Any, ...]:
            *choices, lang = values
            query = dict(zip(controls, choices, strict=True))
            found = by_id(change.drawn(self.read(current(), lang, query)), {name for name, _ in parts})
            return tuple(
                getattr(found[name], prop, None) if name in found else no_update for name, prop in parts
            )

    def written(self) -> list[str]:
        """Return the keys of the query of the address."""
        keys = [control.key for control in self.query.controls().values()]
        return [key for key in keys if key not in (*self.path, *self.fixed)]

    def address(self, page: str, dataset: Dataset, **path: str) -> dcc.Store:
        """Return what the browser must know to write choices to the address: those that are left out.

        path: what the path of the page names, by key.
        """
        written = self.query.read(dataset, path).written()
        defaults = {key: written[key] for key in self.written()}
        return dcc.Store(id=f"{page}-address", data={"defaults": defaults, "replaced": list(self.replaced)})


def by_id(node: Any, names: Collection[str]) -> dict[str, Component]:
    """Return the components of a tree that have these ids; none behind the last of them is visited."""
    found: dict[str, Component] = {}
    for part in walk(node):
        name = getattr(part, "id", None)
        if isinstance(part, Component) and isinstance(name, str) and name in names:
            found[name] = part
        if len(found) == len(names):
            break
    return found
