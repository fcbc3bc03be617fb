"""The forms of an answer: JSON with objects inside, CSV with the same values in flat columns."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from data.api import Endpoint
from data.schema import Field
from data.snapshot import Snapshot
from service.api.query import Query
from service.forms import csv, records

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Page:
    """The part of an answer that is sent, of ``total`` rows: rows of a table, or objects.

    beside: what JSON says beside the data.
    """

    total: int
    frame: pd.DataFrame | None = None
    objects: list[Row] = field(default_factory=list)
    beside: Row = field(default_factory=dict)

    def data(self) -> list[Row]:
        """Return the rows as JSON has them."""
        return self.objects if self.frame is None else records(self.frame)

    def __len__(self) -> int:
        return len(self.objects if self.frame is None else self.frame)


def as_json(query: Query, page: Page, snapshot: Snapshot) -> str:
    """Return the answer as JSON; an endpoint of one object has it in place of the list."""
    data: Any = page.data()
    if query.endpoint.shape == "object":
        (data,) = data
    following = query.following(len(page), page.total)
    return envelope(query, snapshot, page.total, following, data, **page.beside)


def envelope(
    query: Query, snapshot: Snapshot, total: int, following: str | None, data: object, **beside: object
) -> str:
    """Return the JSON around the data of an answer. total: rows of all pages; following: the next one."""
    return text(
        {
            "snapshot": snapshot.id,
            "created": snapshot.created,
            "total": total,
            "limit": query.limit,
            "offset": query.values.get("offset", 0),
            "next": following,
            **beside,
            "data": data,
        }
    )


def text(value: object) -> str:
    """Return a value as JSON; ValueError for a number that is not finite."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def as_csv(query: Query, page: Page) -> str:
    """Return the answer as CSV: objects inside have columns of their own, a list one row for each object."""
    if page.frame is not None:
        return csv(page.frame)
    columns = dict(query.endpoint.flat())
    dtypes = {name: "Int64" if one.kind == "integer" else one.dtype for name, one in columns.items()}
    flat = [row for one in page.objects for row in flattened(query.endpoint, one)]
    frame = pd.DataFrame(
        {
            name: pd.array([row[name] for row in flat], dtype=dtype)  # type: ignore[call-overload]
            for name, dtype in dtypes.items()
        },
        columns=list(dtypes),
    )
    return csv(frame)


def flattened(endpoint: Endpoint, one: Row) -> Iterator[Row]:
    """Yield the rows of CSV for an object of JSON; an empty list gives one row with blanks."""
    own: Row = {}
    several: list[Row] = [{}]
    for column in endpoint.columns:
        if isinstance(column, Field):
            own[column.name] = one[column.name]
            continue
        inner = one[column.name] if column.many else [one[column.name]]
        blank = {field.name: None for field in column.fields}
        found = [
            {f"{column.prefix}_{name}": value for name, value in item.items()} for item in inner or [blank]
        ]
        if column.many:
            several = found
        else:
            own |= found[0]
    yield from ({**own, **part} for part in several)
