"""The badge of a verdict: a square and its word, told apart in grey."""

from dash import html

from components.attributes import attributes
from components.text import Words


def verdict(name: str, words: Words) -> html.Span:
    """Return the badge of a verdict on the figures of a statement or the course of an aim."""
    square = html.Span(className="verdict-square", **attributes(aria_hidden="true"))
    return html.Span([square, words(f"verdict.{name}")], className=f"verdict verdict-{name}")
