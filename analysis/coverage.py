"""Coverage of each GII edition and level, origin of the ranks, and the checks of the snapshot."""

from typing import Final

import pandas as pd

from analysis import inventory
from analysis.dataset import Dataset
from analysis.query import NoChoices
from analysis.table import OWN_CALCULATION, Table, join_sources, with_terms

POINTS_UNIT: Final = "points"


def by_rule(validation: pd.DataFrame) -> pd.DataFrame:
    """Return the table validation with one row for each rule, in its order.

    Columns: rule, gate; subjects: how many were checked; first, last: their names, where more than one;
    checked, broken, exceptions: sums; deviation, tolerance, unit: those of the largest deviation, at, among
    equal ones the nearest to its tolerance; outcome: the worst of its rows, untested only where all are.
    """
    found: list[dict[str, object]] = []
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
        state = next(one for one in ("broken", "exception", "passed", "untested") if one in outcomes)
        found.append(row | {"outcome": state})
    return pd.DataFrame(found)


def largest_deviation(rows: pd.DataFrame) -> pd.Series | None:
    """Return the row of the largest deviation from its tolerance, None where none was measured."""
    measured = rows[rows["deviation"].notna()]
    if measured.empty:
        return None
    ordered = measured.sort_values(["deviation", "tolerance"], ascending=[False, True], kind="stable")
    return ordered.iloc[0]


def totals(validation: pd.DataFrame) -> dict[str, int]:
    """Return how many checks there are, how many of each outcome, and how much they looked at."""
    tested = validation[validation["checked"] > 0]
    return {
        "checks": len(tested),
        "passed": int((tested["outcome"] == "passed").sum()),
        "exceptions": int((tested["outcome"] == "exception").sum()),
        "broken": int((tested["outcome"] == "broken").sum()),
        "checked": int(tested["checked"].sum()),
    }


def rebuilt_scores(validation: pd.DataFrame) -> pd.DataFrame:
    """Return the rules on scores rebuilt from their parts that were checked by edition, newest first.

    Columns as in the table validation, without what was not tested.
    """
    rows = validation[(validation["unit"] == POINTS_UNIT) & (validation["exceptions"] == 0)]
    return rows.sort_values("subject", ascending=False, kind="stable")


def coverage(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, _lang: str) -> pd.DataFrame:
    """Return a row for each edition and level as the matrix shows it, with the publisher's counts beside."""
    editions = dataset.by_edition
    stated = editions[["economies", "indicators"]].add_prefix("publisher_")
    frame = frame.join(stated, on="edition")
    counts = inventory.intervals(dataset.table("gii_intervals")).add_prefix("intervals_")
    index = frame["level"] == "index"
    for name in counts.columns:
        frame[name] = frame["edition"].map(counts[name]).where(index).astype("Int64")
    own = (frame[["scores_own", "ranks_own", "bounded"]].sum(axis="columns") > 0).map({True: OWN_CALCULATION})
    cells = zip(frame["score_sources"], frame["rank_sources"], own, strict=True)
    # A level without data names the source of its edition.
    found = pd.Series([join_sources(*releases) for releases in cells], index=frame.index)
    frame["source"] = found.where(found != "", frame["edition"].map(editions["source"]))
    frame["unit"] = "cells of economies and parts of the index"
    frame["publisher"] = "World Intellectual Property Organization (WIPO); counts: own calculation"
    frame["licence"] = dataset.licences_of(frame["edition"])
    frame["snapshot"] = dataset.snapshot.id
    return frame


def validation(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, _lang: str) -> pd.DataFrame:
    """Return what was checked when the snapshot was built, a row for each rule and what it was checked of."""
    return with_terms(frame.assign(source=OWN_CALCULATION), dataset, "publisher", "vintage", "licence")


COVERAGE = Table(
    "gii-coverage",
    "gii-coverage",
    lambda dataset, _: inventory.by_level(dataset.table("gii_scores"), dataset.parts),
    coverage,
)
VALIDATION = Table("validation", "validation", lambda dataset, _: dataset.table("validation"), validation)
