"""The pillar scores of an edition of a snapshot, as the pages and the ETL take them."""

import pandas as pd

from analysis.reshape import pivot_scores
from analysis.robustness.intervals import ranked_pillars
from data.snapshot import Snapshot


def pillars(snapshot: Snapshot, edition: int) -> pd.DataFrame:
    """Return economies x P1..P7 of one edition, all economies ranked in it."""
    return ranked_pillars(pivot_scores(snapshot.table("gii_scores"), edition))


def own_intervals(snapshot: Snapshot, kind: str, edition: int | None = None) -> pd.DataFrame:
    """Return the rows of gii_intervals of one kind, of all editions or of one."""
    table = snapshot.table("gii_intervals")
    rows = table[table["kind"] == kind]
    return rows if edition is None else rows[rows["edition"] == edition].set_index("economy")
