"""The endpoints of the programming interface, one entry each, in the order in which they are shown."""

from __future__ import annotations

from typing import Final

from data.api import Column, Endpoint, Group, Parameter
from data.entries import DIRECTIONS, KINDS, ROLES, STATUSES, STRENGTHS
from data.languages import LANGUAGES
from data.schema import CLAIM_FIGURES, CLAIMS, ECONOMIES, GII_EDITIONS, GII_SCORES, OBSERVATIONS, SOURCES
from data.table import CODE_FIELD, ECONOMY, EDITION, Field, Table

PILLARS: Final = tuple(f"p{number}" for number in range(1, 8))

EDITIONS_PARAMETER: Final = Parameter("edition", "integer", values="editions", many=True)
ECONOMIES_PARAMETER: Final = Parameter("economy", values="economies", many=True)
ONE_ECONOMY: Final = Parameter("economy", values="economies", default="CHN")
ONE_EDITION: Final = Parameter("edition", "integer", values="editions", default="newest")
INDICATOR: Final = Parameter("indicator", values="indicators", many=True)
LANG: Final = Parameter("lang", options=LANGUAGES, default=LANGUAGES[0])
ROWS_OF_CARD: Final = Parameter("rows", options=("shown", "all"), default="shown")
SPAN: Final = tuple(Parameter(name, "integer", between="editions") for name in ("from", "to"))
YEARS: Final = tuple(Parameter(name, "integer", between="years") for name in ("from", "to"))
WEIGHTS: Final = tuple(Parameter(name, "number", minimum=0, maximum=100) for name in (*PILLARS, "inputs"))


def _table(name: str, table: Table, parameters: tuple[Parameter, ...], example: str) -> Endpoint:
    return Endpoint(name, parameters, table.fields, example, table=table.name)


def _rank(name: str, description: str, *, required: bool = False) -> Field:
    return Field(name, "integer", description, required, minimum=1)


_WEIGHTS: Final = Group(
    "weights",
    "weight",
    "Weights of the seven GII pillars that the answer rests on, in percent",
    tuple(
        Field(name, "number", f"Weight of GII pillar {name[1]}, percent", True, minimum=0, maximum=100)
        for name in PILLARS
    ),
)
_PUBLISHED: Final = Field("published", "boolean", "Whether these are the published weights", True)
_RANKED: Final = Field(
    "economies", "integer", "Economies ranked in the edition; blank where not verified", minimum=1
)

STANDING: Final = (
    ECONOMY,
    EDITION,
    _rank("rank", "Rank in the edition; 1 is best", required=True),
    _RANKED,
    Field("percentile", "number", "100 (N - rank) / (N - 1): 100 for the first of N", minimum=0, maximum=100),
    Field("score", "number", "Score from 0 to 100", minimum=0, maximum=100),
    Field("points_to_next", "number", "Points of the score to the next better place", minimum=0),
    Field("cushion", "number", "Points of the score over the next worse place", minimum=0),
    Field("source", "string", "Release of the rank; blank under weights of your own"),
    _PUBLISHED,
    _WEIGHTS,
)

