"""Where rows of a table stand that have certain values: found once for long tables, and nothing is copied."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset import Dataset, cached
from service.api.available import Value

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
