"""Guess the line: where did a rank go on from there, and how far off is what a reader draws?"""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from analysis.dataset import Dataset
from analysis.index.guess import LEAST_DRAWN, LEAST_GIVEN, Choice, compared, guessable, most, result, steps
from analysis.index.standing import TRAJECTORY, ranks, rows_of, standings
from components.cards.callbacks import Callbacks, Change
from components.cards.card import Card, Content, Unseen
from components.charts.scales import RANK_FLOOR
from components.parts.blocks import change_list, columns, three
from components.parts.controls import Controls, bar
from components.parts.framework import copied, every, framework_changes, reframed
from components.words import numbers
from components.words.attributes import attributes, button
from components.words.places import LANG, WIDTH
from components.words.text import markup, plain
from components.words.view import EconomyView, line_labels

PAGE = "learn"
ASK, FRAME, ANSWER = "learn-ask", "learn-frame", "learn-answer"
RESULT, FINDING = "learn-result", "learn-finding"
_COLUMNS = {"how": ("hand", "keys"), "why": ("guess",), "class": ("share", "other")}
_ROOM: Final = 1.5  # of the lowest given rank: the scale must not tell how far the line goes
_WORDS: Final = (
    *("draw", "own", "empty", "given", "none_left", "edition_axis", "economies_axis"),
    *("column_edition", "column_guess", "column_rank", "column_off", "caption", "handle", "left"),
)


@dataclass(frozen=True)
class GuessView(EconomyView[Choice]):
    """One economy and the editions to guess, in one language."""

    @cached_property
    def ranks(self) -> dict[int, int]:
        """The published rank by edition."""
        return ranks(self.dataset, self.choice.economy)

    @property
    def editions(self) -> tuple[int, ...]:
        """The editions that rank the economy."""
        return (*self.choice.given, *self.choice.drawn)


def layout(view: GuessView) -> list[Component]:
    """Return the page for an economy, the first edition to guess, and the guess of a shared address."""
    dataset, t = view.dataset, view.t
    if not guessable(dataset):
        deck = t("learn.none_deck", count=LEAST_GIVEN + LEAST_DRAWN)
        return [html.H1(t("learn.none")), html.P(deck, className="deck")]
    controls, drawn = Controls(PAGE, view.choice, dataset, t), CARD.draw(view)
    economy = controls.select("economy", searchable=True, spellings=dataset.catalog.spellings)
    aside = [  # the browser fills the table of guesses, in the room that it needs
        html.H2(t("learn.numbers")),
        html.P(t("learn.numbers_deck"), className="small"),
        html.Div(id=CARD.id("numbers"), className="guess-numbers"),
    ]
    below = columns(t, "learn", _COLUMNS)
    sheets = {"lessons_link": {}, "chart_link": {"show": "chart"}}
    more = [
        html.P(html.A(t(f"learn.{key}"), href=t.link("learn/lessons", **query)))
        for key, query in sheets.items()
    ]
    below[-1].children += more
    return [
        html.H1(drawn.title, id=FINDING),
        html.P(t("learn.deck"), className="deck"),
        bar(t, [economy], [controls.select("from")]),
        html.Div([drawn.html, html.Section(aside, className="guess-aside")], className="guess-grid"),
        three(below),
        dcc.Store(id=FRAME, data=drawing(view)),
        dcc.Store(id="learn-guess", data=view.choice.texts()["guess"]),
        dcc.Store(id=ASK, data=""),
        dcc.Store(id=ANSWER, data=""),
    ]


def card(view: GuessView) -> Content:
    """Return what the browser draws in, its buttons and the result.

    What it says around the drawing gives nothing of the answer away.
    """
    dataset, t = view.dataset, view.t
    if not guessable(dataset):
        return Content(t("learn.none"))
    given, first, last = view.choice.given[-1], view.editions[0], view.editions[-1]
    letters = [change.letter for change in framework_changes(dataset)] or [""]
    buttons = [
        button(t("learn.show"), "button guess-show", data_guess="show"),
        button(t("learn.clear"), data_guess="clear"),
        html.Span(className="small", **attributes(data_part="guess-left")),
    ]
    return Content(
        t("learn.finding", name=view.name, rank=view.ranks[given], edition=given),
        t("overview.measure.rank"),
        source=[
            t("overview.source", first=first, last=last),
            t("overview.source_own"),
            copied(dataset, range(first, last + 1), t),
            t("overview.source_licences"),
            html.A(t("overview.source_link"), href=t.link("data")),
            t.language.stop
            + t.language.gap
            + t("overview.source_asof", last=dataset.editions[-1], checked=dataset.checked),
        ],
        body=[
            html.Div(id=CARD.id("plot"), className="guess-plot", **attributes(data_part="guess")),
            html.P(t("learn.keys"), id=CARD.id("keys"), className="unseen"),
            html.P(t("learn.legend", first=letters[0], last=letters[-1]), className="small guess-legend"),
            html.Div(buttons, className="guess-buttons"),
            html.Div(id=RESULT, className="guess-result", **attributes(aria_live="polite")),
        ],
        heading=Unseen(t("learn.heading")),
        data_address=view.download("trajectory", {"with": view.choice.economy}),
        file_name="guess-the-line",
        quote=t("overview.quote"),
    )


