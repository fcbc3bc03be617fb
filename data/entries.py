"""What the catalog holds: frozen entries whose words exist in every language of the site."""

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
from data.codes import places
from data.languages import LANGUAGES, Text, Words, trim_lines

_ADDRESS = r"https?://[^/\s]\S*"


class Entry(BaseModel):
    """A table of the catalog: a key that it does not know is refused, and nothing in it changes."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # built by who reads the catalog


class Worded(Entry):
    """A table whose words stand in itself, under their languages: they become its key ""."""

    @model_validator(mode="before")
    @classmethod
    def _own_words(cls, table: object) -> object:
        if not isinstance(table, dict):
            return {"": table} if isinstance(table, str) else table
        words = {key: value for key, value in table.items() if key in LANGUAGES}
        return {key: value for key, value in table.items() if key not in words} | {"": words}


def form(pattern: str) -> Any:
    """Return the mark of a string that a pattern matches in full."""
    return Field(pattern=f"^(?:{pattern})$")


def one_of(options: Iterable[str]) -> Any:
    """Return the mark of a string that is one of some words."""
    return form("|".join(options))


def known_id(table: str) -> AfterValidator:
    """Return the mark of an id of a table, which the context holds once it was read without a fault."""

    def check(value: str, info: ValidationInfo) -> str:
        if value not in (info.context or {}).get(table, (value,)):
            raise ValueError(f"must be one of the known {table}, not {value!r}")
        return value

    return AfterValidator(check)


Blank = Annotated[str, AfterValidator(trim_lines)]
"""Words, or none."""
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
"""Kind, in plausible.toml, of the indicators that another names as its standard error."""
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

_Empty = BeforeValidator(lambda cell: cell or None)
_Count = Annotated[Annotated[int, Field(ge=1, le=300)] | None, _Empty]
"""A number in a cell, or none."""
_EditionYear = Annotated[int, Field(alias="edition", ge=2007, le=2100)]
_Ratio = Annotated[float, Field(strict=True, gt=0), AfterValidator(math.log)]


class Live(Entry):
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
    paths: dict[str, str] = {}
    options: dict[str, str] = {}

    @property
    def base_address(self) -> str:
        """The base address in use: that of the environment variable, else that of the catalog."""
        return (os.environ.get(self.variable) or self.base).rstrip("/")

    def setting(self, key: str) -> str:
        """Return where a key of the source stands in the catalog, as a sentence says it."""
        return f"`{key}` in [{self.family}.live] of data/catalog/sources.toml"

    def url(self, path: str, **values: object) -> str:
        """Return the address of one of the paths with its placeholders filled in."""
        return self.base_address + self.paths[path].format(**values)


class Tolerance(Entry):
    """How much of the past a release may change before a series is refused, as shares.

    loss: values of one indicator in one year, or of one economy, that may vanish; change: of a value, from
    which it is refused, None where only Moves judge it; noticed: from which readers are told of it.
    """

    loss: Share
    change: Share | None = None
    noticed: Share


class Economy(Entry):
    """One economy: ISO 3166 alpha-3 id, publisher's name, chart name, World Bank region and income group."""

    id: Annotated[str, form("[A-Z]{3}"), Field(alias="economy")]
    name: Text
    short: Text
    region: Annotated[str, one_of(REGIONS)]
    income: Annotated[str, form("|(Low|Lower middle|Upper middle|High) income")]
    iso2: Annotated[str, form("[A-Z]{2}")]


class Group(Entry):
    """A group of economies: its members on a day, and who states them; without these an edition classes them.

    short: its name beside a line; note: who is no member in spite of what the source states.
    """

    name: Text
    short: Text | None = None
    as_of: date | None = None
    source: Text | None = None
    url: BlankAddress = ""
    members: tuple[EconomyId, ...] = ()
    note: Text | None = None


