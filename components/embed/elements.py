"""Components written as HTML by the server, for documents that no Dash draws."""

import json
import re
from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.attributes import html_name

_WITHOUT = frozenset({"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})
_VOID = frozenset({"img", "source", "br", "hr", "wbr"})
_CAPITAL = re.compile(r"[A-Z]")
# What React refuses to follow is left out here as well.
_SAFE = re.compile(r"https?://|data:image/svg\+xml,|/(?!/)|[?#]")
_ADDRESSES = frozenset({"href", "src"})

Change = Callable[[Component], Mapping[str, Any] | None]


def configured(node: Component) -> str:
    """Return a graph as an empty element with its configuration; TypeError for what only Dash can draw."""
    if not isinstance(node, dcc.Graph):
        raise TypeError(f"{type(node).__name__} needs Dash")
    known = properties(node)
    return (
        f"<div{attributes_of({**known, 'config': None, 'data-config': json.dumps(known['config'])})}></div>"
    )


def written(node: object, change: Change, other: Callable[[Component], str] = configured) -> str:
    """Return components as HTML, texts and attributes escaped.

    ``change`` gives the attributes of an element in place of its own, or None to leave it out; ``other`` the
    HTML of a component that is no HTML element. A store is left out.
    """
    if isinstance(node, list | tuple):
        return "".join(written(child, change, other) for child in node)
    if not isinstance(node, Component):
        return "" if node is None else escape(str(node), quote=False)
    if isinstance(node, dcc.Store):
        return ""
    name = type(node).__name__
    if getattr(html, name, None) is not type(node):
        return other(node)
    changed = change(node)
    if changed is None:
        return ""
    tag = name.lower()
    inside = "" if tag in _VOID else f"{written(getattr(node, 'children', None), change, other)}</{tag}>"
    return f"<{tag}{attributes_of(changed)}>{inside}"


def properties(node: Component) -> dict[str, Any]:
    """Return what is set of an element, but for its children and what only Dash uses."""
    props: dict[str, Any] = node.to_plotly_json()["props"]
    return {name: value for name, value in props.items() if name not in _WITHOUT}


def attributes_of(props: Mapping[str, Any]) -> str:
    """Return attributes as they stand in an element, escaped; an address that is not safe is left out."""
    parts = []
    for prop, value in sorted(props.items()):  # Dash has them in an order of its own in each process
        name = html_name(prop)
        if value is None or value is False or (name in _ADDRESSES and not _SAFE.match(str(value))):
            continue
        text = _style(value) if isinstance(value, Mapping) else str(value)
        parts.append(f" {name}" if value is True else f' {name}="{escape(text, quote=True)}"')
    return "".join(parts)


def _style(rules: Mapping[str, Any]) -> str:
    dashed = {
        _CAPITAL.sub(lambda found: f"-{found[0].lower()}", name): value for name, value in rules.items()
    }
    return ";".join(f"{name}:{value}" for name, value in dashed.items())
