"""The claims of the article: what each says, what is computed to test it, and the doubts about it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from string import Formatter
from typing import Annotated, Final, Literal

from pydantic import BeforeValidator, Field, GetPydanticSchema
from pydantic_core.core_schema import no_info_after_validator_function

from data.entries import SLUG, Indicator, Text
from data.fields import OWN_WORDS, CatalogError, Flag, Number, Words, Year, form, one_of, read

KINDS: Final = ("statement", "aim")
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")
TOWARDS: Final = "towards"
"""The test of an aim: a figure moved its way, by the rule of analysis.progress."""
INTERVALS: Final = ("weights", "published", "bounds", "imputed")
ENDS: Final = ("low", "high")
SUFFIXES: Final = ("_year", "_since", "_economy")
FIGURES: Final[dict[str, tuple[str, ...]]] = {
    "rank": ("edition",),
    "economies": ("edition",),
    "top_share": ("edition",),
    "interval": ("edition", "interval", "end"),
    "clusters": ("edition",),
    "cluster_change": ("since", "to"),
    "framework_changes": ("since", "to"),
    "value": ("indicator", "year"),
    "difference": ("indicator", "since", "to"),
    "percent": ("indicator", "since", "to"),
    "times": ("indicator", "since", "to"),
    "median_peer": ("indicator", "year"),
    "standing": ("indicator", "year"),
    "with_data": ("indicator", "year"),
    "other_rank": ("ranking", "year"),
    "other_value": ("ranking", "year"),
    "others": ("rankings", "since", "to"),
    "others_first_ten": ("rankings", "since", "to"),
}
"""The kinds of figures, and what each must say of itself."""
MOVES: Final = ("difference", "percent", "times", "cluster_change")
"""The kinds of figures that are a change, which an aim can be tested by."""

_Name = Annotated[str, form("[a-z][a-z0-9_]*")]
_Moment = Year | Literal["", "first", "latest", "common"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of China to be read or computed from the tables of a snapshot.

    series: an indicator, a code of the index or another ranking; year: year, edition, or a word
    ("first": the first from the year of the claim on; "common": the latest with data of another economy
    too); since: the year or edition that it is compared with; economies: the peers, all others if none;
    rankings: the other rankings that are counted; indicator: the series as in the catalog, if it is one.
    """

    name: str
    kind: str
    series: str
    year: int | str
    since: int | str
    interval: str
    end: str
    economies: tuple[str, ...]
    rankings: tuple[str, ...] = ()
    indicator: Indicator | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """A figure as the file has it: with the keys that FIGURES says of its kind."""

    kind: Annotated[str, one_of(FIGURES)]
    edition: Year | None = None
    since: _Moment = ""
    to: _Moment = ""
    year: _Moment = ""
    indicator: Words = ""
    ranking: Words = ""
    rankings: tuple[Words, ...] = ()
    code: Annotated[str, form("GII|IN|OUT|P[1-7]")] = "GII"
    interval: Annotated[str, one_of(INTERVALS)] = ""
    end: Annotated[str, one_of(ENDS)] = ""
    economies: tuple[Words, ...] = ()


def _figure(written: _Written) -> Figure:
    needed = FIGURES[written.kind]
    for key in ("edition", "since", "to", "year", "indicator", "ranking", "rankings", "interval", "end"):
        if bool(getattr(written, key)) != (key in needed):
            raise ValueError(f"{'missing' if key in needed else 'unknown'} key '{key}'")
    single = written.indicator or written.ranking
    if not single and any(isinstance(one, str) and one for one in (written.since, written.to)):
        raise ValueError("'since' and 'to' must be years")
    return Figure(
        "",
        written.kind,
        single or ",".join(written.rankings) or written.code,
        written.edition or written.to or written.year,
        written.since,
        written.interval,
        written.end,
        written.economies,
        written.rankings,
    )


_Figure = Annotated[
    Figure,
    GetPydanticSchema(
        lambda _, handler: no_info_after_validator_function(_figure, handler.generate_schema(_Written))
    ),
]


@dataclass(frozen=True, slots=True)
class Check:
    """A figure compared with a number or with another figure, which is then named; "" for TOWARDS."""

    figure: Words
    op: Annotated[str, one_of(OPERATORS)]
    than: Number | Words


