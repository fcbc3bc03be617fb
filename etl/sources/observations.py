"""Shared by all sources of series: rows become observations, and errors name their place."""

import re
from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from data.catalog import Catalog
from data.contract import Violation
from data.schema import OBSERVATIONS
from etl.economies import china_first, join_names, short_name
from etl.errors import BadFile, Refused
from etl.release import OBSERVATION_COLUMNS, Content, Release, Task, release_row

FIRST_YEAR: Final = 1996
KEY: Final = ["indicator", "economy", "year"]
ROWS: Final = [*KEY, "value", "status", "form", "place"]
FORECAST: Final = re.compile(r"(?<![a-z])(?:f|forecast\w*|project(?:ed|ions?))(?![a-z])", re.I)
"""Matches marks of forecasts: a code, a word, or a list of them."""


def content(
    release: Release,
    task: Task,
    rows: pd.DataFrame,
    names: Mapping[str, str],
    *,
    title: str,
    provenance: str,
    warnings: Collection[str] = (),
    refused: Mapping[str, str] | None = None,
) -> Content:
    """Return the content of a release: one value for each indicator, economy and year, sorted.

    rows: columns ROWS in any order: status is the publisher's mark (forecasts are dropped), form
    must be the same in all rows of a series, place names the row. names: the publisher's name of
    each requested series. refused: reason by series that must not be taken. Raises BadFile for
    years that were not requested, Refused if no value is left.
    """
    notes, reasons = list(warnings), dict(refused or {})
    forecast = rows["status"].str.contains(FORECAST)
    marks = rows["status"].mask(forecast, "F")
    for (indicator, mark), marked in rows[marks != ""].groupby(["indicator", marks]):
        what = "forecasts are not taken" if mark == "F" else f"taken, though marked {mark!r}"
        notes.append(f"{indicator}: {what}: {places(marked, task.catalog)}")
    rows = rows[~forecast].sort_values([*KEY, "value"], ignore_index=True)
    for year in rows["year"].agg(["min", "max"]) if len(rows) else ():  # if the API ignored a parameter
        if not FIRST_YEAR <= year <= int(release.fetched[:4]):
            raise BadFile(f"{title}: there are values of {year}, which was not asked for")
    for indicator, forms in rows.groupby("indicator")["form"].unique().items():
        if len(forms) > 1:
            first, second = sorted(forms)[:2]
            reasons.setdefault(str(indicator), f"it comes both as {first!r} and as {second!r}")
    before, again = rows[["value", "place"]].shift(), rows.duplicated(KEY)
    differs = again & (rows["value"] != before["value"])
    for row in rows.assign(other=before["value"], there=before["place"])[differs].to_dict("records"):
        where = f"{short_name(row['economy'], task.catalog)} {row['year']}"
        problem = f"is both {row['other']} ({row['there']}) and {row['value']} ({row['place']})"
        reasons.setdefault(row["indicator"], f"{where} {problem}")
    taken = ~rows["indicator"].isin(list(reasons))
    if twice := int((again & taken).sum()):
        notes.append(f"{title}: {twice:,} observations came twice, with the same value")
    source = f"{release.family}_{re.sub('[^0-9A-Za-z]', '_', release.vintage)}"
    observations = (
        rows[taken & ~again].assign(source=source)[list(OBSERVATION_COLUMNS)].reset_index(drop=True)
    )
    if observations.empty:
        lines = [Violation(OBSERVATIONS.name, name, "", reason) for name, reason in reasons.items()]
        raise Refused(f"{title}: no value for any economy of the catalog", lines)
    given = set(observations["indicator"])
    if missing := sorted(set(names) - given - set(reasons)):
        notes.append(f"{title}: no value of {', '.join(missing)} for any economy of the catalog")
    return Content(
        row=release_row(source, release.family, title, release.vintage, task.checked, provenance),
        observations=observations.astype({name: OBSERVATIONS[name].dtype for name in OBSERVATION_COLUMNS}),
        names={indicator: name for indicator, name in names.items() if indicator in given},
        warnings=tuple(notes),
        refused=reasons,
    )


def places(rows: pd.DataFrame, catalog: Catalog) -> str:
    """Return the economies and years of rows in words, China first."""
    years = {str(economy): sorted(set(values)) for economy, values in rows.groupby("economy")["year"]}
    return join_names(
        [f"{short_name(code, catalog)} {', '.join(map(str, years[code]))}" for code in china_first(years)]
    )
