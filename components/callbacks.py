"""What happens when a control changes: the page is drawn anew, and the parts that it declares are sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc
from dash.development.base_component import Component

from components.parts.drawn_table import drawing
from components.parts.figure_card import Card, drawn
from components.shell import LANG
from data.languages import spoken

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.query import Query

Part = tuple[str, str]
"""A component and its property."""
Draw = Callable[["Dataset", str, Mapping[str, Any]], "Sequence[Component]"]


@dataclass(frozen=True, slots=True)
class Callbacks:
    """What changes on a page with its controls, each of which has the id <page>-<key>.

    query: the choices of the page; parts: what changes with any of them; cards, tables: those whose figure
    or table the browser draws; stores: keys whose control is a store; path: keys that the path of the page
    names, which are read and written nowhere else; replaced: keys whose changes come in floods (a text being
    typed) and take the place of the newest entry in the history.
    """

    query: type[Query]
    parts: tuple[Part, ...] = ()
    cards: tuple[Card, ...] = ()
    tables: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

    def controls(self, page: str) -> dict[str, Part]:
        """Return the components of the controls by their key, in the order of an address."""
        keys = [control.key for control in self.query.controls().values()]
        return {key: (f"{page}-{key}", "data" if key in self.stores else "value") for key in keys}

    def register(self, app: Dash, page: str, draw: Draw, current: Callable[[], Dataset]) -> None:
        """Register the callbacks of a page, which ``draw`` draws."""
        controls = self.controls(page)
        if self.parts:

            @app.callback(
                *(Output(*part) for part in self.parts),
                *((State if key in self.path else Input)(*part) for key, part in controls.items()),
                State(LANG, "data"),
                prevent_initial_call=True,
            )
            def update(*values: Any) -> tuple[Any, ...]:
                *choices, lang = values
                query = dict(zip(controls, choices, strict=True))
                found = by_id(draw(current(), spoken(lang), query), {name for name, _ in self.parts})
                return tuple(getattr(found[name], prop, None) for name, prop in self.parts)

        for card in self.cards:
            drawn(app, card)
        for table in self.tables:
            drawing(app, table)
        app.clientside_callback(
            ClientsideFunction("site", "write"),
            *(Input(*part) for key, part in controls.items() if key not in self.path),
            State(f"{page}-address", "data"),
            prevent_initial_call=True,
        )

    def address(self, page: str, dataset: Dataset) -> dcc.Store:
        """Return what the browser must know to write choices to the address: those that are left out."""
        defaults = self.query.read(dataset, {}).written()
        written = {key: value for key, value in defaults.items() if key not in self.path}
        return dcc.Store(id=f"{page}-address", data={"defaults": written, "replaced": list(self.replaced)})


def by_id(node: Any, names: Collection[str]) -> dict[str, Component]:
    """Return the components of a tree that have these ids; none behind the last of them is visited."""
    found: dict[str, Component] = {}
    nodes = [node]
    while nodes and len(found) < len(names):
        one = nodes.pop()
        if isinstance(one, list | tuple):
            nodes += reversed(one)
        elif isinstance(one, Component):
            if isinstance(name := getattr(one, "id", None), str) and name in names:
                found[name] = one
            nodes.append(getattr(one, "children", None))
    return found
