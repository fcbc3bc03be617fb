"""The frame of a trajectory as plain rows by economy and edition: read once, drawn many times."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

Row = dict[str, Any]
Line = dict[int, Row]


def rows(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame as plain values; missing ones are None.

    ``frame`` comes from ``analysis.standing.trajectory`` with a column ``name``; the order of its
    economies and editions is kept.
    """
    plain = frame.astype(object).where(frame.notna(), None)
    columns = [str(name) for name in plain.columns]
    held = zip(*(plain[name].tolist() for name in plain.columns), strict=True)
    return [dict(zip(columns, values, strict=True)) for values in held]


def lines(held: Iterable[Row], measure: str) -> dict[str, Line]:
    """Return the rows that hold ``measure`` as {economy: {edition: row}}."""
    found: dict[str, Line] = {}
    for row in held:
        if row[measure] is not None:
            found.setdefault(str(row["economy"]), {})[int(row["edition"])] = row
    return found
