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

Array = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


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


@dataclass(frozen=True, slots=True)
class Moved:
    """Economies whose values look exchanged among them, or (years not 0) shifted by so many years."""

    economies: tuple[str, ...]
    years: int = 0

    def sentence(self, catalog: Catalog) -> str:
        """Return it in words, with the first economies by name."""
        first = [short_name(one, catalog) for one in self.economies[:NAMED]]
        more = len(self.economies) - len(first)
        if self.years:
            whose = f"of {more + len(first)} economies " if more else f"of {listed(first)} "
            example = f" (such as {listed(first)})" if more else ""
            way = "later" if self.years > 0 else "earlier"
            return f"the values {whose}look shifted to the year {way}{example}"
        return f"{listed(first, more)} look exchanged: each has the values of another"


def listed(names: Sequence[str], more: int = 0) -> str:
    """Return names as a sentence lists them."""
    parts = [*names, f"{more} more economies"] if more > 0 else list(names)
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def short_name(economy: str, catalog: Catalog) -> str:
    """Return the short English name of an economy, its code where the catalog has none."""
    return catalog.economies[economy].short.en if economy in catalog.economies else economy


def in_series(
    in_use: pd.DataFrame, given: pd.DataFrame, small: float, large: Collection[str] = ()
) -> Moved | None:
    """Return the economies of one series whose codes or years look wrong, China first; None if none does.

    in_use, given: economy, year and `at`, on a scale on which steps are differences; small: a median change
    that does not count; large: economies of which single years are compared, too. Two economies that differ
    by less than `small`, in single years by less than one of them ever moved, cannot be distinguished.
    """
    old, new = (frame.pivot(index="economy", columns="year", values="at") for frame in (in_use, given))
    years = new.columns.intersection(old.columns)
    own = (new.reindex(old.index)[years] - old[years]).abs().median(axis=1)
    changed = own[own > 0]
    found = _shifted(old, new, changed, small) or _exchanged(old, new, own[own > small])
    return found or _exchanged_lately(old, new, small, large)


def _shifted(old: pd.DataFrame, new: pd.DataFrame, own: pd.Series, small: float) -> Moved | None:
    """Return a shift: some economies have the very values of the year beside, or most have nearly those."""
    for years in (1, -1):
        late = old.set_axis(old.columns.to_numpy("int64") + years, axis=1).reindex(own.index)
        both = new.reindex(own.index)
        common = both.columns.intersection(late.columns)
        moved = late[common] != old.reindex(own.index, columns=common)  # constant stretches are no evidence
        apart = (both[common] - late[common]).abs().where(moved)
        near, enough = apart.median(axis=1), apart.notna().sum(axis=1) >= YEARS
        same = own.index[enough & (near <= SAME * own)]
        alike = own.index[enough & (own > small) & (near < NEARER * own)]
        most = len(alike) > max(2, MOST * int((own > small).sum()))
        if most or len(same):
            return Moved(china_first(alike if most else same), years)
    return None


def _exchanged(old: pd.DataFrame, new: pd.DataFrame, own: pd.Series) -> Moved | None:
    years = new.columns.intersection(old.columns)
    before, now = (frame.reindex(index=own.index, columns=years).to_numpy("float64") for frame in (old, new))
    apart, common = distances(now, before)
    limit = np.where(common >= YEARS, NEARER, SAME) * own.to_numpy("float64")[:, None]
    found, others = circles(np.where(apart <= limit, apart, np.inf))
    places = sorted(place for circle in found for place in circle)
    if len(places) + len(others) > max(2, MOST * len(own)):
        places = sorted([*places, *others])
    return Moved(china_first([str(own.index[place]) for place in places])) if places else None


