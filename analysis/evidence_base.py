"""What the evidence of the strategic pillars is computed from, put together from tables and catalog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pandas as pd

from analysis.evidence import Base
from data.catalog import Catalog

UPPER_MIDDLE: Final = "Upper middle income"


def base_of(table: Callable[[str], pd.DataFrame], catalog: Catalog) -> Base:
    """Return the base of a snapshot; ``table`` gives its tables by name."""
    scores, structure = table("gii_scores"), table("gii_structure")
    ranked = scores.loc[(scores["code"] == "GII") & scores["rank"].notna(), "economy"]
    rows = table("observations").groupby("indicator", sort=False)
    detailed = structure.loc[structure["level"] == "indicator", "edition"].max()
    upper_middle = (one.id for one in catalog.economies.values() if one.income == UPPER_MIDDLE)
    return Base(
        indicators=catalog.indicators,
        observed={str(indicator): found for indicator, found in rows},
        scores=scores,
        structure=structure,
        editions=table("gii_editions"),
        edition=int(detailed),
        ranked=frozenset(str(code) for code in ranked.unique()),
        upper_middle=frozenset(upper_middle),
        checked=int(str(table("sources")["checked"].dropna().max())[:4]),
    )
