"""The licences of rows: of the index those of its editions, not of copies; of all else those of releases."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from data.catalog import Catalog
from data.citation import INDEX
from data.schema import GII_EDITIONS, SOURCES, TABLES

NOT_STATED: Final = "not stated"


def of_editions(editions: pd.DataFrame) -> "pd.Series[str]":
    """Return the licence of each edition of the table gii_editions, NOT_STATED where none is known."""
    return editions.set_index("edition")["licence"].fillna(NOT_STATED)


def of_release(release: Mapping[Any, Any], period: Any, editions: "pd.Series[str]", catalog: Catalog) -> str:
    """Return the licence of a figure by its row of sources, its edition or year, and of_editions."""
    stated = NOT_STATED if pd.isna(release["licence"]) else str(release["licence"])
    known = catalog.licences.get(stated)
    of_index = release["family"] in INDEX or (known is not None and known.reuse == "edition")
    return str(editions[period]) if of_index and period in editions.index else stated


def of_table(name: str, tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> dict[str, list[int]]:
    """Return the licences of the rows of a table, each with its editions of the index.

    Without editions: in a table that has none for each of its rows.
    """
    frame, editions = tables[name], of_editions(tables[GII_EDITIONS.name])
    found: dict[str, list[int]] = {}
    if "edition" in frame:
        for edition in sorted(frame["edition"].unique()):
            found.setdefault(str(editions[edition]), []).append(int(edition))
        return found
    releases = tables[SOURCES.name].set_index("source")
    for column, target in TABLES[name].references.items():
        if target == SOURCES.name:
            pairs = frame.reindex(columns=[column, "year"]).dropna(subset=column).drop_duplicates()
            for release, year in pairs.itertuples(index=False):
                found[of_release(releases.loc[release], year, editions, catalog)] = []
    return found
