"""Releases of one measure side by side: whole series, single older values, and how far they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.dataset import Dataset, cached
from analysis.query import NoChoices, Query, one_of
from analysis.table import Table, in_units, join_sources, series_terms, with_terms
from data.article import CLAIM_YEAR, FOCUS
from data.entries import Indicator
from data.pack import SLUG

COLUMNS = ["indicator", "vintage", "source", "whole", "year", "value", "level", "error"]
TABLES = ("observations", "older_releases", "release_changes", "revisions")
INDEX_BASE = 100.0  # what a rebased index is in the common year


def release_tables(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Return the tables that releases are read from."""
    return {name: dataset.table(name) for name in TABLES}


@cached
def series_with_releases(dataset: Dataset) -> tuple[str, ...]:
    """Return the series of which several releases are known: declared so, compared, or revised."""
    tables, indicators = release_tables(dataset), dataset.catalog.indicators
    available, revisions = set(tables["observations"]["indicator"].unique()), tables["revisions"]
    compared = {
        *tables["release_changes"]["indicator"],
        *tables["older_releases"]["indicator"],
        *revisions.loc[revisions["measure"] == "value", "series"],
    }
    first = [code for code, indicator in indicators.items() if indicator.earlier and code in available]
    return (*first, *sorted((compared & available) - set(first)))


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choice on the releases: a series with more than one known release."""

    series: str = one_of("series", lambda dataset, _: series_with_releases(dataset))


@dataclass(frozen=True, slots=True)
class Releases:
    """A measure as its newest release has it, and the codes of what was published of it earlier.

    codes: of whole series, the newest first; errors: the code of the standard error, by code of a series;
    rebased: whether they are indices of different base years, which cannot be compared as they are.
    """

    codes: tuple[str, ...]
    errors: dict[str, str]
    rebased: bool


def releases_of(indicators: Mapping[str, Indicator], code: str) -> Releases:
    """Return what the catalog says of the releases of one series."""
    codes = (code, *indicators[code].earlier)
    errors = {series: indicators[series].error for series in codes if indicators[series].error}
    return Releases(codes, errors, len({indicators[series].base for series in codes}) > 1)


def release_values(
    tables: Mapping[str, pd.DataFrame], releases: Releases, economy: str = FOCUS
) -> pd.DataFrame:
    """Return all values of one measure, of every release (COLUMNS), by release and year.

    ``whole`` is False for single values: those of the table of older releases, and what a refresh replaced.
    ``level`` is the value, or of rebased releases an index with 100 in the common year: indices of different
    base years are never set side by side as they are.
    """
    observations, codes = tables["observations"], releases.codes
    economy_rows = observations[(observations["economy"] == economy) & observations["value"].notna()]
    parts = []
    for code in codes:
        rows = economy_rows[economy_rows["indicator"] == code].assign(whole=True)
        error = economy_rows[economy_rows["indicator"] == releases.errors.get(code, "")].set_index("year")[
            "value"
        ]
        parts.append(rows.assign(error=rows["year"].map(error).astype(float)))
    single = single_values(tables, codes[0])
    single = single[single["economy"] == economy]
    parts.append(single.assign(whole=False, error=float("nan")))
    frame = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    frame = frame.assign(level=frame["value"].astype(float))
    if releases.rebased:  # single values, which have no base, are left out
        frame = frame[frame["whole"]]
        bases = frame[frame["year"] == common_year(frame, codes)].set_index("indicator")["value"]
        level = INDEX_BASE * frame["value"] / frame["indicator"].map(bases).astype(float)
        frame = frame.assign(level=level.astype(float), error=float("nan"))[level.notna()]
    order = {code: position for position, code in enumerate(codes)}
    frame = frame.assign(place=frame["indicator"].map(order)).sort_values(
        ["whole", "place", "vintage", "year"], ascending=[False, True, True, True], kind="stable"
    )
    return frame.loc[:, COLUMNS].reset_index(drop=True)


def single_values(tables: Mapping[str, pd.DataFrame], code: str) -> pd.DataFrame:
    """Return the single older values of a series: of older releases, and what a refresh replaced."""
    older, revised = tables["older_releases"], tables["revisions"].rename(columns={"series": "indicator"})
    revised = revised[revised["measure"] == "value"].drop(columns="new_vintage")
    revised = revised.rename(columns={"old": "value", "old_vintage": "vintage"})
    names = ["indicator", "economy", "year", "value", "vintage", "source"]
    rows = [part.loc[part["indicator"] == code, names] for part in (older, revised)]
    return pd.concat(rows, ignore_index=True).drop_duplicates(["economy", "year", "vintage"])


def common_year(frame: pd.DataFrame, codes: Sequence[str]) -> int | None:
    """Return the year on which whole series are compared: that of the claim, else the first that all have."""
    years_of = [
        set(frame.loc[(frame["indicator"] == code) & frame["whole"], "year"].astype(int)) for code in codes
    ]
    years_of = [years for years in years_of if years]
    years = set.intersection(*years_of) if years_of else set()
    return CLAIM_YEAR if CLAIM_YEAR in years else min(years, default=None)


def telling_year(values: pd.DataFrame, *, rebased: bool = False) -> Mapping[Any, Any] | None:
    """Return the oldest and the newest value of the year of the claim, else of the latest year; None if none.

    Keys: year, old, old_vintage, old_source, new, new_vintage, new_source. The newest is that of the newest
    release, the oldest has the earliest vintage among the others of its year, whole series before single
    values. Of rebased series the common year, always equal, is left out.
    """
    whole = values["whole"].astype(bool)
    newest = whole & values["indicator"].isin(values.loc[whole, "indicator"].iloc[:1])
    older = values[~newest].assign(vintage=values["vintage"].astype(str), single=~whole)
    older = older.sort_values(["single", "vintage"], kind="stable").drop_duplicates("year")
    sides = []
    for side, rows in (("old", older), ("new", values[newest])):
        names = {"level": side, "vintage": f"{side}_vintage", "source": f"{side}_source"}
        sides.append(rows[["year", *names]].rename(columns=names))
    pairs = sides[0].merge(sides[1], on="year").sort_values("year")
    if rebased:
        pairs = pairs[(pairs["old"] != INDEX_BASE) | (pairs["new"] != INDEX_BASE)]
    claimed = pairs[pairs["year"] == CLAIM_YEAR]
    candidates = pairs if claimed.empty or rebased else claimed
    return None if candidates.empty else candidates.to_dict("records")[-1]


def comparisons(dataset: Dataset) -> pd.DataFrame:
    """Return the table of releases compared with the date of each release, the newest pair first."""
    changes, dates = dataset.table("release_changes"), dataset.sources["vintage"]
    frame = changes.assign(
        newer_vintage=changes["newer"].map(dates), older_vintage=changes["older"].map(dates)
    )
    return frame.sort_values(
        ["indicator", "newer_vintage", "older_vintage"], ascending=[True, False, False], ignore_index=True
    )


def values_of(dataset: Dataset, series: str, economy: str = FOCUS) -> pd.DataFrame:
    """Return ``release_values`` of a series, given by its newest release."""
    return release_values(release_tables(dataset), releases_of(dataset.catalog.indicators, series), economy)


def release_rows(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return China's values of a series, by release and year."""
    frame = frame.drop_duplicates(["indicator", "source", "year"], ignore_index=True)
    frame = in_units(frame, dataset, "value", "level", "error")
    frame = frame.rename(
        columns={"level": "shown_on_page", "whole": "whole_series", "error": "standard_error"}
    )
    frame.insert(0, "economy", FOCUS)
    return series_terms(frame, dataset, lang)


