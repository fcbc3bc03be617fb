"""Typed reading of the catalog: the words and facts about data that are kept in TOML and CSV, not in code.

`load` checks every key, year, language, link and reference; CatalogError names file and line or key.
Economies carry WIPO's names where the index ranks them and the United Nations' elsewhere, since WIPO is a UN
agency: Taiwan, which the index does not rank, is "Taiwan, Province of China" (short "Taiwan, China").
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import AfterValidator

from data.claims import Claim, read_claims
from data.concepts import read_concepts
from data.downloads import Column, Download, read_columns, read_downloads, read_phrases
from data.entries import (
    FIRST_EDITION,
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
    licensed,
)
from data.estimates import read_estimates
from data.families import read_sources
from data.fields import CatalogError, checked, form, named, read_rows, read_tables, unique
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
_Code = Annotated[str, form("[A-Z][A-Za-z0-9_.]*")]


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
    economies = unique(dict[int, Economy], folder / "economies.csv", "economy", lambda one: one.id)
    return Catalog(
        economies=economies,
        editions=editions,
        launches=unique(dict[int, Launch], folder / "launches.csv", "edition", lambda one: one.year),
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
    indicators = checked(dict[_Code, Indicator], named(read_tables(path), path.name), path.name)
    for key, one in indicators.items():
        place = f"{path.name}, {key}"
        if one.source not in sources:
            raise CatalogError(f"{place}: unknown source '{one.source}'")
        if one.status == "withheld" and not one.caveats:
            raise CatalogError(f"{place}: a withheld indicator needs its reason as the first caveat")
    check_releases(path.name, indicators)
    return indicators


def _edition(edition: Edition) -> Edition:
    if (edition.licence == "not stated") != (edition.licence_basis == ""):
        raise ValueError("'licence_basis' must say how a licence is known, and be blank where none is stated")
    inputs, outputs = edition.input_indicators, edition.output_indicators
    if inputs is not None and outputs is not None and inputs + outputs != edition.indicators:
        raise ValueError("'input_indicators' and 'output_indicators' do not add up to 'indicators'")
    return licensed(edition)


def _editions(path: Path) -> dict[int, Edition]:
    rows = read_rows(dict[int, Annotated[Edition, AfterValidator(_edition)]], path)
    for due, (line, edition) in enumerate(rows.items(), start=FIRST_EDITION):
        if edition.year != due:
            raise CatalogError(f"{path.name} line {line}: edition {edition.year} where {due} must follow")
    return {edition.year: edition for edition in rows.values()}
