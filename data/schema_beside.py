"""The tables beside the index: indicators, their older releases and revisions, and other rankings."""

from __future__ import annotations

from typing import Final

from data.table import ECONOMY, INDICATOR, RELEASE, SOURCE, VINTAGE, YEAR, Field, Table

OBSERVATIONS: Final = Table(
    "observations",
    "Indicators behind the strategic pillars",
    "One row for each indicator, economy and year. A series may consist of several releases: vintage and "
    "source say which release each value comes from.",
    (
        INDICATOR,
        ECONOMY,
        YEAR,
        Field("value", "number", "Value in the indicator's unit", True),
        VINTAGE,
        RELEASE,
    ),
    ("indicator", "economy", "year"),
    {"economy": "economies", "source": "sources"},
)

REVISIONS: Final = Table(
    "revisions",
    "Revisions",
    "One row for each value of the past that the newest release of its source changed or dropped, where that "
    "is more than the tolerance of the catalogue lets pass in silence.",
    (
        Field("series", "string", "Indicator id, or the code of the index", True),
        Field("measure", "string", "What was revised", True, enum=("value", "score", "rank")),
        ECONOMY,
        Field("year", "integer", "Year measured, or GII edition", True, minimum=1950, maximum=2100),
        Field("old", "number", "Value before", True),
        Field("new", "number", "Value now; blank where it is no longer published"),
        Field("relative_change", "number", "(new - old) / |old|; blank where it cannot be said"),
        Field("old_vintage", "string", "Release of the value before", True),
        Field("new_vintage", "string", "Release of the value now", True),
        RELEASE,
    ),
    ("series", "measure", "economy", "year"),
    {"economy": "economies", "source": "sources"},
)

OLDER_RELEASES: Final = Table(
    "older_releases",
    "Values of older releases",
    "What an older release of a source said of a value that a newer one has revised, where it is held: "
    "single values, not whole series.",
    (
        INDICATOR,
        ECONOMY,
        YEAR,
        Field("value", "number", "Value in the indicator's unit", True),
        VINTAGE,
        RELEASE,
    ),
    ("indicator", "economy", "year", "source"),
    {"economy": "economies", "source": "sources"},
)

RELEASE_CHANGES: Final = Table(
    "release_changes",
    "Releases compared",
    "How far one release of a series differs from an older one, over the values that both hold.",
    (
        INDICATOR,
        Field("newer", "string", "The newer release (table sources)", True, pattern=SOURCE),
        Field("older", "string", "The older release (table sources)", True, pattern=SOURCE),
        Field("values", "integer", "Values that both hold, all economies", True, minimum=0),
        Field("changed", "integer", "Values that differ by more than 0.5 %", True, minimum=0),
        Field("median", "number", "Median of the relative differences, a share", True),
        Field("china_values", "integer", "Values of China that both hold", True, minimum=0),
        Field("china_changed", "integer", "Values of China that differ by more than 0.5 %", True, minimum=0),
        Field("china_largest", "number", "Largest relative difference of China's values by size, a share"),
    ),
    ("indicator", "newer", "older"),
    {"newer": "sources", "older": "sources"},
)

OTHER_RANKINGS: Final = Table(
    "other_rankings",
    "China in other rankings",
    "Ranks and index values of China that other publishers give, cited one by one, not their tables. The "
    "year is the one the publisher names the figure after.",
    (
        Field("ranking", "string", "Ranking id (catalogue of rankings)", True, pattern=SOURCE),
        ECONOMY,
        Field("year", "integer", "Year or edition the publisher names", True, minimum=1990, maximum=2100),
        Field("rank", "integer", "Rank; 1 is best", minimum=1),
        Field("score", "number", "Index value or count, where the publisher gives one"),
        Field("economies", "integer", "Economies ranked; blank where not stated", minimum=1),
        Field("derived", "boolean", "Rank derived from a rank and a change that were stated"),
        RELEASE,
    ),
    ("ranking", "economy", "year"),
    {"economy": "economies", "source": "sources"},
)
