"""The tables of claims: what was computed for each claim of the article, each test, and the verdict."""

from __future__ import annotations

from typing import Final

from data.claims import FIGURES, KINDS, OPERATORS, TOWARDS
from data.table import ISO3, SOURCE, Field, Table

OF_STATEMENTS: Final = ("right", "wrong", "not_checkable")
OF_AIMS: Final = ("moved", "mixed", "not_moved", "not_measured")
VERDICTS: Final = (*OF_STATEMENTS, *OF_AIMS)
VERDICTS_OF: Final = dict(zip(KINDS, (OF_STATEMENTS, OF_AIMS), strict=True))
COURSES: Final = ("towards", "flat", "away", "none")
SUPPORT, CAVEAT = ROLES = ("support", "caveat")

_CLAIM = Field("claim", "string", "Claim id (catalogue of claims)", True, pattern=r"^[a-z][a-z0-9-]*$")
_FIGURE = Field("figure", "string", "Name of the figure within its claim", True)

CLAIMS: Final = Table(
    "claims",
    "Claims of the article and their verdicts",
    "One row for each checkable sentence of the article, paraphrased. The verdict follows by rule from the "
    "tests in claim_tests. The figures of a statement are right, wrong, or not_checkable without data or a "
    "definition. An aim moved its way if all its series did, mixed if some did, not_moved if none did; "
    "not_measured where no series was found. What may be inferred is limited by the caveats.",
    (
        _CLAIM,
        Field("number", "string", "C: statement, A: aim", True, pattern=r"^[CA]\d+$"),
        Field("kind", "string", "What the sentence does", True, enum=KINDS),
        Field("pillar", "integer", "Strategic pillar; 0 for none", True, minimum=0, maximum=5),
        Field("statement_en", "string", "The sentence, paraphrased", True, longest=400),
        Field("statement_zh", "string", "The same in Chinese", True, longest=400),
        Field("verdict", "string", "Figures of a statement, course of an aim; by rule", True, enum=VERDICTS),
        Field(
            "verdict_before",
            "string",
            "Verdict by the same rule with the values before the revisions told; blank if the same",
            enum=VERDICTS,
        ),
        Field("tests", "integer", "Tests with data", True, minimum=0),
        Field("tests_recent", "integer", "Of these, with data of a year after 2022", True, minimum=0),
        Field("caveats", "integer", "Caveats that hold", True, minimum=0),
    ),
    ("claim",),
)

CLAIM_FIGURES: Final = Table(
    "claim_figures",
    "Figures behind the verdicts",
    "One row for each number that a claim needs, computed from the tables of this snapshot; blank where the "
    "data are not held. Shares of ranks and growth are in percent, differences in the indicator's own unit.",
    (
        _CLAIM,
        _FIGURE,
        Field("kind", "string", "What is computed", True, enum=tuple(FIGURES)),
        Field("series", "string", "Indicator, code of the index, or another ranking", True, longest=400),
        Field("economy", "string", "Economy of the value", pattern=ISO3),
        Field("since", "integer", "Year or edition compared with", minimum=1950, maximum=2100),
        Field("year", "integer", "Year or edition of the value", minimum=1950, maximum=2100),
        Field("value", "number", "The number"),
        Field("value_since", "number", "Value of the year or edition compared with, of a change"),
        Field("value_year", "number", "Value of the year or edition, of a change"),
        Field("source", "string", "Release of the value, where it is one (table sources)", pattern=SOURCE),
    ),
    ("claim", "figure"),
    {"claim": "claims", "economy": "economies", "source": "sources"},
)

CLAIM_TESTS: Final = Table(
    "claim_tests",
    "Tests behind the verdicts",
    "One row for each supporting test and each caveat of a claim: figure op than, and whether it holds; "
    "blank where the data are not held. A caveat without a figure always holds. Of an aim each test is a "
    "change: course says whether it moved towards the aim, away from it, or hardly (flat).",
    (
        _CLAIM,
        Field("role", "string", "Supports the claim, or raises a doubt", True, enum=ROLES),
        Field("test", "integer", "Number of the test or caveat within its claim", True, minimum=1),
        Field("figure", "string", "Figure that is compared"),
        Field("op", "string", "Comparison", enum=(*OPERATORS, TOWARDS)),
        Field("than", "string", "Number or figure that it is compared with"),
        Field("holds", "boolean", "Whether it holds"),
        Field("course", "string", "How a series that tests an aim moved", enum=COURSES),
    ),
    ("claim", "role", "test"),
    {"claim": "claims"},
)
