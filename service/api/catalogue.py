"""Answers from the catalog: indicators, strategic pillars, claims with their figures, the snapshot."""

from __future__ import annotations

from typing import Any

from analysis.dataset import Dataset
from analysis.derived import claim_assessments
from data.schema import CLAIM_FIGURES, TABLES
from data.sheets import rows
from service.api import available
from service.api.positions import positions
from service.api.query import Query
from service.api.writing import Page, Row


def paged(objects: list[Row], query: Query) -> Page:
    """Return the objects of the page that a query names."""
    start = query["offset"]
    return Page(len(objects), objects=objects[start : start + query.limit])


def indicators(dataset: Dataset, query: Query) -> Page:
    """Return the indicators of the catalog with their counts of observations, in alphabetical order."""
    lang = query["lang"]
    wanted = query["indicator"] or available.values(dataset)["indicators"]
    return paged([_indicator(dataset, str(code), lang) for code in sorted(wanted)], query)


def _indicator(dataset: Dataset, code: str, lang: str) -> Row:
    about = dataset.catalog.indicators[code]
    frame, places = positions(dataset, "observations", {"indicator": (code,)})
    years = frame["year"].to_numpy()[places]
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
    found = [
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
    return paged(found, query)


def _figures(dataset: Dataset) -> dict[str, list[Row]]:
    """Return the figures of each claim, in the order of the table."""
    frame = dataset.table(CLAIM_FIGURES.name).rename(columns={"figure": "name"})
    names = list(frame.columns)
    found: dict[str, list[Row]] = {}
    for row in rows(frame):
        figure = dict(zip(names, row, strict=True))
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
    out = dataset.launched
    newest = out[-1] if out else None
    launched = {
        "edition": newest and newest.year,
        "released": newest and newest.released,
        "theme": newest and newest.theme.en,
        "publisher": newest and newest.publisher.en,
    }
    about = {"id": dataset.snapshot.id, "created": dataset.snapshot.created}
    return Page(1, objects=[{**about, "launched": launched, "tables": tables}])
