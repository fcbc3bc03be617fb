"""Measures of a comparison: parts of the index joined by concept, and related indicators by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from analysis.composition import PILLARS
from analysis.evidence import Base
from analysis.standing import percentile

TOP: Final = ("GII", "IN", "OUT", *PILLARS)
SERIES: Final = "series"  # the level of what is no part of the index
_COMPARABLE: Final = frozenset({"core", "supporting", "context"})
_SIGNS: Final = {"lower": -1.0}
_COUNTED: Final = frozenset({"count", "money"})
_KINDS: Final = {
    **dict.fromkeys(("economy", "code", "source"), "str"),
    "value": "Float64",
    "low_coverage": "boolean",
    **dict.fromkeys(("period", "edition", "year", "rank", "rank_low", "rank_high", "economies"), "Int64"),
}
_COLUMNS: Final = (
    *("economy", "period", "edition", "year", "value", "rank", "rank_low", "rank_high", "economies"),
    *("percentile", "percentile_low", "percentile_high", "low_coverage", "code", "source"),
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: a concept of the index, or a related indicator of the catalog.

    level: index, subindex, pillar, subpillar, indicator, or SERIES; code: of the newest edition that has the
    concept, or of the indicator; directed: whether 1 is the best rank (else only that of the largest value);
    counted: whether values are counts or money, of which sizes differ by factors.
    """

    id: str
    level: str
    code: str
    directed: bool = True
    counted: bool = False

    @property
    def related(self) -> bool:
        """Return whether this is a related indicator, which has years in place of editions."""
        return self.level == SERIES


def measures(base: Base) -> dict[str, Measure]:
    """Return all measures by id: the index and its parts in their order, those of old editions, the related.

    Related indicators are left out where their status excludes them, where they are the error of another one,
    and where a single economy has values: there is nothing to compare.
    """
    structure = base.structure.sort_values("edition", kind="stable").drop_duplicates("concept", keep="last")
    rows = structure.assign(
        top=[TOP.index(one) if one in TOP else len(TOP) for one in structure["concept"]],
        gone=structure["edition"] != base.edition,
    ).sort_values(["top", "gone", "code"], kind="stable")
    found = {
        str(row["concept"]): Measure(str(row["concept"]), str(row["level"]), str(row["code"]))
        for row in rows.to_dict("records")
    }
    errors = {one.error for one in base.indicators.values()}
    for code, one in base.indicators.items():
        observed = base.observed.get(code)
        several = observed is not None and observed["economy"].nunique() > 1
        if several and one.status in _COMPARABLE and code not in errors:
            found[code] = Measure(code, SERIES, code, one.direction != "context", one.kind in _COUNTED)
    return found


def measured(base: Base, measure: Measure) -> pd.DataFrame:
    """Return a measure of all economies and periods, one row each, where anything is known.

    Columns: economy; period (the edition, or the year of a related indicator); edition and year (measured),
    of which one may be missing; value (score, 0 to 100, or value in the unit of the catalog); rank, or
    rank_low and rank_high where rounding leaves it in doubt; economies (with a rank in that period; missing
    where their number is not verified); percentile, or its bounds; code; source (id of the release).
    Ranks of related indicators are ours, among all economies with a value in the year.
    """
    rows = _observed(base, measure) if measure.related else _scored(base, measure)
    frame = rows.reindex(columns=list(_KINDS)).astype(_KINDS)
    frame = frame.assign(
        percentile=percentile(frame["rank"], frame["economies"]),
        percentile_low=percentile(frame["rank_high"], frame["economies"]),
        percentile_high=percentile(frame["rank_low"], frame["economies"]),
    )
    return frame[[*_COLUMNS]].sort_values(["period", "economy"]).reset_index(drop=True)


def _scored(base: Base, measure: Measure) -> pd.DataFrame:
    mine = base.structure.loc[base.structure["concept"] == measure.id, ["edition", "code"]]
    rows = base.scores[base.scores["code"].isin(mine["code"])].merge(mine, on=["edition", "code"])
    known = rows["rank"].notna() | rows["rank_low"].notna()
    rows = rows[known | rows["score"].notna()]
    verified = base.editions.loc[base.editions["economies"].notna(), "edition"]
    counts = rows[known.reindex(rows.index)].groupby("edition").size()
    exact = rows["rank"].notna()
    return rows.assign(
        period=rows["edition"],
        year=rows["data_year"],
        value=rows["score"],
        rank_low=rows["rank_low"].mask(exact),
        rank_high=rows["rank_high"].mask(exact),
        economies=rows["edition"].map(counts[counts.index.isin(verified)]),
        source=rows["rank_source"].fillna(rows["score_source"]),
    )


def _observed(base: Base, measure: Measure) -> pd.DataFrame:
    one = base.indicators[measure.id]
    rows = base.observed[measure.id]
    rows = rows[rows["value"].notna()]
    value = rows["value"].astype("Float64") * one.scale
    best_first = -value * _SIGNS.get(one.direction, 1.0)
    years = rows["year"].astype("Int64")
    return rows.assign(
        period=years,
        value=value,
        rank=best_first.groupby(years).rank(method="min"),
        economies=years.map(years.value_counts()),
        code=measure.id,
    )


@dataclass(frozen=True, slots=True)
class Presence:
    """Editions of a range: those that have a measure, those that lack it, and those without its level."""

    present: tuple[int, ...]
    missing: tuple[int, ...]
    without_level: tuple[int, ...]


def presence(base: Base, measure: Measure, first: int, last: int) -> Presence:
    """Return which editions from ``first`` to ``last`` have a concept of the index."""
    levels = base.structure.loc[base.structure["level"] == measure.level, "edition"]
    detailed = {int(edition) for edition in levels}
    present = {int(e) for e in base.structure.loc[base.structure["concept"] == measure.id, "edition"]}
    editions = sorted(int(e) for e in base.editions["edition"] if first <= int(e) <= last)
    return Presence(
        present=tuple(e for e in editions if e in present),
        missing=tuple(e for e in editions if e in detailed - present),
        without_level=tuple(e for e in editions if e not in detailed),
    )
