"""Rank intervals: inside the table of the edition, and around the rank published."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data.violation import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator


def check(intervals: pd.DataFrame, scores: pd.DataFrame) -> Iterator[Violation]:
    """Yield every interval that is not one, or that leaves out the published rank."""
    overall = scores.loc[scores["code"] == "GII", ["edition", "economy", "rank"]]
    sizes = overall.groupby("edition")["rank"].count()
    merged = intervals.merge(overall, how="left", on=["edition", "economy"])
    for row in merged.to_dict("records"):
        place = f"edition {row['edition']}, economy {row['economy']}, kind {row['kind']}"
        low, high, rank = row["low"], row["high"], row["rank"]
        if low > high:
            yield Violation("gii_intervals", place, "low", f"low {low} is above high {high}")
        if high > sizes.get(row["edition"], 0):
            yield Violation(
                "gii_intervals", place, "high", f"high {high} is beyond the economies of the edition"
            )
        if pd.isna(rank) or not low <= rank <= high:
            yield Violation(
                "gii_intervals", place, "low", f"the published rank {rank} is not in {low} to {high}"
            )
