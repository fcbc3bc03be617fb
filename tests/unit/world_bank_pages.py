"""Pages of the World Bank written by hand, and a task that asks for three indicators."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from data import catalog
from etl.release import Document, Release, Task

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.catalog import Catalog

RELEASED = "2026-07-13"
CODES = ("AA.NEW", "BB", "CC")
"""Codes of the World Bank for the indicators AA, BB and CC."""


@cache
def small() -> Catalog:
    """Return the catalog with three indicators, one of them under another code than its id."""
    held = catalog.load()
    entry = held.indicators["GB.XPD.RSDV.GD.ZS"]
    entries = {code[:2]: entry.model_copy(update={"id": code[:2], "api": code}) for code in CODES}
    return held.model_copy(update={"indicators": entries})


def task() -> Task:
    """Return the task of refreshing the World Development Indicators."""
    return Task(small(), "world_bank_wdi", "2026-11-24", {}, lambda _: None)


def row(code: str = "BB", economy: str = "CHN", year: int = 2023, value: Any = 2.5) -> dict[str, Any]:
    """Return one observation as the World Bank writes it."""
    item = small().economies.get(economy)
    return {
        "indicator": {"id": code, "value": f"Name of {code}"},
        "country": {"id": item.iso2 if item else "1W", "value": item.name.en if item else "World"},
        "countryiso3code": economy,
        "date": str(year),
        "value": value,
        "unit": "",
        "obs_status": "",
        "decimal": 1,
    }


def head(total: int, page: int = 1, pages: int = 1, **other: Any) -> dict[str, Any]:
    """Return the first part of an answer."""
    known = {"page": page, "pages": pages, "per_page": 2500, "total": total, "sourceid": "2"}
    return known | {"lastupdated": RELEASED} | other


def answer(rows: Sequence[dict[str, Any]], **other: Any) -> bytes:
    """Return a whole answer; `other` goes into its first part."""
    return json.dumps([head(**{"total": len(rows)} | other), rows]).encode()


def address(page: int, codes: Sequence[str] = CODES) -> str:
    """Return the address of a page."""
    return f"https://api.worldbank.org/v2/country/all/indicator/{';'.join(codes)}?source=2&page={page}"


def release(*bodies: bytes, codes: Sequence[str] = CODES, vintage: str = RELEASED) -> Release:
    """Return a release whose pages have these bodies."""
    documents = (
        Document(f"page-{page}.json", address(page, codes), body) for page, body in enumerate(bodies, 1)
    )
    return Release("world_bank_wdi", vintage, "2026-11-24T08:00:00Z", tuple(documents))
