"""Components written as HTML by the server, for what no Dash draws."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component


def inside(node: object) -> Sequence[Any]:
    """Return what stands directly in a component or in a list: components, texts, lists and None."""
    found = getattr(node, "children", None) if isinstance(node, Component) else node
    if isinstance(found, list | tuple):
        return found
    return () if found is node else (found,)


def walk(node: object, enter: Callable[[Component], bool] = lambda _: True) -> Iterator[Any]:
    """Yield every component and every text, in the order of the document.

    A component that ``enter`` refuses is left out with all that it holds.
    """
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, Component) and not enter(part):
            continue
        if part is not None and not isinstance(part, list | tuple):
            yield part
        waiting.extend(reversed(inside(part)))


def text(node: object) -> str:
    """Return the texts of a tree without its elements."""
    return "".join(str(part) for part in walk(node) if not isinstance(part, Component))


_WITHOUT = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})
_VOID = frozenset({"img", "source", "br", "hr", "wbr"})
_CAPITAL = re.compile(r"[A-Z]")
# What React refuses to follow is left out here as well.
_SAFE = re.compile(r"https?://|data:image/svg\+xml,|/(?!/)|[?#]")
_ADDRESSES = frozenset({"href", "src"})


def properties(node: Component) -> dict[str, Any]:
    """Return what is set of an element, but for its children and what only Dash uses."""
    props: dict[str, Any] = node.to_plotly_json()["props"]
    return {name: value for name, value in props.items() if name not in _WITHOUT}


Change = Callable[[Component], Mapping[str, Any] | None]
Replacement = Callable[[Component], str | None]


def to_html(node: object, change: Change = properties, replacement: Replacement = lambda _: None) -> str:
    """Return components as HTML, texts and attributes escaped.

    ``change`` gives the attributes of an element in place of its own, or None to leave it out;
    ``replacement`` gives the HTML of a component that is written in a way of its own, else None. A store is
    left out. Raises TypeError for a component that only Dash can draw.
    """
    if not isinstance(node, Component):
        if isinstance(node, list | tuple):
            return "".join(to_html(child, change, replacement) for child in node)
        return "" if node is None else escape(str(node), quote=False)
    if isinstance(node, dcc.Store):
        return ""
    if (own := replacement(node)) is not None:
        return own
    name = type(node).__name__
    if getattr(html, name, None) is not type(node):
        raise TypeError(f"{name} needs Dash")
    changed = change(node)
    if changed is None:
        return ""
    tag = name.lower()
    # A drawing of the server is made of numbers, so it is no text to escape.
    if drawing := changed.get("data-svg"):
        return f"<{tag}{_attributes({**changed, 'data-svg': None})}>{drawing}</{tag}>"
    if tag in _VOID:
        return f"<{tag}{_attributes(changed)}>"
    content = "".join(to_html(child, change, replacement) for child in inside(node))
    return f"<{tag}{_attributes(changed)}>{content}</{tag}>"


def html_name(prop: str) -> str:
    """Return the attribute of HTML that a property of Dash stands for: class for className, colspan."""
    return {"className": "class", "htmlFor": "for"}.get(prop, prop.lower())


def _attributes(props: Mapping[str, Any]) -> str:
    """Return attributes as they stand in an element, escaped; an address that is not safe is left out."""
    parts = []
    for prop, value in sorted(props.items()):  # Dash has them in an order of its own in each process
        name = html_name(prop)
        if value is None or value is False or (name in _ADDRESSES and not _SAFE.match(str(value))):
            continue
        content = _style(value) if isinstance(value, Mapping) else str(value)
        parts.append(f" {name}" if value is True else f' {name}="{escape(content, quote=True)}"')
    return "".join(parts)


def _style(rules: Mapping[str, Any]) -> str:
    dashed = {
        _CAPITAL.sub(lambda found: f"-{found[0].lower()}", name): value for name, value in rules.items()
    }
    return ";".join(f"{name}:{value}" for name, value in dashed.items())
