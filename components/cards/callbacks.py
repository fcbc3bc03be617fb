"""What happens when a control changes: the page is drawn anew, and the parts that it declares are sent."""

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
"""What draws a view of a page, or parts of it."""
LivePart = tuple[str | Part, ...]
"""What changes: an id alone is what stands inside the component."""
ViewOf = Callable[[object, Mapping[str, Any]], PageView[Any]]
"""What makes the view of a language and a query."""


@dataclass(frozen=True, slots=True)
class Change:
    """What some controls of a page, by their keys, change alone."""

    keys: tuple[str, ...]
    parts: LivePart = ()
    draw: Draw | None = None
    """What draws the parts; where it is not given, cards alone change."""
    cards: tuple[Card[Any], ...] = ()

    def components(self, view: PageView[Any]) -> object:
        """Return what changes, as components."""
        return self.draw(view) if self.draw else [card.draw(view).element for card in self.cards]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What changes on a page with its controls, each of which has the id <page>-<key>."""

    query: type[Query]
    """The choices of the page."""
    view: type[PageView[Any]] = PageView
    """What it shows of them."""
    parts: LivePart = ()
    """What changes with any control beside its cards."""
    cards: tuple[Card[Any], ...] = ()
    """The cards that change with any control, but for those within a part that is sent whole."""
    changes: tuple[Change, ...] = ()
    """What some controls change alone."""
    stores: tuple[str, ...] = ()
    """Keys whose control is a store."""
    not_controls: tuple[str, ...] = ()
    """Keys that no control of the page changes."""
    no_history_entry: tuple[str, ...] = ()
    """Keys that change in floods (a text being typed): the newest entry in the history gives way to them."""

    def view_of(self, dataset: Dataset, lang: object, query: Mapping[str, Any]) -> Any:
        """Return the view that a query asks for; an unknown language gives way to the first."""
        return self.view(dataset, words(known_language(lang)), self.query.read(dataset, query), query)

    def controls(self, page: str) -> dict[str, Part]:
        """Return the components of the controls by their key, in the order of an address."""
        keys = [control.key for control in self.query.controls().values()]
        return {key: (f"{page}-{key}", "data" if key in self.stores else "value") for key in keys}

    def register(self, app: Dash, page: str, item: str, draw: Draw, view: ViewOf) -> None:
        """Register what the controls of a page change: ``view`` reads them, and ``draw`` draws it.

        item: the key that its path names, if any: another value is another page.
        """
        controls, written = self.controls(page), self.address_keys(item)
        alone = {key for change in self.changes for key in change.keys}
        others = tuple(key for key in written if key not in alone)
        for change in (Change(others, self.parts, draw, self.cards), *self.changes):
            self._answer(app, page, change, view)
        if item in controls and item not in self.not_controls:
            app.clientside_callback(
                ClientsideFunction("site", "elsewhere"), Input(*controls[item]), prevent_initial_call=True
            )
        app.clientside_callback(  # which returns nothing: the address is right now, so nothing is refused
            ClientsideFunction("site", "write"),
            Output(REFUSED, "children", allow_duplicate=True),
            *(Input(*controls[key]) for key in written),
            State(f"{page}-address", "data"),
            prevent_initial_call=True,
        )

    def _answer(self, app: Dash, page: str, change: Change, view: ViewOf) -> None:
        """Let the server send the parts of a change; a part that is not drawn stays as it is."""
        controls = self.controls(page)
        own = [(part, "children") if isinstance(part, str) else part for part in change.parts]
        parts = [*own, *(part for card in change.cards for part in card.parts)]
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
            given = dict(zip(controls.values(), choices, strict=True))
            query = dict(zip(controls, choices, strict=True))
            found = by_id(change.components(view(lang, query)), {name for name, _ in parts})

            def sent(part: Part) -> Any:
                name, prop = part
                value = getattr(found[name], prop, None) if name in found else no_update
                # A control that stands right is left alone: else what listens to it would be asked again.
                return no_update if part in given and given[part] == value else value

            return tuple(map(sent, parts))

    def address_keys(self, item: str = "") -> list[str]:
        """Return the keys of the query of the address; item: the key that the path names, if any."""
        keys = [control.key for control in self.query.controls().values()]
        return [key for key in keys if key not in (item, *self.not_controls)]

    def address(self, page: str, dataset: Dataset, **path: str) -> dcc.Store:
        """Return what the browser must know to write choices to the address.

        That is which are left out, how many options a list may have, and keys that are gone. path: what the
        path of the page names, by key.
        """
        written = self.query.read(dataset, path).texts()
        defaults = {key: written[key] for key in self.address_keys(*path)}
        most = {one.key: one.most for one in self.query.controls().values() if one.most}
        keys = {"replaced": list(self.no_history_entry), "old": list(self.query.OLD_KEYS)}
        return dcc.Store(id=f"{page}-address", data={"defaults": defaults, "most": most, **keys})


def by_id(node: Any, names: Collection[str]) -> dict[str, Component]:
    """Return the components of a tree that have these ids; none behind the last of them is visited."""
    found: dict[str, Component] = {}
    for part in walk_components(node):
        name = getattr(part, "id", None)
        if isinstance(part, Component) and isinstance(name, str) and name in names:
            found[name] = part
        if len(found) == len(names):
            break
    return found
