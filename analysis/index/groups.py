"""Groups of economies, such as the EU 27: medians of their members in each edition, never a rank."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.table import join_sources

QUANTILES: Final = {"median": 0.5, "p25": 0.25, "p75": 0.75}
"""Quantiles of a group, interpolated between neighbours, by the ending of their columns."""
FIGURES: Final = ("rank", "percentile", "score", "value")
_SHARED: Final = ("period", "edition", "year", "economies", "code")


def with_medians(
    frame: pd.DataFrame, dataset: Dataset, codes: Iterable[str], by: str = "edition"
) -> pd.DataFrame:
    """Append a row for each period and each group among codes to the rows of economies.

    by: column of the period (edition or year). A row of a group has no rank, score or value, but ``members``
    (those in the frame), ``members_all`` and, for each of FIGURES, ``*_median``, ``*_p25`` and ``*_p75``.
    Where bounds of ranks leave the median in doubt, it lies from ``*_median_low`` to ``*_median_high``.
    """
    records = []
    for code in (code for code in codes if code in dataset.catalog.groups):
        for period in sorted(frame[by].unique()):
            members = dataset.members(code, int(period))
            group = frame[(frame[by] == period) & frame["economy"].isin(members)]
            if group.empty:
                continue
            row = {"economy": code, "members": len(group), "members_all": len(members)}
            shared = [name for name in _SHARED if name in group and group[name].nunique() == 1]
            row |= {name: group[name].iloc[0] for name in shared}
            row["source"] = join_sources(*sorted(group["source"].dropna().unique()))
            for figure in (name for name in FIGURES if name in group):
                bounds = [
                    group[figure]
                    .fillna(group.get(f"{figure}_{end}", group[figure]))
                    .to_numpy(float, na_value=np.nan)
                    for end in ("low", "high")
                ]
                if np.isnan(bounds[0]).any():  # some members have no figure
                    continue
                quantiles = np.quantile(bounds, [*QUANTILES.values()], axis=1)
                for name, ends in zip(QUANTILES, quantiles, strict=True):
                    if ends[0] == ends[1]:
                        row[f"{figure}_{name}"] = ends[0]
                    elif name == "median":
                        row |= {f"{figure}_median_low": ends[0], f"{figure}_median_high": ends[1]}
            records.append(row)
    if not records:
        return frame
    medians = pd.DataFrame(records)
    added = medians.columns.difference(frame.columns, sort=False)
    medians[added] = medians[added].astype("Float64")
    medians = medians.astype({"members": "Int64", "members_all": "Int64"})
    rows = medians.reindex(columns=frame.columns).astype(frame.dtypes)
    return pd.concat([frame, rows.join(medians[added])], ignore_index=True)


def median_figures(frame: pd.DataFrame) -> pd.DataFrame:
    """Fill the figures of groups with their medians."""
    medians = [name for name in FIGURES if f"{name}_median" in frame]
    filled = {name: frame[name].astype("Float64").fillna(frame[f"{name}_median"]) for name in medians}
    return frame.assign(**filled)
