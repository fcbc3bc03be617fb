"""The package of a snapshot: its tables with the licences and sources that each rests on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from data import store
from data.schema import SOURCES, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from data.catalog import Catalog
    from data.snapshot import Snapshot


def package(
    tables: dict[str, pd.DataFrame], catalog: Catalog, before: Snapshot | None = None
) -> store.Package:
    """Return the package of the tables, with the licences and sources that each table rests on.

    before: the snapshot in use, whose files are taken for the tables that did not change.
    """
    licences: dict[str, list[dict[str, str]]] = {}
    sources: dict[str, list[dict[str, str]]] = {}
    urls = {item.licence: item.licence_url for item in catalog.sources.values()}
    urls |= {item.licence: item.licence_url for item in catalog.editions.values()}
    for name, table in TABLES.items():
        columns = [column for column, target in table.references.items() if target == SOURCES.name]
        used = pd.unique(pd.concat([tables[name][column].dropna() for column in columns])) if columns else []
        rows = tables["sources"][tables["sources"]["source"].isin(used)]
        licences[name] = [
            _licence(text, urls.get(text, "")) for text in sorted(set(rows["licence"].dropna()))
        ]
        sources[name] = _families(sorted(set(rows["family"])), catalog)
    return store.pack(tables, licences, sources, before)


def _licence(text: str, url: str) -> dict[str, str]:
    slug = re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")
    return {"name": slug, "title": text} | ({"path": url} if url else {})


def _families(families: Iterable[str], catalog: Catalog) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for family in families:
        item = catalog.sources[family]
        found.append(
            {"title": f"{item.publisher.en}: {item.name.en}"} | ({"path": item.url} if item.url else {})
        )
    return found
