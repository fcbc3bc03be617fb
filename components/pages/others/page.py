"""Other rankings: do they tell the same story of China's rise as the Global Innovation Index?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from analysis.derived import other_rankings
from components.callbacks import Callbacks
from components.pages.others import cards, tables, text
from components.pages.others.view import Choice, View
from components.parts.controls import Controls
from components.parts.figure_card import figure_card
from components.parts.ranking_section import ranking_section
from components.text import Words, markup, words

PAGE = "others"
CARDS = (cards.STRIP, cards.LINES, tables.CITED, tables.VALUES)
CALLBACKS = Callbacks(
    Choice,
    parts=tuple(
        part
        for card in (cards.STRIP, cards.LINES)
        for part in ((card.figures, "data"), (card.measure_line, "children"), (card.table, "children"))
    ),
    cards=(cards.STRIP, cards.LINES),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the value of its control."""
    say = words(lang)
    view = View(dataset, say, Choice.read(dataset, query), other_rankings(dataset))
    finding = text.finding(view)
    control = Controls(PAGE, view.choice, dataset, say).segmented("show")
    strip = figure_card(cards.STRIP, cards.strip_content(view, finding), say)
    lines = figure_card(cards.LINES, cards.lines_content(view, finding), say)
    fields, *below = _tables(dataset, say)
    return [
        ranking_section("ranking/others", say),
        html.H1(markup(finding)),
        html.P(markup(text.deck(view)), className="deck"),
        html.Div([control, html.Span(say("others.control"), className="small")], className="controls"),
        html.Div([strip, fields], className="profile-grid"),
        html.Section(lines, className="block"),
        dcc.Store(id=cards.STRIP.figures, data=cards.strip_figure(view)),
        dcc.Store(id=cards.LINES.figures, data=cards.lines_figure(view)),
        *below,
        CALLBACKS.address(PAGE, dataset),
    ]


@cached
def _tables(dataset: Dataset, say: Words) -> list[Component]:
    """Return what is the same in either measure: the fields, then what stands below the figures."""
    view = View(dataset, say, Choice.read(dataset, {}), other_rankings(dataset))
    return [tables.fields(view), tables.cited(view), tables.values(view), text.columns(view)]
