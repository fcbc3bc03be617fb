"""The claims of the article: what each says, what is computed to test it, and the doubts about it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Final

from data.entries import Indicator, Text
from data.fields import Fields, read_tables

KINDS: Final = ("statement", "aim")
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")
TOWARDS: Final = "towards"
"""The test of an aim: a figure moved its way, by the rule of analysis.progress."""
INTERVALS: Final = ("weights", "published", "bounds", "imputed")
ENDS: Final = ("low", "high")
YEARS: Final = ("first", "latest", "common")
SUFFIXES: Final = ("_year", "_since", "_economy")
FIGURES: Final[dict[str, tuple[str, ...]]] = {
    "rank": ("edition",),
    "economies": ("edition",),
    "top_share": ("edition",),
    "interval": ("edition",),
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

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_SLUG = re.compile(r"[a-z][a-z0-9-]*")
_NUMBER = re.compile(r"[CA][1-9]\d?")
_CODE = re.compile(r"GII|IN|OUT|P[1-7]")
_CHART = re.compile(r"([a-z][a-z0-9/-]*)?(\?[A-Za-z0-9=&,.-]+)?")
_FIRST, _LAST = 1950, 2100


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of China to be read or computed from the tables of a snapshot.

    series: an indicator, a code of the index or another ranking; year: year, edition, or one of YEARS
    ("first": the first from the year of the claim on; "common": the latest in which another economy is held
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
class Check:
    """A figure compared with a number or with another figure, which is then named; "" for TOWARDS."""

    figure: str
    op: str
    than: float | str


@dataclass(frozen=True, slots=True)
class Caveat:
    """A doubt in words; it holds where its test passes, without a test always; the row shows weighty ones."""

    text: Text
    test: Check | None
    weighty: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence of the article; texts may name figures in braces: {rank}, {rank_year}.

    kind: a statement says what is so; an aim asks for something, and then only the direction of open data is
    tested. pillar: the strategic pillar, 0 for none. quotation: one sentence of the article, the Chinese is
    our translation. tests: comparisons of a statement, or moves of an aim. caveats: the weightiest first.
    shown: the values computed, in short. level: how high the latest values stand. untestable: why nothing can
    be tested. beside: a further figure in words. also: who says so as well. chart: path and query of the
    page with the chart.
    """

    id: str
    number: str
    kind: str
    pillar: int
    statement: Text
    quotation: Text
    definition: Text
    computation: Text
    figures: dict[str, Figure]
    tests: tuple[Check, ...]
    caveats: tuple[Caveat, ...]
    shown: Text | None
    level: Text | None
    untestable: Text | None
    beside: Text | None
    also: Text | None
    chart: str

    @property
    def texts(self) -> tuple[Text, ...]:
        """All words about the claim that may name figures."""
        others = (self.shown, self.level, self.untestable, self.beside, self.also)
        found = (self.definition, self.computation, *others)
        return (*(text for text in found if text), *(caveat.text for caveat in self.caveats))


def read_claims(path: Path, indicators: Mapping[str, Indicator]) -> tuple[Claim, ...]:
    """Return the claims in the order of the file; CatalogError names the claim and the key of a fault."""
    root = Fields(read_tables(path), path.name)
    claims: list[Claim] = []
    for fields in root.tables("claim", "claim"):
        claim = _claim(fields, indicators)
        if any(claim.id == one.id or claim.number == one.number for one in claims):
            fields.fail(f"'{claim.id}' or '{claim.number}' occurs twice")
        claims.append(claim)
    root.close()
    return tuple(claims)


