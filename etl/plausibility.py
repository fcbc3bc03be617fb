"""Whether new values of a series are plausible: bounds, common factors, unusual years, large moves."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from typing import Any, Final

import numpy as np
import pandas as pd

from data.article import FOCUS, FOCUS_NAME
from data.catalog import Catalog
from data.contract import Violation
from data.entries import Indicator
from data.schema import OBSERVATIONS
from etl.economies import Suspect, short_name
from etl.exchanged_economies import MIN_COMMON_ECONOMIES, exchanged_in_series
from etl.revision_history import RevisionHistory

MAX_SUSPECT_SHARE: Final = 0.5
"""Share of a series' economies above which a fault concerns the whole series."""


def suspects(
    tables: Mapping[str, pd.DataFrame], given: pd.DataFrame, catalog: Catalog, accepted: Collection[str] = ()
) -> tuple[Suspect, ...]:
    """Return what looks wrong in the series of a release, compared with the snapshot in use.

    ``tables`` are those of the snapshot; ``given`` has indicator, economy, year and value, each
    series complete; ``accepted`` names series, economies, or SERIES:ECONOMY. China's headline
    indicators come first, then China, then the largest excess. docs/refresh.md has the methods
    tried and their limits.
    """
    observations, past = tables[OBSERVATIONS.name], RevisionHistory(tables, catalog)
    now = _split_by_series(given[given["indicator"].isin(list(catalog.indicators))])
    before = _split_by_series(observations[observations["indicator"].isin(list(now))])
    empty = observations.iloc[:0][["economy", "year", "value"]]
    new = {name: rows for name, rows in now.items() if not rows.equals(before.get(name, empty))}
    candidates = out_of_bounds(given[given["indicator"].isin(list(new))], catalog)
    beyond = {suspect.series for suspect in candidates}
    for name, rows in new.items():
        if name not in beyond:
            candidates += _TwoReleases(catalog, name, before.get(name, empty), rows, past).suspects()
    headlines = {pillar.headline for pillar in catalog.strategy if pillar.headline}

    def order(suspect: Suspect) -> tuple[bool, bool, bool, float]:
        china = FOCUS in suspect.economies
        return not suspect.refused, not (china and suspect.series in headlines), not china, -suspect.excess

    return tuple(sorted((item for item in candidates if not item.accepted_by(accepted)), key=order))


def out_of_bounds(rows: pd.DataFrame, catalog: Catalog, accepted: Collection[str] = ()) -> list[Suspect]:
    """Return the series with values out of bounds that were not accepted."""
    wrong = rows[~within_bounds(rows, catalog)]
    wrong = wrong.assign(china=wrong["economy"] == FOCUS, size=wrong["value"].abs())
    wrong = wrong.sort_values(["china", "year", "size"], ascending=False, kind="stable")
    candidates = []
    for name, values in wrong.groupby("indicator"):
        item, limits = catalog.indicators[str(name)], catalog.plausible.limits(str(name))
        worst = values.iloc[0]
        economies = tuple(map(str, values["economy"].unique()))
        above = worst["value"] > limits.high
        bound = display(item, limits.high if above else limits.low)
        value = f"{short_name(economies[0], catalog)}: {display(item, worst['value'])} {item.unit.en}"
        more = f"; {len(values) - 1:,} more values" if len(values) > 1 else ""
        words = f"{value} in {worst['year']}, {'above' if above else 'below'} the bound of {bound}{more}"
        candidates.append(Suspect(economies, words, item.id))
    return [suspect for suspect in candidates if not suspect.accepted_by(accepted)]


def within_bounds(rows: pd.DataFrame, catalog: Catalog, *, by_kind: bool = False) -> pd.Series:
    """Return whether values are within the bounds of their indicator, or of its kind alone."""
    positions, series = pd.factorize(rows["indicator"])
    limits_of = catalog.plausible.usual_limits if by_kind else catalog.plausible.limits
    limits = [limits_of(name) for name in series]
    low = np.array([item.low for item in limits], "float64")[positions]
    high = np.array([item.high for item in limits], "float64")[positions]
    return (rows["value"] >= low) & (rows["value"] <= high)


