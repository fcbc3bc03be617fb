"""Typed reading of the catalog: the words and facts about data that are kept in TOML and CSV, not in code.

`load` checks every key, year, language, link and reference; CatalogError names file and line or key.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, with_config

from data.claims import Claim, read_claims
from data.codes import level_of
from data.entries import (
    FIRST_EDITION,
    NO_EDITION,
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
    Tolerance,
    check_releases,
    licensed,
)
from data.fields import (
    OWN_WORDS,
    CatalogError,
    Words,
    check_hosts,
    checked,
    form,
    named,
    one_of,
    read,
    read_named,
    read_rows,
    read_tables,
    unique,
)
from data.languages import Text
from data.plausible import Plausibility, read_plausible, read_spellings
from data.tiles import Tiles, read_tiles

__all__ = ["Action", "Break", "Catalog", "CatalogError", "Claim", "Concept", "Economy", "Edition", "Estimate"]
__all__ += ["Indicator", "Link", "Ranking", "Source", "StrategicPillar", "Text", "load"]

FOLDER = Path(__file__).resolve().parent / "catalog"
FILES = (
    *("sources.toml", "licences.toml", "indicators.toml", "strategy.toml", "claims.toml"),
    *("rankings.toml", "estimates.toml", "downloads.toml", "columns.toml", "phrases.toml"),
    *("plausible.toml", "tiles.toml"),
    *("editions.csv", "launches.csv", "economies.csv", "spellings.csv", "concepts.csv"),
)
REUSES = ("credit", "limited", "quoted", "ask", "unknown", "edition", "source")
_Code = Annotated[str, form("[A-Z][A-Za-z0-9_.]*")]
_SourceId = Annotated[str, form("[a-z][a-z0-9_-]*")]
_RankingId = Annotated[str, form("[a-z][a-z0-9_]*")]
_Name = Annotated[str, form("[a-z]+(-[a-z]+)*")]
_Key = Annotated[str, form("[a-z_]+")]
_Pattern = Annotated[str, form(r"\S+")]


def _unit(name: object, units: ValidationInfo) -> object:
    """Return the unit of this name, which `units` carries; what is none is refused as no words."""
    return (units.context or {}).get(name, name) if isinstance(name, str) else name


@dataclass(frozen=True, slots=True)
class Column:
    """What a column means, and its unit where it has one of its own."""

    meaning: Annotated[Text, Field(alias="")]
    unit: Annotated[Text | None, BeforeValidator(_unit)] = None


_Column = Annotated[Column, OWN_WORDS]


@dataclass(frozen=True, slots=True)
class Download:
    """One download: row says what one row of it is, whole what all rows hold beyond those of a view.

    columns: what some of them mean only here.
    """

    title: Text
    row: Text
    whole: Text
    columns: dict[_Pattern, _Column] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as publishers state it; reuse: one of REUSES, what it lets readers do.

    name: in other words than it is stated in, if so; vintages: a pattern of the releases for which it is
    stated, blank where that is said of all.
    """

    reuse: Annotated[str, one_of(REUSES)]
    name: Text | None = None
    vintages: str = ""


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything the catalog knows, by id; strategic pillars and claims in the article's order."""

    economies: dict[str, Economy]
    editions: dict[int, Edition]
    launches: dict[int, Launch]
    indicators: dict[str, Indicator]
    strategy: tuple[StrategicPillar, ...]
    sources: dict[str, Source]
    licences: dict[str, Licence]
    concepts: dict[str, Concept]
    claims: tuple[Claim, ...]
    rankings: dict[str, Ranking]
    estimates: tuple[Estimate, ...]
    downloads: dict[str, Download]
    columns: dict[str, Column]
    phrases: dict[str, Text]
    plausible: Plausibility
    spellings: dict[str, tuple[str, ...]]
    tiles: Tiles

    def licence(self, stated: str, lang: str) -> str:
        """Return a licence in the words of a language; one that is not known stays as it is stated."""
        known = self.licences.get(stated)
        return known.name.get(lang) if known and known.name else stated

    @property
    def licence_urls(self) -> dict[str, str]:
        """The address of the text of each licence that editions and sources state; "" where it has none."""
        stated: list[Source | Edition] = [*self.sources.values(), *self.editions.values()]
        return {one.licence: one.licence_url for one in stated}

    def launched(self, editions: Collection[int]) -> tuple[Launch, ...]:
        """Return the editions that were launched and are not among these, in ascending order."""
        return tuple(one for year, one in sorted(self.launches.items()) if year not in editions)


