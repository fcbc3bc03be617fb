"""Attributes of elements whose names hold a hyphen, written as Python names."""

from typing import Any


def attributes(**values: str) -> dict[str, Any]:
    """Return ``aria_label="x"`` as ``{"aria-label": "x"}``, for a component of ``dash.html``."""
    return {name.replace("_", "-"): value for name, value in values.items()}
