"""Provenance of the rows of a table: the releases of each, and columns of the table sources for those."""

from collections.abc import Iterable, Sequence
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


def described(known: "pd.Series[str]", cells: Iterable[object], blank: str = "") -> list[str]:
    """Return what is known of the releases of each cell, different ones joined by "; "; blank for nothing.

    known: a column of the table sources, by release.
    """
    column = known.astype(object)
    texts: dict[object, str] = {}
    answers = []
    for cell in cells:
        if cell not in texts:
            releases = cell.split() if isinstance(cell, str) else []
            found = (column.get(release) for release in releases)
            texts[cell] = "; ".join(dict.fromkeys(str(one) for one in found if not pd.isna(one))) or blank
        answers.append(texts[cell])
    return answers
