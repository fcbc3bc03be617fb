"""Compare: who is similar, who is ahead, and on what?"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, ctx, dcc, html
from dash.development.base_component import Component

from analysis.comparison import Choice
from analysis.dataset import Dataset
from analysis.frames.comparison import TABLES
from components.callbacks import Callbacks, by_id
from components.card import Card
from components.charts.layer import ground
from components.pages.compare import controls, ends, lines, plane, scatter, strips
from components.pages.compare import notes as aside
from components.pages.compare.notes import cited_as, source
from components.pages.compare.view import PAGE, Contents, View, read
from components.parts.badges import empty
from components.parts.drawn_table import drawn_table
from components.parts.figure_card import Content, figure_card
from components.shell import LANG
from components.text import markup, plain, words
from data.languages import spoken

CARD = Card(PAGE, "comparison", tuple(TABLES.values()), height=1080, within="compare-body")
CARDS = (CARD,)
FINDING, DECK, BODY = "compare-finding", "compare-deck", "compare-body"
WHO, WEAK, EMPTY = "compare-who", "compare-weak", "compare-empty"
BUILD = {
    "trajectory": lines.build,
    "pillars": strips.build,
    "plane": plane.build,
    "scatter": scatter.build,
    "table": ends.build,
}
CALLBACKS = Callbacks(Choice, cards=(CARD,), tables=(CARD.prefix,), resolved=True)
PARTS = (
    *((name, "children") for name in (FINDING, DECK, EMPTY, WHO, WEAK)),
    *((name, "children") for name in (CARD.measure_line, CARD.source, CARD.citation)),
    (BODY, "className"),
    (CARD.figures, "data"),
    (CARD.plot, "aria-label"),
    (CARD.rows, "data"),
    (CARD.data, "href"),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = read(dataset, words(lang), query)
    finding, deck, body, figures = _drawn(view)
    return [
        finding,
        deck,
        controls.controls(view),
        body,
        aside.changes(view),
        figures,
        *(dcc.Store(id=f"{PAGE}-resolved-{key}", data=value) for key, value in controls.state(view).items()),
        CALLBACKS.address(PAGE, dataset),
    ]


def _drawn(view: View) -> list[Component]:
    """Return all that changes with the controls, but the controls: finding, deck, body, store of figures."""
    contents = BUILD[view.choice.view](view)
    css = ["compare-grid", *(["is-table"] if view.choice.view == "table" else [])]
    css += ["is-empty"] if contents.empty else []
    css += [] if contents.joins else ["no-quote"]
    card = figure_card(CARD, _content(view, contents), view.say)
    nothing = html.Div([empty(contents.empty)] if contents.empty else [], id=EMPTY)
    beside = [html.Div(aside.who(view), id=WHO), html.Div(aside.weak(view, contents), id=WEAK)]
    body = [html.Div([nothing, card]), html.Div(beside, className="compare-aside")]
    return [
        html.H1(markup(contents.finding), id=FINDING),
        html.P(markup(contents.deck), id=DECK, className="deck"),
        html.Div(body, id=BODY, className=" ".join(css)),
        dcc.Store(id=CARD.figures, data=contents.figures or _blank()),
    ]


def _blank() -> str:
    """Return the figure that stands, unseen, where nothing can be drawn."""
    blank = dict(ground(40, (0, 0, 0, 0)).layout)
    hidden = {"visible": False, "fixedrange": True}
    blank |= {"xaxis": hidden, "yaxis": hidden, "annotations": [{"text": "\u00a0", "showarrow": False}]}
    return json.dumps({"0": {"data": [], "layout": blank}})


def _content(view: View, contents: Contents) -> Content:
    say, title = view.say, plain(contents.finding)
    return Content(
        heading=say("compare.heading"),
        heading_shown=False,
        finding=title,
        measure=markup(contents.measure),
        table=html.Div(drawn_table(CARD.prefix, contents.table, say("compare.caption"))),
        source=source(view, contents),
        data_address=view.data_address,
        file_name="gii-comparison",
        citation=cited_as(view, contents, title),
        quote=say("overview.quote"),
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one answer, which also states what the address holds.

    Economies named one by one and a strategy contradict each other. Which of them counts depends on the
    control that changed, and the answer changes the others; no declaration of choices says that.
    """
    inputs = CALLBACKS.controls(PAGE)
    stores = tuple((f"{PAGE}-resolved-{key}", "data") for key in inputs)

    @app.callback(
        *(Output(*part) for part in (*PARTS, *controls.CHANGED, *stores)),
        *(Input(*part) for part in inputs.values()),
        State(f"{PAGE}-resolved-with", "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        *given, named, lang = values
        key = str(ctx.triggered_id).removeprefix(f"{PAGE}-")
        query = controls.asked(dict(zip(inputs, given, strict=True)), key, named)
        view = read(current(), words(spoken(lang)), query)
        found = by_id(_drawn(view), {name for name, _ in PARTS})
        drawn = (getattr(found[name], prop, None) for name, prop in PARTS)
        return (*drawn, *controls.changed(view), *controls.state(view).values())
