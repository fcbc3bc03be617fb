"""Targets: what official plans promised, by when, and what became of it."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.targets import LATE, STORY, Choice
from components.attributes import attributes
from components.callbacks import Callbacks, Change
from components.pages.targets import rows, story
from components.pages.targets.view import View
from components.parts.columns import columns, three
from components.parts.controls import Controls
from components.parts.figure_card import dialogs, figure_card, foot
from components.text import markup, words

PAGE = "targets"
CARDS = (story.CARD, rows.CARD)
FINDING, DECK, EIGHT, LIST, COUNT, TALLY = (
    f"{PAGE}-{part}" for part in ("finding", "deck", "eight", "list", "count", "tally")
)
_LISTED = (
    *((name, "children") for name in (LIST, COUNT, rows.CARD.table, *rows.CARD.credit)),
    (rows.CARD.data, "href"),
)
_FILTERS = ("aim", "document", "verdict", "evidence", "by")
_BELOW = {
    "rules": ("rule", "late", "reached", "once"),
    "limits": ("seen", "own", "part", "weak"),
    "revised": ("vintage", "ratio", "newest"),
}
_ACTIONS = ("cite", "link")


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its controls."""
    view = View(dataset, words(lang), Choice.read(dataset, query))
    t = view.t
    controls = Controls(PAGE, view.choice, dataset, t, rows.names_of(view))
    selects = [controls.select(key) for key in ("aim", "document", "verdict", "evidence")]
    figure = figure_card(story.CARD, story.content(view), t)
    return [
        html.H1(markup(finding(view)), id=FINDING),
        html.P(markup(deck(view)), id=DECK, className="deck"),
        html.Div(
            [controls.segmented("figures"), html.Div(rows.tally(view), id=TALLY)],
            className="controls",
        ),
        html.Div(
            [
                html.Div(
                    [
                        figure,
                        html.P(markup(t("targets.story.after")), className="small target-after"),
                        dcc.Store(id=story.CARD.figures, data=story.figures(view)),
                    ]
                ),
                html.Div(rows.eight(view), id=EIGHT),
            ],
            className="targets-first",
        ),
        html.Div([*selects, controls.segmented("by")], className="controls targets-filters"),
        _list(view),
        three(columns(t, PAGE, _BELOW)),
        CALLBACKS.address(PAGE, dataset),
    ]


def _all(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the list of targets alone, which is all that its filters change."""
    return [_list(View(dataset, words(lang), Choice.read(dataset, query)))]


def finding(view: View) -> str:
    """Return how many of the targets that can be judged were met in time, late, or missed."""
    found = view.counts
    return view.t("targets.finding" if found["judged"] else "targets.finding_none", **found)


def deck(view: View) -> str:
    """Return what was met late, and how many targets there are in all."""
    t, found = view.t, view.counts
    late = view.every[view.every[f"verdict_{view.figures}"] == LATE]
    alone = bool(len(late)) and set(late["measure"]) == {STORY}
    weak = int(view.every[f"weak_{view.figures}"].sum())
    first = int(view.every["published"].dropna().min()[:4])
    start = t("targets.deck.late", late=found["late"]) if alone else ""
    key = "targets.deck.weak" if weak else "targets.deck.all"
    return start + t(key, first=first, weak=weak, **found)


def _list(view: View) -> html.Figure:
    t, card = view.t, rows.CARD
    content = rows.content(view)
    return html.Figure(
        [
            html.H2(content.heading, id=card.heading),
            html.P(content.measure, className="measure", id=card.measure_line),
            html.P(content.finding, id=COUNT, className="small count", role="status"),
            html.Div(rows.listing(view), id=LIST, className="targets-list"),
            html.Div(foot(card, content, t, _ACTIONS), className="under"),
            html.Div(content.table, id=card.table, className="table-panel", hidden=True),
            *dialogs(card, content, t, _ACTIONS),
        ],
        className="card targets-all",
        **attributes(data_card=card.prefix, data_file=content.file_name, aria_labelledby=card.heading),
    )


CALLBACKS = Callbacks(
    Choice,
    parts=(*((name, "children") for name in (FINDING, DECK, EIGHT, TALLY)), *story.CARD.parts, *_LISTED),
    changes=(Change(_FILTERS, _LISTED, _all),),
    cards=(story.CARD,),
)
