"""Brief: what does one economy's place amount to, on two pages that can be printed?"""

from collections.abc import Callable, Mapping
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component

from analysis.brief import Choice, choose
from analysis.dataset import Dataset
from analysis.standing import CHINA
from components.attributes import attributes
from components.pages.brief.first import first
from components.pages.brief.second import cite, second
from components.pages.brief.view import Brief, read, sheet, told
from components.pages.economy.text import never
from components.parts import pickers
from components.parts.address import address, store
from components.text import Words, markup, words
from data.languages import spoken

ECONOMY, EDITION, SINCE = "brief-economy", "brief-edition", "brief-since"
SHEETS, PEERS, LANG = "brief-sheets", "brief-with", "brief-lang"


def layout(dataset: Dataset, lang: str, query: Mapping[str, str]) -> list[Component]:
    """Return the brief of the economy that the path names; ``query`` gives the first values of its controls.

    An economy that no edition ranks has a page that says so.
    """
    say = words(lang)
    if (
        asked := str(query.get("economy", CHINA))
    ) in dataset.catalog.economies and asked not in dataset.economies:
        return _never(dataset, asked, say)
    brief = read(dataset, say, query)
    unasked = choose(
        {"economy": brief.choice.economy},
        dataset.scores,
        dataset.editions,
        dataset.economies,
        dataset.detailed,
    )
    return [
        _controls(brief),
        html.Div(_sheets(brief), id=SHEETS, className="brief"),
        dcc.Store(id=PEERS, data=None if brief.choice.peers is None else ",".join(brief.choice.peers)),
        dcc.Store(id=LANG, data=lang),
        store("brief", {"edition": unasked.edition, "since": unasked.since or 0}),
    ]


def _sheets(brief: Brief) -> list[Component]:
    head = brief.say("brief.head", name=brief.name, edition=brief.choice.edition)
    return [first(brief, head), second(brief, head)]


def _never(dataset: Dataset, economy: str, say: Words) -> list[Component]:
    """Return the page of an economy that no edition ranks: that it is so, with source and citation."""
    finding, (reason, others) = never(dataset, economy, say)
    brief = Brief(dataset, say, Choice(economy, dataset.detailed, None, None))
    listed = html.P(markup(others), className="brief-list")  # of the list above, which paper does not have
    content = [html.H1(markup(finding)), html.P(markup(reason)), listed, cite(brief, finding)]
    head = say("brief.head_never", name=dataset.labels(say.lang)[economy])
    number = say("brief.page", number=1, all=1)
    page = sheet(head, content, told(say, [say("brief.disclaimer")]), number, short=True)
    controls = [_picker(dataset, economy, say), _print(say)]
    return [
        html.Div(controls, className="controls brief-controls"),
        html.Div(page, className="brief"),
    ]


def _picker(dataset: Dataset, economy: str, say: Words) -> html.Div:
    options = dataset.by_name({*dataset.economies, economy}, say.lang)
    return pickers.choice(ECONOMY, say("controls.economy"), options, economy, say, searchable=True)


def _print(say: Words) -> html.Button:
    about = attributes(data_print="page")
    return html.Button(say("brief.print"), type="button", className="button brief-print", **about)


def _controls(brief: Brief) -> html.Div:
    say, dataset, choice = brief.say, brief.dataset, brief.choice
    editions = [(edition, str(edition)) for edition in reversed(dataset.editions)]
    return html.Div(
        [
            _picker(dataset, choice.economy, say),
            pickers.choice(EDITION, say("controls.edition"), editions, choice.edition, say),
            pickers.choice(SINCE, say("brief.control.since"), _before(brief), choice.since or 0, say),
            _print(say),
        ],
        className="controls brief-controls",
    )


def _before(brief: Brief) -> list[tuple[str | int, str]]:
    """Return the editions that changes can be counted from."""
    before = [edition for edition in reversed(brief.dataset.editions) if edition < brief.choice.edition]
    return [(edition, str(edition)) for edition in before] or [(0, brief.say("missing"))]


def callbacks(app: Dash, current: Callable[[], Dataset]) -> None:
    """Register what a change of a control does: another economy is another page, else the sheets change."""
    app.clientside_callback(
        ClientsideFunction("site", "elsewhere"), Input(ECONOMY, "value"), prevent_initial_call=True
    )
    address(app, "brief", {"edition": (EDITION, "value"), "since": (SINCE, "value")})

    @app.callback(
        Output(SHEETS, "children"),
        Output(SINCE, "options"),
        Output(SINCE, "value"),
        Input(EDITION, "value"),
        Input(SINCE, "value"),
        State(ECONOMY, "value"),
        State(PEERS, "data"),
        State(LANG, "data"),
        prevent_initial_call=True,
    )
    def update(
        edition: object, since: object, economy: object, peers: object, lang: object
    ) -> tuple[Any, ...]:
        dataset, say = current(), words(spoken(lang))
        brief = read(dataset, say, {"economy": economy, "edition": edition, "since": since, "with": peers})
        options = pickers.listed(_before(brief))
        return _sheets(brief), options, brief.choice.since or 0
