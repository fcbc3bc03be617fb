"""Other rankings: do they tell the same story of China's rise as the Global Innovation Index?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.pages.others import cards, tables, text
from components.pages.others.view import SHOWN, View, read
from components.parts import pickers
from components.parts.address import address, store
from components.parts.figure_card import drawn, figure_card
from components.parts.ranking_section import ranking_section
from components.text import markup, words
from data.languages import spoken

PAGE = "others"
SHOW, LANG = "others-show", "others-lang"


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first value of its control."""
    say = words(lang)
    view = read(dataset, say, query)
    told = text.finding(view)
    strip = figure_card(cards.STRIP, cards.strip_content(view, told), say)
    lines = figure_card(cards.LINES, cards.lines_content(view, told), say)
    return [
        ranking_section("ranking/others", say),
        html.H1(markup(told)),
        html.P(markup(text.deck(view)), className="deck"),
        _controls(view),
        html.Div([strip, tables.fields(view)], className="profile-grid"),
        html.Section(lines, className="block"),
        tables.cited(view),
        tables.values(view),
        text.columns(view),
        dcc.Store(id=cards.STRIP.figures, data=cards.strip_figure(view)),
        dcc.Store(id=cards.LINES.figures, data=cards.lines_figure(view)),
        dcc.Store(id=LANG, data=lang),
        store(PAGE, {"show": SHOWN[0]}),
    ]


def _controls(view: View) -> html.Div:
    say = view.say
    shown = [(one, say(f"controls.{one}")) for one in SHOWN]
    parts = [
        pickers.segmented(SHOW, say("controls.show"), shown, view.show),
        html.Span(say("others.control"), className="small"),
    ]
    return html.Div(parts, className="controls")


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when the measure changes: both figures are drawn anew."""
    for card in (cards.STRIP, cards.LINES):
        drawn(app, card)
    address(app, PAGE, {"show": (SHOW, "value")})
    parts = [("figures", "data"), ("measure_line", "children"), ("table", "children")]

    @app.callback(
        *(Output(getattr(card, part), prop) for card in (cards.STRIP, cards.LINES) for part, prop in parts),
        Input(SHOW, "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(show: object, lang: object) -> tuple[Any, ...]:
        view = read(current(), words(spoken(lang)), {"show": show})
        told = text.finding(view)
        strip, lines = cards.strip_content(view, told), cards.lines_content(view, told)
        return (
            *(cards.strip_figure(view), strip.measure, strip.table),
            *(cards.lines_figure(view), lines.measure, lines.table),
        )
