"""A card whose table is the figure: measure line, table, source, and the actions Data, Cite and Link."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.card import Card
from components.parts.figure_card import Content, described, dialogs, foot
from components.text import Words

_ACTIONS = ("cite", "link")


def table_card(card: Card, content: Content, body: Sequence[Component], words: Words) -> html.Figure:
    """Return the card; ``body`` is the table with what belongs to it, ``content.table`` stands below it."""
    return html.Figure(
        [
            html.H2(content.heading, id=card.heading, className=None if content.heading_shown else "unseen"),
            html.P(content.measure, className="measure", id=card.measure_line),
            *body,
            html.Div(content.table, id=card.table),
            html.Div(foot(card, content, words, _ACTIONS, table=False), className="under"),
            *dialogs(card, content, words, _ACTIONS),
        ],
        className="card",
        **described(card, content),
    )
