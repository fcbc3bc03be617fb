"""Overview: how far has China risen, and how does each strategic pillar look?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.frames.trajectory import TRAJECTORY
from analysis.trajectory import Choice
from components.callbacks import Callbacks
from components.card import Card
from components.pages.overview import text
from components.pages.overview.text import deck, limits
from components.pages.overview.views import Shown, frame_of, views
from components.parts.controls import Controls, chip_row
from components.parts.figure_card import Content, figure_card
from components.parts.reading import pillar_row, strip
from components.shell import LANG, THEME, WIDTH, path
from components.text import Words, markup, words
from data.languages import spoken

PAGE = "overview"
CARD = Card(PAGE, "trajectory", (TRAJECTORY,), 740)
CARDS = (CARD,)
CHIPS, FINDING = "overview-chips", "overview-finding"
CALLBACKS = Callbacks(Choice, stores=("raise",))


@dataclass(frozen=True, slots=True)
class Fixed:
    """What does not change with the controls: made once for a snapshot and a language."""

    deck: html.P
    strips: list[Component]
    strategy: html.Section
    below: list[Component]


@cached
def _fixed(dataset: Dataset, lang: str) -> Fixed:
    say = words(lang)
    china = frame_of(dataset, Choice.read(dataset, {"with": ""}), say)
    intro = html.Span(markup(say("overview.deck.intro")), className="roomy")
    return Fixed(
        deck=html.P([intro, *markup(deck(china, say))], className="deck"),
        strips=[strip(dataset, pillar, say) for pillar in dataset.catalog.strategy],
        strategy=_strategy(dataset, say),
        below=[
            text.below(dataset, china, limits(china, say), say),
            text.china_table(china, say),
        ],
    )


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    say, chosen = words(lang), Choice.read(dataset, query)
    controls = Controls(PAGE, chosen, dataset, say)
    fixed, made = _fixed(dataset, lang), views(dataset, chosen, say)
    shown = made.shown[chosen.measure]
    card = figure_card(CARD, _content(shown, fixed, say), say)
    return [
        html.H1(shown.finding, id=FINDING),
        fixed.deck,
        html.Div(
            [
                controls.segmented("show"),
                controls.editions(chosen.first, chosen.last),
                controls.comparison("with", CHIPS, raises=True),
            ],
            className="controls",
        ),
        html.Div([card, fixed.strategy], className="overview-grid"),
        *fixed.below,
        dcc.Store(id=CARD.figures, data=made.text(chosen.measure)),
        controls.store("raise"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _content(shown: Shown, fixed: Fixed, say: Words) -> Content:
    return Content(
        heading=say("overview.heading_figure"),
        finding=shown.plain,
        measure=shown.measure,
        table=shown.table,
        quote=say("overview.quote"),
        source=shown.source,
        data_address=shown.address,
        file_name="china-gii-trajectory",
        citation=shown.citation,
        strips=tuple(fixed.strips),
        heading_shown=False,
        note=[
            html.Span(say("trajectory.note.shaded_short"), className="band-note"),
            say("trajectory.note.framework_short"),
        ],
    )


def _strategy(dataset: Dataset, say: Words) -> html.Section:
    rows = [pillar_row(dataset, pillar, say) for pillar in dataset.catalog.strategy]
    return html.Section(
        [
            html.H2(markup(say("strategy.heading")), className="measure"),
            html.Ol(rows, className="rows"),
            html.P(
                [
                    text.strategy_sources(dataset, say),
                    " ",
                    html.A(say("strategy.more"), href=path(say.lang, "strategy")),
                ],
                className="source",
            ),
        ],
        className="strategy",
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: the server is asked for editions and economies only.

    It answers with the figure and the words around it in every measure, among which the browser picks: that
    is no part of the page as it is drawn in one measure.
    """
    controls = CALLBACKS.controls(PAGE)

    @app.callback(
        Output(CARD.figures, "data"),
        Output(CHIPS, "children"),
        *(Output(*controls[key]) for key in ("from", "to")),  # in their order
        *(Input(*controls[key]) for key in ("from", "to", "with")),
        State(*controls["show"]),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(first: object, last: object, peers: object, measure: object, lang: object) -> tuple[Any, ...]:
        dataset, say = current(), words(spoken(lang))
        chosen = Choice.read(dataset, {"show": measure, "from": first, "to": last, "with": peers})
        chips = chip_row(dataset.labels(say.lang), chosen.peers, say)
        return views(dataset, chosen, say).text(chosen.measure), chips, chosen.first, chosen.last

    # In the order of views.Shown.parts.
    parts = (FINDING, CARD.measure_line, CARD.table), (CARD.data, "href"), (CARD.source, CARD.citation)
    app.clientside_callback(
        ClientsideFunction("site", "view"),
        *(Output(part, "children") for part in parts[0]),
        Output(*parts[1]),
        *(Output(part, "children") for part in parts[2]),
        Output(CARD.plot, "aria-label"),
        Input(CARD.figures, "data"),
        Input(*controls["show"]),
        prevent_initial_call=True,
    )
    app.clientside_callback(
        ClientsideFunction("site", "paint"),
        Output(CARD.graph, "data-drawn"),
        Input(CARD.figures, "data"),
        Input(*controls["show"]),
        Input(*controls["raise"]),
        Input(THEME, "data"),
        Input(WIDTH, "data"),
    )
