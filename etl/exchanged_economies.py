"""Economies that look like others: exchanged or shifted in a series, in the place of another in the index."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.article import FOCUS
from data.catalog import Catalog
from etl.economies import Suspect, china_first, name_economies, short_name

MIN_COMMON_YEARS: Final = 10
"""Economies from which the median of all says something."""
EXCHANGE_DISTANCE_RATIO: Final = 0.25
"""An economy looks like another one if its new values are this much nearer to the other's old ones."""
MIN_LOG_DISTANCE: Final = 0.1
"""And this much nearer than to its own, or to any third one's, if the other has not its values in turn."""
MIN_EXCHANGED_YEARS: Final = 3
"""Common years from which two economies are compared; with fewer the values must be the very same."""
SAME_VALUE_TOLERANCE: Final = 1e-9
MAX_MOVED_SHARE: Final = 0.5
"""Share of the economies that moved from which a shift, or an exchange without a circle, is that of all."""


def exchanged_in_series(
    series: str, old: pd.DataFrame, new: pd.DataFrame, small: float, catalog: Catalog
) -> Iterator[Suspect]:
    """Yield the economies of one series whose codes or years look wrong, China first.

    old, new: economies by years, on a scale on which steps are differences; small: a median change that does
    not count. Of the large economies of the catalog single years are compared, too, and none may look like
    another. Two economies that differ by less than `small`, in single years by less than one of them ever
    moved, cannot be distinguished.
    """
    moves = (new - old).abs().median(axis=1)
    if shifted := _shifted(old, new, moves[moves > 0], small):
        economies, way = shifted
        named = name_economies(economies, catalog)
        yield Suspect(economies, f"the values of {named} look shifted to the year {way}", series)
        return
    # where all moved, as estimates do, those near each other come near by chance
    moves = moves[moves > (max(small, 2 * moves.median()) if len(moves) >= MIN_COMMON_YEARS else small)]
    found, others = circles(new, old, EXCHANGE_DISTANCE_RATIO * moves, MIN_EXCHANGED_YEARS)
    moved = {one for circle in found for one in circle}
    if len(moved) + len(others) > max(2, MAX_MOVED_SHARE * len(moves)):
        moved |= set(others)
    if moved:
        economies = china_first(sorted(moved))
        problem = "look exchanged: each has the values of another"
        yield Suspect(economies, f"{name_economies(economies, catalog)} {problem}", series)
        return
    problems: dict[str, str] = {}
    for economy in moves.index:
        gaps = (old - new.loc[economy]).abs().drop(economy)
        enough = gaps.count(axis=1) >= max(MIN_EXCHANGED_YEARS, MAX_MOVED_SHARE * new.loc[economy].count())
        nearest = gaps[enough].mean(axis=1).nsmallest(2)
        if len(nearest) == 2 and nearest.iloc[0] < MIN_LOG_DISTANCE * min(moves[economy], nearest.iloc[1]):
            problems[economy] = f"the values of {short_name(nearest.index[0], catalog)}, not its own"
    # two years of which each has the very value of the other
    apart = (new - old).abs() > small
    for economy in apart.index[apart.sum(axis=1) > 1]:
        years = apart.columns[apart.loc[economy]]
        was, now = (frame.loc[economy, years].to_numpy() for frame in (old, new))
        crossed = np.argwhere((now[:, None] == was) & (was[:, None] == now))
        if len(crossed):
            problems[economy] = "the values of {} and {} exchanged".format(*years[crossed[0]])
    # a new year is held to the value before it; small economies come near each other too often
    newest, ever = new.columns[-1:], old.T.diff().abs().max().clip(lower=small)
    before = old.reindex(columns=newest - 1).set_axis(newest, axis=1).where(old[newest].isna())
    move, large = (new[newest] - before).abs().iloc[:, 0], set(catalog.plausible.large)
    for circle in circles(new[newest], before, EXCHANGE_DISTANCE_RATIO * move[move > ever])[0]:
        if large & set(circle):
            named = name_economies(circle, catalog, len(circle))
            problems |= dict.fromkeys(circle, f"those of {named} look exchanged in {newest[0]}")
    for refused in (True, False):
        if economies := china_first(one for one in problems if (one in large) == refused):
            sentence = f"{name_economies(economies, catalog)}: {problems[economies[0]]}"
            yield Suspect(economies, sentence, series, refused=refused)