def drawing(view: GuessView) -> str:
    """Return the drawing before the answer, as JSON text: nothing in it depends on what is to be guessed.

    editions of a verified number of economies, with that number; given: ranks by edition; drawn: the
    editions to guess; floor: the lowest rank on the scale; most: the largest that can be guessed; words, of
    which {edition} and {count} are filled in by the browser; ordinals: ranks from 1 as they are spoken.
    """
    dataset, t, chosen = view.dataset, view.t, view.choice
    given, largest = {edition: view.ranks[edition] for edition in chosen.given}, most(dataset)
    texts = {key: t(f"learn.draw.{key}", edition="{edition}", count="{count}") for key in _WORDS}
    return _text(
        {
            "hero": view.hero,
            "editions": [(edition, count) for edition, count in dataset.rank_counts.items() if count],
            "given": given,
            "drawn": chosen.drawn,
            "floor": max(RANK_FLOOR, math.ceil(_ROOM * max(given.values()) / 10) * 10),
            "most": largest,
            "changes": [(one.edition, one.letter, one.breaks) for one in framework_changes(dataset)],
            "words": texts | {"name": line_labels(dataset, t)[chosen.economy]},
            "ordinals": [plain(view.t.write(rank, "ordinal")) for rank in range(1, largest + 1)],
        }
    )


def answered(view: GuessView) -> tuple[list[Component], str]:
    """Return what a guess amounts to, and the answer as it is drawn; nothing unless the guess is complete.

    The answer is JSON text. guess: the one that was answered; rows: edition, published rank, low and high of
    our interval (null where it is not available), and how far off the guess was, in words.
    """
    dataset, t, chosen = view.dataset, view.t, view.choice
    if not chosen.complete:
        return [], ""
    guess = [rank for rank in chosen.guess if rank is not None]
    frame = compared(rows_of(standings(dataset), chosen.economy), chosen.drawn, guess)
    rows = []
    for row in frame.to_dict("records"):
        off, interval = row["off"], [numbers.integer(row["low"]), numbers.integer(row["high"])]
        key = "learn.off.exact" if off == 0 else "learn.off.below" if off > 0 else "learn.off.above"
        rows.append([row["edition"], row["rank"], *interval, t(key, places=abs(off))])
    values, lines = result(frame), []
    if largest := values["largest"]:
        places = t("learn.place" if largest == 1 else "learn.places", count=largest)
        lines.append(t("learn.result.largest", **values, places=places))
    if values["editions"] in (values["below"], values["above"]):
        lines.append(t("learn.result.all_below" if values["below"] else "learn.result.all_above", **values))
    elif values["below"] or values["above"]:
        lines.append(t("learn.result.ways", **values))
    if values["with_interval"]:
        lines.append(t("learn.result.inside" if values["inside"] else "learn.result.inside_none", **values))
    # What to notice of the published line; nothing where no edition follows another.
    line = {year: view.ranks[year] for year in (chosen.given[-1], *chosen.drawn)}
    if step := steps(line, dataset.editions, reframed(dataset)):
        notice = [t("learn.notice.steps", all=step["better"] + step["worse"] + step["same"], **step)]
        if step["first"] != step["last"]:
            notice.append(t("learn.notice.largest", **step))
            notice += [t("learn.notice.framework")] if step["marked"] else []
        lines.append(t.sentences(notice))
    head = t("learn.result.mean" if largest else "learn.result.perfect", **values)
    parts: list[Component] = [html.H2(markup(head)), *(html.P(markup(one)) for one in lines)]
    if framework_changes(dataset):  # their notes tell of ranks, so they come with the answer
        title = html.H3(markup(t("overview.changes_title")))
        parts += [title, change_list(dataset, t), html.P(markup(every(dataset, t)))]
    return parts, _text({"guess": chosen.texts()["guess"], "rows": rows})


def _text(values: dict[str, Any]) -> str:
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


# Not alone: a guess needs a callback, which no embed makes.
CARD = Card(PAGE, "guess", (TRAJECTORY,), card, plotted=False)
CARDS = (CARD,)
CALLBACKS = Callbacks(
    Choice,
    GuessView,
    changes=(
        Change(
            ("economy", "from"),
            (
                FINDING,
                *((name, "data") for name in (FRAME, "learn-guess", ASK)),
                *(("learn-from", name) for name in ("options", "value")),
            ),
            lambda view: layout(replace(view, choice=replace(view.choice, guess=()))),
            CARDS,
        ),
    ),
    stores=("guess",),
    no_history_entry=("guess",),
)


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Let the browser draw the line, and the server answer when it is asked for: which is no choice."""
    app.clientside_callback(
        ClientsideFunction("guess", "draw"),
        Output(CARD.id("plot"), "data-drawn"),
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
        return answered(CALLBACKS.view_of(dataset, lang, query))
