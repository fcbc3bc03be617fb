"""Productivity: did it rise, as the article asks, and do the versions of one source agree?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.productivity import Choice
from analysis.standing import CHINA
from components.callbacks import Callbacks
from components.pages.productivity import cards, growth, text
from components.pages.productivity.view import View
from components.pages.strategy.places import PRODUCTIVITY, places
from components.parts.controls import Controls
from components.parts.figure_card import figure_card
from components.parts.note import empty
from components.parts.table_card import table_card
from components.text import Words, markup, words

PAGE = "productivity"
EXCEPTION = "productivity-exception"
CARDS = (growth.CARD, growth.TABLE, cards.LEVEL, cards.LABOUR, cards.INPUTS)
CALLBACKS = Callbacks(
    Choice,
    parts=(*growth.CARD.parts, (EXCEPTION, "children")),
    cards=(growth.CARD, cards.LEVEL, cards.LABOUR),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``query`` names the economy of the first figure."""
    say = words(lang)
    view = View(dataset, say, Choice.read(dataset, query))
    controls = Controls(PAGE, view.choice, dataset, say)
    return [
        places(dataset, PRODUCTIVITY, say),
        html.H1(markup(text.finding(view))),
        html.P(markup(text.deck(view)), className="deck"),
        html.Div(controls.select("economy", searchable=len(view.disagreement) > 12), className="controls"),
        _first(view),
        *_china(dataset, say),
        CALLBACKS.address(PAGE, dataset),
    ]


@cached
def _china(dataset: Dataset, say: Words) -> list[Component]:
    """Return what the page says of China, whichever economy is chosen."""
    view = View(dataset, say, Choice.read(dataset, {}))
    below = [html.Div(_inputs(view)), text.others(view)]
    return [
        _second(view),
        html.Section(below, className="block two-cards productivity-below"),
        text.columns(view),
    ]


def _first(view: View) -> html.Div:
    figure = figure_card(growth.CARD, growth.content(view), view.say)
    exception = html.Div(_exception(view), id=EXCEPTION)
    data = dcc.Store(id=growth.CARD.figures, data=growth.figures(view))
    return html.Div([figure, exception, data], className="profile-grid productivity-first")


def _exception(view: View) -> html.Figure:
    content, body = growth.economies(view)
    return table_card(growth.TABLE, content, body, view.say)


def _second(view: View) -> html.Div:
    frame = cards.levels(view)
    if frame[frame["economy"] == CHINA].empty:
        base = view.say("productivity.level.empty", base=2012)
        level: list[Component] = [html.Div(empty([base]))]
    else:
        level = [figure_card(cards.LEVEL, cards.level(view, frame), view.say)]
        level.append(dcc.Store(id=cards.LEVEL.figures, data=cards.level_figures(view, frame)))
    labour = figure_card(cards.LABOUR, cards.labour(view), view.say)
    data = dcc.Store(id=cards.LABOUR.figures, data=cards.labour_figures(view))
    return html.Div([html.Div(level), html.Div([labour, data])], className="two-cards")


def _inputs(view: View) -> html.Figure:
    content, body = cards.inputs(view)
    return table_card(cards.INPUTS, content, body, view.say)
