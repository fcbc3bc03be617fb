"""A comparison: view, economies and their strategy, measures, editions; and the frames of its views.

Paths, GII pillars, inputs against outputs, two measures, both ends.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.dataset import Dataset
from analysis.derived import measures
from analysis.peers import FINDERS
from analysis.query import MAX_PEERS, Query, economies, economy, one_of
from analysis.standing import CHINA, MEASURES, PEERS

VIEWS: Final = ("trajectory", "pillars", "plane", "scatter", "table")
STRATEGIES: Final = ("none", *FINDERS)
SINGLE: Final = frozenset({"pillars", "scatter"})
"""Views of one edition; the others show a range."""
MEASURE: Final = "GII"
X, Y = "GB.XPD.RSDV.GD.ZS", "P6"
USUAL: Final = (CHINA, *PEERS)
"""The economies compared by default, without the one in focus."""
_COLUMNS: Final = {
    "rank": ("rank", "rank_low", "rank_high"),
    "percentile": ("percentile", "percentile_low", "percentile_high"),
    "score": ("value", None, None),
}
OLD: Final = 5  # years behind the edition from which on a value counts as old


def _measures(dataset: Dataset, _: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(measures(dataset))


def _named(dataset: Dataset, before: Mapping[str, Any]) -> list[str]:
    """Return who can be named one by one: nobody beside a strategy, which gives the whole set."""
    others = [one for one in dataset.economies if one != before["economy"]]
    return others if before["strategy"] == STRATEGIES[0] else []


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the page Compare.

    hand: the economies named one by one, which links carry from page to page, None where none is or where a
    strategy finds them; strategy: of STRATEGIES; first, last: a range; edition: that of the views of SINGLE;
    measure, x, y: of ``analysis.derived.measures``.
    """

    SPAN = ("from", "to")

    view: str = one_of("view", VIEWS)
    economy: str = economy()
    strategy: str = one_of("peers", STRATEGIES)
    hand: tuple[str, ...] | None = economies("with", MAX_PEERS, None, _named)
    measure: str = one_of("measure", _measures, MEASURE)
    x: str = one_of("x", _measures, X)
    y: str = one_of("y", _measures, Y)
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
    at, low, high = _COLUMNS[show]
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


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two measures of the same economies; see ``pairs``. correlation: Spearman's, None for fewer than 3."""

    frame: pd.DataFrame
    correlation: float | None


def pairs(x: pd.DataFrame, y: pd.DataFrame, related: tuple[bool, bool], edition: int) -> Pairs:
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
    frame = sides[0].merge(sides[1], on="economy").sort_values("economy").reset_index(drop=True)
    return Pairs(frame, spearman(frame["x"], frame["y"]))


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