def load(folder: Path = FOLDER) -> Catalog:
    """Read and check the catalog in `folder`; CatalogError names the file and the line or key of a fault."""
    sources = read_sources(folder / "sources.toml", [folder / name for name in FILES])
    indicators = _indicators(folder / "indicators.toml", sources)
    editions = _editions(folder / "editions.csv")
    economies = unique(dict[int, Economy], folder / "economies.csv", "economy", lambda one: one.id)
    units, columns = read_columns(folder / "columns.toml")
    downloads = folder / "downloads.toml"
    strategy = read_strategy(folder / "strategy.toml", indicators)
    return Catalog(
        economies=economies,
        editions=editions,
        launches=unique(dict[int, Launch], folder / "launches.csv", "edition", lambda one: one.year),
        indicators=indicators,
        strategy=strategy,
        sources=sources,
        licences=_licences(folder / "licences.toml", (*sources.values(), *editions.values())),
        concepts=read_concepts(folder / "concepts.csv", editions),
        claims=read_claims(folder / "claims.toml", indicators, strategy),
        rankings=read_rankings(folder / "rankings.toml", sources),
        estimates=tuple(read_named(dict[_SourceId, Estimate], folder / "estimates.toml").values()),
        downloads=checked(dict[_Name, Download], read_tables(downloads), downloads.name, units),
        columns=columns,
        phrases=read(dict[_Key, Text], folder / "phrases.toml"),
        plausible=read_plausible(folder / "plausible.toml", indicators, economies),
        spellings=read_spellings(folder / "spellings.csv", economies),
        tiles=read_tiles(folder / "tiles.toml", economies),
    )


def _licences(path: Path, stated: Iterable[Source | Edition]) -> dict[str, Licence]:
    licences = read(dict[Words, Licence], path)
    for one in stated:
        if one.licence not in licences:
            raise CatalogError(f"{path.name}: what the licence '{one.licence}' lets readers do is not said")
    return licences


def _indicators(path: Path, sources: dict[str, Source]) -> dict[str, Indicator]:
    indicators = read_named(dict[_Code, Indicator], path)
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
    years = (year for year in count(FIRST_EDITION) if year != NO_EDITION)
    for due, (line, edition) in zip(years, rows.items(), strict=False):
        if edition.year != due:
            raise CatalogError(f"{path.name} line {line}: edition {edition.year} where {due} must follow")
    return {edition.year: edition for edition in rows.values()}


@with_config(extra="forbid")
@dataclass(frozen=True, slots=True)
class _Head:
    """What the file says of all families: hosts that may be linked, and the usual tolerance."""

    hosts: tuple[Words, ...]
    tolerance: Tolerance


def read_sources(path: Path, files: Sequence[Path]) -> dict[str, Source]:
    """Return the families by id; CatalogError if a file links to a host not listed."""
    tables = read_tables(path)
    common = {key: tables.pop(key) for key in ("hosts", "tolerance") if key in tables}
    head = checked(_Head, common, path.name)
    for file in files:
        check_hosts(file, head.hosts)
    for key, table in tables.items():
        if isinstance(table, dict):
            table.setdefault("tolerance", head.tolerance)
            if isinstance(live := table.get("live"), dict):
                live["family"] = key
    kind = dict[_SourceId, Annotated[Source, AfterValidator(licensed)]]
    return checked(kind, named(tables, path.name), path.name)


_FIRST = 1990


def read_rankings(path: Path, sources: Mapping[str, Source]) -> dict[str, Ranking]:
    """Return the rankings by id, in the order of the file; CatalogError names what is wrong."""
    rankings = read_named(dict[_RankingId, Annotated[Ranking, AfterValidator(_ranking)]], path)
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


_GII_CODE = re.compile(r"GII|IN|OUT|P[1-7]|[1-7]\.[1-3](\.[1-9])?")


def read_strategy(path: Path, indicators: Mapping[str, Indicator]) -> tuple[StrategicPillar, ...]:
    """Return the pillars of strategy.toml in the article's order; CatalogError names the key of a fault."""
    pillars = read(dict[Literal["pillar"], tuple[StrategicPillar, ...]], path).get("pillar", ())
    for number, pillar in enumerate(pillars, start=1):
        for fault in _pillar_faults(pillar, indicators):
            raise CatalogError(f"{path.name}, pillar {number}{fault}")
    if [pillar.number for pillar in pillars] != [1, 2, 3, 4, 5]:
        raise CatalogError(f"{path.name}: the pillars must be numbered 1 to 5, in this order")
    return pillars


