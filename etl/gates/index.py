"""Ranks in the order of the scores, scores that their parts give, and the intervals around them."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from analysis.composition import PILLAR_WEIGHTS, index_scores, rebuild, wide
from analysis.precision import MEAN_ERRORS, MEAN_OF_PILLARS, ORDER_OF_SCORES, half_widths, rank_range
from analysis.standing import CHINA
from data.codes import level_of
from data.contract import Violation
from etl.gates.report import Report


def check_ranks(scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every rank of gii_scores that cannot be right.

    An edition that has overall scores is complete: its ranks are 1 to the number of its economies. Rank and
    bounds fit each other; a rank published with scores has a score beside it. A rank lies between the best
    and the worst that the scores allow, given how they are rounded.
    """
    overall = scores[scores["code"] == "GII"].sort_values("rank")
    own, rank = overall.groupby("edition"), overall["rank"]
    complete, before = own["score"].transform("count") > 0, own["rank"].shift(fill_value=0)
    twice = rank.notna() & overall.duplicated(["edition", "rank"], keep=False)
    wrong = [
        (twice, "rank", "rank {rank} stands twice in the edition"),
        (complete & rank.isna(), "rank", "the economy has no rank"),
        (complete & (rank - before > 1), "rank", "no economy has rank {one_less}, the one before it"),
    ]
    rows = overall.assign(one_less=rank - 1)
    yield from report.check("ranks-complete", "gii_scores", rows, wrong, by="edition", checked=rank.notna())
    rank, low, high = (scores[name] for name in ("rank", "rank_low", "rank_high"))
    scored, ranked = scores["score"].notna(), rank.notna()
    lists = [scores["edition"], scores["code"]]
    exact = scores["rank_source"].notna() & (scores["rank_source"] == scores["score_source"])
    with_scores, with_ranks = (kind.groupby(lists).transform("any") for kind in (scored, exact))
    unfit = (low > high) | (rank < low) | (rank > high) | (low.isna() != high.isna())
    wrong = [
        (unfit, "rank", "rank {rank}, rank_low {rank_low} and rank_high {rank_high} do not fit each other"),
        (with_scores & ranked & ~scored, "score", "rank {rank} has no score beside it"),
        (with_ranks & ~ranked & scored, "rank", "the score {score:g} has no rank beside it"),
    ]
    either = ranked | low.notna() | high.notna()
    yield from report.check("ranks-paired", "gii_scores", scores, wrong, checked=either)
    best, worst = allowed_ranks(scores)
    outside = scored & scores["doubt"].isna() & ((rank < best) | (rank > worst))
    apart = scored & ~ranked & ((low > worst) | (high < best))
    problem = "rank {rank} is not in the order of the scores: {score:g} is "
    wrong = [
        (outside & (best == worst), "rank", problem + "rank {best}"),
        (outside & (best < worst), "rank", problem + "a rank from {best} to {worst}"),
        (apart, "rank_low", "ranks {rank_low} to {rank_high} do not fit the order of the scores"),
    ]
    # a rank that is in doubt stands between its bounds: as far off as the nearer of them
    nearer, farther = (bound.where(~ranked, rank).astype("float64") for bound in (low, high))
    # ranks of our own follow the scores that they are made of: they test nothing
    published = scores["rank_source"].notna() & (scores["rank_source"] != ORDER_OF_SCORES)
    off = pd.concat([best - farther, nearer - worst], axis=1).max(axis=1).clip(lower=0)
    off = off.where(scored & published & scores["doubt"].isna())
    rows, places = scores.assign(best=best, worst=worst), (off, 0.0, "places")
    yield from report.check(
        "ranks-in-order", "gii_scores", rows, wrong, by="edition", checked=off.notna(), worst=places
    )


