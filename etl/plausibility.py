"""Whether new values of a series look right: bounds, common factors, years and values that moved too far."""

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

WHOLE: Final = 0.5
"""Share of the economies of a series from which a fault is that of the series."""


def suspects(
    tables: Mapping[str, pd.DataFrame], given: pd.DataFrame, catalog: Catalog, accepted: Collection[str] = ()
) -> tuple[Suspect, ...]:
    """Return what does not look right in series that a release gives, against those of the snapshot in use.

    tables: of that snapshot: observations and what tells of releases (see Past); given: indicator, economy,
    year, value, each series whole. China's headlines come first, then China, then the worst.
    docs/refresh.md has what was tried, and what cannot be known.
    """
    in_use, past = tables[OBSERVATIONS.name], RevisionHistory(tables, catalog)
    now = _by_series(given[given["indicator"].isin(list(catalog.indicators))])
    before = _by_series(in_use[in_use["indicator"].isin(list(now))])
    none = in_use.iloc[:0][["economy", "year", "value"]]
    new = {name: rows for name, rows in now.items() if not rows.equals(before.get(name, none))}
    found = out_of_bounds(given[given["indicator"].isin(list(new))], catalog)
    beyond = {suspect.series for suspect in found}
    for name, rows in new.items():
        if name not in beyond:
            found += _TwoReleases(catalog, name, before.get(name, none), rows, past).suspects()
    headlines = {pillar.headline for pillar in catalog.strategy if pillar.headline}

    def order(suspect: Suspect) -> tuple[bool, bool, bool, float]:
        china = FOCUS in suspect.economies
        return not suspect.refused, not (china and suspect.series in headlines), not china, -suspect.excess

    return tuple(sorted((one for one in found if not one.accepted_by(accepted)), key=order))


def out_of_bounds(rows: pd.DataFrame, catalog: Catalog, accepted: Collection[str] = ()) -> list[Suspect]:
    """Return the series with values out of bounds that were not accepted."""
    wrong = rows[~within_bounds(rows, catalog, own=True)]
    wrong = wrong.assign(china=wrong["economy"] == FOCUS, size=wrong["value"].abs())
    wrong = wrong.sort_values(["china", "year", "size"], ascending=False, kind="stable")
    found = []
    for name, own in wrong.groupby("indicator"):
        item, limits, worst = catalog.indicators[str(name)], catalog.plausible.limits(str(name)), own.iloc[0]
        economies = tuple(map(str, own["economy"].unique()))
        above = worst["value"] > limits.high
        bound = display(item, limits.high if above else limits.low)
        value = f"{short_name(economies[0], catalog)}: {display(item, worst['value'])} {item.unit.en}"
        more = f"; {len(own) - 1:,} more values" if len(own) > 1 else ""
        words = f"{value} in {worst['year']}, {'above' if above else 'below'} the bound of {bound}{more}"
        found.append(Suspect(economies, words, item.id))
    return [suspect for suspect in found if not suspect.accepted_by(accepted)]


def within_bounds(rows: pd.DataFrame, catalog: Catalog, *, own: bool) -> pd.Series:
    """Return whether values are within the bounds of their indicator (own), or those of its kind alone."""
    places, series = pd.factorize(rows["indicator"])
    limits = [
        catalog.plausible.limits(name) if own else catalog.plausible.usual_limits(name) for name in series
    ]
    low, high = (
        np.array([getattr(item, bound) for item in limits], "float64")[places] for bound in ("low", "high")
    )
    return (rows["value"] >= low) & (rows["value"] <= high)


def violations(found: Collection[Suspect], catalog: Catalog) -> list[Violation]:
    """Return a violation for each suspect series that is refused."""
    names = {one.series: f"{catalog.indicators[one.series].short.en} ({one.series})" for one in found}
    return [
        Violation(OBSERVATIONS.name, names[one.series], "", one.sentence, *one.economies[:1])
        for one in found
        if one.refused
    ]


