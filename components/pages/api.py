"""Programming interface: how does a script read the same numbers, and what does it get?"""

from collections.abc import Callable
from typing import Final

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import NoChoices
from components.cards.citation import copyable_text
from components.cards.tables import columns_of, rows_table
from components.text.attributes import attributes
from components.text.catalog import Words, markup
from components.text.keys import by_last_part
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
_RULES: Final = (
    "api.rule.formats", "api.rule.pages", "api.rule.errors",
    "api.rule.cache", "api.rule.origins", "api.rule.licences",
)  # fmt: skip
_LINKS: Final = {
    "api.link.openapi": OPENAPI,
    "api.link.index": "/api/v1",
    "api.link.package": "/download/snapshot.zip",
    "api.link.llms": "/llms.txt",
}
_TYPES: Final = by_last_part(
    "api.type.boolean", "api.type.date", "api.type.integer", "api.type.number", "api.type.string"
)
_VALUES: Final = by_last_part(
    "api.values.codes", "api.values.economies", "api.values.editions",
    "api.values.indicators", "api.values.sources",
)  # fmt: skip
_CODE_CLASS, _INNER_CLASS = "api-code", "api-code api-inner"
# Only a blank is missing: the iso2 of Namibia is NA.
_PYTHON_MISSING, _R_MISSING = 'keep_default_na=False, na_values=[""]', 'na.strings = ""'
_PAGING_CODE = """import requests
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
    for endpoint in ENDPOINTS:
        head = html.Summary([html.H3(endpoint.path), html.P(t.phrase(phrases.endpoints[endpoint.name]))])
        caption = t("api.caption", path=endpoint.path)
        table = long_table(prefix(endpoint), contents(dataset, phrases, endpoint, t), caption, cards=True)
        panel = html.Div([table, examples(endpoint, t)], className="endpoint-panel")
        rows.append(html.Details([head, panel], className="endpoint"))
    rules = [t(key, rows=DEFAULT_ROWS, most=MAX_ROWS, csv=MAX_CSV_ROWS) for key in _RULES]
    code = _PAGING_CODE.replace("{address}", address(BY_NAME["observations"]))
    paging = html.Div(copyable_text(code, t("api.example.pages"), t, html.H3), **attributes(data_origin=""))
    prose = html.Div([html.P(markup(rule)) for rule in rules], className="prose")
    faults = [
        {"fault": html.Code(name, id=name), "status": "400", "meaning": t.phrase(phrases.faults[name])}
        for name in FAULTS
    ]
    columns = columns_of(t, dict.fromkeys(("api.head.fault", "api.head.status", "api.head.meaning"), "text"))
    more = [html.Li([html.A(html.Code(path), href=path), " ", t(key)]) for key, path in _LINKS.items()]
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
    """Return the prefix of the ids of an endpoint's table."""
    return f"api-{endpoint.name}"


def contents(dataset: Dataset, words: Wording, endpoint: Endpoint, t: Words) -> str:
    """Return a table of the parameters of an endpoint and the columns of its answer as HTML text.

    A column inside an object has its name in JSON, and below it its name in CSV.
    """
    parameters, columns = [], []
    for parameter in endpoint.all_parameters:
        name = Mark(parameter.name, css=_CODE_CLASS)
        default: str | Mark = t("api.required") if parameter.required else ""
        if parameter.default is not None:
            default = Mark(str(parameter.default), css=_CODE_CLASS)
        meaning = t.phrase(words.parameter(endpoint, parameter))
        parameters.append(Row([name, _values(dataset, parameter, t), default, meaning]))
    for column in endpoint.columns:
        meaning = t.phrase(words.column(endpoint, column.name, column))
        columns.append(Row([Mark(column.name, css=_CODE_CLASS), _kind(column, t), "", meaning]))
        if isinstance(column, Field):
            continue
        for field in column.fields:
            csv_name = f"{column.prefix}_{field.name}"
            json_name = f"{column.name}{'[]' if column.many else ''}.{field.name}"
            name = Mark(json_name, small=t("api.in_csv", name=csv_name), css=_INNER_CLASS)
            meaning = t.phrase(words.column(endpoint, csv_name, field))
            columns.append(Row([name, _kind(field, t), "", meaning]))
    keys = ("api.head.name", "api.head.values", "api.head.default", "api.head.meaning")
    heads = [Head(t(key)) for key in keys]
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
        # Options in Chinese are listed in the meaning only: screen readers read in the language of the page.
        return t("api.values.either", options=", ".join(filter(str.isascii, parameter.options)))
    if low is not None and high is not None:
        return t("api.values.range", low=_number(low, t), high=_number(high, t))
    if parameter.longest:
        return t("api.values.text", most=parameter.longest)
    return t(_VALUES[parameter.values])


def _number(value: float, t: Words) -> str:
    return t.write(value, "whole") if abs(value) > 9_999 else f"{value:.0f}"


def _kind(column: Column, t: Words) -> str:
    if isinstance(column, Group):
        return t("api.type.list" if column.many else "api.type.object")
    kind = t(_TYPES[column.kind])
    return kind if column.required else t("api.type.blank", kind=kind)


def address(endpoint: Endpoint, *more: str) -> str:
    """Return the address of an endpoint's example with further parameters."""
    query = "&".join(part for part in (endpoint.example, *more) if part)
    return f"{ORIGIN}{endpoint.path}?{query}" if query else f"{ORIGIN}{endpoint.path}"


def examples(endpoint: Endpoint, t: Words, heading: type[html.H3 | html.H4] = html.H4) -> html.Div:
    """Return code that reads the example of an endpoint with curl, Python and R, each below a heading."""
    csv, name = address(endpoint, "format=csv"), endpoint.name
    codes = {
        "api.example.curl": f'curl "{address(endpoint)}"',
        "api.example.python": f'import pandas as pd\n\n{name} = pd.read_csv("{csv}", {_PYTHON_MISSING})',
        "api.example.r": f'{name} <- read.csv("{csv}", {_R_MISSING})',
    }
    return html.Div(
        [copyable_text(code, t(key), t, heading) for key, code in codes.items()],
        className="api-examples",
        **attributes(data_origin=""),
    )
