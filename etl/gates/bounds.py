"""Bounds: every value of a series can be one of its unit, as the catalog states them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.standing import CHINA
from data.schema import OBSERVATIONS
from data.violation import Violation
from etl.gates.report import ALL, Report
from etl.plausible import display, label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from data.catalog import Catalog


def check(observations: pd.DataFrame, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every series with a value out of bounds; exceptions are values that their kind alone forbids."""
    known = observations[observations["indicator"].isin(catalog.plausible.kind_of)]
    beyond = ~_within(known, catalog, own=False) & _within(known, catalog, own=True)
    found = violations(known, catalog)
    yield from report.rule("values-in-bounds", ALL, len(known), found, exceptions=int(beyond.sum()))


def violations(observations: pd.DataFrame, catalog: Catalog) -> list[Violation]:
    """Return a violation for each series with values out of bounds, China's headlines first, then China.

    observations: columns indicator, economy, year and value, of indicators that the catalog knows.
    """
    wrong = observations[~_within(observations, catalog, own=True)]
    wrong = wrong.assign(china=wrong["economy"] == CHINA, size=wrong["value"].abs())
    wrong = wrong.sort_values(["china", "year", "size"], ascending=False, kind="stable")
    headlines = {pillar.headline for pillar in catalog.strategy}
    series = [rows for _, rows in wrong.groupby("indicator")]
    series.sort(key=lambda rows: _order(rows.iloc[0], headlines))
    return [_violation(rows, catalog) for rows in series]


def _order(worst: pd.Series[Any], headlines: Collection[str]) -> tuple[bool, bool]:
    return not (worst["china"] and worst["indicator"] in headlines), not worst["china"]


def _violation(rows: pd.DataFrame, catalog: Catalog) -> Violation:
    worst = rows.iloc[0]
    item, limits = catalog.indicators[worst["indicator"]], catalog.plausible.of(worst["indicator"])
    above = worst["value"] > limits.high
    bound = display(item, limits.high if above else limits.low)
    value = f"{catalog.economies[worst['economy']].short.en}: {display(item, worst['value'])} {item.unit.en}"
    more = f"; {len(rows) - 1:,} more values" if len(rows) > 1 else ""
    problem = f"{value} in {worst['year']}, {'above' if above else 'below'} the bound of {bound}{more}"
    return Violation(OBSERVATIONS.name, label(item), "", problem, worst["economy"])


def _within(rows: pd.DataFrame, catalog: Catalog, *, own: bool) -> pd.Series:
    places, series = pd.factorize(rows["indicator"])
    limits = [catalog.plausible.of(name) if own else catalog.plausible.usual(name) for name in series]
    low, high = (
        np.array([getattr(item, bound) for item in limits], "float64")[places] for bound in ("low", "high")
    )
    return (rows["value"] >= low) & (rows["value"] <= high)
