"""Agreement of sources: a GII workbook and the World Bank say about the same of an economy and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from data.violation import Violation
from etl.gates.report import Report, Worst

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

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


def check(
    scores: pd.DataFrame, structure: pd.DataFrame, observations: pd.DataFrame, report: Report
) -> Iterator[Violation]:
    """Yield every edition and concept whose values are far from those of the other publisher."""
    known = structure.loc[structure["concept"].isin(PAIRS), ["edition", "code", "concept"]]
    held = scores.loc[scores["value"].notna(), ["edition", "economy", "code", "value", "data_year"]]
    held = held.merge(known, on=["edition", "code"])
    other = observations.loc[observations["indicator"].isin(PAIRS.values())]
    concepts = {indicator: concept for concept, indicator in PAIRS.items()}
    other = other.assign(concept=other["indicator"].map(concepts), other=other["value"])
    other = other.astype({"year": "Int64"})[["concept", "economy", "year", "other"]]
    pairs = held.merge(
        other, left_on=["concept", "economy", "data_year"], right_on=["concept", "economy", "year"]
    )
    pairs = pairs[pairs["other"] != 0]
    apart = (pairs["value"] / pairs["other"] - 1).abs()
    for (edition, concept), differences in apart.groupby([pairs["edition"], pairs["concept"]]):
        if len(differences) < ENOUGH:
            continue
        median = float(differences.median())
        found = [_apart(edition, str(concept), median)] if median > TOLERANCE else []
        worst = Worst(median, TOLERANCE, "share")
        yield from report.rule("sources-agree", edition, len(differences), found, worst=worst)


def _apart(edition: object, concept: str, median: float) -> Violation:
    problem = f"half of the values differ by more than {median:.0%} from those of {PAIRS[concept]}"
    return Violation("gii_scores", f"edition {edition}, concept {concept}", "value", problem)
