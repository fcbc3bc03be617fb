"""Ranks: 1 to n without gaps for the index, and for every code in the order of the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.precision import MEAN_OF_PILLARS, ORDER_OF_SCORES, half_widths, rank_range
from data.contract import Violation
from etl.gates.report import ALL, Report, Worst, at_row

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_ranks(scores: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every rank of gii_scores that cannot be right."""
    for edition, rows in scores[scores["code"] == "GII"].groupby("edition"):
        yield from report.rule("ranks-complete", edition, rows["rank"].count(), _without_gaps(rows))
    either = scores["rank"].notna() | scores["rank_low"].notna() | scores["rank_high"].notna()
    yield from report.rule("ranks-paired", ALL, int(either.sum()), _paired(scores))
    yield from _in_order(scores, report)


def _without_gaps(rows: pd.DataFrame) -> Iterator[Violation]:
    """An edition that has overall scores is complete: its ranks are 1 to the number of its economies."""
    complete = bool(rows["score"].notna().any())
    ranks = rows["rank"].dropna()
    for _, row in rows[rows["rank"].isin(ranks[ranks.duplicated()])].iterrows():
        others = rows[(rows["rank"] == row["rank"]) & (rows["economy"] != row["economy"])]["economy"]
        yield at_row(row, "rank", f"rank {row['rank']} is also the rank of {', '.join(others)}")
    if not complete:
        return
    for _, row in rows[rows["rank"].isna()].iterrows():
        yield at_row(row, "rank", "the economy has no rank")
    missing = sorted(set(range(1, len(rows) + 1)) - set(ranks))
    if missing:
        shown = ", ".join(map(str, missing[:10])) + (" and more" if len(missing) > 10 else "")
        place = f"edition {rows['edition'].iloc[0]}, code GII"
        problem = f"no economy has rank {shown} of 1 to {len(rows)}"
        yield Violation("gii_scores", place, "rank", problem)
    for _, row in rows[rows["rank"] > len(rows)].iterrows():
        yield at_row(row, "rank", f"rank {row['rank']} is beyond the {len(rows)} economies of the edition")


def _paired(scores: pd.DataFrame) -> Iterator[Violation]:
    """Rank and bounds fit each other; a rank published with scores has a score beside it."""
    rank, low, high = (scores[name] for name in ("rank", "rank_low", "rank_high"))
    wrong = (low > high) | (rank < low) | (rank > high) | (low.isna() != high.isna())
    for _, row in scores[wrong.fillna(False).astype(bool)].iterrows():
        shown = f"rank {row['rank']}, rank_low {row['rank_low']} and rank_high {row['rank_high']}"
        yield at_row(row, "rank", f"{shown} do not fit each other")
    with_scores = scores.groupby(["edition", "code"])["score"].transform("count") > 0
    exact = scores["rank_source"].notna() & (scores["rank_source"] == scores["score_source"])
    for _, row in scores[with_scores & rank.notna() & scores["score"].isna()].iterrows():
        yield at_row(row, "score", f"rank {row['rank']} has no score beside it")
    whole = exact.groupby([scores["edition"], scores["code"]]).transform("any")
    for _, row in scores[whole & rank.isna() & scores["score"].notna()].iterrows():
        yield at_row(row, "rank", f"the score {row['score']:g} has no rank beside it")


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
    places = off.max(axis=1).clip(lower=0)[scores["score"].notna() & published].dropna()
    for edition, rows in scores.groupby("edition"):
        here = places.reindex(rows.index).dropna()
        worst = Worst(float(here.max()), 0.0, "places") if len(here) else None
        found = [*_ranks_apart(rows, lowest, highest), *_bounds_apart(rows, lowest, highest)]
        yield from report.rule("ranks-in-order", edition, len(here), found, worst=worst)


def _ranks_apart(scores: pd.DataFrame, lowest: pd.Series, highest: pd.Series) -> Iterator[Violation]:
    lowest, highest = lowest[scores.index], highest[scores.index]
    rank = scores["rank"].astype("float64")
    outside = scores["score"].notna() & rank.notna() & ((rank < lowest) | (rank > highest))
    bounds = zip(lowest[outside].astype(int), highest[outside].astype(int), strict=True)
    for (_, row), place in zip(scores[outside].iterrows(), bounds, strict=True):
        expected = f"rank {place[0]}" if place[0] == place[1] else f"a rank from {place[0]} to {place[1]}"
        yield at_row(
            row,
            "rank",
            f"rank {row['rank']} is not in the order of the scores: {row['score']:g} is {expected}",
        )


def _bounds_apart(scores: pd.DataFrame, lowest: pd.Series, highest: pd.Series) -> Iterator[Violation]:
    lowest, highest = lowest[scores.index], highest[scores.index]
    low, high = scores["rank_low"].astype("float64"), scores["rank_high"].astype("float64")
    known = scores["score"].notna() & scores["rank"].isna() & low.notna()
    apart = known & ((low > highest) | (high < lowest))
    for _, row in scores[apart].iterrows():
        yield at_row(
            row,
            "rank_low",
            f"ranks {row['rank_low']} to {row['rank_high']} do not fit the order of the scores",
        )


def allowed_ranks(scores: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return for each row of gii_scores the best and the worst rank that the scores allow."""
    widths = half_widths(scores).to_numpy("float64")
    values = scores["score"].to_numpy("float64")
    groups = np.where(
        scores["score_source"] == MEAN_OF_PILLARS, -1, scores["score_source"].astype("category").cat.codes
    ).astype("int64")
    best, worst = np.zeros(len(scores)), np.zeros(len(scores))
    for rows in scores.groupby(["edition", "code"]).indices.values():
        low, high = rank_range(values[rows], widths[rows], groups[rows])
        best[rows], worst[rows] = low, high + int(np.isnan(values[rows]).sum())
    return pd.Series(best, index=scores.index), pd.Series(worst, index=scores.index)
