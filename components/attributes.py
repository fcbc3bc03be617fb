"""Attributes of elements: hyphenated ones as Python names, properties of Dash as names of HTML."""

from typing import Any


def attributes(**values: str) -> dict[str, Any]:
    """Return ``aria_label="x"`` as ``{"aria-label": "x"}``, for a component of ``dash.html``."""
    return {name.replace("_", "-"): value for name, value in values.items()}


def html_name(prop: str) -> str:
    """Return the attribute of HTML that a property of Dash stands for: class for className, colspan."""
    return {"className": "class", "htmlFor": "for"}.get(prop, prop.lower())
