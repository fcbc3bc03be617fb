"""The entries of the catalog: frozen models whose texts exist in every language of the site."""

import math
import os
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, Final

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from data.codes import REGIONS as GII_REGIONS
from data.codes import parse_codes
from data.languages import LANGUAGES, Text, Words, check_spaces

_ADDRESS = r"https?://[^/\s]\S*"


class Entry(BaseModel):
    """A table of the catalog; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # built when a catalog is read


class Worded(Entry):
    """A table with texts under languages as keys of its own; they become the text under the key ""."""

    @model_validator(mode="before")
    @classmethod
    def _move_texts(cls, table: object) -> object:
        if not isinstance(table, dict):
            return {"": table} if isinstance(table, str) else table
        texts = {key: value for key, value in table.items() if key in LANGUAGES}
        return {key: value for key, value in table.items() if key not in texts} | {"": texts}


def form(pattern: str) -> Any:
    """Return the field of a string that matches a pattern in full."""
    return Field(pattern=f"^(?:{pattern})$")


def one_of(options: Iterable[str]) -> Any:
    """Return the field of a string that is one of the options."""
    return form("|".join(options))


def known_id(table: str) -> AfterValidator:
    """Return a validator of ids of a table; the context holds each table that was read without a fault."""

    def check(value: str, info: ValidationInfo) -> str:
        if value not in (info.context or {}).get(table, (value,)):
            raise ValueError(f"must be one of the known {table}, not {value!r}")
        return value

    return AfterValidator(check)


Blank = Annotated[str, AfterValidator(check_spaces)]
"""A text that may be empty."""
Address = Annotated[str, form(_ADDRESS)]
"""An http or https address."""
BlankAddress = Annotated[str, form(f"|{_ADDRESS}")]
Flag = Annotated[bool, Field(strict=True)]
Number = Annotated[float, Field(strict=True)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]
Year = Annotated[int, Field(strict=True, ge=1950, le=2100)]
Rank = Annotated[int, Field(strict=True, ge=1)]
LicenceId = Annotated[Words, known_id("licences")]
SourceId = Annotated[Words, known_id("sources")]
IndicatorId = Annotated[Words, known_id("indicators")]
EconomyId = Annotated[str, form("[A-Z]{3}"), known_id("economies")]

DIRECTIONS = ("higher", "lower", "context")
KINDS = ("share", "count", "money", "ratio", "index", "score")
ERROR: Final = "error"
"""Kind in plausible.toml of the indicators that are the standard error of another one."""
STATUSES = ("core", "supporting", "context", "superseded", "withheld")
ROLES = ("core", "supporting", "context")
STRENGTHS = ("direct", "proxy")
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
SLUG: Final = form("[a-z][a-z0-9-]*")

_NoneIfEmpty = BeforeValidator(lambda cell: cell or None)
_Count = Annotated[Annotated[int, Field(ge=1, le=300)] | None, _NoneIfEmpty]
_EditionYear = Annotated[int, Field(alias="edition", ge=2007, le=2100)]
_Ratio = Annotated[float, Field(strict=True, gt=0), AfterValidator(math.log)]


class Live(Entry):
    """How a source is fetched: base address, paths below it, and its options.

    family: id in sources.toml; variable: the environment variable that replaces the base address; hosts:
    other hosts to which answers may redirect; deadline: seconds for all requests of a refresh.
    """

    family: Words
    base: Address
    variable: Annotated[str, form("[A-Z][A-Z_]*_URL")]
    threads: Annotated[int, Field(strict=True, ge=1, le=16)]
    deadline: Annotated[int, Field(strict=True, ge=10, le=3_600)]
    hosts: tuple[Words, ...] = ()
    paths: dict[str, str] = {}
    options: dict[str, str] = {}

    @property
    def base_address(self) -> str:
        """The base address from the environment variable, or else from the catalog."""
        return (os.environ.get(self.variable) or self.base).rstrip("/")

    def setting(self, key: str) -> str:
        """Return the location of a key of the source in the catalog, for messages."""
        return f"`{key}` in [{self.family}.live] of data/catalog/sources.toml"

    def url(self, path: str, **values: object) -> str:
        """Return the address of a path with its placeholders filled in."""
        return self.base_address + self.paths[path].format(**values)


class Tolerance(Entry):
    """The shares of its past that a release may change before a series is refused.

    loss: of the values of an indicator in one year, or of one economy, that may vanish; change: of a value,
    None if only Moves judge it; noticed: change of a value from which readers are told.
    """

    loss: Share
    change: Share | None = None
    noticed: Share


class Economy(Entry):
    """An economy: ISO 3166 alpha-3 id, name, short name, World Bank region and income group."""

    id: Annotated[str, form("[A-Z]{3}"), Field(alias="economy")]
    name: Text
    short: Text
    region: Annotated[str, one_of(REGIONS)]
    income: Annotated[str, form("|(Low|Lower middle|Upper middle|High) income")]
    iso2: Annotated[str, form("[A-Z]{2}")]


class Group(Entry):
    """A group of economies with its members on a day and their source, or a class of the GII without these.

    short: label of a line; note: economies that are no members although the source names them.
    """

    name: Text
    short: Text | None = None
    as_of: date | None = None
    source: Text | None = None
    url: BlankAddress = ""
    members: tuple[EconomyId, ...] = ()
    note: Text | None = None


class Edition(Entry):
    """An edition of the Global Innovation Index: its size, framework change, licence and source id.

    licence_basis: report (printed there), site (of the publisher), draft (of an encyclopedia, unconfirmed),
    or "" if no licence is stated; economy, own: an economy, and its note in place of the general one.
    """

    year: _EditionYear
    economies: _Count
    indicators: _Count
    theme: Blank
    released: Annotated[str, form(r"(\d{4}(-\d{2}(-\d{2})?)?)?")]
    input_indicators: _Count
    output_indicators: _Count
    half_weight_indicators: Annotated[Annotated[int, Field(ge=0, le=300)] | None, _NoneIfEmpty]
    change: Annotated[str, form("unmarked|documented|break")]
    note: Text
    licence: LicenceId
    licence_url: BlankAddress
    licence_basis: Annotated[str, form("|report|site|draft")]
    source: Words
    economy: Annotated[str, form("|[A-Z]{3}")] = ""
    own: Text | None = None

    def note_of(self, economy: str) -> Text:
        """Return the note on figures of an economy (ISO3)."""
        return self.own if self.own and self.economy == economy else self.note


class Launch(Entry):
    """An edition that its publisher announced as released, whether or not this site has its figures."""

    year: _EditionYear
    released: Annotated[str, form(r"\d{4}-\d{2}-\d{2}")]
    theme: Text
    publisher: Text


class Concept(Entry):
    """One measure of the index across editions, since codes are reused and names are reworded.

    A new definition whose scores are not comparable with earlier ones is a concept of its own.

    level: subpillar or indicator; name: short, without unit; codes: by edition; note: None if no change is
    known; measure: id of the concept that this one redefines, or its own id; redefined: editions with a new
    definition that is still comparable.
    """

    id: Annotated[str, SLUG]
    level: Annotated[str, one_of(("subpillar", "indicator"))]
    name: Text
    codes: Annotated[dict[int, str], BeforeValidator(parse_codes), Field(min_length=1)]
    note: Text | None
    measure: Annotated[Blank, AfterValidator(lambda cell, info: cell or info.data.get("id", ""))]
    redefined: Annotated[tuple[int, ...], BeforeValidator(str.split)]


class Licence(Entry):
    """A licence as publishers state it.

    reuse: what it allows; name: displayed instead of the stated one; vintages: pattern of the releases that
    state it, "" for all.
    """

    reuse: Annotated[str, form("credit|limited|quoted|ask|unknown|edition|source")]
    name: Text | None = None
    vintages: str = ""


class Source(Entry):
    """A family of sources: publisher, address, licence and citation.

    live: how it is fetched, None for a family that is kept by hand; tolerance: how much of its past may
    change.
    """

    id: Annotated[str, form("[a-z][a-z0-9_-]*"), Field(alias="")]
    name: Text
    publisher: Text
    short: Text
    url: BlankAddress
    licence: LicenceId
    citation: Words
    note: Text
    tolerance: Tolerance
    licence_url: BlankAddress = ""
    update_month: Annotated[int, Field(strict=True, ge=1, le=12)] | None = None
    live: Live | None = None


class Break(Entry):
    """A year from which a series is not comparable with earlier years, for one economy or ("") all."""

    year: Year
    note: Text
    economy: EconomyId = ""


class Caveat(Worded):
    """A caveat on the figures of a series, for one economy or ("") all."""

    text: Annotated[Text, Field(alias="")]
    economy: EconomyId = ""


class Indicator(Entry):
    """A series. The displayed value is the stored value times `scale`, in `unit`, with `decimals` decimals.

    earlier: codes of earlier releases of the same measure, the newest first; error: code of its standard
    error, or ""; base: year in which an index is 1; measure: name without the release; concept: the same
    measure in the index, in the same unit; aliases: other names; release: words that are added to a name of
    the newest release to name this one.
    """

    id: Annotated[str, form("[A-Z][A-Za-z0-9_.]*"), Field(alias="")]
    name: Text
    short: Text
    unit: Text
    definition: Text
    direction: Annotated[str, one_of(DIRECTIONS)]
    kind: Annotated[str, one_of(KINDS)]
    decimals: Annotated[int, Field(strict=True, ge=0, le=6)]
    status: Annotated[str, one_of(STATUSES)]
    source: SourceId
    api: Blank
    scale: Annotated[float, Field(strict=True, gt=0)] = 1.0
    breaks: tuple[Break, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    earlier: tuple[Words, ...] = ()
    error: Words = ""
    base: Year | None = None
    measure: Text | None = None
    concept: Words = ""
    aliases: tuple[Words, ...] = ()
    release: tuple[Words, ...] = ()

    def breaks_of(self, economy: str) -> tuple[Break, ...]:
        """Return the breaks in the series of an economy (ISO3)."""
        return tuple(each for each in self.breaks if each.economy in ("", economy))

    def caveats_of(self, economy: str) -> tuple[Text, ...]:
        """Return the caveats on the figures of an economy (ISO3)."""
        return tuple(caveat.text for caveat in self.caveats if caveat.economy in ("", economy))


class Link(Entry):
    """The link of an indicator, or with `gii` of a code of the latest GII edition, to a strategic pillar.

    of: the indicator that measures the same thing (both count as one), or "".
    """

    indicator: Words
    role: Annotated[str, one_of(ROLES)]
    strength: Annotated[str, one_of(STRENGTHS)]
    reason: Text
    gii: Flag = False
    of: Words = ""


class Goal(Entry):
    """A rank to be reached by an edition."""

    rank: Rank
    edition: Year


class Article(Entry):
    """The article: its economy, peers, year, and the rise that it names.

    editions, ranks: first and last edition of the rise with their ranks, or one edition with ``target``;
    claim: id of the sentence that states the rise; noun: what the article is called; named: the same with
    author and month; author, cited, credit, dated: parts of these (see data.pack); point to away, says_…: see
    TERM_KEYS and SENTENCE_KEYS of data.pack; hosts: that its files may link to; productivity: whether there
    are two versions of productivity; not_provinces: parts of the economy that figures of provinces leave out;
    languages: of its texts.
    """

    economy: EconomyId
    peers: tuple[EconomyId, ...]
    year: Year
    editions: Annotated[tuple[Year, ...], Field(min_length=1, max_length=2)]
    ranks: tuple[Rank, ...]
    claim: Annotated[str, SLUG]
    noun: Text
    named: Text
    author: Text
    cited: Text
    credit: Text
    dated: Text
    point: Text | None = None
    points: Text | None = None
    aim: Text | None = None
    aims: Text | None = None
    asks: Text | None = None
    towards: Text | None = None
    away: Text | None = None
    says_indicators: Text | None = None
    says_productivity: Text | None = None
    says_revision: Text | None = None
    says_later: Text | None = None
    says_restated: Text | None = None
    target: Goal | None = None
    productivity: Flag = True
    not_provinces: Text | None = None
    hosts: tuple[Words, ...] = ()
    languages: tuple[Words, ...] = LANGUAGES


class Action(Entry):
    """A recommendation of the article: the links that measure it, and what no open data show."""

    text: Text
    indicators: tuple[Words, ...] = ()
    gap: Text | None = None


class Multiple(Entry):
    """A series drawn on the page of a pillar; peers: the series of other economies, if it is another one."""

    indicator: Words
    peers: Words = ""


class Addends(Entry):
    """Measures of provinces that add up to another one; room: tolerance in its unit; rest: missing share."""

    of: Annotated[tuple[Words, ...], Field(min_length=1)]
    room: Annotated[float, Field(strict=True, gt=0)]
    rest: Share = 0.0


class ProvinceMeasure(Entry):
    """A measure of provinces: stored, or ``times`` the ratio of the two measures ``of``.

    The displayed value is the stored value times `scale`. share_of: the measure whose share it is; series:
    the indicator with the same measure of the whole economy.
    """

    id: Annotated[str, form("[a-z][a-z0-9_]*"), Field(alias="")]
    name: Text
    short: Text
    unit: Text
    definition: Text
    decimals: Annotated[int, Field(strict=True, ge=0, le=6)]
    scale: Annotated[float, Field(strict=True, gt=0)] = 1.0
    of: tuple[Words, Words] | None = None
    times: float = 1.0
    share_of: Words = ""
    sums: tuple[Addends, ...] = ()
    series: Words = ""

    @property
    def adds_up(self) -> bool:
        """Whether the provinces add up to the whole economy."""
        return not (self.of or self.share_of)

    @property
    def percent(self) -> bool:
        """Whether values are in percent."""
        return bool(self.share_of) or self.times != 1


class OfProvinces(Entry):
    """A measure of provinces that is linked to a strategic pillar."""

    measure: Annotated[Words, known_id("provinces")]
    strength: Annotated[str, one_of(STRENGTHS)]


class StrategicPillar(Entry):
    """A strategic pillar of the article, with its links to indicators."""

    number: Annotated[int, Field(strict=True)]
    slug: Annotated[str, SLUG]
    name: Text
    short: Text
    gist: Text
    summary: Text
    question: Text
    quotation: Text | None = None
    headline: Words = ""
    finding: Text | None = None
    links: Annotated[tuple[Link, ...], Field(alias="link")]
    actions: Annotated[tuple[Action, ...], Field(alias="action")]
    multiples: Annotated[tuple[Multiple, ...], Field(alias="multiple", max_length=6)] = ()
    provinces: tuple[OfProvinces, ...] = ()

    @property
    def gaps(self) -> tuple[Action, ...]:
        """The recommendations that open data do not show, or not fully."""
        return tuple(action for action in self.actions if action.gap)

    def link(self, indicator: str) -> Link:
        """Return the link to an indicator or GII code; KeyError if there is none."""
        return {link.indicator: link for link in self.links}[indicator]


class IndexUnit(Entry):
    """A unit at the end of names of indicators of the index: in words, and with a value ({}, {bn}, {mn})."""

    unit: Text
    value: Text


class Ranking(Entry):
    """A ranking or index (the GII is one): what it measures, its coverage and its breaks.

    dated: whether years are those of editions or of data; unit: of the score, None for a ranking; table: the
    table of the snapshot with its figures.
    """

    id: Annotated[str, form("[a-z][a-z0-9_]*"), Field(alias="")]
    name: Text
    short: Text
    measures: Text
    coverage: Text
    kind: Annotated[str, form("rank|index|relative|count")]
    dated: Annotated[str, form("edition|data")]
    table: Annotated[str, form("other_rankings|gii_scores|gii_clusters")]
    source: SourceId
    unit: Text | None = None
    breaks: tuple[Break, ...] = ()
    caveats: tuple[Text, ...] = ()


class Estimate(Entry):
    """An estimate of another publisher that is linked without figures, for one economy or ("") all."""

    id: Annotated[str, form("[a-z][a-z0-9_-]*"), Field(alias="")]
    name: Text
    publisher: Text
    url: BlankAddress
    notes: tuple[Caveat, ...]
    economy: EconomyId = ""


class Column(Worded):
    """The meaning of a column, and its unit if it has one of its own.

    head: heading on a page, if it is not the first clause of the meaning; may have placeholders: {edition}.
    """

    meaning: Annotated[Text, Field(alias="")]
    unit: Text | None = None
    head: Text | None = None

    @field_validator("unit", mode="plain")
    @classmethod
    def _look_up_unit(cls, name: object, info: ValidationInfo) -> object:
        units: dict[str, Text] = (info.context or {}).get("units", {})
        if str(name) not in units:
            raise ValueError(f"must be one of the units of columns.toml, not {name!r}")
        return units[str(name)]


class Download(Entry):
    """A download. row: what one row is; whole: what all rows contain beyond those of a view.

    names: columns of files that are not on the page; columns: entries of columns that differ here; heads:
    headings on pages and in files; on_page: headings on the page only.
    """

    title: Text
    names: tuple[Words, ...] = ()
    row: Text
    whole: Text
    columns: dict[Annotated[str, form(r"\S+")], Column] = {}
    heads: dict[str, Text] = {}
    on_page: dict[str, Text] = {}


class Limits(Entry):
    """The bounds of a series in its own unit (inclusive), and how its moves are judged.

    points, others: minimum range of the steps of large and of other economies; None if moves are ratios.
    """

    low: Number = -math.inf
    high: Number = math.inf
    points: Number | None = None
    others: Number | None = None


_Margin = tuple[_Ratio, _Ratio]


class Moves(Entry):
    """How far values may move, as pairs of ratios from which they are told and from which refused.

    step: since the year before, from the usual step and beyond all steps of the past, by group of economies
    (headline or china, large, others); past: from the value in use for the year; common: the median of all
    such moves, or of China's; median: the median step of a year beyond that of every year. For series judged
    in points they are logarithms, in units of the range of the steps. few: share of economies that may be
    told of at once; enough: minimum number of steps; noise: share of the median size below which a value
    counts as near zero.
    """

    step: dict[str, _Margin]
    past: dict[str, _Margin]
    common: dict[str, _Margin]
    median: _Ratio
    few: Share
    enough: Annotated[int, Field(strict=True, ge=1, le=50)]
    noise: Share


class Profiles(Entry):
    """How a new edition is compared: minimum concepts and economies of a profile, points of a far move."""

    concepts: Annotated[int, Field(strict=True, ge=1, le=300)]
    economies: Annotated[int, Field(strict=True, ge=1, le=300)]
    points: Number


class Plausibility(Entry):
    """Limits by kind, and in full by indicator for those with limits of their own; large: ISO3 codes."""

    large: frozenset[EconomyId]
    moves: Moves
    kinds: Annotated[dict[Annotated[str, one_of((*KINDS, ERROR))], Limits], Field(alias="kind")]
    edition: Profiles
    by_indicator: Annotated[dict[IndicatorId, Limits], Field(alias="")]
    kind_of: dict[str, str] = {}

    def usual_limits(self, indicator: str) -> Limits:
        """Return the limits of an indicator's kind."""
        return self.kinds[self.kind_of[indicator]]

    def limits(self, indicator: str) -> Limits:
        """Return the limits of an indicator."""
        return self.by_indicator.get(indicator) or self.usual_limits(indicator)


def _parse_grid(grid: object) -> dict[str, tuple[int, int]]:
    """Parse a text grid with one line for each row, in which a dot is an empty tile."""
    tiles: dict[str, tuple[int, int]] = {}
    for row, line in enumerate(str(grid).strip().splitlines()):
        for column, code in enumerate(line.split()):
            if code in tiles:
                raise ValueError(f"has '{code}' twice")
            if code != ".":
                tiles[code] = (column, row)
    return tiles


class Tiles(Entry):
    """The tile map: (column, row) by economy (ISO3), and the parts that a phone shows enlarged.

    parts: first and last column, first and last row; labels: (column, row) of the name of each region.
    """

    parts: dict[str, tuple[int, int, int, int]]
    labels: dict[Annotated[str, one_of(GII_REGIONS)], tuple[float, float]]
    places: Annotated[dict[EconomyId, tuple[int, int]], BeforeValidator(_parse_grid), Field(alias="grid")]

    @property
    def columns(self) -> int:
        """The number of columns of the grid."""
        return 1 + max(column for column, _ in self.places.values())

    @property
    def height(self) -> int:
        """The number of rows of the grid."""
        return 1 + max(row for _, row in self.places.values())
