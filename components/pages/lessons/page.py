"""Three lessons: how is a rank read, taken apart and tested, in a class of 45 minutes?"""

from collections.abc import Callable, Mapping

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.selection import one_of
from components.attributes import attributes
from components.pages.learn.places import GUESS, LESSONS, places
from components.pages.lessons.sheets import sheets
from components.parts import pickers
from components.parts.address import address, store
from components.shell import path
from components.text import Words, markup, words
from data.languages import spoken

SHOWN = ("tasks", "answers")
SHOW, SHEETS, LANG = "lessons-show", "lessons-sheets", "lessons-lang"


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page; ``show`` says whether the answers are open."""
    say, shown = words(lang), one_of(query.get("show"), SHOWN)
    return [
        places(LESSONS, say),
        html.H1(say("lessons.finding"), className="lessons-screen"),
        html.P(say("lessons.deck"), className="deck lessons-screen"),
        _controls(shown, say),
        html.Div(sheets(dataset, say, answered=shown == SHOWN[1]), id=SHEETS, className="brief"),
        _below(say),
        dcc.Store(id=LANG, data=lang),
        store("lessons", {"show": SHOWN[0]}),
    ]


def _controls(shown: str, say: Words) -> html.Div:
    options = [(one, say(f"lessons.{one}")) for one in SHOWN]
    about = attributes(data_print="page")
    button = html.Button(say("lessons.print"), type="button", className="button brief-print", **about)
    return html.Div(
        [pickers.segmented(SHOW, say("lessons.show"), options, shown), button],
        className="controls brief-controls",
    )


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


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when the answers are asked for on all sheets."""
    address(app, "lessons", {"show": (SHOW, "value")})

    @app.callback(
        Output(SHEETS, "children"), Input(SHOW, "value"), State(LANG, "data"), prevent_initial_call=True
    )
    def update(show: object, lang: object) -> list[Component]:
        say = words(spoken(lang))
        return sheets(current(), say, answered=one_of(show, SHOWN) == SHOWN[1])
