"""Provenance of the rows of a table: the releases of each."""

from collections.abc import Sequence
from typing import Final

import pandas as pd

OWN_CALCULATION: Final = "own_calculation"  # the release under which our own figures stand in ``sources``
RESTATED: Final = ("third_party_panel", "press")
"""Families of releases in which others restate what a publisher printed."""
COPY: Final = "copy: "
"""Begins the provenance of a publisher's own file that was read from a third party's copy."""
_KINDS = ("rank_source", "score_source")


def of_index(rows: pd.DataFrame, by: Sequence[str]) -> "pd.Series[str]":
    """Return the releases that rows of gii_scores were read from, joined by a space, for each key of ``by``.

    Rank and score of one row may come from two releases; what is computed here names itself as one.
    """
    parts = [rows[[*by, kind]].rename(columns={kind: "source"}) for kind in _KINDS]
    found = pd.concat(parts).dropna(subset=["source"]).drop_duplicates()
    return found.sort_values("source").groupby(list(by))["source"].agg(" ".join)


def joined(*cells: object) -> str:
    """Return the releases of several cells, each once, in the order in which they are met."""
    found = (release for cell in cells if isinstance(cell, str) for release in cell.split())
    return " ".join(dict.fromkeys(found))
