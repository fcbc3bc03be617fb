"""The words of one claim: figures as each kind is written, texts with figures filled in, tests, sources."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from string import Formatter

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.derived import judging_rows
from analysis.frames import strategy
from analysis.verdicts import Assessment
from components import numbers
from components.parts import reading
from components.parts.reading import Row
from components.text import Words
from components.view import View
from data.catalog import Action, Indicator
from data.claims import SUFFIXES, Check, Claim, Figure
from data.entries import Text

RANKS = ("rank", "interval", "other_rank")
IN_THE_ROW = 2  # lines of what may be inferred
NAMED = 5  # indicators of an aim; a row that is opened has all
LABELS = {
    "rank": "claims.figure.rank",
    "economies": "claims.figure.economies",
    "top_share": "claims.figure.top_share",
    "interval": "claims.figure.interval",
    "clusters": "claims.figure.clusters",
    "framework_changes": "claims.figure.framework_changes",
    "value": "claims.figure.value",
    "percent": "claims.figure.percent",
    "other_rank": "claims.figure.other_rank",
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
    indicator = dataset.catalog.indicators.get(figure.series)
    return reading.value(indicator, value, t.lang) if indicator else numbers.decimal(value, 0, t.lang)


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
        for name in self.claim.figures:
            value = self.one.figures[name]
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
        suffixed = {f"{name}{suffix}": name for name in self.claim.figures for suffix in SUFFIXES}
        values = [self.one.figures[suffixed.get(name, name)].value for name in named]
        return "" if None in values else self.fill(text)

    def caveats(self, *, weightiest: bool) -> list[str]:
        """Return the caveats that hold: the weightiest, which stand in the row, or all others."""
        pairs = zip(self.claim.caveats, self.one.caveats, strict=True)
        found = [caveat for caveat, holds in pairs if holds and self.filled(caveat.text)]
        row = [caveat for caveat in found if caveat.weighty][:IN_THE_ROW]
        return [self.fill(caveat.text) for caveat in found if (caveat in row) == weightiest]

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows of evidence that judge an aim; none of a statement."""
        return judging_rows(self.dataset, self.claim.id).to_dict("records")

    @property
    def actions(self) -> list[Action]:
        """The recommendations that belong to an aim."""
        pillars = self.dataset.catalog.strategy
        return [pillars[self.claim.pillar - 1].actions[number - 1] for number in self.claim.actions]

    def quotation(self) -> str:
        """Return the sentence of the article; that of the strategic pillar where it has none of its own."""
        found = self.claim.quotation or self.dataset.catalog.strategy[self.claim.pillar - 1].quotation
        return found.get(self.t.lang)

    def definition(self) -> str:
        """Return what is tested; of an aim the names of what its recommendations are matched to."""
        t = self.t
        if self.claim.definition:
            return self.fill(self.claim.definition)
        names = [self.named(str(row["code"]), short=True) for row in self.rows]
        listed = t("series.between").join(names[:NAMED]) or t("claims.nothing")
        return t("claims.more", names=listed, count=len(names) - NAMED) if len(names) > NAMED else listed

    def computation(self) -> str:
        """Return how it is computed; of an aim from which recommendations its rows come."""
        if self.claim.computation:
            return self.fill(self.claim.computation)
        texts = [self.t("claims.action", text=action.text.get(self.t.lang)) for action in self.actions]
        return self.t("claims.by_actions", actions=self.t.listing(texts))

    def named(self, code: str, *, short: bool = False) -> str:
        """Return the name of an indicator, with its unit or in short, or of a part of the index."""
        indicator = self.dataset.catalog.indicators.get(code)
        if indicator:
            return indicator.short.get(self.t.lang) if short else reading.label(indicator, self.t)
        return self.t(
            "pillar.gii_name" if short else "strategy.gii_rank", code=code, name=self.t(f"gii.{code}")
        )

    def moved(self, row: Row) -> str:
        """Return how a row of an aim moved: both ends, which way, the place of its latest value, its peak."""
        t, values = self.t, {"name": self.named(str(row["code"]))}
        for end in ("first", "last"):
            values[end] = reading.written(self.dataset, row, end, t)
            values[f"{end}_year"] = str(int(row[f"{end}_year"])) if values[end] else ""
        ends = "both" if values["first"] else "one" if values["last"] else "none"
        parts = [t(f"claims.ends.{ends}", way=t(f"pillar.course.{row['course']}"), **values)]
        if row["kind"] == "indicator" and numbers.known(row["rank"]):
            place = {"rank": self.ordinal(int(row["rank"])), "count": int(row["economies"])}
            parts.append(t("claims.place", year=int(row["rank_year"]), **place))
        parts += [find(self.dataset, row, t) for find in (reading.peak, reading.other_release)]
        return t.sentences(parts)

    def inferred(self) -> list[str]:
        """Return what limits an inference: why nothing is tested, what no data show, weighty caveats."""
        why = self.filled(self.claim.untestable)
        gaps = [(one.text.get(self.t.lang), one.gap.get(self.t.lang)) for one in self.actions if one.gap]
        one = len(self.actions) == 1
        lines = [gap if one else self.t("claims.gap", text=text, gap=gap) for text, gap in gaps]
        return [*([why] if why else []), *lines, *self.caveats(weightiest=True)]

    def evidence(self) -> str:
        """Return how many series of an aim moved which way, how many are young, and how many are direct."""
        t, ways = self.t, Counter(self.one.courses.values())
        count, recent = self.one.evidence
        counts = {"towards": ways["towards"], "flat": ways["flat"], "away": ways["away"]}
        parts = [t(f"claims.series.{way}", count=moved) for way, moved in counts.items() if moved]
        direct = sum(row["strength"] == "direct" and row["course"] != "none" for row in self.rows)
        return t("claims.evidence", all=count, ways=t.listing(parts), recent=recent, direct=direct)

    def computed(self, most: int | None = None) -> list[str]:
        """Return the values computed, in short; of an aim a line for each of its rows that have a course."""
        text = self.claim.result
        if text is not None:
            missing = all(value.value is None for value in self.one.figures.values())
            return [] if missing else [self.fill(text)]
        return [self.moved(row) for row in self.rows if row["course"] != "none"][:most]

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

    def tested(self) -> list[str]:
        """Return each test as a sentence: figure, number, and what it must be and is; of an aim its rows."""
        if not self.claim.tests:
            return [self.moved(row) for row in self.rows]
        return [self._test(*pair) for pair in zip(self.claim.tests, self.one.support, strict=True)]

    def _test(self, check: Check, holds: bool | None) -> str:
        t = self.t
        values = {"label": self.label(check.figure), "value": self.number(check.figure)}
        if isinstance(check.than, str):
            than = t("claims.than", value=self.number(check.than), label=self.label(check.than))
        else:
            than = self.number(check.figure, check.than)
        return t("claims.test", must=t(MUST[check.op], than=than), outcome=t(OUTCOMES[holds]), **values)

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
        """Return the indicators with two values that judge the claim."""
        codes = [str(row["code"]) for row in self.rows if row["kind"] == "indicator"]
        known = [self.dataset.catalog.indicators[code] for code in codes]
        return [one for one in known if len(self.dataset.china(one.id)) > 1]


def releases(dataset: Dataset, one: Assessment) -> list[str]:
    """Return the releases that the figures of a claim rest on, those of both ends of a change included."""
    found = [value.source for value in one.figures.values() if value.source]
    rows = judging_rows(dataset, one.claim.id).to_dict("records")
    found += " ".join(strategy.releases(dataset, rows)).split()
    return list(dict.fromkeys(found))
