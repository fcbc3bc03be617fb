"""Why it moved: what drove the change of a rank between two editions, in places and in points?"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from analysis.change import DETAILS, SPLITS, choose
from analysis.composition import PILLARS
from analysis.dataset import Dataset
from components.pages.why import figures, tables, text
from components.pages.why import finding as told
from components.pages.why.columns import columns
from components.pages.why.view import Shown, reach
from components.parts import pickers
from components.parts.address import address, store
from components.parts.citation import citation
from components.parts.figure_card import Card, Content, drawn, figure_card
from components.text import Words, markup, plain, words
from data.languages import spoken

PLACES, POINTS = Card("why-places"), Card("why-points")
CONTROLS: Final = {
    "from": "why-from",
    "to": "why-to",
    "economy": "why-economy",
    "detail": "why-detail",
    "pillar": "why-pillar",
    "split": "why-split",
}
"""The component behind each key of the query, in the order in which they are written to the address."""
FINDING, DECK, BADGE, COLUMNS = "why-finding", "why-deck", "why-badge", "why-columns"
PILLAR_CONTROL, NOTE, LANG = "why-pillar-control", "why-note", "why-lang"


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its controls."""
    shown = _shown(dataset, query, words(lang))
    said = _said(shown)
    return [
        html.H1(said["finding"], id=FINDING),
        html.P(said["deck"], className="deck", id=DECK),
        _controls(shown),
        html.Div(said["badge"], id=BADGE),
        html.Div([_card(PLACES, shown, said), _card(POINTS, shown, said)], className="why-grid"),
        html.Section(said["columns"], id=COLUMNS, className="block three"),
        dcc.Store(id=LANG, data=lang),
        _defaults(dataset),
    ]


def _shown(dataset: Dataset, query: Mapping[str, object], say: Words) -> Shown:
    choice = choose(query, dataset.editions, dataset.economies)
    if not {choice.first, choice.last} <= set(reach(dataset, choice.detail)):
        choice = replace(choice, detail=DETAILS[0])  # the control shows what is drawn
    return Shown(dataset, choice, say)


def _defaults(dataset: Dataset) -> dcc.Store:
    unasked = choose({}, dataset.editions, dataset.economies)
    values = (unasked.first, unasked.last, unasked.economy, unasked.detail, unasked.pillar, unasked.split)
    return store("why", dict(zip(CONTROLS, values, strict=True)))


def _controls(shown: Shown) -> html.Div:
    say, choice = shown.say, shown.choice
    editions = [(edition, str(edition)) for edition in shown.dataset.editions]
    economies = shown.dataset.by_name(shown.dataset.economies, say.lang)
    pillars = [(code, shown.pillar_name(code)) for code in PILLARS]
    splits = [(split, say(f"why.control.{split}")) for split in SPLITS]
    name = say("why.control.economy")
    economy = pickers.choice(CONTROLS["economy"], name, economies, choice.economy, say, searchable=True)
    pillar = pickers.choice(CONTROLS["pillar"], say("why.control.pillar"), pillars, choice.pillar, say)
    detail = pickers.segmented(
        CONTROLS["detail"], say("why.control.detail"), text.details(shown), choice.detail
    )
    return html.Div(
        [
            pickers.choice(CONTROLS["from"], say("why.control.from"), editions, choice.first, say),
            pickers.choice(CONTROLS["to"], say("why.control.to"), editions, choice.last, say),
            economy,
            html.Div(
                [detail, html.Span(text.reached(shown), className="small why-reach")], className="why-detail"
            ),
            html.Div(pillar, id=PILLAR_CONTROL, hidden=choice.detail == DETAILS[0]),
            pickers.segmented(CONTROLS["split"], say("why.control.split"), splits, choice.split),
        ],
        className="controls why-controls",
    )


def _card(card: Card, shown: Shown, said: Mapping[str, Any]) -> html.Div:
    """Return a figure card with the empty state that stands in its place where there is no ledger."""
    kind = card.prefix.removeprefix("why-")
    note = (html.P(said["note"], id=NOTE, className="why-note"),) if card is POINTS else ()
    content = Content(
        heading=said[f"{kind}_heading"],
        finding=said[f"{kind}_label"],
        measure=said[f"{kind}_measure"],
        table=html.Div(said[f"{kind}_table"], id=f"{card.prefix}-rows"),
        source=said[f"{kind}_source"],
        data_address=said[f"{kind}_address"],
        file_name=f"gii-{'places' if card is PLACES else 'ledger'}",
        citation=said[f"{kind}_citation"],
        quote=shown.say("overview.quote"),
        height=420,
        strips=note,
    )
    empty = html.P(said[f"{kind}_empty"], id=f"{card.prefix}-empty", className="empty")
    return html.Div(
        [
            empty,
            figure_card(card, content, shown.say),
            dcc.Store(id=card.figures, data=said[f"{kind}_figures"]),
        ],
        id=f"{card.prefix}-case",
        className=said[f"{kind}_case"],
    )


