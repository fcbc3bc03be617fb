"""What the catalog holds: frozen entries whose words exist in every language of the site."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Final, TypeVar

from pydantic import BeforeValidator, Field

from data.codes import places
from data.fields import (
    CELL,
    Address,
    Blank,
    BlankAddress,
    CatalogError,
    Flag,
    Share,
    Words,
    Year,
    form,
    one_of,
)
from data.languages import Text as Text


@dataclass(frozen=True, slots=True)
class Live:
    """Where a source is fetched: base address, paths below it and whole numbers or words that it needs.

    family: id in sources.toml. hosts: other hosts to which an answer may be redirected. deadline: seconds
    that a refresh may ask the source, all answers together.
    """

    family: Words
    base: Address
    variable: Annotated[str, form("[A-Z][A-Z_]*_URL")]
    threads: Annotated[int, Field(strict=True, ge=1, le=16)]
    deadline: Annotated[int, Field(strict=True, ge=10, le=3_600)]
    hosts: tuple[Words, ...] = ()
    paths: dict[str, str] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """The base address in use: that of the environment variable, else that of the catalog."""
        return (os.environ.get(self.variable) or self.base).rstrip("/")

    def place(self, key: str) -> str:
        """Return where a key of the source stands in the catalog, as a sentence says it."""
        return f"`{key}` in [{self.family}.live] of data/catalog/sources.toml"

    def url(self, path: str, **values: object) -> str:
        """Return the address of one of the paths with its placeholders filled in."""
        return self.address + self.paths[path].format(**values)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How much of the past a release may change before a series is refused; all but provisional are shares.

    A group is one indicator in one year, or one indicator of one economy. loss: values of a group that may
    vanish; change: relative change from which a value counts as rewritten; rewritten: values of a group that
    may be rewritten; provisional: newest years whose values may be rewritten; economies: of an indicator
    that may have more of their values rewritten than that, as when a statistical office changes its base
    year; China is never one of them; noticed: relative change from which readers are told of a revision.
    """

    loss: Share
    change: Share
    rewritten: Share
    provisional: Annotated[int, Field(strict=True, ge=0, le=10)]
    economies: Share
    noticed: Share


CHANGES = ("unmarked", "documented", "break")
BASES = ("", "report", "site", "draft")
"""Printed in the report; stated on the publisher's site; in a draft of an encyclopedia: not confirmed."""
DIRECTIONS = ("higher", "lower", "context")
KINDS = ("share", "count", "money", "ratio", "index", "score")
STATUSES = ("core", "supporting", "context", "superseded", "withheld")
ROLES = ("core", "supporting", "context")
STRENGTHS = ("direct", "proxy")
RANKED, DATED = ("rank", "index", "relative", "count"), ("edition", "data")
INCOMES = ("", "Low income", "Lower middle income", "Upper middle income", "High income")
REGIONS = (
    "",
    "East Asia & Pacific",
    "Europe & Central Asia",
    "Latin America & Caribbean",
    "Middle East & North Africa",
    "North America",
    "South Asia",
    "Sub-Saharan Africa",
)
FIRST_EDITION: Final = 2007
NO_EDITION: Final = 2008
"""GII 2007 was followed by GII 2008-09, published in 2009."""
FEWEST, MOST = 3, 6  # small multiples of a pillar
ISO3: Final = form("[A-Z]{3}")
SLUG: Final = form("[a-z][a-z0-9-]*")

EditionYear = Annotated[int, CELL, Field(strict=True, ge=FIRST_EDITION, le=2100)]
Count = Annotated[Annotated[int, Field(strict=True, ge=1, le=300)] | None, CELL]
"""A number in a cell, or none."""

Licensed = TypeVar("Licensed", "Edition", "Source")


def _any_words(note: object) -> object:
    return note if not isinstance(note, dict) or any(note.values()) else None


