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

_SHARE = "unit_older"


def _releases(dataset: Dataset, choice: Choice) -> pd.DataFrame:
    return _of(dataset, choice.series)


def _releases_of_all(dataset: Dataset, _choice: Choice) -> pd.DataFrame:
    """Return the same of every series of which more than one release is known."""
    frames = [_of(dataset, code) for code in method.released(dataset)]
    return pd.concat(frames, ignore_index=True)


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


def _compared(dataset: Dataset, _choice: Nothing) -> pd.DataFrame:
    return method.comparisons(dataset.table("release_changes"), dataset.table("sources"))


def compared(frame: pd.DataFrame, dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return how far one release of a series differs from an older one, for all that were compared."""
    names = frame["indicator"].map(lambda code: dataset.catalog.indicators[code].name.get(lang))
    frame = frame.copy()
    frame.insert(1, "indicator_name", names)
    frame["unit"] = [dataset.catalog.phrases[_SHARE].get(lang)] * len(frame)
    frame["source"] = [joined(*pair) for pair in zip(frame["newer"], frame["older"], strict=True)]
    return terms(frame, dataset, "publisher", "licence")


RELEASES = Table(
    "releases",
    "china-releases",
    _releases,
    releases,
    Choice,
    filters=("series",),
    everything=_releases_of_all,
)
COMPARED = Table("releases-compared", "releases-compared", _compared, compared)
