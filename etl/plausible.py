"""Whether what is new looks right: bounds, far steps, slips; economies exchanged, years shifted."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from data.article import HERO, HERO_NAME
from data.catalog import Catalog
from data.contract import Violation
from data.entries import Indicator, Moves
from data.schema import OBSERVATIONS
from etl.errors import Refused
from etl.past import Past

WHOLE: Final = 0.5
"""Share of the economies of a series from which a fault is that of the series."""
COMMON: Final = 10
"""Economies from which the median step of a year says something."""


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


def odd(
    tables: Mapping[str, pd.DataFrame],
    given: pd.DataFrame,
    catalog: Catalog,
    accepted: Collection[str] = (),
) -> tuple[Odd, ...]:
    """Return what does not look right in series that a release gives, against those of the snapshot in use.

    tables: of that snapshot: observations and what tells of releases (see Past); given: indicator, economy,
    year, value, each series whole. China's headlines come first, then China, then the worst.
    docs/refresh.md has what was tried, and what cannot be known.
    """
    in_use, past = tables[OBSERVATIONS.name], Past(tables, catalog)
    now = _by_series(given[given["indicator"].isin(list(catalog.indicators))])
    before = _by_series(in_use[in_use["indicator"].isin(list(now))])
    none = in_use.iloc[:0][["economy", "year", "value"]]
    new = {name: rows for name, rows in now.items() if not rows.equals(before.get(name, none))}
    found = out_of_bounds(given[given["indicator"].isin(list(new))], catalog)
    beyond = {item.series for item in found}
    for name, rows in new.items():
        if name not in beyond:
            found += _Series(catalog, name, before.get(name, none), rows, past).odd()
    headlines = [pillar.headline for pillar in catalog.strategy if pillar.headline]
    remaining = [item for item in found if not item.without(accepted)]
    remaining.sort(key=lambda item: _rank(item, headlines))
    return tuple(remaining)


def out_of_bounds(rows: pd.DataFrame, catalog: Catalog, accepted: Collection[str] = ()) -> list[Odd]:
    """Return a finding for each series with values out of bounds that were not accepted."""
    wrong = rows[~within_bounds(rows, catalog, own=True)]
    wrong = wrong.assign(china=wrong["economy"] == HERO, size=wrong["value"].abs())
    found = []
    wrong = wrong.sort_values(["china", "year", "size"], ascending=False, kind="stable")
    for name, own in wrong.groupby("indicator"):
        item, limits = catalog.indicators[str(name)], catalog.plausible.of(str(name))
        economies = tuple(map(str, own["economy"].unique()))
        worst = own.iloc[0]
        above = worst["value"] > limits.high
        bound = display(item, limits.high if above else limits.low)
        value = f"{short_name(economies[0], catalog)}: {display(item, worst['value'])} {item.unit.en}"
        more = f"; {len(own) - 1:,} more values" if len(own) > 1 else ""
        words = f"{value} in {worst['year']}, {'above' if above else 'below'} the bound of {bound}{more}"
        found.append(Odd(item.id, words, economies, np.inf))
    return [one for one in found if not one.without(accepted)]


def within_bounds(rows: pd.DataFrame, catalog: Catalog, *, own: bool) -> pd.Series:
    """Return whether values are within the bounds of their indicator (own), or those of its kind alone."""
    places, series = pd.factorize(rows["indicator"])
    limits = [catalog.plausible.of(name) if own else catalog.plausible.usual(name) for name in series]
    low, high = (
        np.array([getattr(item, bound) for item in limits], "float64")[places] for bound in ("low", "high")
    )
    return (rows["value"] >= low) & (rows["value"] <= high)


def violations(found: Collection[Odd], catalog: Catalog) -> list[Violation]:
    """Return a violation for each finding that refuses."""
    return [
        Violation(
            OBSERVATIONS.name,
            f"{catalog.indicators[item.series].short.en} ({item.series})",
            "",
            item.sentence,
            *item.economies[:1],
        )
        for item in found
        if item.refused
    ]


def names(found: Collection[Odd]) -> list[str]:
    """Return the names under which the findings that refuse are accepted, one for each series."""
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


def _rank(item: Odd, headlines: Collection[str]) -> tuple[bool, bool, bool, float]:
    china = HERO in item.economies
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
    """One series, as in use and as given: tables of economies by years.

    points: whether moves are differences of values, and not of the logarithms of their sizes; near: the size
    below which a value counts as near zero, where ratios mean nothing; was, now: values; old, new: on that
    scale.
    """

    def __init__(
        self, catalog: Catalog, name: str, in_use: pd.DataFrame, given: pd.DataFrame, past: Past
    ) -> None:
        self.catalog, self.name, self.past = catalog, name, past
        self.known, self.limits = catalog.plausible, catalog.plausible.of(name)
        self.moves: Moves = self.known.moves
        self.item: Indicator = catalog.indicators[name]
        self.near = self.moves.noise * float((in_use if len(in_use) else given)["value"].abs().median())
        self.points = self.limits.points is not None or not self.near > 0
        wide = (rows.pivot(index="economy", columns="year", values="value") for rows in (in_use, given))
        self.was, self.now = next(wide).align(next(wide))
        self.old, self.new = self._at(self.was), self._at(self.now)
        self.everyone = tuple(map(str, given["economy"].unique()))
        self.ever = past.ever(name, self._at, points=self.points).reindex(self.now.index)

    def _at(self, values: Any) -> Any:
        return values if self.points else np.arcsinh(values / (2 * self.near))

    def odd(self) -> Iterator[Odd]:
        """Yield what does not look right; moves that follow from an exchange or a shift are left out."""
        small = self.limits.points / 50 if self.limits.points else self.moves.common["all"][0]
        for item in in_series(self.old, self.new, small, self.known.large):
            yield Odd(self.name, item.sentence(self.catalog), item.economies, np.inf, item.refused)
            if item.refused:
                return
        common = [*self._common()]
        yield from common
        if not any(item.refused for item in common):
            yield from self._too_far()

    def _common(self) -> Iterator[Odd]:
        """Yield a factor that all values have in common, and a year in which all moved as never before."""
        whose = f"the median of {len(self.everyone)} economies"
        ratio = _cells(self.now / self.was.where(self.was.abs() > self.near))
        factors = ratio[ratio > 0].map(np.log)
        china = factors[factors.index.get_level_values(0) == HERO]
        lines = [("all", whose, self.everyone, factors, self.past.common(self.name))]
        lines = lines if len(self.everyone) >= COMMON else []
        if china.count() > self.moves.enough:
            lines.append(
                ("china", f"most of {HERO_NAME}'s past", (HERO,), china, float(self.ever.get(HERO, np.nan)))
            )
        for name, what, economies, own, ever in lines:
            factor, (told, refused) = float(own.median()), self.moves.common[name]
            if abs(factor) > told:
                never = f"by more than {_percent(ever)}" if ever > 0 else "so, as far as is known"
                words = f"{what} is revised by {_percent(factor)}, and was never {never}"
                yield Odd(self.name, words, economies, abs(factor), abs(factor) > np.fmax(refused, ever))
        if self.points or len(self.everyone) < COMMON:  # flows that turn have no usual year
            return
        steps = [_steps(at) for at in (self.old, self.new)]
        past, given = (step.median()[step.count() >= COMMON] for step in steps)
        beyond = np.maximum(given - past.max(), past.min() - given)
        if len(past) < self.moves.enough or not beyond.max() > self.moves.median:
            return
        year = beyond.idxmax()
        way, limit = ("rose", max(past.max(), 0)) if given[year] > 0 else ("fell", min(past.min(), 0))
        most = f"and by at most {_percent(limit)} in any year since {past.index[0]}"
        words = f"{whose} {way} by {_percent(given[year])} in {year}, {most}"
        yield Odd(self.name, words, self.everyone, np.inf)

    def _too_far(self) -> Iterator[Odd]:
        """Yield one finding that refuses and one that only warns, each with its worst economy in words."""
        far = self._far().sort_values(["china", "large", "revised", "excess"], ascending=False, kind="stable")
        counted = far["economy"].where(far["revised"] | ~far["large"])  # large ones are held to narrow limits
        many = counted.groupby(far["revised"]).transform("nunique") > max(
            1, self.moves.few * len(self.everyone)
        )
        stops = (far["excess"] > 1) | (counted.notna() & many)
        for refused, rows in ((True, far[stops]), (False, far[~stops])):
            if rows.empty:
                continue
            economies = tuple(dict.fromkeys(rows["economy"]))
            others = len(economies) - 1
            more = f"; {others} more econom{'y' if others == 1 else 'ies'}" if others else ""
            sentence = self._words(*rows.iloc[0][["economy", "year", "revised"]]) + more
            if len(economies) > max(2, WHOLE * len(self.everyone)):
                sentence = f"most economies moved too far at once, for example {sentence}"
            yield Odd(self.name, sentence, economies, float(rows["excess"].max()), refused)

    def _far(self) -> pd.DataFrame:
        """Return the values that are new or revised and moved far, and how far (excess, refused above 1).

        Each is held to the value in use for its year, and to the year before: that step is told of where it
        is far from the usual one, and refused where it is far beyond all of its economy's past. Of an economy
        that is new the last two years count.
        """
        known, given = self.old.notna(), self.new.notna()
        fresh = ~known.any(axis=1)
        late = _from_the_end(given) <= 2
        past = _steps(self.old.mask(fresh, self.new.where(~late)))
        lately = past.where(_from_the_end(past.notna()) <= self.moves.enough)
        self.steps = pd.DataFrame(
            {"low": past.min(axis=1), "usual": lately.median(axis=1), "high": past.max(axis=1)}
        )
        whole, thin = _cells(past), (past.count(axis=1) < self.moves.enough).to_numpy()
        whole = whole if len(whole) >= self.moves.enough else whole[:0]
        self.steps.loc[thin] = [whole.min(), whole.median(), whole.max()]
        new = given & ~known & late.where(fresh, other=True)
        other = (new | self.new.ne(self.old)).astype("float64").where(given)
        steps = _steps(self.new).where((other > 0) | (other.ffill(axis=1).shift(axis=1) > 0))
        apart = steps.sub(self.steps["usual"], axis=0).abs().where(new)
        above, below = (steps.sub(self.steps[name], axis=0) for name in ("high", "low"))
        beyond = above.where(above > -below, -below)
        small = ~steps.index.isin(list(self.known.large))
        apart[small] = beyond[small]  # their figures jump, and come back
        revised = (self.new - self.old).abs()
        told, refused = self._limits(self.moves.step)
        found = {False: _excess(apart.div(told, axis=0), beyond.div(refused, axis=0))}
        told, refused = (limit.clip(lower=self.ever.fillna(0.0)) for limit in self._limits(self.moves.past))
        found[True] = _excess(revised.div(told, axis=0), revised.div(refused, axis=0))
        cells = pd.concat({kind: _cells(one) for kind, one in found.items()}, names=["revised"])
        far = cells.reset_index(name="excess")
        return far.assign(china=far["economy"] == HERO, large=far["economy"].isin(self.known.large))

    def _limits(self, margins: Mapping[str, tuple[float, float]]) -> "list[pd.Series[float]]":
        """Return by economy from where a move is told, and from where refused."""
        economies = self.steps.index
        china, large = economies == HERO, economies.isin(self.known.large)
        headline = any(pillar.headline == self.name for pillar in self.catalog.strategy)
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

    def _words(self, economy: str, year: int, revised: bool) -> str:
        """Return in words how far a value moved, from the one in use or from the year before."""
        who, own = short_name(economy, self.catalog), self.now.T[economy]
        earlier = self.was.T[economy][[year]] if revised else own[own.index < year].dropna()
        then, now = float(earlier.iloc[-1]), float(own[[year]].iloc[0])
        move, ever = self._at(now) - self._at(then), self.ever[economy]
        by = self._by(move) if self.points or not then else f"{abs(now / then - 1):,.0%}"
        low, usual, high = map(float, self.steps.loc[economy])
        value, before = f"{display(self.item, now)} {self.item.unit.en}", display(self.item, then)
        if revised:
            what = f"this is {by}: {value}, where {before} is in use"
            limit = (
                f"was never revised by more than {self._by(ever)} in {self.past.releases(self.name)} releases"
            )
            if not abs(move) > ever:
                farthest = max(high, -low)
                limit = f"never moved by more than {self._by(farthest)} in a year"
                limit = limit if abs(move) > farthest else "is revised"
            return f"{who}'s value of {year} {limit}; {what}"
        way, most = ("rose", max(high, 0.0)) if move > 0 else ("fell", max(-low, 0.0))
        limit = f"and by at most {self._by(most)} in a year before" if most else f"and it never {way} before"
        if abs(move) <= most:
            limit = f"where it usually {'rose' if usual > 0 else 'fell'} by {self._by(usual)}"
        what = f"{who} {way} by {by} in {year}, to {value} after {before}"
        return f"{what} in {earlier.index[-1]}, {limit}"

    def _by(self, move: float) -> str:
        return display(self.item, abs(move)) if self.points else _percent(move)


def _percent(step: float) -> str:
    return f"{abs(np.expm1(min(step, 20))):,.0%}"


def _cells(wide: pd.DataFrame) -> "pd.Series[float]":
    """Return what is known of a table, by economy and year."""
    return pd.Series(wide.stack()).dropna()


def _from_the_end(cells: pd.DataFrame) -> pd.DataFrame:
    """Return which one of those that are true each is, counted from the last year."""
    return cells.iloc[:, ::-1].cumsum(axis=1).iloc[:, ::-1]


def _excess(told: pd.DataFrame, refused: pd.DataFrame) -> pd.DataFrame:
    """Return how far cells are beyond what is refused; below 1 those that are told; no others."""
    return refused.where(refused > 1, (told / (1 + told)).where(told > 1))


def _steps(at: pd.DataFrame) -> pd.DataFrame:
    """Return the step of each value since the one before, as of one year, by economy and year."""
    years = at.notna().mul(at.columns, axis=1).where(at.notna())
    before, since = (one.ffill(axis=1).shift(axis=1) for one in (at, years))
    return (at - before) / (years - since) ** 0.5


NEARER: Final = 0.25
"""An economy looks like another one if its new values are this much nearer to the other's old ones."""
SURE: Final = 0.1
"""And this much nearer than to its own, or to any third one's, if the other has not its values in turn."""
YEARS: Final = 3
"""Common years from which two economies are compared; with fewer the values must be the very same."""
SAME: Final = 1e-9
MOST: Final = 0.5
"""Share of the economies that moved from which a shift, or an exchange without a circle, is that of all."""
NAMED: Final = 4
"""Economies that are named one by one."""


