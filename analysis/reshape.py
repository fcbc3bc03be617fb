"""Rows and shapes of the tables of a snapshot."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from data.article import FOCUS

TOP: Final = ("GII", "IN", "OUT", "P1", "P2", "P3", "P4", "P5", "P6", "P7")
"""Codes of the index, its sub-indices and its pillars, which every edition with scores has."""


def pivot_scores(scores: pd.DataFrame, edition: int, column: str = "score") -> pd.DataFrame:
    """Return one edition as economies x codes (scores from 0 to 100, NaN where there is none).

    column: another numeric column of gii_scores in place of the scores: rank, value, data_year.
    """
    rows = scores.loc[scores["edition"] == edition, ["economy", "code", column]]
    return rows.pivot(index="economy", columns="code", values=column).astype("float64")


def scored_counts(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of gii_structure whose code has rows in gii_scores; of older editions not all have."""
    codes = {edition: set(values) for edition, values in scores.groupby("edition")["code"].unique().items()}
    pairs = zip(structure["edition"], structure["code"], strict=True)
    rows = structure.loc[[code in codes.get(edition, ()) for edition, code in pairs]]
    return rows.reset_index(drop=True)


def newest_detailed(structure: pd.DataFrame) -> int:
    """Return the newest edition that has indicators in gii_structure; 0 without any."""
    editions = structure.loc[structure["level"] == "indicator", "edition"]
    return int(editions.max()) if len(editions) else 0


def take_codes(scores: pd.DataFrame, positions: Mapping[Any, Any], codes: Iterable[str]) -> pd.DataFrame:
    """Return the rows of some codes in the order of the table; positions: those of its rows, by code."""
    parts = [positions[code] for code in dict.fromkeys(codes) if code in positions]
    return scores.take(np.sort(np.concatenate([*parts, np.array([], dtype=np.int32)])))


def by_indicator(observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the observations of each indicator: of a table in their order views, which take no memory."""
    names = observations["indicator"]
    starts = [int(position) for position in np.flatnonzero(names.ne(names.shift()))]
    if len(starts) != names.nunique():
        return {str(name): rows for name, rows in observations.groupby("indicator", sort=False)}
    return {
        str(names.iat[start]): observations.iloc[start:end] for start, end in pairwise([*starts, len(names)])
    }


def by_series(revisions: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each series and pair of releases; China's first, then by number of values.

    revisions: the table of that name. Columns: series, measure, old_vintage, new_vintage; values, economies:
    how many were revised; lost: no longer published; change: largest relative change by size, signed, a share
    (0.02 is 2 %); economy_values, economy_change: the same for the economy of the pack alone.
    """
    rows = []
    keys = ["series", "measure", "old_vintage", "new_vintage"]
    for key, group in revisions.groupby(keys, sort=True):
        economy_rows = group[group["economy"] == FOCUS]
        counts = (len(group), group["economy"].nunique(), int(group["new"].isna().sum()))
        rows.append((*key, *counts, _largest(group), len(economy_rows), _largest(economy_rows)))
    figures = ["values", "economies", "lost", "change", "economy_values", "economy_change"]
    frame = pd.DataFrame(rows, columns=[*keys, *figures])
    order = ["economy_values", "values", "series", "measure"]
    return frame.sort_values(order, ascending=[False, False, True, True], ignore_index=True)


def _largest(group: pd.DataFrame) -> float:
    changes = group["relative_change"].dropna().to_numpy("float64")
    return float(max(changes, key=abs, default=float("nan")))
