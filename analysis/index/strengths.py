"""Strengths, weaknesses and data coverage of an economy by the rules of the publisher (GII 2023, Appendix I).

The scores of each indicator become percentile ranks; what reaches the tenth highest among the economy's own
indicators is a strength, what does not exceed the tenth lowest a weakness; a rank of 3 or better is always a
strength; the cut-offs hold for the levels above too; below the minimum data coverage there is no mark.

What the rule leaves open was found by comparison with all marks of 2021 to 2025, which it then gives without
exception: the percentile rank is the share of the other economies that rank below, cut to three decimals
except in 2022, and from 2023 on an indicator whose data are six or more years older than the most frequent
data year of that indicator carries no mark.
"""

from typing import Final

import numpy as np
import pandas as pd

from analysis.index.composition import INPUT_PILLARS
from analysis.index.precision import EXACT_DECIMALS

STRENGTH: Final = "S"
WEAKNESS: Final = "W"
MARKS_PER_SIDE: Final = 10
"""The cut-offs are the tenth highest and the tenth lowest percentile rank of an economy's indicators."""
ALWAYS: Final = 3
"""A rank up to this one is a strength whatever the percentile rank."""
UNCUT: Final = frozenset({2022})
"""Editions whose marks follow the percentile rank with all its decimals."""
DATA_AGE_RULE_SINCE: Final = 2023
MAX_DATA_AGE: Final = 6
_STEPS: Final = 1000
MIN_COVERAGE: Final = 0.66
"""A sub-pillar with a smaller share of its indicators does not meet the minimum data coverage."""
FLAGGED: Final = 2
"""A pillar with this many such sub-pillars does not meet it either."""


def percentiles(ranks: pd.DataFrame) -> pd.DataFrame:
    """Return for economies x codes the share (0 to 1) of the other economies that rank below.

    ranks: 1 is best, equal scores share a rank, NaN where there is none.
    """
    count = ranks.notna().sum()
    below = count - ranks.rank(method="max")
    return below / (count - 1).where(count > 1)


def marks(rows: pd.DataFrame, structure: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return the marks that the rule gives to one edition, as economies x codes: S, W or missing.

    rows: the rows of gii_scores of the edition, structure: its rows of gii_structure. Editions without
    indicators, and economies with fewer than COUNT of them, have no marks.
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
    if edition not in UNCUT:
        share = (share * _STEPS + EXACT_DECIMALS).apply(np.floor) / _STEPS
    own = np.sort(share[indicators].to_numpy("float64"), axis=1)  # blanks last
    low = own[:, [MARKS_PER_SIDE - 1]]
    high = -np.sort(-share[indicators].to_numpy("float64"), axis=1)[:, [MARKS_PER_SIDE - 1]]
    values = share.to_numpy("float64")
    strong = (values >= high - EXACT_DECIMALS) | (ranks.to_numpy("float64") <= ALWAYS)
    weak = (values <= low + EXACT_DECIMALS) & ~strong
    marked = none.mask(strong, STRENGTH).mask(weak, WEAKNESS)
    # Too few data below them, or data too old.
    unmarked = has_low_coverage(ranks, structure).reindex_like(ranks).eq(True).to_numpy("bool")
    if edition >= DATA_AGE_RULE_SINCE:
        unmarked = unmarked | (years.mode().max() - years >= MAX_DATA_AGE).to_numpy("bool")
    return marked.mask(unmarked | ~np.isfinite(low))


def marks_agreement(scores: pd.DataFrame, structure: pd.DataFrame) -> tuple[tuple[int, ...], int, int, int]:
    """Return how the rule compares with the marks published.

    scores, structure: the tables gii_scores and gii_structure. First the editions with published marks,
    then how many marks these are, how many the rule gives alike, and how many it gives where there is none.
    """
    editions = sorted({int(edition) for edition in scores.loc[scores["strength"].notna(), "edition"]})
    printed = alike = added = 0
    for edition in editions:
        rows = scores[scores["edition"] == edition]
        ours = marks(rows, structure[structure["edition"] == edition], edition).fillna("")
        theirs = rows.pivot(index="economy", columns="code", values="strength").reindex_like(ours).fillna("")
        known, same = theirs != "", ours == theirs
        printed += int(known.to_numpy().sum())
        alike += int((known & same).to_numpy().sum())
        added += int((~known & ~same).to_numpy().sum())
    return tuple(editions), printed, alike, added


def has_low_coverage(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return which sub-pillars and pillars miss the minimum data coverage, as economies x codes.

    scores: economies x codes of one edition, NaN where missing; structure: its rows of gii_structure.
    A sub-pillar misses it with fewer than MINIMUM of its indicators, a pillar with FLAGGED such sub-pillars
    (GII 2023, Appendix I; it gives every flag of 2021 to 2025).
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
                known = pd.DataFrame(flags, scores.index).reindex(columns=parts, fill_value=False)
                flags[code] = known.sum(axis=1) >= FLAGGED
    return pd.DataFrame(flags, index=scores.index)


def coverage_shares(profile: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return for IN and OUT how many indicators are present, and of how many.

    profile: rows of one economy and edition with code, level and score.
    """
    indicators = profile[profile["level"] == "indicator"]
    side = indicators["code"].map(lambda code: "IN" if f"P{code[0]}" in INPUT_PILLARS else "OUT")
    present = indicators["score"].notna()
    return {name: (int(present[side == name].sum()), int((side == name).sum())) for name in ("IN", "OUT")}
