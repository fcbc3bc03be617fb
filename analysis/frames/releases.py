"""Releases side by side: every value of a measure, and how far releases differ."""

import pandas as pd

from analysis import vintages as method
from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import series_terms, terms
from analysis.provenance import joined
from analysis.query import Nothing
from analysis.standing import CHINA
from analysis.vintages import Choice
from data.entries import releases_of


def _of(dataset: Dataset, series: str) -> pd.DataFrame:
    about = releases_of(dataset.catalog.indicators, series)
    tables = method.release_tables(dataset)
    return method.releases(tables, about.codes, about.errors, rebased=about.rebased)


def releases(frame: pd.DataFrame, dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return China's values of a series, by release and year."""
    frame = frame.drop_duplicates(["indicator", "source", "year"], ignore_index=True)
    frame = frame.rename(
        columns={"level": "shown_on_page", "whole": "whole_series", "error": "standard_error"}
    )
    frame.insert(0, "economy", CHINA)
    return series_terms(frame, dataset, lang)


def compared(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return how far one release of a series differs from an older one, for all that were compared."""
    names = frame["indicator"].map(lambda code: dataset.catalog.indicators[code].name.get(lang))
    frame = frame.assign(
        unit=dataset.catalog.phrases["unit_older"].get(lang),
        source=[joined(*pair) for pair in zip(frame["newer"], frame["older"], strict=True)],
    )
    frame.insert(1, "indicator_name", names)
    return terms(frame, dataset, "publisher", "licence")


RELEASES = Table(
    "releases",
    "china-releases",
    lambda dataset, choice: _of(dataset, choice.series),
    releases,
    Choice,
    filters=("series",),
    everything=lambda dataset, _: pd.concat(
        [_of(dataset, code) for code in method.released(dataset)], ignore_index=True
    ),
)
COMPARED = Table(
    "releases-compared",
    "releases-compared",
    lambda dataset, _: method.comparisons(dataset.table("release_changes"), dataset.table("sources")),
    compared,
)
