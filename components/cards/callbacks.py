"""Callbacks of pages: when a control changes, the page is drawn again and its declared parts are sent."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, no_update
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import Query
from components.cards.card import Card, Part
from components.cards.markup import walk_components
from components.text.catalog import words
from components.text.paths import LANG, REFUSED
from components.text.view import PageView
from data.languages import known_language

Draw = Callable[[Any], Sequence[Component]]
"""Draws a view of a page, or parts of it."""
LivePart = tuple[str | Part, ...]
"""Parts that change; an id without a property means the children of the component."""
ViewOf = Callable[[object, Mapping[str, Any]], PageView[Any]]
"""Makes the view of a language and a query."""


@dataclass(frozen=True, slots=True)
class Change:
    """Parts of a page that only the controls with these keys change."""

    keys: tuple[str, ...]
    parts: LivePart = ()
    draw: Draw | None = None
    """Draws the parts; not needed where only cards change."""
    cards: tuple[Card[Any], ...] = ()

    def components(self, view: PageView[Any]) -> object:
        """Draw the components that change."""
        return self.draw(view) if self.draw else [card.draw(view).element for card in self.cards]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """Parts of a page that change with its controls; each control has the id <page>-<key>."""

    query: type[Query]
    view: type[PageView[Any]] = PageView
    parts: LivePart = ()
    """Parts outside its cards that change with any control."""
    cards: tuple[Card[Any], ...] = ()
    """Cards that change with any control, except those inside a part that is sent whole."""
    changes: tuple[Change, ...] = ()
    stores: tuple[str, ...] = ()
    """Keys whose control is a store."""
    not_controls: tuple[str, ...] = ()
    """Keys that no control of the page changes."""
    no_history_entry: tuple[str, ...] = ()
    """Keys that change often (typed text) and therefore replace the newest entry of the history."""

    def view_of(self, dataset: Dataset, lang: object, query: Mapping[str, Any]) -> Any:
        """Return the view of a query; an unknown language falls back to the first."""
        return self.view(dataset, words(known_language(lang)), self.query.read(dataset, query), query)

    def controls(self, page: str) -> dict[str, Part]:
        """Return the control of each key, in the order of the address."""
        keys = [control.key for control in self.query.controls().values()]
        return {key: (f"{page}-{key}", "data" if key in self.stores else "value") for key in keys}

    def register(self, app: Dash, page: str, item: str, draw: Draw, view: ViewOf) -> None:
        """Register the callbacks of a page: ``view`` reads its controls and ``draw`` draws the view.

        Parameters
        ----------
        item : key of the query that the path names, if any; another value is another page
        """
        controls = self.controls(page)
        written_keys = self.address_keys(item)
        keys_of_changes = {key for change in self.changes for key in change.keys}
        remaining_keys = tuple(key for key in written_keys if key not in keys_of_changes)
        for change in (Change(remaining_keys, self.parts, draw, self.cards), *self.changes):
            self._register_change(app, page, change, view)
        if item in controls and item not in self.not_controls:
            app.clientside_callback(
                ClientsideFunction("site", "elsewhere"), Input(*controls[item]), prevent_initial_call=True
            )
        app.clientside_callback(  # returns nothing: the new address is valid, so that no choice is refused
            ClientsideFunction("site", "write"),
            Output(REFUSED, "children", allow_duplicate=True),
            *(Input(*controls[key]) for key in written_keys),
            State(f"{page}-address", "data"),
            prevent_initial_call=True,
        )

    def _register_change(self, app: Dash, page: str, change: Change, view: ViewOf) -> None:
        """Let the server send the parts of a change; a part that is not drawn stays as it is."""
        controls = self.controls(page)
        parts = [(part, "children") if isinstance(part, str) else part for part in change.parts]
        parts += [part for card in change.cards for part in card.parts]
        if not parts:
            return

        @app.callback(
            [Output(*part) for part in parts],  # a list even for one part: all answers have the same form
            *((Input if key in change.keys else State)(*part) for key, part in controls.items()),
            State(LANG, "data"),
            prevent_initial_call=True,
        )
        def update(*values: Any) -> tuple[Any, ...]:
            *choices, lang = values
            current_values = dict(zip(controls.values(), choices, strict=True))
            query = dict(zip(controls, choices, strict=True))
            components = by_id(change.components(view(lang, query)), {name for name, _ in parts})

            def new_value(part: Part) -> Any:
                name, prop = part
                value = getattr(components[name], prop, None) if name in components else no_update
                # A control whose value is right is not set again: that would trigger its callbacks.
                return no_update if part in current_values and current_values[part] == value else value

            return tuple(map(new_value, parts))

    def address_keys(self, item: str = "") -> list[str]:
        """Return the query keys of an address; ``item`` is the key that the path names, if any."""
        keys = [control.key for control in self.query.controls().values()]
        return [key for key in keys if key not in (item, *self.not_controls)]

    def address(self, page: str, dataset: Dataset, **path: str) -> dcc.Store:
        """Return the store from which the browser learns how to write choices to the address.

        It has the defaults (left out of the address), the maximum number of options of a list, and old keys.
        ``path`` has the values that the path of the page names, by key.
        """
        default_texts = self.query.read(dataset, path).texts()
        defaults = {key: default_texts[key] for key in self.address_keys(*path)}
        most = {control.key: control.most for control in self.query.controls().values() if control.most}
        keys = {"replaced": list(self.no_history_entry), "old": list(self.query.OLD_KEYS)}
        return dcc.Store(id=f"{page}-address", data={"defaults": defaults, "most": most, **keys})


def by_id(node: Any, names: Collection[str]) -> dict[str, Component]:
    """Return the components of a tree that have these ids; stop once all are found."""
    components: dict[str, Component] = {}
    for part in walk_components(node):
        name = getattr(part, "id", None)
        if isinstance(part, Component) and isinstance(name, str) and name in names:
            components[name] = part
        if len(components) == len(names):
            break
    return components
