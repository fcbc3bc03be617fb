"""The page as plain HTML: what readers see and read until the scripts have drawn it, and where none run."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from components.prerender.markup import properties, to_html
from components.prerender.static_svg import static_svg
from components.text import markup, words

PRERENDER: Final = "site-first"
"""The id of the element that holds the page until Dash has drawn it (scripts/prerender.js)."""

_VISIBLE: Final = ("data-count", "data-change", "data-raised", "data-svg")
_VARIANTS: Final = ("full-500", "full-420", "compact-460", "compact-312")
_ROLE: Final = re.compile(r"-(?:graph|drawn)$")
_NUMBER: Final = re.compile(r"-\d+$")
# What scripts find elements by must not be there twice.
_LEFT_OUT: Final = ("id", "htmlFor", "tabIndex", "aria-describedby", "aria-controls", "aria-labelledby")


def prerender(page: Component, parts: Sequence[Any], lang: str) -> str:
    """Return a page as HTML: without ids and what is hidden at first, with controls as pictures of them.

    parts: all components of the page (``tree.walk``). Where a script draws, those without scripts find the
    address of the same numbers.
    """
    stores = [part for part in parts if isinstance(part, dcc.Store)]
    figures = {str(getattr(part, "id", "")): getattr(part, "data", None) for part in stores}
    links = [part for part in parts if isinstance(part, html.A)]
    files = {str(getattr(part, "id", "")): str(getattr(part, "href", "")) for part in links}

    def replacement(node: Component) -> str | None:
        name, css = str(getattr(node, "id", "")), str(getattr(node, "className", ""))
        known = figures.get(f"{name.removesuffix('-graph')}-figures")
        if css == "graph" and known and (drawing := picture(known, properties(node)["data-config"])):
            return drawing
        if css == "graph" or name.endswith("-drawn"):
            prefix = _ROLE.sub("", name)
            address = files.get(f"{prefix}-data") or files.get(f"{_NUMBER.sub('', prefix)}-data", "")
            return f'<div class="{escape(css, quote=True)}">{_unscripted(address, lang)}</div>'
        return _control(node)

    return f'<div id="{PRERENDER}">{to_html(page, _plain, replacement)}</div>'


def picture(views: str, config: str) -> str:
    """Return the figure of a page that comes in variants by height and label set, each as SVG; "" for others.

    The style sheet shows the one that the script would choose, or for rarer widths the nearest one
    (styles/prerender.css, scripts/figure.js).
    """
    known = json.loads(views)
    if "show" not in known:
        return ""
    view = known["views"][known["show"]]
    drawn = []
    for name in _VARIANTS:
        figure = view["figures"][name]
        data = [view["traces"][place] for place in figure["data"]]
        svg = static_svg({"data": data, "layout": figure["layout"]})
        drawn.append(f'<div class="variant-{name}">{svg}</div>')
    about = f'data-config="{escape(config, quote=True)}"'
    return f'<div class="graph first-figure" {about}>{"".join(drawn)}</div>'


def _unscripted(address: str, lang: str) -> str:
    """Return what is read in place of what a script draws, by those for whom none runs."""
    say = words(lang)
    text = to_html(markup(say("fault.unscripted")))
    link = f'<a href="{escape(address, quote=True)}">{escape(say("fault.unscripted_link"))}</a>'
    return f'<div class="empty unscripted"><p>{text} {link}</p></div>' if address else ""


def _plain(node: Component) -> Mapping[str, Any] | None:
    props = properties(node)
    if props.get("hidden") or isinstance(node, html.Dialog):
        return None
    kept = {name: value for name, value in props.items() if name not in _LEFT_OUT}
    if kept.get("role") == "application":
        kept["role"] = "img"  # no script runs yet that would answer its keys
    return {name: value for name, value in kept.items() if not name.startswith("data-") or name in _VISIBLE}


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
