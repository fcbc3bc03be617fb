"""Weights and robustness: does the rank depend on the weights of the seven GII pillars?"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.standing import CHINA
from analysis.weighting import OFFICIAL, write
from components.pages.weights import cards, text
from components.pages.weights import view as views
from components.pages.weights.panel import COMPACT, LENS, SLIDERS, panel
from components.pages.weights.view import View
from components.parts import pickers
from components.parts.address import address, store
from components.parts.figure_card import drawn, figure_card
from components.text import markup
from data.languages import spoken

PAGE = "weights"
EDITION, ECONOMY = "weights-edition", "weights-economy"
WEIGHTS, ASKED, RESTED, ANSWERED = "weights-w", "weights-ask", "weights-rest", "weights-answered"
FINDING, DECK, HEADING, RESULT, BELOW = (
    f"weights-{part}" for part in ("finding", "deck", "heading", "result", "below")
)
LANG = "weights-lang"
SETTLED = (cards.DRAWS, cards.PLACES, cards.HISTORY)
HISTORY_NOTE, MATTERS, GONE = "weights-history-note", "weights-matters", "weights-gone"
_NUMBERS = re.compile(r"[0-9.,]{1,100}")


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its controls."""
    shown = views.view(dataset, lang, query)
    say, weights = shown.say, write(shown.chosen.weights)
    grid = [panel(shown), _middle(shown), figure_card(cards.PLACES, cards.places_content(shown), say)]
    return [
        html.H1(markup(views.finding(shown)), id=FINDING),
        html.P(_deck(shown), id=DECK, className="deck"),
        _controls(shown),
        html.Div(text.gone(shown, query.get("economy")), id=GONE, role="status"),
        html.Div(grid, className="weights-grid"),
        _history(shown),
        html.Div(_below(shown), id=BELOW),
        *(dcc.Store(id=name, data=weights) for name in (WEIGHTS, ASKED, RESTED, ANSWERED)),
        dcc.Store(id=cards.DRAWS.figures, data=cards.draws_figure(shown)),
        dcc.Store(id=cards.PLACES.figures, data=cards.places_figure(shown)),
        dcc.Store(id=cards.HISTORY.figures, data=cards.history_figure(shown)),
        dcc.Store(id=LANG, data=lang),
        store(PAGE, {"edition": dataset.detailed, "economy": CHINA, "w": write(OFFICIAL)}, replaced=("w",)),
    ]


def _deck(shown: View) -> list[str | Component]:
    return markup(shown.say("weights.deck", edition=shown.edition))


def _options(shown: View) -> list[tuple[str, str]]:
    return shown.dataset.by_name(shown.field.economies, shown.say.lang)


def _controls(shown: View) -> html.Div:
    say, chosen = shown.say, shown.chosen
    editions: list[tuple[str | int, str]] = [
        (one, str(one)) for one in sorted(shown.dataset.fields, reverse=True)
    ]
    parts = [
        pickers.choice(EDITION, say("controls.edition"), editions, chosen.edition, say),
        pickers.choice(
            ECONOMY, say("controls.economy"), _options(shown), chosen.economy, say, searchable=True
        ),
    ]
    return html.Div(parts, className="controls")


def _middle(shown: View) -> html.Section:
    return html.Section(
        [
            html.H2(views.heading(shown), id=HEADING),
            html.Div(views.result(shown), id=RESULT, className="weights-result"),
            figure_card(cards.DRAWS, cards.draws_content(shown), shown.say),
        ],
        className="weights-middle",
    )


def _history(shown: View) -> html.Section:
    card = figure_card(cards.HISTORY, cards.history_content(shown), shown.say)
    aside = [html.Div(_history_text(shown), id=HISTORY_NOTE), html.Div(text.matters(shown), id=MATTERS)]
    return html.Section([card, html.Div(aside)], className="block weights-history")


def _history_text(shown: View) -> list[Component]:
    return [
        html.P(markup(cards.history_finding(shown))),
        html.P(cards.history_note(shown), className="small"),
    ]