def allowed_ranks(scores: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return for each row of gii_scores the best and the worst rank that the scores allow.

    An economy whose score is unknown, or without a row, may stand anywhere: it widens the range by one place.
    """
    widths = half_widths(scores).to_numpy("float64")
    values = scores["score"].to_numpy("float64")
    codes = scores["score_source"].astype("category").cat.codes
    groups = np.where(scores["score_source"].isin(list(MEAN_ERRORS)), -1, codes).astype("int64")
    bounds = np.zeros((2, len(scores)), "int64")
    economies = scores.groupby("edition")["economy"].transform("nunique").to_numpy("int64")
    for rows in scores.groupby(["edition", "code"]).indices.values():
        unknown = economies[rows[0]] - int(np.isfinite(values[rows]).sum())
        best, worst = rank_range(values[rows], widths[rows], groups[rows])
        bounds[:, rows] = best, worst + unknown
    return pd.Series(bounds[0], scores.index), pd.Series(bounds[1], scores.index)


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
FROM_PILLARS: Final = "index-from-pillars"
FROM_PARTS: Final = {
    "index": "index-from-subindices",
    "subindex": "subindices-from-pillars",
    "pillar": "pillars-from-subpillars",
    "subpillar": "subpillars-from-indicators",
}
"""By level: the rule that what stands below it gives it."""


def check_scores(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every score of gii_scores that its parts do not give."""
    scores = scores.assign(width=half_widths(scores), own=scores["score_source"] == MEAN_OF_PILLARS)
    for edition, parts in structure.groupby("edition"):
        here = scores[scores["edition"] == edition]
        if {"GII", *PILLAR_WEIGHTS} <= set(here["code"].unique()):
            for cells in _given(here, parts):
                yield from _rebuilt(cells, report)


def _rebuilt(cells: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every score (`_given`) that is further from what its parts give than rounding explains."""
    gap = (cells["score"] - cells["given"]).abs()
    exact = (cells["limit"] == 0) | cells["limit"].isna()
    allowed = (cells["limit"] + ROUNDED).mask(exact, ARITHMETIC)
    beyond = (gap > allowed) | (cells["score"].isna() & cells["given"].notna() & exact)
    most = pd.Series(0.0, cells.index)
    for (edition, economy, code), known_gap in KNOWN_GAPS.items():
        place = (cells["edition"] == edition) & (cells["code"] == code)
        most[place & ((cells["economy"] == economy) | (economy == ""))] = known_gap
    known = beyond & (gap <= most)
    for row in cells.assign(gap=gap, most=most)[known & ~cells["own"]].to_dict("records"):
        subject, worst = f"{row['edition']} {row['economy']}", (row["gap"], row["most"], "points")
        yield from report.rule("known-gap", subject, 1, (), worst=worst, exceptions=1)
    gap = gap.mask(cells["own"] | known)
    problem = "{parts} give {given:.4f}, the score is "
    wrong = [
        (beyond & ~known & cells["score"].notna(), "score", problem + "{score:.4f}"),
        (beyond & ~known & cells["score"].isna(), "score", problem + "missing"),
    ]
    largest = (gap, allowed, "points")
    for rule, rows in cells.groupby("rule", sort=False):
        yield from report.check(
            str(rule), "gii_scores", rows, wrong, by="edition", checked=gap.notna(), worst=largest
        )


def _given(scores: pd.DataFrame, structure: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield the scores of an edition beside those that their parts give: from the pillars, then by level.

    Columns edition, economy, code, rule, score, given, limit (how far rounding may bring them apart), parts
    (in words) and own (score or parts are means of our own, so that the comparison tests nothing).
    """
    edition = scores["edition"].iloc[0]
    score, width, own = (wide(scores, edition, column) for column in ("score", "width", "own"))
    index, room = (index_scores(frame)[["GII"]] for frame in (score, width))
    room += width[["GII"]]
    if (scores["score_source"] == ONE_DECIMAL_EXPORT[0]).any():
        room = room.clip(upper=ONE_DECIMAL_EXPORT[1])
    parents = structure.set_index("code")["parent"].dropna()
    # a missing part changes the weights below the pillars: the widest part bounds them all
    widest, ours = (frame.T.groupby(parents).max().T for frame in (width, own))
    above = structure[structure["parent"].isin(["GII", "IN", "OUT"])]
    widest.update(rebuild(width.fillna(0), above))
    codes = {code: FROM_PARTS[level_of(code)] for code in parents.unique()}
    words = structure.groupby("parent")["code"].agg(", ".join)
    for given, limit, means, rules, parts in (
        (index, room, own * 0, {"GII": FROM_PILLARS}, {"GII": "the seven pillars"}),
        (rebuild(score, structure), width + widest.fillna(0), own + ours, codes, words),
    ):
        frames = {"score": score, "given": given, "limit": limit, "own": means}
        cells = {name: frame[[*given]].to_numpy().ravel("F") for name, frame in frames.items()}
        names = {"economy": np.tile(score.index, given.shape[1]), "code": np.repeat([*given], len(score))}
        table = pd.DataFrame(names | cells).assign(edition=edition, own=cells["own"] > 0)
        yield table.assign(rule=table["code"].map(rules), parts=table["code"].map(parts))


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

    The imputation scenario need not hold the published rank: it ranks other scores. No draw of weights can
    leave the bounds: they hold under all weights drawn from and both aggregations. China's intervals are
    those known beforehand, to the rank, where they rest on the same scores.
    """
    overall = scores.loc[scores["code"] == "GII", ["edition", "economy", "rank", "score_source"]]
    sizes = overall.groupby("edition")["rank"].count()
    rows = intervals.merge(overall.rename(columns={"rank": "given"}), how="left", on=["edition", "economy"])
    rows["size"] = rows["edition"].map(sizes).fillna(0)
    low, high, outer_low, outer_high = (rows[name] for name in ("low", "high", "outer_low", "outer_high"))
    single, imputed = outer_low.isna() != outer_high.isna(), rows["kind"] == "imputed"
    outside = ~single & ((outer_low > low) | (high > outer_high))
    beyond = "{} {{{}}} is beyond the economies of the edition"
    wrong = [
        (low > high, "low", "low {low} is above high {high}"),
        *(
            (rows[name] > rows["size"], name, beyond.format(name, name))
            for name in ("high", "outer_high", "rank")
        ),
        (single, "outer_low", "outer_low and outer_high stand together or not at all"),
        (outside, "outer_low", "{low} to {high} is not in {outer_low} to {outer_high}"),
        (imputed != rows["rank"].notna(), "rank", "a rank belongs to the kind imputed, and to no other"),
    ]
    yield from report.check("intervals-inside", "gii_intervals", rows, wrong, by="kind")
    without = rows["given"].isna() | (rows["given"] < low) | (rows["given"] > high)
    wrong = [(without, "low", "the published rank {given} is not in {low} to {high}")]
    yield from report.check("intervals-hold-rank", "gii_intervals", rows[~imputed], wrong, by="kind")
    drawn, limits = (intervals[intervals["kind"] == kind] for kind in ("weights", "bounds"))
    pairs = drawn.merge(limits, on=["edition", "economy"], suffixes=("", "_limit"))
    leaves = (pairs["low"] < pairs["low_limit"]) | (pairs["high"] > pairs["high_limit"])
    wrong = [(leaves, "low", "{low} to {high} leaves the bounds {low_limit} to {high_limit}")]
    yield from report.check("draws-in-bounds", "gii_intervals", pairs, wrong)
    for (kind, release), (edition, least, most) in KNOWN.items():
        china = rows[rows["economy"].eq(CHINA) & rows["kind"].eq(kind) & rows["edition"].eq(edition)]
        china = china[china["score_source"].eq(release) | (release == "")]
        off = pd.concat([china["low"] - least, china["high"] - most], axis=1).abs().max(axis=1)
        wrong = [(off > 0, "low", f"{{low}} to {{high}} is not the interval known, {least} to {most}")]
        worst = (off, 0.0, "places")
        yield from report.check("intervals-known", "gii_intervals", china, wrong, by="edition", worst=worst)
