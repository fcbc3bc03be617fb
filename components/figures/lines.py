"""The frame of a trajectory as plain rows by economy and edition: read once, drawn many times."""

from typing import Any

import pandas as pd

Row = dict[str, Any]
Line = dict[int, Row]


def lines(frame: pd.DataFrame, measure: str) -> dict[str, Line]:
    """Return the rows that hold ``measure`` as {economy: {edition: row}}; missing values are None.

    ``frame`` comes from ``analysis.standing.trajectory`` with a column ``name``; the order of its
    economies and editions is kept.
    """
    plain = frame.astype(object).where(frame.notna(), None)
    found: dict[str, Line] = {}
    for row in plain.to_dict("records"):
        if row[measure] is not None:
            found.setdefault(str(row["economy"]), {})[int(row["edition"])] = {
                str(k): v for k, v in row.items()
            }
    return found