@dataclass(frozen=True, slots=True)
class Economy:
    """One economy: ISO 3166 alpha-3 id, publisher's name, chart name, World Bank region and income group."""

    id: Annotated[str, ISO3, Field(alias="economy")]
    name: Text
    short: Text
    region: Annotated[str, one_of(REGIONS)]
    income: Annotated[str, one_of(INCOMES)]
    iso2: Annotated[str, form("[A-Z]{2}")]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the Global Innovation Index: its size, framework change, licence and source id.

    licence_basis: one of BASES, how the licence is known; blank where it is not stated.
    """

    year: Annotated[EditionYear, Field(alias="edition")]
    economies: Count
    indicators: Count
    theme: Blank
    released: Annotated[str, form(r"(\d{4}(-\d{2}(-\d{2})?)?)?")]
    input_indicators: Count
    output_indicators: Count
    half_weight_indicators: Annotated[Annotated[int, Field(strict=True, ge=0, le=300)] | None, CELL]
    change: Annotated[str, one_of(CHANGES)]
    note: Text
    licence: Words
    licence_url: BlankAddress
    licence_basis: Annotated[str, one_of(BASES)]
    source: Words


@dataclass(frozen=True, slots=True)
class Launch:
    """An edition that its publisher announced as released on a day, with its figures on this site or not."""

    year: Annotated[EditionYear, Field(alias="edition")]
    released: Annotated[str, form(r"\d{4}-\d{2}-\d{2}")]
    theme: Text
    publisher: Text


@dataclass(frozen=True, slots=True)
class Concept:
    """One measure of the index across editions: its code in each edition, and how its definition changed.

    level: subpillar or indicator; name: short, without unit; note: None if no change is known; measure: id of
    the concept that this is another definition of, else its own; redefined: editions whose definition is
    another than before, though still comparable enough to be joined.
    """

    id: Annotated[str, SLUG]
    level: Annotated[str, one_of(("subpillar", "indicator"))]
    name: Text
    codes: Annotated[dict[int, str], BeforeValidator(places), Field(min_length=1)]
    note: Annotated[Text | None, BeforeValidator(_any_words)]
    measure: Blank
    redefined: Annotated[tuple[int, ...], BeforeValidator(str.split)]


@dataclass(frozen=True, slots=True)
class Source:
    """One family of sources: who publishes it, where readers find it, under which licence, how to cite it.

    live: how it is fetched, None for a family kept by hand; tolerance: how much of its past may change.
    """

    id: Words
    name: Text
    publisher: Text
    short: Text
    url: BlankAddress
    licence: Words
    licence_url: BlankAddress
    citation: Words
    note: Text
    tolerance: Tolerance
    update_month: Annotated[int, Field(strict=True, ge=1, le=12)] | None = None
    live: Live | None = None


def licensed(entry: Licensed) -> Licensed:
    """Refuse the address of a licence that is not Creative Commons, and one that is without its address."""
    if entry.licence.startswith("CC ") != bool(entry.licence_url):
        raise ValueError("'licence_url' must be given for a CC licence and for no other")
    return entry


@dataclass(frozen=True, slots=True)
class Break:
    """A year from which a series is not comparable with the years before, of one economy or ("") of all."""

    year: Year
    note: Text
    economy: Annotated[str, ISO3] = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One series. The value displayed is the stored value times `scale`, in `unit`, with `decimals` decimals.

    earlier: codes of what was published of the same measure before, the newest first; error: the code of its
    standard error, or blank; base: the year in which an index is 1; measure: its name without the release;
    concept: of the index that is the same measure in the same unit; aliases: other names that it goes by.
    """

    id: Words
    name: Text
    short: Text
    unit: Text
    definition: Text
    direction: Annotated[str, one_of(DIRECTIONS)]
    kind: Annotated[str, one_of(KINDS)]
    decimals: Annotated[int, Field(strict=True, ge=0, le=6)]
    status: Annotated[str, one_of(STATUSES)]
    source: Words
    api: Blank
    scale: Annotated[float, Field(strict=True, gt=0)] = 1.0
    breaks: tuple[Break, ...] = ()
    caveats: tuple[Text, ...] = ()
    earlier: tuple[Words, ...] = ()
    error: Words = ""
    base: Year | None = None
    measure: Text | None = None
    concept: Words = ""
    aliases: tuple[Words, ...] = ()

    def breaks_of(self, economy: str) -> tuple[Break, ...]:
        """Return the breaks of the series of an economy (ISO3)."""
        return tuple(one for one in self.breaks if one.economy in ("", economy))


@dataclass(frozen=True, slots=True)
class Link:
    """Why an indicator, or with `gii` a code of the latest GII edition, bears on a strategic pillar.

    of: the indicator that measures the same thing, "" for none: both count as one thing.
    """

    indicator: Words
    role: Annotated[str, one_of(ROLES)]
    strength: Annotated[str, one_of(STRENGTHS)]
    reason: Text
    gii: Flag = False
    of: Words = ""


