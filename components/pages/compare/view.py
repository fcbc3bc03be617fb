"""What the views of a comparison share: choice, economies, measures, and how points and cells are written."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from components import formats, numbers
from components.charts.lines import LineStyle, line_styles
from components.measures import OF_INDEX, SCORE
from components.numbers import known
from components.parts.drawn_table import Group, Head, Mark, written
from components.parts.drawn_table import Row as Line
from components.parts.profile import part_name
from components.text import Words, plain
from components.view import EconomyView, line_labels, short_labels
from data.entries import Indicator

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class View(EconomyView[Choice]):
    """What is compared, as a query asks for it."""

    @cached_property
    def economies(self) -> tuple[str, ...]:
        """The economies compared, the one in focus first."""
        return economies_of(self.dataset, self.choice)

    @property
    def measure(self) -> Measure:
        """The measure of the trajectory and of the table."""
        return measures(self.dataset)[self.choice.measure]

    @cached_property
    def styles(self) -> list[LineStyle]:
        """How each economy is drawn."""
        names, shorts = line_labels(self.dataset, self.t.lang), short_labels(self.dataset, self.t.lang)
        return line_styles(self.economies, names, {code: shorts.get(code, code) for code in self.economies})

    def compared(self, view: str) -> Compared:
        """Return the result of a view for the choice."""
        return TABLES[view].result(self.dataset, self.choice)

    def listing(self, codes: Iterable[str]) -> str:
        """Return the names of economies in a sentence."""
        return self.t.listing([self.called(code) for code in codes])

    def without(self, economies: Iterable[str]) -> list[str]:
        """Return the economies compared that are not among these."""
        there = set(economies)
        return [code for code in self.economies if code not in there]

    def entry(self, measure: Measure) -> Indicator:
        """Return what the catalog says of a related indicator."""
        return self.dataset.catalog.indicators[measure.id]

    def unit(self, measure: Measure) -> str:
        """Return the unit of a related indicator; what the index gives is a score."""
        related = measure.related
        return self.entry(measure).unit.get(self.t.lang) if related else self.t("compare.column.score")

    def measure_name(self, measure: Measure, kind: str = "part") -> str:
        """Return the name of a measure with what it is: the GII pillar Institutions.

        kind: "part" in a sentence, "title" where it stands alone.
        """
        name = plain_name(self.dataset, self.t, measure)
        if measure.related:
            return name
        return self.t(f"compare.{kind}.{measure.level}", code=measure.code, name=name)

    def period(self, measure: Measure, period: int) -> str:
        """Write a period in running text: the 2025 edition, or the year 2023."""
        return self.t("compare.year" if measure.related else "compare.edition", year=period)

    def when(self, measure: Measure, period: int) -> str:
        """Write a period where it stands alone: 2025 edition, 2023."""
        return plain(self.period(measure, period) if measure.related else self.edition(period))

    def counted(self, count: int, known: int) -> str:
        """Write how many of some: none of 4, 3 of 4, all 4."""
        kind = "none" if not count else "all" if count == known else "count"
        return self.t(f"compare.finding.{kind}", count=count, known=known)

    def value(self, measure: Measure, value: Any, *, sign: bool = False) -> str:
        """Write a score or a value; ``sign`` adds + to gains."""
        if not known(value):
            return self.t("missing")
        return numbers.decimal(float(value), self.decimals(measure), self.t.lang, sign=sign)

    def decimals(self, measure: Measure) -> int:
        """Return with how many decimals a score or a value is written."""
        return self.entry(measure).decimals if measure.related else SCORE.decimals

    def tick(self, measure: Measure, value: float) -> str:
        """Write a value on an axis."""
        lang = self.t.lang
        return numbers.short(value, lang) if measure.related else numbers.trimmed(value, 3, lang)

    def writer(self, measure: Measure) -> Callable[[float], str]:
        """Return how a value of what is shown is written beside a line and in a table."""
        if self.choice.show == "score":
            return lambda value: self.value(measure, value)
        return OF_INDEX[self.choice.show].writer(self.t.lang)

    def cell(self, measure: Measure, row: Row) -> str:
        """Write what is shown of a row in a column."""
        rank = self.choice.show == "rank"
        return self.rank_cell(row) if rank else figure_cell(self.writer(measure), row)

    def stated(self, value: Any, how: str) -> str:
        """Write a figure in a column by a name of components.formats, or the word for missing."""
        return formats.written(value, how, self.t.lang) if known(value) else self.t("missing")

    def tip(self, measure: Measure, row: Row) -> str:
        """Return the words of one economy in one period of a measure."""
        t, period = self.t, self.when(measure, int(row["period"]))
        lines = [f"<b>{t('compare.tip.head', name=self.called(row['economy']), period=period)}</b>"]
        if known(row["rank"]) or known(row["rank_low"]):
            rank, count = plain(self.rank_words(row)), numbers.whole(row["economies"])
            key = "rank_alone" if count is None else "rank"
            lines.append(t(f"compare.tip.{key}", rank=rank, count=count))
        if known(row["value"]):
            key = "value" if measure.related else "score"
            value = self.value(measure, row["value"])
            lines.append(t(f"compare.tip.{key}", value=value, unit=self.unit(measure)))
        if not measure.related and known(row["year"]):
            lines.append(t("compare.tip.year", year=row["year"]))
        if numbers.is_true(row["low_coverage"]):
            lines.append(t("compare.tip.thin"))
        return "<br>".join(lines)

    def doubts(self, frame: pd.DataFrame, bounds: str = "bounds") -> list[str]:
        """Return the notes on ranks of ours, and on those known between bounds only (key ``bounds``)."""
        doubtful = frame["rank_low"].notna()
        own = set(frame.loc[frame["source"].eq(ORDER_OF_SCORES) | doubtful, "period"].astype(int))
        lines = [self.t("compare.note.own", editions=self.runs(own))] if own else []
        return [*lines, self.t(f"compare.note.{bounds}")] if doubtful.any() else lines


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


def figure_cell(write: Callable[[float], str], row: Row, prefix: str = "") -> str:
    """Write the figure of a row in a column, or the bounds between which it lies."""
    ends = ("at",) if known(row[f"{prefix}at"]) else ("low", "high")
    return numbers.DASH.join(write(float(row[f"{prefix}{end}"])) for end in ends)


def table_text(
    view: View, heads: Sequence[str], rows: Mapping[str, Sequence[str]], caption: str, *, among: bool = False
) -> str:
    """Return a table as the browser draws it: cells by period, or by economy, a link to its page.

    among: whether economies that were not chosen are in the table as well.
    """
    t, lines, labels = view.t, [], view.dataset.labels(view.t.lang)
    raised = view.economies if among else ()
    for name, cells in rows.items():
        marks = [Mark(cell, css="missing") if cell == t("missing") else cell for cell in cells]
        css = "marked" if name == view.choice.economy else "raised" if name in raised else ""
        head = Mark(labels[name], href=f"/{t.lang}/economy/{name}", css="name") if name in labels else name
        lines.append(Line([head, *marks], css))
    columns = [Head(heads[0], css="name"), *(Head(head, css="num") for head in heads[1:])]
    return written(t, columns, [Group(lines)], caption=plain(caption))
