"""The movement of a series: first and latest value, change, growth a year, peak, course by its aim."""

from dataclasses import dataclass
from typing import Final, Literal

import pandas as pd

from analysis.dataset import Dataset, cached
from data.article import ARTICLE_YEAR, CLAIM_YEAR, FOCUS

Course = Literal["towards", "away", "flat", "none"]

BASES: Final = tuple(dict.fromkeys((CLAIM_YEAR, ARTICLE_YEAR)))  # years from which a movement may be counted
RATIO_SCALE: Final = frozenset({"count", "money"})
GROWTH_KINDS: Final = RATIO_SCALE | {"ratio"}  # kinds with a true zero, which have a growth rate
HARDLY_MOVED_SHARE: Final = 0.03  # of the first value: less is no movement
HARDLY_MOVED_POINTS: Final = 0.1  # of scores around zero; less than half of a usual standard error
_PEAK_LOSS: Final = 0.1  # share of the peak that the latest value must have lost


@dataclass(frozen=True, slots=True)
class Change:
    """The movement of one series; values in the unit of the indicator, ``change`` unrounded.

    how: "difference" (shares, scores, indices, ratios) or "ratio" (positive ratio-scale series); peak_year,
    peak: set if the highest value is neither the first nor the last, and the latest value has lost at least
    a tenth of it.
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


def series(observations: pd.DataFrame, indicator: str, economy: str, since: int = CLAIM_YEAR) -> pd.DataFrame:
    """Return year, value, vintage and source of one indicator and economy from ``since`` on, sorted."""
    rows = observations[observations["economy"] == economy]
    rows = rows[(rows["indicator"] == indicator) & (rows["year"] >= since) & rows["value"].notna()]
    return rows.loc[:, ["year", "value", "vintage", "source"]].sort_values("year").reset_index(drop=True)


@cached
def china_series(dataset: Dataset, indicator: str) -> pd.DataFrame:
    """Return ``series`` for China since the year of the claim; empty for an unknown indicator."""
    rows = dataset.observations_by_series.get(indicator)
    return series(dataset.table("observations").iloc[:0] if rows is None else rows, indicator, FOCUS)


def cagr(first: float, last: float, years: int, kind: str) -> float | None:
    """Return the compound annual growth rate as a share (0.05 is 5 % a year).

    None unless the kind in the catalog is one of GROWTH_KINDS, both values are positive and a year passed.
    """
    if kind not in GROWTH_KINDS or first <= 0 or last <= 0 or years < 1:
        return None
    return float((last / first) ** (1 / years) - 1)


def direction_of_change(first: float, last: float, kind: str = "") -> int:
    """Return 1 for a rise, -1 for a fall, 0 if the value hardly moved; kind: as in the catalog."""
    threshold = HARDLY_MOVED_POINTS if kind == "score" else HARDLY_MOVED_SHARE * abs(first)
    return 0 if abs(last - first) < threshold or last == first else 1 if last > first else -1


def course(movement: Change, kind: str, direction: str) -> Course:
    """Return the course of a series relative to its aim; "none" for the direction "context"."""
    if direction not in ("higher", "lower"):
        return "none"
    sign = direction_of_change(movement.first, movement.last, kind)
    if not sign:
        return "flat"
    return "towards" if (sign > 0) == (direction == "higher") else "away"


def change(frame: pd.DataFrame, kind: str) -> Change | None:
    """Return the change over a result of ``series``; None for fewer than two years."""
    if len(frame) < 2:
        return None
    years = [int(year) for year in frame["year"]]
    values = [float(value) for value in frame["value"]]
    is_ratio = kind in RATIO_SCALE and values[0] > 0
    peak = values.index(max(values))
    # Only positive values have a share to lose: scores around zero have no peak.
    has_peak = 0 < peak < len(values) - 1 and values[peak] > 0
    has_peak = has_peak and values[-1] <= (1 - _PEAK_LOSS) * values[peak]
    return Change(
        first_year=years[0],
        first=values[0],
        last_year=years[-1],
        last=values[-1],
        change=values[-1] / values[0] if is_ratio else values[-1] - values[0],
        how="ratio" if is_ratio else "difference",
        peak_year=years[peak] if has_peak else None,
        peak=values[peak] if has_peak else None,
        missing_years=tuple(year for year in range(years[0], years[-1]) if year not in years),
    )
