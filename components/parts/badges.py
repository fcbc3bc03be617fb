"""Badges of meaning: number of a strategic pillar, strength of the evidence, verdict, caveat in place."""

from dash import html

from components.attributes import attributes
from components.parts.icon import icon
from components.text import Words, markup


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
