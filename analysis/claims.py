"""A claim's definition -> the figures it needs, each computed from the tables of a snapshot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.framework import framework
from analysis.progress import CLAIM_YEAR
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
        return {str(name): rows.sort_values("year") for name, rows in observations.groupby("indicator")}

    def figure(self, figure: Figure) -> Value:
        """Return the figure; without a value where the tables lack what it needs."""
        if figure.kind in ("difference", "percent", "times"):
            return self._change(figure)
        if figure.kind == "median_peer":
            return self._median(figure)
        if figure.kind in ("standing", "with_data"):
            return self._standing(figure)
        if figure.kind == "cluster_change":
            return self._cluster_change(figure)
        if figure.kind == "value":
            return self._value(figure, figure.year)
        if figure.kind in ("other_rank", "other_value"):
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
        return self._clusters_of(int(figure.year))

    def _cluster_change(self, figure: Figure) -> Value:
        (then, _), (now, _) = self._clusters_of(int(figure.since)), self._clusters_of(int(figure.year))
        value = _changed("difference", then, now)
        return Value(value, int(figure.year), int(figure.since), CHINA, "", then, now)

    def _clusters_of(self, edition: int) -> tuple[float | None, str]:
        rows = self._tables["gii_clusters"]
        rows = rows[(rows["edition"] == edition) & (rows["economy"] == CHINA)]
        return (None, "") if rows.empty else (_number(rows["total"].iloc[0]), _text(rows["source"].iloc[0]))

    def _other(self, figure: Figure) -> Value:
        rows = self._tables["other_rankings"]
        column = "rank" if figure.kind == "other_rank" else "score"
        rows = rows[(rows["ranking"] == figure.series) & (rows["economy"] == CHINA)].dropna(subset=column)
        rows = rows.sort_values("year")
        year = self._year(rows, figure.year)
        rows = rows[rows["year"] == year]
        if rows.empty:
            return Value(year=year, economy=CHINA)
        return Value(_number(rows[column].iloc[0]), year, None, CHINA, _text(rows["source"].iloc[0]))

    def _others_count(self, figure: Figure) -> Value:
        """How many of the rankings rank China within the years, or put it among the first ten in any."""
        rows = self._tables["other_rankings"]
        rows = rows[rows["ranking"].isin(figure.rankings) & (rows["economy"] == CHINA)].dropna(subset="rank")
        rows = rows[rows["year"].between(int(figure.since), int(figure.year))]
        best = rows.groupby("ranking")["rank"].min()
        count = len(best) if figure.kind == "others" else int((best <= FIRST_TEN).sum())
        return Value(float(count) if len(best) else None, int(figure.year), int(figure.since), CHINA)

    # Indicators

    def _rows(self, indicator: str, economy: str = CHINA) -> pd.DataFrame:
        rows = self._series.get(indicator, self._tables["observations"].iloc[:0])
        return rows[rows["economy"] == economy]

    def _year(self, rows: pd.DataFrame, wanted: int | str, others: pd.DataFrame | None = None) -> int | None:
        """Return a year of the rows: a number as it is, "first" (since 2012), "latest", "common".

        "common" is the latest year that is also among the rows of others.
        """
        if isinstance(wanted, int):
            return wanted
        years = [int(year) for year in rows["year"]]
        if wanted == "first":
            years = [year for year in years if year >= CLAIM_YEAR]
            return years[0] if years else None
        if wanted == "common":
            common = set() if others is None else set(others["year"])
            years = [year for year in years if year in common]
        return years[-1] if years else None

    def _others(self, figure: Figure) -> pd.DataFrame:
        rows = self._series.get(figure.series, self._tables["observations"].iloc[:0])
        wanted = rows["economy"].isin(figure.economies) if figure.economies else rows["economy"] != CHINA
        return rows[wanted & (rows["economy"] != CHINA)]

    def _value(self, figure: Figure, wanted: int | str) -> Value:
        rows = self._rows(figure.series)
        year = self._year(rows, wanted, self._others(figure) if wanted == "common" else None)
        rows = rows[rows["year"] == year]
        if rows.empty:
            return Value(year=year, economy=CHINA)
        return Value(float(rows["value"].iloc[0]), year, None, CHINA, _text(rows["source"].iloc[0]))

    def _change(self, figure: Figure) -> Value:
        then, now = self._value(figure, figure.since), self._value(figure, figure.year)
        value = _changed(figure.kind, then.value, now.value)
        source = now.source if then.source == now.source and value is not None else ""
        return Value(value, now.year, then.year, CHINA, source, then.value, now.value)

    def _median(self, figure: Figure) -> Value:
        """Return the median of the other economies with a value in the year that is meant for China."""
        rows = self._others(figure)
        year = self._year(self._rows(figure.series), figure.year, rows)
        values = rows.loc[rows["year"] == year, "value"]
        return Value(float(values.median()) if len(values) else None, year)

    def _standing(self, figure: Figure) -> Value:
        """Return China's place among the economies with a value that year, or how many these are.

        Place 1 is the furthest towards the aim.
        """
        own = self._value(figure, figure.year)
        if own.value is None:
            return own
        rows = self._others(figure)
        values = rows.loc[rows["year"] == own.year, "value"]
        if figure.kind == "with_data":
            return Value(float(1 + len(values)), own.year)
        lower = figure.indicator is not None and figure.indicator.direction == "lower"
        ahead = values < own.value if lower else values > own.value
        return Value(float(1 + ahead.sum()), own.year, None, CHINA, own.source)


def _changed(how: str, then: float | None, now: float | None) -> float | None:
    if then is None or now is None:
        return None
    if how == "difference":
        return now - then
    if then <= 0:  # no growth rate from zero or less
        return None
    return now / then if how == "times" else 100 * (now / then - 1)


def _number(value: Any) -> float | None:
    return None if pd.isna(value) else float(value)


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)
