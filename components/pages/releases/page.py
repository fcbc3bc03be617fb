"""Releases side by side: what must a reader know who quotes an older figure?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.vintages import Choice, released
from components.callbacks import Callbacks
from components.pages.releases import cards, text
from components.pages.releases.view import View, called
from components.parts.badges import empty
from components.parts.controls import Controls
from components.parts.figure_card import figure_card
from components.parts.section import section
from components.text import markup, words

PAGE = "releases"
FINDING, BODY = "releases-finding", "releases-body"
CARDS = (cards.CARD, cards.PAIRS, cards.COMPARED)
CALLBACKS = Callbacks(Choice, parts=((FINDING, "children"), (BODY, "children")), cards=(cards.CARD,))


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``query`` names the series."""
    say = words(lang)
    view = View(dataset, say, Choice.read(dataset, query))
    names = {code: called(dataset.catalog.indicators[code], lang) for code in released(dataset)}
    picker = Controls(PAGE, view.choice, dataset, say, names).select("series", searchable=True)
    return [
        section("data/releases", say),
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(markup(say("releases.deck.rule")), className="deck"),
        html.Div(picker, className="controls"),
        html.Div(_body(view), id=BODY),
        CALLBACKS.address(PAGE, dataset),
    ]


def _body(view: View) -> list[Component]:
    """Return all that the series decides."""
    compared = html.Div(cards.compared(view), className="block")
    return [_side_by_side(view), compared, text.columns(view)]


def _side_by_side(view: View) -> html.Div:
    say = view.say
    if view.frame.empty:
        return html.Div([empty([say("releases.figure.empty")])], className="releases-empty")
    figure = figure_card(cards.CARD, cards.content(view), say)
    left = [figure, dcc.Store(id=cards.CARD.figures, data=cards.figures(view)), *text.notes(view)]
    right = empty([say("releases.pairs.none")]) if view.pairs.empty else cards.pairs(view)
    return html.Div([html.Div(left), html.Div(right)], className="profile-grid releases-first")
