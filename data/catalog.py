"""Typed reading of the catalog: the words and facts about data that are kept in TOML and CSV, not in code.

`load` checks every key, year, language, link and reference; CatalogError names file and line or key.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain, count
from pathlib import Path
from typing import Annotated, Any, Final, TypeVar, cast

from pydantic import Field, TypeAdapter, ValidationError, ValidationInfo, field_validator

from data import entries, pack
from data.claims import Claim
from data.codes import CLASSES, level_of
from data.entries import Column, Edition, Indicator, Source, form
from data.languages import LANGUAGES, Text, Words
from data.pack_rules import ARTICLE_FILE, RULES, PackFiles

T = TypeVar("T")
FOLDER: Final = pack.BUNDLED
_CLAUSE: Final = re.compile("[,.;:(，；：（]")
_LINK: Final = re.compile(r"\b(\w+)://([^/\s\"',;)}\]]*)")
_MARKS = ("", "[key]", "int", "constrained-int", "float")  # of pydantic, in the place of a fault


class CatalogError(ValueError):
    """The catalog is not usable; each of its faults names the file and the line or the key."""

    def __init__(self, *faults: str) -> None:
        """Keep all faults, of which the message is the first."""
        super().__init__(faults[0])
        self.faults = faults


def _sentence(fault: Mapping[str, Any], file: str = "") -> str:
    """Return a fault that pydantic found in words of our own, after its file and the keys that lead to it.

    file: where what was read is in one file; else each part of it stands where its alias says.
    """
    kind, value, path = fault["type"], fault["input"], list(fault["loc"])
    if not file:
        file, *part = str(path[0]).split()
        path = [*part, *path[1:]]
    place, path = file, [part for part in path if part not in _MARKS]
    if file.endswith(".csv"):  # columns are not tables
        column = "_".join(str(part) for part in path[1:] if isinstance(part, str))
        path = [*path[:1], column] if column else path[:1]
    whole = kind == "value_error" and not isinstance(value, str)
    key = f"'{path.pop()}' " if path and isinstance(path[-1], str) and not whole else ""
    for one in path:
        place += f" {one + 1}" if isinstance(one, int) else f", {one}"
    if kind in ("missing", "extra_forbidden"):
        return f"{place}: {'missing' if kind == 'missing' else 'unknown'} key {key}".rstrip()
    reason = re.sub(r"^Value error, |^\w+ (?=should )", "", fault["msg"])
    if kind == "string_pattern_mismatch":
        reason = f"must be of the form {fault['ctx']['pattern'][4:-2]}"
    complete = kind == "value_error" or not isinstance(value, str | int | float)
    return f"{place}: {key}{reason}" + ("" if complete else f", not {value!r}")


def read_text(path: Path) -> str:
    """Return the UTF-8 text of one file of the catalog."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path.name}: cannot be read ({error})") from error


def read_tables(path: Path, lang: str = LANGUAGES[0]) -> dict[str, Any]:
    """Return the tables of a TOML file, its bare texts in ``lang``; syntax faults name the line."""
    try:
        tables: dict[str, Any] = pack.fill_all(pack.read_toml(path), lang)
        return tables
    except OSError as error:
        raise CatalogError(f"{path.name}: cannot be read ({error})") from error
    except ValueError as error:
        raise CatalogError(f"{path.name}: {error}") from error


def typed(
    kind: type[T], tables: Mapping[str, Any], file: str = "", languages: Collection[str] = LANGUAGES
) -> T:
    """Return tables as `kind`; CatalogError says what is wrong, and where (see `_sentence`).

    languages: those of the pack.
    """
    try:
        return TypeAdapter(kind).validate_python(tables, context={"languages": languages})
    except ValidationError as error:
        raise CatalogError(*(_sentence(one, file) for one in error.errors(include_url=False))) from error


def read_rows(path: Path, key: int = 0) -> dict[str, Any]:
    """Return the rows of one CSV file by a cell; columns that end in a language make one table of words."""
    reader = csv.reader(read_text(path).splitlines(), strict=True)
    rows: dict[str, Any] = {}
    try:
        header = next(reader, [])
        for cells in reader:
            if len(cells) != len(header):
                raise csv.Error(f"{len(cells)} cells under {len(header)} columns")
            row: dict[str, str] = {}
            words: dict[str, dict[str, str]] = {}
            for column, cell in zip(header, cells, strict=True):
                name, _, lang = column.rpartition("_")
                if lang in LANGUAGES:
                    words.setdefault(name, {})[lang] = cell
                else:
                    row[column] = cell
            if cells[key] in rows:
                raise csv.Error(f"'{cells[key]}' occurs twice")
            blank = {name: None for name, text in words.items() if not any(text.values())}
            rows[cells[key]] = {**words, **blank, **row}
    except csv.Error as error:
        raise CatalogError(f"{path.name} line {reader.line_num}: {error}") from error
    return rows


