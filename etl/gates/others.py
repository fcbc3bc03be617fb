"""Beside the index: series within bounds and in agreement with it, China's ranks in other rankings."""

from collections.abc import Iterator, Mapping
from typing import Final

import pandas as pd

from analysis.standing import CHINA
from data.catalog import Catalog
from data.contract import Violation
from data.entries import Ranking
from data.remarks import accepted_beyond
from data.schema import OTHER_RANKINGS
from etl.gates.report import ALL, Report
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
    own = own.merge(known, on=["edition", "code"]).assign(indicator=lambda rows: rows["concept"].map(PAIRS))
    paired = observations["indicator"].isin(PAIRS.values()) & (observations["value"] != 0)
    other = observations.loc[paired, ["indicator", "economy", "year", "value"]]
    other = other.rename(columns={"year": "data_year", "value": "other"}).astype({"data_year": "Int32"})
    pairs = own.merge(other, on=["indicator", "economy", "data_year"])
    apart = (pairs["value"] / pairs["other"] - 1).abs()
    for (edition, concept), differences in apart.groupby([pairs["edition"], pairs["concept"]]):
        if len(differences) < ENOUGH:
            continue
        median = float(differences.median())
        place = f"edition {edition}, concept {concept}"
        problem = f"half of the values differ by more than {median:.0%} from those of {PAIRS[str(concept)]}"
        found = [Violation("gii_scores", place, "value", problem)] if median > TOLERANCE else []
        worst = (median, TOLERANCE, "share")
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


def check_rankings(
    others: pd.DataFrame, clusters: pd.DataFrame, rankings: Mapping[str, Ranking], report: Report
) -> Iterator[Violation]:
    """Yield every figure that no ranking can have given, and every row that is not China's.

    Other publishers' ranks are cited one by one: a second economy would begin to pass their tables on.
    """
    kinds = {name: one.kind for name, one in rankings.items() if one.table == OTHER_RANKINGS.name}
    kind, rank, size = others["ranking"].map(kinds), others["rank"], others["economies"]
    neither = rank.isna() & others["score"].isna()
    wrong = [
        (kind.isna(), "ranking", "the catalog does not know this ranking"),
        ((kind == "rank") & rank.isna(), "rank", "a ranking gives a rank"),
        (others["economy"] != CHINA, "economy", "only China's ranks are cited"),
        (neither, "rank", "neither a rank nor a value"),
        (rank > size, "rank", "rank {rank} is beyond the {economies} economies ranked"),
        (rank.isna() != others["derived"].isna(), "derived", "it is said of every rank, and of nothing else"),
    ]
    yield from report.check("others-cited", "other_rankings", others, wrong)
    own, total = clusters.groupby(["edition", "economy"]), clusters["total"]
    size = own["total"].transform("size")
    many = (size > total) & ~clusters.duplicated(["edition", "economy"])
    wrong = [
        (total != own["total"].transform("first"), "total", "the total differs between rows of one edition"),
        (many, "total", "{size} clusters of {total} are in the table"),
        (clusters.duplicated(["edition", "economy", "rank"]), "rank", "two clusters have rank {rank}"),
    ]
    yield from report.check("clusters-cited", "gii_clusters", clusters.assign(size=size), wrong)