def _shifted(
    old: pd.DataFrame, new: pd.DataFrame, moves: pd.Series, small: float
) -> tuple[tuple[str, ...], str] | None:
    """Return the economies that a shift by a year concerns, and which way.

    Some of them have the very values of the year beside, or most have nearly those.
    """
    for years, way in ((1, "later"), (-1, "earlier")):
        late = old.set_axis(old.columns.to_numpy("int64") + years, axis=1)
        # constant stretches are no evidence
        apart = (new - late.where(late.ne(old))).abs().reindex(moves.index)
        near, enough = apart.median(axis=1), apart.count(axis=1) >= MIN_EXCHANGED_YEARS
        alike = moves.index[enough & (moves > small) & (near < EXCHANGE_DISTANCE_RATIO * moves)]
        same = moves.index[enough & (near <= SAME_VALUE_TOLERANCE * moves)]
        if len(alike) > max(2, MAX_MOVED_SHARE * int((moves > small).sum())):
            return china_first(alike), way
        if len(same):
            return china_first(same), way
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
        alike = (common > 0) & (apart < np.where(common >= enough, limit, SAME_VALUE_TOLERANCE * limit))
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


def exchanged_in_edition(
    tables: Mapping[str, pd.DataFrame], edition: int, catalog: Catalog, accepted: Collection[str] = ()
) -> tuple[Suspect, ...]:
    """Return the economies that do not look like themselves in the edition before, China first.

    tables: gii_scores and gii_structure, concepts and all. The profile of an economy is its place
    (percentile) in every concept that both editions have. An economy that is nearer to another's profile
    than to its own is suspect: a circle of them is an exchange. In no two editions with indicators is one
    nearer, so that each exchange can be known. Beside the profiles, and in their place for an edition without
    indicators, moves of the overall score are judged. From a ranking alone an exchange of two
    economies with nearly the same score cannot be known, such as China and the Republic of Korea; nor can
    one with an economy that the edition before did not rank.
    """
    limits = catalog.plausible.edition
    scores = tables["gii_scores"][["edition", "economy", "code", "score"]].dropna(subset="score")
    earlier = scores.loc[(scores["edition"] < edition) & (scores["code"] == "GII"), "edition"]
    if earlier.empty:
        return ()
    before = int(earlier.max())
    concepts = tables["gii_structure"][["edition", "code", "concept"]].dropna()
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
        found += [(circle, "look exchanged: ") for circle in exchanged]
        for one, other in like.items():
            same = f"looks like {short_name(other, catalog)} in the GII {before}, not like itself: "
            found.append(([one], same))
    move = (new["GII"] - old["GII"]).drop([one for economies, _ in found for one in economies])
    far = (move - move.median()).abs()
    far = far[far > limits.points].sort_values(ascending=False, kind="stable")
    near = pd.Series(limits.points / 2, far.index)
    exchanged, _ = circles(new[["GII"]] - move.median(), old[["GII"]], near)
    found += [(circle, "look exchanged: ") for circle in exchanged]
    circled = {one for circle in exchanged for one in circle}
    found += [([str(one)], "") for one in far.index if one not in circled]
    scored, scored_before = new["GII"].to_dict(), old["GII"].to_dict()
    suspects = []
    for economies, problem in found:
        names = {one: short_name(one, catalog) for one in economies}
        ordered = china_first(sorted(economies, key=names.__getitem__))
        whose = f"{name_economies(ordered, catalog)} " if problem else ""
        moves = ", ".join(
            f"{names[one]} scores {scored[one]:.1f} after {scored_before[one]:.1f} in {before}"
            for one in ordered[:2]
        )
        suspects.append(Suspect(ordered, whose + problem + moves))
    suspects.sort(key=lambda suspect: FOCUS not in suspect.economies)
    return tuple(suspect for suspect in suspects if not suspect.accepted_by(accepted))
