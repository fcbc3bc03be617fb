"""Evidence matrix: what do open data show of the five strategic aims, and of what do they show nothing?"""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import strategy as frames
from analysis.frames.table import Table
from analysis.matrix import Choice
from components.callbacks import Callbacks
from components.card import Card
from components.pages.strategy import text
from components.pages.strategy.bars import bars
from components.pages.strategy.places import MATRIX, places
from components.pages.strategy.table import table_text
from components.pages.strategy.view import View
from components.parts.citation import cited
from components.parts.contents import links
from components.parts.controls import Controls
from components.parts.drawn_table import drawn_table
from components.parts.figure_card import Content
from components.parts.reading import hardly
from components.parts.table_card import table_card
from components.text import markup, plain, words

PAGE = "strategy"
_MATRIX = Table(
    "evidence-matrix",
    "strategic-pillars-matrix",
    frames.matrix,
    Choice,
    ("sort", "order", "since"),
    filters=("pillar", "strength", "course", "origin"),
)
CARD = Card("matrix", "evidence-matrix", (_MATRIX,), height=720)
CARDS = (CARD,)
FINDING, DECK, BARS = "matrix-finding", "matrix-deck", "matrix-bars"
CONTENTS, COUNT, EMPTY = "matrix-contents", "matrix-count", "matrix-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, BARS, CONTENTS, COUNT, EMPTY)),
        (CARD.source, "children"),
        (CARD.citation, "children"),
        (CARD.rows, "data"),
        (CARD.data, "href"),
    ),
    tables=(CARD.prefix,),
    stores=("sort", "order"),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    say, finding = view.say, text.finding(view)
    names = {str(one.number): f"{one.number}  {one.name.get(lang)}" for one in dataset.catalog.strategy}
    controls = Controls(PAGE, view.choice, dataset, say, names)
    return [
        places(dataset, MATRIX, say),
        html.H1(markup(finding), id=FINDING),
        html.P(markup(text.deck(view)), id=DECK, className="deck"),
        html.Div(bars(view), id=BARS, className="evidence-bars"),
        html.Div(
            [
                controls.segmented("since"),
                *(controls.select(key) for key in ("pillar", "strength", "course", "origin")),
            ],
            className="controls",
        ),
        links(text.parts(view), say, id=CONTENTS),
        table_card(CARD, _content(view, plain(finding)), _body(view), say),
        text.columns(view),
        controls.store("sort"),
        controls.store("order"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _body(view: View) -> list[Component]:
    count = html.P(text.count(view), id=COUNT, className="small count", role="status")
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    table = drawn_table(CARD.prefix, table_text(view), view.say("matrix.caption"), stores)
    return [count, *table, html.Div(text.nothing(view), id=EMPTY)]


def _content(view: View, finding: str) -> Content:
    say = view.say
    releases = [*" ".join(view.whole["sources"].dropna()).split(), view.dataset.release]
    return Content(
        heading=say("matrix.caption"),
        heading_shown=False,
        finding=finding,
        measure=markup(say("matrix.measure")),
        table=html.P(markup(say("matrix.note", hardly=hardly(say))), className="small"),
        source=text.source(view),
        data_address=text.data_address(view),
        file_name="strategic-pillars-evidence",
        citation=cited(view.dataset, finding, releases, say),
    )
