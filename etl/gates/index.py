"""Ranks in the order of the scores, scores that their parts give, and the intervals around them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.composition import PILLAR_WEIGHTS, index_scores, rebuild, wide
from analysis.precision import MEAN_ERRORS, MEAN_OF_PILLARS, ORDER_OF_SCORES, half_widths, rank_range
from analysis.standing import CHINA
from data.codes import level_of
from data.contract import Violation, violation_of
from data.schema import GII_INTERVALS, GII_SCORES
from etl.gates.report import ALL, Report, Worst, at_cell, at_rows


def check_ranks(scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every rank of gii_scores that cannot be right."""
    for edition, rows in scores[scores["code"] == "GII"].groupby("edition"):
        yield from report.rule("ranks-complete", edition, rows["rank"].count(), _without_gaps(rows))
    either = scores["rank"].notna() | scores["rank_low"].notna() | scores["rank_high"].notna()
    yield from report.rule("ranks-paired", ALL, int(either.sum()), _paired(scores))
    yield from _in_order(scores, report)


def _without_gaps(rows: pd.DataFrame) -> Iterator[Violation]:
    """An edition that has overall scores is complete: its ranks are 1 to the number of its economies."""
    ranks = rows["rank"].dropna()
    for row in rows[rows["rank"].isin(ranks[ranks.duplicated()])].to_dict("records"):
        others = rows[(rows["rank"] == row["rank"]) & (rows["economy"] != row["economy"])]["economy"]
        problem = f"rank {row['rank']} is also the rank of {', '.join(others)}"
        yield violation_of(GII_SCORES, row, "rank", problem)
    if not rows["score"].notna().any():
        return
    yield from at_rows(GII_SCORES, rows, rows["rank"].isna(), "rank", "the economy has no rank")
    missing = sorted(set(range(1, len(rows) + 1)) - set(ranks))
    if missing:
        listed = ", ".join(map(str, missing[:10])) + (" and more" if len(missing) > 10 else "")
        place = f"edition {rows['edition'].iloc[0]}, code GII"
        problem = f"no economy has rank {listed} of 1 to {len(rows)}"
        yield Violation("gii_scores", place, "rank", problem)
    problem = f"rank {{rank}} is beyond the {len(rows)} economies of the edition"
    yield from at_rows(GII_SCORES, rows, rows["rank"] > len(rows), "rank", problem)


def _paired(scores: pd.DataFrame) -> Iterator[Violation]:
    """Rank and bounds fit each other; a rank published with scores has a score beside it."""
    rank, low, high = (scores[name] for name in ("rank", "rank_low", "rank_high"))
    wrong = (low > high) | (rank < low) | (rank > high) | (low.isna() != high.isna())
    problem = "rank {rank}, rank_low {rank_low} and rank_high {rank_high} do not fit each other"
    yield from at_rows(GII_SCORES, scores, wrong, "rank", problem)
    with_scores = scores.groupby(["edition", "code"])["score"].transform("count") > 0
    exact = scores["rank_source"].notna() & (scores["rank_source"] == scores["score_source"])
    alone = with_scores & rank.notna() & scores["score"].isna()
    yield from at_rows(GII_SCORES, scores, alone, "score", "rank {rank} has no score beside it")
    whole = exact.groupby([scores["edition"], scores["code"]]).transform("any")
    unranked = whole & rank.isna() & scores["score"].notna()
    yield from at_rows(GII_SCORES, scores, unranked, "rank", "the score {score:g} has no rank beside it")


