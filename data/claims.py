"""The claims of the article: what each says, what is computed to test it, and the doubts about it."""

from typing import Annotated, Final, Literal

from pydantic import Field

from data.entries import SLUG, Entry, Flag, IndicatorId, Number, Worded, Year, form, one_of
from data.languages import Text, Words

KINDS: Final = ("statement", "aim")
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")
TOWARDS: Final = "towards"
"""The operator of the tests of aims: a series moved towards the aim (analysis.evidence.progress)."""
INTERVALS: Final = ("weights", "published", "bounds")
ENDS: Final = ("low", "high")
SUFFIXES: Final = ("_year", "_since", "_economy", "_percent")
FIGURES: Final[dict[str, tuple[str, ...]]] = {
    "rank": ("edition",),
    "economies": ("edition",),
    "top_share": ("edition",),
    "interval": ("edition", "interval", "end"),
    "clusters": ("edition",),
    "framework_changes": ("since", "to"),
    "value": ("indicator", "year"),
    "percent": ("indicator", "since", "to"),
    "other_rank": ("ranking", "year"),
    "others": ("rankings", "since", "to"),
    "others_first_ten": ("rankings", "since", "to"),
}
"""Required keys by kind of figure."""
MOVE: Final = "move"
"""The kind of the figures of aims: the movement of a series or of a part of the index."""

_YearOrLatest = Year | Literal["latest"]
_Name = Annotated[str, form("[a-z][a-z0-9_]*")]


class Figure(Entry):
    """A figure of China to be computed from the tables of a snapshot; its kind decides the keys."""

    kind: Annotated[str, one_of(FIGURES)]
    edition: Year | None = None
    since: _YearOrLatest | Literal[""] = ""
    to: _YearOrLatest | None = None
    in_year: Annotated[_YearOrLatest | None, Field(alias="year")] = None
    indicator: IndicatorId = ""
    ranking: Words = ""
    rankings: tuple[Words, ...] = ()
    code: Annotated[str, form("GII|IN|OUT|P[1-7]")] = "GII"
    interval: Annotated[str, one_of(INTERVALS)] = ""
    end: Annotated[str, one_of(ENDS)] = ""

    @property
    def series(self) -> str:
        """The indicator, the other ranking or rankings, or the code of the index."""
        return self.indicator or self.ranking or ",".join(self.rankings) or self.code

    @property
    def year(self) -> int | str:
        """The year or edition, or "latest"; changes are counted from `since`."""
        return self.edition or self.to or self.in_year or ""


class Check(Entry):
    """A comparison of a figure with a number, or with another figure by name."""

    figure: Words
    op: Annotated[str, one_of(OPERATORS)]
    than: Number | Words


class Caveat(Worded):
    """A caveat that holds if its test passes, or always without a test; weighty ones are always visible."""

    text: Annotated[Text, Field(alias="")]
    test: Check | None = None
    weighty: Flag = False


class Claim(Entry):
    """A checkable sentence of the article; texts may have figures in braces: {rank}, {rank_year}.

    kind: a statement is tested; an aim is judged by the direction of open data. pillar: the strategic pillar,
    0 for none. quotation: a sentence of the article (the Chinese is our translation), None for that of the
    pillar. actions: numbers of the recommendations whose evidence judges an aim; series: indicators that
    judge an aim without recommendations. definition, computation: what is tested, and how. tests: of a
    statement. caveats: weighty ones first. result: summary of the computation. untestable: why a statement
    cannot be tested. beside: a further figure. also: who says the same. chart: path and query of the chart.
    """

    id: Annotated[str, SLUG]
    number: Annotated[str, form(r"[CA][1-9]\d?")]
    kind: Annotated[str, one_of(KINDS)]
    pillar: Annotated[int, Field(strict=True, ge=0, le=9)]
    statement: Text
    chart: Annotated[str, form(r"([a-z][a-z0-9/-]*)?(\?[A-Za-z0-9=&,.-]+)?")]
    quotation: Text | None = None
    actions: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()
    series: tuple[IndicatorId, ...] = ()
    definition: Text | None = None
    computation: Text | None = None
    figures: dict[_Name, Figure] = Field({})
    tests: tuple[Check, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    result: Text | None = None
    untestable: Text | None = None
    beside: Text | None = None
    also: Text | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """All texts about the claim that may name figures."""
        texts = (self.definition, self.computation, self.result, self.untestable, self.beside, self.also)
        return (*(text for text in texts if text), *(caveat.text for caveat in self.caveats))
