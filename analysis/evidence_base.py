"""What the evidence of the strategic pillars is computed from, put together from tables and catalog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from analysis.evidence import Base
from analysis.holdings import scored
from data.catalog import Catalog

UPPER_MIDDLE: Final = "Upper middle income"


def base_of(table: Callable[[str], pd.DataFrame], catalog: Catalog) -> Base:
    """Return the base of a snapshot; ``table`` gives its tables by name."""
    scores = table("gii_scores")
    structure = scored(scores, table("gii_structure"))
    ranked = scores.loc[(scores["code"] == "GII") & scores["rank"].notna(), "economy"]
    detailed = structure.loc[structure["level"] == "indicator", "edition"].max()
    upper_middle = (one.id for one in catalog.economies.values() if one.income == UPPER_MIDDLE)
    return Base(
        indicators=catalog.indicators,
        observed=by_indicator(table("observations")),
        scores=scores,
        structure=structure,
        editions=table("gii_editions"),
        edition=int(detailed),
        ranked=frozenset(str(code) for code in ranked.unique()),
        upper_middle=frozenset(upper_middle),
        checked=int(str(table("sources")["checked"].dropna().max())[:4]),
        places={
            str(code): np.asarray(found, dtype=np.intp)
            for code, found in scores.groupby("code").indices.items()
        },
    )


def by_indicator(observations: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the observations of each indicator: of a table in their order views, which take no memory."""
    names = observations["indicator"]
    starts = [int(place) for place in np.flatnonzero(names.ne(names.shift()))]
    if len(starts) != names.nunique():
        return {str(name): rows for name, rows in observations.groupby("indicator", sort=False)}
    ends = [*starts[1:], len(names)]
    return {
        str(names.iat[start]): observations.iloc[start:end] for start, end in zip(starts, ends, strict=True)
    }
