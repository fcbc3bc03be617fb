"""Icons, badges, caveats, notes and empty states."""

from collections.abc import Sequence

from dash import html

from components.text.attributes import attributes
from components.text.catalog import Words, markup
from components.text.keys import STRENGTHS, VERDICTS


def icon(name: str) -> html.Span:
    """Return the icon ``name`` of styles/icons.css, hidden from screen readers, which read the label."""
    return html.Span(className=f"icon icon-{name}", **attributes(aria_hidden="true"))


def ring(number: int) -> html.Span:
    """Return the number of a strategic pillar in a ring; GII pillars have none."""
    return html.Span(str(number), className="ring")


def evidence(strength: str, words: Words) -> html.Span:
    """Return a strength of evidence (direct, partial, proxy, none) as a square and a word."""
    square = html.Span(className=f"square square-{strength}", **attributes(aria_hidden="true"))
    return html.Span([square, words(STRENGTHS[strength])], className="evidence")


def caveat(text: str) -> html.Span:
    """Return one line about a weakness of the data, to be placed where the weakness is."""
    return html.Span([icon("caveat"), html.Span(markup(text))], className="caveat")


def verdict(name: str, words: Words) -> html.Span:
    """Return the badge of a verdict (a key of VERDICTS)."""
    square = html.Span(className="verdict-square", **attributes(aria_hidden="true"))
    return html.Span([square, words(VERDICTS[name])], className=f"verdict verdict-{name}")


def note(text: str) -> html.Div:
    """Return a caution (text with marks, its first sentence bold) for the place that it concerns."""
    return html.Div([icon("caveat"), html.P(markup(text))], className="note", role="note")


def empty(lines: Sequence[str]) -> html.Div:
    """Return an empty state: paragraphs (text with marks) on what is missing and what there is instead."""
    return html.Div([html.P(markup(line)) for line in lines], className="empty")