def _exchanged_lately(
    old: pd.DataFrame, new: pd.DataFrame, small: float, large: Collection[str]
) -> Moved | None:
    """Return an exchange in one of the newest years: all moved as never before, and one of them is large.

    A new year is held to the value of the year before it. Small economies come near each other too often.
    """
    ever = old.T.diff().abs().max().clip(lower=small)
    for year in map(int, new.columns[-LATELY:]):
        before = old.reindex(columns=(year - 1, year)).T.ffill().iloc[-1]
        move = (new[year].reindex(old.index) - before).abs()
        own = move[move > ever]
        sides = (frame.loc[own.index].to_numpy("float64")[:, None] for frame in (new[year], before))
        apart, _ = distances(*sides)
        circled, _ = circles(np.where(apart <= NEARER * own.to_numpy("float64")[:, None], apart, np.inf))
        for places in circled:
            economies = own.index[places]
            if set(economies) & set(large):
                return Moved(china_first(map(str, economies)))
    return None


def distances(now: Array, before: Array) -> tuple[Array, Array]:
    """Return the mean distance of each row of `now` to each of `before`, and how many cells they share."""
    gaps = [np.abs(row - before) for row in now]
    common = np.array([(~np.isnan(gap)).sum(axis=1) for gap in gaps])
    sums = np.array([np.nansum(gap, axis=1) for gap in gaps])
    return np.where(common > 0, sums / np.maximum(common, 1), np.inf), common


def circles(apart: Array) -> tuple[list[list[int]], dict[int, int]]:
    """Return the circles of rows that took each other's place, and the rows that took one without a circle.

    apart: from the new values of each row to the old ones of each, infinite where they are not alike.
    """
    if not len(apart):
        return [], {}
    np.fill_diagonal(apart, np.inf)
    nearest = {place: int(row.argmin()) for place, row in enumerate(apart) if np.isfinite(row).any()}
    found: list[list[int]] = []
    for start in nearest:
        way, here = [start], nearest[start]
        while here in nearest and here not in way:
            way.append(here)
            here = nearest[here]
        if here == start and not any(start in circle for circle in found):
            found.append(way)
    inside = {place for circle in found for place in circle}
    return found, {place: other for place, other in nearest.items() if place not in inside}


def china_first(economies: Iterable[str]) -> tuple[str, ...]:
    """Return economies in their order, China before all others."""
    return tuple(sorted((str(one) for one in economies), key=lambda one: one != CHINA))


@dataclass(frozen=True, slots=True)
class Strange:
    """Economies (ISO3) of an edition that do not look like themselves, and what is wrong in words."""

    economies: tuple[str, ...]
    problem: str

    def violation(self, edition: int) -> Violation:
        """Return it as a violation of the index's overall row of the first economy."""
        place = f"edition {edition}"
        return Violation(GII_SCORES.name, place, "", self.problem, self.economies[0], "GII")


def strange(
    scores: pd.DataFrame,
    structure: pd.DataFrame,
    edition: int,
    catalog: Catalog,
    accepted: Collection[str] = (),
) -> tuple[Strange, ...]:
    """Return the economies that do not look like themselves in the edition before.

    scores, structure: gii_scores and gii_structure, concepts and all. The profile of an economy is its place
    (percentile) in every concept that both editions have. An economy that is nearer to another's profile
    than to its own is strange: a circle of them is an exchange. In no two editions with indicators is one
    nearer, so that each exchange can be known. Beside the profiles, and in their place for an edition without
    indicators, moves of the overall score are judged. From a ranking alone an exchange of two
    economies with nearly the same score cannot be known, such as China and the Republic of Korea; nor can
    one with an economy that the edition before did not rank.
    """
    limits = catalog.plausible.edition
    earlier = scores.loc[
        (scores["edition"] < edition) & (scores["code"] == "GII"), ["edition", "score"]
    ].dropna()
    if earlier.empty:
        return ()
    before = int(earlier["edition"].max())
    old, new = (_table(scores, structure, year) for year in (before, edition))
    economies, concepts = old.index.intersection(new.index), old.columns.intersection(new.columns)
    if len(economies) < limits.economies or "GII" not in concepts:
        return ()
    old, new = old.loc[economies, concepts], new.loc[economies, concepts]
    found = _unlike(old, new, before, catalog) if len(concepts) >= limits.concepts else []
    known = {one for item in found for one in item.economies}
    found += _moved(old["GII"].drop(list(known)), new["GII"].drop(list(known)), before, catalog)
    return tuple(item for item in found if not set(item.economies) <= set(accepted))


