"""Comparisons: the measures, parts of the index by concept and related indicators by year, and each view.

The views: paths, GII pillars, inputs against outputs, two measures, both ends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.composition import PILLARS
from analysis.dataset import Dataset, cached
from analysis.peers import FINDERS
from analysis.query import MAX_PEERS, Query, economies, economy, one_of
from analysis.standing import CHINA, MEASURES, PEERS, percentile

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


VIEWS: Final = ("trajectory", "pillars", "plane", "scatter", "table")
STRATEGIES: Final = ("none", *FINDERS)
SINGLE: Final = frozenset({"pillars", "scatter"})
"""Views of one edition; the others show a range."""
MEASURE: Final = "GII"
X, Y = "GB.XPD.RSDV.GD.ZS", "P6"
USUAL: Final = (CHINA, *PEERS)
"""The economies compared by default, without the one in focus."""
_POSITIONS: Final = {
    "rank": ("rank", "rank_low", "rank_high"),
    "percentile": ("percentile", "percentile_low", "percentile_high"),
    "score": ("value", None, None),
}
OLD: Final = 5  # years behind the edition from which on a value counts as old


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


@cached
def measures(dataset: Dataset) -> dict[str, Measure]:
    """Return all measures by id: the index and its parts in their order, those of old editions, the related.

    Related indicators are left out where their status excludes them, where they are the error of another one,
    and where a single economy has values: there is nothing to compare.
    """
    structure = dataset.parts.sort_values("edition", kind="stable").drop_duplicates("concept", keep="last")
    rows = structure.assign(
        top=[TOP.index(one) if one in TOP else len(TOP) for one in structure["concept"]],
        gone=structure["edition"] != dataset.detailed,
    ).sort_values(["top", "gone", "code"], kind="stable")
    found = {
        str(row["concept"]): Measure(str(row["concept"]), str(row["level"]), str(row["code"]))
        for row in rows.to_dict("records")
    }
    indicators = dataset.catalog.indicators
    errors = {one.error for one in indicators.values()}
    for code, one in indicators.items():
        observed = dataset.observed.get(code)
        several = observed is not None and observed["economy"].nunique() > 1
        if several and one.status in _COMPARABLE and code not in errors:
            found[code] = Measure(code, SERIES, code, one.direction != "context", one.kind in _COUNTED)
    return found


@cached
def measured(dataset: Dataset, measure: Measure) -> pd.DataFrame:
    """Return a measure of all economies and periods, one row each, where anything is known.

    Columns: economy; period (the edition, or the year of a related indicator); edition and year (measured),
    of which one may be missing; value (score, 0 to 100, or value in the unit of the catalog); rank, or
    rank_low and rank_high where rounding leaves it in doubt; economies (with a rank in that period; missing
    where their number is not verified); percentile, or its bounds; code; source (id of the release).
    Ranks of related indicators are ours, among all economies with a value in the year.
    """
    rows = _observed(dataset, measure) if measure.related else _scored(dataset, measure)
    frame = rows.reindex(columns=list(_KINDS)).astype(_KINDS)
    frame = frame.assign(
        percentile=percentile(frame["rank"], frame["economies"]),
        percentile_low=percentile(frame["rank_high"], frame["economies"]),
        percentile_high=percentile(frame["rank_low"], frame["economies"]),
    )
    return frame[[*_COLUMNS]].sort_values(["period", "economy"]).reset_index(drop=True)


def _scored(dataset: Dataset, measure: Measure) -> pd.DataFrame:
    own = dataset.parts.loc[dataset.parts["concept"] == measure.id, ["edition", "code"]]
    rows = dataset.concept(measure.id).merge(own, on=["edition", "code"])
    known = rows["rank"].notna() | rows["rank_low"].notna()
    rows = rows[known | rows["score"].notna()]
    verified = dataset.by_edition["economies"].dropna().index
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


def _observed(dataset: Dataset, measure: Measure) -> pd.DataFrame:
    one = dataset.catalog.indicators[measure.id]
    rows = dataset.observed[measure.id]
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


def presence(dataset: Dataset, measure: Measure, first: int, last: int) -> Presence:
    """Return which editions from ``first`` to ``last`` have a concept of the index."""
    parts = dataset.parts
    detailed = set(parts.loc[parts["level"] == measure.level, "edition"])
    present = set(parts.loc[parts["concept"] == measure.id, "edition"])
    editions = [edition for edition in dataset.editions if first <= edition <= last]
    return Presence(
        present=tuple(one for one in editions if one in present),
        missing=tuple(one for one in editions if one in detailed - present),
        without_level=tuple(one for one in editions if one not in detailed),
    )


def _named(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    """Return who can be named one by one: nobody beside a strategy, which gives the whole set."""
    others = [one for one in dataset.economies if one != before["economy"]]
    return others if before["strategy"] == STRATEGIES[0] else []


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the page Compare.

    hand: the economies named one by one, which links carry from page to page, None where none is or where a
    strategy finds them; strategy: of STRATEGIES; first, last: a range; edition: that of the views of SINGLE;
    measure, x, y: of ``measures``.
    """

    SPAN = ("from", "to")

    view: str = one_of("view", VIEWS)
    economy: str = economy()
    strategy: str = one_of("peers", STRATEGIES)
    hand: tuple[str, ...] | None = economies("with", MAX_PEERS, None, _named)
    measure: str = one_of("measure", lambda dataset, _: tuple(measures(dataset)), MEASURE)
    x: str = one_of("x", lambda dataset, _: tuple(measures(dataset)), X)
    y: str = one_of("y", lambda dataset, _: tuple(measures(dataset)), Y)
    show: str = one_of("show", MEASURES)
    first: int = one_of("from", lambda dataset, _: dataset.editions[:-1])
    last: int = one_of(
        "to", lambda dataset, before: [one for one in dataset.editions[::-1] if one > before["first"]]
    )
    edition: int = one_of(
        "edition", lambda dataset, _: dataset.editions[::-1], lambda dataset, _: dataset.detailed
    )

    @property
    def at(self) -> int:
        """Return the edition of the view: of a range the last one. Peers are found in it."""
        return self.edition if self.view in SINGLE else self.last

    def others(self, found: Sequence[str]) -> tuple[str, ...]:
        """Return the economies beside the one in focus; ``found``: those of the strategy."""
        chosen = self.hand
        if chosen is None:
            chosen = tuple(found) if self.strategy != "none" else USUAL
        return tuple(code for code in chosen if code != self.economy)[:MAX_PEERS]