CHANGE: Final = (
    ECONOMY,
    Field("from", "integer", "First edition", True),
    Field("to", "integer", "Last edition", True),
    _rank("rank_from", "Published rank in the first edition", required=True),
    _rank("rank_to", "Published rank in the last edition", required=True),
    Field("economies_from", "integer", "Economies ranked in the first edition", minimum=1),
    Field("economies_to", "integer", "Economies ranked in the last edition", minimum=1),
    Group(
        "framework",
        "framework",
        "What changed of the indicators between the editions. Counts are blank where those of one are "
        "not known (2010, 2020), which is no sign of the same framework",
        (
            Field(
                "mark",
                "string",
                "Gravest change marked between them; blank if none is",
                enum=("documented", "break"),
            ),
            Field("indicators_from", "integer", "Indicators of the first edition", minimum=1),
            Field("indicators_to", "integer", "Indicators of the last edition", minimum=1),
            Field("added", "integer", "Indicators of the last edition only", minimum=0),
            Field("dropped", "integer", "Indicators of the first edition only", minimum=0),
            Field(
                "redefined",
                "integer",
                "In both, by another definition or in doubt",
                minimum=0,
            ),
            Field("reweighted", "integer", "In both, with half the weight in one of them", minimum=0),
            Field("unweighed", "integer", "In both, with a weight not known in one of them", minimum=0),
        ),
    ),
    Group(
        "rank",
        "rank",
        "The change of the rank in four parts that add up to it; below zero is towards the first place",
        (
            Field("exits", "integer", "Places by economies that left the ranking"),
            Field("own", "number", "Places by the economy's own score"),
            Field("others", "number", "Places by the scores of the others"),
            Field("entries", "integer", "Places by economies that entered the ranking"),
        ),
    ),
    Group(
        "score",
        "score",
        "The change of the score by GII pillar, in points of the index; empty where the reason says why",
        (
            CODE_FIELD,
            Field("plain", "number", "What the pillar adds to the change of the economy's own score", True),
            Field(
                "relative",
                "number",
                "The same less the mean of the economies that both editions hold",
                True,
            ),
        ),
        many=True,
    ),
    Field("reason", "string", "Why the parts of rank or score are not held; blank where they are"),
    Field("source_from", "string", "Release of the first rank"),
    Field("source_to", "string", "Release of the last rank"),
)

ROBUSTNESS: Final = (
    ECONOMY,
    EDITION,
    _rank("rank", "Rank under the weights", required=True),
    _rank("rank_low", "Best rank that rounded scores allow under the weights", required=True),
    _rank("rank_high", "Worst rank that rounded scores allow under the weights", required=True),
    _rank("low", "Best rank of the interval that holds the middle of the draws", required=True),
    _rank("high", "Worst rank of the interval that holds the middle of the draws", required=True),
    Field("level", "number", "Share of the draws inside the interval", True, minimum=0, maximum=1),
    Field(
        "draws",
        "integer",
        "Draws of weights, half by the arithmetic and half by the geometric mean",
        True,
        minimum=1,
    ),
    _rank("best", "Best rank that no weights of the range drawn from can leave", required=True),
    _rank("worst", "Worst rank that no weights of the range drawn from can leave", required=True),
    _RANKED,
    Field("source", "string", "Release of the scores that the ranks are computed from"),
    _PUBLISHED,
    _WEIGHTS,
)

INDICATORS: Final = (
    Field("indicator", "string", "Indicator id (catalogue of indicators)", True),
    Field("name", "string", "Name", True),
    Field("unit", "string", "Unit of the value shown: the value held times scale", True),
    Field("definition", "string", "Definition", True),
    Field("scale", "number", "What a value held is multiplied by where it is shown", True),
    Field("decimals", "integer", "Decimals shown", True, minimum=0),
    Field("direction", "string", "Which way is better", True, enum=DIRECTIONS),
    Field("kind", "string", "Kind of quantity", True, enum=KINDS),
    Field("status", "string", "Role on the dashboard", True, enum=STATUSES),
    Field("family", "string", "Source family", True),
    Field("publisher", "string", "Publisher", True),
    Field("observations", "integer", "Values held", True, minimum=0),
    Field("economies", "integer", "Economies with a value", True, minimum=0),
    Field("first_year", "integer", "First year held"),
    Field("last_year", "integer", "Last year held"),
)

STRATEGY: Final = (
    Field("pillar", "integer", "Number of the strategic pillar", True, minimum=1, maximum=5),
    Field("slug", "string", "Its name in addresses", True),
    Field("name", "string", "Its name", True),
    Field("summary", "string", "What the article asks for, in our words", True),
    Field("gaps", "integer", "Recommendations without data, or with data for a part only", True, minimum=0),
    Group(
        "links",
        "link",
        "The indicators that bear on the strategic pillar: our judgement, with its reason",
        (
            Field("indicator", "string", "Indicator id, or the code of the newest detailed edition", True),
            Field("gii", "boolean", "Whether it is a code of the Global Innovation Index", True),
            Field("role", "string", "Role among the evidence", True, enum=ROLES),
            Field("strength", "string", "How directly it measures the aim", True, enum=STRENGTHS),
            Field("reason", "string", "Why it bears on the strategic pillar", True),
        ),
        many=True,
    ),
)

