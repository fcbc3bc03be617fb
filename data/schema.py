"""The tables of a snapshot, column by column: one definition for reader, writer and contract.

Each table is a CSV file of UTF-8 text with line feeds; a blank cell is an unknown value.
"""

from __future__ import annotations

from typing import Final

from data.codes import CODE, CONCEPT, INCOMES, LEVELS, REGIONS
from data.table import Field, Table

ISO3: Final = r"^[A-Z]{3}$"
SOURCE: Final = r"^[a-z0-9_]+$"

_EDITION = Field(
    "edition", "integer", "GII edition: the year of publication", True, minimum=2007, maximum=2100
)
_ECONOMY = Field("economy", "string", "ISO 3166-1 alpha-3 code of the economy", True, pattern=ISO3)
_CODE = Field(
    "code", "string", "GII, IN, OUT, P1 to P7, then the GII's own numbering (2.3, 2.3.2)", True, pattern=CODE
)
_SOURCE = Field("source", "string", "Release the row comes from (table sources)", True, pattern=SOURCE)

GII_SCORES: Final = Table(
    "gii_scores",
    "Global Innovation Index: scores and ranks",
    "One row for each edition, economy and code. Ranks are those published; where rounding leaves a doubt "
    "the rank is blank and rank_low to rank_high say between which ranks it lies.",
    (
        _EDITION,
        _ECONOMY,
        _CODE,
        Field("score", "number", "Score from 0 to 100; 100 is best", minimum=0, maximum=100),
        Field("rank", "integer", "Rank among the economies of the edition; 1 is best", minimum=1),
        Field("rank_low", "integer", "Best rank possible, where the rank is derived or in doubt", minimum=1),
        Field(
            "rank_high", "integer", "Worst rank possible, where the rank is derived or in doubt", minimum=1
        ),
        Field("value", "number", "Indicator before normalisation, in the unit its name states"),
        Field(
            "data_year", "integer", "Year that the indicator's value refers to", minimum=1950, maximum=2100
        ),
        Field("outdated", "boolean", "Indicator older than the most frequent data year of the edition"),
        Field("strength", "string", "S strength or W weakness among all economies", enum=("S", "W")),
        Field("strength_income", "string", "S strength or W weakness in the income group", enum=("S", "W")),
        Field("low_coverage", "boolean", "Minimum data coverage not met (pillars and sub-pillars)"),
        Field("score_source", "string", "Release the score comes from (table sources)", pattern=SOURCE),
        Field("rank_source", "string", "Release the rank comes from (table sources)", pattern=SOURCE),
    ),
    ("edition", "economy", "code"),
    {"edition": "gii_editions", "economy": "economies", "score_source": "sources", "rank_source": "sources"},
)

GII_STRUCTURE: Final = Table(
    "gii_structure",
    "Global Innovation Index: structure and weights",
    "What each edition consists of. Codes are reused: never join editions on the code of an indicator, but "
    "on its concept.",
    (
        _EDITION,
        _CODE,
        Field("name", "string", "Name in the edition, without the marks for survey and index data", True),
        Field("level", "string", "Level of the code", True, enum=LEVELS),
        Field("parent", "string", "Code one level up; blank for the index", pattern=CODE),
        Field(
            "concept",
            "string",
            "What the code stands for, the same in every edition that measures it: join editions on it",
            pattern=CONCEPT,
        ),
        Field(
            "weight", "number", "Weight relative to the other parts of the same parent", minimum=0, maximum=1
        ),
        Field("type", "string", "Kind of data of an indicator", enum=("data", "index", "survey")),
        _SOURCE,
    ),
    ("edition", "code"),
    {"edition": "gii_editions", "source": "sources"},
)

GII_EDITIONS: Final = Table(
    "gii_editions",
    "Global Innovation Index: editions",
    "One row for each edition: size, theme, release, framework change, and how much of it is held here.",
    (
        _EDITION,
        Field("economies", "integer", "Economies ranked; blank where not verified", minimum=1),
        Field("indicators", "integer", "Indicators used; blank where not verified", minimum=1),
        Field("theme", "string", "Theme of the report"),
        Field("released", "string", "Day, month or year of release", pattern=r"^\d{4}(-\d\d){0,2}$"),
        Field("input_indicators", "integer", "Indicators of the Innovation Input Sub-Index", minimum=1),
        Field("output_indicators", "integer", "Indicators of the Innovation Output Sub-Index", minimum=1),
        Field("half_weight_indicators", "integer", "Indicators with half weight", minimum=0),
        Field(
            "change",
            "string",
            "Framework against the edition before",
            True,
            enum=("none", "documented", "break"),
        ),
        Field("licence", "string", "Licence of the report, where stated"),
        _SOURCE,
        Field("scores", "integer", "Overall scores held in gii_scores", True, minimum=0),
        Field("ranks", "integer", "Overall ranks held in gii_scores", True, minimum=0),
    ),
    ("edition",),
    {"source": "sources"},
)

GII_ECONOMIES: Final = Table(
    "gii_economies",
    "Global Innovation Index: economies in context",
    "One row for each edition and economy ranked in it, as its workbook groups and describes the economy.",
    (
        _EDITION,
        _ECONOMY,
        Field("income", "string", "Income group in the edition; blank if not classified", enum=INCOMES),
        Field("region", "string", "Region in the edition, after the United Nations", True, enum=REGIONS),
        Field("population", "number", "Population in thousands", minimum=0),
        Field("gdp_ppp", "number", "Gross domestic product in billion PPP dollars", minimum=0),
        Field("gdp_per_head", "number", "Gross domestic product per head in PPP dollars", minimum=0),
        _SOURCE,
    ),
    ("edition", "economy"),
    {"edition": "gii_editions", "economy": "economies", "source": "sources"},
)

