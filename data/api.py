"""The programming interface as data: endpoints, parameters, columns, read by server, OpenAPI and page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import pydantic

from data.catalog import read_tables, typed
from data.entries import Entry
from data.languages import LANGUAGES, Text
from data.schema import TABLES, Field, field_of

ROOT: Final = "/api/v1"
OPENAPI: Final = f"{ROOT}/openapi.json"
WORDS: Final = Path(__file__).resolve().parent / "catalog" / "api.toml"
FILE: Final = WORDS.with_name("endpoints.toml")
FORMATS: Final = ("json", "csv")
ROWS, MOST_ROWS, MOST_CSV, MOST_OFFSET = 1_000, 10_000, 50_000, 10_000_000
"""Rows of a page of JSON where no limit is given, the largest limit, rows of CSV without one, last offset."""
MOST_VALUES: Final = 100
"""The most values that one parameter may list."""
LONGEST: Final = 4_000
"""The longest query that is read, in characters; gunicorn reads lines of 4,094."""

Values = Literal["", "economies", "editions", "codes", "indicators", "sources", "years"]
Shape = Literal["rows", "object"]


class Parameter(Entry):
    """One parameter of a query.

    values: what it may be, by the name of a list of the snapshot; between: a whole number from the first to
    the last of such a list; options: what it may be, always the same; many: several joined by commas.
    words: the key of what is said of it, where that is not its name. required: it has no default.
    longest: characters that a text may have, where it names no known value.
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
    """A column of JSON that is an object, or with ``many`` a list of objects; in CSV it is columns.

    prefix: of the columns of CSV, "figure" for figure_value; a list gives one row an object.
    """

    name: str
    prefix: str
    description: str
    fields: tuple[Field, ...]
    many: bool = False


Column = Field | Group


class Endpoint(Entry):
    """One address below ROOT: its parameters, what an object of its data consists of, an example query.

    table: the table of the snapshot whose rows and columns it gives, blank if they are made for the answer.
    """

    name: str
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    example: str
    shape: Shape = "rows"
    table: str = ""

    @property
    def path(self) -> str:
        """The path of its address."""
        return f"{ROOT}/{self.name}"

    @property
    def all_parameters(self) -> tuple[Parameter, ...]:
        """Its parameters, with those that all endpoints of its shape have."""
        names = tuple(column.name for column in self.columns)
        of_rows = (*PAGING, Parameter(name="columns", options=names, many=True))
        return (*self.parameters, FORMAT, BOM, *(of_rows if self.shape == "rows" else ()))

    def flat(self) -> Iterator[tuple[str, Field]]:
        """Yield the columns of its CSV by their names there."""
        for column in self.columns:
            if isinstance(column, Field):
                yield column.name, column
            else:
                yield from ((f"{column.prefix}_{field.name}", field) for field in column.fields)


FORMAT: Final = Parameter(name="format", options=FORMATS, default=FORMATS[0])
BOM: Final = Parameter(name="bom", kind="integer", minimum=0, maximum=1, default=0)
PAGING: Final = (
    Parameter(name="limit", kind="integer", minimum=1, maximum=MOST_ROWS, default=ROWS),
    Parameter(name="offset", kind="integer", minimum=0, maximum=MOST_OFFSET, default=0),
)


_FILE: Final[dict[str, Any]] = read_tables(FILE)


def _columns(stated: Sequence[Any]) -> Iterator[Column]:
    """Yield columns: shared ones by their key, those of a table but for some, groups and single ones."""
    for one in stated:
        if isinstance(one, str):
            own = _FILE["shared"].get(one)
            yield from _columns([own]) if own else [field_of(one, "shared")]
        elif "table" in one:
            yield from (field for field in TABLES[one["table"]].fields if field.name not in one["without"])
        else:
            rules: dict[str, Any] = dict(one)
            parts = list(_columns(rules.pop("columns", ())))
            yield Group(**rules | {"fields": parts}) if parts else Field(**rules)


def _endpoint(name: str, stated: Mapping[str, Any]) -> Endpoint:
    parameters = [PARAMETERS[key] for key in stated["parameters"]]
    columns = _columns(stated.get("columns") or [{"table": stated["table"], "without": ()}])
    return Endpoint(name=name, **{**stated, "parameters": parameters, "columns": tuple(columns)})


_LANGUAGES: Final = {"options": LANGUAGES, "default": LANGUAGES[0]}
PARAMETERS: Final = {
    key: Parameter(**{"name": key, **stated, **(_LANGUAGES if stated.get("options") == "languages" else {})})
    for key, stated in _FILE["parameters"].items()
}
ENDPOINTS: Final = tuple(_endpoint(name, stated) for name, stated in _FILE["endpoints"].items())
BY_NAME: Final = {endpoint.name: endpoint for endpoint in ENDPOINTS}
TOOLS: Final[Mapping[str, str]] = _FILE["tools"]
"""What assistants call, each with the path of its endpoint below ROOT; {card} is the name of any card."""


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
"""Titles of the problems with a query, in English, by the name that ends their type."""


class Wording(Entry):
    """What is said of the interface in every language.

    columns: by the name of a column, or by endpoint and column where the same name means something else.
    """

    endpoints: Annotated[dict[str, Text], pydantic.Field(alias="endpoint")]
    parameters: Annotated[dict[str, Text], pydantic.Field(alias="parameter")]
    faults: Annotated[dict[str, Text], pydantic.Field(alias="fault")]
    columns: Annotated[dict[str, str], pydantic.Field(alias="column")]
    """Chinese only: English stands with the column, also for other languages."""

    def parameter(self, endpoint: Endpoint, parameter: Parameter) -> Text:
        """Return what a parameter of an endpoint asks for; of a choice of a page at least that it is one."""
        own, key = f"{endpoint.name}.{parameter.name}", parameter.words or parameter.name
        kind = f"{key.partition('.')[0]}.choice"
        return self.parameters.get(own) or self.parameters.get(key) or self.parameters[kind]

    def column(self, endpoint: Endpoint, name: str, column: Column) -> Text:
        """Return what a column holds; KeyError if Chinese is missing."""
        own = self.columns.get(f"{endpoint.name}.{name}")
        description = dict.fromkeys(LANGUAGES, column.description)
        return Text(description | {"zh": own or self.columns[name]})


@cache
def load_wording(path: Path = WORDS) -> Wording:
    """Return the words of the interface; CatalogError names what is wrong in the file."""
    return typed(Wording, read_tables(path), path.name)
