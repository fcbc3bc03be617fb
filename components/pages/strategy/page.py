"""Evidence matrix: what do open data show of the five strategic aims, and of what do they show nothing?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.matrix import ALL, COURSES, LINKS, ORIGINS, SORTS
from analysis.progress import BASES
from components.pages.strategy import text
from components.pages.strategy.bars import bars
from components.pages.strategy.places import MATRIX, places
from components.pages.strategy.table import table_text
from components.pages.strategy.view import View, read
from components.parts import address, pickers
from components.parts.citation import cited
from components.parts.contents import links, listed
from components.parts.drawn_table import drawing, drawn_table
from components.parts.figure_card import Card, Content
from components.parts.reading import hardly
from components.parts.table_card import table_card
from components.text import Words, markup, plain, words
from data.languages import spoken

CARD = Card("matrix")
PILLAR, STRENGTH, COURSE, ORIGIN = "matrix-pillar", "matrix-strength", "matrix-course", "matrix-origin"
SINCE, FINDING, DECK, BARS = "matrix-since", "matrix-finding", "matrix-deck", "matrix-bars"
SORT, ORDER, LANG, COUNT, EMPTY = "matrix-sort", "matrix-order", "matrix-lang", "matrix-count", "matrix-empty"
CONTENTS = "matrix-contents"
CONTROLS = {
    "pillar": (PILLAR, "value"),
    "strength": (STRENGTH, "value"),
    "course": (COURSE, "value"),
    "origin": (ORIGIN, "value"),
    "since": (SINCE, "value"),
    "sort": (SORT, "data"),
    "order": (ORDER, "data"),
}
DEFAULTS = {
    **dict.fromkeys(("pillar", "strength", "course", "origin"), ALL),
    "since": BASES[0],
    "sort": SORTS[0],
    "order": "",
}
OUTPUTS = {
    "finding": (FINDING, "children"),
    "deck": (DECK, "children"),
    "bars": (BARS, "children"),
    "count": (COUNT, "children"),
    "contents": (CONTENTS, "children"),
    "rows": (CARD.rows, "data"),
    "empty": (EMPTY, "children"),
    "address": (CARD.data, "href"),
}


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its controls."""
    say = words(lang)
    view = read(dataset, say, query)
    shown = _shown(view)
    return [
        places(dataset, MATRIX, say),
        html.H1(shown["finding"], id=FINDING),
        html.P(shown["deck"], id=DECK, className="deck"),
        html.Div(shown["bars"], id=BARS, className="evidence-bars"),
        _controls(view),
        links(text.parts(view), say, id=CONTENTS),
        table_card(CARD, _content(view, shown), _body(shown, say), say),
        text.columns(view),
        dcc.Store(id=SORT, data=view.choice.sort),
        dcc.Store(id=ORDER, data="desc" if view.choice.descending else ""),
        dcc.Store(id=LANG, data=lang),
        address.store("matrix", DEFAULTS),
    ]


def _shown(view: View) -> dict[str, Any]:
    """Return all that changes with the controls, by the keys of OUTPUTS."""
    return {
        "finding": markup(text.finding(view)),
        "deck": markup(text.deck(view)),
        "bars": bars(view),
        "count": text.count(view),
        "contents": listed(text.parts(view), view.say),
        "rows": table_text(view),
        "empty": text.nothing(view),
        "address": text.data_address(view),
    }


def _controls(view: View) -> html.Div:
    say, choice = view.say, view.choice
    pillars: list[tuple[str | int, str]] = [(ALL, say("matrix.control.all"))]
    pillars += [
        (str(one.number), f"{one.number}  {one.name.get(say.lang)}") for one in view.dataset.catalog.strategy
    ]
    links = [(one, say("matrix.control.all") if one == ALL else say(f"evidence.{one}")) for one in LINKS]
    courses = [
        (one, say("matrix.control.all") if one == ALL else say(f"matrix.course.{one}")) for one in COURSES
    ]
    origins = [
        (one, say("matrix.control.all") if one == ALL else say(f"matrix.origin.{one}")) for one in ORIGINS
    ]
    return html.Div(
        [
            pickers.segmented(SINCE, say("strategy.since"), [(one, one) for one in BASES], str(choice.since)),
            pickers.choice(PILLAR, say("matrix.column.pillar"), pillars, choice.pillar, say),
            pickers.choice(STRENGTH, say("matrix.column.strength"), links, choice.strength, say),
            pickers.choice(COURSE, say("matrix.column.course"), courses, choice.course, say),
            pickers.choice(ORIGIN, say("matrix.control.origin"), origins, choice.origin, say),
        ],
        className="controls",
    )


def _body(shown: Mapping[str, Any], say: Words) -> list[Component]:
    count = html.P(shown["count"], id=COUNT, className="small count", role="status")
    table = drawn_table(CARD.prefix, shown["rows"], say("matrix.caption"), (SORT, ORDER))
    return [count, *table, html.Div(shown["empty"], id=EMPTY)]


def _content(view: View, shown: Mapping[str, Any]) -> Content:
    say, told = view.say, plain(text.finding(view))
    releases = [*" ".join(view.whole["sources"].dropna()).split(), view.dataset.release]
    return Content(
        heading=say("matrix.caption"),
        heading_shown=False,
        finding=told,
        measure=markup(say("matrix.measure")),
        table=html.P(markup(say("matrix.note", hardly=hardly(say))), className="small"),
        source=text.source(view),
        data_address=shown["address"],
        file_name="strategic-pillars-evidence",
        citation=cited(view.dataset, told, releases, say),
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one server answer, and the browser draws the table."""

    @app.callback(
        *(Output(component, prop) for component, prop in OUTPUTS.values()),
        *(Input(component, prop) for component, prop in CONTROLS.values()),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        dataset, say = current(), words(spoken(values[-1]))
        shown = _shown(read(dataset, say, dict(zip(CONTROLS, values[:-1], strict=True))))
        return tuple(shown[key] for key in OUTPUTS)

    drawing(app, CARD.prefix)
    address.address(app, "matrix", CONTROLS)
