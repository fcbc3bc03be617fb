"""How an indicator moved: first value, latest value, change, peak."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

CLAIM_YEAR = 2012  # the year from which the article counts
RATIO_SCALE = frozenset({"count", "money"})


@dataclass(frozen=True, slots=True)
class Change:
    """The movement of one series; values in the indicator's own unit, ``change`` unrounded.

    ``how`` is "difference" (shares, scores, indices, ratios) or "ratio" (positive ratio-scale series).
    ``peak_year`` is set where the highest value lies strictly inside the series and the latest value has
    lost at least a tenth of it.
    """

    first_year: int
    first: float
    last_year: int
    last: float
    change: float
    how: Literal["difference", "ratio"]
    peak_year: int | None
    peak: float | None
    missing_years: tuple[int, ...]
    vintages: tuple[str, ...]
    sources: tuple[str, ...]


def series(observations: pd.DataFrame, indicator: str, economy: str, since: int = CLAIM_YEAR) -> pd.DataFrame:
    """Return year, value, vintage and source of one indicator and economy from ``since`` on, by year."""
    rows = observations[
        (observations["indicator"] == indicator)
        & (observations["economy"] == economy)
        & (observations["year"] >= since)
        & observations["value"].notna()
    ]
    return rows.loc[:, ["year", "value", "vintage", "source"]].sort_values("year").reset_index(drop=True)


def change(frame: pd.DataFrame, kind: str) -> Change | None:
    """Return the change over a frame of ``series``; None where it holds fewer than two years."""
    if len(frame) < 2:
        return None
    years = [int(year) for year in frame["year"]]
    values = [float(value) for value in frame["value"]]
    ratio = kind in RATIO_SCALE and values[0] > 0
    top = max(range(len(values)), key=values.__getitem__)
    # A tenth is lost only of something above zero: scores around zero have no such measure.
    peaked = 0 < top < len(values) - 1 and values[top] > 0 and values[-1] <= 0.9 * values[top]
    held = set(years)
    return Change(
        first_year=years[0],
        first=values[0],
        last_year=years[-1],
        last=values[-1],
        change=values[-1] / values[0] if ratio else values[-1] - values[0],
        how="ratio" if ratio else "difference",
        peak_year=years[top] if peaked else None,
        peak=values[top] if peaked else None,
        missing_years=tuple(year for year in range(years[0], years[-1]) if year not in held),
        vintages=tuple(dict.fromkeys(str(vintage) for vintage in frame["vintage"])),
        sources=tuple(dict.fromkeys(str(source) for source in frame["source"])),
    )
