"""The rankings beside the index: what each measures, of whom, what its year means, and where it breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from data.entries import DATED, RANKED, Break, Ranking, Source
from data.fields import Fields, blocks, read_tables

_ID = re.compile(r"[a-z][a-z0-9_]*")
_TABLE = re.compile(r"other_rankings|gii_scores|gii_clusters")
_FIRST, _LAST = 1990, 2100


def read_rankings(path: Path, sources: Mapping[str, Source]) -> dict[str, Ranking]:
    """Return the rankings by id, in the order of the file; CatalogError names what is wrong."""
    found = blocks(path, read_tables(path), "ranking", _ID)
    return {key: _ranking(key, fields, sources) for key, fields in found}


def _ranking(key: str, fields: Fields, sources: Mapping[str, Source]) -> Ranking:
    kind = fields.choice("kind", RANKED)
    if (kind == "rank") == ("unit" in fields.values):
        fields.fail("a unit belongs to every kind but rank")
    ranking = Ranking(
        id=key,
        name=fields.text("name"),
        short=fields.text("short"),
        measures=fields.text("measures"),
        coverage=fields.text("coverage"),
        kind=kind,
        dated=fields.choice("dated", DATED),
        unit=None if kind == "rank" else fields.text("unit"),
        table=fields.string("table", _TABLE),
        source=fields.string("source"),
        breaks=tuple(_break(item) for item in fields.tables("breaks", "break")),
        caveats=tuple(item.own_text() for item in fields.tables("caveats", "caveat")),
    )
    fields.close()
    if ranking.source not in sources:
        fields.fail(f"unknown source '{ranking.source}'")
    return ranking


def _break(fields: Fields) -> Break:
    item = Break(year=fields.integer("year", _FIRST, _LAST), note=fields.text("note"))
    fields.close()
    return item
