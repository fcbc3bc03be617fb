"""The claims of the article: what each says, what is computed to test it, and the doubts about it."""

from typing import Annotated, Final, Literal

from pydantic import Field

from data.entries import SLUG, Entry, Flag, IndicatorId, Number, Worded, Year, form, one_of
from data.languages import Text, Words

KINDS: Final = ("statement", "aim")
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")
TOWARDS: Final = "towards"
"""The test of an aim: what is measured moved towards it, by the rule of analysis.evidence.progress."""
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
"""The kinds of figures, and what each must say of itself."""
MOVE: Final = "move"
"""The kind of figure that judges an aim: how a series or a part of the index moved."""

_Moment = Year | Literal["latest"]
_Name = Annotated[str, form("[a-z][a-z0-9_]*")]


class Figure(Entry):
    """A number of China to be read or computed from the tables of a snapshot, by the keys of its kind."""

    kind: Annotated[str, one_of(FIGURES)]
    edition: Year | None = None
    since: _Moment | Literal[""] = ""
    to: _Moment | None = None
    in_year: Annotated[_Moment | None, Field(alias="year")] = None
    indicator: IndicatorId = ""
    ranking: Words = ""
    rankings: tuple[Words, ...] = ()
    code: Annotated[str, form("GII|IN|OUT|P[1-7]")] = "GII"
    interval: Annotated[str, one_of(INTERVALS)] = ""
    end: Annotated[str, one_of(ENDS)] = ""

    @property
    def series(self) -> str:
        """The indicator, the other ranking or rankings, or the code of the index that it is of."""
        return self.indicator or self.ranking or ",".join(self.rankings) or self.code

    @property
    def year(self) -> int | str:
        """Its year or edition, or "latest"; `since` is the one that it is compared with."""
        return self.edition or self.to or self.in_year or ""


class Check(Entry):
    """A figure compared with a number or with another figure, which is then named."""

    figure: Words
    op: Annotated[str, one_of(OPERATORS)]
    than: Number | Words


class Caveat(Worded):
    """A doubt in words; it holds where its test passes, without a test always; the row shows weighty ones."""

    text: Annotated[Text, Field(alias="")]
    test: Check | None = None
    weighty: Flag = False


class Claim(Entry):
    """One checkable sentence of the article; texts may name figures in braces: {rank}, {rank_year}.

    kind: a statement says what is so; an aim asks for something, and then only the direction of open data is
    judged. pillar: the strategic pillar, 0 for none. quotation: one sentence of the article, the Chinese is
    our translation; None where it is that of the pillar. actions: the recommendations of the pillar, by
    number, whose evidence judges an aim; series: the indicators that do where no recommendation asks for it.
    definition, computation: what is tested of a statement or by series, and how; of an aim the page says it.
    tests: comparisons of a statement. caveats: the weightiest first. result: what was computed, in short.
    untestable: why a statement cannot be tested. beside: a further figure in words. also: who says so as
    well. chart: path and query of the page with the chart.
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
        """All words about the claim that may name figures."""
        found = (self.definition, self.computation, self.result, self.untestable, self.beside, self.also)
        return (*(text for text in found if text), *(caveat.text for caveat in self.caveats))
