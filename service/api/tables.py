"""Answers that are rows of tables, found by an index and not copied, or entries of the catalog."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset import Dataset, cached
from analysis.derived import claim_assessments
from data.codes import level_of
from data.schema import CLAIM_FIGURES, TABLES
from service.api.query import Query, Value, known_values
from service.api.writing import Page, Row
from service.forms import records

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
    if query.endpoint.table == "gii_scores" and (levels := wanted.pop("level", None)):
        codes = wanted.get("code", known_values(dataset)["codes"])
        wanted["code"] = tuple(code for code in codes if level_of(str(code)) in levels)
    frame, places = positions(dataset, query.endpoint.table, wanted)
    bounds = [one for one in query.endpoint.parameters if one.name in _BOUNDS and query[one.name] is not None]
    if bounds:
        values = frame["year" if bounds[0].between == "years" else "edition"].to_numpy()[places]
        for bound in bounds:
            within = values >= query["from"] if bound.name == "from" else values <= query["to"]
            places, values = places[within], values[within]
    start = query["offset"]
    return Page(len(places), frame.take(places[start : start + query.limit]))


def launches(dataset: Dataset) -> list[Row]:
    """Return what is known of the editions that were launched and are not on this site, the newest last."""
    return [
        {
            "edition": one.year,
            "released": one.released,
            "theme": one.theme.en,
            "publisher": one.publisher.en,
        }
        for one in dataset.launched
    ]


def editions(dataset: Dataset, query: Query) -> Page:
    """Return the rows of the editions, and beside them those that were launched and are missing."""
    return replace(rows(dataset, query), beside={"launched": launches(dataset)})


def paged(objects: list[Row], query: Query) -> Page:
    """Return the objects of the page that a query names."""
    start = query["offset"]
    return Page(len(objects), objects=objects[start : start + query.limit])


def indicators(dataset: Dataset, query: Query) -> Page:
    """Return the indicators of the catalog with their counts of observations, in alphabetical order."""
    lang = query["lang"]
    wanted = query["indicator"] or known_values(dataset)["indicators"]
    return paged([_indicator(dataset, str(code), lang) for code in sorted(wanted)], query)


def _indicator(dataset: Dataset, code: str, lang: str) -> Row:
    about = dataset.catalog.indicators[code]
    frame, places = positions(dataset, "observations", {"indicator": (code,)})
    years, held = frame["year"].to_numpy()[places], dataset.held.get(code)
    return {
        "indicator": code,
        "name": about.name.get(lang),
        "unit": about.unit.get(lang),
        "definition": about.definition.get(lang),
        "scale": about.scale,
        "decimals": about.decimals,
        "direction": about.direction,
        "kind": about.kind,
        "status": about.status,
        "family": about.source,
        "publisher": dataset.catalog.sources[about.source].publisher.get(lang),
        "observations": len(places),
        "economies": int(frame["economy"].take(places).nunique()),
        "first_year": int(years.min()) if len(years) else None,
        "last_year": int(years.max()) if len(years) else None,
        "held_back": held.vintage if held else None,
    }


def strategy(dataset: Dataset, query: Query) -> Page:
    """Return the five strategic pillars with their links."""
    lang = query["lang"]
    pillars = [
        {
            "pillar": pillar.number,
            "slug": pillar.slug,
            "name": pillar.name.get(lang),
            "summary": pillar.summary.get(lang),
            "gaps": len(pillar.gaps),
            "links": [
                {
                    "indicator": link.indicator,
                    "gii": link.gii,
                    "role": link.role,
                    "strength": link.strength,
                    "reason": link.reason.get(lang),
                }
                for link in pillar.links
            ],
        }
        for pillar in dataset.catalog.strategy
    ]
    return paged(pillars, query)


def claims(dataset: Dataset, query: Query) -> Page:
    """Return the claims in the order of the page: statements first, then aims by strategic pillar."""
    figures = _figures(dataset)
    assessed = [
        {
            "claim": one.claim.id,
            "number": one.claim.number,
            "kind": one.claim.kind,
            "pillar": one.claim.pillar,
            "verdict": one.verdict,
            "verdict_before": one.before or None,
            "tests": one.evidence[0],
            "tests_recent": one.evidence[1],
            "caveats": one.doubts,
            "statement": one.claim.statement.get(query["lang"]),
            "figures": figures.get(one.claim.id, []),
        }
        for one in claim_assessments(dataset)
    ]
    return paged(assessed, query)


def _figures(dataset: Dataset) -> dict[str, list[Row]]:
    """Return the figures of each claim, in the order of the table."""
    frame = dataset.table(CLAIM_FIGURES.name).rename(columns={"figure": "name"})
    found: dict[str, list[Row]] = {}
    for figure in records(frame):
        found.setdefault(figure.pop("claim"), []).append(figure)
    return found


def snapshot(dataset: Dataset, _query: Query) -> Page:
    """Return the snapshot with its tables."""
    tables: list[dict[str, Any]] = [
        {
            "name": one["name"],
            "title": TABLES[one["name"]].title,
            "rows": len(dataset.table(one["name"])),
            "bytes": one["bytes"],
            "hash": one["hash"].rpartition(":")[2],
        }
        for one in dataset.snapshot.resources
    ]
    blank = dict.fromkeys(("edition", "released", "theme", "publisher"))
    launched = launches(dataset)[-1] if dataset.launched else blank
    about = {"id": dataset.snapshot.id, "created": dataset.snapshot.created}
    return Page(1, objects=[{**about, "launched": launched, "tables": tables}])
