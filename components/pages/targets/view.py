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
from analysis.frames.targets import economy_names, written
from analysis.standing import CHINA
from analysis.targets import REVISED, Choice, counts, goals, official_targets
from components import numbers, view
from components.parts.badges import verdict
from components.shell import path
from components.text import Words, plain

Row = Mapping[Any, Any]
_LONG = 10_000
"""From here on a value is written short where there is little room."""


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
        """All targets of China, each once."""
        rows = official_targets(self.dataset)
        return rows[(rows["economy"] == CHINA) & rows["counted"]]

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

    def country(self, code: str) -> str:
        """Return the name of the economy, or of the European Union."""
        if code in self.dataset.labels(self.t.lang):
            return self.called(code)
        return economy_names(pd.Series([code]), self.dataset, self.t.lang)[0]

    def value(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write a value of a measure: with its decimals, or short where there is little room."""
        if not exact and abs(value) >= _LONG:
            return numbers.short(value, self.t.lang)
        return numbers.decimal(value, int(row["decimals"]), self.t.lang)

    def stated(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write a value as a document states it, with no more decimals than it has."""
        if not exact and abs(value) >= _LONG:
            return numbers.short(value, self.t.lang)
        return numbers.trimmed(value, max(int(row["decimals"]), 2), self.t.lang)

    def compared(self, row: Row, value: float, *, exact: bool = True) -> str:
        """Write what is compared with a target: growth and multiples have a unit of their own."""
        comparison = str(row["comparison"])
        if comparison.startswith("growth"):
            return numbers.percent(value, 1, self.t.lang)
        if comparison.startswith("multiple"):
            return numbers.significant_ratio(value, self.t.lang)
        return self.value(row, value, exact=exact)

    def goal(self, row: Row) -> str:
        """Write the target with its comparison."""
        return self.t(
            f"targets.goal.{row['comparison']}",
            value=self.stated(row, float(row["value"])),
            base=numbers.whole_cell(row["base_year"], ""),
            first=int(row["base_year"]) + 1 if numbers.known(row["base_year"]) else "",
            last=int(row["year"]),
        )

    def unit(self, row: Row) -> str:
        """Return the unit of a measure, without a space where it is a plain percentage."""
        return self.words_of(row, "unit")

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
        found = [
            name for name, there in (("one", row["independent"] < 2), ("own", row["own_count"])) if there
        ]
        found += ["medium"] if row["confidence"] == "medium" and row["independent"] > 1 else []
        lines = [t(f"targets.mark.{name}") for name in found]
        if basis in ("earlier", "later", "around"):
            years = {"year": row[f"actual_year_{self.figures}"], "due": row["year"]}
            lines.append(t(f"targets.mark.{basis}", **years))
        if row[f"stage_{self.figures}"] == "statement":
            lines.append(t("targets.mark.statement"))
        if row[f"stage_{self.figures}"] == "preliminary":
            lines.append(t("targets.mark.preliminary", year=row[f"actual_year_{self.figures}"]))
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
