"""Economies in context: each economy ranked has one row, with figures above 0 that agree with each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from data.schema import GII_ECONOMIES
from data.violation import Violation
from etl.gates.report import ALL, Report, Worst

if TYPE_CHECKING:
    from collections.abc import Iterator

FIGURES: Final = ("population", "gdp_ppp", "gdp_per_head")
FACTOR: Final = 1.8
"""How far product, population and product per head may be apart. They are of different years, and apart by up
to 1.6 in the workbooks held; the product of China or India in market dollars would be by 2 and more."""


def check(context: pd.DataFrame, scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every row of gii_economies that is missing, too many or cannot be right."""
    yield from report.rule("context-rows", ALL, len(context), _rows(context, scores))
    figures = int(context[list(FIGURES)].notna().to_numpy().sum())
    yield from report.rule("context-positive", ALL, figures, _positive(context))
    given = context["population"] * context["gdp_per_head"] / 1e6  # thousands x dollars, in billions
    ratio = context["gdp_ppp"] / given
    apart = ratio.where(ratio >= 1, 1 / ratio)
    known = apart[apart.notna() & (apart != float("inf"))]
    worst = Worst(float(known.max()), FACTOR, "times") if len(known) else None
    found = _apart(context, given, ratio)
    yield from report.rule("context-agrees", ALL, int(apart.notna().sum()), found, worst=worst)


def _rows(context: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Violation]:
    overall = scores[scores["code"] == "GII"]
    for edition, rows in context.groupby("edition"):
        listed, ranked = (set(frame["economy"]) for frame in (rows, overall[overall["edition"] == edition]))
        for economy in sorted(ranked - listed):
            yield _at(edition, economy, "economy", "the row is missing")
        for economy in sorted(listed - ranked):
            yield _at(edition, economy, "economy", "the edition does not rank this economy")


def _positive(context: pd.DataFrame) -> Iterator[Violation]:
    for name in FIGURES:
        for row in context[context[name] <= 0].to_dict("records"):
            yield _at(row["edition"], row["economy"], name, f"{row[name]:g} is not above 0")


def _apart(context: pd.DataFrame, given: pd.Series, ratio: pd.Series) -> Iterator[Violation]:
    for place in context.index[(ratio > FACTOR) | (ratio < 1 / FACTOR)]:
        row = context.loc[place]
        problem = f"population and gdp_per_head give {given[place]:,.1f} billion, not {row['gdp_ppp']:,.1f}"
        yield _at(row["edition"], row["economy"], "gdp_ppp", problem)


def _at(edition: object, economy: str, column: str, problem: str) -> Violation:
    return Violation(GII_ECONOMIES.name, f"edition {edition}, economy {economy}", column, problem, economy)
