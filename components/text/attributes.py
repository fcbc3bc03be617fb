"""Attributes of elements whose names contain a hyphen, written as Python names; and buttons with them."""

from typing import Any

from dash import html


def attributes(**values: Any) -> dict[str, Any]:
    """Return ``aria_label="x"`` as ``{"aria-label": "x"}``, for a component of ``dash.html``."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def button(content: Any, css: str = "button", **values: Any) -> html.Button:
    """Return a button with content, CSS classes and attributes."""
    return html.Button(content, type="button", className=css, **attributes(**values))
