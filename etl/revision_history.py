"""How far values were ever revised, learned from the releases of a series that a snapshot holds."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.article import FOCUS
from data.catalog import Catalog
from data.schema import OBSERVATIONS, OLDER_RELEASES, RELEASE_CHANGES, REVISIONS, SOURCES

KEY: Final = ["indicator", "economy", "year"]


class RevisionHistory:
    """Known revisions of each series.

    ``tables`` are those of a snapshot. For two releases it may have all values (the catalog names
    the ``earlier`` series), single values (older_releases, revisions), or how far they differ
    (release_changes).
    """

    def __init__(self, tables: Mapping[str, pd.DataFrame], catalog: Catalog) -> None:
        self._catalog = catalog
        observed, older = tables[OBSERVATIONS.name][[*KEY, "value"]], tables[OLDER_RELEASES.name]
        self._compared = tables[RELEASE_CHANGES.name]
        self._in_use = tables[OBSERVATIONS.name].groupby("indicator")["vintage"].max()
        sources = tables[SOURCES.name]
        self._vintages = dict(zip(sources["source"], sources["vintage"], strict=True))
        parts = [older.assign(release=older["source"])]
        for name, item in catalog.indicators.items():
            for code in item.earlier:
                if catalog.indicators[code].base == item.base:  # indices of two base years say nothing
                    rows = observed[observed["indicator"] == code]
                    parts.append(rows.assign(indicator=name, release=code))
        old = pd.concat(parts).rename(columns={"value": "old"})
        pairs = old.merge(observed.rename(columns={"value": "new"}), on=KEY)
        revised = tables[REVISIONS.name].rename(columns={"series": "indicator", "old_vintage": "release"})
        # revisions accepted by name are no evidence
        limit = np.expm1(catalog.plausible.moves.past["china"][1])
        revised = revised[revised["relative_change"].abs() < limit]
        parts = [part[[*KEY, "old", "new", "release"]] for part in (pairs, revised) if len(part)]
        self._pairs = pd.concat(parts, ignore_index=True) if parts else pairs

    def largest(
        self, series: str, scale: Callable[["pd.Series[float]"], "pd.Series[float]"], *, points: bool
    ) -> "pd.Series[float]":
        """Return the largest revision by economy, as ``scale`` measures it: in points, or as a logarithm."""
        pairs = self._pairs[self._pairs["indicator"] == series]
        moved = (scale(pairs["new"].astype("float64")) - scale(pairs["old"].astype("float64"))).abs()
        largest = moved.groupby(pairs["economy"].astype("object")).max()
        compared = self._compared[self._compared["indicator"] == series]
        if len(compared) and not points and compared["economy_values"].max() > 0:
            largest[FOCUS] = max(np.log1p(compared["economy_largest"].max()), largest.get(FOCUS, 0.0))
        return largest

    def release_count(self, series: str) -> int:
        """Return the number of known releases of a series, including the one in use."""
        pairs, compared = (frame[frame["indicator"] == series] for frame in (self._pairs, self._compared))
        names = {*pairs["release"], *compared["newer"], *compared["older"]}
        return len({self._in_use[series], *(self._vintages.get(name, name) for name in names)})

    def common_revision(self, series: str) -> float:
        """Return the largest median revision in any series of the same source, as a logarithm."""
        indicators = self._catalog.indicators
        same_source = [name for name, item in indicators.items() if item.source == indicators[series].source]
        pairs = self._pairs[self._pairs["indicator"].isin(same_source)]
        ratio = (pairs["new"] / pairs["old"].where(pairs["old"] != 0)).astype("float64")
        moved = ratio[ratio > 0].map(np.log).groupby(pairs["indicator"]).median().abs()
        compared = self._compared[self._compared["indicator"].isin(same_source)]
        return float(np.nanmax([0.0, *moved, *np.log1p(compared["median"])]))