class Edition(Entry):
    """One edition of the Global Innovation Index: its size, framework change, licence and source id.

    licence_basis: how the licence is known: printed in the report, stated on the publisher's site, or in a
    draft of an encyclopedia, which is not confirmed; blank where it is not stated. own: what stands in the
    place of the note beside figures of an economy, which it names.
    """

    year: _EditionYear
    economies: _Count
    indicators: _Count
    theme: Blank
    released: Annotated[str, form(r"(\d{4}(-\d{2}(-\d{2})?)?)?")]
    input_indicators: _Count
    output_indicators: _Count
    half_weight_indicators: Annotated[Annotated[int, Field(ge=0, le=300)] | None, _Empty]
    change: Annotated[str, form("unmarked|documented|break")]
    note: Text
    licence: LicenceId
    licence_url: BlankAddress
    licence_basis: Annotated[str, form("|report|site|draft")]
    source: Words
    economy: Annotated[str, form("|[A-Z]{3}")] = ""
    own: Text | None = None

    def note_of(self, economy: str) -> Text:
        """Return the note beside figures of an economy (ISO3)."""
        return self.own if self.own and self.economy == economy else self.note


class Launch(Entry):
    """An edition that its publisher announced as released on a day, with its figures on this site or not."""

    year: _EditionYear
    released: Annotated[str, form(r"\d{4}-\d{2}-\d{2}")]
    theme: Text
    publisher: Text


class Concept(Entry):
    """One measure of the index across editions: its code in each edition, and how its definition changed.

    Codes are reused and names are reworded from one edition to the next. Where scores before and after a new
    definition do not compare, it is a concept of its own that names the measure it belongs to.

    level: subpillar or indicator; name: short, without unit; note: None if no change is known; measure: id of
    the concept that this is another definition of, else its own; redefined: editions whose definition is
    another than before, though still comparable enough to be joined.
    """

    id: Annotated[str, SLUG]
    level: Annotated[str, one_of(("subpillar", "indicator"))]
    name: Text
    codes: Annotated[dict[int, str], BeforeValidator(places), Field(min_length=1)]
    note: Text | None
    measure: Annotated[Blank, AfterValidator(lambda cell, info: cell or info.data.get("id", ""))]
    redefined: Annotated[tuple[int, ...], BeforeValidator(str.split)]


class Licence(Entry):
    """A licence as publishers state it; reuse: what it lets readers do.

    name: in other words than it is stated in, if so; vintages: a pattern of the releases for which it is
    stated, blank where that is said of all.
    """

    reuse: Annotated[str, form("credit|limited|quoted|ask|unknown|edition|source")]
    name: Text | None = None
    vintages: str = ""


class Source(Entry):
    """One family of sources: who publishes it, where readers find it, under which licence, how to cite it.

    live: how it is fetched, None for a family kept by hand; tolerance: how much of its past may change.
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
    """A year from which a series is not comparable with the years before, of one economy or ("") of all."""

    year: Year
    note: Text
    economy: EconomyId = ""


class Caveat(Worded):
    """What must be said beside the figures of a series, of one economy or ("") of all."""

    text: Annotated[Text, Field(alias="")]
    economy: EconomyId = ""


class Indicator(Entry):
    """One series. The value displayed is the stored value times `scale`, in `unit`, with `decimals` decimals.

    earlier: codes of what was published of the same measure before, the newest first; error: the code of its
    standard error, or blank; base: the year in which an index is 1; measure: its name without the release;
    concept: of the index that is the same measure in the same unit; aliases: other names that it goes by;
    release: what any name of the newest release is followed by or follows to name this one.
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
        """Return the breaks of the series of an economy (ISO3)."""
        return tuple(one for one in self.breaks if one.economy in ("", economy))

    def caveats_of(self, economy: str) -> tuple[Text, ...]:
        """Return what must be said beside the figures of an economy (ISO3)."""
        return tuple(one.text for one in self.caveats if one.economy in ("", economy))


