"""What the views of a comparison share: choice, economies, measures, and how points and cells are written."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.comparison import TABLES, Choice, Compared, Measure, economies_of, measures
from analysis.precision import ORDER_OF_SCORES
from components import numbers
from components.charts.lines import LineStyle, line_styles
from components.measures import OF_INDEX
from components.numbers import known
from components.parts.measured import MeasuredView
from components.view import EconomyView, line_labels, short_labels

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class View(MeasuredView[Choice], EconomyView[Choice]):
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

    def counted(self, count: int, known: int) -> str:
        """Write how many of some: none of 4, 3 of 4, all 4."""
        kind = "none" if not count else "all" if count == known else "count"
        return self.t(f"compare.finding.{kind}", count=count, known=known)

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


def figure_cell(write: Callable[[float], str], row: Row, prefix: str = "") -> str:
    """Write the figure of a row in a column, or the bounds between which it lies."""
    ends = ("at",) if known(row[f"{prefix}at"]) else ("low", "high")
    return numbers.DASH.join(write(float(row[f"{prefix}{end}"])) for end in ends)
