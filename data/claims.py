"""The claims of the article: what each says, what is computed to test it, and the doubts about it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import Formatter
from typing import Annotated, Final, Literal

from pydantic import Field, GetPydanticSchema
from pydantic_core.core_schema import no_info_after_validator_function

from data.entries import SLUG, Indicator, StrategicPillar, Text
from data.fields import OWN_WORDS, CatalogError, Flag, Number, Words, Year, form, one_of, read

KINDS: Final = ("statement", "aim")
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")
TOWARDS: Final = "towards"
"""The test of an aim: what is measured moved towards it, by the rule of analysis.progress."""
INTERVALS: Final = ("weights", "published", "bounds", "imputed")
ENDS: Final = ("low", "high")
SUFFIXES: Final = ("_year", "_since", "_economy")
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

_Name = Annotated[str, form("[a-z][a-z0-9_]*")]
_Moment = Year | Literal["", "latest"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of China to be read or computed from the tables of a snapshot.

    series: an indicator, a code of the index or another ranking; year: year, edition, or "latest"; since:
    the year or edition that it is compared with; rankings: the other rankings that are counted; indicator:
    the series as in the catalog, if it is one.
    """

    name: str
    kind: str
    series: str
    year: int | str
    since: int | str
    interval: str
    end: str
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
    """A figure compared with a number or with another figure, which is then named."""

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
    pillar: Annotated[int, Field(strict=True, ge=0, le=5)]
    statement: Text
    chart: Annotated[str, form(r"([a-z][a-z0-9/-]*)?(\?[A-Za-z0-9=&,.-]+)?")]
    quotation: Text | None = None
    actions: tuple[Annotated[int, Field(strict=True, ge=1)], ...] = ()
    series: tuple[Words, ...] = ()
    definition: Text | None = None
    computation: Text | None = None
    figures: dict[_Name, _Figure] = field(default_factory=dict)
    tests: tuple[Check, ...] = ()
    caveats: tuple[Annotated[Caveat, OWN_WORDS], ...] = ()
    result: Text | None = None
    untestable: Text | None = None
    beside: Text | None = None
    also: Text | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """All words about the claim that may name figures."""
        found = (self.definition, self.computation, self.result, self.untestable, self.beside, self.also)
        return (*(text for text in found if text), *(caveat.text for caveat in self.caveats))


def read_claims(
    path: Path, indicators: Mapping[str, Indicator], strategy: Sequence[StrategicPillar]
) -> tuple[Claim, ...]:
    """Return the claims in the order of the file; CatalogError names the claim and the key of a fault."""
    claims: list[Claim] = []
    found = read(dict[Literal["claim"], tuple[Claim, ...]], path).get("claim", ())
    for number, claim in enumerate(found, start=1):
        for fault in _faults(claim, indicators):
            raise CatalogError(f"{path.name}, claim {number}{fault}")
        if any(claim.id == one.id or claim.number == one.number for one in claims):
            raise CatalogError(f"{path.name}, claim {number}: '{claim.id}' or '{claim.number}' occurs twice")
        figures = {
            name: replace(figure, name=name, indicator=indicators.get(figure.series))
            for name, figure in claim.figures.items()
        }
        claims.append(replace(claim, figures=figures))
    of_aims = Counter((claim.pillar, action) for claim in claims for action in claim.actions)
    actions = {(one.number, place + 1) for one in strategy for place in range(len(one.actions))}
    for pillar, action in sorted(actions ^ of_aims.keys() | {one for one in of_aims if of_aims[one] > 1}):
        raise CatalogError(f"{path.name}: one aim must name recommendation {action} of pillar {pillar}")
    return tuple(claims)


_WAYS: Final = ("actions", "series", "tests", "untestable")


def _faults(claim: Claim, indicators: Mapping[str, Indicator]) -> Iterator[str]:
    figures = claim.figures
    for name, figure in figures.items():
        if name.endswith(SUFFIXES):
            yield f", figures: '{name}' is not a name of a figure"
        if "indicator" in FIGURES[figure.kind] and figure.series not in indicators:
            yield f", figures, {name}: unknown indicator '{figure.series}'"
    if unknown := [name for name in claim.series if name not in indicators]:
        yield f": series: unknown indicator '{unknown[0]}'"
    ways = ("actions", "series") if claim.kind == "aim" else ("tests", "untestable")
    if [way for way in _WAYS if getattr(claim, way)] not in ([ways[0]], [ways[1]]):
        yield f": either '{ways[0]}' or '{ways[1]}' must be given, not both"
    if not claim.actions and not (claim.definition and claim.computation and claim.quotation):
        yield ": 'quotation', 'definition' and 'computation' must be given"
    for number, test in enumerate(claim.tests, start=1):
        yield from _unknown(test, figures, f", tests {number}")
    for number, caveat in enumerate(claim.caveats, start=1):
        if caveat.test:
            yield from _unknown(caveat.test, figures, f", caveats {number}, test")
    if sorted(claim.caveats, key=lambda one: not one.weighty) != list(claim.caveats):
        yield ": the weighty caveats must come first"
    known = {name + suffix for name in figures for suffix in ("", *SUFFIXES)}
    for words in (words for text in claim.texts for words in text.by_language.values()):
        for _, stated, _, _ in Formatter().parse(words):
            if stated is not None and stated not in known:
                yield f": unknown figure '{stated}' in '{words}'"


def _unknown(test: Check, figures: Mapping[str, Figure], place: str) -> Iterator[str]:
    for key, name in (("figure", test.figure), ("than", test.than)):
        if isinstance(name, str) and name not in figures:
            yield f"{place}: '{key}' must be one of the figures of the claim, not '{name}'"
