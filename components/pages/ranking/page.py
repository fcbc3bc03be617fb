"""Ranking: where does everybody stand in an edition, and who changed places since another?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.listing import listed
from analysis.ranking import ALL, BEFORE, LONGEST, NONE, SHOWN, Choice, choose, ranking
from analysis.standing import CHINA
from components.pages.ranking import text
from components.pages.ranking.table import View, caption, table_text
from components.parts import address, pickers
from components.parts.citation import citation
from components.parts.drawn_table import drawing, drawn_table
from components.parts.figure_card import Card, Content
from components.parts.ranking_section import ranking_section
from components.parts.table_card import table_card
from components.text import Words, markup, plain, words
from data.codes import INCOMES, REGIONS
from data.languages import spoken

CARD = Card("ranking")
EDITION, AGAINST, FIND, SHOW = "ranking-edition", "ranking-against", "ranking-find", "ranking-show"
REGION, INCOME, PEERS, CHIPS = "ranking-region", "ranking-income", "ranking-peers", "ranking-chips"
SORT, ORDER, LANG = "ranking-sort", "ranking-order", "ranking-lang"
FINDING, DECK, COUNT, EMPTY = "ranking-finding", "ranking-deck", "ranking-count", "ranking-empty"
CONTROLS = {
    "edition": (EDITION, "value"),
    "against": (AGAINST, "value"),
    "find": (FIND, "value"),
    "region": (REGION, "value"),
    "income": (INCOME, "value"),
    "show": (SHOW, "value"),
    "sort": (SORT, "data"),
    "order": (ORDER, "data"),
    "with": (PEERS, "value"),
}
OUTPUTS = {
    "finding": (FINDING, "children"),
    "deck": (DECK, "children"),
    "measure": (CARD.measure_line, "children"),
    "count": (COUNT, "children"),
    "empty": (EMPTY, "children"),
    "rows": (CARD.rows, "data"),
    "notes": (CARD.table, "children"),
    "source": (CARD.source, "children"),
    "citation": (CARD.citation, "children"),
    "address": (CARD.data, "href"),
    "chips": (CHIPS, "children"),
}


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; ``query`` gives the first values of its controls."""
    say = words(lang)
    view = _view(dataset, query, say)
    shown = _shown(dataset, view, say)
    sort, order = (text.query(view.choice).get(key, "") for key in ("sort", "order"))
    return [
        ranking_section("ranking", say),
        html.H1(shown["finding"], id=FINDING),
        html.P(shown["deck"], className="deck", id=DECK),
        _controls(dataset, view.choice, _asked(query, view.choice), say),
        table_card(CARD, _content(shown, say), _body(view, shown, say), say),
        dcc.Store(id=SORT, data=sort or "rank"),
        dcc.Store(id=ORDER, data=order),
        dcc.Store(id=LANG, data=lang),
        address.store("ranking", _defaults(dataset), replaced=("find",)),
    ]


def _defaults(dataset: Dataset) -> dict[str, object]:
    idle = {"against": BEFORE, "region": ALL, "income": ALL, "show": SHOWN[0], "sort": "rank"}
    return {key: dataset.editions[-1] if key == "edition" else idle.get(key, "") for key in CONTROLS}


def _asked(query: Mapping[str, str], choice: Choice) -> str | int:
    """Return the value of the picker of the other edition: one that is named, none, or the one before."""
    if choice.against is None and query.get("against") == NONE:
        return NONE
    return choice.against if str(choice.against) == query.get("against") and choice.against else BEFORE


def _view(dataset: Dataset, query: Mapping[str, object], say: Words) -> View:
    choice = choose(query, dataset.editions, dataset.economies)
    tables = dataset.table
    found = ranking(dataset.scores, tables("gii_intervals"), tables("gii_economies"), dataset.counts, choice)
    return View(choice, found, listed(found.frame, choice, dataset.labels(say.lang), dataset.spellings))


