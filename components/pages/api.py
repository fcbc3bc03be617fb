"""Programming interface: how does a script read the same numbers, and what does it get?"""

from collections.abc import Callable

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import NoChoices
from components.cards.citation import copyable_text
from components.cards.tables import columns_of, rows_table
from components.text.attributes import attributes
from components.text.catalog import Words, markup
from components.text.paths import ORIGIN
from components.text.view import PageView
from components.widgets.long_table import Group as Rows
from components.widgets.long_table import Head, Mark, Row, long_table, to_html
from data.api import (
    BY_NAME,
    DEFAULT_ROWS,
    ENDPOINTS,
    FAULTS,
    MAX_CSV_ROWS,
    MAX_ROWS,
    OPENAPI,
    Column,
    Endpoint,
    Group,
    Parameter,
    Wording,
    load_wording,
)
from data.schema import Field

FILLED = "api-origin"
_RULES = ("formats", "pages", "errors", "cache", "origins", "licences")
_LINKS = {"openapi": OPENAPI, "index": "/api/v1", "package": "/download/snapshot.zip", "llms": "/llms.txt"}
_CODE, _INNER = "api-code", "api-code api-inner"
_BLANK = {"python": 'keep_default_na=False, na_values=[""]', "r": 'na.strings = ""'}
"""Only a blank is missing: the iso2 of Namibia is NA."""
_PAGES = """import requests
from urllib.parse import urljoin

address = "{address}"
rows = []
while address:
    page = requests.get(address, timeout=30).json()
    rows += page["data"]
    address = page["next"] and urljoin(address, page["next"])"""