def names(found: Collection[Suspect]) -> list[str]:
    """Return the names under which what is refused is accepted, one for each series."""
    series: dict[str, str] = {}
    for item in (item for item in found if item.refused):
        own = f"{item.series}:{item.economies[0]}" if len(item.economies) == 1 else item.series
        series[item.series] = own if series.get(item.series, own) == own else item.series
    return list(series.values())


def display(item: Indicator, value: float) -> str:
    """Return a value as readers see it: scaled, with the decimals of the indicator or two digits at least."""
    scaled = value * item.scale
    if abs(scaled) >= 1000:
        return f"{scaled:,.0f}"
    small = 0 < abs(scaled) < 10 ** (1 - item.decimals)
    return f"{scaled:.2g}" if small else f"{scaled:.{item.decimals}f}"


def _by_series(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    plain = {"indicator": "object", "economy": "object", "year": "int64", "value": "float64"}
    ordered = rows[list(plain)].sort_values(["indicator", "economy", "year"], kind="stable").astype(plain)
    return {
        str(name): own.drop(columns="indicator").reset_index(drop=True)
        for name, own in ordered.groupby("indicator", sort=False)
    }


class _TwoReleases:
    """One series, as in use and as given: tables of economies by years.

    points: whether moves are differences of values, and not of the logarithms of their sizes; near_zero: the
    size below which ratios mean nothing; was, now: values; old, new: the same on that scale; ever: how far a
    value of each economy was ever revised, on it too.
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
        self.old, self.new = self._on_scale(self.was), self._on_scale(self.now)
        self.everyone = tuple(map(str, given["economy"].unique()))
        self.ever = past.largest(series, self._on_scale, points=self.points).reindex(self.now.index)

    def _on_scale(self, values: Any) -> Any:
        return values if self.points else np.arcsinh(values / (2 * self.near_zero))

    def suspects(self) -> Iterator[Suspect]:
        """Yield what does not look right; moves that follow from an exchange or a shift are left out."""
        small = self.limits.points / 50 if self.limits.points else self.moves.common["all"][0]
        for suspect in exchanged_in_series(self.series, self.old, self.new, small, self.catalog):
            yield suspect
            if suspect.refused:
                return
        together = [*self._by_a_common_factor(), *self._in_a_year_as_never_before()]
        yield from together
        if not any(suspect.refused for suspect in together):
            yield from self._too_far()

    def _by_a_common_factor(self) -> Iterator[Suspect]:
        """Yield a factor that all values, or those of China's past, have in common."""
        ratio = _cells(self.now / self.was.where(self.was.abs() > self.near_zero))
        factors = ratio[ratio > 0].map(np.log)
        china = factors[factors.index.get_level_values(0) == FOCUS]
        groups = []
        if len(self.everyone) >= MIN_COMMON_ECONOMIES:
            all_of_them = f"the median of {len(self.everyone)} economies"
            groups.append(
                ("all", all_of_them, self.everyone, factors, self.past.common_revision(self.series))
            )
        if china.count() > self.moves.enough:
            ever = float(self.ever.get(FOCUS, np.nan))
            groups.append(("china", f"most of {FOCUS_NAME}'s past", (FOCUS,), china, ever))
        for name, whose, economies, own, ever in groups:
            factor, (told, refused) = float(own.median()), self.moves.common[name]
            if abs(factor) > told:
                never = f"by more than {_percent(ever)}" if ever > 0 else "so, as far as is known"
                words = f"{whose} is revised by {_percent(factor)}, and was never {never}"
                stops = bool(abs(factor) > np.fmax(refused, ever))
                yield Suspect(economies, words, self.series, abs(factor), stops)

    def _in_a_year_as_never_before(self) -> Iterator[Suspect]:
        """Yield a year in which the median economy moved further than in any year known."""
        if self.points or len(self.everyone) < MIN_COMMON_ECONOMIES:  # flows that turn have no usual year
            return
        steps = [_steps(values) for values in (self.old, self.new)]
        past, given = (step.median()[step.count() >= MIN_COMMON_ECONOMIES] for step in steps)
        beyond = np.maximum(given - past.max(), past.min() - given)
        if len(past) < self.moves.enough or not beyond.max() > self.moves.median:
            return
        year = beyond.idxmax()
        way, limit = ("rose", max(past.max(), 0)) if given[year] > 0 else ("fell", min(past.min(), 0))
        most = f"and by at most {_percent(limit)} in any year since {past.index[0]}"
        median = f"the median of {len(self.everyone)} economies"
        yield Suspect(
            self.everyone, f"{median} {way} by {_percent(given[year])} in {year}, {most}", self.series
        )

    def _too_far(self) -> Iterator[Suspect]:
        """Yield values that moved too far: those that refuse, those that only warn, the worst in words."""
        far = self._far().sort_values(["china", "large", "revised", "excess"], ascending=False, kind="stable")
        counted = far["economy"].where(far["revised"] | ~far["large"])  # large ones are held to narrow limits
        few = max(1, self.moves.few * len(self.everyone))
        many = counted.groupby(far["revised"]).transform("nunique") > few
        stops = (far["excess"] > 1) | (counted.notna() & many)
        for refused, rows in ((True, far[stops]), (False, far[~stops])):
            if rows.empty:
                continue
            economies = tuple(dict.fromkeys(rows["economy"]))
            others = len(economies) - 1
            more = f"; {others} more econom{'y' if others == 1 else 'ies'}" if others else ""
            sentence = self._sentence(*rows.iloc[0][["economy", "year", "revised"]]) + more
            if len(economies) > max(2, WHOLE * len(self.everyone)):
                sentence = f"most economies moved too far at once, for example {sentence}"
            yield Suspect(economies, sentence, self.series, float(rows["excess"].max()), refused)

    @cached_property
    def _judged_late(self) -> pd.DataFrame:
        """Which values of an economy that is new are judged by its others: those of the last two years."""
        return _from_the_end(self.new.notna()) <= 2

    @cached_property
    def steps(self) -> pd.DataFrame:
        """The lowest, usual and highest step of a year in the past of each economy.

        The usual one is the median of the last ones. An economy with few steps takes those of all.
        """
        fresh = ~self.old.notna().any(axis=1)
        past = _steps(self.old.mask(fresh, self.new.where(~self._judged_late)))
        lately = past.where(_from_the_end(past.notna()) <= self.moves.enough)
        steps = pd.DataFrame(
            {"low": past.min(axis=1), "usual": lately.median(axis=1), "high": past.max(axis=1)}
        )
        every, few = _cells(past), (past.count(axis=1) < self.moves.enough).to_numpy()
        every = every if len(every) >= self.moves.enough else every[:0]
        steps.loc[few] = [every.min(), every.median(), every.max()]
        return steps

    def _far(self) -> pd.DataFrame:
        """Return the values that are new or revised and moved far, and how far (excess, refused above 1).

        Each is held to the value in use for its year, and to the year before: that step is told of where it
        is far from the usual one, and refused where it is far beyond all of its economy's past. Of an economy
        that is new the last two years count.
        """
        known, given = self.old.notna(), self.new.notna()
        new = given & ~known & self._judged_late.where(~known.any(axis=1), other=True)
        other = (new | self.new.ne(self.old)).astype("float64").where(given)
        steps = _steps(self.new).where((other > 0) | (other.ffill(axis=1).shift(axis=1) > 0))
        unusual = steps.sub(self.steps["usual"], axis=0).abs().where(new)
        above, below = (steps.sub(self.steps[name], axis=0) for name in ("high", "low"))
        beyond = above.where(above > -below, -below)
        small = ~steps.index.isin(self.large)
        unusual[small] = beyond[small]  # their figures jump, and come back
        revised = (self.new - self.old).abs()
        told, refused = self._limits(self.moves.step)
        found = {False: _excess(unusual.div(told, axis=0), beyond.div(refused, axis=0))}
        told, refused = (limit.clip(lower=self.ever.fillna(0.0)) for limit in self._limits(self.moves.past))
        found[True] = _excess(revised.div(told, axis=0), revised.div(refused, axis=0))
        cells = pd.concat({kind: _cells(one) for kind, one in found.items()}, names=["revised"])
        far = cells.reset_index(name="excess")
        return far.assign(china=far["economy"] == FOCUS, large=far["economy"].isin(self.large))

    def _limits(self, margins: Mapping[str, tuple[float, float]]) -> "list[pd.Series[float]]":
        """Return by economy from where a move is told, and from where refused."""
        economies = self.steps.index
        china, large = economies == FOCUS, economies.isin(self.large)
        headline = any(pillar.headline == self.series for pillar in self.catalog.strategy)
        by = [margins[name] for name in ("headline" if headline else "china", "large", "others")]
        limits = [
            pd.Series(np.select([china, large], one[:2], one[2]), economies) for one in zip(*by, strict=True)
        ]
        if not self.points:
            return limits
        floor = np.where(large, self.limits.points or 0.0, self.limits.others or 0.0)
        size = (self.steps["high"] - self.steps["low"]).clip(upper=self.limits.high - self.limits.low)
        least = np.maximum(size, floor)
        return [
            one * size.where(own & (size > 0), least) for one, own in zip(limits, (large, china), strict=True)
        ]

    def _sentence(self, economy: str, year: int, revised: bool) -> str:
        """Return in words how far a value moved, from the one in use or from the year before."""
        who, own = short_name(economy, self.catalog), self.now.T[economy]
        earlier = self.was.T[economy][[year]] if revised else own[own.index < year].dropna()
        then, now = float(earlier.iloc[-1]), float(own[[year]].iloc[0])
        move, ever = self._on_scale(now) - self._on_scale(then), self.ever[economy]
        by = self._size(move) if self.points or not then else f"{abs(now / then - 1):,.0%}"
        low, usual, high = map(float, self.steps.loc[economy])
        value, before = f"{display(self.item, now)} {self.item.unit.en}", display(self.item, then)
        if revised:
            farthest = max(high, -low)
            if abs(move) > ever:
                releases = self.past.release_count(self.series)
                limit = f"was never revised by more than {self._size(ever)} in {releases} releases"
            elif abs(move) > farthest:
                limit = f"never moved by more than {self._size(farthest)} in a year"
            else:
                limit = "is revised"
            return f"{who}'s value of {year} {limit}; this is {by}: {value}, where {before} is in use"
        way, most = ("rose", max(high, 0.0)) if move > 0 else ("fell", max(-low, 0.0))
        if abs(move) <= most:
            limit = f"where it usually {'rose' if usual > 0 else 'fell'} by {self._size(usual)}"
        elif most:
            limit = f"and by at most {self._size(most)} in a year before"
        else:
            limit = f"and it never {way} before"
        return f"{who} {way} by {by} in {year}, to {value} after {before} in {earlier.index[-1]}, {limit}"

    def _size(self, move: float) -> str:
        return display(self.item, abs(move)) if self.points else _percent(move)


def _percent(step: float) -> str:
    return f"{abs(np.expm1(min(step, 20))):,.0%}"


def _cells(wide: pd.DataFrame) -> "pd.Series[float]":
    return pd.Series(wide.stack()).dropna()


def _from_the_end(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.iloc[:, ::-1].cumsum(axis=1).iloc[:, ::-1]


def _excess(told: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Return how far cells are beyond what is refused; below 1 those that are told; no others."""
    return refused.where(refused > 1, (told / (1 + told)).where(told > 1))


def _steps(at: pd.DataFrame) -> pd.DataFrame:
    """Return the step of each value since the one before, as of one year, by economy and year."""
    years = at.notna().mul(at.columns, axis=1).where(at.notna())
    before, since = (one.ffill(axis=1).shift(axis=1) for one in (at, years))
    return (at - before) / (years - since) ** 0.5
