"""Strengths, weaknesses and data coverage of an economy by the rules of the publisher (GII 2023, Appendix I).

The scores of each indicator become percentile ranks. A percentile rank of at least the tenth highest among
the indicators of the economy is a strength, one of at most the tenth lowest a weakness. A rank of 3 or better
is always a strength. The cut-offs hold for the levels above, too; below the minimum data coverage there is no
mark.

Details that the rule leaves open follow from all marks of 2021 to 2025, which this module reproduces without
exception: the percentile rank is the share of the other economies that rank below, truncated to three
decimals except in 2022; from 2023 on, an indicator has no mark if its data are six or more years older than
its most frequent data year.
"""

from typing import Final

import numpy as np
import pandas as pd

from analysis.index.composition import INPUT_PILLARS
from analysis.index.precision import EXACT_DECIMALS

STRENGTH: Final = "S"
WEAKNESS: Final = "W"
MARKS_PER_SIDE: Final = 10
"""The cut-offs are the tenth highest and tenth lowest percentile rank of an economy."""
ALWAYS_STRENGTH_RANK: Final = 3
"""A rank up to this one is a strength, whatever the percentile rank."""
UNTRUNCATED_EDITIONS: Final = frozenset({2022})
"""Editions whose marks use all decimals of the percentile rank."""
DATA_AGE_RULE_SINCE: Final = 2023
UNMARKED_DATA_AGE: Final = 6  # years
_PERCENTILE_STEPS: Final = 1000
MIN_COVERAGE: Final = 0.66
"""Smallest share of its indicators with which a sub-pillar meets the minimum data coverage."""
MIN_LOW_SUBPILLARS: Final = 2
"""Number of sub-pillars below the minimum with which a pillar is below it, too."""


def percentiles(ranks: pd.DataFrame) -> pd.DataFrame:
    """Return the share (0 to 1) of the other economies that rank below, as economies x codes.

    ranks: economies x codes; 1 is the best, equal scores share a rank, NaN where there is none.
    """
    count = ranks.notna().sum()
    below = count - ranks.rank(method="max")
    return below / (count - 1).where(count > 1)


def marks(rows: pd.DataFrame, structure: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return the marks by the rule for one edition, as economies x codes: S, W or missing.

    rows, structure: the rows of gii_scores and gii_structure of the edition. There are no marks for editions
    without indicators and for economies with fewer than MARKS_PER_SIDE of them.
    """
    ranks, years = (
        rows.pivot(index="economy", columns="code", values=name).astype("float64")
        for name in ("rank", "data_year")
    )
    indicators = [
        code for code in structure.loc[structure["level"] == "indicator", "code"] if code in ranks.columns
    ]
    none = pd.DataFrame(index=ranks.index, columns=ranks.columns, dtype="object")
    if len(indicators) < MARKS_PER_SIDE:
        return none
    share = percentiles(ranks)
    if edition not in UNTRUNCATED_EDITIONS:
        share = (share * _PERCENTILE_STEPS + EXACT_DECIMALS).apply(np.floor) / _PERCENTILE_STEPS
    ordered = np.sort(share[indicators].to_numpy("float64"), axis=1)  # NaN last
    low = ordered[:, [MARKS_PER_SIDE - 1]]
    high = -np.sort(-share[indicators].to_numpy("float64"), axis=1)[:, [MARKS_PER_SIDE - 1]]
    values = share.to_numpy("float64")
    strong = (values >= high - EXACT_DECIMALS) | (ranks.to_numpy("float64") <= ALWAYS_STRENGTH_RANK)
    weak = (values <= low + EXACT_DECIMALS) & ~strong
    marked = none.mask(strong, STRENGTH).mask(weak, WEAKNESS)
    # Too few or too old data.
    unmarked = has_low_coverage(ranks, structure).reindex_like(ranks).eq(True).to_numpy("bool")
    if edition >= DATA_AGE_RULE_SINCE:
        unmarked = unmarked | (years.mode().max() - years >= UNMARKED_DATA_AGE).to_numpy("bool")
    return marked.mask(unmarked | ~np.isfinite(low))


def marks_agreement(scores: pd.DataFrame, structure: pd.DataFrame) -> tuple[tuple[int, ...], int, int, int]:
    """Compare the marks by the rule with the published ones.

    scores, structure: the tables gii_scores and gii_structure. Returns the editions with published marks and
    the numbers of published marks, of marks that agree, and of marks by the rule that are not published.
    """
    editions = sorted({int(edition) for edition in scores.loc[scores["strength"].notna(), "edition"]})
    printed = alike = added = 0
    for edition in editions:
        rows = scores[scores["edition"] == edition]
        computed = marks(rows, structure[structure["edition"] == edition], edition).fillna("")
        published = (
            rows.pivot(index="economy", columns="code", values="strength").reindex_like(computed).fillna("")
        )
        has_mark, same = published != "", computed == published
        printed += int(has_mark.to_numpy().sum())
        alike += int((has_mark & same).to_numpy().sum())
        added += int((~has_mark & ~same).to_numpy().sum())
    return tuple(editions), printed, alike, added


def has_low_coverage(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return which sub-pillars and pillars miss the minimum data coverage, as economies x codes.

    scores: economies x codes of one edition, NaN where missing; structure: its rows of gii_structure. The
    rule (GII 2023, Appendix I) is in MIN_COVERAGE and MIN_LOW_SUBPILLARS; it gives every flag of 2021 to
    2025.
    """
    flags: dict[str, pd.Series] = {}
    for level in ("subpillar", "pillar"):
        for code in structure.loc[structure["level"] == level, "code"]:
            parts = list(structure.loc[structure["parent"] == code, "code"])
            if not parts:
                continue
            if level == "subpillar":
                flags[code] = scores.reindex(columns=parts).notna().mean(axis=1) < MIN_COVERAGE
            else:
                low_parts = pd.DataFrame(flags, scores.index).reindex(columns=parts, fill_value=False)
                flags[code] = low_parts.sum(axis=1) >= MIN_LOW_SUBPILLARS
    return pd.DataFrame(flags, index=scores.index)


def coverage_shares(profile: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return the number of indicators with a score and of all indicators, for IN and OUT.

    profile: rows of one economy and edition with code, level and score.
    """
    indicators = profile[profile["level"] == "indicator"]
    side = indicators["code"].map(lambda code: "IN" if f"P{code[0]}" in INPUT_PILLARS else "OUT")
    present = indicators["score"].notna()
    return {name: (int(present[side == name].sum()), int((side == name).sum())) for name in ("IN", "OUT")}