JUDGED: Final[tuple[Column, ...]] = (
    *(field for field in CLAIMS.fields if not field.name.startswith("statement_")),
    Field("statement", "string", "The sentence, paraphrased", True),
    Group(
        "figures",
        "figure",
        "The numbers that the verdict rests on",
        (
            Field("name", "string", "Name of the figure within its claim", True),
            *(field for field in CLAIM_FIGURES.fields if field.name not in ("claim", "figure")),
        ),
        many=True,
    ),
)

SNAPSHOT: Final = (
    Field("id", "string", "Id of the snapshot: the hash of its tables", True, pattern=r"^[0-9a-f]{12}$"),
    Field("created", "date", "Day on which it was made", True, pattern=r"^\d{4}-\d\d-\d\d$"),
    Group(
        "launched",
        "launched",
        "The newest edition of the index that was launched and is not held; blank where all are held",
        (
            Field("edition", "integer", "Edition"),
            Field("released", "date", "Day of the launch"),
            Field("theme", "string", "Theme of the report"),
            Field("publisher", "string", "Who announced it"),
        ),
    ),
    Group(
        "tables",
        "table",
        "Its tables, all in /download/snapshot.zip",
        (
            Field("name", "string", "Name of the table", True),
            Field("title", "string", "Title", True),
            Field("rows", "integer", "Rows", True, minimum=0),
            Field("bytes", "integer", "Size of its CSV file", True, minimum=0),
            Field("hash", "string", "SHA-256 of its CSV file", True),
        ),
        many=True,
    ),
)

_CHANGE_EDITIONS: Final = tuple(
    Parameter(name, "integer", values="editions", default=edition)
    for name, edition in (("from", 2012), ("to", 2022))
)
_CHOSEN: Final = (ONE_ECONOMY, ONE_EDITION, *WEIGHTS)

CARDS: Final = (
    Field("name", "string", "Name of the card", True),
    Field("title", "string", "What its table is", True),
    Field("address", "string", "Where it is answered as data", True),
    Field("page", "string", "Its page", True),
    Field("embed", "string", "Where it stands alone", True),
    Field("choices", "string", "The parameters of its view, joined by commas; blank for none"),
)

ENDPOINTS: Final = (
    _table(
        "scores",
        GII_SCORES,
        (ECONOMIES_PARAMETER, Parameter("code", values="codes", many=True), EDITIONS_PARAMETER, *SPAN),
        "economy=CHN&code=GII",
    ),
    _table(
        "observations",
        OBSERVATIONS,
        (INDICATOR, ECONOMIES_PARAMETER, *YEARS),
        "indicator=GB.XPD.RSDV.GD.ZS&economy=CHN,USA&from=2012",
    ),
    Endpoint("standing", _CHOSEN, STANDING, "economy=CHN&edition=2025", "object"),
    Endpoint("change", (ONE_ECONOMY, *_CHANGE_EDITIONS), CHANGE, "economy=CHN&from=2012&to=2022", "object"),
    Endpoint("robustness", _CHOSEN, ROBUSTNESS, "economy=CHN&edition=2022", "object"),
    Endpoint("indicators", (INDICATOR, LANG), INDICATORS, "indicator=GB.XPD.RSDV.GD.ZS"),
    Endpoint("strategy", (LANG,), STRATEGY, "lang=en"),
    Endpoint("claims", (LANG,), JUDGED, "lang=en"),
    Endpoint("cards", (LANG,), CARDS, "lang=en"),
    _table("editions", GII_EDITIONS, (EDITIONS_PARAMETER, *SPAN), "from=2012&to=2022"),
    _table("economies", ECONOMIES, (ECONOMIES_PARAMETER,), "economy=CHN,KOR"),
    _table("sources", SOURCES, (Parameter("source", values="sources", many=True),), "source=wipo_tech1_2025"),
    Endpoint("snapshot", (), SNAPSHOT, "", "object"),
)
BY_NAME: Final = {endpoint.name: endpoint for endpoint in ENDPOINTS}
