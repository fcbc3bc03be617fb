"""Economies that look exchanged, and years that look shifted: in names, in series, in editions."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.standing import CHINA
from data.catalog import Catalog
from data.contract import Violation
from data.schema import GII_SCORES
from etl.errors import Refused

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

    def violation(self, edition: int) -> Violation:
        """Return it as a violation of the index's overall row of the first economy."""
        place = f"edition {edition}"
        return Violation(GII_SCORES.name, place, "", self.problem, self.economies[0], "GII")


def listed(names: Sequence[str], more: int = 0) -> str:
    """Return names as a sentence lists them."""
    parts = [*names, f"{more} more economies"] if more > 0 else list(names)
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def short_name(economy: str, catalog: Catalog) -> str:
    """Return the short English name of an economy, its code where the catalog has none."""
    return catalog.economies[economy].short.en if economy in catalog.economies else economy


def china_first(economies: Iterable[str]) -> tuple[str, ...]:
    """Return economies in their order, China before all others."""
    return tuple(sorted((str(one) for one in economies), key=lambda one: one != CHINA))


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
    result.sort(key=lambda item: CHINA not in item.economies)
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
        fold(name): item.id
        for item in catalog.economies.values()
        for name in (item.name.en, item.short.en, *catalog.spellings.get(item.id, ()))
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
