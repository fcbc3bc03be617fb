"""Select rows of the tables of a snapshot and change their shape."""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd

from data.article import FOCUS

TOP: Final = ("GII", "IN", "OUT", "P1", "P2", "P3", "P4", "P5", "P6", "P7")
"""Codes of the index, its sub-indices and its pillars, which every edition with scores has."""


def pivot_scores(scores: pd.DataFrame, edition: int, column: str = "score") -> pd.DataFrame:
    """Pivot one edition of gii_scores to economies x codes; NaN where there is no value.

    column: score (0 to 100), or another numeric column: rank, value, data_year.
    """
    rows = scores.loc[scores["edition"] == edition, ["economy", "code", column]]
    return rows.pivot(index="economy", columns="code", values=column).astype("float64")


def structure_with_scores(scores: pd.DataFrame, structure: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of gii_structure with scores in gii_scores; older editions lack some."""
    codes = {edition: set(values) for edition, values in scores.groupby("edition")["code"].unique().items()}
    pairs = zip(structure["edition"], structure["code"], strict=True)
    rows = structure.loc[[code in codes.get(edition, ()) for edition, code in pairs]]
    return rows.reset_index(drop=True)


def newest_detailed(structure: pd.DataFrame) -> int:
    """Return the newest edition that has indicators in gii_structure; 0 without any."""
    editions = structure.loc[structure["level"] == "indicator", "edition"]
    return int(editions.max()) if len(editions) else 0


def take_codes(scores: pd.DataFrame, positions: Mapping[Any, Any], codes: Iterable[str]) -> pd.DataFrame:
    """Return the rows of some codes in the order of the table; positions: of its rows, by code."""
    parts = [positions[code] for code in dict.fromkeys(codes) if code in positions]
    return scores.take(np.sort(np.concatenate([*parts, np.array([], dtype=np.int32)])))


def by_indicator(observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Split observations by indicator; of a table sorted by indicator into views without copies."""
    names = observations["indicator"]
    starts = [int(position) for position in np.flatnonzero(names.ne(names.shift()))]
    if len(starts) != names.nunique():
        return {str(name): rows for name, rows in observations.groupby("indicator", sort=False)}
    return {
        str(names.iat[start]): observations.iloc[start:end] for start, end in pairwise([*starts, len(names)])
    }


def by_series(revisions: pd.DataFrame) -> pd.DataFrame:
    """Aggregate the table revisions to a row for each series and pair of releases.

    Columns: series, measure, old_vintage, new_vintage; values and economies (numbers revised); lost (values
    no longer published); change (largest relative change, signed; 0.02 is 2 %); economy_values and
    economy_change (the same for the economy of the pack). Most values of this economy first, then most
    values.
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
