"""Coverage of an economy's data in an edition: the publisher's minimum coverage, and shares present."""

from typing import Final

import pandas as pd

from analysis.composition import INPUT_PILLARS

MINIMUM: Final = 0.66
"""A sub-pillar with a smaller share of its indicators does not meet the minimum data coverage."""
FLAGGED: Final = 2
"""A pillar with this many such sub-pillars does not meet it either."""


def thin(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
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
                flags[code] = scores.reindex(columns=parts).notna().mean(axis=1) < MINIMUM
            else:
                known = pd.DataFrame(flags, scores.index).reindex(columns=parts, fill_value=False)
                flags[code] = known.sum(axis=1) >= FLAGGED
    return pd.DataFrame(flags, index=scores.index)


def shares(profile: pd.DataFrame) -> dict[str, tuple[int, int]]:
    """Return for IN and OUT how many indicators are present, and of how many.

    profile: rows of one economy and edition with code, level and score.
    """
    indicators = profile[profile["level"] == "indicator"]
    side = indicators["code"].map(lambda code: "IN" if f"P{code[0]}" in INPUT_PILLARS else "OUT")
    present = indicators["score"].notna()
    return {name: (int(present[side == name].sum()), int((side == name).sum())) for name in ("IN", "OUT")}
