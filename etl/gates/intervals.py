"""Rank intervals: inside the table of the edition, one inside the other, and around the rank published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from data.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = "gii_intervals"


def check(intervals: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Violation]:
    """Yield every interval that is not one, leaves its bounds, or leaves out the published rank.

    The imputation scenario need not hold the published rank: it ranks other scores.
    """
    overall = scores.loc[scores["code"] == "GII", ["edition", "economy", "rank"]]
    sizes = overall.groupby("edition")["rank"].count()
    overall = overall.rename(columns={"rank": "given"})
    merged = intervals.merge(overall, how="left", on=["edition", "economy"])
    for row in merged.to_dict("records"):
        place = f"edition {row['edition']}, economy {row['economy']}, kind {row['kind']}"
        low, high, given = row["low"], row["high"], row["given"]
        if low > high:
            yield Violation(TABLE, place, "low", f"low {low} is above high {high}")
        yield from _inside(row, place, int(sizes.get(row["edition"], 0)))
        if row["kind"] != "imputed" and (pd.isna(given) or not low <= given <= high):
            yield Violation(TABLE, place, "low", f"the published rank {given} is not in {low} to {high}")
    yield from _bounded(intervals)


def _inside(row: dict[Any, Any], place: str, size: int) -> Iterator[Violation]:
    """Yield what lies beyond the economies of the edition, or outside of what rounding allows."""
    for column in ("high", "outer_high", "rank"):
        if pd.notna(row[column]) and row[column] > size:
            problem = f"{column} {row[column]} is beyond the economies of the edition"
            yield Violation(TABLE, place, column, problem)
    if pd.isna(row["outer_low"]) != pd.isna(row["outer_high"]):
        yield Violation(TABLE, place, "outer_low", "outer_low and outer_high stand together or not at all")
    elif pd.notna(row["outer_low"]) and not (
        row["outer_low"] <= row["low"] and row["high"] <= row["outer_high"]
    ):
        problem = f"{row['low']} to {row['high']} is not in {row['outer_low']} to {row['outer_high']}"
        yield Violation(TABLE, place, "outer_low", problem)
    if (row["kind"] == "imputed") == pd.isna(row["rank"]):
        yield Violation(TABLE, place, "rank", "a rank belongs to the kind imputed, and to no other")


def _bounded(intervals: pd.DataFrame) -> Iterator[Violation]:
    """No draw can leave the bounds: they hold under all weights drawn from and both aggregations."""
    key = ["edition", "economy"]
    drawn, limits = (intervals[intervals["kind"] == kind] for kind in ("weights", "bounds"))
    pairs = drawn.merge(limits, on=key, suffixes=("", "_limit"))
    outside = (pairs["low"] < pairs["low_limit"]) | (pairs["high"] > pairs["high_limit"])
    for row in pairs[outside].to_dict("records"):
        place = f"edition {row['edition']}, economy {row['economy']}, kind weights"
        problem = f"{row['low']} to {row['high']} leaves the bounds {row['low_limit']} to {row['high_limit']}"
        yield Violation(TABLE, place, "low", problem)
