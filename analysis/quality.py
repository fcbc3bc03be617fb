"""How good the data behind a series are: what a reader must know before relying on it, and a grade."""

from collections.abc import Collection
from typing import Final, Literal

import pandas as pd

from analysis.progress import CLAIM_YEAR
from analysis.standing import CHINA

Grade = Literal["solid", "fair", "thin", "none"]
DOUBTS: Final = ("late", "old", "few", "gaps", "break", "releases", "alone")
OLD: Final = 4  # full years without a newer value from which a series counts as old
FEW: Final = 5  # values since CLAIM_YEAR below which a series is short
FAIR: Final = 2  # doubts up to which the data are fair


def doubts(
    rows: pd.DataFrame,
    breaks: Collection[int],
    checked: int,
    economy: str = CHINA,
    since: int = CLAIM_YEAR,
) -> tuple[str, ...]:
    """Return what is doubtful about one indicator for one economy since CLAIM_YEAR, in the order of DOUBTS.

    rows: economy, year, value and source of one indicator; breaks: years from which it is not comparable;
    checked: year in which the data were last checked. late: begins after CLAIM_YEAR; old: no value for OLD
    full years; few: fewer than FEW values; gaps: years missing inside; break: a break after the first value
    of ``since`` or later; releases: put together from several; alone: no other economy.
    """
    own = rows[(rows["economy"] == economy) & (rows["year"] >= CLAIM_YEAR)]
    years = sorted(int(year) for year in own["year"])
    if not years:
        return ()
    first, last = years[0], years[-1]
    start = next((year for year in years if year >= since), last)
    found = {
        "late": first > CLAIM_YEAR,
        "old": checked - last > OLD,
        "few": len(years) < FEW,
        "gaps": len(years) < last - first + 1,
        "break": any(start < year <= last for year in breaks),
        "releases": own["source"].nunique() > 1,
        "alone": rows["economy"].nunique() == 1,
    }
    return tuple(doubt for doubt in DOUBTS if found[doubt])


def grade(found: Collection[str], has_values: bool = True) -> Grade:
    """Return solid (no doubt), fair (up to FAIR), thin (more), or none for a series without a value."""
    if not has_values:
        return "none"
    return "solid" if not found else "fair" if len(found) <= FAIR else "thin"
