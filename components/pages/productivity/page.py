"""Productivity: did it rise, as the article asks, and do the versions of one source agree?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.standing import CHINA
from components.pages.productivity import cards, growth, text
from components.pages.productivity.view import View, read
from components.pages.strategy.places import PRODUCTIVITY, places
from components.parts import pickers
from components.parts.address import address, store
from components.parts.figure_card import drawn, figure_card
from components.parts.note import empty
from components.parts.table_card import table_card
from components.text import markup, words
from data.languages import spoken

ECONOMY, LANG, EXCEPTION = "productivity-economy", "productivity-lang", "productivity-exception"


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page; ``query`` names the economy of the first figure."""
    say = words(lang)
    view = read(dataset, say, query)
    return [
        places(dataset, PRODUCTIVITY, say),
        html.H1(markup(text.finding(view))),
        html.P(markup(text.deck(view)), className="deck"),
        _controls(view),
        _first(view),
        _second(view),
        html.Section(
            [html.Div(_inputs(view)), text.others(view)], className="block two-cards productivity-below"
        ),
        text.columns(view),
        dcc.Store(id=LANG, data=lang),
        store("productivity", {"economy": CHINA}),
    ]


def _controls(view: View) -> html.Div:
    options = view.dataset.by_name({*view.disagreement["economy"], CHINA}, view.say.lang)
    label = view.say("productivity.economy")
    picker = pickers.choice(ECONOMY, label, options, view.economy, view.say, searchable=len(options) > 12)
    return html.Div(picker, className="controls")


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


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when another economy is chosen: the first figure and the table beside it."""
    for card in (growth.CARD, cards.LEVEL, cards.LABOUR):
        drawn(app, card)
    address(app, "productivity", {"economy": (ECONOMY, "value")})
    card = growth.CARD

    @app.callback(
        Output(card.figures, "data"),
        Output(card.heading, "children"),
        Output(card.plot, "aria-label"),
        Output(card.measure_line, "children"),
        Output(card.table, "children"),
        Output(card.source, "children"),
        Output(card.data, "href"),
        Output(card.citation, "children"),
        Output(EXCEPTION, "children"),
        Input(ECONOMY, "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(economy: object, lang: object) -> tuple[Any, ...]:
        view = read(current(), words(spoken(lang)), {"economy": economy})
        held = growth.content(view)
        shown = (held.heading, held.finding, held.measure, held.table, held.source)
        return growth.figures(view), *shown, held.data_address, held.citation, _exception(view)
