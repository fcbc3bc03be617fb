"""The licences of rows: those of editions for the index, also where it is copied; otherwise of releases."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from data.catalog import Catalog
from data.citation import INDEX
from data.schema import GII_EDITIONS, SOURCES, TABLES

NOT_STATED: Final = "not stated"


def of_editions(editions: pd.DataFrame) -> "pd.Series[str]":
    """Return the licence of each edition of the table gii_editions (NOT_STATED if unknown), by edition."""
    return editions.set_index("edition")["licence"].fillna(NOT_STATED)


def of_release(release: Mapping[Any, Any], period: Any, editions: "pd.Series[str]", catalog: Catalog) -> str:
    """Return the licence of a figure.

    release: row of the table sources; period: edition or year; editions: result of ``of_editions``.
    """
    stated = NOT_STATED if pd.isna(release["licence"]) else str(release["licence"])
    entry = catalog.licences.get(stated)
    is_index = release["family"] in INDEX or (entry is not None and entry.reuse == "edition")
    return str(editions[period]) if is_index and period in editions.index else stated


def of_table(name: str, tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> dict[str, list[int]]:
    """Return the editions of each licence of the rows of a table; none for tables without editions."""
    frame, editions = tables[name], of_editions(tables[GII_EDITIONS.name])
    by_licence: dict[str, list[int]] = {}
    if "edition" in frame:
        for edition in sorted(frame["edition"].unique()):
            by_licence.setdefault(str(editions[edition]), []).append(int(edition))
        return by_licence
    releases = tables[SOURCES.name].set_index("source")
    for column, target in TABLES[name].references.items():
        if target == SOURCES.name:
            pairs = frame.reindex(columns=[column, "year"]).dropna(subset=column).drop_duplicates()
            for release, year in pairs.itertuples(index=False):
                by_licence[of_release(releases.loc[release], year, editions, catalog)] = []
    return by_licence
