"""How an indicator moved: first value, latest value, change, growth a year, peak, towards the aim or away."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from analysis.dataset import Dataset, cached
from data.article import ARTICLE_YEAR, CLAIM_YEAR, FOCUS

Course = Literal["towards", "away", "flat", "none"]

BASES = tuple(dict.fromkeys((CLAIM_YEAR, ARTICLE_YEAR)))  # years from which a movement may be counted
RATIO_SCALE = frozenset({"count", "money"})
GROWING = RATIO_SCALE | {"ratio"}  # kinds with a true zero, which have a growth rate
HARDLY_MOVED_SHARE = 0.03  # of the first value: less is no movement
HARDLY_MOVED_POINTS = 0.1  # points of a score around zero, less than half of a usual standard error


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


def series(observations: pd.DataFrame, indicator: str, economy: str, since: int = CLAIM_YEAR) -> pd.DataFrame:
    """Return year, value, vintage and source of one indicator and economy from ``since`` on, by year."""
    rows = observations[observations["economy"] == economy]
    rows = rows[(rows["indicator"] == indicator) & (rows["year"] >= since) & rows["value"].notna()]
    return rows.loc[:, ["year", "value", "vintage", "source"]].sort_values("year").reset_index(drop=True)


@cached
def china_series(dataset: Dataset, indicator: str) -> pd.DataFrame:
    """Return ``series`` for China since the year of the claim; empty for an unknown indicator."""
    rows = dataset.observations_by_series.get(indicator)
    return series(dataset.table("observations").iloc[:0] if rows is None else rows, indicator, FOCUS)


def cagr(first: float, last: float, years: int, kind: str) -> float | None:
    """Return the compound annual growth rate, a share: 0.05 is 5 % a year; kind: as in the catalog.

    There is none of shares, scores, ranks and indices, of values at or below 0, and over no year.
    """
    if kind not in GROWING or first <= 0 or last <= 0 or years < 1:
        return None
    return float((last / first) ** (1 / years) - 1)


def direction_of_change(first: float, last: float, kind: str = "") -> int:
    """Return 1 where a value rose, -1 where it fell, 0 where it hardly moved; kind: as in the catalog."""
    least = HARDLY_MOVED_POINTS if kind == "score" else HARDLY_MOVED_SHARE * abs(first)
    return 0 if abs(last - first) < least or last == first else 1 if last > first else -1


def course(moved: Change, kind: str, direction: str) -> Course:
    """Return whether a series moved towards the aim, away from it, or hardly; none without a direction.

    direction: higher, lower or context, as in the catalog.
    """
    if direction not in ("higher", "lower"):
        return "none"
    moves = direction_of_change(moved.first, moved.last, kind)
    if not moves:
        return "flat"
    return "towards" if (moves > 0) == (direction == "higher") else "away"


def change(frame: pd.DataFrame, kind: str) -> Change | None:
    """Return the change over a frame of ``series``; None where it has fewer than two years."""
    if len(frame) < 2:
        return None
    years = [int(year) for year in frame["year"]]
    values = [float(value) for value in frame["value"]]
    ratio = kind in RATIO_SCALE and values[0] > 0
    top = max(range(len(values)), key=values.__getitem__)
    # A tenth is lost only of something above zero: scores around zero have no such measure.
    peaked = 0 < top < len(values) - 1 and values[top] > 0 and values[-1] <= 0.9 * values[top]
    present = set(years)
    return Change(
        first_year=years[0],
        first=values[0],
        last_year=years[-1],
        last=values[-1],
        change=values[-1] / values[0] if ratio else values[-1] - values[0],
        how="ratio" if ratio else "difference",
        peak_year=years[top] if peaked else None,
        peak=values[top] if peaked else None,
        missing_years=tuple(year for year in range(years[0], years[-1]) if year not in present),
    )
