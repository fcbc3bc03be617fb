"""Coverage of each GII edition and level, origin of the ranks, and the checks of the snapshot."""

import pandas as pd

from analysis import inventory
from analysis.dataset import Dataset
from analysis.provenance import OWN_CALCULATION, joined
from analysis.query import Nothing
from analysis.table import Table
from analysis.terms import terms


def coverage(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, _lang: str) -> pd.DataFrame:
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
    found = pd.Series([joined(*releases) for releases in cells], index=frame.index)
    frame["source"] = found.where(found != "", frame["edition"].map(editions["source"]))
    frame["unit"] = "cells of economies and parts of the index"
    frame["publisher"] = "World Intellectual Property Organization (WIPO); counts: own calculation"
    frame["licence"] = dataset.licences_of(frame["edition"])
    frame["snapshot"] = dataset.snapshot.id
    return frame


def validation(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, _lang: str) -> pd.DataFrame:
    """Return what was checked when the snapshot was built, a row for each rule and what it was checked of."""
    return terms(frame.assign(source=OWN_CALCULATION), dataset, "publisher", "vintage", "licence")


COVERAGE = Table(
    "gii-coverage",
    "gii-coverage",
    lambda dataset, _: inventory.by_level(dataset.table("gii_scores"), dataset.parts),
    coverage,
)
VALIDATION = Table("validation", "validation", lambda dataset, _: dataset.table("validation"), validation)