def _table(scores: pd.DataFrame, structure: pd.DataFrame, edition: int) -> pd.DataFrame:
    """Return scores by economy and concept."""
    rows = scores.loc[(scores["edition"] == edition) & scores["score"].notna(), ["economy", "code", "score"]]
    known = structure.loc[structure["edition"] == edition, ["code", "concept"]].dropna()
    wide = rows.merge(known, on="code").pivot_table(index="economy", columns="concept", values="score")
    return wide.astype("float64")


def _unlike(old: pd.DataFrame, new: pd.DataFrame, before: int, catalog: Catalog) -> list[Strange]:
    apart, _ = distances(*(frame.rank(pct=True).to_numpy("float64") for frame in (new, old)))
    names = [str(one) for one in old.index]
    own = np.diag(apart).copy()
    found, like = circles(np.where(apart < own[:, None], apart, np.inf))
    result = []
    for circle in found:
        economies = _by_name([names[place] for place in circle], catalog)
        words = (
            f"{_listed(economies, catalog)} look exchanged: {_moves(economies, old, new, before, catalog)}"
        )
        result.append(Strange(economies, words))
    for place, other in like.items():
        one, two = short_name(names[place], catalog), short_name(names[other], catalog)
        moves = _moves((names[place],), old, new, before, catalog)
        words = f"{one} looks like {two} in the GII {before}, not like itself: {moves}"
        result.append(Strange((names[place],), words))
    return sorted(result, key=lambda item: CHINA not in item.economies)


def _moved(old: pd.Series, new: pd.Series, before: int, catalog: Catalog) -> list[Strange]:
    """Return the economies whose overall score moved too far against the others; pairs as an exchange."""
    if old.empty:
        return []
    limit = catalog.plausible.edition.points
    move = new - old
    far = (move - move.median()).abs()
    names = [str(one) for one in far[far > limit].sort_values(ascending=False, kind="stable").index]
    now, then = (frame[names].to_numpy("float64")[:, None] for frame in (new - move.median(), old))
    apart, _ = distances(now, then)
    found, _ = circles(np.where(apart <= limit / 2, apart, np.inf))
    frames = old.to_frame("GII"), new.to_frame("GII")
    result = [_by_name([names[place] for place in circle], catalog) for circle in found]
    alone = [name for name in names if not any(name in circle for circle in result)]
    moves = [
        Strange(one, f"{_listed(one, catalog)} look exchanged: {_moves(one, *frames, before, catalog)}")
        for one in result
    ]
    moves += [Strange((one,), _moves((one,), *frames, before, catalog)) for one in alone]
    return sorted(moves, key=lambda item: CHINA not in item.economies)


def _moves(
    economies: Sequence[str], old: pd.DataFrame, new: pd.DataFrame, before: int, catalog: Catalog
) -> str:
    now, then = (frame["GII"].to_dict() for frame in (new, old))
    return ", ".join(
        f"{short_name(one, catalog)} scores {now[one]:.1f} after {then[one]:.1f} in {before}"
        for one in economies[:2]
    )


def _by_name(economies: Sequence[str], catalog: Catalog) -> tuple[str, ...]:
    return china_first(sorted(economies, key=lambda one: short_name(one, catalog)))


def _listed(economies: Sequence[str], catalog: Catalog) -> str:
    return listed([short_name(one, catalog) for one in economies[:4]], len(economies) - 4)


CODES = 3
"""Codes that are listed one by one."""


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
    codes = sorted(wrong, key=lambda code: (code != "CHN", code))
    places = [
        Violation(table, "", "", f"the code {code} stands beside the name {wrong[code]!r}", code)
        for code in codes[:CODES]
    ]
    raise Refused(f"names and codes disagree for {listed(codes[:CODES], len(codes) - CODES)}", places)