@dataclass(frozen=True, slots=True)
class Action:
    """What the article recommends under a pillar: the links that bear on it, and what no open data show."""

    text: Text
    indicators: tuple[Words, ...] = ()
    gap: Text | None = None


@dataclass(frozen=True, slots=True)
class Multiple:
    """A series drawn on a pillar's page; ``peers`` is the one of other economies where it has none itself."""

    indicator: Words
    peers: Words = ""


@dataclass(frozen=True, slots=True)
class StrategicPillar:
    """One of the article's five strategic pillars, with our links to indicators and the gaps they leave."""

    number: Annotated[int, Field(strict=True)]
    slug: Annotated[str, SLUG]
    name: Text
    gist: Text
    summary: Text
    quotation: Text
    question: Text
    headline: Words
    links: Annotated[tuple[Link, ...], Field(alias="link")]
    actions: Annotated[tuple[Action, ...], Field(alias="action")]
    multiples: Annotated[tuple[Multiple, ...], Field(alias="multiple", min_length=FEWEST, max_length=MOST)]

    @property
    def gaps(self) -> tuple[Action, ...]:
        """The recommendations of which open data show nothing, or not all."""
        return tuple(action for action in self.actions if action.gap)

    def link(self, indicator: str) -> Link:
        """Return the link to an indicator or GII code; KeyError if there is none."""
        for link in self.links:
            if link.indicator == indicator:
                return link
        raise KeyError(indicator)


@dataclass(frozen=True, slots=True)
class Ranking:
    """One ranking or index beside the GII, or the GII itself: what it measures, of whom, and when it broke.

    kind: one of RANKED; dated: whether a year is that of the edition or of the data; unit: of the score, None
    for a ranking; table: the table of the snapshot that holds its figures.
    """

    id: Words
    name: Text
    short: Text
    measures: Text
    coverage: Text
    kind: Annotated[str, one_of(RANKED)]
    dated: Annotated[str, one_of(DATED)]
    table: Annotated[str, form("other_rankings|gii_scores|gii_clusters")]
    source: Words
    unit: Text | None = None
    breaks: tuple[Break, ...] = ()
    caveats: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What another publisher estimates, to be read there: named and linked, without figures."""

    id: Words
    name: Text
    publisher: Text
    url: BlankAddress
    note: Text


@dataclass(frozen=True, slots=True)
class Releases:
    """A measure as its newest release has it, and the codes of what was published of it earlier.

    codes: of whole series, the newest first; errors: the code of the standard error, by code of a series;
    bases: the year in which an index is 1, by code, for series that are indices of that kind.
    """

    codes: tuple[str, ...]
    errors: dict[str, str]
    bases: dict[str, int]

    @property
    def newest(self) -> str:
        """The code of the newest release."""
        return self.codes[0]

    @property
    def rebased(self) -> bool:
        """Whether the releases are indices of different base years, which cannot be compared as they are."""
        return len({self.bases.get(code) for code in self.codes}) > 1


def releases_of(indicators: Mapping[str, Indicator], code: str) -> Releases:
    """Return what the catalog says of the releases of one series."""
    codes = (code, *indicators[code].earlier)
    return Releases(
        codes=codes,
        errors={one: indicators[one].error for one in codes if indicators[one].error},
        bases={one: base for one in codes if (base := indicators[one].base) is not None},
    )


def check_releases(file: str, indicators: Mapping[str, Indicator]) -> None:
    """Refuse codes that are not in the catalog, of another unit or concept, or named for two series."""
    claimed: dict[str, str] = {}
    for code, indicator in indicators.items():
        place = f"{file}, {code}"
        for other in (*indicator.earlier, *([indicator.error] if indicator.error else [])):
            if other not in indicators or other == code:
                raise CatalogError(f"{place}: '{other}' is not another indicator")
            if other in claimed:
                raise CatalogError(f"{place}: '{other}' belongs to '{claimed[other]}' already")
            claimed[other] = code
        for other in indicator.earlier:
            if indicators[other].kind != indicator.kind:
                raise CatalogError(f"{place}: '{other}' is of another kind, not an earlier release")
            if (indicators[other].base is None) != (indicator.base is None):
                raise CatalogError(f"{place}: '{other}' has a base year and it has none, or the reverse")