def _below(shown: View) -> list[Component]:
    three = [text.cases(shown), text.imputed(shown), text.left_out(shown)]
    return [html.Section(three, className="block three"), text.columns(shown)]


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a slider moves, a set of weights is chosen, or edition or economy change."""
    _browser(app)
    _live(app, current)
    _settled(app, current)
    _anew(app, current)
    controls = {"edition": (EDITION, "value"), "economy": (ECONOMY, "value"), "w": (RESTED, "data")}
    address(app, PAGE, controls)
    for card in SETTLED:
        drawn(app, card)


def _browser(app: Dash) -> None:
    app.clientside_callback(
        ClientsideFunction("weights", "follow"),
        *(Input(name, "value") for name in SLIDERS),
        Input(WEIGHTS, "data"),
    )
    app.clientside_callback(
        ClientsideFunction("weights", "choose"), Input(LENS, "value"), prevent_initial_call=True
    )
    app.clientside_callback(
        ClientsideFunction("weights", "answered"), Input(ANSWERED, "data"), prevent_initial_call=True
    )


def _chosen(dataset: Dataset, lang: object, edition: object, economy: object, weights: object) -> View:
    query = {"edition": edition, "economy": economy, "w": weights}
    return views.view(dataset, spoken(lang), query)


_PICKED = (Input(EDITION, "value"), Input(ECONOMY, "value"))


def _live(app: Dash, current: Callable[[], Dataset]) -> None:
    """Answer each move: the finding, the rank with its ranges, the bars, who changes places."""

    @app.callback(
        Output(FINDING, "children"),
        Output(RESULT, "children"),
        Output(COMPACT, "children"),
        Output(cards.DRAWS.measure_line, "children"),
        Output(cards.DRAWS.figures, "data"),
        Output(cards.PLACES.figures, "data"),
        Output(ANSWERED, "data"),
        Input(ASKED, "data"),
        *_PICKED,
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def answer(weights: object, edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        shown = _chosen(current(), lang, edition, economy, weights)
        return (
            markup(views.finding(shown)),
            views.result(shown),
            views.compact(shown),
            views.measure(shown),
            cards.draws_figure(shown),
            cards.places_figure(shown),
            # What was asked comes back, so that the browser can ask for the next; anything else does not.
            weights if isinstance(weights, str) and _NUMBERS.fullmatch(weights) else None,
        )


def _settled(app: Dash, current: Callable[[], Dataset]) -> None:
    """Once the sliders rest: the history, tables, downloads and citations."""
    parts = ("table", "data", "source", "citation", "plot")

    @app.callback(
        Output(cards.HISTORY.figures, "data"),
        Output(HISTORY_NOTE, "children"),
        Output(cards.PLACES.measure_line, "children"),
        *(
            Output(getattr(card, part), {"data": "href", "plot": "aria-label"}.get(part, "children"))
            for card in SETTLED
            for part in parts
        ),
        Input(RESTED, "data"),
        *_PICKED,
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def settle(weights: object, edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        shown = _chosen(current(), lang, edition, economy, weights)
        contents = (cards.draws_content, cards.places_content, cards.history_content)
        changed: list[Any] = []
        for content in (make(shown) for make in contents):
            changed += [
                content.table,
                content.data_address,
                content.source,
                content.citation,
                content.finding,
            ]
        return (cards.history_figure(shown), _history_text(shown), cards.places_measure(shown), *changed)


def _anew(app: Dash, current: Callable[[], Dataset]) -> None:
    """Another edition or economy: what does not depend on the sliders."""

    @app.callback(
        Output(DECK, "children"),
        Output(HEADING, "children"),
        Output(BELOW, "children"),
        Output(MATTERS, "children"),
        Output(ECONOMY, "options"),
        Output(ECONOMY, "value"),
        Output(GONE, "children"),
        *_PICKED,
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def anew(edition: object, economy: object, lang: object) -> tuple[Any, ...]:
        shown = _chosen(current(), lang, edition, economy, None)
        options = pickers.listed(_options(shown))
        # An economy that the edition does not hold gives way to China, in the picker as well.
        held = no_update if economy == shown.chosen.economy else shown.chosen.economy
        below = _below(shown), text.matters(shown)
        # China that took the place of another economy is no choice of the reader: what is said of it stays.
        given = ctx.triggered_id == ECONOMY and economy == CHINA
        gone = no_update if given else text.gone(shown, economy)
        return _deck(shown), views.heading(shown), *below, options, held, gone
