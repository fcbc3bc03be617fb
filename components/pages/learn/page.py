"""Guess the line: where did a rank go on from there, and how far off is what a reader draws?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analysis.dataset import Dataset
from analysis.frames.trajectory import TRAJECTORY
from analysis.guess import LEAST_DRAWN, LEAST_GIVEN, Choice, compared, guessable, result
from components.attributes import attributes
from components.callbacks import Callbacks, Change
from components.card import Card
from components.framework import framework_changes
from components.pages.learn import text
from components.pages.learn import view as drawing
from components.pages.learn.view import View, read
from components.parts.controls import Controls
from components.parts.figure_card import changed, dialogs, foot
from components.parts.section import section
from components.shell import LANG, WIDTH
from components.text import markup, words
from data.languages import spoken

PAGE = "learn"
CARD = Card(PAGE, "guess", (TRAJECTORY,))  # not alone: a guess needs a callback, which no embed makes
CARDS = (CARD,)
ASK, FRAME, ANSWER = "learn-ask", "learn-frame", "learn-answer"
RESULT, FINDING = "learn-result", "learn-finding"
_ACTIONS = ("cite", "link")


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``query`` gives economy, first edition to guess, and the guess of a shared address."""
    say = words(lang)
    if not guessable(dataset):
        deck = say("learn.none_deck", count=LEAST_GIVEN + LEAST_DRAWN)
        return [section(PAGE, say), html.H1(say("learn.none")), html.P(deck, className="deck")]
    view = read(dataset, say, query)
    controls = Controls(PAGE, view.choice, dataset, say)
    economy = controls.select("economy", searchable=True, spellings=dataset.spellings)
    return [
        section(PAGE, say),
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(say("learn.deck"), className="deck"),
        html.Div([economy, controls.select("from")], className="controls"),
        html.Div([_card(view), _numbers(view)], className="guess-grid"),
        text.below(view),
        dcc.Store(id=FRAME, data=drawing.frame(view)),
        dcc.Store(id="learn-guess", data=view.choice.written()["guess"]),
        dcc.Store(id=ASK, data=""),
        dcc.Store(id=ANSWER, data=""),
        CALLBACKS.address(PAGE, dataset),
    ]


def _anew(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return what is other for another line, which begins without a guess."""
    if not guessable(dataset):
        return []
    view = read(dataset, words(lang), {**query, "guess": ""})
    return [
        html.H1(markup(text.finding(view)), id=FINDING),
        Controls(PAGE, view.choice, dataset, view.say).select("from"),
        dcc.Store(id=FRAME, data=drawing.frame(view)),
        dcc.Store(id="learn-guess", data=""),
        dcc.Store(id=ASK, data=""),
        *changed(CARD, text.content(view)),
    ]


CALLBACKS = Callbacks(
    Choice,
    changes=(
        Change(
            ("economy", "from"),
            (
                (FINDING, "children"),
                (FRAME, "data"),
                ("learn-guess", "data"),
                (ASK, "data"),
                ("learn-from", "options"),
                ("learn-from", "value"),
                (CARD.source, "children"),
                (CARD.data, "href"),
                (CARD.citation, "children"),
            ),
            _anew,
        ),
    ),
    stores=("guess",),
    replaced=("guess",),
)


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
    """Let the browser draw the line, and the server answer when it is asked for: which is no choice."""
    app.clientside_callback(
        ClientsideFunction("guess", "draw"),
        Output(CARD.plot, "data-drawn"),
        Input(FRAME, "data"),
        Input("learn-guess", "data"),
        Input(ANSWER, "data"),
        Input(WIDTH, "data"),
    )

    @app.callback(
        Output(RESULT, "children"),
        Output(ANSWER, "data"),
        Input(ASK, "data"),
        State("learn-economy", "value"),
        State("learn-from", "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(guess: object, economy: object, start: object, lang: object) -> tuple[Any, ...]:
        dataset = current()
        if not guessable(dataset):
            raise PreventUpdate
        query = {"economy": economy, "from": start, "guess": guess}
        return answered(read(dataset, words(spoken(lang)), query))


def answered(view: View) -> tuple[list[Component], str]:
    """Return what a guess amounts to, and the answer as it is drawn; nothing unless the guess is complete."""
    chosen = view.choice
    if not chosen.complete:
        return [], ""
    frame = compared(view.standing, chosen.drawn, [rank for rank in chosen.guess if rank is not None])
    return text.told(view, result(frame)), drawing.answer(view, frame)
