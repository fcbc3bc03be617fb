"""Static markup: what no callback reads or writes travels as compact text that the browser builds."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from dash.development.base_component import Component

from components.prerender.markup import html_name, inside

LEAST = 3  # elements inside a static part from which the text is cheaper than components
_HTML = "dash_html_components"


def callback_ids(callbacks: Mapping[str, Any]) -> frozenset[str]:
    """Return the ids that the callbacks of a Dash app (its ``callback_map``) read or write."""
    read = {part["id"] for one in callbacks.values() for part in (*one["inputs"], *one["state"])}
    outputs = [one["output"] for one in callbacks.values()]
    written = [one if isinstance(one, list | tuple) else (one,) for one in outputs]
    return frozenset(read | {part.component_id_str() for parts in written for part in parts if part})


def static_markup(part: Any, ids: Collection[str]) -> Any:
    """Return a component, a list of them or any other value with its static parts made compact.

    A part is static when it is made of plain HTML and holds none of ``ids``, those that callbacks read or
    write. It keeps its outermost element; what is inside becomes the attribute ``data-still``: JSON text,
    [[tag, attributes, *children], ...]. Dash's renderer wraps every element in components of its own, which
    takes about a millisecond; the browser builds such a text (scripts/static_markup.js) in microseconds.
    """
    if isinstance(part, list | tuple):
        return type(part)(static_markup(one, ids) for one in part)
    if not isinstance(part, Component):
        return part
    children = getattr(part, "children", None)
    if not _needs_dash(part, ids) and (items := _items(part, ids)) is not None:
        if _count(items) >= LEAST:
            return _with(part, None, json.dumps(items, ensure_ascii=False, separators=(",", ":")))
        return part
    return part if children is None else _with(part, static_markup(children, ids))


def as_json(part: Component) -> dict[str, Any]:
    """Return a component as JSON takes it, with its properties sorted.

    Dash has them in an order of its own in each process, and all are to send the same text.
    """
    known: dict[str, Any] = part.to_plotly_json()
    return {**known, "props": dict(sorted(known["props"].items()))}


def _with(part: Component, children: Any, text: str = "") -> Component:
    """Return a copy of a component with other children; pages are cached and stay as they are."""
    values = {**part.to_plotly_json()["props"], "children": children}
    return type(part)(**values, **({"data-still": text} if text else {}))


def _needs_dash(part: Component, ids: Collection[str]) -> bool:
    """Return whether Dash must know the element: another library's, or one whose id a callback names."""
    known = getattr(part, "id", None)
    return part._namespace != _HTML or isinstance(known, dict) or known in ids


def _items(part: Component, ids: Collection[str]) -> list[Any] | None:
    """Return what is in a component as JSON takes it; None where one part of it is not static."""
    found: list[Any] = []
    for child in inside(part):
        if isinstance(child, Component):
            if _needs_dash(child, ids) or (items := _items(child, ids)) is None:
                return None
            found.append([child._type.lower(), _attributes(child), *items])
        elif child is not None and not isinstance(child, bool):
            found.append(str(child))
    return found


def _attributes(part: Component) -> dict[str, Any]:
    """Return the attributes of an element as HTML names them; a style stays a mapping.

    They are sorted: Dash has them in an order of its own in each process, and the same page must be the
    same text in all.
    """
    return {
        html_name(name): "" if value is True else value
        for name, value in sorted(part.to_plotly_json()["props"].items())
        if name != "children" and value is not None and value is not False
    }


def _count(items: list[Any]) -> int:
    return sum(1 + _count(item[2:]) for item in items if isinstance(item, list))