def _said(shown: Shown) -> dict[str, Any]:
    """Return all that changes with the controls."""
    say, split = shown.say, shown.split
    if split is None:
        finding = told.unsplit(shown.name, shown.editions, shown.ranks, say)
    else:
        finding = told.finding(split, shown.name, say)
    first, last = shown.editions
    kind = "deck" if shown.ledger else "deck_places" if split else "deck_none"
    return {
        "finding": markup(finding),
        "deck": markup(say(f"why.{kind}", first=first, last=last, name=shown.name)),
        "badge": text.badge(shown),
        "note": text.common_note(shown),
        "columns": columns(shown),
        "pillar_hidden": shown.choice.detail == DETAILS[0],
        **_places(shown, plain(finding)),
        **_points(shown),
    }


def _places(shown: Shown, finding: str) -> dict[str, Any]:
    say, split = shown.say, shown.split
    measure = say("why.measure.places_none")
    if split:
        measure = say("why.measure.places", name=shown.name, common=split.common)
    empty = text.empty_places(shown)
    return {
        "places_heading": markup(told.places_heading(split, say)),
        "places_label": finding,
        "places_measure": markup(measure),
        "places_figures": figures.places_json(shown),
        "places_table": tables.places_table(shown),
        "places_source": text.source(shown, "places"),
        "places_address": _address("places", shown),
        "places_citation": citation(shown.dataset, finding, *shown.editions, say),
        "places_empty": [*markup(empty), *text.ways(shown)],
        "places_case": _case(empty, shown),
    }


def _points(shown: Shown) -> dict[str, Any]:
    say, ledger = shown.say, shown.ledger
    heading = plain(told.points_heading(ledger, list(shown.parts["label"]), shown.drawn, say))
    empty = text.empty_points(shown)
    return {
        "points_heading": heading,
        "points_label": heading,
        "points_measure": text.points_measure(shown),
        "points_figures": figures.points_json(shown),
        "points_table": tables.points_table(shown),
        "points_source": text.source(shown, "points"),
        "points_address": _address("ledger", shown),
        "points_citation": citation(shown.dataset, heading, *shown.editions, say),
        "points_empty": [*markup(empty), *text.ways(shown)],
        "points_case": _case(empty, shown),
    }


def _case(empty: str, shown: Shown) -> str:
    """Return the classes of a card's case; two figures of about one height have their feet on one line."""
    level = shown.ledger is not None and shown.ledger.level == "pillar"
    return f"why-case{' is-empty' if empty else ''}{' is-level' if level else ''}"


def _address(name: str, shown: Shown) -> str:
    """Return the address of the CSV of exactly what is shown."""
    choice = shown.choice
    query = {"lang": shown.say.lang, "from": choice.first, "to": choice.last, "economy": choice.economy}
    if name == "ledger":
        query |= {"detail": choice.detail, "pillar": choice.pillar, "split": choice.split}
    return f"/download/{name}.csv?{urlencode(query)}"


def _outputs() -> dict[str, Output]:
    """Return where each part of ``_said`` stands on the page."""
    found = {
        "finding": Output(FINDING, "children"),
        "deck": Output(DECK, "children"),
        "badge": Output(BADGE, "children"),
        "note": Output(NOTE, "children"),
        "columns": Output(COLUMNS, "children"),
        "pillar_hidden": Output(PILLAR_CONTROL, "hidden"),
    }
    for kind, card in (("places", PLACES), ("points", POINTS)):
        found |= {
            f"{kind}_heading": Output(card.heading, "children"),
            f"{kind}_label": Output(card.plot, "aria-label"),
            f"{kind}_measure": Output(card.measure_line, "children"),
            f"{kind}_figures": Output(card.figures, "data"),
            f"{kind}_table": Output(f"{card.prefix}-rows", "children"),
            f"{kind}_source": Output(card.source, "children"),
            f"{kind}_address": Output(card.data, "href"),
            f"{kind}_citation": Output(card.citation, "children"),
            f"{kind}_empty": Output(f"{card.prefix}-empty", "children"),
            f"{kind}_case": Output(f"{card.prefix}-case", "className"),
        }
    return found


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one answer of the server, and the browser draws."""
    outputs = _outputs()

    @app.callback(
        *outputs.values(),
        *(Input(control, "value") for control in CONTROLS.values()),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        *asked, lang = values
        dataset, say = current(), words(spoken(lang))
        said = _said(_shown(dataset, dict(zip(CONTROLS, asked, strict=True)), say))
        return tuple(said[key] for key in outputs)

    @app.callback(
        Output(CONTROLS["detail"], "options"),
        Output(CONTROLS["detail"], "value"),
        Input(CONTROLS["from"], "value"),
        Input(CONTROLS["to"], "value"),
        State(CONTROLS["detail"], "value"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def reached(first: object, last: object, detail: object, lang: object) -> tuple[Any, Any]:
        shown = _shown(current(), {"from": first, "to": last, "detail": detail}, words(spoken(lang)))
        left = shown.choice.detail
        return pickers.radio(text.details(shown)), no_update if left == detail else left

    drawn(app, PLACES)
    drawn(app, POINTS)
    address(app, "why", {key: (control, "value") for key, control in CONTROLS.items()})
