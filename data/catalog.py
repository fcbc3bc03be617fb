"""Typed reading of the catalog: the words and facts about data that are kept in TOML and CSV, not in code.

`load` checks every key, year, language, link and reference; CatalogError names file and line or key.
Economies carry WIPO's names where the index ranks them and the United Nations' elsewhere, since WIPO is a UN
agency: Taiwan, which the index does not rank, is "Taiwan, Province of China" (short "Taiwan, China").
"""

from __future__ import annotations

import re
from pathlib import Path

from data.concepts import read_concepts
from data.entries import (
    CHANGES,
    DIRECTIONS,
    INCOMES,
    KINDS,
    REGIONS,
    ROLES,
    STATUSES,
    STRENGTHS,
    Break,
    Catalog,
    Concept,
    Economy,
    Edition,
    Estimate,
    Indicator,
    Link,
    Source,
    StrategicPillar,
    Text,
)
from data.estimates import read_estimates
from data.families import read_sources
from data.fields import CatalogError, Fields, blocks, read_rows, read_tables
from data.releases import check_releases

__all__ = ["Break", "Catalog", "CatalogError", "Concept", "Economy", "Edition", "Estimate"]
__all__ += ["Indicator", "Link", "Source", "StrategicPillar", "Text", "load"]

FOLDER = Path(__file__).resolve().parent / "catalog"
FILES = (
    *("sources.toml", "indicators.toml", "strategy.toml", "estimates.toml"),
    *("editions.csv", "economies.csv", "concepts.csv"),
)
FIRST_EDITION, FIRST_YEAR, LAST_YEAR = 2010, 1950, 2100
_GII_CODE = re.compile(r"GII|IN|OUT|P[1-7]|[1-7]\.[1-3](\.[1-9])?")
_DATE = re.compile(r"(\d{4}(-\d{2}(-\d{2})?)?)?")
_ISO3 = re.compile(r"[A-Z]{3}")
_ISO2 = re.compile(r"[A-Z]{2}")
_CODE = re.compile(r"[A-Z][A-Za-z0-9_.]*")
_SLUG = re.compile(r"[a-z][a-z0-9_-]*")


def load(folder: Path = FOLDER) -> Catalog:
    """Read and check the catalog in `folder`; CatalogError names the file and the line or key of a fault."""
    sources = read_sources(folder / "sources.toml", [folder / name for name in FILES])
    indicators = _indicators(folder / "indicators.toml", sources)
    editions = _editions(folder / "editions.csv")
    return Catalog(
        economies=_economies(folder / "economies.csv"),
        editions=editions,
        indicators=indicators,
        strategy=_strategy(folder / "strategy.toml", indicators),
        sources=sources,
        concepts=read_concepts(folder / "concepts.csv", editions),
        estimates=read_estimates(folder / "estimates.toml"),
    )


def _text(fields: Fields, key: str) -> Text:
    return Text(**fields.languages(key))


def _words(fields: Fields) -> Text:
    """A table that holds nothing but the words in each language."""
    words = Text(en=fields.string("en"), zh=fields.string("zh"))
    fields.close()
    return words


def _indicators(path: Path, sources: dict[str, Source]) -> dict[str, Indicator]:
    found = blocks(path, read_tables(path), "indicator", _CODE)
    indicators = {key: _indicator(key, fields, sources) for key, fields in found}
    check_releases(path.name, indicators)
    return indicators


