"""A claim's definition -> the figures it needs, each computed from the tables of a snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.framework import framework
from analysis.standing import CHINA
from data.claims import Claim, Figure

Tables = Mapping[str, pd.DataFrame]
FIRST_TEN = 10


@dataclass(frozen=True, slots=True)
class Value:
    """A computed figure; None, blank or 0 for what is missing or does not apply.

    then, now: of a change the values of both years, in the unit of the indicator.
    """

    value: float | None = None
    year: int | None = None
    since: int | None = None
    economy: str = ""
    source: str = ""
    then: float | None = None
    now: float | None = None


class Reader:
    """Figures read and computed from the tables of one snapshot, for the claims given."""

    def __init__(self, tables: Tables, claims: Iterable[Claim]) -> None:
        self._tables = tables
        self._wanted = {figure.series for claim in claims for figure in claim.figures.values()}

    @cached_property
    def _ranks(self) -> dict[tuple[int, str], tuple[float | None, str]]:
        """Rank and its release by edition and code."""
        scores = self._tables["gii_scores"]
        scores = scores[(scores["economy"] == CHINA) & scores["code"].isin(self._wanted)]
        columns = (scores[name] for name in ("edition", "code", "rank", "rank_source"))
        return {
            (int(edition), str(code)): (_number(rank), _text(source))
            for edition, code, rank, source in zip(*columns, strict=True)
        }

    @cached_property
    def _sizes(self) -> dict[int, tuple[float | None, str]]:
        """Number of economies ranked and its release by edition."""
        editions = self._tables["gii_editions"]
        columns = (editions[name] for name in ("edition", "economies", "source"))
        return {
            int(edition): (_number(size), _text(source))
            for edition, size, source in zip(*columns, strict=True)
        }

    @cached_property
    def _series(self) -> dict[str, pd.DataFrame]:
        observations = self._tables["observations"]
        observations = observations[
            observations["indicator"].isin(self._wanted) & observations["value"].notna()
        ]
        return {str(name): rows for name, rows in observations.groupby("indicator")}

    def figure(self, figure: Figure) -> Value:
        """Return the figure; without a value where the tables lack what it needs."""
        if figure.kind == "percent":
            return self._percent(figure)
        if figure.kind == "value":
            return self._value(figure, figure.year)
        if figure.kind == "other_rank":
            return self._other(figure)
        if figure.kind in ("others", "others_first_ten"):
            return self._others_count(figure)
        of_the_index = {
            "rank": self._rank,
            "economies": self._economies,
            "top_share": self._top_share,
            "interval": self._interval,
            "clusters": self._clusters,
            "framework_changes": self._framework_changes,
        }
        value, source = of_the_index[figure.kind](figure)
        since = int(figure.since) if figure.since else None
        return Value(value, int(figure.year), since, CHINA, source if value is not None else "")

    # The index

    def _rank(self, figure: Figure) -> tuple[float | None, str]:
        return self._ranks.get((int(figure.year), figure.series), (None, ""))

    def _economies(self, figure: Figure) -> tuple[float | None, str]:
        return self._sizes.get(int(figure.year), (None, ""))

    def _top_share(self, figure: Figure) -> tuple[float | None, str]:
        (rank, source), (economies, _) = self._rank(figure), self._economies(figure)
        return (None, "") if rank is None or not economies else (100 * rank / economies, source)

    def _framework_changes(self, figure: Figure) -> tuple[float | None, str]:
        """Return how many indicators changed between two editions; nothing where that cannot be counted."""
        found = framework(self._tables["gii_structure"], int(figure.since), int(figure.year))
        return (None, "") if found is None else (float(found.changed), "")

    def _interval(self, figure: Figure) -> tuple[float | None, str]:
        rows = self._tables["gii_intervals"]
        rows = rows[(rows["edition"] == figure.year) & (rows["economy"] == CHINA)]
        rows = rows[rows["kind"] == figure.interval]
        if rows.empty:
            return None, ""
        return _number(rows[figure.end].iloc[0]), _text(rows["source"].iloc[0])

    def _clusters(self, figure: Figure) -> tuple[float | None, str]:
        rows = self._tables["gii_clusters"]
        rows = rows[(rows["edition"] == figure.year) & (rows["economy"] == CHINA)]
        return (None, "") if rows.empty else (_number(rows["total"].iloc[0]), _text(rows["source"].iloc[0]))

    def _other(self, figure: Figure) -> Value:
        rows = self._tables["other_rankings"]
        rows = rows[(rows["ranking"] == figure.series) & (rows["economy"] == CHINA) & rows["rank"].notna()]
        year = _year(rows, figure.year)
        rows = rows[rows["year"] == year]
        if rows.empty:
            return Value(year=year, economy=CHINA)
        return Value(_number(rows["rank"].iloc[0]), year, None, CHINA, _text(rows["source"].iloc[0]))

    def _others_count(self, figure: Figure) -> Value:
        """How many of the rankings rank China within the years, or put it among the first ten in any."""
        rows = self._tables["other_rankings"]
        rows = rows[rows["ranking"].isin(figure.rankings) & (rows["economy"] == CHINA)].dropna(subset="rank")
        rows = rows[rows["year"].between(int(figure.since), int(figure.year))]
        best = rows.groupby("ranking")["rank"].min()
        count = len(best) if figure.kind == "others" else int((best <= FIRST_TEN).sum())
        return Value(float(count) if len(best) else None, int(figure.year), int(figure.since), CHINA)

    # Indicators

    def _value(self, figure: Figure, wanted: int | str) -> Value:
        rows = self._series.get(figure.series, self._tables["observations"].iloc[:0])
        rows = rows[rows["economy"] == CHINA]
        year = _year(rows, wanted)
        rows = rows[rows["year"] == year]
        if rows.empty:
            return Value(year=year, economy=CHINA)
        return Value(float(rows["value"].iloc[0]), year, None, CHINA, _text(rows["source"].iloc[0]))

    def _percent(self, figure: Figure) -> Value:
        then, now = self._value(figure, figure.since), self._value(figure, figure.year)
        if then.value is None or now.value is None or then.value <= 0:  # no growth from zero or less
            return Value(None, now.year, then.year, CHINA)
        source = now.source if then.source == now.source else ""
        return Value(
            100 * (now.value / then.value - 1), now.year, then.year, CHINA, source, then.value, now.value
        )


def _year(rows: pd.DataFrame, wanted: int | str) -> int | None:
    """Return a year of the rows: a number as it is, or the latest."""
    if isinstance(wanted, int):
        return wanted
    return int(rows["year"].max()) if len(rows) else None


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
