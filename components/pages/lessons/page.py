"""Three lessons: how is a rank read, taken apart and tested, in a class of 45 minutes?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import Query, one_of
from components.attributes import attributes
from components.callbacks import Callbacks
from components.pages.learn.places import GUESS, LESSONS, places
from components.pages.lessons.sheets import sheets
from components.parts.controls import Controls
from components.shell import path
from components.text import Words, markup, words

PAGE = "lessons"
SHEETS = "lessons-sheets"


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """What a reader of the lessons chose: whether the answers are open on all sheets."""

    show: str = one_of("show", ("tasks", "answers"))


CALLBACKS = Callbacks(Choice, parts=((SHEETS, "children"),))


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page; ``show`` says whether the answers are open."""
    say, choice = words(lang), Choice.read(dataset, query)
    button = html.Button(
        say("lessons.print"), type="button", className="button brief-print", **attributes(data_print="page")
    )
    control = Controls(PAGE, choice, dataset, say).segmented("show")
    answered = choice.show == "answers"
    return [
        places(LESSONS, say),
        html.H1(say("lessons.finding"), className="lessons-screen"),
        html.P(say("lessons.deck"), className="deck lessons-screen"),
        html.Div([control, button], className="controls brief-controls"),
        html.Div(sheets(dataset, say, answered=answered), id=SHEETS, className="brief"),
        _below(say),
        CALLBACKS.address(PAGE, dataset),
    ]


def _below(say: Words) -> html.Section:
    parts = {"class": ("class_1", "class_2"), "print": ("print_1",), "limits": ("limits_1",)}
    blocks: list[Component] = [
        html.Div(
            [
                html.H2(say(f"lessons.below.{name}_title")),
                *(html.P(markup(say(f"lessons.below.{key}"))) for key in keys),
            ]
        )
        for name, keys in parts.items()
    ]
    link = html.A(say("lessons.below.guide"), href=path(say.lang, GUESS))
    return html.Section(
        [html.Div(blocks, className="three"), html.P(link, className="links more")],
        className="block lessons-screen",
    )
