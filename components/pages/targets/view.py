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
from analysis.frames.targets import OF_VERDICT, written
from analysis.targets import REVISED, Choice, counts, goals, official_targets
from components import numbers, view
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
        return self.judged(frames.TARGETS.result(self.dataset, self.choice))

    def judged(self, targets: pd.DataFrame) -> list[dict[Any, Any]]:
        """Return targets with their texts in the language of the page, and judged by the figures that decide.

        times, unit: how many of what their values count: 100 million and yuan; else 1 and the unit. own:
        whether a target is stated in the unit of its measure: not as rank, growth or multiple.
        """
        rows = self._told(targets)
        rows = rows.assign(
            **{name: rows[f"{name}_{self.figures}"] for name in OF_VERDICT},
            own=~rows["comparison"].str.startswith(("rank", "growth", "multiple")),
            times=1.0,
        )
        for word, times in _SUMS.items():
            sums = rows["unit"].str.startswith(word)
            rows.loc[sums, "times"] = times
            rows.loc[sums, "unit"] = rows["unit"].str.removeprefix(word)
        return rows.to_dict("records")

    def _told(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows with their texts in the language of the page, "" for none: name is name_en."""
        lang = f"_{written(self.t.lang)}"
        names = [name for name in map(str, frame) if name.endswith(lang)]
        texts = {name.removesuffix(lang): frame[name].fillna("") for name in names}
        return frame.assign(**texts)

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
    def documents(self) -> dict[Any, dict[Any, Any]]:
        """The rows of target_documents by id."""
        return self._told(self.dataset.table("target_documents")).set_index("document").to_dict("index")

    @cached_property
    def references(self) -> dict[Any, dict[Any, Any]]:
        """The rows of target_references by id."""
        return self._told(self.dataset.table("target_references")).set_index("reference").to_dict("index")

    def due(self, row: Row) -> str:
        """Return in which document a target stands, and when it is due."""
        return self.t("targets.due", document=self.documents[row["document"]]["short"], year=row["year"])

    def value(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write a value of a measure: with its decimals, sums in words, all short in little room."""
        if not exact and abs(value * row["times"]) >= _LONG:
            return numbers.short(value * row["times"], self.t.lang)
        if row["times"] > 1:
            return numbers.large(value * row["times"], self.t.lang)
        return numbers.decimal(value, row["decimals"], self.t.lang)

    def stated(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write a value as a document states it, with no more decimals than it has."""
        if row["times"] > 1 or (not exact and abs(value) >= _LONG):
            return self.value(row, value, exact=exact)
        return numbers.trimmed(value, max(row["decimals"], 2), self.t.lang)

    def compared(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write what is compared with a target: growth and multiples have a unit of their own."""
        if row["comparison"].startswith("growth"):
            return numbers.percent(value, 1, self.t.lang)
        if row["comparison"].startswith("multiple"):
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

    def actual(self, row: Row, vintage: str) -> str:
        """Write the value that decided and its year; or that none was found."""
        value, year, part = (row[f"{name}_{vintage}"] for name in ("actual", "actual_year", "part"))
        return self.at(row, value, year, part) if numbers.known(value) else self.t("targets.unseen")

    def unmet(self, row: Row) -> str | None:
        """Return the last value known to be short of a target before it was reached, with its year."""
        year = row["unmet_year"]
        return self.at(row, row["unmet"], year) if numbers.known(year) else None

    def reached(self, row: Row) -> str | None:
        """Write the year in which a target was reached: 2013, or by 2014 at the latest."""
        if not numbers.known(row["reached"]):
            return None
        key = "targets.reached.year" if row["reached_exact"] else "targets.reached.latest"
        return self.t(key, year=row["reached"])

    def target(self, row: Row, *, exact: bool = True) -> str:
        """Write the number of a target: growth and multiples are not in the unit of the measure."""
        if row["own"]:
            return self.stated(row, row["value"], exact=exact)
        return numbers.trimmed(row["value"], 2, self.t.lang)

    def goal(self, row: Row) -> str:
        """Write the target with its comparison, and with its unit where the name of the measure has none."""
        value, unit = self.target(row), row["unit"]
        named = " " in unit and unit.split()[0] in row["name"].lower()
        if row["own"] and "%" in unit:
            value += "%"
        elif row["own"] and not named:
            value = self.t("targets.goal.unit", value=value, unit=unit)
        base = numbers.whole(row["base_year"])
        years = {"base": base, "first": (base or 0) + 1, "last": row["year"]}
        return self.t(f"targets.goal.{row['comparison']}", value=value, **years)

    def marks(self, row: Row) -> list[str]:
        """Return what weakens a target or its verdict, in words."""
        t, year, stage = self.t, row["actual_year"], row["stage"]
        lines = [t("targets.mark.one")] if row["independent"] < 2 else []
        if row["own_count"]:
            lines.append(t("targets.mark.own", body=row["counted_by"]))
        if row["confidence"] == "medium" and row["independent"] > 1:
            lines.append(t("targets.mark.medium"))
        if row["basis"] in ("early", "earlier", "later", "around"):
            lines.append(t(f"targets.mark.{row['basis']}", year=year, due=row["year"]))
        if row["part"]:
            lines.append(t("targets.mark.part", when=self.when(year, row["part"])))
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
