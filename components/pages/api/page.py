"""Programming interface: how does a script read the same numbers, and what does it get?"""

from collections.abc import Callable, Mapping

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from components.pages.api.endpoints import endpoints, prefix
from components.pages.api.examples import examples, paging
from components.pages.releases.places import places
from components.parts.drawn_table import drawing
from components.parts.section import section
from components.parts.tables import Cell, Column, table
from components.text import Words, markup, words
from data.api import FAULTS, MOST_CSV, MOST_ROWS, OPENAPI, ROWS, Wording, wording
from data.api_endpoints import BY_NAME, ENDPOINTS

PLACE, ORIGIN = "data/api", "api-origin"
_RULES = ("formats", "pages", "errors", "cache", "origins", "licences")


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    say = words(lang)
    said = _wording(dataset)
    return [
        section(say("page.data"), places(say), PLACE, say),
        dcc.Store(id=ORIGIN),
        html.H1(markup(say("api.finding", endpoints=len(ENDPOINTS)))),
        html.P(markup(say("api.deck")), className="deck"),
        _block(say("api.first"), say("api.first_deck"), examples(BY_NAME["scores"], say, html.H3)),
        _block(say("api.endpoints"), say("api.endpoints_deck"), endpoints(dataset, said, say)),
        _block(say("api.rules"), None, _rules(say)),
        _block(say("api.faults"), say("api.faults_deck"), _faults(said, say)),
        _block(say("api.more"), None, _more(say)),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Let the browser draw the tables and put the origin of the site into the examples."""
    for endpoint in ENDPOINTS:
        drawing(app, prefix(endpoint))
    app.clientside_callback(ClientsideFunction("api", "fill"), Output(ORIGIN, "data"), Input(ORIGIN, "id"))


@cached
def _wording(_dataset: Dataset) -> Wording:
    return wording()


def _block(head: str, deck: str | None, *parts: Component) -> html.Section:
    deck_part = [html.P(deck, className="prose")] if deck else []
    return html.Section([html.H2(head), *deck_part, *parts], className="block api-block")


def _rules(say: Words) -> html.Div:
    numbers = {"rows": f"{ROWS:,}", "most": f"{MOST_ROWS:,}", "csv": f"{MOST_CSV:,}"}
    rules = [html.P(markup(say(f"api.rule.{key}", **numbers))) for key in _RULES]
    return html.Div(
        [html.Div(rules, className="prose"), paging(BY_NAME["observations"], say)], className="api-rules"
    )


def _faults(said: Wording, say: Words) -> Component:
    rows: list[list[Cell]] = [
        [html.Code(name, id=name), str(fault.status), said.faults[name].get(say.lang)]
        for name, fault in FAULTS.items()
    ]
    heads = [Column(say(f"api.head.{name}"), number=False) for name in ("fault", "status", "meaning")]
    return table(heads, rows, caption=say("api.faults"))


def _more(say: Words) -> html.Ul:
    links = {"openapi": OPENAPI, "index": "/api/v1", "package": "/download/snapshot.zip"}
    return html.Ul(
        [
            html.Li([html.A(html.Code(address), href=address), " ", say(f"api.link.{key}")])
            for key, address in links.items()
        ],
        className="api-links",
    )