def positions(frame: pd.DataFrame, show: str) -> pd.DataFrame:
    """Return the rows of ``measured`` that have a position in a figure: at, or its bounds low and high."""
    at, low, high = _POSITIONS[show]
    blank = pd.Series(pd.NA, index=frame.index, dtype="Float64")
    frame = frame.assign(
        at=frame[at].astype("Float64"),
        low=frame[low].astype("Float64") if low else blank,
        high=frame[high].astype("Float64") if high else blank,
    )
    return frame[frame["at"].notna() | frame["low"].notna()]


def middle(frame: pd.DataFrame) -> pd.Series:
    """Return the positions; where only bounds are known, their middle."""
    return frame["at"].fillna((frame["low"] + frame["high"]) / 2)


def paths(field: pd.DataFrame, economies: Sequence[str], first: int, last: int, show: str) -> pd.DataFrame:
    """Return the rows of ``measured`` of some economies from ``first`` to ``last``, in their order."""
    rows = field[field["economy"].isin(economies) & field["period"].between(first, last)]
    return _ordered(positions(rows, show), economies, "period")


def pillars(
    fields: Mapping[str, pd.DataFrame], economies: Sequence[str], edition: int, show: str
) -> pd.DataFrame:
    """Return the seven GII pillars of some economies in one edition, a row each.

    fields: frames of ``measured`` by pillar. Columns as of ``positions``, with pillar, and of the whole field
    lower, median and upper: its quartiles; those of ranks in doubt are of the middles of their bounds.
    """
    found = []
    for pillar, whole in fields.items():
        field = positions(whole[whole["period"] == edition], show)
        quarters = middle(field).quantile([0.25, 0.5, 0.75])
        rows = _ordered(field[field["economy"].isin(economies)], economies, "period")
        spread = dict(zip(("lower", "median", "upper"), quarters, strict=True))
        found.append(rows.assign(pillar=pillar, **spread))
    return pd.concat(found, ignore_index=True)


