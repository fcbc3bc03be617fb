"""Weights and robustness: does the rank depend on the weights of the seven GII pillars?"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.standing import CHINA
from analysis.weighting import CAP, EQUAL, OFFICIAL, OUTPUTS, Choice, write
from components import numbers
from components.attributes import attributes, button
from components.callbacks import Callbacks, Change
from components.pages.weights import cards, text
from components.pages.weights.text import View
from components.parts.badges import icon
from components.parts.controls import Controls, listed
from components.parts.figure_card import changed, figure_card
from components.shell import LANG
from components.text import markup
from data.languages import known_language

PAGE = "weights"
EDITION, ECONOMY, RESTED = "weights-edition", "weights-economy", "weights-w"
PRESET, REQUESTED, ANSWERED = "weights-preset", "weights-ask", "weights-answered"
FINDING, DECK, HEADING, RESULT, BELOW = (
    f"weights-{part}" for part in ("finding", "deck", "heading", "result", "below")
)
DRAWN = (cards.DRAWS, cards.PLACES, cards.HISTORY)
CARDS = (*DRAWN, cards.SHARED)
HISTORY_NOTE, MATTERS, GONE = "weights-history-note", "weights-matters", "weights-gone"
_NUMBERS = re.compile(r"[0-9.,]{1,100}")
LENS, COMPACT = "weights-lens", "weights-compact"
SLIDERS = (*(f"weights-{code.lower()}" for code in PILLARS), "weights-split")
_INPUTS = 5
_KNOB = 20  # px; the middle of the knob runs from half of it to half of it before the end


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its controls."""
    view = text.read(dataset, lang, query)
    t, weights = view.t, write(view.choice.weights)
    controls = Controls(PAGE, view.choice, dataset, t)
    middle = [
        html.H2(text.heading(view), id=HEADING),
        html.Div(text.result(view), id=RESULT, className="weights-result"),
        figure_card(cards.DRAWS, cards.draws_content(view), t),
    ]
    grid = [
        _panel(view),
        html.Section(middle, className="weights-middle"),
        figure_card(cards.PLACES, cards.places_content(view), t),
    ]
    aside = [html.Div(_history_text(view), id=HISTORY_NOTE), html.Div(text.matters(view), id=MATTERS)]
    history = [figure_card(cards.HISTORY, cards.history_content(view), t), html.Div(aside)]
    return [
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(_deck(view), id=DECK, className="deck"),
        html.Div(
            [controls.select("edition"), controls.select("economy", searchable=True)], className="controls"
        ),
        html.Div(text.gone(view, query.get("economy")), id=GONE, role="status"),
        html.Div(grid, className="weights-grid"),
        html.Section(history, className="block weights-history"),
        *cards.shared(view),
        html.Div(_below(view), id=BELOW),
        *(dcc.Store(id=name, data=weights) for name in (PRESET, REQUESTED, RESTED, ANSWERED)),
        dcc.Store(id=cards.DRAWS.figures, data=cards.draws_figure(view)),
        dcc.Store(id=cards.PLACES.figures, data=cards.places_figure(view)),
        dcc.Store(id=cards.HISTORY.figures, data=cards.history_figure(view)),
        CALLBACKS.address(PAGE, dataset),
    ]


def _deck(view: View) -> list[str | Component]:
    return markup(view.t("weights.deck", edition=view.choice.edition))


def _history_text(view: View) -> list[Component]:
    note = html.P(cards.history_note(view), className="small")
    return [html.P(markup(cards.history_finding(view))), note]


def _below(view: View) -> list[Component]:
    three = [text.cases(view), text.imputed(view), text.left_out(view)]
    return [html.Section(three, className="block three"), text.columns(view)]