def _shown(dataset: Dataset, view: View, say: Words) -> dict[str, Any]:
    """Return all that changes with the controls, by the keys of OUTPUTS."""
    found, choice = text.finding(dataset, view, say), view.choice
    editions = sorted({choice.edition, choice.against or choice.edition})
    measure = "ranking.by_score" if choice.show == "score" else "ranking.by_rank"
    return {
        "finding": markup(found),
        "plain": plain(found),
        "deck": text.deck(view, say),
        "measure": markup(say("ranking.measure", show=say(measure))),
        "count": text.count(view, say),
        "empty": text.nothing(dataset, view, say),
        "rows": table_text(dataset, view, say),
        "notes": text.notes(dataset, view, say),
        "source": text.source(dataset, view, say),
        "citation": citation(dataset, plain(found), editions[0], editions[-1], say),
        "address": text.data_address(choice, say.lang),
        "chips": pickers.chip_row(dataset.labels(say.lang), choice.peers, say, raises=False),
    }


def _controls(dataset: Dataset, choice: Choice, against: str | int, say: Words) -> html.Div:
    editions: list[tuple[str | int, str]] = [(one, str(one)) for one in reversed(dataset.editions)]
    others = [(BEFORE, say("ranking.control.before")), *editions, (NONE, say("ranking.control.none"))]
    everything = (ALL, say("ranking.control.all"))
    regions = [everything, *((code, say(f"region.{code}")) for code in REGIONS)]
    incomes = [everything, *((code, say(f"income.{code}")) for code in INCOMES)]
    shown = [(SHOWN[0], say("ranking.control.rank")), (SHOWN[1], say("ranking.control.score"))]
    economies = [economy for economy in dataset.economies if economy != CHINA]
    labels = dataset.labels(say.lang)
    return html.Div(
        [
            pickers.choice(EDITION, say("ranking.control.edition"), editions, choice.edition, say),
            pickers.choice(AGAINST, say("ranking.control.against"), others, against, say),
            _search(choice, say),
            pickers.choice(REGION, say("ranking.control.region"), regions, choice.region, say),
            pickers.choice(INCOME, say("ranking.control.income"), incomes, choice.income, say),
            pickers.segmented(SHOW, say("ranking.control.show"), shown, choice.show),
            pickers.comparison(PEERS, CHIPS, labels, economies, choice.peers, say, raises=False),
        ],
        className="controls ranking-controls",
    )


def _search(choice: Choice, say: Words) -> html.Div:
    label = say("ranking.control.find")
    field = dcc.Input(
        id=FIND,
        value=choice.find,
        type="search",
        debounce=0.25,  # seconds
        maxLength=LONGEST,
        placeholder=say("ranking.control.find_hint"),
        autoComplete="off",
        className="field",
    )
    return html.Div(
        [html.Label(label, htmlFor=FIND, className="control-label"), field], className="control find"
    )


def _body(view: View, shown: Mapping[str, Any], say: Words) -> list[Component]:
    count = html.P(shown["count"], id=COUNT, className="small count", role="status")
    table = drawn_table(CARD.prefix, shown["rows"], caption(view.choice, say), (SORT, ORDER))
    return [count, *table, html.Div(shown["empty"], id=EMPTY)]


def _content(shown: Mapping[str, Any], say: Words) -> Content:
    return Content(
        heading=say("ranking.heading"),
        heading_shown=False,
        finding=shown["plain"],
        measure=shown["measure"],
        table=shown["notes"],
        source=shown["source"],
        data_address=shown["address"],
        file_name="gii-ranking",
        citation=shown["citation"],
    )


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what happens when a control changes: one server answer, and the browser draws the table."""

    @app.callback(
        *(Output(component, prop) for component, prop in OUTPUTS.values()),
        *(Input(component, prop) for component, prop in CONTROLS.values()),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(*values: object) -> tuple[Any, ...]:
        dataset, say = current(), words(spoken(values[-1]))
        view = _view(dataset, dict(zip(CONTROLS, values[:-1], strict=True)), say)
        shown = _shown(dataset, view, say)
        return tuple(shown[key] for key in OUTPUTS)

    drawing(app, CARD.prefix)
    address.address(app, "ranking", CONTROLS)