class Link(Entry):
    """Why an indicator, or with `gii` a code of the latest GII edition, bears on a strategic pillar.

    of: the indicator that measures the same thing, "" for none: both count as one thing.
    """

    indicator: Words
    role: Annotated[str, one_of(ROLES)]
    strength: Annotated[str, one_of(STRENGTHS)]
    reason: Text
    gii: Flag = False
    of: Words = ""


class Goal(Entry):
    """The rank that the economy is to reach, and by which edition."""

    rank: Rank
    edition: Year


class Article(Entry):
    """The article: its economy, those shown beside it, its year, and the rise that it names.

    editions, ranks: the first and the last edition of the index that it compares, and the ranks in them, or
    one edition and the target beside it; claim: the id of the sentence that says so. noun: what it is called;
    named: that, with author and month; author, cited, credit, dated: parts of the same (see data.pack).
    point to away, says_…: how texts call what it names, and sentences that only some packs have (CALLED and
    SAYS of data.pack).
    hosts: those that its files may link to; productivity: whether two versions of it are held; not_provinces:
    the parts of the economy that its figures of provinces leave out. languages: those of its words, where
    they are not all of the site.
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
    """What the article recommends under a pillar: the links that bear on it, and what no open data show."""

    text: Text
    indicators: tuple[Words, ...] = ()
    gap: Text | None = None


class Multiple(Entry):
    """A series drawn on a pillar's page; ``peers`` is the one of other economies where it has none itself."""

    indicator: Words
    peers: Words = ""


class Addends(Entry):
    """Measures of provinces that add up to another one, up to room in its unit and a share of it as rest."""

    of: Annotated[tuple[Words, ...], Field(min_length=1)]
    room: Annotated[float, Field(strict=True, gt=0)]
    rest: Share = 0.0


class ProvinceMeasure(Entry):
    """What is measured of provinces: stored, or derived as ``times`` the first of two others over the second.

    The value displayed is the stored value times `scale`. share_of: the measure whose share of another
    quantity it is; series: the indicator that holds the same of the whole economy.
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
        """Whether it is a share in percent."""
        return bool(self.share_of) or self.times != 1


class OfProvinces(Entry):
    """A measure of provinces that speaks for a strategic pillar, and how directly."""

    measure: Annotated[Words, known_id("provinces")]
    strength: Annotated[str, one_of(STRENGTHS)]


class StrategicPillar(Entry):
    """One of the article's strategic pillars, with our links to indicators and the gaps they leave."""

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
        """The recommendations of which open data show nothing, or not all."""
        return tuple(action for action in self.actions if action.gap)

    def link(self, indicator: str) -> Link:
        """Return the link to an indicator or GII code; KeyError if there is none."""
        return {link.indicator: link for link in self.links}[indicator]


class IndexUnit(Entry):
    """A unit that ends the names of indicators of the index: in words, and with a value ({}, {bn}, {mn})."""

    unit: Text
    value: Text


