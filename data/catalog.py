"""Typed reading of the catalog: the words and facts about data that are kept in TOML and CSV, not in code.

`load` checks every key, year, language, link and reference; CatalogError names file and line or key.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, cast

from pydantic import ValidationError, ValidationInfo, field_validator

from data import entries
from data.claims import Claim
from data.entries import Column, Edition, Indicator, form
from data.fields import CatalogError as CatalogError
from data.fields import read_rows, read_tables, read_text, sentence
from data.languages import Text, Words

FOLDER = Path(__file__).resolve().parent / "catalog"
ROWS: Final = {
    "editions": "edition",
    "launches": "edition",
    "economies": "economy",
    "spellings": "name",
    "concepts": "id",
}
"""The files of rows, each with the column that tells its rows apart."""
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
_LINK: Final = re.compile(r"\b(\w+)://([^/\s\"',;)}\]]*)")


class Catalog(entries.Entry):
    """Everything the catalog knows, by id; strategic pillars and claims in the article's order.

    hosts: that files may link to; tolerance: that of sources which do not state their own.
    """

    hosts: tuple[Words, ...]
    tolerance: entries.Tolerance
    licences: dict[Words, entries.Licence]
    economies: dict[str, entries.Economy]
    sources: dict[str, entries.Source]
    editions: dict[int, Edition]
    launches: dict[int, entries.Launch]
    indicators: dict[str, Indicator]
    concepts: dict[str, entries.Concept]
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
        stated: list[entries.Source | Edition] = [*self.sources.values(), *self.editions.values()]
        return {one.licence: one.licence_url for one in stated}

    def launched(self, editions: Collection[int]) -> tuple[entries.Launch, ...]:
        """Return the editions that were launched and are not among these, in ascending order."""
        return tuple(one for year, one in sorted(self.launches.items()) if year not in editions)

    @field_validator("editions")
    @classmethod
    def _in_order(cls, editions: dict[int, Edition]) -> dict[int, Edition]:
        due = [
            2007,
            *range(2009, 2008 + len(editions)),
        ]  # GII 2007 was followed by 2008-09, published in 2009
        if wrong := [pair for pair in zip(editions, due, strict=True) if pair[0] != pair[1]]:
            raise ValueError("edition {} where {} must follow".format(*wrong[0]))
        return editions

    @field_validator("indicators")
    @classmethod
    def _releases(cls, indicators: dict[str, Indicator]) -> dict[str, Indicator]:
        claimed: dict[str, str] = {}
        for code, one in indicators.items():
            for other in (*one.earlier, *([one.error] if one.error else [])):
                if other not in indicators or other == code:
                    raise ValueError(f"in {code}, '{other}' is not another indicator")
                if other in claimed:
                    raise ValueError(f"in {code}, '{other}' belongs to '{claimed[other]}' already")
                claimed[other] = code
            for other in one.earlier:
                if indicators[other].kind != one.kind:
                    raise ValueError(f"in {code}, '{other}' is of another kind, not an earlier release")
                if (indicators[other].base is None) != (one.base is None):
                    raise ValueError(f"in {code}, '{other}' has a base year and it has none, or the reverse")
        return indicators

    @field_validator("concepts")
    @classmethod
    def _apart(cls, concepts: dict[str, entries.Concept]) -> dict[str, entries.Concept]:
        taken: dict[tuple[int, str], str] = {}
        for name, one in concepts.items():
            for edition, code in one.codes.items():
                if (owner := taken.setdefault((edition, code), name)) != name:
                    raise ValueError(f"in {name}, {edition}:{code} belongs to the concept '{owner}' already")
            if one.measure not in concepts or concepts[one.measure].level != one.level:
                raise ValueError(f"'{one.measure}' is no {one.level} that '{name}' redefines")
        return concepts

    @field_validator("strategy")
    @classmethod
    def _numbered(cls, pillars: tuple[entries.StrategicPillar, ...]) -> tuple[entries.StrategicPillar, ...]:
        if [pillar.number for pillar in pillars] != [1, 2, 3, 4, 5]:
            raise ValueError("the pillars must be numbered 1 to 5, in this order")
        return pillars

    @field_validator("claims")
    @classmethod
    def _complete(cls, claims: tuple[Claim, ...], info: ValidationInfo) -> tuple[Claim, ...]:
        for names in ([one.id for one in claims], [one.number for one in claims]):
            for name, often in Counter(names).items():
                if often > 1:
                    raise ValueError(f"'{name}' occurs twice")
        aims = Counter((claim.pillar, action) for claim in claims for action in claim.actions)
        strategy: tuple[entries.StrategicPillar, ...] = info.data.get("strategy", ())
        actions = {(one.number, place) for one in strategy for place, _ in enumerate(one.actions, start=1)}
        for pillar, action in sorted(actions ^ aims.keys() | {one for one in aims if aims[one] > 1}):
            raise ValueError(f"one aim must name recommendation {action} of pillar {pillar}")
        return claims

    @field_validator("plausible")
    @classmethod
    def _whole(cls, file: entries.Plausibility, info: ValidationInfo) -> entries.Plausibility:
        """Give each indicator its kind, and its own limits those of its kind that it does not state."""
        if missing := [kind for kind in (*entries.KINDS, entries.ERROR) if kind not in file.kinds]:
            raise ValueError(f"missing kind '{missing[0]}'")
        indicators: dict[str, Indicator] | None = info.data.get("indicators")
        if indicators is None:
            return file
        errors = {one.error for one in indicators.values()}
        kind_of = {name: entries.ERROR if name in errors else one.kind for name, one in indicators.items()}
        own = {
            name: file.kinds[kind_of[name]].model_copy(update=one.model_dump(exclude_unset=True))
            for name, one in file.own.items()
        }
        for name, one in {**file.kinds, **own}.items():
            if not one.low < one.high:
                raise ValueError(f"of {name} 'low' must be below 'high'")
            if (one.points is None) != (one.others is None):
                raise ValueError(f"of {name} 'points' and 'others' go together")
        return file.model_copy(update={"kind_of": kind_of, "own": own})

    @field_validator("economies", "editions", "indicators", "licences", "sources", "units")
    @classmethod
    def _known(cls, table: Any, info: ValidationInfo) -> Any:
        cast("dict[str, Any]", info.context)[str(info.field_name)] = table  # for what names its ids
        return table


def load(folder: Path = FOLDER) -> Catalog:
    """Read and check the catalog in `folder`; CatalogError names the file and the line or key of a fault."""
    tables = {name: read_rows(folder / f"{name}.csv", key) for name, key in ROWS.items()}
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
    for name in FILES:
        for number, line in enumerate(read_text(folder / name).splitlines(), start=1):
            for scheme, host in _LINK.findall(line):
                if scheme not in ("http", "https"):
                    raise CatalogError(f"{name} line {number}: scheme '{scheme}' is not allowed")
                if host not in catalog.hosts:
                    raise CatalogError(f"{name} line {number}: host '{host}' is not in hosts of sources.toml")
    return catalog


def column_of(columns: Mapping[str, Column], download: entries.Download, name: str) -> Column | None:
    """Return what a column of a download means: its own words, those of its name, or of a pattern."""
    if found := download.columns.get(name) or columns.get(name):
        return found
    patterns = (*download.columns.items(), *columns.items())
    return next((one for pattern, one in patterns if re.fullmatch(pattern, name)), None)
