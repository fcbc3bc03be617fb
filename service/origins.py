"""Where the rows of a download come from: the releases behind each, and what those say of themselves."""

from collections.abc import Iterable, Sequence

import pandas as pd

from data.snapshot import Snapshot

NOT_STATED = "not stated"
OWN_CALCULATION = "own_calculation"  # the release under which the site's own figures stand in ``sources``
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


def told(snapshot: Snapshot, column: str, cells: Iterable[object], blank: str = "") -> list[str]:
    """Return what the table sources says in a column of the releases of each cell, different ones joined."""
    known = snapshot.table("sources").set_index("source")[column].astype(object)
    texts: dict[object, str] = {}
    answers = []
    for cell in cells:
        if cell not in texts:
            releases = cell.split() if isinstance(cell, str) else []
            said = (known.get(release) for release in releases)
            texts[cell] = "; ".join(dict.fromkeys(str(one) for one in said if not pd.isna(one))) or blank
        answers.append(texts[cell])
    return answers