GII_INTERVALS: Final = Table(
    "gii_intervals",
    "Global Innovation Index: rank intervals",
    "published: intervals that the publisher printed. The other kinds are our calculation. weights: rank "
    "under other weights and aggregation (90 % of 20,000 draws); it is narrower than, and not to be taken "
    "for, a published interval. bounds: ranks that no weights of the range drawn from can leave; they need "
    "not be reached. imputed: a scenario, 90 % of 40,000 draws, half with the missing indicators "
    "estimated. Scores before 2021 are rounded: low and high take them as printed, outer_low and "
    "outer_high let the rounding of all be at its worst. Economies without pillar scores (2011, 2012) keep "
    "their score in the draws.",
    (
        _EDITION,
        _ECONOMY,
        Field("kind", "string", "Kind of interval", True, enum=("published", "weights", "bounds", "imputed")),
        Field("low", "integer", "Best rank of the interval", True, minimum=1),
        Field("high", "integer", "Worst rank of the interval", True, minimum=1),
        Field("outer_low", "integer", "low with rounding at its best; blank if not rounded", minimum=1),
        Field("outer_high", "integer", "high with rounding at its worst; blank if not rounded", minimum=1),
        Field("rank", "integer", "Rank if missing indicators are estimated (kind imputed only)", minimum=1),
        _SOURCE,
        Field("level", "number", "Share of draws inside; blank if not stated", minimum=0, maximum=1),
        Field("draws", "integer", "Number of draws; blank if not stated", minimum=1),
    ),
    ("edition", "economy", "kind"),
    {"edition": "gii_editions", "economy": "economies", "source": "sources"},
)

OBSERVATIONS: Final = Table(
    "observations",
    "Indicators behind the strategic pillars",
    "One row for each indicator, economy and year. A series may consist of several releases: vintage and "
    "source say which release each value comes from.",
    (
        Field("indicator", "string", "Indicator id (catalogue of indicators)", True),
        _ECONOMY,
        Field("year", "integer", "Year measured", True, minimum=1950, maximum=2100),
        Field("value", "number", "Value in the indicator's unit", True),
        Field("vintage", "string", "Date or version of the release", True),
        _SOURCE,
    ),
    ("indicator", "economy", "year"),
    {"economy": "economies", "source": "sources"},
)

ECONOMIES: Final = Table(
    "economies",
    "Economies",
    "Names, region and income group of each economy. The word economy implies no view on legal status.",
    (
        _ECONOMY,
        Field("name_en", "string", "English name", True),
        Field("name_zh", "string", "Chinese name", True),
        Field("region", "string", "Region"),
        Field("income", "string", "Income group of the World Bank"),
        Field("iso2", "string", "ISO 3166-1 alpha-2 code", pattern=r"^[A-Z]{2}$"),
        Field("short_en", "string", "Short English name", True),
        Field("short_zh", "string", "Short Chinese name", True),
    ),
    ("economy",),
)

SOURCES: Final = Table(
    "sources",
    "Sources",
    "One row for each release used. url: the publisher's page; provenance: where the figures were read.",
    (
        Field("source", "string", "Release id", True, pattern=SOURCE),
        Field("family", "string", "Source family (catalogue of sources)", True, pattern=SOURCE),
        Field("title", "string", "Title of the release", True),
        Field("publisher", "string", "Publisher", True),
        Field("url", "string", "The publisher's page, for readers", pattern=r"^https?://\S+$"),
        Field("vintage", "string", "Date or version of the release", True),
        Field("licence", "string", "Licence as stated"),
        Field("citation", "string", "How to cite"),
        Field(
            "update_month", "integer", "Month in which the next release is expected", minimum=1, maximum=12
        ),
        Field(
            "checked",
            "date",
            "Day on which the figures were last checked",
            True,
            pattern=r"^\d{4}-\d\d-\d\d$",
        ),
        Field("provenance", "string", "Where the figures were read"),
        Field("note", "string", "What to know before use"),
    ),
    ("source",),
)

REVISIONS: Final = Table(
    "revisions",
    "Revisions",
    "One row for each value of the past that the newest release of its source changed or dropped, where that "
    "is more than the tolerance of the catalogue lets pass in silence.",
    (
        Field("series", "string", "Indicator id, or the code of the index", True),
        Field("measure", "string", "What was revised", True, enum=("value", "score", "rank")),
        _ECONOMY,
        Field("year", "integer", "Year measured, or GII edition", True, minimum=1950, maximum=2100),
        Field("old", "number", "Value before", True),
        Field("new", "number", "Value now; blank where it is no longer published"),
        Field("relative_change", "number", "(new - old) / |old|; blank where it cannot be said"),
        Field("old_vintage", "string", "Release of the value before", True),
        Field("new_vintage", "string", "Release of the value now", True),
        _SOURCE,
    ),
    ("series", "measure", "economy", "year"),
    {"economy": "economies", "source": "sources"},
)

_ALL: Final = (
    *(GII_SCORES, GII_STRUCTURE, GII_EDITIONS, GII_ECONOMIES, GII_INTERVALS),
    *(OBSERVATIONS, REVISIONS, ECONOMIES, SOURCES),
)
TABLES: Final[dict[str, Table]] = {table.name: table for table in _ALL}
