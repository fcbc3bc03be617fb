"""A note on a whole figure, and the words that stand where nothing can be drawn."""

from collections.abc import Sequence

from dash import html

from components.parts.icon import icon
from components.text import markup


def note(text: str) -> html.Div:
    """Return a note (marked text, its first sentence bold): a doubt in the place where it matters."""
    return html.Div([icon("caveat"), html.P(markup(text))], className="note", role="note")


def empty(lines: Sequence[str]) -> html.Div:
    """Return what is missing, from which source, what is held instead (marked text, a paragraph each)."""
    return html.Div([html.P(markup(line)) for line in lines], className="empty")
