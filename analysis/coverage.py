"""Data coverage of each GII edition and level, and the checks of the snapshot."""

from typing import Final

import pandas as pd

from analysis import inventory
from analysis.dataset import Dataset
from analysis.query import NoChoices
from analysis.table import OWN_CALCULATION, Table, join_sources, with_terms

POINTS_UNIT: Final = "points"


def by_rule(validation: pd.DataFrame) -> pd.DataFrame:
    """Aggregate the table validation to one row for each rule, in the order of the table.

    Columns: rule, gate; subjects (number checked); first and last (names of subjects); checked, broken,
    exceptions (sums); deviation, tolerance, unit and at (subject) of the largest deviation, of equal ones the
    nearest to its tolerance; outcome (the worst of the rows, untested only where all are).
    """
    records: list[dict[str, object]] = []
    for rule, rows in validation.groupby("rule", sort=False):
        tested = rows[rows["checked"] > 0]
        named = sorted(tested["subject"])
        row: dict[str, object] = {"rule": str(rule), "gate": rows["gate"].iloc[0], "subjects": len(named)}
        row |= {"first": named[0] if named else "", "last": named[-1] if named else ""}
        row |= {name: int(rows[name].sum()) for name in ("checked", "broken", "exceptions")}
        row |= {"deviation": float("nan"), "tolerance": float("nan"), "unit": None, "at": ""}
        worst = largest_deviation(rows)
        if worst is not None:
            row |= {name: worst[name] for name in ("deviation", "tolerance", "unit")}
            row["at"] = worst["subject"]
        outcomes = set(tested["outcome"]) or {"untested"}
        state = next(name for name in ("broken", "exception", "passed", "untested") if name in outcomes)
        records.append(row | {"outcome": state})
    return pd.DataFrame(records)


def largest_deviation(rows: pd.DataFrame) -> pd.Series | None:
    """Return the row with the largest deviation, None where none was measured."""
    measured = rows[rows["deviation"].notna()]
    if measured.empty:
        return None
    ordered = measured.sort_values(["deviation", "tolerance"], ascending=[False, True], kind="stable")
    return ordered.iloc[0]


def count_outcomes(validation: pd.DataFrame) -> dict[str, int]:
    """Count the checks, those of each outcome, and the values checked."""
    tested = validation[validation["checked"] > 0]
    return {
        "checks": len(tested),
        "passed": int((tested["outcome"] == "passed").sum()),
        "exceptions": int((tested["outcome"] == "exception").sum()),
        "broken": int((tested["outcome"] == "broken").sum()),
        "checked": int(tested["checked"].sum()),
    }


def rebuilt_scores(validation: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of validation on scores rebuilt from their parts, the newest edition first."""
    rows = validation[(validation["unit"] == POINTS_UNIT) & (validation["exceptions"] == 0)]
    return rows.sort_values("subject", ascending=False, kind="stable")


def coverage_rows(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, _lang: str) -> pd.DataFrame:
    """Return a row for each edition and level with our counts and those of the publisher."""
    editions = dataset.by_edition
    stated = editions[["economies", "indicators"]].add_prefix("publisher_")
    frame = frame.join(stated, on="edition")
    counts = inventory.intervals(dataset.table("gii_intervals")).add_prefix("intervals_")
    index = frame["level"] == "index"
    for name in counts.columns:
        frame[name] = frame["edition"].map(counts[name]).where(index).astype("Int64")
    is_own = frame[["scores_own", "ranks_own", "bounded"]].sum(axis="columns") > 0
    own_source = is_own.map({True: OWN_CALCULATION})
    cells = zip(frame["score_sources"], frame["rank_sources"], own_source, strict=True)
    # A level without data names the source of its edition.
    sources = pd.Series([join_sources(*releases) for releases in cells], index=frame.index)
    frame["source"] = sources.where(sources != "", frame["edition"].map(editions["source"]))
    frame["unit"] = "cells of economies and parts of the index"
    frame["publisher"] = "World Intellectual Property Organization (WIPO); counts: own calculation"
    frame["licence"] = dataset.licences_of(frame["edition"])
    frame["snapshot"] = dataset.snapshot.id
    return frame


def validation_rows(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, _lang: str) -> pd.DataFrame:
    """Return a row for each rule and subject that was checked when the snapshot was built."""
    return with_terms(frame.assign(source=OWN_CALCULATION), dataset, "publisher", "vintage", "licence")


COVERAGE = Table(
    "gii-coverage",
    "gii-coverage",
    lambda dataset, _: inventory.by_level(dataset.table("gii_scores"), dataset.parts),
    coverage_rows,
)
VALIDATION = Table(
    "validation", "validation", lambda dataset, _: dataset.table("validation"), validation_rows
)
