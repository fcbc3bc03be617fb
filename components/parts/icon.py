"""An icon is always drawn beside its word and says nothing to a screen reader."""

from dash import html

from components.attributes import attributes


def icon(name: str) -> html.Span:
    """Return the icon ``name`` of styles/icons.css (class icon-<name>)."""
    return html.Span(className=f"icon icon-{name}", **attributes(aria_hidden="true"))