def plane(
    inputs: pd.DataFrame, outputs: pd.DataFrame, economies: Sequence[str], span: tuple[int, int], show: str
) -> pd.DataFrame:
    """Return inputs and outputs: of all economies in the last edition of a span, of the chosen ones in all.

    inputs, outputs: frames of ``measured``; show: rank or percentile. Columns: economy, edition, chosen, and
    for inputs (x) and outputs (y) ``*_at``, ``*_low``, ``*_high``, ``*`` (what is drawn: the value or the
    middle of its bounds), ``*_source``; economies (ranked). Rows where either is unknown are left out.
    """
    sides = []
    for whole, side in ((inputs, "x"), (outputs, "y")):
        field = positions(whole, show)
        part = field[["economy", "edition", "economies", "at", "low", "high", "source"]]
        names = {name: f"{side}_{name}" for name in ("at", "low", "high", "source")}
        sides.append(part.assign(**{side: middle(field)}).rename(columns=names))
    frame = sides[0].merge(sides[1].drop(columns="economies"), on=["economy", "edition"])
    frame = frame[frame["edition"].between(*span)]
    frame = frame.assign(chosen=frame["economy"].isin(economies))
    frame = frame[frame["chosen"] | (frame["edition"] == span[1])]
    return _ordered(frame, economies, "edition")


def pairs(x: pd.DataFrame, y: pd.DataFrame, related: tuple[bool, bool], edition: int) -> pd.DataFrame:
    """Return two measures of every economy that has both.

    x, y: frames of ``measured``; related: whether each is a related indicator. Of these the latest value up
    to the year of the edition is taken, an economy each its own year; of the index the newest edition up to
    it, the same for all. Columns: economy, and for x and y the value, ``*_period``, ``*_year``, ``*_rank``
    (among all economies with a value in that period), ``*_economies``, ``*_source``.
    """
    sides = []
    for field, by_year, side in ((x, related[0], "x"), (y, related[1], "y")):
        rows = field[field["value"].notna() & (field["period"] <= edition)]
        rows = rows.sort_values("period").drop_duplicates("economy", keep="last")
        if not by_year:
            rows = rows[rows["period"] == rows["period"].max()]
        part = rows[["economy", "value", "period", "year", "rank", "economies", "source"]]
        names = {name: f"{side}_{name}" for name in ("period", "year", "rank", "economies", "source")}
        sides.append(part.rename(columns={"value": side, **names}))
    return sides[0].merge(sides[1], on="economy").sort_values("economy").reset_index(drop=True)


def spearman(x: pd.Series, y: pd.Series) -> float | None:
    """Return Spearman's rank correlation; None for fewer than three values, or where all are the same."""
    if len(x) < 3 or x.nunique() < 2 or y.nunique() < 2:
        return None
    return float(x.astype("float64").rank().corr(y.astype("float64").rank()))


