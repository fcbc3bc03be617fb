"""Answers that are rows of a table of the snapshot: scores, observations, editions, economies, sources."""

from __future__ import annotations

from analysis.dataset import Dataset
from data.api import Parameter
from service.api.available import Value
from service.api.positions import positions
from service.api.query import Query
from service.api.writing import Page

_BOUNDS = ("from", "to")


def rows(dataset: Dataset, query: Query) -> Page:
    """Return the rows of the endpoint's table that match the query, in the order of the table."""
    wanted: dict[str, tuple[Value, ...]] = {
        parameter.name: query[parameter.name]
        for parameter in query.endpoint.parameters
        if parameter.name not in _BOUNDS and query[parameter.name] is not None
    }
    frame, places = positions(dataset, query.endpoint.table, wanted)
    bounds = [one for one in query.endpoint.parameters if one.name in _BOUNDS and query[one.name] is not None]
    if bounds:
        values = frame[_column(bounds[0])].to_numpy()[places]
        for bound in bounds:
            within = values >= query["from"] if bound.name == "from" else values <= query["to"]
            places, values = places[within], values[within]
    start = query["offset"]
    return Page(len(places), frame.take(places[start : start + query.limit]))


def _column(bound: Parameter) -> str:
    return "year" if bound.between == "years" else "edition"