@dataclass(frozen=True, slots=True)
class Caveat:
    """A doubt in words; it holds where its test passes, without a test always; the row shows weighty ones."""

    text: Annotated[Text, Field(alias="")]
    test: Check | None = None
    weighty: Flag = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence of the article; texts may name figures in braces: {rank}, {rank_year}.

    kind: a statement says what is so; an aim asks for something, and then only the direction of open data is
    tested. pillar: the strategic pillar, 0 for none. quotation: one sentence of the article, the Chinese is
    our translation. tests: comparisons of a statement, or moves of an aim. caveats: the weightiest first.
    result: what was computed, in short. level: how high the latest values stand. untestable: why nothing can
    be tested. beside: a further figure in words. also: who says so as well. chart: path and query of the
    page with the chart.
    """

    id: Annotated[str, SLUG]
    number: Annotated[str, form(r"[CA][1-9]\d?")]
    kind: Annotated[str, one_of(KINDS)]
    pillar: Annotated[int, Field(strict=True, ge=0, le=5)]
    statement: Text
    quotation: Text
    definition: Text
    computation: Text
    figures: Annotated[dict[_Name, _Figure], Field(default={})]
    tests: Annotated[tuple[Check, ...], Field(default=())]
    caveats: Annotated[tuple[Annotated[Caveat, OWN_WORDS], ...], Field(default=())]
    result: Annotated[Text | None, Field(default=None)]
    level: Annotated[Text | None, Field(default=None)]
    untestable: Annotated[Text | None, Field(default=None)]
    beside: Annotated[Text | None, Field(default=None)]
    also: Annotated[Text | None, Field(default=None)]
    chart: Annotated[str, form(r"([a-z][a-z0-9/-]*)?(\?[A-Za-z0-9=&,.-]+)?")]

    @property
    def texts(self) -> tuple[Text, ...]:
        """All words about the claim that may name figures."""
        others = (self.result, self.level, self.untestable, self.beside, self.also)
        found = (self.definition, self.computation, *others)
        return (*(text for text in found if text), *(caveat.text for caveat in self.caveats))


def read_claims(path: Path, indicators: Mapping[str, Indicator]) -> tuple[Claim, ...]:
    """Return the claims in the order of the file; CatalogError names the claim and the key of a fault."""
    kind = dict[Literal["claim"], tuple[Annotated[Claim, BeforeValidator(_moves)], ...]]
    claims: list[Claim] = []
    for number, claim in enumerate(read(kind, path).get("claim", ()), start=1):
        for fault in _faults(claim, indicators):
            raise CatalogError(f"{path.name}, claim {number}{fault}")
        if any(claim.id == one.id or claim.number == one.number for one in claims):
            raise CatalogError(f"{path.name}, claim {number}: '{claim.id}' or '{claim.number}' occurs twice")
        figures = {
            name: replace(figure, name=name, indicator=indicators.get(figure.series))
            for name, figure in claim.figures.items()
        }
        claims.append(replace(claim, figures=figures))
    return tuple(claims)


def _moves(claim: object) -> object:
    """Return an aim with its moves as tests."""
    if not isinstance(claim, dict) or claim.get("kind") != "aim" or "tests" in claim:
        return claim
    moves = claim.get("moves", [])
    tests = [Check(name, TOWARDS, "") for name in moves] if isinstance(moves, list) else moves
    return {key: value for key, value in claim.items() if key != "moves"} | {"tests": tests}


def _faults(claim: Claim, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    figures = claim.figures
    for name, figure in figures.items():
        if name.endswith(SUFFIXES):
            yield f", figures: '{name}' is not a name of a figure"
        if "indicator" in FIGURES[figure.kind] and figure.series not in indicators:
            yield f", figures, {name}: unknown indicator '{figure.series}'"
    tests = "moves" if claim.kind == "aim" else "tests"
    if bool(claim.tests) == bool(claim.untestable):
        yield f": either '{tests}' or 'untestable' must be given, not both"
    for number, test in enumerate(claim.tests, start=1):
        moves = test.figure in figures and figures[test.figure].kind in MOVES
        if claim.kind == "aim" and not (moves and test.op == TOWARDS):
            yield f": moves: '{test.figure}' is not a figure that is a change"
        yield from _unknown(test, figures, f", tests {number}")
    for number, caveat in enumerate(claim.caveats, start=1):
        if caveat.test:
            yield from _unknown(caveat.test, figures, f", caveats {number}, test")
    if sorted(claim.caveats, key=lambda one: not one.weighty) != list(claim.caveats):
        yield ": the weighty caveats must come first"
    known = {name + suffix for name in figures for suffix in ("", *SUFFIXES)}
    for words in (words for text in claim.texts for words in text.by_language.values()):
        for _, field, _, _ in Formatter().parse(words):
            if field is not None and field not in known:
                yield f": unknown figure '{field}' in '{words}'"


def _unknown(test: Check, figures: Mapping[str, Figure], place: str) -> Iterator[str]:
    for key, name in (("figure", test.figure), ("than", test.than)):
        if isinstance(name, str) and name and name not in figures:
            yield f"{place}: '{key}' must be one of the figures of the claim, not '{name}'"
