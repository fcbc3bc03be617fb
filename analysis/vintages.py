"""Releases of one series compared: whole series, single older values, and their differences."""

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
Tables = Mapping[str, pd.DataFrame]
INDEX_BASE = 100.0  # of a rebased index in the common year


def release_tables(dataset: Dataset) -> dict[str, pd.DataFrame]:
    """Return the TABLES by name."""
    return {name: dataset.table(name) for name in TABLES}


@cached
def series_with_releases(dataset: Dataset) -> tuple[str, ...]:
    """Return the series with several releases: declared in the catalog, compared or revised."""
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
    """The choice of a series with several releases."""

    series: str = one_of("series", lambda dataset, _: series_with_releases(dataset))


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases of one series.

    codes: of whole series, the newest first; errors: code of the standard error, by code of a series;
    rebased: whether they are indices with different base years, which cannot be compared directly.
    """

    codes: tuple[str, ...]
    errors: dict[str, str]
    rebased: bool


def releases_of(indicators: Mapping[str, Indicator], code: str) -> Releases:
    """Return the releases of a series from the catalog."""
    codes = (code, *indicators[code].earlier)
    errors = {series: indicators[series].error for series in codes if indicators[series].error}
    return Releases(codes, errors, len({indicators[series].base for series in codes}) > 1)


def release_values(tables: Tables, releases: Releases, economy: str = FOCUS) -> pd.DataFrame:
    """Return the values of all releases of a series for one economy, sorted by release and year.

    Columns: COLUMNS. whole: False for single values (of the table older_releases, or replaced by a refresh);
    level: the value, or for rebased releases an index with 100 in the common year.
    """
    observations, codes = tables["observations"], releases.codes
    economy_rows = observations[(observations["economy"] == economy) & observations["value"].notna()]
    parts = []
    for code in codes:
        rows = economy_rows[economy_rows["indicator"] == code].assign(whole=True)
        error_rows = economy_rows[economy_rows["indicator"] == releases.errors.get(code, "")]
        error = error_rows.set_index("year")["value"]
        parts.append(rows.assign(error=rows["year"].map(error).astype(float)))
    single = single_values(tables, codes[0])
    single = single[single["economy"] == economy]
    parts.append(single.assign(whole=False, error=float("nan")))
    frame = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    frame = frame.assign(level=frame["value"].astype(float))
    if releases.rebased:  # single values have no base year
        frame = frame[frame["whole"]]
        bases = frame[frame["year"] == common_year(frame, codes)].set_index("indicator")["value"]
        level = INDEX_BASE * frame["value"] / frame["indicator"].map(bases).astype(float)
        frame = frame.assign(level=level.astype(float), error=float("nan"))[level.notna()]
    order = {code: position for position, code in enumerate(codes)}
    frame = frame.assign(place=frame["indicator"].map(order)).sort_values(
        ["whole", "place", "vintage", "year"], ascending=[False, True, True, True], kind="stable"
    )
    return frame.loc[:, COLUMNS].reset_index(drop=True)


def single_values(tables: Tables, code: str) -> pd.DataFrame:
    """Return the single older values of a series: of older releases, or replaced by a refresh."""
    older, revised = tables["older_releases"], tables["revisions"].rename(columns={"series": "indicator"})
    revised = revised[revised["measure"] == "value"].drop(columns="new_vintage")
    revised = revised.rename(columns={"old": "value", "old_vintage": "vintage"})
    names = ["indicator", "economy", "year", "value", "vintage", "source"]
    rows = [part.loc[part["indicator"] == code, names] for part in (older, revised)]
    return pd.concat(rows, ignore_index=True).drop_duplicates(["economy", "year", "vintage"])


def common_year(frame: pd.DataFrame, codes: Sequence[str]) -> int | None:
    """Return the year of the claim where all whole series have it, else their first common year."""
    years_of = [
        set(frame.loc[(frame["indicator"] == code) & frame["whole"], "year"].astype(int)) for code in codes
    ]
    years_of = [years for years in years_of if years]
    years = set.intersection(*years_of) if years_of else set()
    return CLAIM_YEAR if CLAIM_YEAR in years else min(years, default=None)


def telling_year(values: pd.DataFrame, *, rebased: bool = False) -> Mapping[Any, Any] | None:
    """Return the oldest and the newest value for the year of the claim, else for the latest common year.

    Keys: year, old, old_vintage, old_source, new, new_vintage, new_source. The newest value is that of the
    newest release, the oldest the one with the earliest vintage, whole series before single values. The
    common year of rebased series, always equal, is left out. None without a pair.
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
    """Return the table release_changes with the vintage of both releases, the newest pair first."""
    changes, dates = dataset.table("release_changes"), dataset.sources["vintage"]
    frame = changes.assign(
        newer_vintage=changes["newer"].map(dates), older_vintage=changes["older"].map(dates)
    )
    return frame.sort_values(
        ["indicator", "newer_vintage", "older_vintage"], ascending=[True, False, False], ignore_index=True
    )


def values_of(dataset: Dataset, series: str, economy: str = FOCUS) -> pd.DataFrame:
    """Return ``release_values`` of a series, named by its newest release."""
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
    """Return the differences between compared releases, a row for each pair."""
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