def violations(suspected: Collection[Suspect], catalog: Catalog) -> list[Violation]:
    """Return one violation for each refused series."""
    names = {item.series: f"{catalog.indicators[item.series].short.en} ({item.series})" for item in suspected}
    return [
        Violation(OBSERVATIONS.name, names[item.series], "", item.sentence, *item.economies[:1])
        for item in suspected
        if item.refused
    ]


def names(suspected: Collection[Suspect]) -> list[str]:
    """Return the names that accept the refused suspects, one for each series."""
    series: dict[str, str] = {}
    for item in (item for item in suspected if item.refused):
        name = f"{item.series}:{item.economies[0]}" if len(item.economies) == 1 else item.series
        series[item.series] = name if series.get(item.series, name) == name else item.series
    return list(series.values())


def display(item: Indicator, value: float) -> str:
    """Return a value as readers see it: scaled, with at least two significant digits."""
    scaled = value * item.scale
    if abs(scaled) >= 1000:
        return f"{scaled:,.0f}"
    small = 0 < abs(scaled) < 10 ** (1 - item.decimals)
    return f"{scaled:.2g}" if small else f"{scaled:.{item.decimals}f}"


def _split_by_series(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    plain = {"indicator": "object", "economy": "object", "year": "int64", "value": "float64"}
    ordered = rows[list(plain)].sort_values(["indicator", "economy", "year"], kind="stable").astype(plain)
    return {
        str(name): values.drop(columns="indicator").reset_index(drop=True)
        for name, values in ordered.groupby("indicator", sort=False)
    }


class _TwoReleases:
    """One series in two releases, the one in use and a new one: tables of economies by years.

    points: whether moves are differences of values, else of logarithms of their sizes; near_zero:
    size below which ratios are meaningless; was, now: values; old, new: the same on that scale;
    ever: largest revision of each economy, also on that scale.
    """

    def __init__(
        self, catalog: Catalog, series: str, in_use: pd.DataFrame, given: pd.DataFrame, past: RevisionHistory
    ) -> None:
        self.catalog, self.series, self.past = catalog, series, past
        self.item, self.limits = catalog.indicators[series], catalog.plausible.limits(series)
        self.moves, self.large = catalog.plausible.moves, list(catalog.plausible.large)
        self.near_zero = self.moves.noise * float((in_use if len(in_use) else given)["value"].abs().median())
        self.points = self.limits.points is not None or not self.near_zero > 0
        wide = (rows.pivot(index="economy", columns="year", values="value") for rows in (in_use, given))
        self.was, self.now = next(wide).align(next(wide))
        self.old, self.new = self._to_scale(self.was), self._to_scale(self.now)
        self.everyone = tuple(map(str, given["economy"].unique()))
        self.ever = past.largest(series, self._to_scale, points=self.points).reindex(self.now.index)

    def _to_scale(self, values: Any) -> Any:
        return values if self.points else np.arcsinh(values / (2 * self.near_zero))

    def suspects(self) -> Iterator[Suspect]:
        """Yield what looks wrong, without moves that follow from an exchange or a shift."""
        small = self.limits.points / 50 if self.limits.points else self.moves.common["all"][0]
        for suspect in exchanged_in_series(self.series, self.old, self.new, small, self.catalog):
            yield suspect
            if suspect.refused:
                return
        together = [*self._find_common_factor(), *self._find_unusual_year()]
        yield from together
        if not any(suspect.refused for suspect in together):
            yield from self._find_large_moves()

    def _find_common_factor(self) -> Iterator[Suspect]:
        ratio = _cells(self.now / self.was.where(self.was.abs() > self.near_zero))
        factors = ratio[ratio > 0].map(np.log)
        china = factors[factors.index.get_level_values(0) == FOCUS]
        groups = []
        if len(self.everyone) >= MIN_COMMON_ECONOMIES:
            all_of_them = f"the median of {len(self.everyone)} economies"
            ever = self.past.common_revision(self.series)
            groups.append(("all", all_of_them, self.everyone, factors, ever))
        if china.count() > self.moves.enough:
            ever = float(self.ever.get(FOCUS, np.nan))
            groups.append(("china", f"most of {FOCUS_NAME}'s past", (FOCUS,), china, ever))
        for name, subject, economies, logs, ever in groups:
            factor, (limit, refused) = float(logs.median()), self.moves.common[name]
            if abs(factor) > limit:
                never = f"by more than {_format_percent(ever)}" if ever > 0 else "so, as far as is known"
                words = f"{subject} is revised by {_format_percent(factor)}, and was never {never}"
                stops = bool(abs(factor) > np.fmax(refused, ever))
                yield Suspect(economies, words, self.series, abs(factor), stops)

    def _find_unusual_year(self) -> Iterator[Suspect]:
        if self.points or len(self.everyone) < MIN_COMMON_ECONOMIES:  # flows that turn have no usual year
            return
        steps = [_steps(values) for values in (self.old, self.new)]
        past, given = (step.median()[step.count() >= MIN_COMMON_ECONOMIES] for step in steps)
        beyond = np.maximum(given - past.max(), past.min() - given)
        if len(past) < self.moves.enough or not beyond.max() > self.moves.median:
            return
        year = beyond.idxmax()
        verb, limit = ("rose", max(past.max(), 0)) if given[year] > 0 else ("fell", min(past.min(), 0))
        comparison = f"and by at most {_format_percent(limit)} in any year since {past.index[0]}"
        median = f"the median of {len(self.everyone)} economies"
        yield Suspect(
            self.everyone,
            f"{median} {verb} by {_format_percent(given[year])} in {year}, {comparison}",
            self.series,
        )

    def _find_large_moves(self) -> Iterator[Suspect]:
        moves = self._measure_moves().sort_values(
            ["china", "large", "revised", "excess"], ascending=False, kind="stable"
        )
        counted = moves["economy"].where(
            moves["revised"] | ~moves["large"]
        )  # large ones are held to narrow limits
        few = max(1, self.moves.few * len(self.everyone))
        many = counted.groupby(moves["revised"]).transform("nunique") > few
        stops = (moves["excess"] > 1) | (counted.notna() & many)
        for refused, rows in ((True, moves[stops]), (False, moves[~stops])):
            if rows.empty:
                continue
            economies = tuple(dict.fromkeys(rows["economy"]))
            count = len(economies) - 1
            more = f"; {count} more econom{'y' if count == 1 else 'ies'}" if count else ""
            sentence = self._describe_move(*rows.iloc[0][["economy", "year", "revised"]]) + more
            if len(economies) > max(2, MAX_SUSPECT_SHARE * len(self.everyone)):
                sentence = f"most economies moved too far at once, for example {sentence}"
            yield Suspect(economies, sentence, self.series, float(rows["excess"].max()), refused)

    @cached_property
    def _is_recent(self) -> pd.DataFrame:
        """Whether a value is one of the last two of its economy: those are judged if the economy is new."""
        return _count_from_end(self.new.notna()) <= 2

    @cached_property
    def steps(self) -> pd.DataFrame:
        """Lowest, usual and highest yearly step in the past of each economy.

        The usual step is the median of the last ones. Few steps are replaced by those of all
        economies.
        """
        fresh = ~self.old.notna().any(axis=1)
        past = _steps(self.old.mask(fresh, self.new.where(~self._is_recent)))
        lately = past.where(_count_from_end(past.notna()) <= self.moves.enough)
        steps = pd.DataFrame(
            {"low": past.min(axis=1), "usual": lately.median(axis=1), "high": past.max(axis=1)}
        )
        every, few = _cells(past), (past.count(axis=1) < self.moves.enough).to_numpy()
        every = every if len(every) >= self.moves.enough else every[:0]
        steps.loc[few] = [every.min(), every.median(), every.max()]
        return steps

    def _measure_moves(self) -> pd.DataFrame:
        """Return the values that are new or revised and moved far, and their excess (above 1: refused).

        Each value is compared with the one in use for its year, and with the year before. The step
        is odd if it is far from the usual one, and refused if it is far beyond all earlier steps
        of its economy. For a new economy only the last two years count.
        """
        was_given, given = self.old.notna(), self.new.notna()
        new = given & ~was_given & self._is_recent.where(~was_given.any(axis=1), other=True)
        changed = (new | self.new.ne(self.old)).astype("float64").where(given)
        steps = _steps(self.new).where((changed > 0) | (changed.ffill(axis=1).shift(axis=1) > 0))
        unusual = steps.sub(self.steps["usual"], axis=0).abs().where(new)
        above, below = (steps.sub(self.steps[name], axis=0) for name in ("high", "low"))
        beyond = above.where(above > -below, -below)
        small = ~steps.index.isin(self.large)
        unusual[small] = beyond[small]  # their figures jump, and come back
        revised = (self.new - self.old).abs()
        odd, refused = self._limits(self.moves.step)
        excess = {False: _excess(unusual.div(odd, axis=0), beyond.div(refused, axis=0))}
        odd, refused = (limit.clip(lower=self.ever.fillna(0.0)) for limit in self._limits(self.moves.past))
        excess[True] = _excess(revised.div(odd, axis=0), revised.div(refused, axis=0))
        cells = pd.concat({kind: _cells(table) for kind, table in excess.items()}, names=["revised"])
        far = cells.reset_index(name="excess")
        return far.assign(china=far["economy"] == FOCUS, large=far["economy"].isin(self.large))

    def _limits(self, margins: Mapping[str, tuple[float, float]]) -> "list[pd.Series[float]]":
        economies = self.steps.index
        china, large = economies == FOCUS, economies.isin(self.large)
        headline = any(pillar.headline == self.series for pillar in self.catalog.strategy)
        by = [margins[name] for name in ("headline" if headline else "china", "large", "others")]
        limits = [
            pd.Series(np.select([china, large], limit[:2], limit[2]), economies)
            for limit in zip(*by, strict=True)
        ]
        if not self.points:
            return limits
        floor = np.where(large, self.limits.points or 0.0, self.limits.others or 0.0)
        size = (self.steps["high"] - self.steps["low"]).clip(upper=self.limits.high - self.limits.low)
        at_least_floor = np.maximum(size, floor)
        return [
            limit * size.where(own_size & (size > 0), at_least_floor)
            for limit, own_size in zip(limits, (large, china), strict=True)
        ]

    def _describe_move(self, economy: str, year: int, revised: bool) -> str:
        """Describe a move from the value in use, or from the year before."""
        name, values = short_name(economy, self.catalog), self.now.T[economy]
        earlier = self.was.T[economy][[year]] if revised else values[values.index < year].dropna()
        then, now = float(earlier.iloc[-1]), float(values[[year]].iloc[0])
        move, ever = self._to_scale(now) - self._to_scale(then), self.ever[economy]
        amount = self._format_move(move) if self.points or not then else f"{abs(now / then - 1):,.0%}"
        low, usual, high = map(float, self.steps.loc[economy])
        value, before = f"{display(self.item, now)} {self.item.unit.en}", display(self.item, then)
        if revised:
            farthest = max(high, -low)
            if abs(move) > ever:
                releases = self.past.release_count(self.series)
                limit = f"was never revised by more than {self._format_move(ever)} in {releases} releases"
            elif abs(move) > farthest:
                limit = f"never moved by more than {self._format_move(farthest)} in a year"
            else:
                limit = "is revised"
            return f"{name}'s value of {year} {limit}; this is {amount}: {value}, where {before} is in use"
        verb, largest = ("rose", max(high, 0.0)) if move > 0 else ("fell", max(-low, 0.0))
        if abs(move) <= largest:
            limit = f"where it usually {'rose' if usual > 0 else 'fell'} by {self._format_move(usual)}"
        elif largest:
            limit = f"and by at most {self._format_move(largest)} in a year before"
        else:
            limit = f"and it never {verb} before"
        since = earlier.index[-1]
        return f"{name} {verb} by {amount} in {year}, to {value} after {before} in {since}, {limit}"

    def _format_move(self, move: float) -> str:
        return display(self.item, abs(move)) if self.points else _format_percent(move)


def _format_percent(step: float) -> str:
    return f"{abs(np.expm1(min(step, 20))):,.0%}"


def _cells(wide: pd.DataFrame) -> "pd.Series[float]":
    return pd.Series(wide.stack()).dropna()


def _count_from_end(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.iloc[:, ::-1].cumsum(axis=1).iloc[:, ::-1]


def _excess(odd: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Return the excess over the refused limit; below 1 for odd values, else missing."""
    return refused.where(refused > 1, (odd / (1 + odd)).where(odd > 1))


def _steps(values: pd.DataFrame) -> pd.DataFrame:
    """Return the step from the previous value, scaled to one year, by economy and year."""
    years = values.notna().mul(values.columns, axis=1).where(values.notna())
    before, since = (cells.ffill(axis=1).shift(axis=1) for cells in (values, years))
    return (values - before) / (years - since) ** 0.5
