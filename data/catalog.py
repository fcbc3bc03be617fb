"""Typed reading of the catalog: the words and facts about data that are kept in TOML and CSV, not in code.

`load` checks every key, year, language, link and reference; CatalogError names file and line or key.
Economies carry WIPO's names where the index ranks them and the United Nations' elsewhere, since WIPO is a UN
agency: Taiwan, which the index does not rank, is "Taiwan, Province of China" (short "Taiwan, China").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data.claims import Claim, read_claims
from data.concepts import read_concepts
from data.downloads import Column, Download, read_columns, read_downloads, read_phrases
from data.entries import (
    BASES,
    CHANGES,
    DIRECTIONS,
    INCOMES,
    KINDS,
    REGIONS,
    STATUSES,
    Action,
    Break,
    Concept,
    Economy,
    Edition,
    Estimate,
    Indicator,
    Launch,
    Link,
    Ranking,
    Source,
    StrategicPillar,
    Text,
)
from data.estimates import read_estimates
from data.families import read_sources
from data.fields import CatalogError, Fields, blocks, read_rows, read_tables
from data.plausible import Plausibility, read_plausible, read_spellings
from data.rankings import read_rankings
from data.releases import check_releases
from data.strategy import read_strategy

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["Action", "Break", "Catalog", "CatalogError", "Claim", "Concept", "Economy", "Edition", "Estimate"]
__all__ += ["Indicator", "Link", "Ranking", "Source", "StrategicPillar", "Text", "load"]

FOLDER = Path(__file__).resolve().parent / "catalog"
FILES = (
    *("sources.toml", "indicators.toml", "strategy.toml", "claims.toml", "rankings.toml", "estimates.toml"),
    *("downloads.toml", "columns.toml", "phrases.toml", "plausible.toml"),
    *("editions.csv", "launches.csv", "economies.csv", "spellings.csv", "concepts.csv"),
)
FIRST_EDITION, FIRST_YEAR, LAST_YEAR = 2010, 1950, 2100
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
_ISO3 = re.compile(r"[A-Z]{3}")
_ISO2 = re.compile(r"[A-Z]{2}")
_CODE = re.compile(r"[A-Z][A-Za-z0-9_.]*")


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything the catalog knows, by id; strategic pillars and claims in the article's order."""

    economies: dict[str, Economy]
    editions: dict[int, Edition]
    launches: dict[int, Launch]
    indicators: dict[str, Indicator]
    strategy: tuple[StrategicPillar, ...]
    sources: dict[str, Source]
    concepts: dict[str, Concept]
    claims: tuple[Claim, ...]
    rankings: dict[str, Ranking]
    estimates: tuple[Estimate, ...]
    downloads: dict[str, Download]
    columns: dict[str, Column]
    phrases: dict[str, Text]
    plausible: Plausibility
    spellings: dict[str, tuple[str, ...]]

    def launched(self, held: Collection[int]) -> tuple[Launch, ...]:
        """Return the editions that were launched and are not among those held, in ascending order."""
        return tuple(one for year, one in sorted(self.launches.items()) if year not in held)


def load(folder: Path = FOLDER) -> Catalog:
    """Read and check the catalog in `folder`; CatalogError names the file and the line or key of a fault."""
    sources = read_sources(folder / "sources.toml", [folder / name for name in FILES])
    indicators = _indicators(folder / "indicators.toml", sources)
    editions = _editions(folder / "editions.csv")
    economies = _economies(folder / "economies.csv")
    return Catalog(
        economies=economies,
        editions=editions,
        launches=_launches(folder / "launches.csv"),
        indicators=indicators,
        strategy=read_strategy(folder / "strategy.toml", indicators),
        sources=sources,
        concepts=read_concepts(folder / "concepts.csv", editions),
        claims=read_claims(folder / "claims.toml", indicators),
        rankings=read_rankings(folder / "rankings.toml", sources),
        estimates=read_estimates(folder / "estimates.toml"),
        downloads=read_downloads(folder / "downloads.toml", folder / "columns.toml"),
        columns=read_columns(folder / "columns.toml"),
        phrases=read_phrases(folder / "phrases.toml"),
        plausible=read_plausible(folder / "plausible.toml", indicators, economies),
        spellings=read_spellings(folder / "spellings.csv", economies),
    )


def _indicators(path: Path, sources: dict[str, Source]) -> dict[str, Indicator]:
    found = blocks(path, read_tables(path), "indicator", _CODE)
    indicators = {key: _indicator(key, fields, sources) for key, fields in found}
    check_releases(path.name, indicators)
    return indicators


