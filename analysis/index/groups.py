"""Groups of economies, such as the EU 27: the median over the members of each edition, never a rank."""

from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.table import join_sources

POINTS: Final = {"median": 0.5, "p25": 0.25, "p75": 0.75}
"""What is shown of a group: the median and both quartiles, interpolated between neighbours."""
FIGURES: Final = ("rank", "percentile", "score", "value")
_SHARED: Final = ("period", "edition", "year", "economies", "code")


def with_medians(
    frame: pd.DataFrame, dataset: Dataset, codes: Iterable[str], by: str = "edition"
) -> pd.DataFrame:
    """Return rows of economies by edition or year, and those of each group among codes with members there.

    Such a row has no rank, score or value. Its columns are ``members`` (those in the frame), ``members_all``,
    and of each of FIGURES ``*_median``, ``*_p25`` and ``*_p75``. Where ranks of members are known between
    bounds only and leave the median in doubt, it lies from ``*_median_low`` to ``*_median_high``.
    """
    found = []
    for code in (one for one in codes if one in dataset.catalog.groups):
        for period in sorted(frame[by].unique()):
            members = dataset.members(code, int(period))
            own = frame[(frame[by] == period) & frame["economy"].isin(members)]
            if own.empty:
                continue
            row = {"economy": code, "members": len(own), "members_all": len(members)}
            row |= {name: own[name].iloc[0] for name in _SHARED if name in own and own[name].nunique() == 1}
            row["source"] = join_sources(*sorted(own["source"].dropna().unique()))
            for figure in (name for name in FIGURES if name in own):
                bounds = [
                    own[figure]
                    .fillna(own.get(f"{figure}_{end}", own[figure]))
                    .to_numpy(float, na_value=np.nan)
                    for end in ("low", "high")
                ]
                if np.isnan(bounds[0]).any():  # not of all who are counted
                    continue
                for name, ends in zip(POINTS, np.quantile(bounds, [*POINTS.values()], axis=1), strict=True):
                    if ends[0] == ends[1]:
                        row[f"{figure}_{name}"] = ends[0]
                    elif name == "median":
                        row |= {f"{figure}_median_low": ends[0], f"{figure}_median_high": ends[1]}
            found.append(row)
    if not found:
        return frame
    medians = pd.DataFrame(found)
    added = medians.columns.difference(frame.columns, sort=False)
    medians[added] = medians[added].astype("Float64")
    medians = medians.astype({"members": "Int64", "members_all": "Int64"})
    shared = medians.reindex(columns=frame.columns).astype(frame.dtypes)
    return pd.concat([frame, shared.join(medians[added])], ignore_index=True)


def median_figures(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the medians of groups as its figures, as they stand beside those of economies."""
    medians = [name for name in FIGURES if f"{name}_median" in frame]
    filled = {name: frame[name].astype("Float64").fillna(frame[f"{name}_median"]) for name in medians}
    return frame.assign(**filled)
