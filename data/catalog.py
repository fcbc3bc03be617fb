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
from data.claims import FIGURES, SUFFIXES, Claim, Figure
from data.codes import CLASSES, CODE, level_of
from data.entries import Column, Edition, Indicator, Source, form
from data.languages import LANGUAGES, Text, Words

T = TypeVar("T")
FOLDER: Final = pack.BUNDLED
ARTICLE_FILE: Final = "article.toml"
_CLAUSE: Final = re.compile("[,.;:(，；：（]")
_LINK: Final = re.compile(r"\b(\w+)://([^/\s\"',;)}\]]*)")
_BRACES: Final = re.compile(r"\{\{|\}\}|\{(\w+)\}|([{}][^{}]*\}?)")
LEAD: Final = 80  # characters of a text that a fault quotes
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
    """The UTF-8 text of one file of the catalog."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogError(f"{path.name}: cannot be read ({error})") from error


def read_tables(path: Path, lang: str = LANGUAGES[0]) -> dict[str, Any]:
    """The tables of one TOML file, words that name no language in one; syntax faults name the line."""
    try:
        tables: dict[str, Any] = pack.filled(pack.read_toml(path), lang)
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
        """Add an aim for each recommendation that none names."""
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
    faults = [*_faults(catalog), *_faults_of_the_article(catalog)]
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


def _faults_of_the_article(known: Catalog) -> Iterator[str]:
    """Yield what does not fit together in the article, its pillars and claims, with file and key."""
    if absent := [edition for edition in known.article.editions if edition not in known.editions]:
        yield f"article.toml: 'editions': there is no edition {absent[0]}"
    if sorted({*known.article.editions}) != [*known.article.editions]:
        yield "article.toml: 'editions' must be one or two, the earlier first"
    if (len(known.article.editions) == 1) != (known.article.target is not None):
        yield "article.toml: 'target' belongs to one edition, and only to one"
    if len(known.article.ranks) != len(known.article.editions):
        yield "article.toml: 'ranks' must be as many as 'editions'"
    if not known.article.peers or known.article.economy in known.article.peers:
        yield "article.toml: 'peers' must be other economies, one at least"
    for slug, often in Counter(pillar.slug for pillar in known.strategy).items():
        if often > 1:
            yield f"article.toml: 'slug': two pillars have '{slug}', and so one address"
    if [pillar.number for pillar in known.strategy] != [*range(1, len(known.strategy) + 1)]:
        yield "article.toml: the pillars must be numbered from 1, in this order"
    for pillar in known.strategy:
        place = f"article.toml, pillar {pillar.number}"
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
        for code in (*filter(None, [pillar.headline]), *drawn):
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
        if not claim.actions and not (claim.definition and claim.computation):
            yield f"{place}: 'definition' and 'computation' must be given"
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
            for named in _in_braces(words):
                if named not in names:
                    yield f"{place}: unknown figure '{named}' in '{words[:LEAD]}'"
    if known.article.claim not in {claim.id for claim in known.claims}:
        yield f"article.toml: 'claim': '{known.article.claim}' is not in claims.toml"
    ranks = dict(zip(known.article.editions, known.article.ranks, strict=False))
    for number, claim in enumerate(known.claims, start=1):
        for test in claim.tests if claim.id == known.article.claim else ():
            tested = claim.figures.get(test.figure)
            named_rank = ranks.get(tested.edition or 0) if tested and tested.kind == "rank" else None
            if named_rank and isinstance(test.than, float) and (test.op, test.than) != ("=", named_rank):
                yield f"{ARTICLE_FILE}: 'ranks' has {named_rank}, claim {number} is tested by {test.than:g}"
    own = (known.article, "article.toml"), (known.strategy, "article.toml, pillar")
    statements = [
        (claim.statement, f"claims.toml, claim {n}, statement") for n, claim in enumerate(known.claims, 1)
    ]
    for place, words in chain.from_iterable(_texts(*one) for one in (*own, *statements)):
        for named in {*_in_braces(words)} - ({"last"} if place.endswith(", finding") else set()):
            yield f"{place}: unknown name '{named}' in braces"
    aims = Counter((claim.pillar, action) for claim in known.claims for action in claim.actions)
    actions = Counter((one.number, n) for one in known.strategy for n, _ in enumerate(one.actions, 1))
    for pillar_number, action_number in sorted(aims - actions):
        yield f"claims.toml: one aim alone may name recommendation {action_number} of pillar {pillar_number}"


def _in_braces(words: str) -> Iterator[str]:
    """Yield the plain names in braces, and whole what else stands in one: formats would read more into it."""
    for name, other in _BRACES.findall(words):
        if name or other:
            yield name or other


def _texts(value: object, place: str) -> Iterator[tuple[str, str]]:
    """Yield each text in an entry, in each language, after the place that it has in its file."""
    if isinstance(value, Text):
        yield from ((place, words) for words in value.by_language.values())
    elif isinstance(value, tuple):
        for number, one in enumerate(value, start=1):
            yield from _texts(one, f"{place} {number}")
    elif isinstance(value, entries.Entry):
        for name, field in type(value).model_fields.items():
            yield from _texts(getattr(value, name), f"{place}, {field.alias or name}")


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