class Ranking(Entry):
    """One ranking or index beside the GII, or the GII itself: what it measures, of whom, and when it broke.

    dated: whether a year is that of the edition or of the data; unit: of the score, None for a ranking;
    table: the table of the snapshot that holds its figures.
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
    """What another publisher estimates, of one economy or ("") of all: named and linked, without figures."""

    id: Annotated[str, form("[a-z][a-z0-9_-]*"), Field(alias="")]
    name: Text
    publisher: Text
    url: BlankAddress
    notes: tuple[Caveat, ...]
    economy: EconomyId = ""


class Column(Worded):
    """What a column means, and its unit where it has one of its own.

    head: what stands above it on a page, where that is not the first clause of its meaning; it may name what
    the view shows, as in {edition}.
    """

    meaning: Annotated[Text, Field(alias="")]
    unit: Text | None = None
    head: Text | None = None

    @field_validator("unit", mode="plain")
    @classmethod
    def _known(cls, name: object, info: ValidationInfo) -> object:
        units: dict[str, Text] = (info.context or {}).get("units", {})
        if str(name) not in units:
            raise ValueError(f"must be one of the units of columns.toml, not {name!r}")
        return units[str(name)]


class Download(Entry):
    """One download: row says what one row of it is, whole what all rows hold beyond those of a view.

    names: the columns of its files that its page does not show; columns: what some mean only here; heads: the
    words above some, on pages and in files; on_page: on its page alone.
    """

    title: Text
    names: tuple[Words, ...] = ()
    row: Text
    whole: Text
    columns: dict[Annotated[str, form(r"\S+")], Column] = {}
    heads: dict[str, Text] = {}
    on_page: dict[str, Text] = {}


class Limits(Entry):
    """Bounds of a series, in its own unit, and the unit of its moves where they are points and not ratios.

    low, high: may be reached, infinite where there is none; points, others: the least range of steps of a
    large, or of another, economy; None: judged as ratios.
    """

    low: Number = -math.inf
    high: Number = math.inf
    points: Number | None = None
    others: Number | None = None


_Margin = tuple[_Ratio, _Ratio]


class Moves(Entry):
    """How far values may move, as ratios: from where they are told, and from where refused.

    step: since the year before: from the usual step, and beyond all of the past, by whose it is (headline or
    china, large, others); past: from the value in use for the year; common: the median of all such moves, or
    of China's; median: the median step of a year beyond that of every year. Of a series judged in points they
    are logarithms, in units of the range of the steps. few: share of economies that may be told of at once;
    enough: steps that make a past; noise: share of the median size below which a value is near zero.
    """

    step: dict[str, _Margin]
    past: dict[str, _Margin]
    common: dict[str, _Margin]
    median: _Ratio
    few: Share
    enough: Annotated[int, Field(strict=True, ge=1, le=50)]
    noise: Share


class Profiles(Entry):
    """What a new edition is compared by: concepts and economies that make a profile, points of a far move."""

    concepts: Annotated[int, Field(strict=True, ge=1, le=300)]
    economies: Annotated[int, Field(strict=True, ge=1, le=300)]
    points: Number


class Plausibility(Entry):
    """Limits by kind and, where an indicator has its own, in full by indicator; large: ISO3 codes."""

    large: frozenset[EconomyId]
    moves: Moves
    kinds: Annotated[dict[Annotated[str, one_of((*KINDS, ERROR))], Limits], Field(alias="kind")]
    edition: Profiles
    own: Annotated[dict[IndicatorId, Limits], Field(alias="")]
    kind_of: dict[str, str] = {}

    def usual_limits(self, indicator: str) -> Limits:
        """Return the limits of an indicator's kind."""
        return self.kinds[self.kind_of[indicator]]

    def limits(self, indicator: str) -> Limits:
        """Return the limits of an indicator."""
        return self.own.get(indicator) or self.usual_limits(indicator)


def _grid(grid: object) -> dict[str, tuple[int, int]]:
    """Return the places of a drawing with a line for each row, in which a dot is an empty place."""
    found: dict[str, tuple[int, int]] = {}
    for row, line in enumerate(str(grid).strip().splitlines()):
        for column, code in enumerate(line.split()):
            if code in found:
                raise ValueError(f"has '{code}' twice")
            if code != ".":
                found[code] = (column, row)
    return found


class Tiles(Entry):
    """The tile map: places as (column, row) by economy (ISO3), and the parts that a phone shows in large.

    parts: first and last column, first and last row; labels: where the name of each region begins.
    """

    parts: dict[str, tuple[int, int, int, int]]
    labels: dict[Annotated[str, one_of(GII_REGIONS)], tuple[float, float]]
    places: Annotated[dict[EconomyId, tuple[int, int]], BeforeValidator(_grid), Field(alias="grid")]

    @property
    def columns(self) -> int:
        """Return the number of columns of the grid."""
        return 1 + max(column for column, _ in self.places.values())

    @property
    def height(self) -> int:
        """Return the number of rows of the grid."""
        return 1 + max(row for _, row in self.places.values())
