"""The page as plain HTML: what readers see and read until the scripts have drawn it, and where none run."""

import json
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from components.embed.elements import properties, written
from components.figures.fluid import fluid

FIRST: Final = "site-first"
"""The id of the element that holds the page until Dash has drawn it (site-first.js)."""

_SHOWN: Final = ("data-count", "data-change", "data-raised", "data-svg")  # what can be seen of them
_PICTURED: Final = ("full-500", "full-420", "compact-460", "compact-312")
# What scripts find elements by must not be there twice.
_LEFT_OUT: Final = ("id", "htmlFor", "tabIndex", "aria-describedby", "aria-controls", "aria-labelledby")


def first(page: Component) -> str:
    """Return the page as HTML: without ids and what is hidden at first, with controls as pictures of them."""
    figures = {store.id: getattr(store, "data", None) for store in _stores(page)}

    def instead(node: Component) -> str | None:
        known = figures.get(f"{str(getattr(node, 'id', '')).removesuffix('-graph')}-figures")
        if known and getattr(node, "className", "") == "graph":
            return picture(known, properties(node)["data-config"])
        return _control(node)

    return f'<div id="{FIRST}">{written(page, _plain, instead)}</div>'


def picture(views: str, config: str) -> str:
    """Return the figure of a page that comes in variants by height and label set, each as SVG, or its place.

    The style sheet shows the one that the script would choose, or for rarer widths the nearest one
    (style-first.css, site-figure.js).
    """
    known = json.loads(views)
    if "show" not in known:
        return '<div class="graph"></div>'
    held = known["views"][known["show"]]
    drawn = []
    for name in _PICTURED:
        figure = held["figures"][name]
        data = [held["traces"][place] for place in figure["data"]]
        inside = fluid({"data": data, "layout": figure["layout"]})
        drawn.append(f'<div class="variant-{name}">{inside}</div>')
    about = f'data-config="{escape(config, quote=True)}"'
    return f'<div class="graph first-figure" {about}>{"".join(drawn)}</div>'


def _stores(node: Any) -> Iterator[Any]:
    if isinstance(node, dcc.Store):
        yield node
    children = node if isinstance(node, list | tuple) else getattr(node, "children", None)
    if isinstance(children, list | tuple):
        for child in children:
            yield from _stores(child)
    elif isinstance(children, Component):
        yield from _stores(children)


def _plain(node: Component) -> Mapping[str, Any] | None:
    props = properties(node)
    if props.get("hidden") or isinstance(node, html.Dialog):
        return None
    kept = {name: value for name, value in props.items() if name not in _LEFT_OUT}
    return {name: value for name, value in kept.items() if not name.startswith("data-") or name in _SHOWN}


def _control(node: Any) -> str | None:
    """Return what stands in for a control, with its size and its words; None for what is no control."""
    css = escape(str(getattr(node, "className", "") or ""), quote=True)
    if isinstance(node, dcc.RadioItems):
        return f'<div class="dash-options-list dash-radioitems {css}">{_options(node)}</div>'
    if isinstance(node, dcc.Dropdown):
        value = f'<span class="dash-dropdown-value">{_chosen(node)}</span>'
        inside = f'<span class="dash-dropdown-trigger">{value}</span>'
        return f'<div class="dash-dropdown-wrapper"><span class="dash-dropdown {css}">{inside}</span></div>'
    if isinstance(node, dcc.Input):
        hint = escape(str(getattr(node, "placeholder", "") or ""))
        inside = f'<span class="dash-input-element">{hint}</span>'
        return f'<div class="dash-input-container dash-input {css}">{inside}</div>'
    return "" if isinstance(node, dcc.Slider) else None


def _options(node: Any) -> str:
    return "".join(
        f'<label class="dash-options-list-option dash-radioitems-inline"><input type="radio" disabled'
        f"{' checked' if one['value'] == node.value else ''}>"
        f'<span class="dash-options-list-option-text">{escape(str(one["label"]))}</span></label>'
        for one in node.options
    )


def _chosen(node: Any) -> str:
    value = getattr(node, "value", None)
    if isinstance(value, list):
        return escape(str(getattr(node, "placeholder", "") or ""))
    return next((escape(str(one["label"])) for one in node.options if one["value"] == value), "")
