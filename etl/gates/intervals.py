"""Rank intervals: inside the table of the edition, one inside the other, and around the rank published."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from analysis.standing import CHINA
from data.contract import Violation
from etl.gates.report import ALL, Report, Worst

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = "gii_intervals"
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
    for row in merged.to_dict("records"):
        place = f"edition {row['edition']}, economy {row['economy']}, kind {row['kind']}"
        found = _inside(row, place, int(sizes.get(row["edition"], 0)))
        yield from report.rule("intervals-inside", row["kind"], 1, found)
        if row["kind"] != "imputed":
            yield from report.rule("intervals-hold-rank", row["kind"], 1, _held(row, place))
    yield from _bounded(intervals, report)
    yield from _known(merged[merged["economy"] == CHINA], report)


def _held(row: dict[Any, Any], place: str) -> Iterator[Violation]:
    low, high, given = row["low"], row["high"], row["given"]
    if pd.isna(given) or not low <= given <= high:
        yield Violation(TABLE, place, "low", f"the published rank {given} is not in {low} to {high}")


def _inside(row: dict[Any, Any], place: str, size: int) -> Iterator[Violation]:
    """Yield what is no interval, lies beyond the edition's economies, or outside of what rounding allows."""
    if row["low"] > row["high"]:
        yield Violation(TABLE, place, "low", f"low {row['low']} is above high {row['high']}")
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


def _known(china: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """China's intervals are those known beforehand, to the rank, where they rest on the same scores."""
    for (kind, release), (edition, low, high) in KNOWN.items():
        rows = china[(china["kind"] == kind) & (china["edition"] == edition)]
        rows = rows[(rows["score_source"] == release) | (release == "")]
        for row in rows.to_dict("records"):
            off = max(abs(int(row["low"]) - low), abs(int(row["high"]) - high))
            place = f"edition {edition}, economy {CHINA}, kind {kind}"
            problem = f"{row['low']} to {row['high']} is not the interval known, {low} to {high}"
            found = [Violation(TABLE, place, "low", problem)] if off else []
            yield from report.rule("intervals-known", edition, 1, found, worst=Worst(off, 0.0, "places"))


def _bounded(intervals: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """No draw can leave the bounds: they hold under all weights drawn from and both aggregations."""
    key = ["edition", "economy"]
    drawn, limits = (intervals[intervals["kind"] == kind] for kind in ("weights", "bounds"))
    pairs = drawn.merge(limits, on=key, suffixes=("", "_limit"))
    outside = (pairs["low"] < pairs["low_limit"]) | (pairs["high"] > pairs["high_limit"])
    yield from report.rule("draws-in-bounds", ALL, len(pairs), _leaving(pairs[outside]))


def _leaving(pairs: pd.DataFrame) -> Iterator[Violation]:
    for row in pairs.to_dict("records"):
        place = f"edition {row['edition']}, economy {row['economy']}, kind weights"
        problem = f"{row['low']} to {row['high']} leaves the bounds {row['low_limit']} to {row['high_limit']}"
        yield Violation(TABLE, place, "low", problem)