def _panel(view: View) -> html.Section:
    """Return the controls of the weights; the browser keeps them in step (scripts/weights.js)."""
    t, chosen, quiet = view.t, view.choice.weights, attributes(aria_hidden="true")
    current = write(chosen)
    sets = {"wipo": write(OFFICIAL), "equal": write(EQUAL), "outputs": write(OUTPUTS)}
    presets = [
        button(t(f"weights.panel.{key}"), data_weights=one, aria_pressed=str(one == current).lower())
        for key, one in sets.items()
    ]
    value, split, split_value = (t(f"weights.panel.{key}") for key in ("value", "split", "split_value"))
    each, most = zip(SLIDERS[:-1], PILLARS, chosen, OFFICIAL, strict=True), round(100 * CAP)
    sliders = [
        _slider(t.lang, name, t(f"gii.{code}"), value, 100 * weight, 100 * mark, most)
        for name, code, weight, mark in each
    ]
    outputs, mark = sum(100 * weight for weight in chosen[_INPUTS:]), 100 * sum(OFFICIAL[_INPUTS:])
    sliders.append(_slider(t.lang, SLIDERS[-1], split, split_value, outputs, mark, 100))
    reset = [icon("reset"), t("weights.panel.reset")]
    copy = [icon("link"), html.Span(t("weights.panel.copy"), **attributes(data_part="label"))]
    buttons = [
        button(reset, data_weights=write(OFFICIAL)),
        button(copy, data_copy_view="", data_done=t("weights.panel.copied")),
    ]
    group = attributes(role="group", aria_label=t("weights.panel.presets"))
    return html.Section(
        [
            html.H2(t("weights.panel.heading")),
            html.Div([*presets, _lens(view)], className="presets", **group),
            html.P(text.compact(view), id=COMPACT, className="weights-compact", **quiet),
            html.Div(sliders, className="sliders"),
            html.P(t("weights.panel.note"), className="small"),
            html.Div(buttons, className="weights-buttons"),
        ],
        className="weights-panel",
    )


def _lens(view: View) -> html.Div:
    """Return the select of the strategic pillars; its value is the weights of the lens, as in the address."""
    t, current = view.t, write(view.choice.weights)
    listed = [write(weights) for weights in text.lenses(view.dataset)]
    names = [
        t("weights.panel.lens_option", number=pillar.number, name=pillar.name.get(t.lang))
        for pillar in view.dataset.catalog.strategy
    ]
    picker = dcc.Dropdown(
        id=LENS,
        options=[{"label": name, "value": weights} for name, weights in zip(names, listed, strict=True)],
        value=current if current in listed else None,
        placeholder=t("weights.panel.lens"),
        clearable=False,
        searchable=False,
        maxHeight=320,
        className="select",
    )
    about = {"aria_label": t("weights.panel.lens"), "data_lens": LENS, "data_options": " ".join(listed)}
    return html.Div(picker, role="group", **attributes(**about))


def _slider(lang: str, name: str, label: str, written: str, value: float, mark: float, most: int) -> html.Div:
    """Return a slider; scripts/weights.js keeps its words and its neighbours in step with it.

    written: how its value is written ({value}, {rest}); value, mark (of WIPO's weight), most: in percent.
    """
    value = round(value, 2)
    shares = {"value": numbers.decimal(value, 1, lang), "rest": numbers.decimal(100 - value, 1, lang)}
    left = f"calc({_KNOB / 2:g}px + (100% - {_KNOB}px) * {mark / most:g})"
    tick = html.Span(className="slider-mark", style={"left": left}, **attributes(aria_hidden="true"))
    track = dcc.Slider(
        id=name,
        min=0,
        max=most,
        step=1,
        value=value,
        marks=None,
        updatemode="drag",
        allow_direct_input=False,
    )
    quiet = attributes(aria_live="off")  # the slider says its value; moving one moves them all
    head = html.Div(
        [html.Span(label), html.Output(written.format(**shares), className="fig", **quiet)],
        className="slider-head",
    )
    body = html.Div([tick, track], className="slider-track", role="group", **attributes(aria_label=label))
    return html.Div([head, body], className="slider", **attributes(data_slider=written))


