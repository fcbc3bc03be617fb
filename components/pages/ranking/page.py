"""Ranking: where does everybody stand in an edition, and who changed places since another?"""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import ranking as frames
from analysis.listing import listed
from analysis.ranking import LONGEST, Choice
from components.callbacks import Callbacks
from components.card import Card
from components.pages.ranking import text
from components.pages.ranking.table import View, caption, table_text
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.drawn_table import drawn_table
from components.parts.figure_card import Content, table_card
from components.parts.section import section
from components.text import Words, markup, plain, words

PAGE = "ranking"
CARD = Card(PAGE, "ranking", (frames.RANKING,), height=720)
CARDS = (CARD,)
CHIPS, FINDING, DECK = "ranking-chips", "ranking-finding", "ranking-deck"
COUNT, EMPTY = "ranking-count", "ranking-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, CHIPS, COUNT, EMPTY)),
        *((name, "children") for name in (CARD.measure_line, CARD.table, CARD.source, CARD.citation)),
        (CARD.rows, "data"),
        (CARD.data, "href"),
    ),
    tables=(CARD.prefix,),
    stores=("sort", "order"),
    replaced=("find",),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = _view(dataset, Choice.read(dataset, query), words(lang))
    say, finding = view.say, text.finding(view)
    controls = Controls(PAGE, view.choice, dataset, say)
    return [
        section(PAGE, say),
        html.H1(markup(finding), id=FINDING),
        html.P(text.deck(view), className="deck", id=DECK),
        html.Div(
            [
                controls.select("edition"),
                controls.select("against"),
                controls.search("find", LONGEST),
                controls.select("region"),
                controls.select("income"),
                controls.segmented("show"),
                controls.comparison("with", CHIPS),
            ],
            className="controls ranking-controls",
        ),
        table_card(CARD, _content(view, plain(finding)), _body(view), say),
        controls.store("sort"),
        controls.store("order"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _view(dataset: Dataset, choice: Choice, say: Words) -> View:
    found = frames.RANKING.result(dataset, choice)
    listing = listed(found.frame, choice, dataset.labels(say.lang), dataset.spellings)
    return View(dataset, say, choice, found, listing)


def _body(view: View) -> list[Component]:
    count = html.P(text.count(view), id=COUNT, className="small count", role="status")
    stores = (f"{PAGE}-sort", f"{PAGE}-order")
    table = drawn_table(PAGE, table_text(view), caption(view), stores)
    return [count, *table, html.Div(text.nothing(view), id=EMPTY)]


def _content(view: View, finding: str) -> Content:
    say = view.say
    editions = sorted({view.choice.edition, view.choice.against or view.choice.edition})
    measure = "ranking.by_score" if view.choice.show == "score" else "ranking.by_rank"
    return Content(
        heading=say("ranking.heading"),
        heading_shown=False,
        finding=finding,
        measure=markup(say("ranking.measure", show=say(measure))),
        table=text.notes(view),
        source=text.source(view),
        data_address=text.data_address(view),
        file_name="gii-ranking",
        citation=citation(view.dataset, finding, editions[0], editions[-1], say),
    )
