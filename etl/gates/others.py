"""Beside the index: series within bounds and in agreement with it, China's ranks in other rankings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from analysis.standing import CHINA
from data.catalog import Catalog
from data.contract import Violation, violation_of
from data.entries import Ranking
from data.schema import OBSERVATIONS, OTHER_RANKINGS
from etl.gates.report import ALL, Report, Worst
from etl.plausible import display, label

PAIRS: Final = {
    "gerd": "GB.XPD.RSDV.GD.ZS",
    "researchers": "SP.POP.SCIE.RD.P6",
    "tertiary-enrolment": "SE.TER.ENRR",
    "domestic-credit": "FS.AST.PRVT.GD.ZS",
}
"""Concepts of the index that a series of the World Bank measures in the same unit."""
TOLERANCE: Final = 0.1
"""Median difference, a share: revisions move single values, a mistaken column or unit moves all of them."""
ENOUGH: Final = 20
"""Pairs of values from which a median is taken."""


def check_agreement(
    scores: pd.DataFrame, structure: pd.DataFrame, observations: pd.DataFrame, report: Report
) -> Iterator[Violation]:
    """Yield every edition and concept whose values are far from those of the other publisher."""
    known = structure.loc[structure["concept"].isin(PAIRS), ["edition", "code", "concept"]]
    own = scores.loc[scores["value"].notna(), ["edition", "economy", "code", "value", "data_year"]]
    own = own.merge(known, on=["edition", "code"])
    other = observations.loc[observations["indicator"].isin(PAIRS.values())]
    concepts = {indicator: concept for concept, indicator in PAIRS.items()}
    other = other.assign(concept=other["indicator"].map(concepts), data_year=other["year"].astype("Int64"))
    other = other.rename(columns={"value": "other"})[["concept", "economy", "data_year", "other"]]
    pairs = own.merge(other, on=["concept", "economy", "data_year"])
    pairs = pairs[pairs["other"] != 0]
    apart = (pairs["value"] / pairs["other"] - 1).abs()
    for (edition, concept), differences in apart.groupby([pairs["edition"], pairs["concept"]]):
        if len(differences) < ENOUGH:
            continue
        median = float(differences.median())
        place = f"edition {edition}, concept {concept}"
        problem = f"half of the values differ by more than {median:.0%} from those of {PAIRS[str(concept)]}"
        found = [Violation("gii_scores", place, "value", problem)] if median > TOLERANCE else []
        worst = Worst(median, TOLERANCE, "share")
        yield from report.rule("sources-agree", edition, len(differences), found, worst=worst)


def check_bounds(observations: pd.DataFrame, catalog: Catalog, report: Report) -> Iterator[Violation]:
    """Yield every series with a value out of bounds; exceptions are values that their kind alone forbids."""
    known = observations[observations["indicator"].isin(catalog.plausible.kind_of)]
    beyond = ~_within(known, catalog, own=False) & _within(known, catalog, own=True)
    found = out_of_bounds(known, catalog)
    yield from report.rule("values-in-bounds", ALL, len(known), found, exceptions=int(beyond.sum()))


def out_of_bounds(observations: pd.DataFrame, catalog: Catalog) -> list[Violation]:
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


CLUSTERS = "gii_clusters"


def check_rankings(
    others: pd.DataFrame,
    clusters: pd.DataFrame,
    rankings: Mapping[str, Ranking],
    report: Report,
) -> Iterator[Violation]:
    """Yield every figure that no ranking can have given, and every row that is not China's.

    Other publishers' ranks are cited one by one: a second economy would begin to pass their tables on.
    """
    for row in others.to_dict("records"):
        yield from report.rule("others-cited", ALL, 1, _cited(row, rankings))
    for (edition, economy), rows in clusters.groupby(["edition", "economy"]):
        found = _clusters(rows, f"edition {edition}, economy {economy}")
        yield from report.rule("clusters-cited", ALL, len(rows), found)


def _cited(row: dict[Any, Any], rankings: Mapping[str, Ranking]) -> Iterator[Violation]:
    known = rankings.get(row["ranking"])
    ranked = pd.notna(row["rank"])
    if known is None or known.table != OTHER_RANKINGS.name:
        yield violation_of(OTHER_RANKINGS, row, "ranking", "the catalog does not know this ranking")
    elif known.kind == "rank" and not ranked:
        yield violation_of(OTHER_RANKINGS, row, "rank", "a ranking gives a rank")
    if row["economy"] != CHINA:
        yield violation_of(OTHER_RANKINGS, row, "economy", "only China's ranks are cited")
    if not ranked and pd.isna(row["score"]):
        yield violation_of(OTHER_RANKINGS, row, "rank", "neither a rank nor a value")
    if ranked and pd.notna(row["economies"]) and row["rank"] > row["economies"]:
        problem = f"rank {row['rank']} is beyond the {row['economies']} economies ranked"
        yield violation_of(OTHER_RANKINGS, row, "rank", problem)
    if ranked == pd.isna(row["derived"]):
        yield violation_of(OTHER_RANKINGS, row, "derived", "it is said of every rank, and of nothing else")


def _clusters(rows: pd.DataFrame, place: str) -> Iterator[Violation]:
    total = int(rows["total"].max())
    if rows["total"].nunique() > 1:
        yield Violation(CLUSTERS, place, "total", "the total differs between rows of one edition")
    if len(rows) > total:
        yield Violation(CLUSTERS, place, "total", f"{len(rows)} clusters of {total} are in the table")
    for rank in rows.loc[rows["rank"].duplicated(), "rank"]:
        yield Violation(CLUSTERS, place, "rank", f"two clusters have rank {rank}")
