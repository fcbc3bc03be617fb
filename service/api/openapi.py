"""The OpenAPI 3.1 document of the interface, from its declaration and the values of the dataset."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from analysis.dataset import Dataset
from analysis.query import Control
from data.api import ENDPOINTS, FAULTS, MAX_CSV_ROWS, MAX_VALUES, OPENAPI, ROOT, Column, Parameter, Wording
from data.languages import Text
from data.schema import Field
from service.api.answers import CardEndpoint, Cards, column_names
from service.api.query import known_values, limits, option_names
from service.errors import MIMETYPE

Schema = dict[str, Any]

TITLE: Final = "Innovation Trajectory"
LISTS: Final = {
    "economies": "Economy",
    "editions": "Edition",
    "codes": "Code",
    "indicators": "Indicator",
    "sources": "Source",
}
"""Schemas of the values of parameters, by the name of their list."""
_INLINE: Final = 20  # options of a card that stand where they are asked for; more stand once for all cards
_TEXT: Final[Schema] = {"type": "string"}
_ABOUT: Final = (
    "Read only; GET and HEAD. JSON, or CSV with format=csv. Every answer names its snapshot. "
    "Long answers come in pages: next, and the header Link, lead to the next one. Licences belong to the "
    "publishers: see licence in sources and editions. All tables at once: /download/snapshot.zip."
)
_HEADERS: Final = {
    "ETag": "Changes with the snapshot, the query and the release of this site",
    "X-Snapshot": "Id of the snapshot that the answer is made of",
}
_CSV: Final = {"type": "string", "description": "The same values; objects inside are columns with a prefix"}
_ANYWHERE: Final = {
    405: "The interface is only read: GET and HEAD",
    429: "Too many requests at once",
    503: "No verified snapshot can be served, or the server has too much to do",
}
"""What any request may be answered."""


def document(dataset: Dataset, words: Wording, cards: Cards) -> Schema:
    """Return the OpenAPI document for a Dataset, with the public address of the site where it is known."""
    lists: Schema = {
        name: {
            "type": "integer" if values == "editions" else "string",
            "enum": list(known_values(dataset)[values]),
        }
        for values, name in LISTS.items()
    }
    paths = {
        ROOT: _operation("index", "What there is: the endpoints with their addresses", "Index"),
        OPENAPI: _operation("openapi", "This document", "Document"),
    }
    schemas: Schema = {}
    of_cards = [(card.endpoint, card) for card in cards.values()]
    for endpoint, card in (*((one, None) for one in ENDPOINTS), *of_cards):
        chosen = _choices(card, dataset, lists) if card else {}
        about: Text = card.title(dataset) if card else words.endpoints[endpoint.name]
        name, rows = "Card" if card else endpoint.name.capitalize(), endpoint.shape == "rows"
        parameters = [
            _parameter(one, words.parameter(endpoint, one).en, dataset, chosen.get(one.name))
            for one in endpoint.all_parameters
        ]
        operation = endpoint.name.replace("/", "-")
        paths[endpoint.path] = _operation(operation, about.en, name, parameters, paged=rows)
        if not card:
            columns = {one.name: _column(one) for one in endpoint.columns}
            schemas[f"{name}Row"] = _object(columns, optional=tuple(columns) if rows else ())  # columns=
            row = _ref(f"{name}Row")
            data = _list(row) if rows else row
            schemas[name] = _envelope(data, _LAUNCHED if endpoint.name == "editions" else {})
    schemas |= {"Card": _CARD, "Problem": _PROBLEM, "Index": _INDEX, "Document": _DOCUMENT}
    later = {"headers": {"Retry-After": _header("Seconds after which to ask again, where that is known")}}
    texts = {400: "The query cannot be read", **_ANYWHERE}
    problem = {MIMETYPE: {"schema": _ref("Problem")}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": ROOT.rpartition("/v")[2],
            "summary": "The Global Innovation Index by edition, and indicators beside it, all with sources",
            "description": _ABOUT,
        },
        "servers": [{"url": dataset.address or "/"}],
        "paths": {path: {"get": operation} for path, operation in paths.items()},
        "components": {
            "schemas": lists | schemas,
            "responses": {
                f"Problem{status}": {"description": text, "content": problem}
                | (later if status in (429, 503) else {})
                for status, text in texts.items()
            },
        },
    }


def _operation(
    name: str,
    summary: str,
    schema: str,
    parameters: list[Schema] | None = None,
    *,
    paged: bool = False,
) -> Schema:
    """Return what an address answers; without parameters as JSON alone."""
    headers: Schema = {one: {**_header(text), "required": True} for one, text in _HEADERS.items()}
    answered = {
        "description": "Answered",
        "headers": headers | ({"Link": _header("Address of the next page")} if paged else {}),
        "content": {"application/json": {"schema": _ref(schema)}}
        | ({"text/csv": {"schema": _CSV}} if parameters else {}),
    }
    return {
        "operationId": name,
        "summary": summary,
        **({"parameters": parameters} if parameters else {}),
        "responses": {
            "200": answered,
            "304": {"description": "The ETag of If-None-Match is still that of the answer"},
            "414": {"description": "The address is too long", "content": {"text/html": {}}},
            **{str(one): {"$ref": f"#/components/responses/Problem{one}"} for one in (400, *_ANYWHERE)},
        },
    }


def _header(text: str) -> Schema:
    return {"description": text, "schema": {"type": "string"}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


# --- parameters


def _parameter(parameter: Parameter, text: str, dataset: Dataset, schema: Schema | None) -> Schema:
    """Return a parameter. text: what it asks for; schema: of a choice of a card."""
    if schema is None:
        schema = {"type": parameter.kind}
        low, high = limits(dataset, parameter)
        rules = {"maxLength": parameter.longest, "minimum": low, "maximum": high}
        schema |= {"enum": list(parameter.options)} if parameter.options else {}
        schema |= {name: value for name, value in rules.items() if value is not None}
        if parameter.values:
            schema = _ref(LISTS[parameter.values])
        if parameter.many:
            schema = _list(schema, minItems=1, maxItems=MAX_VALUES)
        if parameter.default is not None and parameter.name != "limit":  # CSV has another one
            schema |= {"default": parameter.default}
    return {
        "name": parameter.name,
        "in": "query",
        "description": text,
        **({"required": True} if parameter.required else {}),
        **({"style": "form", "explode": False} if schema.get("type") == "array" else {}),
        "schema": schema,
    }


def object_of(parameters: Iterable[Schema], found: Schema) -> Schema:
    """Return parameters of a document as one object, without references: of a long list of values their type.

    One that several endpoints have in different forms has its description alone.
    """
    properties: Schema = {}
    required = []
    for parameter in parameters:
        name, about = parameter["name"], {"description": parameter["description"]}
        schema = about | _without_references(parameter["schema"], found["components"]["schemas"])
        if properties.setdefault(name, schema) != schema:
            properties[name] = about
        if parameter.get("required"):
            required.append(name)
    return {"type": "object", "properties": properties, "required": required}


def _without_references(schema: Schema, schemas: Schema) -> Schema:
    plain = {name: value for name, value in schema.items() if name not in ("$ref", "allOf")}
    for part in (schema, *schema.get("allOf", ())):
        if "$ref" in part:
            plain["type"] = schemas[part["$ref"].rpartition("/")[2]]["type"]
    return plain | ({"items": _without_references(plain["items"], schemas)} if "items" in plain else {})


def _choices(card: CardEndpoint, dataset: Dataset, lists: Schema) -> dict[str, Schema]:
    """Return the schema of each choice of a card, by key; long enumerations are put into ``lists``."""
    query = card.tables[0].query
    chosen = query.read(dataset, {})
    usual, written = chosen.options(dataset), chosen.texts()
    found = dict[str, Schema]()
    for control in query.controls().values():
        key = control.key
        schema, text = _option(control, usual[key], dataset), written[key]
        texts = (text.split(",") if text else []) if control.most else [text]
        parts = [int(one) if schema["type"] == "integer" else one for one in texts]
        nameable = all(one in schema.get("enum", parts) for one in parts)
        if len(schema.get("enum", ())) > _INLINE:
            known = next((name for name, one in lists.items() if one == schema), "")
            name = known or next(name for n in range(1, 100) if (name := f"Choice.{key}.{n}") not in lists)
            lists[name] = schema
            schema = {"allOf": [_ref(name)]}
        if control.most:
            least = int(control.parse("", dataset.economies) is None)  # whether one must be named
            schema = _list(schema, minItems=least, maxItems=control.most)
        default = {"default": parts if control.most else parts[0]}
        found[key] = schema | default if nameable else schema
    columns = _TEXT | ({"enum": names} if (names := column_names(dataset, card)) else {})
    return found | {"columns": _list(columns, minItems=1, maxItems=MAX_VALUES)}


def _option(control: Control, usual: Any, dataset: Dataset) -> Schema:
    """Return the schema of one option. usual: the options where no other choice is named."""
    if control.pattern:
        return {"type": "string", "pattern": control.pattern}
    try:
        options = control.every or control.options(dataset, {})
    except KeyError:  # other choices decide: here stands what can be chosen beside any of them
        options = usual
        for whole in (known_values(dataset)["editions"], known_values(dataset)["economies"]):
            if not set(whole).isdisjoint(usual):
                options = [*(one for one in usual if one not in whole), *whole]
    if isinstance(options, range):
        return {"type": "integer", "minimum": 1}
    values = option_names(options)
    if not values or isinstance(options, Mapping):
        return {"type": "string"}
    numbers = all(isinstance(one, int) for one in values)
    return {"type": "integer", "enum": values} if numbers else {"type": "string", "enum": [*map(str, values)]}


# --- answers


def _column(column: Column) -> Schema:
    if not isinstance(column, Field):
        inner = _object({field.name: _column(field) for field in column.fields})
        outer = _list(inner) if column.many else inner
        return {**outer, "description": column.description}
    kind = column.kind if column.kind in ("integer", "number", "boolean") else "string"
    schema: Schema = {"type": kind if column.required else [kind, "null"], "description": column.description}
    if column.kind == "date":
        schema["format"] = "date"
    if column.enum:
        schema["enum"] = [*column.enum, *([] if column.required else [None])]
    rules = {"minimum": column.minimum, "maximum": column.maximum, "pattern": column.pattern or None}
    return schema | {name: value for name, value in rules.items() if value is not None}


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _list(items: Schema, **rules: int) -> Schema:
    return {"type": "array", "items": items, **rules}


def _envelope(data: Schema, beside: Schema) -> Schema:
    return _object(
        {
            "snapshot": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
            "created": {"type": "string", "format": "date"},
            "total": {"type": "integer", "minimum": 0, "description": "Rows of all pages"},
            "limit": {"type": "integer", "minimum": 1, "maximum": MAX_CSV_ROWS},
            "offset": {"type": "integer", "minimum": 0},
            "next": {"type": ["string", "null"], "format": "uri-reference"},
            **beside,
            "data": data,
        }
    )


_LAUNCHED: Final = {
    "launched": {
        "type": "array",
        "description": "Editions that were launched and are not on this site, whatever the query asks for",
        "items": _object(
            {"edition": {"type": "integer"}, **dict.fromkeys(("released", "theme", "publisher"), _TEXT)}
        ),
    }
}
_PROBLEM: Final = _object(
    {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "about:blank, or an address that ends in # and one of " + ", ".join(FAULTS),
        },
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _TEXT,
        "instance": {"type": "string", "format": "uri-reference"},
        "parameter": {"type": "string", "description": "The parameter at fault"},
        "allowed": {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1},
    },
    optional=("parameter", "allowed"),
)
_CARD: Final = _envelope(
    _object(
        {
            **dict.fromkeys(("name", "title", "finding", "page", "download", "embed"), _TEXT),
            **dict.fromkeys(("citation", "reuse"), _TEXT),
            "description": _list(_TEXT),
            "caveats": _list(_TEXT),
            "editions": _list(_object({"edition": {"type": "integer"}, "licence": _TEXT})),
            "choices": {"type": "object", "additionalProperties": _TEXT},
            "columns": _list(
                _object(dict.fromkeys(("name", "type", "unit", "description"), _TEXT), optional=("unit",))
            ),
            "sources": _list({"type": "object"}),
            "rows": _list({"type": "object", "description": "A cell for each of columns"}),
        }
    ),
    {},
)
_INDEX: Final = _object(
    {
        **dict.fromkeys(("snapshot", "created", "name", "documentation", "openapi", "download"), _TEXT),
        "endpoints": _list(_object(dict.fromkeys(("name", "address", "summary", "example"), _TEXT))),
    }
)
_DOCUMENT: Final[Schema] = {"type": "object", "required": ["openapi", "info", "paths"]}
