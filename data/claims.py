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
NEEDS: Final = ("all", "agreement")
OPERATORS: Final = ("=", "!=", "<", "<=", ">", ">=")
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
    "breaks": ("since", "to"),
    "value": ("indicator", "year"),
    "difference": ("indicator", "since", "to"),
    "percent": ("indicator", "since", "to"),
    "times": ("indicator", "since", "to"),
    "lowest_peer": ("indicator", "year"),
    "highest_peer": ("indicator", "year"),
    "peers": ("indicator", "year"),
    "other_rank": ("ranking", "year"),
}
"""The kinds of figures, and what each must say of itself."""

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
    too); since: the year or edition that it is compared with; economies: the peers, all others if none.
    """

    name: str
    kind: str
    series: str
    year: int | str
    since: int | str
    interval: str
    end: str
    economies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """A figure compared with a number or with another figure, which is then named."""

    figure: str
    op: str
    than: float | str


@dataclass(frozen=True, slots=True)
class Caveat:
    """A doubt in words; it holds where its test passes, without a test always."""

    text: Text
    test: Check | None


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence of the article; texts may name figures in braces: {rank}, {rank_year}.

    kind: a statement says what is so; an aim asks for something, and then only the direction of open data is
    tested. pillar: the strategic pillar, 0 for none. quotation: one sentence of the article, the Chinese is
    our translation. shown: the values computed, in short. needs: "agreement" where sources that contradict
    each other leave the question open. untestable: why it cannot be tested. beside: a further figure in
    words. also: who says so as well. chart: path and query of the page with the chart.
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
    needs: str
    caveats: tuple[Caveat, ...]
    shown: Text | None
    untestable: Text | None
    beside: Text | None
    also: Text | None
    chart: str

    @property
    def texts(self) -> tuple[Text, ...]:
        """All words about the claim that may name figures."""
        found = (self.definition, self.computation, self.shown, self.untestable, self.beside, self.also)
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
    claim = Claim(
        id=fields.string("id", _SLUG),
        number=fields.string("number", _NUMBER),
        kind=fields.choice("kind", KINDS),
        pillar=fields.integer("pillar", 0, 5),
        statement=fields.text("statement"),
        quotation=fields.text("quotation"),
        definition=fields.text("definition"),
        computation=fields.text("computation"),
        figures=figures,
        tests=tuple(_test(item, figures) for item in fields.tables("tests", "test")),
        needs=fields.choice("needs", NEEDS) if "needs" in fields.values else NEEDS[0],
        caveats=tuple(_caveat(item, figures) for item in fields.tables("caveats", "caveat")),
        shown=fields.text_or_none("shown"),
        untestable=fields.text_or_none("untestable"),
        beside=fields.text_or_none("beside"),
        also=fields.text_or_none("also"),
        chart=fields.string("chart", _CHART, blank=True),
    )
    fields.close()
    if bool(claim.tests) == bool(claim.untestable):
        fields.fail("either 'tests' or 'untestable' must be given, not both")
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
    index = "edition" in keys or kind == "breaks"
    series = fields.string("code", _CODE) if "code" in fields.values else "GII" if index else ""
    if not index:
        series = fields.string("indicator" if "indicator" in keys else "ranking")
    if "indicator" in keys and series not in indicators:
        fields.fail(f"unknown indicator '{series}'")
    year = next(key for key in ("edition", "to", "year") if key in keys)
    figure = Figure(
        name=name,
        kind=kind,
        series=series,
        year=_year(fields, year, plain=index),
        since=_year(fields, "since", plain=index) if "since" in keys else "",
        interval=fields.choice("interval", INTERVALS) if kind == "interval" else "",
        end=fields.choice("end", ENDS) if kind == "interval" else "",
        economies=fields.strings("economies"),
    )
    fields.close()
    return figure


def _year(fields: Fields, key: str, *, plain: bool) -> int | str:
    """Return a year or an edition; the year of an indicator may also be one of YEARS."""
    if isinstance(fields.values.get(key), str) and not plain:
        return fields.choice(key, YEARS)
    return fields.integer(key, _FIRST, _LAST)


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
    text = fields.own_text()
    return Caveat(text, None if inner is None else _test(inner, figures))
