"""Economies that look exchanged or shifted in a series, or exchanged in an edition of the index."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.article import FOCUS
from data.catalog import Catalog
from etl.economies import Suspect, china_first, name_economies, short_name

MIN_COMMON_ECONOMIES: Final = 10
"""Number of economies from which the median of all is meaningful."""
EXCHANGE_DISTANCE_RATIO: Final = 0.25
"""Two economies look exchanged if new values are nearer to the other's old ones by this factor."""
COPY_DISTANCE_RATIO: Final = 0.1
"""An economy looks copied if its values are nearer to another's than to its own and any third by this."""
MIN_EXCHANGED_YEARS: Final = 3
"""Common years from which two economies are compared; with fewer the values must be identical."""
SAME_VALUE_TOLERANCE: Final = 1e-9
"""Share of a move below which two values are identical."""
MAX_MOVED_SHARE: Final = 0.5
"""Share of the economies that moved above which a shift, or an exchange, concerns all."""


def exchanged_in_series(
    series: str, old: pd.DataFrame, new: pd.DataFrame, small: float, catalog: Catalog
) -> Iterator[Suspect]:
    """Yield the economies of one series whose codes or years look wrong, China first.

    Parameters
    ----------
    old, new : DataFrame
        Values by economy (rows) and year (columns), on a scale on which steps are differences.
    small : float
        Median change that does not count. Two economies that differ by less, in single years by
        less than one of them ever moved, cannot be distinguished.
    catalog : Catalog
        Its large economies are also compared in single years, and none of them may look like
        another.
    """
    moves = (new - old).abs().median(axis=1)
    if shift := _find_shift(old, new, moves[moves > 0], small):
        economies, direction = shift
        names = name_economies(economies, catalog)
        yield Suspect(economies, f"the values of {names} look shifted to the year {direction}", series)
        return
    # if all moved, as estimates do, similar economies come near each other by chance
    moves = moves[moves > (max(small, 2 * moves.median()) if len(moves) >= MIN_COMMON_ECONOMIES else small)]
    circles, lookalikes = find_circles(new, old, EXCHANGE_DISTANCE_RATIO * moves, MIN_EXCHANGED_YEARS)
    moved = {economy for circle in circles for economy in circle}
    if len(moved) + len(lookalikes) > max(2, MAX_MOVED_SHARE * len(moves)):
        moved |= set(lookalikes)
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
        if len(nearest) == 2 and nearest.iloc[0] < COPY_DISTANCE_RATIO * min(moves[economy], nearest.iloc[1]):
            problems[economy] = f"the values of {short_name(nearest.index[0], catalog)}, not its own"
    # two years that have exchanged their values
    changed = (new - old).abs() > small
    for economy in changed.index[changed.sum(axis=1) > 1]:
        years = changed.columns[changed.loc[economy]]
        was, now = (frame.loc[economy, years].to_numpy() for frame in (old, new))
        crossed = np.argwhere((now[:, None] == was) & (was[:, None] == now))
        if len(crossed):
            problems[economy] = "the values of {} and {} exchanged".format(*years[crossed[0]])
    # compare a new year with the value before it; small economies come near each other too often
    newest, largest_step = new.columns[-1:], old.T.diff().abs().max().clip(lower=small)
    before = old.reindex(columns=newest - 1).set_axis(newest, axis=1).where(old[newest].isna())
    move, large = (new[newest] - before).abs().iloc[:, 0], set(catalog.plausible.large)
    for circle in find_circles(new[newest], before, EXCHANGE_DISTANCE_RATIO * move[move > largest_step])[0]:
        if large & set(circle):
            names = name_economies(circle, catalog, len(circle))
            problems |= dict.fromkeys(circle, f"those of {names} look exchanged in {newest[0]}")
    for refused in (True, False):
        if economies := china_first(economy for economy in problems if (economy in large) == refused):
            sentence = f"{name_economies(economies, catalog)}: {problems[economies[0]]}"
            yield Suspect(economies, sentence, series, refused=refused)


def _find_shift(
    old: pd.DataFrame, new: pd.DataFrame, moves: pd.Series, small: float
) -> tuple[tuple[str, ...], str] | None:
    """Return the economies whose values are shifted by a year, and the direction.

    Some have exactly the values of the adjacent year, or most have nearly those.
    """
    for years, direction in ((1, "later"), (-1, "earlier")):
        late = old.set_axis(old.columns.to_numpy("int64") + years, axis=1)
        # constant stretches are no evidence
        distances = (new - late.where(late.ne(old))).abs().reindex(moves.index)
        near, enough = distances.median(axis=1), distances.count(axis=1) >= MIN_EXCHANGED_YEARS
        similar = moves.index[enough & (moves > small) & (near < EXCHANGE_DISTANCE_RATIO * moves)]
        identical = moves.index[enough & (near <= SAME_VALUE_TOLERANCE * moves)]
        if len(similar) > max(2, MAX_MOVED_SHARE * int((moves > small).sum())):
            return china_first(similar), direction
        if len(identical):
            return china_first(identical), direction
    return None


