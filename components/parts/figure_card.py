"""The frame of a figure or a table of a page that does not draw its cards yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.card import ALL as ALL
from components.card import DIALOGS as DIALOGS
from components.card import FILTERED as FILTERED
from components.card import FORMS as FORMS
from components.card import OF_TABLES as _OF_TABLES
from components.card import PACKAGE as PACKAGE
from components.card import ROWS as ROWS
from components.card import described as described
from components.card import dialogs as dialogs
from components.card import drawn as drawn
from components.card import foot as foot
from components.card import plot as plot
from components.parts.citation import Credit as Credit
from components.parts.copying import copyable as copyable
from components.text import Words


@dataclass(frozen=True, slots=True)
class Content:
    """What a card holds; children that callbacks replace are given as they are at first.

    heading: of the figure, unseen unless ``heading_visible``; finding: what the figure says, for screen
    readers; height: of the plot in pixels, before the browser knows which variant fits; quote: the
    publisher's sentence under a figure that joins editions; file_name: of its images, that of its table
    unless it is given.
    """

    heading: str | list[str | Component]
    finding: str
    measure: list[str | Component]
    table: Component | list[Component]
    source: list[str | Component]
    data_address: str
    credit: Credit
    file_name: str = ""
    quote: str = ""
    heading_visible: bool = True
    height: int | None = None
    strips: tuple[Component, ...] = ()
    note: str | list[str | Component] = ""


def figure_card(card: Any, content: Any, words: Words) -> html.Figure:
    """Return the card; the browser script finds its parts by their ``data-part`` attributes."""
    about = f"{card.keys} {card.table}"
    keys = html.P(words("card.keys"), id=card.keys, className="unseen")
    parts = [
        html.Div([*plot(card, content.finding, about, words, content.height), keys]),
        *([html.P(content.note, className="compact-note")] if content.note else []),
        html.Div([*foot(card, content, words), *content.strips], className="under"),
        html.Div(content.table, id=card.table, className="table-panel", hidden=True),
        *dialogs(card, content, words),
    ]
    return _frame(card, content, parts)


def table_card(card: Any, content: Content, body: Sequence[Component], words: Words) -> html.Figure:
    """Return the card of a table; ``body``: it with what belongs to it, above ``content.table``."""
    parts = [
        *body,
        html.Div(content.table, id=card.table),
        html.Div(foot(card, content, words, _OF_TABLES, table=False), className="under"),
        *dialogs(card, content, words, _OF_TABLES),
    ]
    return _frame(card, content, parts)


def _frame(card: Any, content: Any, parts: Sequence[Component]) -> html.Figure:
    heading = html.H2(
        content.heading, id=card.heading, className=None if content.heading_visible else "unseen"
    )
    measure = html.P(content.measure, className="measure", id=card.measure_line)
    return html.Figure([heading, measure, *parts], className="card", **described(card, content))


def changed(card: Any, content: Any) -> list[Component]:
    """Return what changes with the view of a figure, without the frame around it, its actions and dialogs."""
    return [
        html.H2(content.heading, id=card.heading),
        html.P(content.measure, id=card.measure_line),
        html.Div(id=card.plot, **attributes(aria_label=content.finding)),
        html.P(content.source, id=card.source),
        html.Div(content.table, id=card.table),
        html.A(href=content.data_address, id=card.data),
        html.Div(content.credit.citation, id=card.citation),
        html.Details(content.credit.reuse, id=card.reuse),
    ]
