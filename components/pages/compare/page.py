"""Compare: who is similar, who is ahead, and on what?"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import dash
from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.pages.compare import aside, controls, ends, lines, plane, scatter, strips
from components.pages.compare.controls import INPUTS, UNNAMED, asked, chips, state
from components.pages.compare.source import cited_as, source
from components.pages.compare.view import Shown, View, read
from components.parts.address import address, store
from components.parts.drawn_table import drawing, drawn_table
from components.parts.figure_card import Card, Content, drawn, figure_card
from components.parts.note import empty
from components.text import markup, plain, words
from components.theme import TOKENS
from components.theme import layout as figure_layout
from data.languages import spoken

PAGE, CARD = "compare", Card("compare")
FINDING, DECK, BODY, LANG = "compare-finding", "compare-deck", "compare-body", "compare-lang"
WHO, WEAK, EMPTY = "compare-who", "compare-weak", "compare-empty"
BUILD = {
    "trajectory": lines.build,
    "pillars": strips.build,
    "plane": plane.build,
    "scatter": scatter.build,
    "table": ends.build,
}
STATE = {key: f"compare-asked-{key}" for key in INPUTS}
"""What the address holds: stores that one answer of the server fills, so that a change is one entry."""
OUTPUTS = {
    "finding": (FINDING, "children"),
    "deck": (DECK, "children"),
    "css": (BODY, "className"),
    "controls": (controls.CONTROLS, "className"),
    "set": (controls.SET, "value"),
    "strategy": (controls.STRATEGY, "value"),
    "first": (controls.FIRST, "value"),
    "last": (controls.LAST, "value"),
    "chips": (controls.CHIPS, "children"),
    "figures": (CARD.figures, "data"),
    "measure": (CARD.measure_line, "children"),
    "said": (CARD.plot, "aria-label"),
    "rows": (CARD.rows, "data"),
    "source": (CARD.source, "children"),
    "citation": (CARD.citation, "children"),
    "address": (CARD.data, "href"),
    "empty": (EMPTY, "children"),
    "who": (WHO, "children"),
    "weak": (WEAK, "children"),
}


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its controls."""
    say = words(lang)
    view = read(dataset, say, query)
    shown = BUILD[view.chosen.view](view)
    parts = _parts(view, shown)
    card = figure_card(CARD, _content(view, parts), say)
    beside = html.Div(
        [html.Div(parts["who"], id=WHO), html.Div(parts["weak"], id=WEAK)], className="compare-aside"
    )
    body = [html.Div([html.Div(parts["empty"], id=EMPTY), card]), beside]
    return [
        html.H1(parts["finding"], id=FINDING),
        html.P(parts["deck"], id=DECK, className="deck"),
        controls.controls(view),
        html.Div(body, id=BODY, className=parts["css"]),
        aside.changes(view),
        dcc.Store(id=CARD.figures, data=parts["figures"]),
        dcc.Store(id=LANG, data=lang),
        *(dcc.Store(id=STATE[key], data=value) for key, value in state(view).items()),
        store(PAGE, state(read(dataset, say, {})) | {"with": UNNAMED}),
    ]


def _parts(view: View, shown: Shown) -> dict[str, Any]:
    """Return all that changes with the controls, by the keys of OUTPUTS."""
    chosen, told = view.chosen, plain(shown.finding)
    css = ["compare-grid", *(["is-table"] if chosen.view == "table" else [])]
    css += ["is-empty"] if shown.empty else []
    css += [] if shown.joins else ["no-quote"]
    return {
        "finding": markup(shown.finding),
        "deck": markup(shown.deck),
        "css": " ".join(css),
        "controls": controls.css(view),
        "set": list(view.others),
        "strategy": chosen.strategy,
        "first": chosen.first,
        "last": chosen.last,
        "chips": chips(view),
        "figures": shown.figures or _blank(),
        "measure": markup(shown.measure),
        "said": told,
        "rows": shown.table,
        "source": source(view, shown),
        "citation": cited_as(view, shown, told),
        "address": view.data_address,
        "empty": [empty(shown.empty)] if shown.empty else [],
        "who": aside.who(view),
        "weak": aside.weak(view, shown),
    }


def _blank() -> str:
    """Return the figure that stands, unseen, where nothing can be drawn."""
    blank = figure_layout(TOKENS, height=40, margin={"l": 0, "r": 0, "t": 0, "b": 0})
    hidden = {"visible": False, "fixedrange": True}
    blank |= {"xaxis": hidden, "yaxis": hidden, "annotations": [{"text": "\u00a0", "showarrow": False}]}
    return json.dumps({"0": {"data": [], "layout": blank}})


def _content(view: View, parts: Mapping[str, Any]) -> Content:
    say = view.say
    return Content(
        heading=say("compare.heading"),
        heading_shown=False,
        finding=parts["said"],
        measure=parts["measure"],
        table=html.Div(drawn_table(CARD.prefix, parts["rows"], say("compare.caption"))),
        source=parts["source"],
        data_address=parts["address"],
        file_name="gii-comparison",
        citation=parts["citation"],
        quote=say("overview.quote"),
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one server answer, which also states the address."""
    drawn(app, CARD)
    drawing(app, CARD.prefix)
    address(app, PAGE, {key: (name, "data") for key, name in STATE.items()})

    @app.callback(
        *(Output(component, prop) for component, prop in OUTPUTS.values()),
        *(Output(name, "data") for name in STATE.values()),
        *(Input(component, "value") for component in INPUTS.values()),
        State(STATE["with"], "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        *given, named, lang = values
        say = words(spoken(lang))
        query = asked(dict(zip(INPUTS, given, strict=True)), dash.ctx.triggered_id, named)
        view = read(current(), say, query)
        parts = _parts(view, BUILD[view.chosen.view](view))
        return (*(parts[key] for key in OUTPUTS), *state(view).values())
