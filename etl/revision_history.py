"""How far values were ever revised: learnt from the releases of one series that a snapshot holds."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from data.article import FOCUS
from data.catalog import Catalog
from data.schema import OBSERVATIONS, OLDER_RELEASES, RELEASE_CHANGES, REVISIONS, SOURCES

KEY: Final = ["indicator", "economy", "year"]


class RevisionHistory:
    """What is known of the revisions of each series.

    tables: of a snapshot. Of two releases there may be all values (the catalog names the `earlier` ones of a
    series), single ones (older_releases, revisions), or how far they differ (release_changes).
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
        told = tables[REVISIONS.name].rename(columns={"series": "indicator", "old_vintage": "release"})
        # what was accepted by name teaches nothing
        told = told[told["relative_change"].abs() < np.expm1(catalog.plausible.moves.past["china"][1])]
        parts = [part[[*KEY, "old", "new", "release"]] for part in (pairs, told) if len(part)]
        self._pairs = pd.concat(parts, ignore_index=True) if parts else pairs

    def ever(
        self, series: str, at: Callable[["pd.Series[float]"], "pd.Series[float]"], *, points: bool
    ) -> "pd.Series[float]":
        """Return by economy how far a value was ever revised, on the scale of `at`: points, or logarithms."""
        pairs = self._pairs[self._pairs["indicator"] == series]
        moved = (at(pairs["new"].astype("float64")) - at(pairs["old"].astype("float64"))).abs()
        found = moved.groupby(pairs["economy"].astype("object")).max()
        compared = self._compared[self._compared["indicator"] == series]
        if len(compared) and not points and compared["economy_values"].max() > 0:
            found[FOCUS] = max(np.log1p(compared["economy_largest"].max()), found.get(FOCUS, 0.0))
        return found

    def release_count(self, series: str) -> int:
        """Return of how many releases something is known, the one in use with them."""
        pairs, compared = (frame[frame["indicator"] == series] for frame in (self._pairs, self._compared))
        names = {*pairs["release"], *compared["newer"], *compared["older"]}
        return len({self._in_use[series], *(self._vintages.get(name, name) for name in names)})

    def common(self, series: str) -> float:
        """Return how far the source of a series ever revised the median value of one, as a logarithm."""
        known = self._catalog.indicators
        own = [name for name, item in known.items() if item.source == known[series].source]
        pairs = self._pairs[self._pairs["indicator"].isin(own)]
        ratio = (pairs["new"] / pairs["old"].where(pairs["old"] != 0)).astype("float64")
        moved = ratio[ratio > 0].map(np.log).groupby(pairs["indicator"]).median().abs()
        compared = self._compared[self._compared["indicator"].isin(own)]
        return float(np.nanmax([0.0, *moved, *np.log1p(compared["median"])]))
