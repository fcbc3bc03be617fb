"""Answers made of the catalog: indicators, strategic pillars, claims with their figures, the snapshot."""

from __future__ import annotations

from typing import Any

from analysis.claim_list import TABLES as CLAIM_TABLES
from analysis.claim_list import held as judged
from data.cells import rows
from data.schema import TABLES
from data.schema_claims import CLAIM_FIGURES
from service.api.held import Held
from service.api.query import Query
from service.api.writing import Page, Row


def _paged(objects: list[Row], query: Query) -> Page:
    start = query["offset"]
    return Page(len(objects), objects=objects[start : start + query.limit])


def indicators(held: Held, query: Query) -> Page:
    """Return the indicators of the catalog with how much is held of each, in alphabetical order."""
    lang = query["lang"]
    wanted = query["indicator"] or held.values["indicators"]
    return _paged([_indicator(held, str(code), lang) for code in sorted(wanted)], query)


def _indicator(held: Held, code: str, lang: str) -> Row:
    about = held.catalog.indicators[code]
    frame, places = held.rows("observations", {"indicator": (code,)})
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
        "publisher": held.catalog.sources[about.source].publisher.get(lang),
        "observations": len(places),
        "economies": int(frame["economy"].take(places).nunique()),
        "first_year": int(years.min()) if len(years) else None,
        "last_year": int(years.max()) if len(years) else None,
    }


def strategy(held: Held, query: Query) -> Page:
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
        for pillar in held.catalog.strategy
    ]
    return _paged(pillars, query)


def claims(held: Held, query: Query) -> Page:
    """Return the claims as the page shows them: statements first, then aims by strategic pillar."""
    tables = {name: held.snapshot.table(name) for name in CLAIM_TABLES}
    figures = _figures(held)
    found = [
        {
            "claim": one.claim.id,
            "number": one.claim.number,
            "kind": one.claim.kind,
            "pillar": one.claim.pillar,
            "verdict": one.judged.verdict,
            "verdict_before": one.before or None,
            "tests": one.judged.evidence[0],
            "tests_recent": one.judged.evidence[1],
            "caveats": one.judged.doubts,
            "statement": one.claim.statement.get(query["lang"]),
            "figures": figures.get(one.claim.id, []),
        }
        for one in judged(held.catalog.claims, tables)
    ]
    return _paged(found, query)


def _figures(held: Held) -> dict[str, list[Row]]:
    """Return the figures of each claim, in the order of the table."""
    frame = held.snapshot.table(CLAIM_FIGURES.name).rename(columns={"figure": "name"})
    names = list(frame.columns)
    found: dict[str, list[Row]] = {}
    for row in rows(frame):
        figure = dict(zip(names, row, strict=True))
        found.setdefault(figure.pop("claim"), []).append(figure)
    return found


def snapshot(held: Held, _query: Query) -> Page:
    """Return the snapshot on show with its tables."""
    tables: list[dict[str, Any]] = [
        {
            "name": one["name"],
            "title": TABLES[one["name"]].title,
            "rows": len(held.snapshot.table(one["name"])),
            "bytes": one["bytes"],
            "hash": one["hash"].rpartition(":")[2],
        }
        for one in held.snapshot.resources
    ]
    out = held.catalog.launched({int(one) for one in held.values["editions"]})
    newest = out[-1] if out else None
    launched = {
        "edition": newest and newest.year,
        "released": newest and newest.released,
        "theme": newest and newest.theme.en,
        "publisher": newest and newest.publisher.en,
    }
    about = {"id": held.snapshot.id, "created": held.snapshot.created}
    return Page(1, objects=[{**about, "launched": launched, "tables": tables}])
