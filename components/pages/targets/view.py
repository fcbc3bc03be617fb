"""What the parts of the page on targets share: rows, and how values, goals and verdicts are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd
from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.frames import targets as frames
from analysis.frames.targets import written
from analysis.targets import REVISED, Choice, counts, goals, official_targets
from components import numbers, view
from components.parts.badges import verdict
from components.shell import path
from components.text import Words, plain

Row = Mapping[Any, Any]
_LONG = 10_000
"""From here on a value is written short where there is little room."""
_SUMS = {"100 million ": 1e8, "trillion ": 1e12, "亿": 1e8, "万亿": 1e12}
"""Beginnings of units in which large sums are kept, and how many of the rest of the unit one is."""


@dataclass(frozen=True)
class View(view.View):
    """The targets that a choice lists, judged by the figures that it names."""

    choice: Choice

    @cached_property
    def rows(self) -> list[dict[Any, Any]]:
        """The targets listed, by document in the order of issue."""
        found = frames.TARGETS.result(self.dataset, self.choice).to_dict("records")
        return [{str(key): value for key, value in row.items()} for row in found]

    @cached_property
    def every(self) -> pd.DataFrame:
        """All targets, each once."""
        rows = official_targets(self.dataset)
        return rows[rows["counted"]]

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many of them have each verdict by the figures that decide."""
        return counts(self.every, self.figures)

    @property
    def figures(self) -> str:
        """The vintage that decides."""
        return self.choice.figures

    @property
    def other(self) -> str:
        """The other vintage."""
        return "first" if self.figures == REVISED else REVISED

    @cached_property
    def documents(self) -> dict[str, dict[Any, Any]]:
        """The rows of target_documents by id."""
        return {
            str(row["document"]): row for row in self.dataset.table("target_documents").to_dict("records")
        }

    @cached_property
    def references(self) -> dict[str, dict[Any, Any]]:
        """The rows of target_references by id."""
        rows = self.dataset.table("target_references").to_dict("records")
        return {str(row["reference"]): row for row in rows}

    def words_of(self, row: Row, name: str) -> str:
        """Return a text of a row in the language of the page; "" where there is none."""
        text = row[f"{name}_{written(self.t.lang)}"]
        return str(text) if numbers.known(text) else ""

    def document(self, name: str) -> str:
        """Return the short name of a document."""
        return self.words_of(self.documents[name], "short")

    def value(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write a value of a measure: with its decimals, sums in words, all short in little room."""
        times = self._sum(row)[0]
        if not exact and abs(value * times) >= _LONG:
            return numbers.short(value * times, self.t.lang)
        if times > 1:
            return numbers.large(value * times, self.t.lang)
        return numbers.decimal(value, int(row["decimals"]), self.t.lang)

    def stated(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write a value as a document states it, with no more decimals than it has."""
        if self._sum(row)[0] > 1 or (not exact and abs(value) >= _LONG):
            return self.value(row, value, exact=exact)
        return numbers.trimmed(value, max(int(row["decimals"]), 2), self.t.lang)

    def compared(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write what is compared with a target: growth and multiples have a unit of their own."""
        comparison = str(row["comparison"])
        if comparison.startswith("growth"):
            return numbers.percent(value, 1, self.t.lang)
        if comparison.startswith("multiple"):
            return numbers.significant_ratio(value, self.t.lang)
        return self.value(row, value, exact=exact)

    def at(self, row: Row, value: float, year: int, part: str = "") -> str:
        """Write a value with its time: 7.08 in 2025, 33 in mid-2025, 8th in 2010."""
        written = self.compared(row, value)
        if row["comparison"] == "rank_no_worse_than":
            written = plain(numbers.ordinal(int(value), self.t.lang))
        return self.t("targets.at", value=written, when=self.when(year, part))

    def when(self, year: int, part: str) -> str:
        """Write a year, or the part of it that a figure is of."""
        return self.t(f"targets.when.{part or 'year'}", year=year)

    def unmet(self, row: Row, missing: str) -> str:
        """Return the last value known to be short of a target before it was reached, with its year."""
        value, year = row[f"unmet_{self.figures}"], row[f"unmet_year_{self.figures}"]
        return self.at(row, float(value), year) if numbers.known(year) else missing

    def reached(self, row: Row, missing: str) -> str:
        """Write the year in which a target was reached: 2013, or by 2014 at the latest."""
        year = row[f"reached_{self.figures}"]
        if not numbers.known(year):
            return missing
        exact = row[f"reached_exact_{self.figures}"]
        return self.t("targets.reached.year" if exact else "targets.reached.latest", year=year)

    def target(self, row: Row, *, exact: bool = True) -> str:
        """Write the number of a target: growth and multiples are not in the unit of the measure."""
        value = float(row["value"])
        if not self.unit_stated(row):
            return numbers.trimmed(value, 2, self.t.lang)
        return self.stated(row, value, exact=exact)

    def goal(self, row: Row) -> str:
        """Write the target with its comparison, and with its unit where the name of the measure has none."""
        value, unit = self.target(row), self.unit(row)
        named = " " in unit and unit.split()[0] in self.words_of(row, "name").lower()
        if self.percent(row) and self.unit_stated(row):
            value += "%"
        elif self.unit_stated(row) and not named:
            value = self.t("targets.goal.unit", value=value, unit=unit)
        return self.t(
            f"targets.goal.{row['comparison']}",
            value=value,
            base=numbers.whole_cell(row["base_year"], ""),
            first=int(row["base_year"]) + 1 if numbers.known(row["base_year"]) else "",
            last=int(row["year"]),
        )

    def unit(self, row: Row) -> str:
        """Return the unit of a measure; of large sums the currency, for their numbers say how many."""
        return self._sum(row)[1]

    def _sum(self, row: Row) -> tuple[float, str]:
        """Return how many its values count, and of what: 100 million and yuan; else 1 and the unit."""
        unit = self.words_of(row, "unit")
        found = ((times, unit.removeprefix(word)) for word, times in _SUMS.items() if unit.startswith(word))
        return next(found, (1.0, unit))

    def unit_stated(self, row: Row) -> bool:
        """Return whether a target is stated in the unit of its measure: not as rank, growth or multiple."""
        return not str(row["comparison"]).startswith(("rank", "growth", "multiple"))

    def percent(self, row: Row) -> bool:
        """Return whether the values of a measure are percentages."""
        return "%" in self.unit(row)

    def badge(self, row: Row) -> html.Span:
        """Return the verdict of a target by the figures that decide."""
        return verdict(str(row[f"verdict_{self.figures}"]), self.t)

    def marks(self, row: Row) -> list[str]:
        """Return what weakens a target or its verdict, in words."""
        t, basis = self.t, str(row[f"basis_{self.figures}"])
        year, part, stage = (row[f"{one}_{self.figures}"] for one in ("actual_year", "part", "stage"))
        lines = [t("targets.mark.one")] if row["independent"] < 2 else []
        if row["own_count"]:
            lines.append(t("targets.mark.own", body=self.words_of(row, "counted_by")))
        if row["confidence"] == "medium" and row["independent"] > 1:
            lines.append(t("targets.mark.medium"))
        if basis in ("early", "earlier", "later", "around"):
            lines.append(t(f"targets.mark.{basis}", year=year, due=row["year"]))
        if part:
            lines.append(t("targets.mark.part", when=self.when(year, part)))
        if stage in ("statement", "preliminary"):
            lines.append(t(f"targets.mark.{stage}", year=year))
        return [plain(line) for line in lines]


def due(dataset: Dataset, indicator: str, t: Words) -> list[Component]:
    """Return China's official targets for an indicator by verdict, as a link to all targets."""
    years: dict[str, list[str]] = {}
    for year, _, result in goals(dataset, indicator):
        years.setdefault(result, []).append(str(year))
    if not years:
        return []
    parts = [
        t("targets.due_part", verdict=t(f"verdict.{result}"), years=t.listing(found))
        for result, found in years.items()
    ]
    text = t("targets.due_all", parts=t("list.separator").join(parts))
    return [html.P(html.A(text, href=path(t.lang, "strategy/targets")), className="small")]
