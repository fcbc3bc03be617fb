"""The rankings beside the index: what each measures, of whom, what its year means, and where it breaks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator

from data.entries import Ranking, Source
from data.fields import CatalogError, checked, form, named, read_tables

_Id = Annotated[str, form("[a-z][a-z0-9_]*")]
_FIRST = 1990


def read_rankings(path: Path, sources: Mapping[str, Source]) -> dict[str, Ranking]:
    """Return the rankings by id, in the order of the file; CatalogError names what is wrong."""
    kind = dict[_Id, Annotated[Ranking, AfterValidator(_ranking)]]
    rankings = checked(kind, named(read_tables(path), path.name), path.name)
    for key, ranking in rankings.items():
        if ranking.source not in sources:
            raise CatalogError(f"{path.name}, {key}: unknown source '{ranking.source}'")
    return rankings


def _ranking(ranking: Ranking) -> Ranking:
    if (ranking.kind == "rank") != (ranking.unit is None):
        raise ValueError("a unit belongs to every kind but rank")
    if any(one.year < _FIRST or one.economy for one in ranking.breaks):
        raise ValueError(f"'breaks' must be of all economies, from {_FIRST} on")
    return ranking
