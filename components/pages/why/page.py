"""Why it moved: what drove the change of a rank between two editions, in places and in points?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.composition import PILLARS
from analysis.dataset import Dataset
from analysis.frames import why as frames
from analysis.ledger import DETAILS, Choice
from components.callbacks import Callbacks
from components.card import Card
from components.pages.why import figures, text
from components.pages.why import figures as tables
from components.pages.why import finding as sentences
from components.pages.why.text import columns
from components.pages.why.view import View
from components.parts.citation import citation
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.text import markup, plain, words

PAGE = "why"
PLACES = Card("why-places", "rank-ledger", (frames.PLACES,), height=690)
POINTS = Card("why-points", "score-ledger", (frames.LEDGER,), height=840)
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
    view = View(dataset, words(lang), Choice.read(dataset, query))
    say, (first, last) = view.say, view.editions
    if view.split is None:
        finding = sentences.unsplit(view.name, view.editions, view.ranks, say)
    else:
        finding = sentences.finding(view.split, view.name, say)
    deck = "deck" if view.ledger else "deck_places" if view.split else "deck_none"
    cards = [
        _case(
            PLACES,
            _places(view, plain(finding)),
            figures.places_json(view),
            text.empty_places(view),
            view,
        ),
        _case(POINTS, _points(view), figures.points_json(view), text.empty_points(view), view),
    ]
    return [
        html.H1(markup(finding), id=FINDING),
        html.P(markup(say(f"why.{deck}", first=first, last=last, name=view.name)), className="deck", id=DECK),
        _controls(view),
        html.Div(text.badge(view), id=BADGE),
        html.Div(cards, className="why-grid"),
        html.Section(columns(view), id=COLUMNS, className="block three"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _controls(view: View) -> html.Div:
    pillars = {code: view.pillar_name(code) for code in PILLARS}
    controls = Controls(PAGE, view.choice, view.dataset, view.say, pillars)
    reached = html.Span(text.reached(view), className="small why-reach")
    hidden = view.choice.detail == DETAILS[0]
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


def _places(view: View, finding: str) -> Content:
    say, split, written = view.say, view.split, view.choice.written()
    measure = say("why.measure.places_none")
    if split:
        measure = say("why.measure.places", name=view.name, common=split.common)
    return Content(
        heading=markup(sentences.places_heading(split, say)),
        finding=finding,
        measure=markup(measure),
        table=html.Div(tables.places_table(view)),
        source=text.source(view, "places"),
        data_address=view.download("places", {key: written[key] for key in ("from", "to", "economy")}),
        file_name="gii-places",
        citation=citation(view.dataset, finding, *view.editions, say),
        quote=say("overview.quote"),
        height=420,
    )


def _points(view: View) -> Content:
    say = view.say
    heading = plain(sentences.points_heading(view.ledger, list(view.parts["label"]), view.drawn, say))
    return Content(
        heading=heading,
        finding=heading,
        measure=text.points_measure(view),
        table=html.Div(tables.points_table(view)),
        source=text.source(view, "points"),
        data_address=view.download("ledger", view.choice.written()),
        file_name="gii-ledger",
        citation=citation(view.dataset, heading, *view.editions, say),
        quote=say("overview.quote"),
        height=420,
        strips=(html.P(text.common_note(view), id=NOTE, className="why-note"),),
    )


def _case(card: Card, content: Content, drawing: str, empty: str, view: View) -> html.Div:
    """Return a figure card, or what stands in its place where there is no ledger.

    Two figures of about one height have their feet on one line.
    """
    level = view.ledger is not None and view.ledger.level == "pillar"
    return html.Div(
        [
            html.P([*markup(empty), *text.ways(view)], id=f"{card.prefix}-empty", className="empty"),
            figure_card(card, content, view.say),
            dcc.Store(id=card.figures, data=drawing),
        ],
        id=f"{card.prefix}-case",
        className=f"why-case{' is-empty' if empty else ''}{' is-level' if level else ''}",
    )
