"""The words of one claim: figures as each kind is written, texts with figures filled in, tests, sources."""

from collections import Counter
from dataclasses import dataclass
from string import Formatter

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.verdicts import Assessment
from components import numbers
from components.parts import reading
from components.text import Words
from components.view import View
from data.catalog import Indicator
from data.claims import SUFFIXES, TOWARDS, Claim, Figure
from data.entries import Text

RANKS = ("rank", "interval", "other_rank", "standing")
COUNTS = ("with_data", "others", "others_first_ten", "other_value")
CHANGES = ("difference", "percent", "times")
IN_THE_ROW = 2  # caveats
LABELS = {
    "rank": "claims.figure.rank",
    "economies": "claims.figure.economies",
    "top_share": "claims.figure.top_share",
    "interval": "claims.figure.interval",
    "clusters": "claims.figure.clusters",
    "cluster_change": "claims.figure.cluster_change",
    "framework_changes": "claims.figure.framework_changes",
    "value": "claims.figure.value",
    "difference": "claims.figure.difference",
    "percent": "claims.figure.percent",
    "times": "claims.figure.times",
    "median_peer": "claims.figure.median_peer",
    "standing": "claims.figure.standing",
    "with_data": "claims.figure.with_data",
    "other_rank": "claims.figure.other_rank",
    "other_value": "claims.figure.other_value",
    "others": "claims.figure.others",
    "others_first_ten": "claims.figure.others_first_ten",
}
MUST = {
    "=": "claims.must.equal",
    "!=": "claims.must.differ",
    "<": "claims.must.below",
    "<=": "claims.must.at_most",
    ">": "claims.must.above",
    ">=": "claims.must.at_least",
}
WAYS = {
    "towards": "claims.way.towards",
    "flat": "claims.way.flat",
    "away": "claims.way.away",
    "none": "claims.way.none",
    None: "claims.outcome.no_data",
}
OUTCOMES = {True: "claims.outcome.holds", False: "claims.outcome.fails", None: "claims.outcome.no_data"}


def number(dataset: Dataset, figure: Figure, value: float | None, t: Words) -> str:
    """Write a number as its kind of figure is written; a missing one in the word for it."""
    if value is None:
        return t("missing")
    if figure.kind in RANKS:
        return numbers.ordinal(int(value), t.lang)
    if figure.kind == "top_share":
        return numbers.percent(value, 1, t.lang)
    if figure.kind == "percent":
        return numbers.percent(value, 1, t.lang, sign=True)
    if figure.kind == "times":
        return numbers.significant_ratio(value, t.lang)
    indicator = dataset.catalog.indicators.get(figure.series)
    if indicator is None or figure.kind in COUNTS:
        return numbers.decimal(value, 0, t.lang, sign=figure.kind == "cluster_change")
    if figure.kind == "difference":
        return numbers.decimal(value * indicator.scale, indicator.decimals, t.lang, sign=True)
    return reading.value(indicator, value, t.lang)