@dataclass(frozen=True, slots=True)
class Strange:
    """Economies (ISO3) that do not look like themselves, and what is wrong; {} stands for their names."""

    economies: tuple[str, ...]
    problem: str
    refused: bool = True

    def sentence(self, catalog: Catalog) -> str:
        """Return it in words, with the first economies by name."""
        names = [short_name(one, catalog) for one in self.economies[:NAMED]]
        words = self.problem.format(listed(names, len(self.economies) - NAMED))
        return re.sub(r"\b[A-Z]{3}\b", lambda code: short_name(code[0], catalog), words)


def listed(names: Sequence[str], more: int = 0) -> str:
    """Return names as a sentence lists them."""
    parts = [*names, f"{more} more economies"] if more > 0 else list(names)
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def short_name(economy: str, catalog: Catalog) -> str:
    """Return the short English name of an economy, its code where the catalog has none."""
    return catalog.economies[economy].short.en if economy in catalog.economies else economy


def china_first(economies: Iterable[str]) -> tuple[str, ...]:
    """Return economies in their order, China before all others."""
    return tuple(sorted((str(one) for one in economies), key=lambda one: one != HERO))


def in_series(
    old: pd.DataFrame, new: pd.DataFrame, small: float, large: Collection[str] = ()
) -> Iterator[Strange]:
    """Yield the economies of one series whose codes or years look wrong, China first.

    old, new: economies by years, on a scale on which steps are differences; small: a median change that does
    not count; large: economies of which single years are compared, too, and which must not look like another.
    Two economies that differ by less than `small`, in single years by less than one of them ever moved,
    cannot be distinguished.
    """
    own = (new - old).abs().median(axis=1)
    if shifted := _shifted(old, new, own[own > 0], small):
        yield shifted
        return
    exchanged = "{} look exchanged: each has the values of another"
    # where all moved, as estimates do, those near each other come near by chance
    own = own[own > max(small, 2 * own.median())] if len(own) >= COMMON else own[own > small]
    found, others = circles(new, old, NEARER * own, YEARS)
    moved = {one for circle in found for one in circle}
    if len(moved) + len(others) > max(2, MOST * len(own)):
        moved |= set(others)
    if moved:
        yield Strange(china_first(sorted(moved)), exchanged)
        return
    same = {}
    for economy in own.index:
        gaps = (old - new.loc[economy]).abs().drop(economy)
        gaps = (
            gaps[gaps.count(axis=1) >= max(YEARS, MOST * new.loc[economy].count())].mean(axis=1).nsmallest(2)
        )
        if len(gaps) == 2 and gaps.iloc[0] < SURE * min(own[economy], gaps.iloc[1]):
            same[economy] = f"the values of {gaps.index[0]}, not its own"
    # two years of which each has the very value of the other
    apart = (new - old).abs() > small
    for economy in apart.index[apart.sum(axis=1) > 1]:
        years = apart.columns[apart.loc[economy]]
        was, now = (frame.loc[economy, years].to_numpy() for frame in (old, new))
        crossed = np.argwhere((now[:, None] == was) & (was[:, None] == now))
        if len(crossed):
            same[economy] = "the values of {} and {} exchanged".format(*years[crossed[0]])
    # a new year is held to the value before it; small economies come near each other too often
    newest, ever = new.columns[-1:], old.T.diff().abs().max().clip(lower=small)
    before = old.reindex(columns=newest - 1).set_axis(newest, axis=1).where(old[newest].isna())
    move = (new[newest] - before).abs().iloc[:, 0]
    for circle in circles(new[newest], before, NEARER * move[move > ever])[0]:
        if not set(large).isdisjoint(circle):
            same |= dict.fromkeys(circle, f"those of {listed(circle)} look exchanged in {newest[0]}")
    for refused in (True, False):
        if some := china_first(one for one in same if (one in large) == refused):
            yield Strange(some, f"{{}}: {same[some[0]]}", refused)


