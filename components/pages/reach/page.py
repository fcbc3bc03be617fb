"""What would it take: which points separate an economy from a rank, and where could they come from?"""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import reach as frames
from analysis.reach import LEADERS, OTHER, Choice
from components.callbacks import Callbacks
from components.card import Card
from components.charts import reach as charts
from components.measures import CONTRIBUTION, SCORE
from components.pages.reach import figures, text
from components.pages.reach.text import View
from components.parts.citation import citation
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import Content, figure_card
from components.parts.tables import Cell, heads, table
from components.text import markup, plain, words
from components.view import licence

PAGE = "reach"
LADDER = Card("reach-ladder", "reach-ladder", (frames.LADDER,), height=770)
PILLARS = Card("reach-pillars", "reach-pillars", (frames.PILLARS,), height=1090)
LEVERS = Card("reach-levers", "reach-indicators", (frames.LEVERS,), height=1060)
CARDS = (LADDER, PILLARS, LEVERS)
_FIGURES = {LADDER: figures.ladder, PILLARS: figures.pillars, LEVERS: figures.levers}
FINDING, DECK, OTHER_CONTROL, BELOW, NOTE = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "other", "below", "note")
)
CALLBACKS = Callbacks(
    Choice,
    parts=(
        *((name, "children") for name in (FINDING, DECK, BELOW, NOTE)),
        ("reach-rank", "options"),
        ("reach-rank", "value"),
        ("reach-economy", "options"),
        ("reach-economy", "value"),
        ("reach-than", "options"),
        ("reach-than", "value"),
        (OTHER_CONTROL, "hidden"),
        *LADDER.parts,
        *PILLARS.parts,
        *LEVERS.parts,
    ),
    cards=CARDS,
)
_COLUMNS = {
    "read": ("points", "best", "order"),
    "weigh": ("weight", "missing", "surveys"),
    "limits": ("rounded", "editions"),
}


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t = view.t
    controls = Controls(PAGE, view.choice, dataset, t)
    cards = {LADDER: _ladder(view), PILLARS: _pillars(view), LEVERS: _levers(view)}
    return [
        html.H1(markup(text.finding(view)), id=FINDING),
        html.P(markup(text.deck(view)), id=DECK, className="deck"),
        html.Div(
            [
                controls.select("economy", searchable=True),
                controls.select("edition"),
                controls.select("rank"),
                controls.select("target"),
                html.Div(
                    controls.select("than", searchable=True),
                    id=OTHER_CONTROL,
                    hidden=view.choice.target != OTHER,
                ),
            ],
            className="controls",
        ),
        html.Div(
            [
                html.Div(figure_card(LADDER, cards[LADDER], t)),
                html.Div(figure_card(PILLARS, cards[PILLARS], t)),
                html.Div(
                    [
                        figure_card(LEVERS, cards[LEVERS], t),
                        html.P(text.below(view), id=BELOW, className="small"),
                    ]
                ),
            ],
            className="reach-grid",
        ),
        html.P(t("reach.note", name=view.name), id=NOTE, className="quote"),
        three(columns(t, "reach", _COLUMNS, count=LEADERS, **text.limits(view))),
        *(dcc.Store(id=card.figures, data=draw(view)) for card, draw in _FIGURES.items()),
        CALLBACKS.address(PAGE, dataset),
    ]


def _content(view: View, card: Card, title: str, measure: str, body: html.Div, height: int) -> Content:
    t, edition = view.t, view.choice.edition
    stated = licence(view.dataset, view.dataset.licences[edition], t)
    return Content(
        heading=title,
        heading_visible=False,
        finding=title,
        measure=markup(measure),
        table=html.Div(body),
        source=markup(t("reach.source", edition=view.here, licence=stated, checked=view.checked)),
        data_address=view.address(card.tables[0].name),
        credit=citation(view.dataset, title, [edition], t),
        height=height,
    )


def _ladder(view: View) -> Content:
    t, found = view.t, view.found
    rows: list[list[Cell]] = [
        [
            str(row["rank"]),
            view.called(str(row["economy"])),
            CONTRIBUTION.write(row["score"], t.lang),
            CONTRIBUTION.write(row["score"] - found.score, t.lang, sign=True),
        ]
        for row in found.ladder.to_dict("records")
    ]
    names = ("rank", "economy", "score", "points")
    title = plain(text.finding(view))
    marked = [place for place, code in enumerate(found.ladder["economy"]) if code == found.economy]
    body = table(t, heads(t, "reach.column", names, ("economy",)), rows, caption=title, highlight=marked)
    return _content(view, LADDER, title, t("reach.measure.ladder", edition=view.here), body, charts.LADDER)


def _pillars(view: View) -> Content:
    t, found = view.t, view.found
    rows: list[list[Cell]] = [
        [
            t(f"gii.{row['code']}"),
            SCORE.write(row["score"], t.lang),
            SCORE.write(row["best"], t.lang),
            SCORE.write(row["needed"], t.lang),
            t("reach.yes" if row["possible"] else "reach.no"),
            SCORE.write(frames.together(row, found.share), t.lang),
        ]
        for row in found.pillars.to_dict("records")
    ]
    title = text.by_pillar(view)
    names = ("pillar", "score", "best", "needed", "possible", "together")
    columns_ = heads(t, "reach.column", names, ("pillar", "possible"))
    body = table(t, columns_, rows, caption=title)
    height = charts.height(figures.pillar_blocks(view), figures.pillar_form(view))
    return _content(view, PILLARS, title, t("reach.measure.pillars"), body, height)


def _levers(view: View) -> Content:
    t, found = view.t, view.found
    rows: list[list[Cell]] = [
        [
            view.part(row),
            text.weight(row, t.lang),
            SCORE.write(row["score"], t.lang),
            SCORE.write(row["target"], t.lang),
            CONTRIBUTION.write(row["adds"], t.lang),
            str(row["alone"]),
            str(row["together"]),
            t(f"reach.kind.{row['kind']}"),
        ]
        for row in found.levers.to_dict("records")
    ]
    names = (found.level, "weight", "score", "target", "adds", "alone", "in_order", "kind")
    title = plain(text.by_lever(view))
    body = table(t, heads(t, "reach.column", names, (found.level, "kind")), rows, caption=title)
    height = charts.height(figures.lever_blocks(view), figures.lever_form(view))
    measure = view.of_level("measure.levers", target=text.target(view), title=title)
    return _content(view, LEVERS, title, measure, body, height)
