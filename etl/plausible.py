"""New values of series against their own past: far steps, slips of the decimal point, exchanges, shifts."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.standing import CHINA
from data.catalog import Catalog
from data.contract import Violation
from data.entries import Indicator
from data.plausible import Limits, Plausibility
from data.schema import OBSERVATIONS
from etl import exchanges

SLIP: Final = 0.01
"""How near, as a decimal logarithm, the ratio of a value to the one in use lies to a power of ten."""
WHOLE: Final = 0.5
"""Share of the economies of a series from which a fault is that of the series."""
COMMON: Final = 10
"""Economies from which the median step of a year says something."""
LINES: Final = 6
"""Findings that are explained one by one."""


@dataclass(frozen=True, slots=True)
class Odd:
    """What does not look right in one series, a sentence for each economy, the worst first.

    excess: how far beyond the limit the worst is; economies: those concerned.
    """

    series: str
    sentence: str
    economies: tuple[str, ...]
    excess: float
    refused: bool = True

    def without(self, accepted: Collection[str]) -> bool:
        """Return whether names that were accepted cover it: the series, or each of its economies."""
        if self.series in accepted:
            return True
        return all(one in accepted or f"{self.series}:{one}" in accepted for one in self.economies)


@dataclass(frozen=True, slots=True)
class Scale:
    """How steps of one series are measured: in points, or as natural logarithms of ratios.

    near: the size below which a value counts as near zero, where ratios mean nothing.
    """

    limits: Limits
    near: float

    def of(self, values: pd.Series) -> pd.Series:
        """Return values on the scale on which steps are differences."""
        return values if self.points else np.arcsinh(values / (2 * self.near))

    @property
    def points(self) -> bool:
        """Return whether steps are differences of the values themselves."""
        return self.limits.points is not None or not self.near > 0


def odd(
    in_use: pd.DataFrame, given: pd.DataFrame, catalog: Catalog, accepted: Collection[str] = ()
) -> tuple[Odd, ...]:
    """Return what does not look right in series that a release gives, against those of the snapshot in use.

    in_use, given: columns indicator, economy, year, value; each series of `given` whole. China's headlines
    come first, then China, then the worst. docs/refresh.md has what was tried, and what cannot be known.
    """
    found: list[Odd] = []
    now = _by_series(given)
    before = _by_series(in_use[in_use["indicator"].isin(list(now))])
    none = in_use.iloc[:0][["economy", "year", "value"]]
    for name, rows in now.items():
        old = before.get(name, none)
        if name in catalog.indicators and not rows.equals(old):
            found += _Series(catalog, name, old, rows).odd()
    headlines = [pillar.headline for pillar in catalog.strategy]
    remaining = [item for item in found if not item.without(accepted)]
    remaining.sort(key=lambda item: _rank(item, headlines))
    return tuple(remaining)


def violations(found: Collection[Odd], catalog: Catalog) -> list[Violation]:
    """Return a violation for each of the first findings that refuse, and one that counts the others."""
    refused = [item for item in found if item.refused]
    listed = []
    for item in refused[:LINES]:
        place = label(catalog.indicators[item.series])
        listed.append(Violation(OBSERVATIONS.name, place, "", item.sentence, item.economies[0]))
    if more := refused[LINES:]:
        names = ", ".join(dict.fromkeys(item.series for item in more))
        listed.append(Violation(OBSERVATIONS.name, "", "", f"{len(more)} more: {names}"))
    return listed


def names(found: Collection[Odd]) -> list[str]:
    """Return the names under which the findings that refuse are accepted, one for each series."""
    series: dict[str, str] = {}
    for item in (item for item in found if item.refused):
        own = f"{item.series}:{item.economies[0]}" if len(item.economies) == 1 else item.series
        series[item.series] = own if series.get(item.series, own) == own else item.series
    return list(series.values())


def label(item: Indicator) -> str:
    """Return a series as violations name it."""
    return f"{item.short.en} ({item.id})"


def display(item: Indicator, value: float) -> str:
    """Return a value as readers see it: scaled, with the decimals of the indicator or two digits at least."""
    scaled = value * item.scale
    if abs(scaled) >= 1000:
        return f"{scaled:,.0f}"
    small = 0 < abs(scaled) < 10 ** (1 - item.decimals)
    return f"{scaled:.2g}" if small else f"{scaled:.{item.decimals}f}"


def _rank(item: Odd, headlines: Collection[str]) -> tuple[bool, bool, bool, float]:
    china = CHINA in item.economies
    return not item.refused, not (china and item.series in headlines), not china, -item.excess


def _by_series(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return economy, year and value of each series, sorted."""
    plain = {"indicator": "object", "economy": "object", "year": "int64", "value": "float64"}
    ordered = rows[list(plain)].sort_values(["indicator", "economy", "year"], kind="stable").astype(plain)
    return {
        str(name): own.drop(columns="indicator").reset_index(drop=True)
        for name, own in ordered.groupby("indicator", sort=False)
    }