def ends(
    field: pd.DataFrame, economies: Sequence[str], first: int, last: int, compared: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the first and the latest row of each economy from ``first`` to ``last``, best rank first.

    They are of the same two periods for all, those of ``gains``; where no two periods rank all of them, each
    economy has its own, and one without a rank that is not in doubt its first and its latest known row.
    compared: the economies that decide the periods, if they are not all; others are counted inside of them.
    Columns: economy, and with ``first_`` and ``last_`` before them period, edition, year, rank, rank_low,
    rank_high, economies, percentile, value, low_coverage and source; places (gained) and change (of the
    value), missing where either end is not known or both are one. An economy without a row is left out.
    """
    columns = ["period", "edition", "year", "rank", "rank_low", "rank_high", "economies", "percentile"]
    columns += ["value", "low_coverage", "source"]
    rows = field[field["economy"].isin(economies) & field["period"].between(first, last)]
    exact = rows[rows["rank"].notna()]
    doubtful = rows[~rows["economy"].isin(exact["economy"])]
    common = _common(exact[exact["economy"].isin(compared or economies)])
    if common is not None:
        exact = exact[exact["period"].between(common.index[0], common.index[-1])]
    rows = _ordered(pd.concat([exact, doubtful]), economies, "period")
    groups = rows.groupby("economy", sort=False)
    sides = [
        groups.nth(place).set_index("economy")[columns].add_prefix(f"{name}_")
        for place, name in ((0, "first"), (-1, "last"))
    ]
    frame = sides[0].join(sides[1]).reset_index()
    apart = frame["first_period"] != frame["last_period"]
    frame["places"] = (frame["first_rank"] - frame["last_rank"]).astype("Int64").where(apart)
    frame["change"] = (frame["last_value"] - frame["first_value"]).where(apart)
    best = frame["last_rank"].astype("Float64").fillna((frame["last_rank_low"] + frame["last_rank_high"]) / 2)
    return frame.loc[best.sort_values(kind="stable", na_position="last").index].reset_index(drop=True)


@dataclass(frozen=True, slots=True)
class Gains:
    """Places gained from the first period in which all are ranked to the last one, by economy."""

    first: int
    last: int
    places: Mapping[str, int]


def gains(field: pd.DataFrame, economies: Sequence[str], first: int, last: int) -> Gains | None:
    """Return what the economies gained over the same periods; None where no two periods rank two of them.

    Who has no rank at all in the range is left out; the others are counted from the first period, and to
    the last one, in which all of them have a rank that is not in doubt.
    """
    rows = field[field["economy"].isin(economies) & field["period"].between(first, last)]
    wide = _common(rows[rows["rank"].notna()])
    if wide is None or wide.shape[1] < 2:
        return None
    moved = wide.iloc[0].astype(int) - wide.iloc[-1].astype(int)
    places = {code: int(moved[code]) for code in economies if code in moved.index}
    return Gains(int(str(wide.index[0])), int(str(wide.index[-1])), places)


def _common(ranked: pd.DataFrame) -> pd.DataFrame | None:
    """Return the ranks by period and economy where all have one; None for fewer than two such periods."""
    wide = ranked.pivot(index="period", columns="economy", values="rank").dropna().sort_index()
    return wide if len(wide) > 1 else None


@dataclass(frozen=True, slots=True)
class Order:
    """The economies ahead of an economy in one period, level with it, behind it, and in doubt."""

    period: int
    ahead: tuple[str, ...]
    level: tuple[str, ...]
    behind: tuple[str, ...]
    doubt: tuple[str, ...]

    @property
    def known(self) -> int:
        """Return how many others are not in doubt."""
        return len(self.ahead) + len(self.level) + len(self.behind)


def order(field: pd.DataFrame, economy: str, others: Sequence[str], period: int) -> Order | None:
    """Return the order by rank; None where the economy has none. Bounds that overlap leave it in doubt."""
    rows = field[field["period"] == period]
    ranks = zip(*(rows[name] for name in ("economy", "rank", "rank_low", "rank_high")), strict=True)
    bounds = {
        str(code): (int(rank), int(rank)) if pd.notna(rank) else (int(low), int(high))
        for code, rank, low, high in ranks
        if pd.notna(rank) or pd.notna(low)
    }
    if economy not in bounds:
        return None
    low, high = bounds[economy]
    groups: dict[str, list[str]] = {"ahead": [], "level": [], "behind": [], "doubt": []}
    for code in others:
        if code in bounds:
            best, worst = bounds[code]
            exact = best == worst and (best, worst) == (low, high)
            side = "ahead" if worst < low else "behind" if best > high else "level" if exact else "doubt"
            groups[side].append(code)
    return Order(period, *(tuple(groups[name]) for name in ("ahead", "level", "behind", "doubt")))


def _ordered(frame: pd.DataFrame, economies: Sequence[str], period: str) -> pd.DataFrame:
    """Return the rows in the order of the economies, those of others after them, each by period."""
    place = {code: index for index, code in enumerate(economies)}
    keys = frame["economy"].map(place).fillna(len(place))
    order_ = frame.assign(place=keys).sort_values(["place", period], kind="stable").index
    return frame.loc[order_].reset_index(drop=True)