def _indicator(key: str, fields: Fields, sources: dict[str, Source]) -> Indicator:
    indicator = Indicator(
        id=key,
        name=_text(fields, "name"),
        short=_text(fields, "short"),
        unit=_text(fields, "unit"),
        definition=_text(fields, "definition"),
        direction=fields.choice("direction", DIRECTIONS),
        kind=fields.choice("kind", KINDS),
        decimals=fields.integer("decimals", 0, 6),
        scale=fields.number("scale", 1.0),
        status=fields.choice("status", STATUSES),
        source=fields.string("source"),
        breaks=tuple(_break(item) for item in fields.tables("breaks", "break")),
        caveats=tuple(_words(item) for item in fields.tables("caveats", "caveat")),
        api=fields.string("api", blank=True),
        held=fields.flag("held", True),
        earlier=fields.strings("earlier"),
        error=fields.string("error", blank=True) if "error" in fields.values else "",
        base=fields.integer_or_blank("base", FIRST_YEAR, LAST_YEAR),
        measure=_text(fields, "measure") if "measure" in fields.values else None,
    )
    fields.close()
    if indicator.source not in sources:
        fields.fail(f"unknown source '{indicator.source}'")
    if indicator.status == "withheld" and not indicator.caveats:
        fields.fail("a withheld indicator needs its reason as the first caveat")
    return indicator


def _break(fields: Fields) -> Break:
    item = Break(year=fields.integer("year", FIRST_YEAR, LAST_YEAR), note=_text(fields, "note"))
    fields.close()
    return item


def _strategy(path: Path, indicators: dict[str, Indicator]) -> tuple[StrategicPillar, ...]:
    root = Fields(read_tables(path), path.name)
    pillars = tuple(_pillar(fields, indicators) for fields in root.tables("pillar", "pillar"))
    root.close()
    if [pillar.number for pillar in pillars] != [1, 2, 3, 4, 5]:
        root.fail("the pillars must be numbered 1 to 5, in this order")
    return pillars


def _pillar(fields: Fields, indicators: dict[str, Indicator]) -> StrategicPillar:
    pillar = StrategicPillar(
        number=fields.integer("number", 1, 5),
        slug=fields.string("slug", _SLUG),
        name=_text(fields, "name"),
        gist=_text(fields, "gist"),
        summary=_text(fields, "summary"),
        headline=fields.string("headline"),
        links=tuple(_link(item, indicators) for item in fields.tables("link", "link")),
        gaps=tuple(_words(item) for item in fields.tables("gap", "gap")),
    )
    fields.close()
    if pillar.headline not in {link.indicator for link in pillar.links if not link.gii}:
        fields.fail(f"the headline '{pillar.headline}' is not among its links")
    return pillar


def _link(fields: Fields, indicators: dict[str, Indicator]) -> Link:
    link = Link(
        indicator=fields.string("indicator"),
        role=fields.choice("role", ROLES),
        strength=fields.choice("strength", STRENGTHS),
        reason=_text(fields, "reason"),
        gii=fields.flag("gii", False),
    )
    fields.close()
    if link.gii and not _GII_CODE.fullmatch(link.indicator):
        fields.fail(f"'{link.indicator}' is not a GII code")
    if not link.gii and link.indicator not in indicators:
        fields.fail(f"unknown indicator '{link.indicator}'")
    if not link.gii and indicators[link.indicator].status in ("withheld", "superseded"):
        fields.fail(f"indicator '{link.indicator}' is {indicators[link.indicator].status}")
    return link


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
        note=_text(fields, "note"),
        licence=licence,
        licence_url=licence_url,
        source=fields.string("source"),
    )
    fields.close()
    inputs, outputs = edition.input_indicators, edition.output_indicators
    if inputs is not None and outputs is not None and inputs + outputs != edition.indicators:
        fields.fail("'input_indicators' and 'output_indicators' do not add up to 'indicators'")
    return edition


def _economies(path: Path) -> dict[str, Economy]:
    economies: dict[str, Economy] = {}
    for fields in read_rows(path):
        economy = Economy(
            id=fields.string("economy", _ISO3),
            name=_text(fields, "name"),
            short=_text(fields, "short"),
            region=fields.choice("region", REGIONS),
            income=fields.choice("income", INCOMES),
            iso2=fields.string("iso2", _ISO2),
        )
        fields.close()
        if economy.id in economies:
            fields.fail(f"economy '{economy.id}' occurs twice")
        economies[economy.id] = economy
    return economies
