"""What the catalog holds: frozen entries whose words exist in every language of the site."""

from __future__ import annotations

from dataclasses import dataclass

from data.languages import Text as Text
from data.live import Live, Tolerance

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


@dataclass(frozen=True, slots=True)
class Economy:
    """One economy: ISO 3166 alpha-3 id, publisher's name, chart name, World Bank region and income group."""

    id: str
    name: Text
    short: Text
    region: str
    income: str
    iso2: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of the Global Innovation Index: its size, framework change, licence and source id.

    licence_basis: one of BASES, how the licence is known; blank where it is not stated.
    """

    year: int
    economies: int | None
    indicators: int | None
    theme: str
    released: str
    input_indicators: int | None
    output_indicators: int | None
    half_weight_indicators: int | None
    change: str
    note: Text
    licence: str
    licence_url: str
    licence_basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Launch:
    """An edition that its publisher announced as released on a day, whether its figures are held or not."""

    year: int
    released: str
    theme: Text
    publisher: Text


@dataclass(frozen=True, slots=True)
class Concept:
    """One measure of the index across editions: its code in each edition, and how its definition changed.

    level: subpillar or indicator; name: short, without unit; note: None if no change is known; measure: id of
    the concept that this is another definition of, else its own; redefined: editions whose definition is
    another than before, though still comparable enough to be joined.
    """

    id: str
    level: str
    name: Text
    codes: dict[int, str]
    note: Text | None
    measure: str
    redefined: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One family of sources: who publishes it, where readers find it, under which licence, how to cite it.

    live: how it is fetched, None for a family kept by hand; tolerance: how much of its past may change.
    """

    id: str
    name: Text
    publisher: Text
    short: Text
    url: str
    licence: str
    licence_url: str
    citation: str
    update_month: int | None
    note: Text
    live: Live | None
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class Break:
    """A year from which a series is not comparable with the years before, of one economy or ("") of all."""

    year: int
    note: Text
    economy: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One series. The value shown is the value held times `scale`, in `unit`, with `decimals` decimals.

    earlier: codes of what was published of the same measure before, the newest first; error: the code of its
    standard error, or blank; base: the year in which an index is 1; measure: its name without the release.
    """

    id: str
    name: Text
    short: Text
    unit: Text
    definition: Text
    direction: str
    kind: str
    decimals: int
    scale: float
    status: str
    source: str
    breaks: tuple[Break, ...]
    caveats: tuple[Text, ...]
    api: str
    earlier: tuple[str, ...]
    error: str
    base: int | None
    measure: Text | None

    def breaks_of(self, economy: str) -> tuple[Break, ...]:
        """Return the breaks of the series of an economy (ISO3)."""
        return tuple(one for one in self.breaks if one.economy in ("", economy))


@dataclass(frozen=True, slots=True)
class Link:
    """Why an indicator, or with `gii` a code of the latest GII edition, bears on a strategic pillar.

    of: the indicator that measures the same thing, "" for none: both count as one thing.
    """

    indicator: str
    role: str
    strength: str
    reason: Text
    gii: bool
    of: str


@dataclass(frozen=True, slots=True)
class Action:
    """What the article recommends under a pillar: the links that bear on it, and what no open data show."""

    text: Text
    indicators: tuple[str, ...]
    gap: Text | None


@dataclass(frozen=True, slots=True)
class Multiple:
    """A series drawn on a pillar's page; ``peers`` is the one of other economies where it has none itself."""

    indicator: str
    peers: str


@dataclass(frozen=True, slots=True)
class StrategicPillar:
    """One of the article's five strategic pillars, with our links to indicators and the gaps they leave."""

    number: int
    slug: str
    name: Text
    gist: Text
    summary: Text
    quotation: Text
    question: Text
    headline: str
    links: tuple[Link, ...]
    actions: tuple[Action, ...]
    multiples: tuple[Multiple, ...]

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

    id: str
    name: Text
    short: Text
    measures: Text
    coverage: Text
    kind: str
    dated: str
    unit: Text | None
    table: str
    source: str
    breaks: tuple[Break, ...]
    caveats: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Estimate:
    """What another publisher estimates, to be read there: named and linked, without figures."""

    id: str
    name: Text
    publisher: Text
    url: str
    note: Text
