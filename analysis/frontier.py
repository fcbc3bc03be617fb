"""Where an indicator puts an economy: rank among all and among peers, gaps to the frontier."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.standing import CHINA

TARGETS: Final = ("best", "top_ten", "upper_middle")
RECENT: Final = 5  # years of which the fullest gives the number of economies that report
TOP: Final = 10
FULL: Final = 0.5  # share of the fullest of the last years that makes a year comparable
_SIGNS: Final = {"higher": 1.0, "lower": -1.0}


@dataclass(frozen=True, slots=True)
class Gap:
    """How far an economy is from one target of the frontier, in the unit of the indicator.

    target: one of TARGETS; economy: that of the value, "" for the median of the first ten; gap: what is
    missing, positive where the economy is behind, whichever direction is better.
    """

    target: str
    economy: str
    value: float
    gap: float


@dataclass(frozen=True, slots=True)
class Place:
    """Rank of an economy in one year of an indicator, 1 is best; ties share the better rank.

    economies: with a value in that year, itself included; peers: those of the requested peers that have
    one, itself included; gaps: to TARGETS, those that exist.
    """

    year: int
    rank: int
    economies: int
    peer_rank: int
    peers: int
    gaps: tuple[Gap, ...]


def comparable_year(rows: pd.DataFrame, economy: str = CHINA) -> int | None:
    """Return the newest year in which the economy has a value and the field is not only beginning to report.

    rows: observations of one indicator. A year counts when it has at least FULL of the economies of the
    fullest of the RECENT years up to it; None without any value of the economy.
    """
    counts = {int(str(year)): int(count) for year, count in rows["year"].value_counts().items()}
    own = sorted({int(year) for year in rows.loc[rows["economy"] == economy, "year"]}, reverse=True)
    for year in own:
        fullest = max(counts.get(one, 0) for one in range(year - RECENT + 1, year + 1))
        if counts[year] >= FULL * fullest:
            return year
    return own[0] if own else None


def place(
    rows: pd.DataFrame,
    direction: str,
    peers: Collection[str],
    frontier: Collection[str],
    upper_middle: Collection[str],
    economy: str = CHINA,
) -> Place | None:
    """Return where the economy stands in its comparable year.

    rows: economy, year and value of one indicator; direction: higher or lower is better; frontier: economies
    among which the targets lie, the economy itself always; upper_middle: those of that income group. None
    where more is neither better nor worse ("context"), or where no other economy has a value.
    """
    year = comparable_year(rows, economy)
    if direction not in _SIGNS or year is None:
        return None
    values = _values(rows, year, _SIGNS[direction])
    if len(values) < 2:
        return None
    own = values[economy]
    among = values[values.index.isin({*peers, economy})]
    leading = rows[rows["economy"].isin({*frontier, economy})]
    now = _values(leading, year, _SIGNS[direction])
    gaps = [_gap(target, now, upper_middle, economy) for target in TARGETS]
    return Place(
        year=year,
        rank=int((values > own).sum()) + 1,
        economies=len(values),
        peer_rank=int((among > own).sum()) + 1,
        peers=len(among),
        gaps=tuple(gap if direction == "higher" else _turned(gap) for gap in gaps if gap),
    )


def _values(rows: pd.DataFrame, year: int, sign: float) -> pd.Series:
    """Return the values of one year by economy, turned so that more is better."""
    found = rows[(rows["year"] == year) & rows["value"].notna()]
    return found.set_index("economy")["value"] * sign


def _gap(target: str, values: pd.Series, upper_middle: Collection[str], economy: str) -> Gap | None:
    found = _target(target, values, upper_middle)
    if found is None:
        return None
    holder, value = found
    return Gap(target, holder, value, value - values[economy])


def _target(target: str, values: pd.Series, upper_middle: Collection[str]) -> tuple[str, float] | None:
    """Return the economy that is the target of the frontier in one year, and its value."""
    if target == "top_ten":
        return ("", float(values.nlargest(TOP).median())) if len(values) >= TOP else None
    field = values if target == "best" else values[values.index.isin(upper_middle)]
    return None if field.empty else (str(field.idxmax()), float(field.max()))


def _turned(gap: Gap) -> Gap:
    """Return a gap whose value is as published again, where less is better."""
    return Gap(gap.target, gap.economy, -gap.value, gap.gap)
