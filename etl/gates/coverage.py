"""Flags: only where they belong, and minimum data coverage as the publisher defines it.

A sub-pillar is flagged when fewer than 66 % of its indicators have a score; a pillar when two or three of its
sub-pillars are flagged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from analysis.composition import wide
from analysis.coverage import FLAGGED, MINIMUM
from data.codes import level_of
from etl.gates.report import ALL, Report
from etl.gates.rows import at_cell, at_row

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from data.violation import Violation

LEVELS: Final = {
    "value": ("indicator",),
    "data_year": ("indicator",),
    "outdated": ("indicator",),
    "low_coverage": ("subpillar", "pillar"),
}


def check(scores: pd.DataFrame, structure: pd.DataFrame, report: Report) -> Iterator[Violation]:
    """Yield every flag of gii_scores that is wrong or stands on the wrong level."""
    held = int(scores[list(LEVELS)].notna().to_numpy().sum())
    yield from report.rule("flags-in-place", ALL, held, _in_place(scores))
    flagged = scores[scores["low_coverage"].notna()]
    for edition, rows in flagged.groupby("edition"):
        found = _coverage(int(str(edition)), scores, structure[structure["edition"] == edition])
        yield from report.rule("coverage-rule", edition, len(rows), found)


def _in_place(scores: pd.DataFrame) -> Iterator[Violation]:
    levels = scores["code"].map({code: level_of(code) for code in scores["code"].unique()})
    for column, allowed in LEVELS.items():
        for _, row in scores[scores[column].notna() & ~levels.isin(allowed)].iterrows():
            yield at_row(row, column, f"this column belongs to {' and '.join(allowed)} rows only")
    for _, row in scores[scores["outdated"].notna() & scores["data_year"].isna()].iterrows():
        yield at_row(row, "outdated", "the flag has no data year beside it")
    for _, row in scores[scores["value"].notna() != scores["data_year"].notna()].iterrows():
        yield at_row(row, "data_year", "an indicator has both a value and a data year, or neither")
    for _, row in scores[scores["data_year"] > scores["edition"]].iterrows():
        yield at_row(row, "data_year", f"the year {row['data_year']} is after the edition")


def _coverage(edition: int, scores: pd.DataFrame, structure: pd.DataFrame) -> Iterator[Violation]:
    present = wide(scores, edition).notna()
    rows = scores[scores["edition"] == edition]
    flags = rows.pivot(index="economy", columns="code", values="low_coverage").astype("boolean")
    parents = structure.set_index("code")["parent"]
    for level, marked, what in (
        ("subpillar", present, "indicators {} have a score"),
        ("pillar", flags.fillna(value=False), "sub-pillars {} are flagged"),
    ):
        children = parents[parents.isin(structure.loc[structure["level"] == level, "code"])]
        counts = marked[children.index].astype("int64").T.groupby(children, sort=False).sum().T
        sizes = children.value_counts()[counts.columns]
        expected = counts / sizes < MINIMUM if level == "subpillar" else counts >= FLAGGED
        given = flags[counts.columns]
        blank = given.isna()
        wrong = blank | (given != expected).fillna(value=True)
        for code in wrong.columns[wrong.any()]:
            for economy in wrong.index[wrong[code]]:
                flag, rule = (str(frame.at[economy, code]).lower() for frame in (given, expected))
                shown = "blank" if blank.at[economy, code] else flag
                reason = f"of {sizes[code]} {what.format(counts.at[economy, code])}"
                problem = f"{reason}, so the flag must be {rule}, not {shown}"
                yield at_cell(edition, str(economy), str(code), "low_coverage", problem)
