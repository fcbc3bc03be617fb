"""Productivity in two versions of one source: what both say of an economy, and how it is written."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.evidence import productivity as method
from analysis.query import NoChoices
from components.text.view import EconomyView
from data.article import CLAIM_YEAR, FOCUS

COURSE = {1: "up", -1: "down", 0: "flat"}
"""The names of directions (analysis.evidence.productivity.direction) in texts."""


@dataclass(frozen=True)
class ProductivityView(EconomyView[method.Choice]):
    """One economy in both versions."""

    @cached_property
    def disagreement(self) -> pd.DataFrame:
        """What both versions say of each economy that they hold."""
        return method.DISAGREEMENT.result(self.dataset, NoChoices())

    def row(self, economy: str) -> dict[Any, Any] | None:
        """Return what both versions say of an economy; None where one of them lacks it."""
        rows = self.disagreement[self.disagreement["economy"] == economy].to_dict("records")
        return next(iter(rows), None)

    def observed(self, codes: Collection[str]) -> pd.DataFrame:
        """Return the observations of some indicators."""
        observations = method.productivity_observations(self.dataset)
        return observations[observations["indicator"].isin(codes)]

    @cached_property
    def versions(self) -> tuple[str, str]:
        """The numbers of both versions, as their publisher counts them."""
        vintages = self.observed(method.CODES).drop_duplicates("indicator").set_index("indicator")["vintage"]
        older, newer = (str(vintages.get(code, "")) for code in method.GROWTH)
        return older, newer

    def say(self, key: str, **values: Any) -> str:
        """Return a text of the page, which may name the economy, both versions and the base year."""
        a, b = self.versions
        known = {"name": self.name, "a": a, "b": b, "base": CLAIM_YEAR}
        return self.t(key, **known | values)

    def change(self, change: float) -> str:
        """Write how far something rose or fell."""
        return self.say(f"productivity.moved.{COURSE[method.direction(change)]}", by=change)


def finding(view: ProductivityView) -> str:
    """Return the title: what both versions say of China, and whether they agree."""
    row = view.row(FOCUS)
    if row is None:
        return view.say("productivity.finding.unknown")
    if row["agree"]:
        return view.say(f"productivity.finding.{COURSE[method.direction(row['newer'])]}", **row)
    return view.say(
        "productivity.finding.disagree", **row | {side: view.change(row[side]) for side in ("older", "newer")}
    )
