"""Programming interface: how does a script read the same numbers, and what does it get?"""

from collections.abc import Callable, Mapping

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset, cached
from components import numbers
from components.attributes import attributes
from components.parts.drawn_table import Group as Rows
from components.parts.drawn_table import Head, Mark, Row, drawing, drawn_table, written
from components.parts.figure_card import copyable
from components.parts.tables import Cell, heads, table
from components.shell import ORIGIN
from components.text import Words, markup, words
from data.api import (
    BY_NAME,
    ENDPOINTS,
    FAULTS,
    MOST_CSV,
    MOST_ROWS,
    OPENAPI,
    ROWS,
    Endpoint,
    Group,
    Parameter,
    Wording,
    wording,
)
from data.schema import Field

FILLED = "api-origin"
_RULES = ("formats", "pages", "errors", "cache", "origins", "licences")
_CODE, _INNER = "api-code", "api-code api-inner"
# Only a blank is missing: the iso2 of Namibia is NA.
_BLANK = {"python": 'keep_default_na=False, na_values=[""]', "r": 'na.strings = ""'}
_PAGES = """import requests
from urllib.parse import urljoin

address = "{address}"
rows = []
while address:
    page = requests.get(address, timeout=30).json()
    rows += page["data"]
    address = page["next"] and urljoin(address, page["next"])"""


def layout(dataset: Dataset, lang: str, _query: Mapping[str, str]) -> list[Component]:
    """Return the page in a language; it has no controls."""
    t = words(lang)
    phrases = _wording(dataset)
    rows = html.Div([_row(dataset, phrases, one, t) for one in ENDPOINTS], className="endpoints")
    return [
        dcc.Store(id=FILLED),
        html.H1(markup(t("api.finding", endpoints=len(ENDPOINTS)))),
        html.P(markup(t("api.deck")), className="deck"),
        _block(t("api.first"), t("api.first_deck"), examples(BY_NAME["scores"], t, html.H3)),
        _block(t("api.endpoints"), t("api.endpoints_deck"), rows),
        _block(t("api.rules"), None, _rules(t)),
        _block(t("api.faults"), t("api.faults_deck"), _faults(phrases, t)),
        _block(t("api.more"), None, _more(t)),
    ]


def callbacks(app: Dash, _current: Callable[[], Dataset]) -> None:
    """Let the browser draw the tables and put the origin of the site into the examples."""
    for endpoint in ENDPOINTS:
        drawing(app, prefix(endpoint))
    app.clientside_callback(ClientsideFunction("api", "fill"), Output(FILLED, "data"), Input(FILLED, "id"))


@cached
def _wording(_dataset: Dataset) -> Wording:
    return wording()


def _block(head: str, deck: str | None, *parts: Component) -> html.Section:
    deck_part = [html.P(deck, className="prose")] if deck else []
    return html.Section([html.H2(head), *deck_part, *parts], className="block api-block")


def _rules(t: Words) -> html.Div:
    """Return the rules of all endpoints, and how all pages of a long answer are read."""
    counts = {"rows": ROWS, "most": MOST_ROWS, "csv": MOST_CSV}
    sizes = {name: numbers.decimal(count, 0, t.lang) for name, count in counts.items()}
    rules = [html.P(markup(t(f"api.rule.{key}", **sizes))) for key in _RULES]
    code = _PAGES.replace("{address}", address(BY_NAME["observations"]))
    pages = copyable(code, t("api.example.pages"), t, html.H3)
    paging = html.Div(pages, **attributes(data_origin=""))
    return html.Div([html.Div(rules, className="prose"), paging], className="api-rules")


def _faults(phrases: Wording, t: Words) -> Component:
    rows: list[list[Cell]] = [
        [html.Code(name, id=name), str(fault.status), phrases.faults[name].get(t.lang)]
        for name, fault in FAULTS.items()
    ]
    names = ("fault", "status", "meaning")
    return table(t, heads(t, "api.head", names, names), rows, caption=t("api.faults"))


def _more(t: Words) -> html.Ul:
    links = {"openapi": OPENAPI, "index": "/api/v1", "package": "/download/snapshot.zip", "llms": "/llms.txt"}
    items = [
        html.Li([html.A(html.Code(address), href=address), " ", t(f"api.link.{key}")])
        for key, address in links.items()
    ]
    return html.Ul(items, className="api-links")


def prefix(endpoint: Endpoint) -> str:
    """Return how the ids of an endpoint's table begin."""
    return f"api-{endpoint.name}"


def _row(dataset: Dataset, words: Wording, endpoint: Endpoint, t: Words) -> html.Details:
    about = words.endpoints[endpoint.name].get(t.lang)
    head = html.Summary([html.H3(endpoint.path), html.P(about)])
    caption = t("api.caption", path=endpoint.path)
    table = drawn_table(prefix(endpoint), contents(dataset, words, endpoint, t), caption, cards=True)
    panel = html.Div([*table, examples(endpoint, t)], className="endpoint-panel")
    return html.Details([head, panel], className="endpoint")


def contents(dataset: Dataset, words: Wording, endpoint: Endpoint, t: Words) -> str:
    """Return the parameters of an endpoint and the columns of its answer as the text of a drawn table."""
    heads = [Head(t(f"api.head.{name}")) for name in ("name", "values", "default", "meaning")]
    parameters = [_parameter(dataset, words, endpoint, one, t) for one in endpoint.all_parameters]
    columns = _columns(words, endpoint, t)
    groups = [Rows(parameters, t("api.parameters")), Rows(columns, t("api.columns"))]
    return written(t, heads, groups, caption=t("api.caption", path=endpoint.path))


def _parameter(dataset: Dataset, words: Wording, endpoint: Endpoint, one: Parameter, t: Words) -> Row:
    default = one.default if one.default != "newest" else dataset.detailed
    unset = t("api.required") if one.required else ""
    written = unset if default is None else Mark(str(default), css=_CODE)
    meaning = words.parameter(endpoint, one).get(t.lang)
    return Row([Mark(one.name, css=_CODE), _values(dataset, one, t), written, meaning])


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
    return numbers.decimal(value, 0, t.lang) if abs(value) > 9_999 else f"{value:.0f}"


def _columns(words: Wording, endpoint: Endpoint, t: Words) -> list[Row]:
    rows: list[Row] = []
    for column in endpoint.columns:
        meaning = words.column(endpoint, column.name, column).get(t.lang)
        if isinstance(column, Field):
            rows.append(Row([Mark(column.name, css=_CODE), _kind(column, t), "", meaning]))
            continue
        kind = t("api.type.list" if column.many else "api.type.object")
        rows.append(Row([Mark(column.name, css=_CODE), kind, "", meaning]))
        rows += [_inner(words, endpoint, column, field, t) for field in column.fields]
    return rows


def _inner(words: Wording, endpoint: Endpoint, group: Group, field: Field, t: Words) -> Row:
    """Return the row of a column inside an object: its name in JSON, below it that in CSV."""
    flat = f"{group.prefix}_{field.name}"
    name = f"{group.name}[].{field.name}" if group.many else f"{group.name}.{field.name}"
    meaning = words.column(endpoint, flat, field).get(t.lang)
    both = Mark(name, small=t("api.in_csv", name=flat), css=_INNER)
    return Row([both, _kind(field, t), "", meaning])


def _kind(field: Field, t: Words) -> str:
    kind = t(f"api.type.{field.kind}")
    return kind if field.required else t("api.type.blank", kind=kind)


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
        [copyable(code, t(f"api.example.{kind}"), t, heading) for kind, code in codes.items()],
        className="api-examples",
        **attributes(data_origin=""),
    )
