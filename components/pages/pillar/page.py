"""Strategic pillar: is this aim of the article visible in the data, and how far is the frontier?"""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.multiples import Choice
from components.callbacks import Callbacks
from components.pages.pillar import cards, text
from components.pages.pillar.text import View, aside, deck, finding
from components.parts import clusters
from components.parts.controls import Controls
from components.text import markup, plain, words

PAGE = "pillar"
CHIPS, FINDING, DECK, TEXT = "pillar-chips", "pillar-finding", "pillar-deck", "pillar-text"
CENTRES = 1  # the pillar that asks for innovation centres
CARDS = (cards.MULTIPLES, cards.EVIDENCE, clusters.CARD)
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *(
            (name, "children")
            for name in (FINDING, DECK, CHIPS, TEXT, cards.SHARED, cards.GRID, cards.TABLES)
        ),
        *(
            (name, "children")
            for name in (cards.MULTIPLES.table, *cards.MULTIPLES.credit, *cards.EVIDENCE.credit)
        ),
        (cards.SHARED, "hidden"),
        (cards.MULTIPLES.data, "href"),
        (cards.EVIDENCE.data, "href"),
    ),
    cards=(*cards.FIGURES, clusters.CARD),
    stores=("pillar",),
    fixed=("pillar",),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page of the pillar that the path names; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t, found = view.t, finding(view)
    controls = Controls(PAGE, view.choice, dataset, t)
    return [
        html.H1(markup(found), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(
            [
                controls.comparison("with", CHIPS, raises=False),
                controls.segmented("since"),
                controls.segmented("scale"),
            ],
            className="controls pillar-controls",
        ),
        html.Div([cards.multiples_card(view, plain(found)), aside(view)], className="pillar-grid"),
        *([clusters.clusters_card(dataset, t)] if view.choice.pillar == CENTRES else []),
        cards.tables_section(view, plain(found)),
        html.Section(text.below(view), id=TEXT, className="block three"),
        controls.store("pillar"),
        CALLBACKS.address(PAGE, dataset),
    ]