def _pillar_faults(pillar: StrategicPillar, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    linked = {link.indicator: link.gii for link in pillar.links}
    first = {link.indicator for link in pillar.links if not link.gii and not link.of}
    for number, link in enumerate(pillar.links, start=1):
        place, code = f", link {number}", link.indicator
        if link.gii and not _GII_CODE.fullmatch(code):
            yield f"{place}: '{code}' is not a GII code"
        if not link.gii and code not in indicators:
            yield f"{place}: unknown indicator '{code}'"
        if not link.gii and indicators[code].status in ("withheld", "superseded"):
            yield f"{place}: indicator '{code}' is {indicators[code].status}"
        if link.of and (link.gii or link.of not in first):
            yield f": '{code}' measures the same as '{link.of}', which is no link of its own"
    for number, action in enumerate(pillar.actions, start=1):
        if unknown := [code for code in action.indicators if code not in linked]:
            yield f", action {number}: '{unknown[0]}' is not among the links of the pillar"
        if not action.indicators and action.gap is None:
            yield f", action {number}: an action without indicators must say its gap"
    for number, multiple in enumerate(pillar.multiples, start=1):
        for code in filter(None, (multiple.indicator, multiple.peers)):
            if linked.get(code, True):
                yield f", multiple {number}: the series '{code}' is not among the links of the pillar"
    if linked.get(pillar.headline, True):
        yield f": the headline '{pillar.headline}' is not among its links"
    if unused := linked.keys() - {code for action in pillar.actions for code in action.indicators}:
        yield f": no action names the link '{min(unused)}'"


def read_concepts(path: Path, editions: Collection[int]) -> dict[str, Concept]:
    """Return the concepts of the index by id; CatalogError names the line at fault.

    Codes are reused and names are reworded from one edition to the next. A concept lists the code that it has
    in each edition; where its definition was changed it carries a note. Where scores before and after do not
    compare, the other definition is a concept of its own that names the measure it belongs to.
    editions: the years that the catalog knows. A code of an edition belongs to one concept at most.
    """
    concepts: dict[str, Concept] = {}
    taken: dict[tuple[int, str], str] = {}
    for line, concept in read_rows(dict[int, Annotated[Concept, AfterValidator(_concept)]], path).items():
        fault = f"concept '{concept.id}' occurs twice" if concept.id in concepts else ""
        for edition, code in concept.codes.items():
            if edition not in editions:
                fault = f"'codes': there is no edition {edition}"
            owner = taken.setdefault((edition, code), concept.id)
            if owner != concept.id:
                fault = f"{edition}:{code} belongs to the concept '{owner}' already"
        if fault:
            raise CatalogError(f"{path.name} line {line}: {fault}")
        concepts[concept.id] = concept
    for concept in concepts.values():
        if concept.measure not in concepts or concepts[concept.measure].level != concept.level:
            raise CatalogError(
                f"{path.name}: '{concept.measure}' is no {concept.level} that '{concept.id}' redefines"
            )
    return concepts


def _concept(concept: Concept) -> Concept:
    if not set(concept.redefined) <= set(concept.codes):
        raise ValueError("'redefined' has an edition that 'codes' has not")
    for edition, code in concept.codes.items():
        if level_of(code) != concept.level:
            raise ValueError(f"{edition}:{code} is not of the level {concept.level}")
    return replace(concept, measure=concept.measure or concept.id)


def read_columns(path: Path) -> tuple[object, dict[str, Column]]:
    """Return units, which are checked, and columns by their name, or by a pattern of whole names."""
    tables = read_tables(path)
    if set(tables) != {"units", "columns"}:
        raise CatalogError(f"{path.name}: must hold the tables units and columns")
    checked(dict[_Key, Text], tables["units"], f"{path.name}, units")
    kind = dict[_Pattern, _Column]
    return tables["units"], checked(kind, tables["columns"], f"{path.name}, columns", tables["units"])


def column_of(columns: Mapping[str, Column], download: Download, name: str) -> Column | None:
    """Return what a column of a download means: its own words, those of its name, or of a pattern."""
    if found := download.columns.get(name) or columns.get(name):
        return found
    patterns = (*download.columns.items(), *columns.items())
    return next((one for pattern, one in patterns if re.fullmatch(pattern, name)), None)
