"""Attributes of elements whose names hold a hyphen, written as Python names; and buttons with them."""

from typing import Any

from dash import html


def attributes(**values: Any) -> dict[str, Any]:
    """Return ``aria_label="x"`` as ``{"aria-label": "x"}``, for a component of ``dash.html``."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def button(content: Any, css: str = "button", **about: Any) -> html.Button:
    """Return a button with its content, its classes and its attributes."""
    return html.Button(content, type="button", className=css, **attributes(**about))