class Catalog(entries.Entry):
    """Everything the catalog knows, by id; strategic pillars and claims in the article's order.

    hosts: that files may link to; tolerance: that of sources which do not state their own; spellings: the
    names of economies, for search, lists, checks of statements and the interface alike; searched: other words
    for parts of the site, by their paths.
    """

    hosts: tuple[Words, ...] = Field(alias="sources.toml hosts")
    tolerance: entries.Tolerance = Field(alias="sources.toml tolerance")
    licences: dict[Words, entries.Licence] = Field(alias="licences.toml")
    economies: dict[Annotated[str, form("[A-Z]{3}")], entries.Economy] = Field(alias="economies.csv")
    sources: dict[str, Source] = Field(alias="sources.toml")
    editions: dict[int, Edition] = Field(alias="editions.csv")
    launches: dict[int, entries.Launch] = Field(alias="launches.csv")
    indicators: dict[str, Indicator] = Field(alias="indicators.toml")
    concepts: dict[Annotated[str, entries.SLUG], entries.Concept] = Field(alias="concepts.csv")
    index_units: dict[Words, entries.IndexUnit] = Field(alias="index_units.toml")
    provinces: dict[str, entries.ProvinceMeasure] = Field(alias="provinces.toml")
    article: entries.Article = Field(alias="article.toml")
    strategy: tuple[entries.StrategicPillar, ...] = Field(alias="article.toml pillar")
    claims: tuple[Claim, ...] = Field(alias="claims.toml claim")
    rankings: dict[str, entries.Ranking] = Field(alias="rankings.toml")
    estimates: dict[str, entries.Estimate] = Field(alias="estimates.toml")
    units: dict[Annotated[str, form("[a-z_]+")], Text] = Field(alias="columns.toml units")
    columns: dict[Annotated[str, form(r"\S+")], Column] = Field(alias="columns.toml columns")
    downloads: dict[Annotated[str, form("[a-z]+(-[a-z]+)*")], entries.Download] = Field(
        alias="downloads.toml"
    )
    phrases: dict[Annotated[str, form("[a-z_]+")], Text] = Field(alias="phrases.toml")
    plausible: entries.Plausibility = Field(alias="plausible.toml")
    spellings: dict[entries.EconomyId, tuple[Words, ...]] = Field(alias="spellings.csv")
    searched: dict[str, tuple[Words, ...]] = Field(alias="search.toml")
    tiles: entries.Tiles = Field(alias="tiles.toml")
    groups: dict[Annotated[str, form("[A-Z]{2,5}[0-9]{0,2}")], entries.Group] = Field(alias="groups.toml")

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

    def heads(self, table: str, columns: Iterable[str], lang: str, *, page: bool = False) -> dict[str, str]:
        """Return what stands above columns of a download, or of its table on a page, by their names."""
        about = self.downloads[table]
        known = {name: column_of(self.columns, about, name) for name in columns}
        meanings = {name: column.meaning.get(lang) if column else name for name, column in known.items()}
        own = {name: column.head for name, column in known.items() if column and column.head} if page else {}
        own |= about.heads | (about.on_page if page else {})
        return heads(meanings) | {name: text.get(lang) for name, text in own.items() if name in known}

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

    @field_validator("claims")
    @classmethod
    def _with_aims(cls, claims: tuple[Claim, ...], info: ValidationInfo) -> tuple[Claim, ...]:
        named = {(claim.pillar, action) for claim in claims for action in claim.actions}
        taken = {claim.number for claim in claims}
        free = (number for number in map("A{}".format, count(1)) if number not in taken)
        made = []
        for pillar in info.data.get("strategy", ()):
            for place, action in enumerate(pillar.actions, start=1):
                if (pillar.number, place) not in named:
                    about = {"pillar": pillar.number, "actions": (place,), "chart": f"strategy/{pillar.slug}"}
                    about |= {"id": f"aim-{pillar.number}-{place}", "number": next(free), "kind": "aim"}
                    made.append(Claim.model_construct(**about, statement=action.text))
        return tuple(sorted((*claims, *made), key=lambda one: (one.number[0] == "A", int(one.number[1:]))))

    @field_validator("economies", "editions", "indicators", "licences", "provinces", "sources", "units")
    @classmethod
    def _known(cls, table: Any, info: ValidationInfo) -> Any:
        cast("dict[str, Any]", info.context)[str(info.field_name)] = table  # for what names its ids
        return table


PLACES: Final = {
    str(field.alias): str(field.alias).partition(" ")[::2] for field in Catalog.model_fields.values()
}
"""Where each part of the catalog stands: a file, and the key of a part that is not a whole file."""
FILES: Final = tuple(dict.fromkeys(file for file, _ in PLACES.values()))


