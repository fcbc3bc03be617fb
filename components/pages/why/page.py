"""Why it moved: what drove the change of a rank between two editions, in places and in points?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.frames import why as frames
from analysis.frames.table import Table
from analysis.ledger import DETAILS, Choice
from components.callbacks import Callbacks
from components.card import Card
from components.pages.why import figures, text
from components.pages.why import figures as tables
from components.pages.why import finding as told
from components.pages.why.text import columns
from components.pages.why.view import Shown
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.text import markup, plain, words

PAGE = "why"
PLACES = Card(
    "why-places",
    "rank-ledger",
    (Table("places", "gii-places", frames.places, Choice, ("economy", "from", "to")),),
    height=690,
)
_LEDGER = Table(
    "ledger", "gii-ledger", frames.ledger, Choice, ("economy", "from", "to", "detail", "pillar", "split")
)
POINTS = Card("why-points", "score-ledger", (_LEDGER,), height=840)
CARDS = (PLACES, POINTS)
FINDING, DECK, BADGE, COLUMNS = "why-finding", "why-deck", "why-badge", "why-columns"
PILLAR_CONTROL, NOTE = "why-pillar-control", "why-note"
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, BADGE, NOTE, COLUMNS)),
        ("why-to", "options"),
        ("why-to", "value"),
        ("why-detail", "options"),
        ("why-detail", "value"),
        (PILLAR_CONTROL, "hidden"),
        *PLACES.parts,
        *POINTS.parts,
        *((f"{card.prefix}-empty", "children") for card in (PLACES, POINTS)),
        *((f"{card.prefix}-case", "className") for card in (PLACES, POINTS)),
    ),
    cards=(PLACES, POINTS),
)


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    shown = Shown(dataset, words(lang), Choice.read(dataset, query))
    say, (first, last) = shown.say, shown.editions
    if shown.split is None:
        finding = told.unsplit(shown.name, shown.editions, shown.ranks, say)
    else:
        finding = told.finding(shown.split, shown.name, say)
    deck = "deck" if shown.ledger else "deck_places" if shown.split else "deck_none"
    cards = [
        _case(
            PLACES,
            _places(shown, plain(finding)),
            figures.places_json(shown),
            text.empty_places(shown),
            shown,
        ),
        _case(POINTS, _points(shown), figures.points_json(shown), text.empty_points(shown), shown),
    ]
    return [
        html.H1(markup(finding), id=FINDING),
        html.P(
            markup(say(f"why.{deck}", first=first, last=last, name=shown.name)), className="deck", id=DECK
        ),
        _controls(shown),
        html.Div(text.badge(shown), id=BADGE),
        html.Div(cards, className="why-grid"),
        html.Section(columns(shown), id=COLUMNS, className="block three"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _controls(shown: Shown) -> html.Div:
    pillars = {code: shown.pillar_name(code) for code in PILLARS}
    controls = Controls(PAGE, shown.choice, shown.dataset, shown.say, pillars)
    reached = html.Span(text.reached(shown), className="small why-reach")
    hidden = shown.choice.detail == DETAILS[0]
    return html.Div(
        [
            controls.select("from"),
            controls.select("to"),
            controls.select("economy", searchable=True),
            html.Div([controls.segmented("detail"), reached], className="why-detail"),
            html.Div(controls.select("pillar"), id=PILLAR_CONTROL, hidden=hidden),
            controls.segmented("split"),
        ],
        className="controls why-controls",
    )


def _places(shown: Shown, finding: str) -> Content:
    say, split, written = shown.say, shown.split, shown.choice.written()
    measure = say("why.measure.places_none")
    if split:
        measure = say("why.measure.places", name=shown.name, common=split.common)
    return Content(
        heading=markup(told.places_heading(split, say)),
        finding=finding,
        measure=markup(measure),
        table=html.Div(tables.places_table(shown)),
        source=text.source(shown, "places"),
        data_address=shown.download("places", {key: written[key] for key in ("from", "to", "economy")}),
        file_name="gii-places",
        citation=citation(shown.dataset, finding, *shown.editions, say),
        quote=say("overview.quote"),
        height=420,
    )


def _points(shown: Shown) -> Content:
    say = shown.say
    heading = plain(told.points_heading(shown.ledger, list(shown.parts["label"]), shown.drawn, say))
    return Content(
        heading=heading,
        finding=heading,
        measure=text.points_measure(shown),
        table=html.Div(tables.points_table(shown)),
        source=text.source(shown, "points"),
        data_address=shown.download("ledger", shown.choice.written()),
        file_name="gii-ledger",
        citation=citation(shown.dataset, heading, *shown.editions, say),
        quote=say("overview.quote"),
        height=420,
        strips=(html.P(text.common_note(shown), id=NOTE, className="why-note"),),
    )


def _case(card: Card, content: Content, drawing: str, empty: str, shown: Shown) -> html.Div:
    """Return a figure card, or what stands in its place where there is no ledger.

    Two figures of about one height have their feet on one line.
    """
    level = shown.ledger is not None and shown.ledger.level == "pillar"
    return html.Div(
        [
            html.P([*markup(empty), *text.ways(shown)], id=f"{card.prefix}-empty", className="empty"),
            figure_card(card, content, shown.say),
            dcc.Store(id=card.figures, data=drawing),
        ],
        id=f"{card.prefix}-case",
        className=f"why-case{' is-empty' if empty else ''}{' is-level' if level else ''}",
    )
