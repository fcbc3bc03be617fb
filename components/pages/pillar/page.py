"""Strategic pillar: is this aim of the article visible in the data, and how far is the frontier?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.multiples import SCALES
from analysis.progress import BASES
from analysis.selection import PEERS as DEFAULT
from analysis.standing import CHINA
from components.pages.pillar import grid, tables, text
from components.pages.pillar.aside import aside
from components.pages.pillar.finding import deck, finding
from components.pages.pillar.view import View, read
from components.pages.strategy.places import pillar_path, places
from components.parts import clusters, pickers
from components.parts.address import address, store
from components.parts.figure_card import drawn
from components.text import markup, plain, words
from data.languages import spoken

PEERS, CHIPS, SCALE, SINCE = "pillar-peers", "pillar-chips", "pillar-scale", "pillar-since"
FINDING, DECK, TEXT = "pillar-finding", "pillar-deck", "pillar-text"
PILLAR, LANG = "pillar-number", "pillar-lang"
CENTRES = 1  # the pillar that asks for innovation centres


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page of the pillar that the path names; ``query`` gives the first values of its controls."""
    say = words(lang)
    view = read(dataset, say, query)
    found = finding(view)
    card = grid.multiples_card(view, plain(found))
    return [
        places(dataset, pillar_path(view.pillar.slug), say),
        html.H1(markup(found), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        _controls(view),
        html.Div([card, aside(view)], className="pillar-grid"),
        *([clusters.clusters_card(dataset, say)] if view.chosen.pillar == CENTRES else []),
        tables.tables_section(view, plain(found)),
        html.Section(text.columns(view), id=TEXT, className="block three"),
        dcc.Store(id=PILLAR, data=view.chosen.pillar),
        dcc.Store(id=LANG, data=lang),
        store("pillar", {"with": list(DEFAULT), "scale": SCALES[0], "since": BASES[0]}),
    ]


def _controls(view: View) -> html.Div:
    dataset, say, chosen = view.dataset, view.say, view.chosen
    others = [code for code in dataset.economies if code != CHINA]
    labels = dataset.labels(say.lang)
    bases = [(str(base), str(base)) for base in BASES]
    scales = [(scale, say(f"pillar.scale.{scale}")) for scale in SCALES]
    return html.Div(
        [
            pickers.comparison(PEERS, CHIPS, labels, others, chosen.peers, say, raises=False),
            pickers.segmented(SINCE, say("controls.since"), bases, str(chosen.since)),
            pickers.segmented(SCALE, say("pillar.scale.label"), scales, chosen.scale),
        ],
        className="controls pillar-controls",
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one server answer; the browser draws."""
    for card in (*grid.CARDS, clusters.CARD):
        drawn(app, card)
    address(app, "pillar", {"with": (PEERS, "value"), "scale": (SCALE, "value"), "since": (SINCE, "value")})

    @app.callback(
        Output(FINDING, "children"),
        Output(DECK, "children"),
        Output(TEXT, "children"),
        Output(CHIPS, "children"),
        Output(grid.SHARED, "hidden"),
        Output(grid.GRID, "children"),
        Output(grid.CARD.table, "children"),
        Output(grid.CARD.data, "href"),
        Output(grid.CARD.citation, "children"),
        Output(tables.TABLES, "children"),
        Output(tables.CARD.data, "href"),
        Input(PEERS, "value"),
        Input(SCALE, "value"),
        Input(SINCE, "value"),
        State(PILLAR, "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(peers: object, scale: object, since: object, pillar: object, lang: object) -> tuple[Any, ...]:
        say = words(spoken(lang))
        view = read(current(), say, {"pillar": pillar, "with": peers, "scale": scale, "since": since})
        found = finding(view)
        return (
            markup(found),
            markup(deck(view)),
            text.columns(view),
            pickers.chip_row(view.dataset.labels(say.lang), view.chosen.peers, say, raises=False),
            view.chosen.scale != "shared",
            grid.grid(view),
            grid.rows_table(view),
            view.data_address("multiples"),
            grid.citation(view, plain(found)),
            tables.tables(view),
            view.data_address("evidence"),
        )