def _claim(fields: Fields, indicators: Mapping[str, Indicator]) -> Claim:
    figures = dict(_figures(fields, indicators))
    kind = fields.choice("kind", KINDS)
    claim = Claim(
        id=fields.string("id", _SLUG),
        number=fields.string("number", _NUMBER),
        kind=kind,
        pillar=fields.integer("pillar", 0, 5),
        statement=fields.text("statement"),
        quotation=fields.text("quotation"),
        definition=fields.text("definition"),
        computation=fields.text("computation"),
        figures=figures,
        tests=_moves(fields, figures) if kind == "aim" else _tests(fields, figures),
        caveats=tuple(_caveat(item, figures) for item in fields.tables("caveats", "caveat")),
        shown=fields.text_or_none("shown"),
        level=fields.text_or_none("level"),
        untestable=fields.text_or_none("untestable"),
        beside=fields.text_or_none("beside"),
        also=fields.text_or_none("also"),
        chart=fields.string("chart", _CHART, blank=True),
    )
    fields.close()
    if bool(claim.tests) == bool(claim.untestable):
        fields.fail(
            f"either '{'moves' if kind == 'aim' else 'tests'}' or 'untestable' must be given, not both"
        )
    if sorted(claim.caveats, key=lambda one: not one.weighty) != list(claim.caveats):
        fields.fail("the weighty caveats must come first")
    known = {name + suffix for name in figures for suffix in ("", *SUFFIXES)}
    for text in claim.texts:
        for words in text.by_language.values():
            for _, name, _, _ in Formatter().parse(words):
                if name is not None and name not in known:
                    fields.fail(f"unknown figure '{name}' in '{words}'")
    return claim


def _figures(fields: Fields, indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, Figure]]:
    inner = fields.table("figures")
    for name in () if inner is None else tuple(inner.values):
        item = inner.table(name) if inner else None
        if item is None or not _NAME.fullmatch(name) or name.endswith(SUFFIXES):
            fields.fail(f"'{name}' is not a name of a figure")
        yield name, _figure(name, item, indicators)


def _figure(name: str, fields: Fields, indicators: Mapping[str, Indicator]) -> Figure:
    kind = fields.choice("kind", tuple(FIGURES))
    keys = FIGURES[kind]
    rankings = fields.strings("rankings") if "rankings" in keys else ()
    index = "edition" in keys or kind in ("cluster_change", "framework_changes")
    series = (
        fields.string("code", _CODE) if "code" in fields.values else "GII" if index else ",".join(rankings)
    )
    if not index and not rankings:
        series = fields.string("indicator" if "indicator" in keys else "ranking")
    if "indicator" in keys and series not in indicators:
        fields.fail(f"unknown indicator '{series}'")
    year = next(key for key in ("edition", "to", "year") if key in keys)
    figure = Figure(
        name=name,
        kind=kind,
        series=series,
        year=_year(fields, year, plain=index or bool(rankings)),
        since=_year(fields, "since", plain=index or bool(rankings)) if "since" in keys else "",
        interval=fields.choice("interval", INTERVALS) if kind == "interval" else "",
        end=fields.choice("end", ENDS) if kind == "interval" else "",
        economies=fields.strings("economies"),
        rankings=rankings,
        indicator=indicators.get(series),
    )
    fields.close()
    return figure


def _year(fields: Fields, key: str, *, plain: bool) -> int | str:
    """Return a year or an edition; the year of an indicator may also be one of YEARS."""
    if isinstance(fields.values.get(key), str) and not plain:
        return fields.choice(key, YEARS)
    return fields.integer(key, _FIRST, _LAST)


def _tests(fields: Fields, figures: Mapping[str, Figure]) -> tuple[Check, ...]:
    return tuple(_test(item, figures) for item in fields.tables("tests", "test"))


def _moves(fields: Fields, figures: Mapping[str, Figure]) -> tuple[Check, ...]:
    names = fields.strings("moves")
    for name in names:
        if name not in figures or figures[name].kind not in MOVES:
            fields.fail(f"moves: '{name}' is not a figure that is a change")
    return tuple(Check(name, TOWARDS, "") for name in names)


def _test(fields: Fields, figures: Mapping[str, Figure]) -> Check:
    than = fields.values.get("than")
    test = Check(
        figure=fields.choice("figure", tuple(figures)),
        op=fields.choice("op", OPERATORS),
        than=fields.choice("than", tuple(figures)) if isinstance(than, str) else fields.real("than"),
    )
    fields.close()
    return test


def _caveat(fields: Fields, figures: Mapping[str, Figure]) -> Caveat:
    inner = fields.table("test")
    weighty = fields.flag("weighty", default=False)
    text = fields.own_text()
    return Caveat(text, None if inner is None else _test(inner, figures), weighty)