@dataclass(frozen=True)
class ClaimView(View):
    """A claim and its assessment in one language; texts are marked."""

    one: Assessment

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.one.claim

    def number(self, name: str, value: float | None = None) -> str:
        """Write the value of a figure, or another one as that figure is written."""
        found = self.one.figures[name].value if value is None else value
        return number(self.dataset, self.claim.figures[name], found, self.t)

    def fill(self, text: Text) -> str:
        """Return a text of the catalog with its figures filled in."""
        labels, missing = self.dataset.labels(self.t.lang), self.t("missing")
        values: dict[str, str] = {}
        for name, value in self.one.figures.items():
            values[name] = self.number(name)
            values[f"{name}_year"] = missing if value.year is None else str(value.year)
            values[f"{name}_since"] = missing if value.since is None else str(value.since)
            values[f"{name}_economy"] = labels.get(value.economy, missing)
        return text.get(self.t.lang).format(**values)

    def filled(self, text: Text | None) -> str:
        """Return a text with its figures filled in; blank where it is none, or a figure has no value."""
        if text is None:
            return ""
        parts = [part for words in text.by_language.values() for part in Formatter().parse(words)]
        named = {name for _, name, _, _ in parts if name}
        suffixed = {f"{name}{suffix}": name for name in self.one.figures for suffix in SUFFIXES}
        values = [self.one.figures[suffixed.get(name, name)].value for name in named]
        return "" if None in values else self.fill(text)

    def caveats(self, *, weightiest: bool) -> list[str]:
        """Return the caveats that hold: the weightiest, which stand in the row, or all others."""
        pairs = zip(self.claim.caveats, self.one.caveats, strict=True)
        found = [caveat for caveat, holds in pairs if holds and self.filled(caveat.text)]
        row = [caveat for caveat in found if caveat.weighty][:IN_THE_ROW]
        return [self.fill(caveat.text) for caveat in found if (caveat in row) == weightiest]

    def inferred(self) -> list[str]:
        """Return what limits an inference: why nothing was tested, and the weightiest caveats."""
        why = self.filled(self.claim.untestable)
        return [*([why] if why else []), *self.caveats(weightiest=True)]

    def evidence(self) -> str:
        """Return how many series of an aim moved which way, and how many are younger than the article."""
        t, ways = self.t, Counter(self.one.courses)
        count, recent = self.one.evidence
        counts = {"towards": ways["towards"], "flat": ways["flat"], "away": ways["away"]}
        parts = [t(f"claims.series.{way}", count=moved) for way, moved in counts.items() if moved]
        return t("claims.evidence", all=count, ways=t.listing(parts), recent=recent)

    def computed(self) -> str:
        """Return the values computed, in short; the word for missing where there are none."""
        text = self.claim.result
        if text is None or all(value.value is None for value in self.one.figures.values()):
            return self.t("missing")
        return self.fill(text)

    def label(self, name: str) -> str:
        """Return what a figure is, with its year or edition."""
        t, catalog = self.t, self.dataset.catalog
        figure, value = self.claim.figures[name], self.one.figures[name]
        entry = catalog.indicators.get(figure.series) or catalog.rankings.get(figure.series)
        key = f"gii.{figure.series}"
        called = entry.short.get(t.lang) if entry else t(key) if t.has(key) else figure.series
        stated, missing = figure.year if value.year is None else value.year, t("missing")
        years = {
            "edition": self.edition(stated) if isinstance(stated, int) else missing,
            "year": str(stated) if isinstance(stated, int) else missing,
            "since": missing if value.since is None else str(value.since),
        }
        return t(LABELS[figure.kind], name=called, **years)

    def tested(self, place: int) -> str:
        """Return a test as a sentence: figure, number, and what it must be and is, or which way it moved."""
        t, check = self.t, self.claim.tests[place]
        values = {"label": self.label(check.figure), "value": self.number(check.figure)}
        if check.op == TOWARDS:
            return t("claims.move", way=t(WAYS[self.one.courses[place]]), **values)
        if isinstance(check.than, str):
            than = t("claims.than", value=self.number(check.than), label=self.label(check.than))
        else:
            than = self.number(check.figure, check.than)
        must, outcome = t(MUST[check.op], than=than), t(OUTCOMES[self.one.support[place]])
        return t("claims.test", must=must, outcome=outcome, **values)

    def sources(self) -> list[Component]:
        """Return publishers as links, each with its vintages."""
        rows = self.dataset.sources.loc[releases(self.dataset, self.one)]
        found: list[Component] = []
        for family, vintages in rows.groupby("family", sort=False)["vintage"]:
            source = self.dataset.catalog.sources[str(family)]
            named = source.short.get(self.t.lang)
            name = html.A(named, href=source.url, rel="noopener") if source.url else html.Span(named)
            months = dict.fromkeys(numbers.month(str(date), self.t.lang) for date in sorted(vintages))
            dates = "" if family == "own_calculation" else self.t("list.separator").join(months)
            found.append(html.Li([name, " ", html.Span(dates, className="small")]))
        return found

    def indicators(self) -> list[Indicator]:
        """Return the indicators with two values behind the tests, or behind the first figure."""
        names = [check.figure for check in self.claim.tests] or list(self.claim.figures)[:1]
        series = dict.fromkeys(self.claim.figures[name].series for name in names)
        known = [self.dataset.catalog.indicators.get(name) for name in series]
        return [one for one in known if one and len(self.dataset.china(one.id)) > 1]


def releases(dataset: Dataset, one: Assessment) -> list[str]:
    """Return the releases that the figures of a claim rest on, those of both ends of a change included."""
    found: list[str] = []
    for name, figure in one.claim.figures.items():
        value = one.figures[name]
        if value.source:
            found.append(value.source)
        elif figure.kind in CHANGES and value.value is not None:
            rows = dataset.china(figure.series)
            found += rows.loc[rows["year"].isin([value.since, value.year]), "source"].tolist()
    return list(dict.fromkeys(found))
