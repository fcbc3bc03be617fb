"""Guess the line: where did a rank go on from there, and how far off is what a reader draws?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analysis.dataset import Dataset
from analysis.derived import guessable
from analysis.guess import LEAST_DRAWN, LEAST_GIVEN, compared, result, starts
from components.attributes import attributes
from components.framework import framework_changes
from components.pages.learn import drawing, text
from components.pages.learn.places import GUESS as HERE
from components.pages.learn.places import places
from components.pages.learn.view import View, read
from components.parts import pickers
from components.parts.address import address, store
from components.parts.figure_card import Card, dialogs, foot
from components.shell import WIDTH
from components.text import markup, words
from data.languages import spoken

CARD = Card("learn")
ECONOMY, START, GUESS, ASK = "learn-economy", "learn-start", "learn-guess", "learn-ask"
FRAME, ANSWER, RESULT = "learn-frame", "learn-answer", "learn-result"
FINDING, LANG = "learn-finding", "learn-lang"
_ACTIONS = ("cite", "link")


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page; ``query`` gives economy, first edition to guess, and the guess of a shared address."""
    say = words(lang)
    if not guessable(dataset):
        deck = say("learn.none_deck", count=LEAST_GIVEN + LEAST_DRAWN)
        return [places(HERE, say), html.H1(say("learn.none")), html.P(deck, className="deck")]
    view, usual = read(dataset, say, query), read(dataset, say, {})
    defaults = {"economy": usual.chosen.economy, "from": usual.chosen.drawn[0], "guess": ""}
    return [
        places(HERE, say),
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(say("learn.deck"), className="deck"),
        _controls(view),
        html.Div([_card(view), _numbers(view)], className="guess-grid"),
        text.below(view),
        dcc.Store(id=FRAME, data=drawing.frame(view)),
        dcc.Store(id=GUESS, data=drawing.written(view.chosen.guess)),
        dcc.Store(id=ASK, data=""),
        dcc.Store(id=ANSWER, data=""),
        dcc.Store(id=LANG, data=lang),
        store("learn", defaults, replaced=("guess",)),
    ]


def _controls(view: View) -> html.Div:
    dataset, say, chosen = view.dataset, view.say, view.chosen
    economies = dataset.by_name(guessable(dataset), say.lang)
    label = say("controls.economy")
    return html.Div(
        [
            pickers.choice(
                ECONOMY, label, economies, chosen.economy, say, searchable=True, spellings=dataset.spellings
            ),
            pickers.choice(START, say("learn.control.from"), _starts(view), chosen.drawn[0], say),
        ],
        className="controls",
    )


def _starts(view: View) -> list[tuple[str | int, str]]:
    return [(edition, str(edition)) for edition in starts(guessable(view.dataset)[view.chosen.economy])]


def _card(view: View) -> html.Figure:
    """Return the figure: what the browser draws in, its buttons, the result, and the foot of every figure."""
    say, content = view.say, text.content(view)
    about = attributes(data_card=CARD.prefix, data_file=content.file_name, aria_labelledby=CARD.heading)
    show, clear = (_button(name, view) for name in ("show", "clear"))
    left = html.Span(className="small", **attributes(data_part="guess-left"))
    shown = html.Div(id=RESULT, className="guess-result", **attributes(aria_live="polite"))
    drawn = html.Div(id=CARD.plot, className="guess-plot", **attributes(data_part="guess"))
    parts = [
        html.H2(content.heading, id=CARD.heading, className="unseen"),
        html.P(content.measure, className="measure", id=CARD.measure_line),
        drawn,
        html.P(say("learn.keys"), id=CARD.keys, className="unseen"),
        html.P(_legend(view), className="small guess-legend"),
        html.Div([show, clear, left], className="guess-buttons"),
        shown,
        html.Div(foot(CARD, content, say, _ACTIONS, table=False), className="under"),
        *dialogs(CARD, content, say, _ACTIONS),
    ]
    return html.Figure(parts, className="card", **about)


def _legend(view: View) -> str:
    letters = [change.letter for change in framework_changes(view.dataset)] or [""]
    return view.say("learn.legend", first=letters[0], last=letters[-1])


def _button(name: str, view: View) -> html.Button:
    css = "button guess-show" if name == "show" else "button"
    about = attributes(data_guess=name)
    return html.Button(view.say(f"learn.{name}"), type="button", className=css, **about)


def _numbers(view: View) -> html.Section:
    """Return the place of the table of guesses, which the browser fills, in the room that it needs."""
    say = view.say
    return html.Section(
        [
            html.H2(say("learn.numbers")),
            html.P(say("learn.numbers_deck"), className="small"),
            html.Div(id=CARD.numbers, className="guess-numbers"),
        ],
        className="guess-aside",
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when economy or edition change, a line is drawn, and the answer is asked for."""
    controls = {"economy": (ECONOMY, "value"), "from": (START, "value"), "guess": (GUESS, "data")}
    address(app, "learn", controls)
    app.clientside_callback(
        ClientsideFunction("guess", "draw"),
        Output(CARD.plot, "data-drawn"),
        Input(FRAME, "data"),
        Input(GUESS, "data"),
        Input(ANSWER, "data"),
        Input(WIDTH, "data"),
    )
    _on_economy(app, current)
    _on_choice(app, current)
    _on_ask(app, current)


def _view(dataset: Dataset, lang: object, economy: object, start: object, guess: object = "") -> View:
    say = words(spoken(lang))
    if not guessable(dataset):
        raise PreventUpdate
    return read(dataset, say, {"economy": economy, "from": start, "guess": guess})


def _on_economy(app: Dash, current: Callable[[], Dataset]) -> None:
    @app.callback(
        Output(START, "options"),
        Output(START, "value"),
        Input(ECONOMY, "value"),
        State(START, "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(economy: object, start: object, lang: object) -> tuple[Any, ...]:
        view = _view(current(), lang, economy, start)
        return pickers.listed(_starts(view)), view.chosen.drawn[0]


def _on_choice(app: Dash, current: Callable[[], Dataset]) -> None:
    @app.callback(
        Output(FINDING, "children"),
        Output(FRAME, "data"),
        Output(GUESS, "data"),
        Output(ASK, "data"),
        Output(CARD.source, "children"),
        Output(CARD.data, "href"),
        Output(CARD.citation, "children"),
        Input(ECONOMY, "value"),
        Input(START, "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(economy: object, start: object, lang: object) -> tuple[Any, ...]:
        view = _view(current(), lang, economy, start)
        said = text.content(view)
        around = (said.source, said.data_address, said.citation)
        return markup(text.finding(view)), drawing.frame(view), "", "", *around


def _on_ask(app: Dash, current: Callable[[], Dataset]) -> None:
    @app.callback(
        Output(RESULT, "children"),
        Output(ANSWER, "data"),
        Input(ASK, "data"),
        State(ECONOMY, "value"),
        State(START, "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(guess: object, economy: object, start: object, lang: object) -> tuple[Any, ...]:
        return answered(_view(current(), lang, economy, start, guess))


def answered(view: View) -> tuple[list[Component], str]:
    """Return what a guess amounts to, and the answer as it is drawn; nothing unless the guess is complete."""
    chosen = view.chosen
    if not chosen.complete:
        return [], ""
    frame = compared(view.standing, chosen.drawn, [rank for rank in chosen.guess if rank is not None])
    return text.told(view, result(frame)), drawing.answer(view, frame)
