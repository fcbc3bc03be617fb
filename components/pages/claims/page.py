"""The article's claims: are its figures right, and do open data move the way it asks for?"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.claim_list import ALL, PILLARS, Choice, Held, choose, listed
from analysis.dataset import Dataset
from analysis.derived import judged_claims
from components.attributes import attributes
from components.pages.claims import text
from components.pages.claims.rows import rows
from components.parts import address, pickers
from components.parts.citation import cited
from components.parts.figure_card import Card, Content, dialogs, foot
from components.text import Words, markup, plain, words
from data.claims import KINDS
from data.languages import spoken
from data.schema_claims import VERDICTS

CARD = Card("claims")
VERDICT, PILLAR, KIND, OPENED = "claims-verdict", "claims-pillar", "claims-kind", "claims-opened"
ROWS, COUNT, EMPTY, LANG = "claims-rows", "claims-count", "claims-empty", "claims-lang"
CONTROLS = {"verdict": (VERDICT, "value"), "pillar": (PILLAR, "value"), "kind": (KIND, "value")}
OUTPUTS = {
    "rows": (ROWS, "children"),
    "count": (COUNT, "children"),
    "empty": (EMPTY, "children"),
    "table": (CARD.table, "children"),
    "address": (CARD.data, "href"),
}
_ACTIONS = ("cite", "link")


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its filters and the open claim."""
    say, claims = words(lang), judged_claims(dataset)
    choice = choose(query, dataset.catalog.claims)
    shown = _shown(dataset, choice, say)
    return [
        html.H1(markup(text.finding(claims, say))),
        html.P(markup(say("claims.deck")), className="deck"),
        _controls(dataset, claims, choice, say),
        _card(dataset, claims, shown, say),
        text.below(dataset, claims, say),
        dcc.Store(id=OPENED, data=choice.claim),
        dcc.Store(id=LANG, data=lang),
        address.store("claims", dict.fromkeys(CONTROLS, ALL)),
    ]


def _shown(dataset: Dataset, choice: Choice, say: Words) -> dict[str, Any]:
    """Return all that changes with the filters, by the keys of OUTPUTS."""
    claims = judged_claims(dataset)
    found = listed(claims, choice)
    return {
        "rows": rows(dataset, found, choice.claim, say),
        "count": text.count(found, claims, say),
        "empty": text.nothing(found, say),
        "table": text.overview(dataset, found, say) if found else [],
        "address": text.data_address(choice, say.lang),
    }


def _controls(dataset: Dataset, claims: Sequence[Held], choice: Choice, say: Words) -> html.Div:
    everything = (ALL, say("claims.control.all"))
    verdicts = [everything, *((name, say(f"verdict.{name}")) for name in VERDICTS)]
    names = {str(pillar.number): pillar.name.get(say.lang) for pillar in dataset.catalog.strategy}
    names |= {PILLARS[0]: say("claims.control.no_pillar")}
    pillars = [everything, *((name, names[name]) for name in (*PILLARS[1:], PILLARS[0]))]
    kinds = [everything, *((kind, say(f"claims.kind.{kind}")) for kind in KINDS)]
    return html.Div(
        [
            *text.tally(claims, say),
            pickers.choice(VERDICT, say("claims.control.verdict"), verdicts, choice.verdict, say),
            pickers.choice(PILLAR, say("claims.control.pillar"), pillars, choice.pillar, say),
            pickers.segmented(KIND, say("claims.control.kind"), kinds, choice.kind),
        ],
        className="controls",
    )


def _card(dataset: Dataset, claims: Sequence[Held], shown: Mapping[str, Any], say: Words) -> html.Figure:
    found = text.finding(claims, say)
    content = Content(
        heading=say("claims.heading"),
        heading_shown=False,
        finding=plain(found),
        measure=[],
        table=shown["table"],
        source=text.source(dataset, say),
        data_address=shown["address"],
        file_name="article-claims",
        citation=cited(dataset, plain(found), dataset.table("claim_figures")["source"].dropna(), say),
    )
    return html.Figure(
        [
            html.H2(content.heading, id=CARD.heading, className="unseen"),
            html.P(shown["count"], id=COUNT, className="unseen", role="status"),
            html.Div(shown["rows"], id=ROWS, className="claims"),
            html.Div(shown["empty"], id=EMPTY),
            html.Div(foot(CARD, content, say, _ACTIONS), className="under"),
            html.Div(content.table, id=CARD.table, className="table-panel", hidden=True),
            *dialogs(CARD, content, say, _ACTIONS),
        ],
        className="card",
        **attributes(data_card=CARD.prefix, data_file=content.file_name, aria_labelledby=CARD.heading),
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a filter changes."""

    @app.callback(
        *(Output(component, prop) for component, prop in OUTPUTS.values()),
        *(Input(component, prop) for component, prop in CONTROLS.values()),
        State(OPENED, "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(
        verdict: object, pillar: object, kind: object, opened: object, lang: object
    ) -> tuple[Any, ...]:
        dataset, say = current(), words(spoken(lang))
        asked = {"verdict": verdict, "pillar": pillar, "kind": kind, "claim": opened}
        shown = _shown(dataset, choose(asked, dataset.catalog.claims), say)
        return tuple(shown[key] for key in OUTPUTS)

    address.address(app, "claims", CONTROLS)