def layout(view: PageView[NoChoices]) -> list[Component]:
    """Return the page; it has no controls."""
    dataset, t, phrases = view.dataset, view.t, load_wording()
    rows = []
    for one in ENDPOINTS:
        head = html.Summary([html.H3(one.path), html.P(t.phrase(phrases.endpoints[one.name]))])
        caption = t("api.caption", path=one.path)
        table = long_table(prefix(one), contents(dataset, phrases, one, t), caption, cards=True)
        panel = html.Div([table, examples(one, t)], className="endpoint-panel")
        rows.append(html.Details([head, panel], className="endpoint"))
    rules = [t(f"api.rule.{key}", rows=DEFAULT_ROWS, most=MAX_ROWS, csv=MAX_CSV_ROWS) for key in _RULES]
    code = _PAGES.replace("{address}", address(BY_NAME["observations"]))
    paging = html.Div(copyable_text(code, t("api.example.pages"), t, html.H3), **attributes(data_origin=""))
    prose = html.Div([html.P(markup(rule)) for rule in rules], className="prose")
    faults = [
        {"fault": html.Code(name, id=name), "status": "400", "meaning": t.phrase(phrases.faults[name])}
        for name in FAULTS
    ]
    columns = columns_of(t, "api.head", fault="text", status="text", meaning="text")
    more = [
        html.Li([html.A(html.Code(place), href=place), " ", t(f"api.link.{key}")])
        for key, place in _LINKS.items()
    ]
    return [
        dcc.Store(id=FILLED),
        html.H1(markup(t("api.finding", endpoints=len(ENDPOINTS)))),
        html.P(markup(t("api.deck")), className="deck"),
        _block(t("api.first"), t("api.first_deck"), examples(BY_NAME["scores"], t, html.H3)),
        _block(t("api.endpoints"), t("api.endpoints_deck"), html.Div(rows, className="endpoints")),
        _block(t("api.rules"), "", html.Div([prose, paging], className="api-rules")),
        _block(t("api.faults"), t("api.faults_deck"), rows_table(t, faults, columns, t("api.faults"))),
        _block(t("api.more"), "", html.Ul(more, className="api-links")),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Let the browser put the origin of the site into the examples."""
    app.clientside_callback(ClientsideFunction("api", "fill"), Output(FILLED, "data"), Input(FILLED, "id"))


def _block(head: str, deck: str, part: Component) -> html.Section:
    above = [html.H2(head), *([html.P(deck, className="prose")] if deck else [])]
    return html.Section([*above, part], className="block api-block")


def prefix(endpoint: Endpoint) -> str:
    """Return how the ids of an endpoint's table begin."""
    return f"api-{endpoint.name}"


def contents(dataset: Dataset, words: Wording, endpoint: Endpoint, t: Words) -> str:
    """Return the parameters of an endpoint and the columns of its answer as the text of a drawn table.

    A column inside an object has its name in JSON, below it that in CSV.
    """
    parameters, columns = [], []
    for one in endpoint.all_parameters:
        unset = t("api.required") if one.required else ""
        known = unset if one.default is None else Mark(str(one.default), css=_CODE)
        meaning = t.phrase(words.parameter(endpoint, one))
        parameters.append(Row([Mark(one.name, css=_CODE), _values(dataset, one, t), known, meaning]))
    for column in endpoint.columns:
        meaning = t.phrase(words.column(endpoint, column.name, column))
        columns.append(Row([Mark(column.name, css=_CODE), _kind(column, t), "", meaning]))
        if isinstance(column, Field):
            continue
        for field in column.fields:
            flat, many = f"{column.prefix}_{field.name}", "[]" if column.many else ""
            name = f"{column.name}{many}.{field.name}"
            both = Mark(name, small=t("api.in_csv", name=flat), css=_INNER)
            meaning = t.phrase(words.column(endpoint, flat, field))
            columns.append(Row([both, _kind(field, t), "", meaning]))
    heads = [Head(t(f"api.head.{name}")) for name in ("name", "values", "default", "meaning")]
    groups = [Rows(parameters, t("api.parameters")), Rows(columns, t("api.columns"))]
    return to_html(t, heads, groups, caption=t("api.caption", path=endpoint.path))


def _values(dataset: Dataset, parameter: Parameter, t: Words) -> str:
    low, high = parameter.minimum, parameter.maximum
    if parameter.between == "years":
        years = dataset.table("observations")["year"]
        low, high = int(years.min()), int(years.max())
    elif parameter.between:
        low, high = dataset.editions[0], dataset.editions[-1]
    if parameter.options:
        # Words of one language among them stand in the meaning, for a page is read aloud in its own.
        return t("api.values.either", options=", ".join(filter(str.isascii, parameter.options)))
    if low is not None and high is not None:
        return t("api.values.range", low=_number(low, t), high=_number(high, t))
    if parameter.longest:
        return t("api.values.text", most=parameter.longest)
    return t(f"api.values.{parameter.values}")


def _number(value: float, t: Words) -> str:
    return t.write(value, "whole") if abs(value) > 9_999 else f"{value:.0f}"


def _kind(column: Column, t: Words) -> str:
    if isinstance(column, Group):
        return t("api.type.list" if column.many else "api.type.object")
    kind = t(f"api.type.{column.kind}")
    return kind if column.required else t("api.type.blank", kind=kind)


def address(endpoint: Endpoint, *more: str) -> str:
    """Return the address of an endpoint's example, with more parameters."""
    query = "&".join(part for part in (endpoint.example, *more) if part)
    return f"{ORIGIN}{endpoint.path}?{query}" if query else f"{ORIGIN}{endpoint.path}"


def examples(endpoint: Endpoint, t: Words, heading: type[html.H3 | html.H4] = html.H4) -> html.Div:
    """Return how the example of an endpoint is read with curl, Python and R, each below a ``heading``."""
    csv, name = address(endpoint, "format=csv"), endpoint.name
    codes = {
        "curl": f'curl "{address(endpoint)}"',
        "python": f'import pandas as pd\n\n{name} = pd.read_csv("{csv}", {_BLANK["python"]})',
        "r": f'{name} <- read.csv("{csv}", {_BLANK["r"]})',
    }
    return html.Div(
        [copyable_text(code, t(f"api.example.{kind}"), t, heading) for kind, code in codes.items()],
        className="api-examples",
        **attributes(data_origin=""),
    )
