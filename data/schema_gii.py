"""The tables of the index: scores, structure, editions, economies in context, intervals, clusters."""

from __future__ import annotations

from typing import Final

from data.codes import CODE, CONCEPT, INCOMES, LEVELS, REGIONS
from data.table import CODE_FIELD, ECONOMY, EDITION, RELEASE, SOURCE, Field, Table

DOUBTS: Final = ("copies-differ", "implied", "left-out", "not-the-mean", "rank-as-printed")
"""Doubts of a cell. copies-differ: two copies print different scores, and the one that fits its parts is
taken; implied: the copy has another figure, and the pillar score leaves only this one; left-out: printed as
not available, although its only indicators score 0; not-the-mean: printed so, but not the mean of its parts;
rank-as-printed: the order of the scores gives another rank."""

GII_SCORES: Final = Table(
    "gii_scores",
    "Global Innovation Index: scores and ranks",
    "One row for each edition, economy and code. Ranks are those published; where rounding leaves a doubt "
    "the rank is blank and rank_low to rank_high say between which ranks it lies.",
    (
        EDITION,
        ECONOMY,
        CODE_FIELD,
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
        Field("doubt", "string", "Why score or rank may not be what was meant", enum=DOUBTS),
        Field("score_source", "string", "Release the score comes from (table sources)", pattern=SOURCE),
        Field("rank_source", "string", "Release the rank comes from (table sources)", pattern=SOURCE),
        Field("value_source", "string", "Release of the value, if not that of the score", pattern=SOURCE),
    ),
    ("edition", "economy", "code"),
    {
        "edition": "gii_editions",
        "economy": "economies",
        **dict.fromkeys(("score_source", "rank_source", "value_source"), "sources"),
    },
)

GII_STRUCTURE: Final = Table(
    "gii_structure",
    "Global Innovation Index: structure and weights",
    "What each edition consists of. Codes are reused: never join editions on the code of an indicator, but "
    "on its concept.",
    (
        EDITION,
        CODE_FIELD,
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
            "measure",
            "string",
            "The concept under all its definitions: equal to it unless another concept defines the measure",
            pattern=CONCEPT,
        ),
        Field(
            "defined",
            "integer",
            "Edition since which the concept is so defined; blank if no other definition is known",
        ),
        Field(
            "weight", "number", "Weight relative to the other parts of the same parent", minimum=0, maximum=1
        ),
        Field("type", "string", "Kind of data of an indicator", enum=("data", "index", "survey")),
        RELEASE,
    ),
    ("edition", "code"),
    {"edition": "gii_editions", "source": "sources"},
)

GII_EDITIONS: Final = Table(
    "gii_editions",
    "Global Innovation Index: editions",
    "One row for each edition: size, theme, release, framework change, and how much of it is held here.",
    (
        EDITION,
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
            "Whether a change of the framework is marked against the edition before. Unmarked editions "
            "changed too: compare measure, concept, defined and weight in gii_structure",
            True,
            enum=("unmarked", "documented", "break"),
        ),
        Field("licence", "string", "Licence of the report, where stated", longest=400),
        Field(
            "licence_basis",
            "string",
            "How the licence is known: printed in the report, stated on the publisher's site, or in a draft "
            "of an encyclopedia only, which is not confirmed",
            enum=("report", "site", "draft"),
        ),
        RELEASE,
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
        EDITION,
        ECONOMY,
        Field("income", "string", "Income group in the edition; blank if not classified", enum=INCOMES),
        Field("region", "string", "Region in the edition, after the United Nations", True, enum=REGIONS),
        Field("population", "number", "Population in thousands", minimum=0),
        Field("gdp_ppp", "number", "Gross domestic product in billion PPP dollars", minimum=0),
        Field("gdp_per_head", "number", "Gross domestic product per head in PPP dollars", minimum=0),
        RELEASE,
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
        EDITION,
        ECONOMY,
        Field("kind", "string", "Kind of interval", True, enum=("published", "weights", "bounds", "imputed")),
        Field("low", "integer", "Best rank of the interval", True, minimum=1),
        Field("high", "integer", "Worst rank of the interval", True, minimum=1),
        Field("outer_low", "integer", "low with rounding at its best; blank if not rounded", minimum=1),
        Field("outer_high", "integer", "high with rounding at its worst; blank if not rounded", minimum=1),
        Field("rank", "integer", "Rank if missing indicators are estimated (kind imputed only)", minimum=1),
        RELEASE,
        Field("level", "number", "Share of draws inside; blank if not stated", minimum=0, maximum=1),
        Field("draws", "integer", "Number of draws; blank if not stated", minimum=1),
    ),
    ("edition", "economy", "kind"),
    {"edition": "gii_editions", "economy": "economies", "source": "sources"},
)

GII_CLUSTERS: Final = Table(
    "gii_clusters",
    "Global Innovation Index: clusters in China",
    "Clusters of science and technology in China among the 100 largest that an edition ranks. Not every "
    "edition is held with all of its clusters; total says how many there are. The measure changed in 2025, "
    "when venture capital was added.",
    (
        EDITION,
        ECONOMY,
        Field("cluster", "string", "Name of the cluster in the edition", True),
        Field("cluster_zh", "string", "Chinese name of the cluster", True),
        Field("rank", "integer", "Rank among the 100 largest clusters", True, minimum=1, maximum=100),
        Field(
            "recomputed",
            "integer",
            "Rank of the same cluster in the edition before, as the publisher recomputed it",
            minimum=1,
        ),
        Field("total", "integer", "Clusters of the economy among the 100", True, minimum=1, maximum=100),
        RELEASE,
    ),
    ("edition", "economy", "cluster"),
    {"edition": "gii_editions", "economy": "economies", "source": "sources"},
)
