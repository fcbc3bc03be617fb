"""Icons, badges of meaning, and notes: on a figure, on a weakness in its place, on what cannot be drawn."""

from collections.abc import Sequence

from dash import html

from components.text.attributes import attributes
from components.text.catalog import Words, markup


def icon(name: str) -> html.Span:
    """Return the icon ``name`` of styles/icons.css; its word stands beside it for screen readers."""
    return html.Span(className=f"icon icon-{name}", **attributes(aria_hidden="true"))


def ring(number: int) -> html.Span:
    """Return the number of a strategic pillar in a ring; GII pillars never carry one."""
    return html.Span(str(number), className="ring")


def evidence(strength: str, words: Words) -> html.Span:
    """Return the strength of the evidence (direct, proxy, none): a square and its word."""
    square = html.Span(className=f"square square-{strength}", **attributes(aria_hidden="true"))
    return html.Span([square, words(f"strength.{strength}")], className="evidence")


def caveat(text: str) -> html.Span:
    """Return one line of doubt, standing where the weakness is."""
    return html.Span([icon("caveat"), html.Span(markup(text))], className="caveat")


def verdict(name: str, words: Words) -> html.Span:
    """Return the badge of a verdict on the figures of a statement or the course of an aim."""
    square = html.Span(className="verdict-square", **attributes(aria_hidden="true"))
    return html.Span([square, words(f"verdict.{name}")], className=f"verdict verdict-{name}")


def note(text: str) -> html.Div:
    """Return a note (marked text, its first sentence bold): a doubt in the place where it matters."""
    return html.Div([icon("caveat"), html.P(markup(text))], className="note", role="note")


def empty(lines: Sequence[str]) -> html.Div:
    """Return what is missing, from which source, what there is instead (marked text, a paragraph each)."""
    return html.Div([html.P(markup(line)) for line in lines], className="empty")
