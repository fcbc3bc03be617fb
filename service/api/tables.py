"""Rows of tables of the snapshot that have certain values: found once for long tables, nothing is copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset import Dataset, cached
from service.api.query import Query, Value
from service.api.writing import Page

_BOUNDS = ("from", "to")
_INDEXED: Final = {"gii_scores": ("economy",), "observations": ("indicator", "economy")}
"""Columns of the long tables by which rows are found without looking at all of them."""


def positions(
    dataset: Dataset, name: str, wanted: Mapping[str, tuple[Value, ...]]
) -> tuple[pd.DataFrame, NDArray[np.intp]]:
    """Return a table and the positions of the rows whose columns have one of the values wanted."""
    frame = dataset.table(name)
    rest = dict(wanted)
    column = next((column for column in _INDEXED.get(name, ()) if column in rest), None)
    if column is None:
        places = np.arange(len(frame))
    else:
        index = _index(dataset, name, column)
        parts = [index[value] for value in dict.fromkeys(rest.pop(column)) if value in index]
        places = np.sort(np.concatenate(parts)) if parts else np.arange(0)
    for column, values in rest.items():
        places = places[frame[column].take(places).isin(values).to_numpy()]
    return frame, places


def matching(dataset: Dataset, name: str, wanted: Mapping[str, tuple[Value, ...]]) -> pd.DataFrame:
    """Return the rows of a table whose columns have one of the values wanted."""
    frame, places = positions(dataset, name, wanted)
    return frame.take(places)


@cached
def _index(dataset: Dataset, name: str, column: str) -> dict[Value, NDArray[np.int32]]:
    found = dataset.table(name).groupby(column).indices
    return {str(value): np.asarray(places, "int32") for value, places in found.items()}


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
        values = frame["year" if bounds[0].between == "years" else "edition"].to_numpy()[places]
        for bound in bounds:
            within = values >= query["from"] if bound.name == "from" else values <= query["to"]
            places, values = places[within], values[within]
    start = query["offset"]
    return Page(len(places), frame.take(places[start : start + query.limit]))