def _indicator(key: str, fields: Fields, sources: dict[str, Source]) -> Indicator:
    indicator = Indicator(
        id=key,
        name=fields.text("name"),
        short=fields.text("short"),
        unit=fields.text("unit"),
        definition=fields.text("definition"),
        direction=fields.choice("direction", DIRECTIONS),
        kind=fields.choice("kind", KINDS),
        decimals=fields.integer("decimals", 0, 6),
        scale=fields.number("scale", 1.0),
        status=fields.choice("status", STATUSES),
        source=fields.string("source"),
        breaks=tuple(_break(item) for item in fields.tables("breaks", "break")),
        caveats=tuple(item.own_text() for item in fields.tables("caveats", "caveat")),
        api=fields.string("api", blank=True),
        earlier=fields.strings("earlier"),
        error=fields.string("error", blank=True) if "error" in fields.values else "",
        base=fields.integer_or_blank("base", FIRST_YEAR, LAST_YEAR),
        measure=fields.text_or_none("measure"),
    )
    fields.close()
    if indicator.source not in sources:
        fields.fail(f"unknown source '{indicator.source}'")
    if indicator.status == "withheld" and not indicator.caveats:
        fields.fail("a withheld indicator needs its reason as the first caveat")
    return indicator


def _break(fields: Fields) -> Break:
    item = Break(
        year=fields.integer("year", FIRST_YEAR, LAST_YEAR),
        note=fields.text("note"),
        economy=fields.string("economy", _ISO3) if "economy" in fields.values else "",
    )
    fields.close()
    return item


def _editions(path: Path) -> dict[int, Edition]:
    editions: dict[int, Edition] = {}
    for fields in read_rows(path):
        edition = _edition(fields)
        if edition.year != FIRST_EDITION + len(editions):
            fields.fail(f"edition {edition.year} where {FIRST_EDITION + len(editions)} must follow")
        editions[edition.year] = edition
    return editions


def _edition(fields: Fields) -> Edition:
    licence, licence_url = fields.licence()
    edition = Edition(
        year=fields.integer("edition", FIRST_EDITION, LAST_YEAR),
        economies=fields.integer_or_blank("economies", 1, 300),
        indicators=fields.integer_or_blank("indicators", 1, 300),
        theme=fields.string("theme", blank=True),
        released=fields.string("released", _DATE, blank=True),
        input_indicators=fields.integer_or_blank("input_indicators", 1, 300),
        output_indicators=fields.integer_or_blank("output_indicators", 1, 300),
        half_weight_indicators=fields.integer_or_blank("half_weight_indicators", 0, 300),
        change=fields.choice("change", CHANGES),
        note=fields.text("note"),
        licence=licence,
        licence_url=licence_url,
        licence_basis=fields.choice("licence_basis", BASES),
        source=fields.string("source"),
    )
    fields.close()
    if (edition.licence == "not stated") != (edition.licence_basis == ""):
        fields.fail("'licence_basis' must say how a licence is known, and be blank where none is stated")
    inputs, outputs = edition.input_indicators, edition.output_indicators
    if inputs is not None and outputs is not None and inputs + outputs != edition.indicators:
        fields.fail("'input_indicators' and 'output_indicators' do not add up to 'indicators'")
    return edition


def _launches(path: Path) -> dict[int, Launch]:
    launches: dict[int, Launch] = {}
    for fields in read_rows(path):
        launch = Launch(
            year=fields.integer("edition", FIRST_EDITION, LAST_YEAR),
            released=fields.string("released", _DAY),
            theme=fields.text("theme"),
            publisher=fields.text("publisher"),
        )
        fields.close()
        if launch.year in launches:
            fields.fail(f"edition {launch.year} occurs twice")
        launches[launch.year] = launch
    return launches


def _economies(path: Path) -> dict[str, Economy]:
    economies: dict[str, Economy] = {}
    for fields in read_rows(path):
        economy = Economy(
            id=fields.string("economy", _ISO3),
            name=fields.text("name"),
            short=fields.text("short"),
            region=fields.choice("region", REGIONS),
            income=fields.choice("income", INCOMES),
            iso2=fields.string("iso2", _ISO2),
        )
        fields.close()
        if economy.id in economies:
            fields.fail(f"economy '{economy.id}' occurs twice")
        economies[economy.id] = economy
    return economies