def load(folder: Path = FOLDER, article: Path | None = None) -> Catalog:
    """Read and check a catalog; CatalogError names the file and the line or key of a fault.

    article: the folder of its pack, where that is another one than the catalog, or than the one in use.
    """
    article = article or (pack.FOLDER if folder == FOLDER else folder)
    folders = {name: article if name in pack.FILES else folder for name in FILES}
    files: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    spoken = LANGUAGES
    for name in FILES:
        path, cell = folders[name] / name, int(name == "spellings.csv")
        try:
            if name == ARTICLE_FILE:
                spoken = pack.languages_of(read_tables(path)) or LANGUAGES
            words = spoken[0] if name in pack.FILES else LANGUAGES[0]
            files[name] = read_rows(path, cell) if name.endswith(".csv") else read_tables(path, words)
        except CatalogError as error:
            faults += error.faults
    if faults:
        raise CatalogError(*faults)
    files["sources.toml"]["article"] = files[ARTICLE_FILE].pop("source", {})
    hosts = files[ARTICLE_FILE].get("hosts")
    files["sources.toml"].get("hosts", []).extend(hosts if isinstance(hosts, list) else ())
    stated = {place: files[file].pop(key) for place, (file, key) in PLACES.items() if key in files[file]}
    stated |= {name: tables for name, tables in files.items() if name in PLACES}
    for name in FILES:
        if name not in PLACES and files[name]:
            raise CatalogError(f"{name}: unknown key '{next(iter(files[name]))}'")
    # Tables whose name is their id.
    for name in ("sources", "indicators", "rankings", "estimates", "provinces"):
        for key, table in files[f"{name}.toml"].items():
            if isinstance(table, dict):
                table[""] = key
                if name == "sources":
                    table.setdefault("tolerance", stated.get("sources.toml tolerance"))
                    if isinstance(live := table.get("live"), dict):
                        live["family"] = key
    by_economy: dict[str, list[str]] = {}
    for code, row in files["economies.csv"].items():
        by_economy[code] = [*(row.get("name") or {}).values(), *(row.get("short") or {}).values()]
    for name, row in files["spellings.csv"].items():
        by_economy.setdefault(row.get("economy"), []).append(name)
    limits = files["plausible.toml"]
    own = {key: limits.pop(key) for key in [*limits] if key not in ("large", "moves", "kind", "edition")}
    stated |= {"spellings.csv": by_economy, "plausible.toml": limits | {"": own}}
    catalog = typed(Catalog, stated, languages=spoken)
    files_of_pack = PackFiles(
        catalog.article, catalog.strategy, catalog.claims, catalog.indicators, catalog.editions
    )
    faults = [*_faults(catalog), *(fault for rule in RULES.values() for fault in rule(files_of_pack))]
    for name in FILES:
        listed = f"{ARTICLE_FILE if name in pack.FILES else 'sources.toml'}"
        for number, line in enumerate(read_text(folders[name] / name).splitlines(), start=1):
            for scheme, host in _LINK.findall(line):
                if scheme not in ("http", "https"):
                    faults.append(f"{name} line {number}: scheme '{scheme}' is not allowed")
                elif host not in catalog.hosts:
                    faults.append(f"{name} line {number}: host '{host}' is not in 'hosts' of {listed}")
    if faults:
        raise CatalogError(*faults)
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
        for before in (known.indicators[one] for one in indicator.earlier if one in known.indicators):
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
    for name, measure in known.provinces.items():
        others = {*(measure.of or ()), *filter(None, [measure.share_of])}
        others |= {one for addends in measure.sums for one in addends.of}
        if unknown := others - {key for key, one in known.provinces.items() if not one.of}:
            yield f"provinces.toml, {name}: '{min(unknown)}' is not a measure whose values are stored"
        if measure.series and measure.series not in known.indicators:
            yield f"provinces.toml, {name}: 'series': unknown indicator '{measure.series}'"
    for name, limits in {**known.plausible.kinds, **known.plausible.own}.items():
        if not limits.low < limits.high:
            yield f"plausible.toml, {name}: 'low' must be below 'high'"
        if (limits.points is None) != (limits.others is None):
            yield f"plausible.toml, {name}: 'points' and 'others' go together"
    for code, (column, row) in known.tiles.places.items():
        if not any(a <= column <= b and c <= row <= d for a, b, c, d in known.tiles.parts.values()):
            yield f"tiles.toml: '{code}' lies in no part"
    for code, group in known.groups.items():
        if code in known.economies or len({*group.members}) < len(group.members):
            yield f"groups.toml, {code}: is an economy, or has a member twice"
        if not (group.as_of and group.source and group.url if group.members else code in CLASSES):
            yield f"groups.toml, {code}: 'members', 'as_of', 'source' and 'url' must be given"


def column_of(columns: Mapping[str, Column], download: entries.Download, name: str) -> Column | None:
    """Return what a column of a download means: its own words, those of its name, or of a pattern."""
    if found := download.columns.get(name) or columns.get(name):
        return found
    patterns = (*download.columns.items(), *columns.items())
    return next((one for pattern, one in patterns if re.fullmatch(pattern, name)), None)


def heads(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return what stands above each column: the first clause of its meaning, with its name if two agree."""
    found = {name: _CLAUSE.split(meaning)[0].strip() or name for name, meaning in meanings.items()}
    often = Counter(found.values())
    return {name: head if often[head] == 1 else f"{head} ({name})" for name, head in found.items()}
