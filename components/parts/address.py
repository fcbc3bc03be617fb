"""The address of a view: choices are written to it, and a change adds to the history of the browser."""

from collections.abc import Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, State, dcc


def store(page: str, defaults: Mapping[str, object], replaced: tuple[str, ...] = ()) -> dcc.Store:
    """Return what the browser must know of a page's query: the value of each key that is left out.

    ``defaults``: by key, in the order of the controls given to ``address``. ``replaced``: keys whose changes
    come in floods (a slider, a text being typed) and take the place of the newest entry in the history.
    """
    return dcc.Store(id=f"{page}-address", data={"defaults": dict(defaults), "replaced": list(replaced)})


def address(app: Dash, page: str, controls: Mapping[str, tuple[str, str]]) -> None:
    """Let the browser write the controls of a page to its address; {query key: (component id, property)}.

    The keys must be those of the page's ``store``, in the same order. A value equal to its default is left
    out; lists are joined by commas.
    """
    inputs: list[Any] = [Input(component, prop) for component, prop in controls.values()]
    app.clientside_callback(
        ClientsideFunction("site", "write"),
        *inputs,
        State(f"{page}-address", "data"),
        prevent_initial_call=True,
    )
