"""The OpenAPI 3.1 document of the interface, from its declaration and the values of the dataset."""

from typing import Any, Final

from analysis.dataset import Dataset
from data.api import (
    ENDPOINTS,
    FAULTS,
    MOST_CSV,
    MOST_VALUES,
    OPENAPI,
    ROOT,
    Column,
    Endpoint,
    Parameter,
    Wording,
)
from data.schema import Field
from service.api.cards import CardEndpoint, Cards
from service.api.choices import schemas
from service.api.query import default, known_values, limits
from service.problems import MIMETYPE

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
_KINDS: Final = {"integer": "integer", "number": "number", "string": "string", "boolean": "boolean"}
_HEADERS: Final[dict[str, str]] = {
    "ETag": "Changes with the snapshot, the query and the release of this site",
    "X-Snapshot": "Id of the snapshot that the answer is made of",
}


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
    of_cards = {
        card.endpoint.path: {"get": _operation(card.endpoint, dataset, words, card, lists)}
        for card in cards.values()
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": ROOT.rpartition("/v")[2],
            "summary": "The Global Innovation Index by edition, and indicators beside it, all with sources",
            "description": _ABOUT,
        },
        "servers": [{"url": dataset.address or "/"}],
        "paths": {
            ROOT: {"get": _plain("index", "What there is: the endpoints with their addresses", "Index")},
            OPENAPI: {"get": _plain("openapi", "This document", "Document")},
            **{one.path: {"get": _operation(one, dataset, words)} for one in ENDPOINTS},
            **of_cards,
        },
        "components": {"schemas": lists | _schemas(), "responses": _responses()},
    }


_ABOUT: Final = (
    "Read only; GET and HEAD. JSON, or CSV with format=csv. Every answer names its snapshot. "
    "Long answers come in pages: next, and the header Link, lead to the next one. Licences belong to the "
    "publishers: see licence in sources and editions. All tables at once: /download/snapshot.zip."
)


def _plain(name: str, summary: str, schema: str) -> Schema:
    content = {"application/json": {"schema": _ref(schema)}}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {"200": _answered(content), **_failures(400)},
    }


def _operation(
    endpoint: Endpoint,
    dataset: Dataset,
    words: Wording,
    card: CardEndpoint | None = None,
    lists: Schema | None = None,
) -> Schema:
    """Return what an endpoint answers, or the endpoint of a card; lists: of its choices (choices.schemas)."""
    choices = schemas(card.tables[0].query, dataset, {} if lists is None else lists) if card else {}
    about = dataset.catalog.downloads[card.tables[0].name].title if card else words.endpoints[endpoint.name]
    csv = {"type": "string", "description": "The same values; objects inside are columns with a prefix"}
    content = {
        "application/json": {"schema": _ref("Card" if card else _name(endpoint))},
        "text/csv": {"schema": csv},
    }
    paged = {"Link": _header("Address of the next page")} if endpoint.shape == "rows" else {}
    return {
        "operationId": endpoint.name.replace("/", "-"),
        "summary": about.en,
        "parameters": [
            _parameter(one, words.parameter(endpoint, one).en, choices.get(one.name) or _schema(one, dataset))
            for one in endpoint.all_parameters
        ],
        "responses": {
            "200": _answered(content, paged),
            **_failures(400, *([404] if endpoint.shape == "object" and endpoint.parameters else [])),
        },
    }


def _answered(content: Schema, more: Schema | None = None) -> Schema:
    headers = {name: {**_header(text), "required": True} for name, text in _HEADERS.items()}
    return {"description": "Answered", "headers": headers | (more or {}), "content": content}


def _header(text: str) -> Schema:
    return {"description": text, "schema": {"type": "string"}}


def _failures(*statuses: int) -> Schema:
    """Return what else may be answered: these statuses, and those that have nothing to do with the query."""
    every = sorted({*statuses, *_ANYWHERE})
    named = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in every}
    return {"304": {"description": "The ETag of If-None-Match is still that of the answer"}, **named}


def _responses() -> Schema:
    texts = {400: "The query cannot be read", 404: "This site does not have it", **_ANYWHERE}
    content = {MIMETYPE: {"schema": _ref("Problem")}}
    later = {"headers": {"Retry-After": _header("Seconds after which to ask again, where that is known")}}
    return {
        f"Problem{status}": {"description": text, "content": content}
        | (later if status in (429, 503) else {})
        for status, text in texts.items()
    }


