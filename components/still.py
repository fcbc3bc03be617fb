"""Still parts of a page: what no callback reads or writes travels as compact text that the browser builds."""

import json
from collections.abc import Collection
from typing import Any

from dash.development.base_component import Component

from components.attributes import html_name

LEAST = 3  # elements inside a still part from which the text is cheaper than components
_HTML = "dash_html_components"


def still(part: Any, moving: Collection[str]) -> Any:
    """Return a component, a list of them or any other value with its still parts made compact.

    A part is still when it is made of plain HTML and holds none of the ids in ``moving``, those that
    callbacks read or write. It keeps its outermost element; what is inside becomes the attribute
    ``data-still``: JSON text, [[tag, attributes, *children], ...]. Dash's renderer wraps every element in
    components of its own, which takes about a millisecond; the browser builds such a text (site-still.js)
    in microseconds.
    """
    if isinstance(part, list | tuple):
        return type(part)(still(one, moving) for one in part)
    if not isinstance(part, Component):
        return part
    children = getattr(part, "children", None)
    if not _movable(part, moving) and (inside := _written(children, moving)) is not None:
        if _count(inside) >= LEAST:
            return _with(part, None, json.dumps(inside, ensure_ascii=False, separators=(",", ":")))
        return part
    return part if children is None else _with(part, still(children, moving))


def plain(part: Component) -> dict[str, Any]:
    """Return a component as JSON takes it, with its properties sorted.

    Dash has them in an order of its own in each process, and all are to send the same text.
    """
    known: dict[str, Any] = part.to_plotly_json()
    return {**known, "props": dict(sorted(known["props"].items()))}


def _with(part: Component, children: Any, text: str = "") -> Component:
    """Return a copy of a component with other children; pages keep what they made once."""
    values = {**part.to_plotly_json()["props"], "children": children}
    return type(part)(**values, **({"data-still": text} if text else {}))


def _movable(part: Component, moving: Collection[str]) -> bool:
    """Return whether Dash must know the element: another library's, or one whose id a callback names."""
    known = getattr(part, "id", None)
    return part._namespace != _HTML or isinstance(known, dict) or known in moving


def _written(children: Any, moving: Collection[str]) -> list[Any] | None:
    """Return the children as JSON takes them; None where one of them is not still."""
    if children is None:
        return []
    items = children if isinstance(children, list | tuple) else [children]
    found: list[Any] = []
    for item in items:
        if isinstance(item, Component):
            if (
                _movable(item, moving)
                or (inside := _written(getattr(item, "children", None), moving)) is None
            ):
                return None
            found.append([item._type.lower(), _attributes(item), *inside])
        elif item is not None and not isinstance(item, bool):
            found.append(str(item))
    return found


def _attributes(part: Component) -> dict[str, Any]:
    """Return the attributes of an element as HTML names them; a style stays a mapping.

    They are sorted: Dash keeps them in an order of its own in each process, and the same page must be the
    same text in all.
    """
    props = part.to_plotly_json()["props"]
    return {
        html_name(name): "" if value is True else value
        for name, value in sorted(props.items())
        if name != "children" and value is not None and value is not False
    }


def _count(inside: list[Any]) -> int:
    return sum(1 + _count(item[2:]) for item in inside if isinstance(item, list))
