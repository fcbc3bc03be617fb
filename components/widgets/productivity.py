"""Productivity in two versions of one source: the figures of both for an economy, and their texts."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.evidence import productivity as method
from analysis.query import NoChoices
from components.text.keys import by_last_part
from components.text.view import EconomyView
from data.article import CLAIM_YEAR, FOCUS

COURSE = {1: "up", -1: "down", 0: "flat"}
"""Names of directions (analysis.evidence.productivity.direction)."""
_MOVES = by_last_part("productivity.moved.up", "productivity.moved.down", "productivity.moved.flat")
_FINDINGS = by_last_part("productivity.finding.up", "productivity.finding.down", "productivity.finding.flat")


@dataclass(frozen=True)
class ProductivityView(EconomyView[method.Choice]):
    """One economy in both versions."""

    @cached_property
    def disagreement(self) -> pd.DataFrame:
        """The figures of both versions, a row for each economy that both have."""
        return method.DISAGREEMENT.result(self.dataset, NoChoices())

    def row(self, economy: str) -> dict[Any, Any] | None:
        """Return the figures of both versions for an economy; None where a version lacks it."""
        rows = self.disagreement[self.disagreement["economy"] == economy].to_dict("records")
        return next(iter(rows), None)

    def observations_of(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the observations of some indicators."""
        observations = method.productivity_observations(self.dataset)
        return observations[observations["indicator"].isin(codes)]

    @cached_property
    def versions(self) -> tuple[str, str]:
        """The numbers of both versions, as their publisher counts them."""
        vintages = (
            self.observations_of(method.CODES).drop_duplicates("indicator").set_index("indicator")["vintage"]
        )
        older, newer = (str(vintages.get(code, "")) for code in method.GROWTH)
        return older, newer

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the page, which may name the economy, both versions and the base year."""
        older, newer = self.versions
        values = {"name": self.name, "a": older, "b": newer, "base": CLAIM_YEAR} | values
        return self.t(key, **values)

    def change(self, change: float) -> str:
        """Write how far something rose or fell."""
        return self.say(_MOVES[COURSE[method.direction(change)]], by=change)


def finding(view: ProductivityView) -> str:
    """Return the title: the course of China in both versions, and whether they agree."""
    row = view.row(FOCUS)
    if row is None:
        return view.say("productivity.finding.unknown")
    if row["agree"]:
        return view.say(_FINDINGS[COURSE[method.direction(row["newer"])]], **row)
    changes = {version: view.change(row[version]) for version in ("older", "newer")}
    return view.say("productivity.finding.disagree", **row | changes)
