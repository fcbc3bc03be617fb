"""What the views of a comparison share: choice, economies, measures, and how points and cells are written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.comparison import Choice
from analysis.comparison_measures import Measure
from analysis.dataset import Dataset
from analysis.derived import measures
from analysis.frames.comparison import TABLES, Compared, economies_of
from analysis.precision import ORDER_OF_SCORES
from components import numbers
from components.charts.lines import LineStyle, line_styles
from components.measures import SCORE
from components.numbers import known
from components.pages.economy.view import part_name
from components.parts.drawn_table import Group, Head, Mark, written
from components.parts.drawn_table import Row as Line
from components.parts.peers import Comparison, comparison
from components.text import Words, plain
from components.view import EconomyView, line_labels, short_labels
from data.entries import Indicator

PAGE = "compare"
Row = Mapping[Any, Any]


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """What is compared, as a query asks for it."""

    @property
    def known(self) -> Mapping[str, Measure]:
        """The measures by which economies can be compared, by id."""
        return measures(self.dataset)

    @cached_property
    def found(self) -> Comparison | None:
        """What the finders of peers gave, None where none was asked."""
        chosen = self.choice
        none = chosen.strategy == "none"
        return None if none else comparison(self.dataset, chosen.economy, chosen.at)

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """The economies compared, the one in focus first."""
        return economies_of(self.dataset, self.choice)

    def compared(self, view: str) -> Compared:
        """Return the result of a view for the choice."""
        return TABLES[view].result(self.dataset, self.choice)

    @property
    def others(self) -> tuple[str, ...]:
        """The economies beside the one in focus."""
        return self.economies[1:]

    @property
    def measure(self) -> Measure:
        """The measure of the trajectory and of the table."""
        return self.known[self.choice.measure]

    def listing(self, codes: Iterable[str]) -> str:
        """Return the names of economies in a sentence."""
        return self.t.listing([self.called(code) for code in codes])

    def without(self, economies: Iterable[str]) -> list[str]:
        """Return the economies compared that are not among these."""
        there = set(economies)
        return [code for code in self.economies if code not in there]

    @cached_property
    def styles(self) -> list[LineStyle]:
        """How each economy is drawn."""
        names = line_labels(self.dataset, self.t.lang)
        shorts = short_labels(self.dataset, self.t.lang)
        return line_styles(self.economies, names, {code: shorts.get(code, code) for code in self.economies})

    def entry(self, measure: Measure) -> Indicator:
        """Return what the catalog says of a related indicator."""
        return self.dataset.catalog.indicators[measure.id]

    def unit(self, measure: Measure) -> str:
        """Return the unit of a related indicator."""
        return self.entry(measure).unit.get(self.t.lang)

    def measure_name(self, measure: Measure, kind: str = "part") -> str:
        """Return the name of a measure with what it is: the GII pillar Institutions.

        kind: "part" in a sentence, "title" where it stands alone.
        """
        plain = plain_name(self.dataset, self.t, measure)
        if measure.related:
            return plain
        return self.t(f"compare.{kind}.{measure.level}", code=measure.code, name=plain)

    def period(self, measure: Measure, period: int) -> str:
        """Write a period in running text: 2025 edition, or the year 2023."""
        if measure.related:
            return self.t("compare.year", year=period)
        return self.t("compare.edition", edition=numbers.edition(period, self.t.lang))

    def counted(self, count: int, known: int) -> str:
        """Write how many of some: none of 4, 3 of 4, all 4."""
        kind = "none" if not count else "all" if count == known else "count"
        return self.t(f"compare.finding.{kind}", count=count, known=known)

    def value(self, measure: Measure, value: Any) -> str:
        """Write a score or a value."""
        if not known(value):
            return self.t("missing")
        return numbers.decimal(float(value), self.decimals(measure), self.t.lang)

    def decimals(self, measure: Measure) -> int:
        """Return with how many decimals a score or a value is written."""
        return self.entry(measure).decimals if measure.related else SCORE.decimals

    def tick(self, measure: Measure, value: float) -> str:
        """Write a value on an axis."""
        lang = self.t.lang
        return numbers.short(value, lang) if measure.related else numbers.trimmed(value, 3, lang)

    @property
    def data_address(self) -> str:
        """The address of the CSV of exactly what is shown."""
        query = self.choice.chosen(self.dataset)
        query.pop("view", None)
        return self.download(f"comparison-{self.choice.view}", query)


@dataclass(frozen=True, slots=True)
class Contents:
    """One view as it is shown: words (marked), figures and table as JSON text, notes, where it comes from.

    figures is blank where nothing can be drawn, and ``empty`` says why. editions: of the index, None where
    it has no part; series: rows of related indicators, with source and year.
    """

    finding: str
    deck: str
    measure: str
    table: str
    notes: list[str]
    editions: tuple[int, int] | None
    figures: str = ""
    series: pd.DataFrame | None = None
    joins: bool = False
    empty: list[str] = field(default_factory=list)


def plain_name(dataset: Dataset, t: Words, measure: Measure) -> str:
    """Return the bare name of a measure: of the catalog, or as the newest edition that has it calls it."""
    if measure.related:
        return dataset.catalog.indicators[measure.id].name.get(t.lang)
    rows = dataset.parts
    name = rows.loc[rows["concept"] == measure.id].sort_values("edition")["name"].iloc[-1]
    return part_name(dataset, t, measure.code, measure.id, str(name))


def tip(view: View, measure: Measure, row: Row) -> str:
    """Return the words of one economy in one period of a measure."""
    t = view.t
    period = when(view, measure, int(row["period"]))
    lines = [f"<b>{t('compare.tip.head', name=view.called(row['economy']), period=period)}</b>"]
    if known(row["rank"]) or known(row["rank_low"]):
        rank, count = plain(view.rank_words(row)), numbers.whole(row["economies"])
        key = "compare.tip.rank_alone" if count is None else "compare.tip.rank"
        lines.append(t(key, rank=rank, count=count))
    if known(row["value"]):
        key = "compare.tip.value" if measure.related else "compare.tip.score"
        unit = view.unit(measure) if measure.related else ""
        lines.append(t(key, value=view.value(measure, row["value"]), unit=unit))
    year = numbers.whole(row["year"])
    if not measure.related and year is not None:
        lines.append(t("compare.tip.year", year=year))
    if known(row["low_coverage"]) and row["low_coverage"]:
        lines.append(t("compare.tip.thin"))
    return "<br>".join(lines)


def when(view: View, measure: Measure, period: int) -> str:
    """Write a period where it stands alone: 2025 edition, 2023."""
    return plain(view.period(measure, period) if measure.related else view.edition(period))


def figure_cell(write: Callable[[float], str], row: Row, prefix: str = "") -> str:
    """Write the figure of a row in a column, or the bounds between which it lies."""
    if known(row[f"{prefix}at"]):
        return write(float(row[f"{prefix}at"]))
    low, high = (write(float(row[f"{prefix}{end}"])) for end in ("low", "high"))
    return f"{low}{numbers.DASH}{high}"


def line(view: View, code: str, cells: list[Any], *, among: bool = False) -> Line:
    """Return a row of a table: the name as a link to the economy's page, then the cells.

    among: whether economies that were not chosen are in the table as well.
    """
    focus = code == view.choice.economy
    name = Mark(view.called(code), href=f"/{view.t.lang}/economy/{code}", css="name")
    css = "marked" if focus else "raised" if among and code in view.economies else ""
    missing = view.t("missing")
    marks = [Mark(cell, css="missing") if cell == missing else cell for cell in cells]
    return Line([name, *marks], css)


def table_text(t: Words, heads: list[str], lines: list[Line], caption: str) -> str:
    """Return a table as the browser draws it, the economies (or what ``heads`` begin with) first."""
    columns = [Head(heads[0], css="name"), *(Head(head, css="num") for head in heads[1:])]
    return written(t, columns, [Group(lines)], caption=plain(caption))


def doubts(view: View, frame: pd.DataFrame, bounds: str = "bounds") -> list[str]:
    """Return the notes on ranks that are ours, and on those known between bounds only (key ``bounds``)."""
    lines = []
    own = frame.loc[frame["source"].eq(ORDER_OF_SCORES) | frame["rank_low"].notna(), "period"].astype(int)
    if len(own):
        lines.append(view.t("compare.note.own", editions=view.runs(set(own))))
    if frame["rank_low"].notna().any():
        lines.append(view.t(f"compare.note.{bounds}"))
    return lines