def comparison_rows(frame: pd.DataFrame, dataset: Dataset, _choice: NoChoices, lang: str) -> pd.DataFrame:
    """Return how far one release of a series differs from an older one, for all that were compared."""
    names = frame["indicator"].map(lambda code: dataset.catalog.indicators[code].name.get(lang))
    frame = frame.assign(
        unit=dataset.catalog.phrases["unit_older"].get(lang),
        source=[join_sources(*pair) for pair in zip(frame["newer"], frame["older"], strict=True)],
    )
    frame.insert(1, "indicator_name", names)
    return with_terms(frame, dataset, "publisher", "licence")


RELEASES = Table(
    "releases",
    f"{SLUG}-releases",
    lambda dataset, choice: values_of(dataset, choice.series),
    release_rows,
    Choice,
    filters=("series",),
    compute_unfiltered=lambda dataset, _: pd.concat(
        [values_of(dataset, code) for code in series_with_releases(dataset)], ignore_index=True
    ),
    columns={"year": "text", "shown_on_page": ""},
    across="vintage",
    newest="year",
)
COMPARED = Table(
    "releases-compared",
    "releases-compared",
    lambda dataset, _: comparisons(dataset),
    comparison_rows,
    columns={
        "indicator_name": "text",
        "older_vintage": "day",
        "newer_vintage": "day",
        "values": "whole",
        "changed": "whole",
        "median": "rate",
        "economy_values": "whole",
        "economy_changed": "whole",
        "economy_largest": "rate",
    },
)