def find_circles(
    now: pd.DataFrame, before: pd.DataFrame, near: pd.Series, enough: int = 1
) -> tuple[list[list[str]], dict[str, str]]:
    """Return the circles of economies that exchanged their values, and who looks like whom outside a circle.

    ``now`` and ``before`` have values by economy; ``near`` is the largest mean distance between an
    economy's new values and another's old ones. With fewer common values than ``enough`` they must
    be identical.
    """
    names, columns = list(map(str, near.index)), now.columns.intersection(before.columns)
    new, old = (
        frame.reindex(index=near.index, columns=columns).to_numpy("float64") for frame in (now, before)
    )
    nearest: dict[str, str] = {}
    for index, limit in enumerate(near.to_numpy("float64")):
        gaps = np.abs(new[index] - old)
        common = (~np.isnan(gaps)).sum(axis=1)
        distances = np.nansum(gaps, axis=1) / np.maximum(common, 1)
        limits = np.where(common >= enough, limit, SAME_VALUE_TOLERANCE * limit)
        similar = (common > 0) & (distances < limits)
        similar[index] = False
        if similar.any():
            nearest[names[index]] = names[int(np.where(similar, distances, np.inf).argmin())]
    circles = []
    for start in nearest:
        path = [start]
        while (following := nearest.get(path[-1])) and following not in path:
            path.append(following)
        if following == start == min(path):
            circles.append(path)
    inside = {economy for circle in circles for economy in circle}
    return circles, {economy: other for economy, other in nearest.items() if economy not in inside}


def exchanged_in_edition(
    tables: Mapping[str, pd.DataFrame], edition: int, catalog: Catalog, accepted: Collection[str] = ()
) -> tuple[Suspect, ...]:
    """Return the economies that do not resemble themselves in the edition before, China first.

    ``tables`` has gii_scores and gii_structure with concepts. The profile of an economy is its
    percentile in every concept that both editions have. An economy nearer to another's profile
    than to its own is suspect; a circle of them is an exchange. Correct editions with indicators
    have no such economy. Moves of the overall score are checked, too; an edition without
    indicators has no other check, which misses an exchange of two economies with nearly the same
    score (China and the Republic of Korea), or with an economy that the edition before did not
    rank.
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
    problems: list[tuple[list[str], str]] = []
    if old.shape[1] >= limits.concepts:
        then, now = old.rank(pct=True), new.rank(pct=True)
        circles, lookalikes = find_circles(now, then, (now - then).abs().mean(axis=1))
        problems += [(circle, "look exchanged: ") for circle in circles]
        for economy, other in lookalikes.items():
            sentence = f"looks like {short_name(other, catalog)} in the GII {before}, not like itself: "
            problems.append(([economy], sentence))
    suspected = [economy for economies, _ in problems for economy in economies]
    move = (new["GII"] - old["GII"]).drop(suspected)
    far = (move - move.median()).abs()
    far = far[far > limits.points].sort_values(ascending=False, kind="stable")
    near = pd.Series(limits.points / 2, far.index)
    circles, _ = find_circles(new[["GII"]] - move.median(), old[["GII"]], near)
    problems += [(circle, "look exchanged: ") for circle in circles]
    exchanged = {economy for circle in circles for economy in circle}
    problems += [([str(economy)], "") for economy in far.index if economy not in exchanged]
    score, score_before = new["GII"].to_dict(), old["GII"].to_dict()
    suspects = []
    for economies, problem in problems:
        names = {economy: short_name(economy, catalog) for economy in economies}
        ordered = china_first(sorted(economies, key=names.__getitem__))
        subject = f"{name_economies(ordered, catalog)} " if problem else ""
        moves = ", ".join(
            f"{names[economy]} scores {score[economy]:.1f} after {score_before[economy]:.1f} in {before}"
            for economy in ordered[:2]
        )
        suspects.append(Suspect(ordered, subject + problem + moves))
    suspects.sort(key=lambda suspect: FOCUS not in suspect.economies)
    return tuple(suspect for suspect in suspects if not suspect.accepted_by(accepted))
