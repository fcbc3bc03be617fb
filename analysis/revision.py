"""Revisions of past values by the newest releases, series by series, and of China's values."""

import pandas as pd

from analysis.standing import CHINA

COLUMNS = [
    *("series", "measure", "old_vintage", "new_vintage", "values", "economies", "lost", "change"),
    *("china_values", "china_change"),
]


def by_series(revisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each series and pair of releases (COLUMNS); China's first, then by number of values.

    revisions: the table of that name. values, economies: how many were revised; lost: no longer published;
    change: largest relative change by size, signed, a share (0.02 is 2 %); china_*: the same for China alone.
    """
    rows = []
    keys = ["series", "measure", "old_vintage", "new_vintage"]
    for key, group in revisions.groupby(keys, sort=True):
        own = group[group["economy"] == CHINA]
        counts = (len(group), group["economy"].nunique(), int(group["new"].isna().sum()))
        rows.append((*key, *counts, _largest(group), len(own), _largest(own)))
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = ["china_values", "values", "series", "measure"]
    return frame.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def _largest(group: pd.DataFrame) -> float:
    changes = group["relative_change"].dropna().to_numpy("float64")
    return float(max(changes, key=abs, default=float("nan")))