def _in_order(scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """A rank lies between the best and the worst that the scores allow, given how they are rounded.

    Economies whose score is unknown may stand anywhere: each widens the range by one place.
    """
    lowest, highest = allowed_ranks(scores)
    rank, low, high = (scores[name].astype("float64") for name in ("rank", "rank_low", "rank_high"))
    # a rank that is in doubt stands between its bounds: as far off as the nearer of them
    off = pd.concat([lowest - high.where(rank.isna(), rank), low.where(rank.isna(), rank) - highest], axis=1)
    # ranks of our own follow the scores that they are made of: they test nothing
    published = scores["rank_source"].notna() & (scores["rank_source"] != ORDER_OF_SCORES)
    tested = scores["score"].notna() & published & scores["doubt"].isna()
    places = off.max(axis=1).clip(lower=0)[tested].dropna()
    for edition, rows in scores.groupby("edition"):
        here = places.reindex(rows.index).dropna()
        worst = Worst(float(here.max()), 0.0, "places") if len(here) else None
        found = _apart_from(rows, lowest, highest)
        yield from report.rule("ranks-in-order", edition, len(here), found, worst=worst)


def _apart_from(scores: pd.DataFrame, lowest: pd.Series, highest: pd.Series) -> Iterator[Violation]:
    """Yield the ranks of one edition that the order of the scores does not allow, then such bounds."""
    lowest, highest = lowest[scores.index].astype(int), highest[scores.index].astype(int)
    rank, low, high = (scores[name].astype("float64") for name in ("rank", "rank_low", "rank_high"))
    scored = scores["score"].notna()
    single = "rank " + lowest.astype(str)
    several = "a rank from " + lowest.astype(str) + " to " + highest.astype(str)
    ranked = scores.assign(expected=single.where(lowest == highest, several))
    outside = scored & scores["doubt"].isna() & ((rank < lowest) | (rank > highest))
    problem = "rank {rank} is not in the order of the scores: {score:g} is {expected}"
    yield from at_rows(GII_SCORES, ranked, outside, "rank", problem)
    outside = scored & rank.isna() & ((low > highest) | (high < lowest))
    problem = "ranks {rank_low} to {rank_high} do not fit the order of the scores"
    yield from at_rows(GII_SCORES, scores, outside, "rank_low", problem)


def allowed_ranks(scores: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return for each row of gii_scores the best and the worst rank that the scores allow.

    An economy of the edition without a row may stand anywhere, as one without a score.
    """
    widths = half_widths(scores).to_numpy("float64")
    values = scores["score"].to_numpy("float64")
    codes = scores["score_source"].astype("category").cat.codes
    computed = scores["score_source"].isin(list(MEAN_ERRORS))
    groups = np.where(computed, -1, codes).astype("int64")
    best, worst = np.zeros(len(scores)), np.zeros(len(scores))
    economies = scores.groupby("edition")["economy"].transform("nunique").to_numpy("int64")
    for rows in scores.groupby(["edition", "code"]).indices.values():
        low, high = rank_range(values[rows], widths[rows], groups[rows])
        unknown = economies[rows[0]] - int(np.isfinite(values[rows]).sum())
        best[rows], worst[rows] = low, high + unknown
    return pd.Series(best, index=scores.index), pd.Series(worst, index=scores.index)


ARITHMETIC: Final = 1e-5
"""Room at full precision: enough for copies of six decimals, far below any real difference."""
ROUNDED: Final = 1e-6
ONE_DECIMAL_EXPORT: Final = ("portal_export_2019", 0.075)
"""Source of one-decimal scores and how far its index was seen to be from its own pillars."""
KNOWN_GAPS: Final = {(2011, "CHE", "GII"): 1.686, (2016, "", "6.2"): 0.0201}
"""Cells (of every economy, where none is named) that their parts miss by more than rounding explains.

The score of Switzerland is printed so in three lists, and not the mean of its sub-indices. 6.2 of 2016 comes
from another table than its indicators.
"""


RULES: Final = {
    "index": "index-from-subindices",
    "subindex": "subindices-from-pillars",
    "pillar": "pillars-from-subpillars",
    "subpillar": "subpillars-from-indicators",
}
"""By level: the rule that what stands below it gives it."""


@dataclass(frozen=True, slots=True)
class _Rebuilt:
    """One code of an edition: its scores, those its parts give, and how far apart they may be.

    published, given, limit: one number for each of the economies, NaN where there is none. own: whether score
    or parts are means of our own, so that the comparison tests nothing.
    """

    edition: int
    code: str
    economies: pd.Index
    published: NDArray[np.float64]
    given: NDArray[np.float64]
    limit: NDArray[np.float64]
    words: str
    own: NDArray[np.bool_]


def check_scores(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every score of gii_scores that its parts do not give."""
    widths = scores.assign(score=half_widths(scores))
    for edition, rows in structure.groupby("edition"):
        year = int(str(edition))
        own = scores[scores["edition"] == year]
        published = wide(own, year)
        if {"GII", *PILLAR_WEIGHTS} <= set(published):
            room = wide(widths.loc[own.index], year)
            ours = own[own["score_source"] == MEAN_OF_PILLARS]
            means = {
                str(code): np.asarray(published.index.isin(rows["economy"]))
                for code, rows in ours.groupby("code")
            }
            index = _index(year, published, room, set(own["score_source"].dropna().unique()))
            yield from _apart("index-from-pillars", index, report)
            for part in _parts(year, published, room, rows, means):
                yield from _apart(RULES[level_of(part.code)], part, report)


def _index(edition: int, published: pd.DataFrame, room: pd.DataFrame, sources: set[str]) -> _Rebuilt:
    given = index_scores(published)["GII"].to_numpy("float64")
    weighted = room[list(PILLAR_WEIGHTS)].to_numpy("float64") @ np.array(list(PILLAR_WEIGHTS.values()))
    limit = room["GII"].to_numpy("float64") + weighted
    if ONE_DECIMAL_EXPORT[0] in sources:
        limit = np.minimum(limit, ONE_DECIMAL_EXPORT[1])
    scored = published["GII"].to_numpy("float64")
    none = np.zeros(len(scored), bool)
    return _Rebuilt(edition, "GII", published.index, scored, given, limit, "the seven pillars give", none)


def _parts(
    edition: int,
    published: pd.DataFrame,
    room: pd.DataFrame,
    structure: pd.DataFrame,
    means: Mapping[str, NDArray[np.bool_]],
) -> Iterator[_Rebuilt]:
    rebuilt = rebuild(published, structure)
    rooms, places = room.to_numpy("float64"), {code: place for place, code in enumerate(room)}
    none = np.zeros(len(published), bool)
    for parent, rows in structure.dropna(subset=["parent"]).groupby("parent", sort=False):
        code, codes = str(parent), list(rows["code"])
        if code not in rebuilt:
            continue
        children = np.nan_to_num(rooms[:, [places[one] for one in codes]])
        if code in ("GII", "IN", "OUT"):
            weights = rows["weight"].to_numpy("float64")
            spread = children @ (weights / weights.sum())
        else:
            # a missing part changes the weights: the widest part bounds them all
            spread = children.max(axis=1)
        yield _Rebuilt(
            edition,
            code,
            published.index,
            published[code].to_numpy("float64"),
            rebuilt[code].to_numpy("float64"),
            room[code].to_numpy("float64") + spread,
            f"{', '.join(codes)} give" if code != "GII" else "IN and OUT give",
            np.any([none, *(means[one] for one in (code, *codes) if one in means)], axis=0),
        )


def _apart(rule: str, part: _Rebuilt, report: Report) -> Iterator[Violation]:
    """Yield every economy whose score and parts are further apart than rounding explains."""
    gap = np.abs(part.published - part.given)
    exact = (part.limit == 0) | np.isnan(part.limit)
    allowed = np.where(exact, ARITHMETIC, part.limit + ROUNDED)
    beyond = (gap > allowed) | (np.isnan(part.published) & ~np.isnan(part.given) & exact)
    known = np.zeros(len(gap), bool)
    for place in np.flatnonzero(beyond):
        economy = str(part.economies[int(place)])
        most = max(KNOWN_GAPS.get((part.edition, one, part.code), 0.0) for one in (economy, ""))
        known[place] = gap[place] <= most
        if known[place] and not part.own[place]:
            gap_known = Worst(float(gap[place]), most, "points")
            subject = f"{part.edition} {economy}"
            yield from report.rule("known-gap", subject, 1, (), worst=gap_known, exceptions=1)
    tested = np.where(part.own | known, np.nan, gap)
    count = int((~np.isnan(tested)).sum())
    worst = None
    if count:
        widest = int(np.nanargmax(tested))
        worst = Worst(float(tested[widest]), float(allowed[widest]), "points")
    found = [_problem(part, int(place)) for place in np.flatnonzero(beyond & ~known)]
    yield from report.rule(rule, part.edition, count, found, worst=worst)


def _problem(part: _Rebuilt, place: int) -> Violation:
    own = part.published[place]
    score = "missing" if np.isnan(own) else f"{own:.4f}"
    problem = f"{part.words} {part.given[place]:.4f}, the score is {score}"
    return at_cell(part.edition, str(part.economies[place]), part.code, "score", problem)


KNOWN: Final = {
    ("weights", "portal_export_2019"): (2019, 13, 17),
    ("weights", "wipo_tech1_2021"): (2021, 11, 14),
    ("weights", "wipo_tech1_2022"): (2022, 10, 12),
    ("weights", "wipo_tech1_2023"): (2023, 11, 12),
    ("weights", "wipo_tech1_2024"): (2024, 10, 12),
    ("weights", "wipo_tech1_2025"): (2025, 8, 10),
    ("published", ""): (2020, 9, 16),
}
"""China's intervals as they were found before the code was written, by kind and by the release of the scores
that they rest on, and the one that the publisher printed: edition, best and worst rank."""


def check_intervals(intervals: pd.DataFrame, scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every interval that is not one, leaves its bounds, or leaves out the published rank.

    The imputation scenario need not hold the published rank: it ranks other scores.
    """
    overall = scores.loc[scores["code"] == "GII", ["edition", "economy", "rank", "score_source"]]
    sizes = overall.groupby("edition")["rank"].count()
    overall = overall.rename(columns={"rank": "given"})
    merged = intervals.merge(overall, how="left", on=["edition", "economy"])
    merged["size"] = merged["edition"].map(sizes).fillna(0)
    for kind, rows in merged.groupby("kind"):
        yield from report.rule("intervals-inside", kind, len(rows), _inside(rows, kind == "imputed"))
        if kind != "imputed":
            given = rows["given"]
            outside = given.isna() | (given < rows["low"]) | (given > rows["high"])
            problem = "the published rank {given} is not in {low} to {high}"
            found = at_rows(GII_INTERVALS, rows, outside, "low", problem)
            yield from report.rule("intervals-hold-rank", kind, len(rows), found)
    yield from _bounded(intervals, report)
    yield from _known(merged[merged["economy"] == CHINA], report)


def _inside(rows: pd.DataFrame, imputed: bool) -> Iterator[Violation]:
    """Yield what is no interval, lies beyond the edition's economies, or outside of what rounding allows."""
    low, high, outer_low, outer_high = (rows[name] for name in ("low", "high", "outer_low", "outer_high"))
    yield from at_rows(GII_INTERVALS, rows, low > high, "low", "low {low} is above high {high}")
    for column in ("high", "outer_high", "rank"):
        problem = f"{column} {{{column}}} is beyond the economies of the edition"
        yield from at_rows(GII_INTERVALS, rows, rows[column] > rows["size"], column, problem)
    single = outer_low.isna() != outer_high.isna()
    problem = "outer_low and outer_high stand together or not at all"
    yield from at_rows(GII_INTERVALS, rows, single, "outer_low", problem)
    outside = ~single & ((outer_low > low) | (high > outer_high))
    problem = "{low} to {high} is not in {outer_low} to {outer_high}"
    yield from at_rows(GII_INTERVALS, rows, outside, "outer_low", problem)
    misplaced = rows["rank"].isna() if imputed else rows["rank"].notna()
    problem = "a rank belongs to the kind imputed, and to no other"
    yield from at_rows(GII_INTERVALS, rows, misplaced, "rank", problem)


def _known(china: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """China's intervals are those known beforehand, to the rank, where they rest on the same scores."""
    for (kind, release), (edition, low, high) in KNOWN.items():
        rows = china[(china["kind"] == kind) & (china["edition"] == edition)]
        rows = rows[(rows["score_source"] == release) | (release == "")]
        off = pd.concat([rows["low"] - low, rows["high"] - high], axis=1).abs().max(axis=1)
        problem = f"{{low}} to {{high}} is not the interval known, {low} to {high}"
        found = at_rows(GII_INTERVALS, rows, off > 0, "low", problem)
        if len(rows):
            worst = Worst(float(off.max()), 0.0, "places")
            yield from report.rule("intervals-known", edition, len(rows), found, worst=worst)


def _bounded(intervals: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """No draw can leave the bounds: they hold under all weights drawn from and both aggregations."""
    drawn, limits = (intervals[intervals["kind"] == kind] for kind in ("weights", "bounds"))
    pairs = drawn.merge(limits, on=["edition", "economy"], suffixes=("", "_limit"))
    outside = (pairs["low"] < pairs["low_limit"]) | (pairs["high"] > pairs["high_limit"])
    problem = "{low} to {high} leaves the bounds {low_limit} to {high_limit}"
    found = at_rows(GII_INTERVALS, pairs, outside, "low", problem)
    yield from report.rule("draws-in-bounds", ALL, len(pairs), found)