def _schema(parameter: Parameter, dataset: Dataset) -> Schema:
    schema = _value(parameter, dataset)
    value = default(dataset, parameter)
    if parameter.many:
        schema = {"type": "array", "items": schema, "minItems": 1, "maxItems": MOST_VALUES}
    if value is not None and parameter.name != "limit":  # CSV has another one
        schema = ({"allOf": [schema]} if "$ref" in schema else schema) | {"default": value}
    return schema


def _parameter(parameter: Parameter, text: str, schema: Schema) -> Schema:
    required = {"required": True} if parameter.required else {}
    listed = {"style": "form", "explode": False} if schema.get("type") == "array" else {}
    return {
        "name": parameter.name,
        "in": "query",
        "description": text,
        **required,
        **listed,
        "schema": schema,
    }


def _value(parameter: Parameter, dataset: Dataset) -> Schema:
    if parameter.values:
        return _ref(LISTS[parameter.values])
    schema: Schema = {"type": parameter.kind}
    if parameter.options:
        schema["enum"] = list(parameter.options)
    schema |= {} if parameter.longest is None else {"maxLength": parameter.longest}
    low, high = limits(dataset, parameter)
    schema |= {} if low is None else {"minimum": low}
    return schema if high is None else schema | {"maximum": high}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _name(endpoint: Endpoint) -> str:
    return endpoint.name.capitalize()


def _schemas() -> Schema:
    found: Schema = {}
    for endpoint in ENDPOINTS:
        row = _object({column.name: _column(column) for column in endpoint.columns})
        one = endpoint.shape == "object"
        found[f"{_name(endpoint)}Row"] = row
        reference = _ref(f"{_name(endpoint)}Row")
        data = reference if one else {"type": "array", "items": reference}
        found[_name(endpoint)] = _envelope(data, _LAUNCHED if endpoint.name == "editions" else None)
    return found | {"Card": _CARD, "Problem": _PROBLEM, "Index": _INDEX, "Document": _DOCUMENT}


def _object(properties: Schema, optional: tuple[str, ...] = ()) -> Schema:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _envelope(data: Schema, beside: Schema | None = None) -> Schema:
    return _object(
        {
            "snapshot": {"type": "string", "pattern": "^[0-9a-f]{12}$"},
            "created": {"type": "string", "format": "date"},
            "total": {"type": "integer", "minimum": 0, "description": "Rows of all pages"},
            "limit": {"type": "integer", "minimum": 1, "maximum": MOST_CSV},
            "offset": {"type": "integer", "minimum": 0},
            "next": {"type": ["string", "null"], "format": "uri-reference"},
            **(beside or {}),
            "data": data,
        }
    )


def _column(column: Column) -> Schema:
    if isinstance(column, Field):
        return _cell(column)
    inner = _object({field.name: _cell(field) for field in column.fields})
    outer = {"type": "array", "items": inner} if column.many else inner
    return {**outer, "description": column.description}


def _cell(field: Field) -> Schema:
    kind = _KINDS.get(field.kind, "string")
    schema: Schema = {"type": kind if field.required else [kind, "null"], "description": field.description}
    if field.kind == "date":
        schema["format"] = "date"
    if field.enum:
        schema["enum"] = [*field.enum, *([] if field.required else [None])]
    rules = {"minimum": field.minimum, "maximum": field.maximum, "pattern": field.pattern or None}
    return schema | {name: value for name, value in rules.items() if value is not None}


_TEXT: Final[Schema] = {"type": "string"}
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
            "description": {"type": "array", "items": _TEXT},
            "caveats": {"type": "array", "items": _TEXT},
            "editions": {
                "type": "array",
                "items": _object({"edition": {"type": "integer"}, "licence": _TEXT}),
            },
            "choices": {"type": "object", "additionalProperties": _TEXT},
            "columns": {
                "type": "array",
                "items": _object(
                    dict.fromkeys(("name", "type", "unit", "description"), _TEXT), optional=("unit",)
                ),
            },
            "sources": {"type": "array", "items": {"type": "object"}},
            "rows": {
                "type": "array",
                "items": {"type": "object", "description": "A cell for each of columns"},
            },
        }
    )
)
_INDEX: Final = _object(
    {
        **dict.fromkeys(("snapshot", "created", "name", "documentation", "openapi", "download"), _TEXT),
        "endpoints": {
            "type": "array",
            "items": _object(dict.fromkeys(("name", "address", "summary", "example"), _TEXT)),
        },
    }
)
_DOCUMENT: Final[Schema] = {"type": "object", "required": ["openapi", "info", "paths"]}
