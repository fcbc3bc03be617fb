"""Read the catalog, the texts and facts about data in TOML and CSV files, into typed entries.

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
_PYDANTIC_MARKS = ("", "[key]", "int", "constrained-int", "float")  # in the location of an error


class CatalogError(ValueError):
    """The catalog is not usable; each of its faults names the file and the line or the key."""

    def __init__(self, *faults: str) -> None:
        """Keep all faults; the first is the message."""
        super().__init__(faults[0])
        self.faults = faults


def _format_fault(fault: Mapping[str, Any], file: str = "") -> str:
    """Format an error of pydantic as "file, key: reason"; without a file the alias of the field names it."""
    kind, value, path = fault["type"], fault["input"], list(fault["loc"])
    if not file:
        file, *part = str(path[0]).split()
        path = [*part, *path[1:]]
    location, path = file, [part for part in path if part not in _PYDANTIC_MARKS]
    if file.endswith(".csv"):  # columns are not tables
        column = "_".join(str(part) for part in path[1:] if isinstance(part, str))
        path = [*path[:1], column] if column else path[:1]
    is_about_table = kind == "value_error" and not isinstance(value, str)
    key = f"'{path.pop()}' " if path and isinstance(path[-1], str) and not is_about_table else ""
    for part in path:
        location += f" {part + 1}" if isinstance(part, int) else f", {part}"
    if kind in ("missing", "extra_forbidden"):
        return f"{location}: {'missing' if kind == 'missing' else 'unknown'} key {key}".rstrip()
    reason = re.sub(r"^Value error, |^\w+ (?=should )", "", fault["msg"])
    if kind == "string_pattern_mismatch":
        reason = f"must be of the form {fault['ctx']['pattern'][4:-2]}"
    has_value = kind == "value_error" or not isinstance(value, str | int | float)
    return f"{location}: {key}{reason}" + ("" if has_value else f", not {value!r}")


def read_text(path: Path) -> str:
    """Return the UTF-8 text of one file of the catalog; CatalogError if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path.name}: cannot be read ({error})") from error


def read_tables(path: Path, lang: str = LANGUAGES[0]) -> dict[str, Any]:
    """Return the tables of a TOML file, texts without a language in ``lang``; CatalogError names the line."""
    try:
        tables: dict[str, Any] = pack.fill_all(pack.read_toml(path), lang)
        return tables
    except OSError as error:
        raise CatalogError(f"{path.name}: cannot be read ({error})") from error
    except ValueError as error:
        raise CatalogError(f"{path.name}: {error}") from error


def validate_tables(
    kind: type[T], tables: Mapping[str, Any], file: str = "", languages: Collection[str] = LANGUAGES
) -> T:
    """Validate tables (of a file, in the languages of a pack) as ``kind``; CatalogError lists all faults."""
    try:
        return TypeAdapter(kind).validate_python(tables, context={"languages": languages})
    except ValidationError as error:
        faults = [_format_fault(fault, file) for fault in error.errors(include_url=False)]
        raise CatalogError(*faults) from error


