"""The article's claims: are its figures right, and do open data move the way it asks for?"""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from analysis.claim_list import NO_PILLAR, Choice, listed
from analysis.dataset import Dataset
from analysis.derived import claim_assessments
from analysis.frames import claims as frames
from analysis.frames.table import Table
from analysis.verdicts import Assessment
from components.attributes import attributes
from components.callbacks import Callbacks
from components.card import Card
from components.pages.claims import text
from components.pages.claims.rows import rows
from components.parts.citation import cited
from components.parts.controls import Controls
from components.parts.figure_card import Content, dialogs, foot
from components.text import Words, markup, plain, words

PAGE = "claims"
_CLAIMS = Table("claims", "article-claims", frames.claims, Choice, filters=("verdict", "pillar", "kind"))
CARD = Card(PAGE, "claims", (_CLAIMS,), height=720)
CARDS = (CARD,)
ROWS, COUNT, EMPTY = "claims-rows", "claims-count", "claims-empty"
CALLBACKS = Callbacks(
    Choice,
    parts=(*((name, "children") for name in (ROWS, COUNT, EMPTY, CARD.table)), (CARD.data, "href")),
    stores=("claim",),
)
_ACTIONS = ("cite", "link")


def layout(dataset: Dataset, lang: str, query: Mapping[str, Any]) -> list[Component]:
    """Return the page in a language; ``query`` gives the values of its filters and the open claim."""
    say, claims, choice = words(lang), claim_assessments(dataset), Choice.read(dataset, query)
    names = {str(pillar.number): pillar.name.get(lang) for pillar in dataset.catalog.strategy}
    names |= {NO_PILLAR: say("claims.control.no_pillar")}
    controls = Controls(PAGE, choice, dataset, say, names)
    return [
        html.H1(markup(text.finding(claims, say))),
        html.P(markup(say("claims.deck")), className="deck"),
        html.Div(
            [
                *text.tally(claims, say),
                controls.select("verdict"),
                controls.select("pillar"),
                controls.segmented("kind"),
            ],
            className="controls",
        ),
        _card(dataset, claims, choice, say),
        text.below(dataset, claims, say),
        controls.store("claim"),
        CALLBACKS.address(PAGE, dataset),
    ]


def _card(dataset: Dataset, claims: Sequence[Assessment], choice: Choice, say: Words) -> html.Figure:
    finding, found = plain(text.finding(claims, say)), listed(claims, choice)
    content = Content(
        heading=say("claims.heading"),
        heading_shown=False,
        finding=finding,
        measure=[],
        table=text.overview(dataset, found, say) if found else html.Div(),
        source=text.source(dataset, say),
        data_address=text.data_address(dataset, choice, say.lang),
        file_name="article-claims",
        citation=cited(dataset, finding, dataset.table("claim_figures")["source"].dropna(), say),
    )
    return html.Figure(
        [
            html.H2(content.heading, id=CARD.heading, className="unseen"),
            html.P(text.count(found, claims, say), id=COUNT, className="unseen", role="status"),
            html.Div(rows(dataset, found, choice.claim, say), id=ROWS, className="claims"),
            html.Div(text.nothing(found, say), id=EMPTY),
            html.Div(foot(CARD, content, say, _ACTIONS), className="under"),
            html.Div(content.table, id=CARD.table, className="table-panel", hidden=True),
            *dialogs(CARD, content, say, _ACTIONS),
        ],
        className="card",
        **attributes(data_card=CARD.prefix, data_file=content.file_name, aria_labelledby=CARD.heading),
    )