def _shifted(old: pd.DataFrame, new: pd.DataFrame, own: pd.Series, small: float) -> Strange | None:
    """Return a shift: some economies have the very values of the year beside, or most have nearly those."""
    for years, way in ((1, "later"), (-1, "earlier")):
        late = old.set_axis(old.columns.to_numpy("int64") + years, axis=1)
        # constant stretches are no evidence
        apart = (new - late.where(late.ne(old))).abs().reindex(own.index)
        near, enough = apart.median(axis=1), apart.count(axis=1) >= YEARS
        alike = own.index[enough & (own > small) & (near < NEARER * own)]
        same = own.index[enough & (near <= SAME * own)]
        most = len(alike) > max(2, MOST * int((own > small).sum()))
        if most or len(same):
            problem = f"the values of {{}} look shifted to the year {way}"
            return Strange(china_first(alike if most else same), problem)
    return None


def circles(
    now: pd.DataFrame, before: pd.DataFrame, near: pd.Series, enough: int = 1
) -> tuple[list[list[str]], dict[str, str]]:
    """Return the circles of economies that took each other's place, and who took one without a circle.

    now, before: values by economy; near: how near, in the mean, new values of an economy must lie to old ones
    of another; enough: values in common from which that counts, with fewer they must be the very same.
    """
    names, columns = [str(one) for one in near.index], now.columns.intersection(before.columns)
    new, old = (
        frame.reindex(index=near.index, columns=columns).to_numpy("float64") for frame in (now, before)
    )
    nearest: dict[str, str] = {}
    for place, limit in enumerate(near.to_numpy("float64")):
        gaps = np.abs(new[place] - old)
        common = (~np.isnan(gaps)).sum(axis=1)
        apart = np.nansum(gaps, axis=1) / np.maximum(common, 1)
        alike = (common > 0) & (apart < np.where(common >= enough, limit, SAME * limit))
        alike[place] = False
        if alike.any():
            nearest[names[place]] = names[int(np.where(alike, apart, np.inf).argmin())]
    found = []
    for start in nearest:
        way = [start]
        while (after := nearest.get(way[-1])) and after not in way:
            way.append(after)
        if after == start == min(way):
            found.append(way)
    inside = {one for circle in found for one in circle}
    return found, {one: other for one, other in nearest.items() if one not in inside}