def read_rows(path: Path, key: int = 0) -> dict[str, Any]:
    """Return the rows of a CSV file by the cell in column ``key``; CatalogError names the line.

    Columns that end in a language are joined to one table of texts by language.
    """
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
    """All entries of the catalog by id; strategic pillars and claims in the order of the article.

    hosts: that files may link to; tolerance: of sources without one of their own; spellings: all names of
    each economy; searched: other search words for parts of the site, by path.
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
        """Return the name of a licence in a language; an unknown licence stays as it is stated."""
        entry = self.licences.get(stated)
        return entry.name.get(lang) if entry and entry.name else stated

    @property
    def licence_urls(self) -> dict[str, str]:
        """Addresses of the texts of the licences of editions and sources, by licence; "" where unknown."""
        entries_: list[Source | Edition] = [*self.sources.values(), *self.editions.values()]
        return {entry.licence: entry.licence_url for entry in entries_}

    def launches_except(self, editions: Collection[int]) -> tuple[entries.Launch, ...]:
        """Return the launches of all editions but these, in ascending order."""
        return tuple(launch for year, launch in sorted(self.launches.items()) if year not in editions)

    def heads(self, table: str, columns: Iterable[str], lang: str, *, page: bool = False) -> dict[str, str]:
        """Return the headings of columns of a download, or of its table on a page, by name."""
        download = self.downloads[table]
        entries_ = {name: column_of(self.columns, download, name) for name in columns}
        meanings = {name: column.meaning.get(lang) if column else name for name, column in entries_.items()}
        heads = dict(download.heads)
        if page:
            of_columns = {name: column.head for name, column in entries_.items() if column and column.head}
            heads = of_columns | heads | download.on_page
        stated = {name: text.get(lang) for name, text in heads.items() if name in entries_}
        return short_headings(meanings) | stated

    @field_validator("plausible")
    @classmethod
    def _complete_limits(cls, file: entries.Plausibility, info: ValidationInfo) -> entries.Plausibility:
        """Give each indicator its kind, and fill its limits up with those of its kind."""
        if missing := [kind for kind in (*entries.KINDS, entries.ERROR) if kind not in file.kinds]:
            raise ValueError(f"missing kind '{missing[0]}'")
        indicators: dict[str, Indicator] = info.data.get("indicators", {})
        errors = {indicator.error for indicator in indicators.values()}
        kind_of = {code: entries.ERROR if code in errors else indicators[code].kind for code in indicators}
        by_indicator = {
            code: file.kinds[kind_of[code]].model_copy(update=limits.model_dump(exclude_unset=True))
            for code, limits in file.by_indicator.items()
            if code in kind_of
        }
        return file.model_copy(update={"kind_of": kind_of, "by_indicator": by_indicator})

    @field_validator("claims")
    @classmethod
    def _add_aims(cls, claims: tuple[Claim, ...], info: ValidationInfo) -> tuple[Claim, ...]:
        """Add an aim for each recommendation that no claim names."""
        named = {(claim.pillar, action) for claim in claims for action in claim.actions}
        taken = {claim.number for claim in claims}
        free = (number for number in map("A{}".format, count(1)) if number not in taken)
        aims = []
        for pillar in info.data.get("strategy", ()):
            for number, action in enumerate(pillar.actions, start=1):
                if (pillar.number, number) not in named:
                    aim = Claim.model_construct(
                        id=f"aim-{pillar.number}-{number}",
                        number=next(free),
                        kind="aim",
                        pillar=pillar.number,
                        actions=(number,),
                        chart=f"strategy/{pillar.slug}",
                        statement=action.text,
                    )
                    aims.append(aim)
        return tuple(
            sorted((*claims, *aims), key=lambda claim: (claim.number[0] == "A", int(claim.number[1:])))
        )

    @field_validator("economies", "editions", "indicators", "licences", "provinces", "sources", "units")
    @classmethod
    def _put_into_context(cls, table: Any, info: ValidationInfo) -> Any:
        cast("dict[str, Any]", info.context)[str(info.field_name)] = table  # for entries.known_id
        return table


LOCATIONS: Final = {
    str(field.alias): str(field.alias).partition(" ")[::2] for field in Catalog.model_fields.values()
}
"""File and key of each part of the catalog; a part that is a whole file has the key ""."""
FILES: Final = tuple(dict.fromkeys(file for file, _ in LOCATIONS.values()))


def load(folder: Path = FOLDER, article: Path | None = None) -> Catalog:
    """Read and check a catalog; CatalogError names the file and the line or key of each fault.

    article: folder of the pack; by default the pack in use for FOLDER, otherwise ``folder``.
    """
    article = article or (pack.FOLDER if folder == FOLDER else folder)
    folders = {name: article if name in pack.FILES else folder for name in FILES}
    files: dict[str, dict[str, Any]] = {}
    faults: list[str] = []
    languages = LANGUAGES
    for name in FILES:
        path, key_column = folders[name] / name, int(name == "spellings.csv")
        try:
            if name == ARTICLE_FILE:
                languages = pack.languages_of(read_tables(path)) or LANGUAGES
            lang = languages[0] if name in pack.FILES else LANGUAGES[0]
            files[name] = read_rows(path, key_column) if name.endswith(".csv") else read_tables(path, lang)
        except CatalogError as error:
            faults += error.faults
    if faults:
        raise CatalogError(*faults)
    files["sources.toml"]["article"] = files[ARTICLE_FILE].pop("source", {})
    hosts = files[ARTICLE_FILE].get("hosts")
    files["sources.toml"].get("hosts", []).extend(hosts if isinstance(hosts, list) else ())
    parts = {alias: files[file].pop(key) for alias, (file, key) in LOCATIONS.items() if key in files[file]}
    parts |= {name: tables for name, tables in files.items() if name in LOCATIONS}
    for name in FILES:
        if name not in LOCATIONS and files[name]:
            raise CatalogError(f"{name}: unknown key '{next(iter(files[name]))}'")
    # The names of these tables are their ids.
    for name in ("sources", "indicators", "rankings", "estimates", "provinces"):
        for key, table in files[f"{name}.toml"].items():
            if isinstance(table, dict):
                table[""] = key
                if name == "sources":
                    table.setdefault("tolerance", parts.get("sources.toml tolerance"))
                    if isinstance(live := table.get("live"), dict):
                        live["family"] = key
    by_economy: dict[str, list[str]] = {}
    for code, row in files["economies.csv"].items():
        by_economy[code] = [*(row.get("name") or {}).values(), *(row.get("short") or {}).values()]
    for name, row in files["spellings.csv"].items():
        by_economy.setdefault(row.get("economy"), []).append(name)
    limits = files["plausible.toml"]
    codes = [key for key in limits if key not in ("large", "moves", "kind", "edition")]
    by_indicator = {code: limits.pop(code) for code in codes}
    parts |= {"spellings.csv": by_economy, "plausible.toml": limits | {"": by_indicator}}
    catalog = validate_tables(Catalog, parts, languages=languages)
    files_of_pack = PackFiles(
        catalog.article, catalog.strategy, catalog.claims, catalog.indicators, catalog.editions
    )
    faults = [*_faults(catalog), *(fault for rule in RULES.values() for fault in rule(files_of_pack))]
    for name in FILES:
        hosts_file = ARTICLE_FILE if name in pack.FILES else "sources.toml"
        for number, line in enumerate(read_text(folders[name] / name).splitlines(), start=1):
            for scheme, host in _LINK.findall(line):
                if scheme not in ("http", "https"):
                    faults.append(f"{name} line {number}: scheme '{scheme}' is not allowed")
                elif host not in catalog.hosts:
                    faults.append(f"{name} line {number}: host '{host}' is not in 'hosts' of {hosts_file}")
    if faults:
        raise CatalogError(*faults)
    return catalog


def _faults(catalog: Catalog) -> Iterator[str]:
    """Yield contradictions within the catalog, each with its file and key."""
    years = chain([2007], count(2009))  # the second edition was of 2008-09
    for year, edition in catalog.editions.items():
        location, parts = f"editions.csv, {year}", (edition.input_indicators, edition.output_indicators)
        if year != (expected := next(years)):
            yield f"{location}: the edition {expected} must follow"
        if (edition.licence == "not stated") != (edition.licence_basis == ""):
            yield f"{location}: 'licence_basis' must say how a licence is known, and only where one is stated"
        if None not in parts and sum(filter(None, parts)) != edition.indicators:
            yield f"{location}: 'input_indicators' and 'output_indicators' do not add up to 'indicators'"
    licensed: dict[str, Mapping[Any, Edition | Source]]
    licensed = {"editions.csv": catalog.editions, "sources.toml": catalog.sources}
    for file, table in licensed.items():
        for key, entry in table.items():
            if entry.licence.startswith("CC ") != bool(entry.licence_url):
                yield f"{file}, {key}: 'licence_url' must be given for a CC licence and for no other"
    owners: dict[str, str] = {}
    for code, indicator in catalog.indicators.items():
        location = f"indicators.toml, {code}"
        if indicator.status == "withheld" and not indicator.caveats:
            yield f"{location}: a withheld indicator needs its reason as the first caveat"
        for other in filter(None, (*indicator.earlier, indicator.error)):
            if other not in catalog.indicators or other == code:
                yield f"{location}: '{other}' is not another indicator"
            if (owner := owners.setdefault(other, code)) != code:
                yield f"{location}: '{other}' belongs to '{owner}' already"
        earlier = (catalog.indicators.get(other) for other in indicator.earlier)
        for before in filter(None, earlier):
            if before.kind != indicator.kind:
                yield f"{location}: '{before.id}' is of another kind, not an earlier release"
            if (before.base is None) != (indicator.base is None):
                yield f"{location}: '{before.id}' has a base year and it has none, or the reverse"
    concepts: dict[tuple[int, str], str] = {}
    for name, concept in catalog.concepts.items():
        location = f"concepts.csv, {name}"
        if not set(concept.redefined) <= set(concept.codes):
            yield f"{location}: 'redefined' has an edition that 'codes' has not"
        for year, code in concept.codes.items():
            if level_of(code) != concept.level:
                yield f"{location}: {year}:{code} is not of the level {concept.level}"
            if year not in catalog.editions:
                yield f"{location}: 'codes': there is no edition {year}"
            if (owner := concepts.setdefault((year, code), name)) != name:
                yield f"{location}: {year}:{code} belongs to the concept '{owner}' already"
        measured = catalog.concepts.get(concept.measure)
        if not measured or measured.level != concept.level:
            reason = f"must be a {concept.level} that it redefines, not '{concept.measure}'"
            yield f"{location}: 'measure' {reason}"
    for name, ranking in catalog.rankings.items():
        if (ranking.kind == "rank") != (ranking.unit is None):
            yield f"rankings.toml, {name}: a unit belongs to every kind but rank"
        if any(each.year < 1990 or each.economy for each in ranking.breaks):
            yield f"rankings.toml, {name}: 'breaks' must be of all economies, from 1990 on"
    stored = {name for name, measure in catalog.provinces.items() if not measure.of}
    for name, measure in catalog.provinces.items():
        named = {*(measure.of or ()), *filter(None, [measure.share_of])}
        named |= {code for addends in measure.sums for code in addends.of}
        if unknown := named - stored:
            yield f"provinces.toml, {name}: '{min(unknown)}' is not a measure whose values are stored"
        if measure.series and measure.series not in catalog.indicators:
            yield f"provinces.toml, {name}: 'series': unknown indicator '{measure.series}'"
    for name, limits in {**catalog.plausible.kinds, **catalog.plausible.by_indicator}.items():
        if not limits.low < limits.high:
            yield f"plausible.toml, {name}: 'low' must be below 'high'"
        if (limits.points is None) != (limits.others is None):
            yield f"plausible.toml, {name}: 'points' and 'others' go together"
    for code, (column, row) in catalog.tiles.places.items():
        if not any(a <= column <= b and c <= row <= d for a, b, c, d in catalog.tiles.parts.values()):
            yield f"tiles.toml: '{code}' lies in no part"
    for code, group in catalog.groups.items():
        if code in catalog.economies or len({*group.members}) < len(group.members):
            yield f"groups.toml, {code}: is an economy, or has a member twice"
        if not (group.as_of and group.source and group.url if group.members else code in CLASSES):
            yield f"groups.toml, {code}: 'members', 'as_of', 'source' and 'url' must be given"


def column_of(columns: Mapping[str, Column], download: entries.Download, name: str) -> Column | None:
    """Return the entry of a column of a download: its own, that of its name, or of a matching pattern."""
    if column := download.columns.get(name) or columns.get(name):
        return column
    patterns = (*download.columns.items(), *columns.items())
    return next((column for pattern, column in patterns if re.fullmatch(pattern, name)), None)


def short_headings(meanings: Mapping[str, str]) -> dict[str, str]:
    """Return headings: the first clause of each meaning, with the name of the column if two are equal."""
    clauses = {name: _CLAUSE.split(meaning)[0].strip() or name for name, meaning in meanings.items()}
    counts = Counter(clauses.values())
    return {name: head if counts[head] == 1 else f"{head} ({name})" for name, head in clauses.items()}
