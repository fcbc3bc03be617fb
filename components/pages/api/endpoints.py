"""The endpoints as the page shows them: a row each, which opens to parameters, columns and examples."""

from dash import html

from analysis.dataset import Dataset
from components.pages.api.examples import examples
from components.parts.drawn_table import Group as Rows
from components.parts.drawn_table import Head, Mark, Row, drawn_table, written
from components.text import Words
from data.api import Endpoint, Group, Parameter, Wording
from data.api_endpoints import ENDPOINTS
from data.table import Field

_CODE, _INNER = "api-code", "api-code api-inner"


def prefix(endpoint: Endpoint) -> str:
    """Return how the ids of an endpoint's table begin."""
    return f"api-{endpoint.name}"


def endpoints(dataset: Dataset, words: Wording, say: Words) -> html.Div:
    """Return all endpoints, closed."""
    return html.Div([_row(dataset, words, one, say) for one in ENDPOINTS], className="endpoints")


def _row(dataset: Dataset, words: Wording, endpoint: Endpoint, say: Words) -> html.Details:
    about = words.endpoints[endpoint.name].get(say.lang)
    head = html.Summary([html.H3(endpoint.path), html.P(about)])
    caption = say("api.caption", path=endpoint.path)
    table = drawn_table(prefix(endpoint), contents(dataset, words, endpoint, say), caption, cards=True)
    panel = html.Div([*table, examples(endpoint, say)], className="endpoint-panel")
    return html.Details([head, panel], className="endpoint")


def contents(dataset: Dataset, words: Wording, endpoint: Endpoint, say: Words) -> str:
    """Return the parameters of an endpoint and the columns of its answer as the text of a drawn table."""
    heads = [Head(say(f"api.head.{name}")) for name in ("name", "values", "default", "meaning")]
    parameters = [_parameter(dataset, words, endpoint, one, say) for one in endpoint.all_parameters]
    columns = _columns(words, endpoint, say)
    groups = [Rows(parameters, say("api.parameters")), Rows(columns, say("api.columns"))]
    return written(heads, groups, caption=say("api.caption", path=endpoint.path))


def _parameter(dataset: Dataset, words: Wording, endpoint: Endpoint, one: Parameter, say: Words) -> Row:
    default = one.default if one.default != "newest" else dataset.detailed
    return Row(
        [
            Mark(one.name, css=_CODE),
            _values(dataset, one, say),
            "" if default is None else Mark(str(default), css=_CODE),
            words.parameter(endpoint, one).get(say.lang),
        ]
    )


def _values(dataset: Dataset, parameter: Parameter, say: Words) -> str:
    low, high = parameter.minimum, parameter.maximum
    if parameter.between == "years":
        years = dataset.table("observations")["year"]
        low, high = int(years.min()), int(years.max())
    elif parameter.between:
        low, high = dataset.editions[0], dataset.editions[-1]
    if parameter.options:
        return say("api.values.either", options=", ".join(parameter.options))
    if low is not None and high is not None:
        return say("api.values.range", low=_number(low), high=_number(high))
    return say(f"api.values.{parameter.values}")


def _number(value: float) -> str:
    return f"{value:,.0f}" if value > 9_999 else f"{value:.0f}"


def _columns(words: Wording, endpoint: Endpoint, say: Words) -> list[Row]:
    rows: list[Row] = []
    for column in endpoint.columns:
        meaning = words.column(endpoint, column.name, column).get(say.lang)
        if isinstance(column, Field):
            rows.append(Row([Mark(column.name, css=_CODE), _kind(column, say), "", meaning]))
            continue
        kind = say("api.type.list" if column.many else "api.type.object")
        rows.append(Row([Mark(column.name, css=_CODE), kind, "", meaning]))
        rows += [_inner(words, endpoint, column, field, say) for field in column.fields]
    return rows


def _inner(words: Wording, endpoint: Endpoint, group: Group, field: Field, say: Words) -> Row:
    """Return the row of a column inside an object: its name in JSON, below it that in CSV."""
    flat = f"{group.prefix}_{field.name}"
    name = f"{group.name}[].{field.name}" if group.many else f"{group.name}.{field.name}"
    meaning = words.column(endpoint, flat, field).get(say.lang)
    both = Mark(name, small=say("api.in_csv", name=flat), css=_INNER)
    return Row([both, _kind(field, say), "", meaning])


def _kind(field: Field, say: Words) -> str:
    kind = say(f"api.type.{field.kind}")
    return kind if field.required else say("api.type.blank", kind=kind)