class _Series:
    """One series, as in use and as given, both sorted by economy and year."""

    def __init__(self, catalog: Catalog, name: str, in_use: pd.DataFrame, given: pd.DataFrame) -> None:
        self.catalog, self.name = catalog, name
        self.known: Plausibility = catalog.plausible
        self.item: Indicator = catalog.indicators[name]
        sizes = (in_use if len(in_use) else given)["value"].abs()
        self.scale = Scale(self.known.of(name), self.known.steps.noise * float(sizes.median()))
        self.in_use = in_use.assign(at=self.scale.of(in_use["value"]))
        self.given = given.assign(at=self.scale.of(given["value"]))

    def odd(self) -> Iterator[Odd]:
        """Yield what does not look right; steps that follow from an exchange or a shift are left out."""
        if len(self.in_use):
            floor = self.scale.limits.points or self.known.steps.times
            moved = exchanges.in_series(self.in_use, self.given, floor / 50, self.known.large)
            if moved is not None:
                yield Odd(self.name, moved.sentence(self.catalog), moved.economies, np.inf)
                return
        found = list(self._findings(self._steps()))
        yield from found
        refused = {economy for item in found if item.refused for economy in item.economies}
        yield from (item for item in self._as_never_before() if not refused.issuperset(item.economies))

    def _as_never_before(self) -> Iterator[Odd]:
        """Yield the newest and new years in which China, or the median economy, moved as never before."""
        limits = self.known.steps
        everyone = tuple(str(one) for one in self.given["economy"].unique())
        headline = any(pillar.headline == self.name for pillar in self.catalog.strategy)
        lines: dict[tuple[str, ...], tuple[float, float]] = {}
        lines[CHINA,] = (limits.headline, limits.china) if headline else (limits.china, np.inf)
        if len(everyone) >= COMMON and not self.scale.points:  # flows that turn have no usual year
            lines[everyone] = (limits.median, limits.median)
        for economies, (told, refused) in lines.items():
            past, given = (_median_steps(rows, economies) for rows in (self.in_use, self.given))
            if len(past) < limits.enough:
                continue
            size = float(past.max() - past.min()) if self.scale.points else 1.0
            for year, step in given[given.index > past.index[-limits.newest]].items():
                beyond = max(step - past.max(), past.min() - step) / size if size else 0.0
                if beyond > told:
                    sentence = self._compared(economies, int(year), float(step), past)
                    yield Odd(self.name, sentence, economies, beyond, beyond > refused)

    def _compared(self, economies: tuple[str, ...], year: int, step: float, past: pd.Series) -> str:
        """Return a step in words, beside the farthest one of the past in its direction."""
        farthest = max(past.max(), 0.0) if step > 0 else min(past.min(), 0.0)
        way = "rose" if step > 0 else "fell"
        if self.scale.points:
            by, most = (display(self.item, abs(size)) for size in (step, farthest))
        else:
            by, most = (f"{abs(np.expm1(size)):.0%}" for size in (step, farthest))
        whose = "China" if economies == (CHINA,) else f"the median of {len(economies)} economies"
        return f"{whose} {way} by {by} in {year}, and by at most {most} in any year since {past.index[0]}"

    def _steps(self) -> pd.DataFrame:
        """Return the cells that stepped too far.

        Columns economy, year, value, before (value), year_before, step, limit, alone (None: refused anyway).
        """
        cells = pd.concat([self._revised(), self._new()], ignore_index=True)
        cells = cells[cells["slipped"] | (cells["step"] > 0)]
        if cells.empty:
            return cells
        limits = self._limits(list(cells["economy"].unique()))
        cells = cells.join(limits, on="economy")
        root = np.sqrt((cells["year"] - cells["year_before"]).clip(lower=1))
        allowed = np.minimum(cells["limit"] * root, cells["most"])
        cells["excess"] = np.where(cells["slipped"], np.inf, cells["step"] - allowed)
        cells["checked"] = len(self.given["economy"].unique())
        return cells[cells["excess"] > 0]

    def _revised(self) -> pd.DataFrame:
        """Return the newest years in use, with the value before each."""
        newest = self.in_use.groupby("economy").tail(self.known.steps.newest)
        both = self.given.merge(newest, on=["economy", "year"], suffixes=("", "_before"))
        ratio = (both["value"] / both["value_before"]).where(both["value_before"] != 0)
        powers = np.log10(ratio.where(ratio > 0).to_numpy("float64"))
        nearest = powers.round()
        slipped = (nearest != 0) & (np.abs(powers - nearest) < SLIP)
        # ten times next to nothing is next to nothing
        slipped &= both[["value", "value_before"]].abs().max(axis=1) > self.scale.near / 10
        step = (both["at"] - both["at_before"]).abs()
        cells = both[["economy", "year", "value"]]
        return cells.assign(before=both["value_before"], year_before=both["year"], step=step, slipped=slipped)

    def _new(self) -> pd.DataFrame:
        """Return the years after those in use and the values before; of a new economy, the last two."""
        last = self.in_use.groupby("economy").tail(1).set_index("economy")
        given = self.given
        own = given.groupby("economy")
        after = given["economy"].map(last["year"]).fillna(np.inf)
        fresh = np.where(np.isinf(after), own.cumcount(ascending=False) < 2, given["year"] > after)
        previous = own[["year", "value", "at"]].shift()
        first = fresh & (previous["year"] <= after) & ~np.isinf(after)
        for column in ("year", "value", "at"):
            previous[column] = previous[column].where(~first, given["economy"].map(last[column]))
        step = (given["at"] - previous["at"]).abs()
        cells = given[["economy", "year", "value"]].assign(
            before=previous["value"], year_before=previous["year"]
        )
        return cells.assign(step=step, slipped=False)[fresh & previous["at"].notna()]

    def _limits(self, economies: list[str]) -> pd.DataFrame:
        """Return by economy limit (of a step in a year), most (of any step) and large."""
        steps, limits = self.known.steps, self.scale.limits
        past = _past(self.in_use, self.given)
        own = past.groupby("economy")["step"].agg(["max", "count"]).reindex(economies)
        large = pd.Series(own.index.isin(self.known.large), own.index)
        spread = float(past["step"].max()) if len(past) else 0.0
        factor = np.where(large, steps.own, steps.others_own)
        limit = own["max"].fillna(0.0) * factor
        thin = ~large & ~(own["count"] >= steps.enough)
        limit = limit.where(~thin, np.maximum(limit, spread))
        if limits.points is not None:
            floor = np.where(large, limits.points, limits.others or np.inf)
        else:
            floor = np.where(large, steps.times, steps.others_times)
        most = np.where(large & (limits.points is None), steps.most, np.inf)
        return pd.DataFrame({"limit": np.maximum(limit, floor), "most": most, "large": large}, own.index)

    def _findings(self, cells: pd.DataFrame) -> Iterator[Odd]:
        """Yield one finding that refuses and one that only warns, each with its worst economy in words."""
        if cells.empty:
            return
        steps = self.known.steps
        others = cells[~cells["large"]]
        few = others["economy"].nunique() <= max(1, steps.few * int(cells["checked"].iloc[0]))
        far = cells["step"] > (np.inf if self.scale.points else steps.far)
        single = ~cells["large"] & few & ~far
        for refused, rows in ((True, cells[~single]), (False, cells[single])):
            if len(rows):
                yield self._finding(rows, refused)

    def _finding(self, rows: pd.DataFrame, refused: bool) -> Odd:
        order = rows.assign(china=rows["economy"] == CHINA)
        order = order.sort_values(["china", "large", "excess", "step"], ascending=False, kind="stable")
        economies = tuple(dict.fromkeys(order["economy"]))
        worst = order[order["economy"] == economies[0]].sort_values("year").iloc[-1]
        more = f"; {len(economies) - 1} more economies" if len(economies) > 1 else ""
        more = more.replace("1 more economies", "1 more economy") if len(economies) == 2 else more
        sentence = self._sentence(worst) + more
        if len(economies) > max(2, WHOLE * int(rows["checked"].iloc[0])):
            sentence = f"most economies stepped too far at once, for example {sentence}"
        return Odd(self.name, sentence, economies, float(rows["excess"].max()), refused)

    def _sentence(self, cell: pd.Series) -> str:
        name = self.catalog.economies[cell["economy"]].short.en
        now, before = display(self.item, cell["value"]), display(self.item, cell["before"])
        what = f"{name}: {now} {self.item.unit.en} in {cell['year']}"
        if cell["year"] == cell["year_before"]:
            return f"{what}, where {before} is in use"
        return f"{what} after {before} in {int(cell['year_before'])}"


def _median_steps(rows: pd.DataFrame, economies: Collection[str]) -> pd.Series:
    """Return by year the median step of economies since their value before; years with few are left out."""
    own = rows[rows["economy"].isin(economies)]
    before = own.groupby("economy")[["year", "at"]].shift()
    years = (own["year"] - before["year"]).clip(lower=1)
    step: pd.Series[float] = (own["at"] - before["at"]) / np.sqrt(years)
    by_year = step.groupby(own["year"])
    return by_year.median()[by_year.count() >= min(COMMON, len(economies))]


def _past(in_use: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
    """Return the steps of the past (economy, step in a year): those in use, else all but the last two."""
    fresh = given[~given["economy"].isin(in_use["economy"])]
    older = fresh[fresh.groupby("economy").cumcount(ascending=False) >= 2]
    rows = pd.concat([in_use, older], ignore_index=True)
    own = rows.groupby("economy")
    years = own["year"].diff().clip(lower=1)
    step = own["at"].diff().abs() / np.sqrt(years)
    return pd.DataFrame({"economy": rows["economy"], "step": step}).dropna()
