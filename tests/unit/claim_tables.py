"""Made tables that claims are judged by."""

from typing import Any

import pandas as pd

from data.schema import TABLES

_DEFAULTS: dict[str, dict[str, Any]] = {
    "gii_scores": {"economy": "CHN", "code": "GII", "rank_source": "one"},
    "gii_editions": {"change": "unmarked", "source": "one", "scores": 1, "ranks": 1},
    "gii_intervals": {"economy": "CHN", "kind": "weights", "source": "own"},
    "gii_clusters": {"economy": "CHN", "cluster": "A", "cluster_zh": "甲", "rank": 1, "source": "one"},
    "observations": {"economy": "CHN", "vintage": "1", "source": "one"},
    "other_rankings": {"economy": "CHN", "source": "one"},
    "revisions": {
        "economy": "CHN",
        "measure": "value",
        "source": "one",
        "old_vintage": "1",
        "new_vintage": "2",
    },
}


def made(**rows: list[dict[str, Any]]) -> dict[str, pd.DataFrame]:
    """Return all tables with the rows given, each completed by what does not matter."""
    return {
        name: pd.DataFrame([_DEFAULTS.get(name, {}) | row for row in rows.get(name, [])])
        .reindex(columns=table.columns)
        .astype(table.dtypes)
        for name, table in TABLES.items()
    }


def observed(indicator: str, values: dict[int, float], economy: str = "CHN") -> list[dict[str, Any]]:
    """Return the rows of one series."""
    return [
        {"indicator": indicator, "economy": economy, "year": year, "value": value}
        for year, value in values.items()
    ]