def strange(
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    edition: int,
    catalog: Catalog,
    accepted: Collection[str] = (),
) -> tuple[Strange, ...]:
    """Return the economies that do not look like themselves in the edition before, China first.

    scores, structure: gii_scores and gii_structure, concepts and all. The profile of an economy is its place
    (percentile) in every concept that both editions have. An economy that is nearer to another's profile
    than to its own is strange: a circle of them is an exchange. In no two editions with indicators is one
    nearer, so that each exchange can be known. Beside the profiles, and in their place for an edition without
    indicators, moves of the overall score are judged. From a ranking alone an exchange of two
    economies with nearly the same score cannot be known, such as China and the Republic of Korea; nor can
    one with an economy that the edition before did not rank.
    """
    limits = catalog.plausible.edition
    scores = scores.loc[scores["score"].notna(), ["edition", "economy", "code", "score"]]
    earlier = scores.loc[(scores["edition"] < edition) & (scores["code"] == "GII"), "edition"]
    if earlier.empty:
        return ()
    before = int(earlier.max())
    concepts = structure[["edition", "code", "concept"]].dropna()
    old, new = (
        scores[scores["edition"] == year]
        .merge(concepts, on=["edition", "code"])
        .pivot_table(index="economy", columns="concept", values="score")
        for year in (before, edition)
    )
    old, new = old.align(new, join="inner")
    if len(old) < limits.economies or "GII" not in old:
        return ()
    found: list[tuple[list[str], str]] = []
    if old.shape[1] >= limits.concepts:
        then, now = old.rank(pct=True), new.rank(pct=True)
        exchanged, like = circles(now, then, (now - then).abs().mean(axis=1))
        found += [(circle, "{} look exchanged: ") for circle in exchanged]
        for one, other in like.items():
            words = f"{{}} looks like {short_name(other, catalog)} in the GII {before}, not like itself: "
            found.append(([one], words))
    move = (new["GII"] - old["GII"]).drop([one for economies, _ in found for one in economies])
    far = (move - move.median()).abs()
    far = far[far > limits.points].sort_values(ascending=False, kind="stable")
    near = pd.Series(limits.points / 2, far.index)
    exchanged, _ = circles(new[["GII"]] - move.median(), old[["GII"]], near)
    found += [(circle, "{} look exchanged: ") for circle in exchanged]
    circled = {one for circle in exchanged for one in circle}
    found += [([str(one)], "") for one in far.index if one not in circled]
    scored, scored_before = new["GII"].to_dict(), old["GII"].to_dict()
    result = []
    for economies, words in found:
        names = {one: short_name(one, catalog) for one in economies}
        ordered = china_first(sorted(economies, key=names.__getitem__))
        moves = ", ".join(
            f"{names[one]} scores {scored[one]:.1f} after {scored_before[one]:.1f} in {before}"
            for one in ordered[:2]
        )
        result.append(Strange(ordered, Strange(ordered, words).sentence(catalog) + moves))
    result.sort(key=lambda item: HERO not in item.economies)
    return tuple(item for item in result if not set(item.economies) <= set(accepted))


def fold(name: str) -> str:
    """Return a name without what publishers differ in: accents, signs, case, and UTF-8 read as Latin."""
    with suppress(UnicodeError):
        name = name.encode("cp1252").decode()
    plain = unicodedata.normalize("NFKD", name.replace("&", " and ")).casefold()
    return "".join(sign for sign in plain if sign.isalpha())


def check_names(pairs: Iterable[tuple[str, str]], catalog: Catalog, table: str) -> None:
    """Raise Refused if a code (ISO3) stands beside the name of another economy.

    pairs: code and name; table: what the publisher calls the table. Codes and names that the catalog, with
    its other spellings, does not know are passed over: a publisher may rename an economy.
    """
    known = {
        fold(name): item.id for item in catalog.economies.values() for name in catalog.spellings[item.id]
    }
    wrong = {
        code: name
        for code, name in pairs
        if code in catalog.economies and known.get(fold(name), code) != code
    }
    if not wrong:
        return
    codes = china_first(sorted(wrong))
    places = [
        Violation(table, "", "", f"the code {code} stands beside the name {wrong[code]!r}", code)
        for code in codes[:NAMED]
    ]
    raise Refused(f"names and codes disagree for {listed(codes[:NAMED], len(codes) - NAMED)}", places)
