"""Beside the index: series within bounds and in agreement with it, China's ranks in other rankings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from analysis.standing import CHINA
from data.catalog import Catalog
from data.contract import Violation, violation_of
from data.entries import Ranking
from data.remarks import accepted_beyond
from data.schema import OTHER_RANKINGS
from etl.gates.report import ALL, Report, Worst
from etl.plausible import out_of_bounds, violations, within_bounds

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


def check_bounds(
    observations: pd.DataFrame, sources: pd.DataFrame, catalog: Catalog, report: Report
) -> Iterator[Violation]:
    """Yield every series with a value out of bounds, unless a note in the table sources says it was accepted.

    Exceptions are values that their kind alone forbids, and those accepted.
    """
    known = observations[observations["indicator"].isin(catalog.plausible.kind_of)]
    accepted = accepted_beyond(sources["note"].dropna())
    own, usual = (within_bounds(known, catalog, own=own) for own in (True, False))
    found = violations(out_of_bounds(known, catalog, accepted), catalog)
    yield from report.rule("values-in-bounds", ALL, len(known), found, exceptions=int((~usual & own).sum()))


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
