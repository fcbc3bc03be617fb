"""The World Bank's Indicators API on loopback: databases of rows, paged, with its errors under status 200."""

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import catalog

Answer = tuple[int, dict[str, str], bytes]
AGGREGATES = (("1W", "World", "WLD"), ("XD", "High income", ""), ("ZH", "Africa Eastern and Southern", "AFE"))
"""Code, name and countryiso3code of what is no economy; some have no ISO code."""
ARCHIVED = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><wb:error xmlns:wb="http://www.worldbank.org">'
    '<wb:message id="175" key="Invalid format">The indicator was not found. It may have been deleted or '
    "archived.</wb:message></wb:error>"
).encode()
"""The error for an indicator that is no more, which comes in XML."""
_JSON = {"Content-Type": "application/json;charset=utf-8"}


@dataclass(frozen=True, eq=False)
class Database:
    """One database: rows as sent, its number and release date."""

    rows: tuple[dict[str, Any], ...]
    source: str
    lastupdated: str

    @property
    def indicators(self) -> set[str]:
        """Indicators that the database knows."""
        return {row["indicator"]["id"] for row in self.rows}


def world_bank_rows(
    frame: pd.DataFrame, *, names: Mapping[str, str] | None = None, aggregates: bool = True
) -> list[dict[str, Any]]:
    """Return rows as the World Bank sends them, from the columns indicator, economy (ISO3), year, value.

    A blank value becomes a row with null. names are the titles of indicators (else those of the catalog).
    With aggregates, each indicator and year has rows of AGGREGATES too; the first year's values are null.
    """
    known = catalog.load()
    titles = {code: item.name.en for code, item in known.indicators.items()} | dict(names or {})
    rows = []
    for item in frame.to_dict("records"):
        economy = known.economies[item["economy"]]
        place = (economy.iso2, economy.name.en, economy.id)
        rows.append(_row(item["indicator"], titles, place, item["year"], item["value"]))
    if aggregates:
        means = frame.groupby(["indicator", "year"])["value"].mean().reset_index()
        means["value"] = means["value"].where(means["year"] > frame["year"].min())
        for item in means.to_dict("records"):
            rows += [
                _row(item["indicator"], titles, place, item["year"], item["value"]) for place in AGGREGATES
            ]
    return sorted(rows, key=lambda row: (row["indicator"]["id"], row["country"]["value"], -int(row["date"])))


def _row(
    indicator: str, titles: Mapping[str, str], place: tuple[str, str, str], year: int, value: float
) -> dict[str, Any]:
    iso2, name, iso3 = place
    return {
        "indicator": {"id": indicator, "value": titles.get(indicator, indicator)},
        "country": {"id": iso2, "value": name},
        "countryiso3code": iso3,
        "date": str(year),
        "value": None if math.isnan(value) else float(value),
        "unit": "",
        "obs_status": "",
        "decimal": 1,
    }


def valueless(indicator: str) -> dict[str, Any]:
    """Return the row of an indicator that is known and has no value."""
    return _row(indicator, {}, AGGREGATES[0], 2020, math.nan)


def message(
    number: str = "120", key: str = "Invalid value", value: str = "The provided parameter value is not valid"
) -> bytes:
    """Return the body of an error, which comes with status 200."""
    return json.dumps([{"message": [{"id": number, "key": key, "value": value}]}]).encode()


def answer(databases: Mapping[str, Database], path: str, query: Mapping[str, str]) -> Answer:
    """Answer /v2/country/{all|A;B}/indicator/{X;Y} as the API does: one unknown code spoils all."""
    parts = path.split("/")
    if len(parts) != 6 or (parts[2], parts[4]) != ("country", "indicator") or query.get("format") != "json":
        return 200, _JSON, message("111", "Unavailable format")
    database, wanted = databases.get(query.get("source", "2")), parts[5].split(";")
    if database is None or (len(wanted) > 1 and "source" not in query):
        return 200, _JSON, message()
    rows = _select(database, parts[3].upper(), parts[5], query.get("date", "0:9999"))
    if rows is None:
        return 200, _JSON, message()
    return 200, _JSON, json.dumps(_page(rows, database, query), ensure_ascii=False).encode()


@functools.lru_cache(maxsize=64)  # the pages of one call are cut from one selection
def _select(database: Database, places: str, series: str, dates: str) -> tuple[dict[str, Any], ...] | None:
    """Return the rows of a call, None if it names an indicator or a country that is not there."""
    countries, wanted = set(places.split(";")) - {"ALL"}, set(series.split(";"))
    known = {code for row in database.rows for code in (row["country"]["id"], row["countryiso3code"])}
    if not (wanted <= database.indicators and countries <= known):
        return None
    first, _, last = dates.partition(":")
    return tuple(
        row
        for row in database.rows
        if row["indicator"]["id"] in wanted
        and (not countries or countries & {row["country"]["id"], row["countryiso3code"]})
        and first <= row["date"] <= (last or first)
    )


def _page(rows: tuple[dict[str, Any], ...], database: Database, query: Mapping[str, str]) -> list[Any]:
    if not rows:
        return [
            {"page": 0, "pages": 0, "per_page": 0, "total": 0, "sourceid": None, "lastupdated": None},
            None,
        ]
    page, size = int(query.get("page", "1")), int(query.get("per_page", "50"))
    head = {
        "page": page,
        "pages": math.ceil(len(rows) / size),
        "per_page": size,
        "total": len(rows),
        "sourceid": database.source,
        "lastupdated": database.lastupdated,
    }
    return [head, rows[(page - 1) * size : page * size]]