def _settled(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return what follows once the sliders rest: the history, tables, downloads and citations."""
    view = text.read(dataset, lang, query)
    contents = (cards.draws_content, cards.places_content, cards.history_content)
    return [
        *(one for card, make in zip(DRAWN, contents, strict=True) for one in changed(card, make(view))),
        html.Div(_history_text(view), id=HISTORY_NOTE),
        dcc.Store(id=cards.HISTORY.figures, data=cards.history_figure(view)),
    ]


CALLBACKS = Callbacks(
    Choice,
    changes=(
        Change(
            ("edition", "economy", "w"),
            (
                (cards.HISTORY.figures, "data"),
                (HISTORY_NOTE, "children"),
                (cards.PLACES.measure_line, "children"),
                *((part, "children") for card in DRAWN for part in (card.table, card.source, *card.credit)),
                *((card.data, "href") for card in DRAWN),
                *((card.plot, "aria-label") for card in DRAWN),
            ),
            _settled,
        ),
        Change(
            ("economy", "shared"),
            (*cards.SHARED.parts, (cards.SHARED_NOTE, "children")),
            lambda dataset, lang, query: cards.shared(text.read(dataset, lang, query)),
        ),
    ),
    cards=CARDS,
    stores=("w",),
    replaced=("w",),
)


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what a slider does as it moves, and what only edition and economy change.

    While a slider moves the browser asks for the newest weights as soon as the last answer is there: these
    are no choice yet, and all that can wait until they are is left out. What does not depend on the weights
    is drawn for another edition or economy only, since some of it is slow.
    """
    app.clientside_callback(
        ClientsideFunction("weights", "follow"),
        *(Input(name, "value") for name in SLIDERS),
        Input(PRESET, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("weights", "choose"), Input(LENS, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("weights", "answered"), Input(ANSWERED, "data"), prevent_initial_call=True
    )
    picked = (Input(EDITION, "value"), Input(ECONOMY, "value"))

    @app.callback(
        Output(FINDING, "children"),
        Output(RESULT, "children"),
        Output(COMPACT, "children"),
        Output(cards.DRAWS.measure_line, "children"),
        Output(cards.DRAWS.figures, "data"),
        Output(cards.PLACES.figures, "data"),
        Output(ANSWERED, "data"),
        Input(REQUESTED, "data"),
        *picked,
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def answer(weights: object, edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        """Answer each move: the finding, the rank with its ranges, the bars, who changes places."""
        query = {"edition": edition, "economy": economy, "w": weights}
        view = text.read(current(), known_language(lang), query)
        return (
            markup(text.finding(view)),
            text.result(view),
            text.compact(view),
            text.measure(view),
            cards.draws_figure(view),
            cards.places_figure(view),
            # What was asked comes back, so that the browser can ask for the next; anything else does not.
            weights if isinstance(weights, str) and _NUMBERS.fullmatch(weights) else None,
        )

    @app.callback(
        Output(DECK, "children"),
        Output(HEADING, "children"),
        Output(BELOW, "children"),
        Output(MATTERS, "children"),
        Output(ECONOMY, "options"),
        Output(ECONOMY, "value"),
        Output(GONE, "children"),
        *picked,
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def anew(edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        """Return for another edition or economy what does not depend on the sliders."""
        view = text.read(current(), known_language(lang), {"edition": edition, "economy": economy})
        options = listed(view.dataset.by_name(view.field.economies, view.t.lang))
        # An economy that the edition does not hold gives way to China, in the picker as well.
        economy_value = no_update if economy == view.choice.economy else view.choice.economy
        below = _below(view), text.matters(view)
        # China that took the place of another economy is no choice of the reader: what is said of it stays.
        replaced = ctx.triggered_id == ECONOMY and economy == CHINA
        gone = no_update if replaced else text.gone(view, economy)
        return _deck(view), text.heading(view), *below, options, economy_value, gone
