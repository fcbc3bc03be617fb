"""Other rankings and clusters: of China only, known to the catalog, and no rank beyond its field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.standing import CHINA
from data.violation import Violation
from etl.gates.report import ALL, Report

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.entries import Ranking

OTHERS, CLUSTERS = "other_rankings", "gii_clusters"


def check(
    others: pd.DataFrame,
    clusters: pd.DataFrame,
    rankings: Mapping[str, Ranking],
    report: Report,
) -> Iterator[Violation]:
    """Yield every figure that no ranking can have given, and every row that is not China's.

    Other publishers' ranks are cited one by one: a second economy would begin to pass their tables on.
    """
    for row in others.to_dict("records"):
        place = f"ranking {row['ranking']}, economy {row['economy']}, year {row['year']}"
        yield from report.rule("others-cited", ALL, 1, _cited(row, place, rankings))
    for (edition, economy), rows in clusters.groupby(["edition", "economy"]):
        found = _clusters(rows, f"edition {edition}, economy {economy}")
        yield from report.rule("clusters-cited", ALL, len(rows), found)


def _cited(row: dict[Any, Any], place: str, rankings: Mapping[str, Ranking]) -> Iterator[Violation]:
    known = rankings.get(row["ranking"])
    ranked = pd.notna(row["rank"])
    if known is None or known.table != OTHERS:
        yield Violation(OTHERS, place, "ranking", "the catalog does not know this ranking")
    elif known.kind == "rank" and not ranked:
        yield Violation(OTHERS, place, "rank", "a ranking gives a rank")
    if row["economy"] != CHINA:
        yield Violation(OTHERS, place, "economy", "only China's ranks are cited")
    if not ranked and pd.isna(row["score"]):
        yield Violation(OTHERS, place, "rank", "neither a rank nor a value")
    if ranked and pd.notna(row["economies"]) and row["rank"] > row["economies"]:
        problem = f"rank {row['rank']} is beyond the {row['economies']} economies ranked"
        yield Violation(OTHERS, place, "rank", problem)
    if ranked == pd.isna(row["derived"]):
        yield Violation(OTHERS, place, "derived", "it is said of every rank, and of nothing else")


def _clusters(rows: pd.DataFrame, place: str) -> Iterator[Violation]:
    total = int(rows["total"].max())
    if rows["total"].nunique() > 1:
        yield Violation(CLUSTERS, place, "total", "the total differs between rows of one edition")
    if len(rows) > total:
        yield Violation(CLUSTERS, place, "total", f"{len(rows)} clusters are held of {total}")
    for rank in rows.loc[rows["rank"].duplicated(), "rank"]:
        yield Violation(CLUSTERS, place, "rank", f"two clusters have rank {rank}")
