"""The endpoints as the page shows them: a row each, which opens to parameters, columns and examples."""

from dash import html
from dash.development.base_component import Component

from components.pages.api.examples import examples
from components.parts.tables import Cell, Column, table
from components.site import Site
from components.text import Words
from data.api import Endpoint, Group, Parameter, Wording
from data.api_endpoints import ENDPOINTS
from data.table import Field


def endpoints(site: Site, words: Wording, say: Words) -> html.Div:
    """Return all endpoints; the first is open, so that it is seen what a row holds."""
    rows = [_row(site, words, one, say, opened=one is ENDPOINTS[0]) for one in ENDPOINTS]
    return html.Div(rows, className="endpoints")


def _row(site: Site, words: Wording, endpoint: Endpoint, say: Words, *, opened: bool) -> html.Details:
    head = html.Summary(
        [
            html.H3(html.Code(endpoint.path, className="api-path")),
            html.P(words.endpoints[endpoint.name].get(say.lang)),
        ]
    )
    parts: list[Component] = [
        html.H4(say("api.parameters")),
        _parameters(site, words, endpoint, say),
        html.H4(say("api.columns")),
        _columns(words, endpoint, say),
        html.H4(say("api.examples")),
        examples(endpoint, say),
    ]
    return html.Details(
        [head, html.Div(parts, className="endpoint-panel")], open=opened, className="endpoint"
    )


def _parameters(site: Site, words: Wording, endpoint: Endpoint, say: Words) -> Component:
    rows: list[list[Cell]] = [
        [
            html.Code(one.name),
            _values(site, one, say),
            _default(site, one),
            words.parameter(endpoint, one).get(say.lang),
        ]
        for one in endpoint.all_parameters
    ]
    heads = [
        Column(say(f"api.head.{name}"), number=False) for name in ("name", "values", "default", "meaning")
    ]
    return table(heads, rows, caption=say("api.caption.parameters", path=endpoint.path))


def _values(site: Site, parameter: Parameter, say: Words) -> str:
    low, high = parameter.minimum, parameter.maximum
    if parameter.between == "years":
        years = site.snapshot.table("observations")["year"]
        low, high = int(years.min()), int(years.max())
    elif parameter.between:
        low, high = site.editions[0], site.editions[-1]
    if parameter.options:
        return say("api.values.one", options=say.listing(list(parameter.options)))
    if low is not None and high is not None:
        return say("api.values.range", low=f"{low:,.0f}" if high > 9999 else f"{low:.0f}", high=_number(high))
    return say(f"api.values.{parameter.values}")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value > 9_999 else f"{value:.0f}"


def _default(site: Site, parameter: Parameter) -> str:
    if parameter.default is None:
        return ""
    return str(site.detailed if parameter.default == "newest" else parameter.default)


def _columns(words: Wording, endpoint: Endpoint, say: Words) -> Component:
    rows: list[list[Cell]] = []
    for column in endpoint.columns:
        if isinstance(column, Field):
            meaning = words.column(endpoint, column.name, column).get(say.lang)
            rows.append([html.Code(column.name), _kind(column, say), meaning])
            continue
        kind = say("api.type.list" if column.many else "api.type.object")
        meaning = words.column(endpoint, column.name, column).get(say.lang)
        rows.append([html.Code(column.name), kind, meaning])
        rows += [_inner(words, endpoint, column, field, say) for field in column.fields]
    heads = [Column(say(f"api.head.{name}"), number=False) for name in ("name", "type", "meaning")]
    return table(heads, rows, caption=say("api.caption.columns", path=endpoint.path))


def _inner(words: Wording, endpoint: Endpoint, group: Group, field: Field, say: Words) -> list[Cell]:
    """Return the row of a column inside an object: its name in JSON, below it that in CSV."""
    flat = f"{group.prefix}_{field.name}"
    name = f"{group.name}[].{field.name}" if group.many else f"{group.name}.{field.name}"
    both: Cell = [html.Code(name, className="api-inner"), html.Br(), html.Code(flat, className="api-flat")]
    return [both, _kind(field, say), words.column(endpoint, flat, field).get(say.lang)]


def _kind(field: Field, say: Words) -> str:
    kind = say(f"api.type.{field.kind}")
    return kind if field.required else say("api.type.blank", kind=kind)
