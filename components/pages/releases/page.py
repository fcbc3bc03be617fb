"""Releases side by side: what must a reader know who quotes an older figure?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.pages.releases import cards, text
from components.pages.releases.places import places
from components.pages.releases.view import View, called, read
from components.parts import pickers
from components.parts.address import address, store
from components.parts.figure_card import drawn, figure_card
from components.parts.note import empty
from components.parts.section import section
from components.parts.table_card import table_card
from components.text import markup, words
from data.languages import spoken

PATH = "data/releases"
SERIES, LANG = "releases-series", "releases-lang"
FINDING, BODY = "releases-finding", "releases-body"


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page; ``query`` names the series."""
    say = words(lang)
    view = read(dataset, say, query)
    options = [(code, called(dataset.catalog.indicators[code], lang)) for code in view.known]
    picker = pickers.choice(SERIES, say("releases.series"), options, view.series, say, searchable=True)
    return [
        section(say("releases.section"), places(say), PATH, say),
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(markup(say("releases.deck.rule")), className="deck"),
        html.Div(picker, className="controls"),
        html.Div(_body(view), id=BODY),
        dcc.Store(id=LANG, data=lang),
        store("releases", {"series": view.known[0]}),
    ]


def _body(view: View) -> list[Component]:
    """Return all that the series decides."""
    content, body = cards.compared(view)
    compared = html.Div(table_card(cards.COMPARED, content, body, view.say), className="block")
    return [_side_by_side(view), compared, text.columns(view)]


def _side_by_side(view: View) -> html.Div:
    say = view.say
    if view.frame.empty:
        return html.Div([empty([say("releases.figure.empty")])], className="releases-empty")
    figure = figure_card(cards.CARD, cards.content(view), say)
    left = [figure, dcc.Store(id=cards.CARD.figures, data=cards.figures(view)), *text.notes(view)]
    if view.pairs.empty:
        right: Component = empty([say("releases.pairs.none")])
    else:
        content, body = cards.pairs(view)
        right = table_card(cards.PAIRS, content, body, say)
    return html.Div([html.Div(left), html.Div(right)], className="profile-grid releases-first")


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when another series is chosen."""
    drawn(app, cards.CARD)
    address(app, "releases", {"series": (SERIES, "value")})

    @app.callback(
        Output(FINDING, "children"),
        Output(BODY, "children"),
        Input(SERIES, "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(series: object, lang: object) -> tuple[Any, ...]:
        view = read(current(), words(spoken(lang)), {"series": series})
        return markup(text.finding(view)), _body(view)
