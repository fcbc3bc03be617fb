"""The definition of the API: endpoints, parameters and columns, for the server, OpenAPI and the page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import pydantic

from data.catalog import read_tables, validate_tables
from data.entries import Entry
from data.languages import LANGUAGES, Text
from data.schema import TABLES, Field, field_of

ROOT: Final = "/api/v1"
OPENAPI: Final = f"{ROOT}/openapi.json"
WORDS: Final = Path(__file__).resolve().parent / "catalog" / "api.toml"
FILE: Final = WORDS.with_name("endpoints.toml")
FORMATS: Final = ("json", "csv")
DEFAULT_ROWS: Final = 1_000  # of a page of JSON without a limit
MAX_ROWS: Final = 10_000  # the largest limit
MAX_CSV_ROWS: Final = 50_000  # of CSV without a limit
MAX_OFFSET: Final = 10_000_000  # rows
MAX_VALUES: Final = 100  # in a list of one parameter
MAX_QUERY_LENGTH: Final = 4_000  # characters; gunicorn reads lines of up to 4,094

Values = Literal["", "economies", "editions", "codes", "indicators", "sources", "years"]
Shape = Literal["rows", "object"]


class Parameter(Entry):
    """A parameter of a query.

    values: the list of the snapshot with the allowed values; between: the list whose first and last value
    bound a whole number; options: fixed allowed values; many: several values, joined by commas; words: key of
    the description, if it is not the name; required: without a default; longest: maximum length of a text
    without a list, in characters.
    """

    name: str
    kind: Literal["integer", "number", "string"] = "string"
    values: Values = ""
    between: Values = ""
    options: tuple[str, ...] = ()
    many: bool = False
    default: int | str | None = None
    minimum: int | float | None = None
    maximum: int | float | None = None
    words: str = ""
    required: bool = False
    longest: int | None = None


class Group(Entry):
    """A column of JSON that is an object, or with ``many`` a list of objects; several columns of CSV.

    prefix: of the CSV columns ("figure" for figure_value). A list gives one CSV row for each object.
    """

    name: str
    prefix: str
    description: str
    fields: tuple[Field, ...]
    many: bool = False


Column = Field | Group


class Endpoint(Entry):
    """An address below ROOT with its parameters, columns and an example query.

    table: the table of the snapshot whose rows it returns, "" if they are computed.
    """

    name: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: str
    shape: Shape = "rows"
    table: str = ""

    @property
    def path(self) -> str:
        """The path of the address."""
        return f"{ROOT}/{self.name}"

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """The parameters, with those of all endpoints of this shape."""
        names = tuple(column.name for column in self.columns)
        of_rows = (*PAGING, Parameter(name="columns", options=names, many=True))
        return (*self.parameters, FORMAT, BOM, *(of_rows if self.shape == "rows" else ()))

    def flat(self) -> Iterator[tuple[str, Field]]:
        """Yield name and field of each column of the CSV."""
        for column in self.columns:
            if isinstance(column, Field):
                yield column.name, column
            else:
                yield from ((f"{column.prefix}_{field.name}", field) for field in column.fields)


FORMAT: Final = Parameter(name="format", options=FORMATS, default=FORMATS[0])
BOM: Final = Parameter(name="bom", kind="integer", minimum=0, maximum=1, default=0)
PAGING: Final = (
    Parameter(name="limit", kind="integer", minimum=1, maximum=MAX_ROWS, default=DEFAULT_ROWS),
    Parameter(name="offset", kind="integer", minimum=0, maximum=MAX_OFFSET, default=0),
)


_FILE: Final[dict[str, Any]] = read_tables(FILE)


def _read_columns(entries: Sequence[Any]) -> Iterator[Column]:
    """Yield shared columns by key, columns of a table (without some), groups and single columns."""
    for entry in entries:
        if isinstance(entry, str):
            shared = _FILE["shared"].get(entry)
            yield from _read_columns([shared]) if shared else [field_of(entry, "shared")]
        elif "table" in entry:
            fields = TABLES[entry["table"]].fields
            yield from (field for field in fields if field.name not in entry["without"])
        else:
            rules: dict[str, Any] = dict(entry)
            parts = list(_read_columns(rules.pop("columns", ())))
            yield Group(**rules | {"fields": parts}) if parts else Field(**rules)


def _read_endpoint(name: str, entry: Mapping[str, Any]) -> Endpoint:
    parameters = [PARAMETERS[key] for key in entry["parameters"]]
    columns = _read_columns(entry.get("columns") or [{"table": entry["table"], "without": ()}])
    return Endpoint(name=name, **{**entry, "parameters": parameters, "columns": tuple(columns)})


_LANGUAGES: Final = {"options": LANGUAGES, "default": LANGUAGES[0]}
PARAMETERS: Final = {
    key: Parameter(**{"name": key, **entry, **(_LANGUAGES if entry.get("options") == "languages" else {})})
    for key, entry in _FILE["parameters"].items()
}
ENDPOINTS: Final = tuple(_read_endpoint(name, entry) for name, entry in _FILE["endpoints"].items())
BY_NAME: Final = {endpoint.name: endpoint for endpoint in ENDPOINTS}
TOOLS: Final[Mapping[str, str]] = _FILE["tools"]
"""Paths of endpoints below ROOT by the tool that assistants call; {card} is the name of any card."""


FAULTS: Final = {
    "unknown-parameter": "Unknown parameter",
    "missing-parameter": "Missing parameter",
    "unknown-value": "Unknown value",
    "wrong-type": "Value of the wrong type",
    "out-of-range": "Value out of range",
    "wrong-order": "Values in the wrong order",
    "repeated-parameter": "Parameter given more than once",
    "too-long": "Query too long",
}
"""English titles of the problems with a query, by the last part of their type."""


class Wording(Entry):
    """The texts about the API in all languages.

    columns: by name of a column, or by "endpoint.column" if the name means something else there.
    """

    endpoints: Annotated[dict[str, Text], pydantic.Field(alias="endpoint")]
    parameters: Annotated[dict[str, Text], pydantic.Field(alias="parameter")]
    faults: Annotated[dict[str, Text], pydantic.Field(alias="fault")]
    columns: Annotated[dict[str, str], pydantic.Field(alias="column")]
    """Only Chinese: all other languages have the English description of the column."""

    def parameter(self, endpoint: Endpoint, parameter: Parameter) -> Text:
        """Describe a parameter of an endpoint; choices of pages have a general text."""
        key = parameter.words or parameter.name
        for candidate in (f"{endpoint.name}.{parameter.name}", key):
            if text := self.parameters.get(candidate):
                return text
        return self.parameters[f"{key.partition('.')[0]}.choice"]

    def column(self, endpoint: Endpoint, name: str, column: Column) -> Text:
        """Describe a column; KeyError if Chinese is missing."""
        chinese = self.columns.get(f"{endpoint.name}.{name}") or self.columns[name]
        return Text(dict.fromkeys(LANGUAGES, column.description) | {"zh": chinese})


@cache
def load_wording(path: Path = WORDS) -> Wording:
    """Read the texts about the API; CatalogError names the faults of the file."""
    return validate_tables(Wording, read_tables(path), path.name)
