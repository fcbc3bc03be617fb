"""Typed reading of the catalog: the words and facts about data that are kept in TOML and CSV, not in code.

`load` checks every key, year, language, link and reference; CatalogError names file and line or key.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, count
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Final, cast

from pydantic import ValidationError, ValidationInfo, field_validator

from data import entries
from data.claims import FIGURES, SUFFIXES, Claim, Figure
from data.codes import CODE, level_of
from data.entries import Column, Edition, Indicator, Source, form
from data.fields import CatalogError as CatalogError
from data.fields import read_rows, read_tables, read_text, sentence
from data.languages import Text, Words

FOLDER = Path(__file__).resolve().parent / "catalog"
ROWS: Final = ("editions", "launches", "economies", "spellings", "concepts")
"""The files of rows, which their first cell tells apart; spellings the second."""
TABLES: Final = (
    *("sources", "licences", "indicators", "strategy", "claims", "rankings", "estimates", "downloads"),
    *("columns", "phrases", "plausible", "tiles"),
)
"""The files of tables."""
FILES: Final = (*(f"{name}.csv" for name in ROWS), *(f"{name}.toml" for name in TABLES))
_PARTS: Final = {
    "hosts": ("sources", "hosts"),
    "tolerance": ("sources", "tolerance"),
    "strategy": ("strategy", "pillar"),
    "claims": ("claims", "claim"),
    "units": ("columns", "units"),
    "columns": ("columns", "columns"),
}
"""What is a table among others of a file, or the only one that may be in it."""
_NAMED: Final = ("sources", "indicators", "rankings", "estimates")
"""Files whose tables have their name as their id."""
_CLAUSE: Final = re.compile("[,.;:(，；：（]")
_LINK: Final = re.compile(r"\b(\w+)://([^/\s\"',;)}\]]*)")


class Catalog(entries.Entry):
    """Everything the catalog knows, by id; strategic pillars and claims in the article's order.

    hosts: that files may link to; tolerance: that of sources which do not state their own.
    """

    hosts: tuple[Words, ...]
    tolerance: entries.Tolerance
    licences: dict[Words, entries.Licence]
    economies: dict[Annotated[str, form("[A-Z]{3}")], entries.Economy]
    sources: dict[str, Source]
    editions: dict[int, Edition]
    launches: dict[int, entries.Launch]
    indicators: dict[str, Indicator]
    concepts: dict[Annotated[str, entries.SLUG], entries.Concept]
    strategy: tuple[entries.StrategicPillar, ...]
    claims: tuple[Claim, ...]
    rankings: dict[str, entries.Ranking]
    estimates: dict[str, entries.Estimate]
    units: dict[Annotated[str, form("[a-z_]+")], Text]
    columns: dict[Annotated[str, form(r"\S+")], Column]
    downloads: dict[Annotated[str, form("[a-z]+(-[a-z]+)*")], entries.Download]
    phrases: dict[Annotated[str, form("[a-z_]+")], Text]
    plausible: entries.Plausibility
    spellings: dict[entries.EconomyId, tuple[Words, ...]]
    tiles: entries.Tiles

    def licence(self, stated: str, lang: str) -> str:
        """Return a licence in the words of a language; one that is not known stays as it is stated."""
        known = self.licences.get(stated)
        return known.name.get(lang) if known and known.name else stated

    @property
    def licence_urls(self) -> dict[str, str]:
        """The address of the text of each licence that editions and sources state; "" where it has none."""
        stated: list[Source | Edition] = [*self.sources.values(), *self.editions.values()]
        return {one.licence: one.licence_url for one in stated}

    def launched(self, editions: Collection[int]) -> tuple[entries.Launch, ...]:
        """Return the editions that were launched and are not among these, in ascending order."""
        return tuple(one for year, one in sorted(self.launches.items()) if year not in editions)

    def heads(self, table: str, columns: Iterable[str], lang: str) -> dict[str, str]:
        """Return what stands above columns of a download and of its table on a page, by their names."""
        about = self.downloads[table]
        known = {name: column_of(self.columns, about, name) for name in columns}
        meanings = {name: column.meaning.get(lang) if column else name for name, column in known.items()}
        return heads(meanings) | {name: text.get(lang) for name, text in about.heads.items() if name in known}

    @field_validator("plausible")
    @classmethod
    def _whole(cls, file: entries.Plausibility, info: ValidationInfo) -> entries.Plausibility:
        """Give each indicator its kind, and its own limits those of its kind that it does not state."""
        if missing := [kind for kind in (*entries.KINDS, entries.ERROR) if kind not in file.kinds]:
            raise ValueError(f"missing kind '{missing[0]}'")
        indicators: dict[str, Indicator] = info.data.get("indicators", {})
        errors = {one.error for one in indicators.values()}
        kind_of = {name: entries.ERROR if name in errors else one.kind for name, one in indicators.items()}
        own = {
            name: file.kinds[kind_of[name]].model_copy(update=one.model_dump(exclude_unset=True))
            for name, one in file.own.items()
            if name in kind_of
        }
        return file.model_copy(update={"kind_of": kind_of, "own": own})

    @field_validator("economies", "editions", "indicators", "licences", "sources", "units")
    @classmethod
    def _known(cls, table: Any, info: ValidationInfo) -> Any:
        cast("dict[str, Any]", info.context)[str(info.field_name)] = table  # for what names its ids
        return table


def load(folder: Path = FOLDER) -> Catalog:
    """Read and check the catalog in `folder`; CatalogError names the file and the line or key of a fault."""
    tables = {name: read_rows(folder / f"{name}.csv", name == "spellings") for name in ROWS}
    tables |= {name: read_tables(folder / f"{name}.toml") for name in TABLES}
    parts = {name: tables[file].pop(key) for name, (file, key) in _PARTS.items() if key in tables[file]}
    for name in ("strategy", "claims", "columns"):
        for key in tables.pop(name):
            raise CatalogError(f"{name}.toml: unknown key '{key}'")
    for name in _NAMED:
        for key, table in tables[name].items():
            if not isinstance(table, dict):
                continue
            if "id" in table:
                raise CatalogError(f"{name}.toml, {key}: unknown key 'id'")
            table["id"] = key
            if name == "sources":
                table.setdefault("tolerance", parts.get("tolerance"))
                if isinstance(live := table.get("live"), dict):
                    live["family"] = key
    for name, row in tables["concepts"].items():
        if row.get("measure") == "":
            row["measure"] = name
    spellings: dict[str, list[str]] = {}
    for name, row in tables["spellings"].items():
        spellings.setdefault(row.get("economy"), []).append(name)
    limits = tables["plausible"]
    own = {key: limits.pop(key) for key in [*limits] if key not in ("large", "steps", "kind", "edition")}
    stated = {**tables, **parts, "spellings": spellings, "plausible": {**limits, "": own}}
    try:
        catalog = Catalog.model_validate(stated, context={})
    except ValidationError as error:
        first, *path = error.errors()[0]["loc"]
        name, key = _PARTS.get(str(first), (str(first), ""))
        place = f"{name}.{'csv' if name in ROWS else 'toml'}"
        raise CatalogError(sentence(place, error, [key, *path])) from error
    for fault in chain(_faults(catalog), _faults_of_the_article(catalog)):
        raise CatalogError(fault)
    for name in FILES:
        for number, line in enumerate(read_text(folder / name).splitlines(), start=1):
            for scheme, host in _LINK.findall(line):
                if scheme not in ("http", "https"):
                    raise CatalogError(f"{name} line {number}: scheme '{scheme}' is not allowed")
                if host not in catalog.hosts:
                    raise CatalogError(f"{name} line {number}: host '{host}' is not in hosts of sources.toml")
    return catalog


def _faults(known: Catalog) -> Iterator[str]:
    """Yield what does not fit together in the figures of the catalog and its sources, with file and key."""
    due = chain([2007], count(2009))  # the second edition was of 2008-09
    for year, edition in known.editions.items():
        place, parts = f"editions.csv, {year}", (edition.input_indicators, edition.output_indicators)
        if year != (follows := next(due)):
            yield f"{place}: the edition {follows} must follow"
        if (edition.licence == "not stated") != (edition.licence_basis == ""):
            yield f"{place}: 'licence_basis' must say how a licence is known, and only where one is stated"
        if None not in parts and sum(filter(None, parts)) != edition.indicators:
            yield f"{place}: 'input_indicators' and 'output_indicators' do not add up to 'indicators'"
    licensed: dict[str, Mapping[Any, Edition | Source]]
    licensed = {"editions.csv": known.editions, "sources.toml": known.sources}
    for file, table in licensed.items():
        for key, one in table.items():
            if one.licence.startswith("CC ") != bool(one.licence_url):
                yield f"{file}, {key}: 'licence_url' must be given for a CC licence and for no other"
    claimed: dict[str, str] = {}
    for code, indicator in known.indicators.items():
        place = f"indicators.toml, {code}"
        if indicator.status == "withheld" and not indicator.caveats:
            yield f"{place}: a withheld indicator needs its reason as the first caveat"
        for other in filter(None, (*indicator.earlier, indicator.error)):
            if other not in known.indicators or other == code:
                yield f"{place}: '{other}' is not another indicator"
            if (owner := claimed.setdefault(other, code)) != code:
                yield f"{place}: '{other}' belongs to '{owner}' already"
        for before in (known.indicators[other] for other in indicator.earlier):
            if before.kind != indicator.kind:
                yield f"{place}: '{before.id}' is of another kind, not an earlier release"
            if (before.base is None) != (indicator.base is None):
                yield f"{place}: '{before.id}' has a base year and it has none, or the reverse"
    taken: dict[tuple[int, str], str] = {}
    for name, concept in known.concepts.items():
        place = f"concepts.csv, {name}"
        if not set(concept.redefined) <= set(concept.codes):
            yield f"{place}: 'redefined' has an edition that 'codes' has not"
        for year, code in concept.codes.items():
            if level_of(code) != concept.level:
                yield f"{place}: {year}:{code} is not of the level {concept.level}"
            if year not in known.editions:
                yield f"{place}: 'codes': there is no edition {year}"
            if (owner := taken.setdefault((year, code), name)) != name:
                yield f"{place}: {year}:{code} belongs to the concept '{owner}' already"
        if concept.measure not in known.concepts or known.concepts[concept.measure].level != concept.level:
            yield f"{place}: 'measure' must be a {concept.level} that it redefines, not '{concept.measure}'"
    for name, ranking in known.rankings.items():
        if (ranking.kind == "rank") != (ranking.unit is None):
            yield f"rankings.toml, {name}: a unit belongs to every kind but rank"
        if any(one.year < 1990 or one.economy for one in ranking.breaks):
            yield f"rankings.toml, {name}: 'breaks' must be of all economies, from 1990 on"
    for name, limits in {**known.plausible.kinds, **known.plausible.own}.items():
        if not limits.low < limits.high:
            yield f"plausible.toml, {name}: 'low' must be below 'high'"
        if (limits.points is None) != (limits.others is None):
            yield f"plausible.toml, {name}: 'points' and 'others' go together"
    for code, (column, row) in known.tiles.places.items():
        if not any(a <= column <= b and c <= row <= d for a, b, c, d in known.tiles.parts.values()):
            yield f"tiles.toml: '{code}' lies in no part"


def _faults_of_the_article(known: Catalog) -> Iterator[str]:
    """Yield what does not fit together in the strategic pillars and the claims, with file and key."""
    if [pillar.number for pillar in known.strategy] != [1, 2, 3, 4, 5]:
        yield "strategy.toml: the pillars must be numbered 1 to 5, in this order"
    for pillar in known.strategy:
        place = f"strategy.toml, pillar {pillar.number}"
        linked = {link.indicator: link.gii for link in pillar.links}
        first = {link.indicator for link in pillar.links if not link.gii and not link.of}
        for number, link in enumerate(pillar.links, start=1):
            code, indicator = link.indicator, known.indicators.get(link.indicator)
            if link.gii and not re.fullmatch(CODE, code):
                yield f"{place}, link {number}: '{code}' is not a GII code"
            if not link.gii and not indicator:
                yield f"{place}, link {number}: unknown indicator '{code}'"
            if not link.gii and indicator and indicator.status in ("withheld", "superseded"):
                yield f"{place}, link {number}: indicator '{code}' is {indicator.status}"
            if link.of and (link.gii or link.of not in first):
                yield f"{place}: '{code}' measures the same as '{link.of}', which is no link of its own"
        for number, action in enumerate(pillar.actions, start=1):
            if unknown := [code for code in action.indicators if code not in linked]:
                yield f"{place}, action {number}: '{unknown[0]}' is not among the links of the pillar"
            if not action.indicators and action.gap is None:
                yield f"{place}, action {number}: an action without indicators must say its gap"
        drawn = [code for one in pillar.multiples for code in (one.indicator, one.peers) if code]
        for code in (pillar.headline, *drawn):
            if linked.get(code, True):
                yield f"{place}: the headline or multiple '{code}' is not a series among its links"
        if unused := linked.keys() - {code for action in pillar.actions for code in action.indicators}:
            yield f"{place}: no action names the link '{min(unused)}'"
    for name, often in Counter(name for claim in known.claims for name in (claim.id, claim.number)).items():
        if often > 1:
            yield f"claims.toml: '{name}' occurs twice"
    for number, claim in enumerate(known.claims, start=1):
        place = f"claims.toml, claim {number}"
        ways = ("actions", "series") if claim.kind == "aim" else ("tests", "untestable")
        given = [way for way in ("actions", "series", "tests", "untestable") if getattr(claim, way)]
        if given not in ([ways[0]], [ways[1]]):
            yield f"{place}: either '{ways[0]}' or '{ways[1]}' must be given, not both"
        if not claim.actions and not (claim.definition and claim.computation and claim.quotation):
            yield f"{place}: 'quotation', 'definition' and 'computation' must be given"
        if sorted(claim.caveats, key=lambda one: not one.weighty) != list(claim.caveats):
            yield f"{place}: the weighty caveats must come first"
        for name, figure in claim.figures.items():
            stated = {Figure.model_fields[key].alias or key for key in figure.model_fields_set}
            for key in sorted((stated - {"kind", "code"}) ^ {*FIGURES[figure.kind]}):
                yield f"{place}, figures, {name}: {'unknown' if key in stated else 'missing'} key '{key}'"
            if not (figure.indicator or figure.ranking) and "latest" in (figure.since, figure.to):
                yield f"{place}, figures, {name}: 'since' and 'to' must be years"
            if name.endswith(SUFFIXES):
                yield f"{place}, figures: '{name}' is not a name of a figure"
        for test in (*claim.tests, *(caveat.test for caveat in claim.caveats if caveat.test)):
            for compared in (test.figure, test.than):
                if isinstance(compared, str) and compared not in claim.figures:
                    yield f"{place}: '{compared}' in a test is not one of the figures of the claim"
        names = {name + suffix for name in claim.figures for suffix in ("", *SUFFIXES)}
        for words in (words for text in claim.texts for words in text.by_language.values()):
            for _, named, _, _ in Formatter().parse(words):
                if named is not None and named not in names:
                    yield f"{place}: unknown figure '{named}' in '{words}'"
    aims = Counter((claim.pillar, action) for claim in known.claims for action in claim.actions)
    actions = {(one.number, place) for one in known.strategy for place, _ in enumerate(one.actions, start=1)}
    for aim in sorted(actions ^ aims.keys() | {one for one in aims if aims[one] > 1}):
        yield f"claims.toml: one aim must name recommendation {aim[1]} of pillar {aim[0]}"


def column_of(columns: Mapping[str, Column], download: entries.Download, name: str) -> Column | None:
    """Return what a column of a download means: its own words, those of its name, or of a pattern."""
    if found := download.columns.get(name) or columns.get(name):
        return found
    patterns = (*download.columns.items(), *columns.items())
    return next((one for pattern, one in patterns if re.fullmatch(pattern, name)), None)


def heads(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return by its name what a reader sees above a column: the first clause of its meaning.

    With the name behind it where two have the same.
    """
    found = {name: _CLAUSE.split(meaning)[0].strip() or name for name, meaning in meanings.items()}
    often = Counter(found.values())
    return {name: head if often[head] == 1 else f"{head} ({name})" for name, head in found.items()}
