"""Whether what is new looks right: bounds, far steps, slips; economies exchanged, years shifted."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.article import HERO, HERO_NAME
from data.catalog import Catalog
from data.contract import Violation
from data.entries import Indicator, Plausibility
from data.schema import OBSERVATIONS
from etl.errors import Refused

SLIP: Final = 0.01
"""How near, as a decimal logarithm, the ratio of a value to the one in use lies to a power of ten."""
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
    in_use: pd.DataFrame, given: pd.DataFrame, catalog: Catalog, accepted: Collection[str] = ()
) -> tuple[Odd, ...]:
    """Return what does not look right in series that a release gives, against those of the snapshot in use.

    in_use, given: columns indicator, economy, year, value; each series of `given` whole. China's headlines
    come first, then China, then the worst. docs/refresh.md has what was tried, and what cannot be known.
    """
    now = _by_series(given[given["indicator"].isin(list(catalog.indicators))])
    before = _by_series(in_use[in_use["indicator"].isin(list(now))])
    none = in_use.iloc[:0][["economy", "year", "value"]]
    new = {name: rows for name, rows in now.items() if not rows.equals(before.get(name, none))}
    found = out_of_bounds(given[given["indicator"].isin(list(new))], catalog)
    beyond = {item.series for item in found}
    for name, rows in new.items():
        if name not in beyond:
            found += _Series(catalog, name, before.get(name, none), rows).odd()
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
    """One series, as in use and as given, both sorted by economy and year.

    points: whether steps are differences of values, and not of the logarithms of their sizes; near: the size
    below which a value counts as near zero, where ratios mean nothing; at: values on that scale.
    """

    def __init__(self, catalog: Catalog, name: str, in_use: pd.DataFrame, given: pd.DataFrame) -> None:
        self.catalog, self.name = catalog, name
        self.known: Plausibility = catalog.plausible
        self.item: Indicator = catalog.indicators[name]
        self.limits = self.known.of(name)
        self.near = self.known.steps.noise * float((in_use if len(in_use) else given)["value"].abs().median())
        self.points = self.limits.points is not None or not self.near > 0
        self.in_use, self.given = (
            rows.assign(at=rows["value"] if self.points else np.arcsinh(rows["value"] / (2 * self.near)))
            for rows in (in_use, given)
        )

    def odd(self) -> Iterator[Odd]:
        """Yield what does not look right; steps that follow from an exchange or a shift are left out."""
        if len(self.in_use):
            floor = self.limits.points or self.known.steps.times
            moved = in_series(self.in_use, self.given, floor / 50, self.known.large)
            if moved is not None:
                yield Odd(self.name, moved.sentence(self.catalog), moved.economies, np.inf)
                return
        found = list(self._too_far(self._steps()))
        yield from found
        refused = {economy for item in found if item.refused for economy in item.economies}
        yield from (item for item in self._as_never_before() if not refused.issuperset(item.economies))

    def _as_never_before(self) -> Iterator[Odd]:
        """Yield the newest and new years in which China, or the median economy, moved as never before."""
        limits = self.known.steps
        everyone = tuple(str(one) for one in self.given["economy"].unique())
        headline = any(pillar.headline == self.name for pillar in self.catalog.strategy)
        lines: dict[tuple[str, ...], tuple[float, float]] = {}
        lines[HERO,] = (limits.headline, limits.china) if headline else (limits.china, np.inf)
        if len(everyone) >= COMMON and not self.points:  # flows that turn have no usual year
            lines[everyone] = (limits.median, limits.median)
        for economies, (noticed, refused) in lines.items():
            whose = HERO_NAME if economies == (HERO,) else f"the median of {len(economies)} economies"
            past, given = (_median_steps(rows, economies) for rows in (self.in_use, self.given))
            if len(past) < limits.enough:
                continue
            size = float(past.max() - past.min()) if self.points else 1.0
            for year, step in given[given.index > past.index[-limits.newest]].items():
                beyond = max(step - past.max(), past.min() - step) / size if size else 0.0
                if beyond <= noticed:
                    continue
                way, farthest = ("rose", max(past.max(), 0)) if step > 0 else ("fell", min(past.min(), 0))
                by, most = (
                    display(self.item, abs(one)) if self.points else f"{abs(np.expm1(one)):.0%}"
                    for one in (step, farthest)
                )
                ever = f"and by at most {most} in any year since {past.index[0]}"
                words = f"{whose} {way} by {by} in {year}, {ever}"
                yield Odd(self.name, words, economies, beyond, beyond > refused)

    def _steps(self) -> pd.DataFrame:
        """Return the cells that stepped too far: from what is in use for the same year, or the year before.

        The newest years in use and all new ones count, of a new economy the last two. Columns economy, year,
        value, value_before, year_before, step, large, excess.
        """
        steps = self.known.steps
        late = self.in_use.groupby("economy").cumcount(ascending=False) < steps.newest
        cells = self.given.merge(
            self.in_use.assign(late=late), how="left", on=["economy", "year"], suffixes=("", "_before")
        )
        own, late = cells.groupby("economy"), cells.pop("late").eq(other=True)
        last = cells["economy"].map(self.in_use.groupby("economy")["year"].max())
        new = (cells["year"] > last) | (last.isna() & (own.cumcount(ascending=False) < 2))
        cells["year_before"] = cells["year"].where(late, own["year"].shift())
        for column in ("value", "at"):
            cells[f"{column}_before"] = cells[f"{column}_before"].where(late, own[column].shift())
        ratio = (cells["value"] / cells["value_before"]).where(cells["value_before"] != 0)
        powers = np.log10(ratio.where(ratio > 0).to_numpy("float64"))
        # ten times next to nothing is next to nothing
        sizeable = cells[["value", "value_before"]].abs().max(axis=1) > self.near / 10
        slipped = late & sizeable & (powers.round() != 0) & (np.abs(powers - powers.round()) < SLIP)
        cells["step"] = (cells["at"] - cells["at_before"]).abs()
        cells = cells.join(self._limits(list(cells["economy"].unique())), on="economy")
        root = np.sqrt((cells["year"] - cells["year_before"]).clip(lower=1))
        allowed = np.minimum(cells["limit"] * root, cells["most"])
        cells["excess"] = np.where(slipped, np.inf, cells["step"] - allowed)
        return cells[(late | new) & (cells["excess"] > 0)]

    def _limits(self, economies: list[str]) -> pd.DataFrame:
        """Return by economy limit (of a step in a year), most (of any step) and large."""
        steps, limits = self.known.steps, self.limits
        past = _past(self.in_use, self.given)
        own = past.groupby("economy")["step"].agg(["max", "count"]).reindex(economies)
        large = pd.Series(own.index.isin(self.known.large), own.index)
        spread = float(past["step"].max()) if len(past) else 0.0
        limit = own["max"].fillna(0.0) * np.where(large, steps.own, steps.others_own)
        thin = ~large & ~(own["count"] >= steps.enough)
        limit = limit.where(~thin, np.maximum(limit, spread))
        if limits.points is not None:
            floor = np.where(large, limits.points, limits.others or np.inf)
        else:
            floor = np.where(large, steps.times, steps.others_times)
        most = np.where(large & (limits.points is None), steps.most, np.inf)
        return pd.DataFrame({"limit": np.maximum(limit, floor), "most": most, "large": large}, own.index)

    def _too_far(self, cells: pd.DataFrame) -> Iterator[Odd]:
        """Yield one finding that refuses and one that only warns, each with its worst economy in words."""
        steps, checked = self.known.steps, self.given["economy"].nunique()
        cells = cells.assign(china=cells["economy"] == HERO)
        cells = cells.sort_values(["china", "large", "excess", "step"], ascending=False, kind="stable")
        few = cells.loc[~cells["large"], "economy"].nunique() <= max(1, steps.few * checked)
        single = ~cells["large"] & few & (cells["step"] <= (np.inf if self.points else steps.far))
        for refused, rows in ((True, cells[~single]), (False, cells[single])):
            if rows.empty:
                continue
            economies = tuple(dict.fromkeys(rows["economy"]))
            worst = rows[rows["economy"] == economies[0]].sort_values("year").iloc[-1]
            now, before = (display(self.item, worst[name]) for name in ("value", "value_before"))
            same = worst["year"] == worst["year_before"]
            then = f", where {before} is in use" if same else f" after {before} in {worst['year_before']:.0f}"
            what = f"{now} {self.item.unit.en} in {worst['year']}{then}"
            others = len(economies) - 1
            more = f"; {others} more econom{'y' if others == 1 else 'ies'}" if others else ""
            sentence = f"{short_name(economies[0], self.catalog)}: {what}{more}"
            if len(economies) > max(2, WHOLE * checked):
                sentence = f"most economies stepped too far at once, for example {sentence}"
            yield Odd(self.name, sentence, economies, float(rows["excess"].max()), refused)


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


NEARER: Final = 0.25
"""An economy looks like another one if its new values are this much nearer to the other's old ones."""
YEARS: Final = 3
"""Common years from which two economies are compared; with fewer the values must be the very same."""
LATELY: Final = 3
"""Newest years, each of which is compared alone."""
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

    def sentence(self, catalog: Catalog) -> str:
        """Return it in words, with the first economies by name."""
        names = [short_name(one, catalog) for one in self.economies[:NAMED]]
        return self.problem.format(listed(names, len(self.economies) - NAMED))


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
    in_use: pd.DataFrame, given: pd.DataFrame, small: float, large: Collection[str] = ()
) -> Strange | None:
    """Return the economies of one series whose codes or years look wrong, China first; None if none does.

    in_use, given: economy, year and `at`, on a scale on which steps are differences; small: a median change
    that does not count; large: economies of which single years are compared, too. Two economies that differ
    by less than `small`, in single years by less than one of them ever moved, cannot be distinguished.
    """
    old, new = (frame.pivot(index="economy", columns="year", values="at") for frame in (in_use, given))
    own = (new - old).abs().median(axis=1)
    if shifted := _shifted(old, new, own[own > 0], small):
        return shifted
    exchanged = "{} look exchanged: each has the values of another"
    own = own[own > small]
    found, others = circles(new, old, NEARER * own, YEARS)
    moved = {one for circle in found for one in circle}
    if len(moved) + len(others) > max(2, MOST * len(own)):
        moved |= set(others)
    if moved:
        return Strange(china_first(sorted(moved)), exchanged)
    # a new year is held to the value before it; small economies come near each other too often
    ever = old.T.diff().abs().max().clip(lower=small)
    for year in map(int, new.columns[-LATELY:]):
        before = old.reindex(columns=[year - 1, year]).ffill(axis=1)[[year]]
        move = (new[year] - before[year]).abs()
        for circle in circles(new[[year]], before, NEARER * move[move.gt(ever)])[0]:
            if not set(large).isdisjoint(circle):
                return Strange(china_first(sorted(circle)), exchanged)
    return None


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
