"""Releases side by side: every value of a measure, and how far releases differ."""

from collections.abc import Sequence

import pandas as pd

from analysis import vintages as method
from analysis.dataset import Dataset
from analysis.frames.terms import series_terms, terms
from analysis.provenance import joined
from analysis.query import Nothing
from analysis.standing import CHINA
from analysis.vintages import Choice
from data.releases import releases_of

_SHARE = "unit_older"


def releases(dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return China's values of a series, by release and year."""
    return _releases(dataset, [choice.series], lang)


def releases_of_all(dataset: Dataset, _choice: Choice, lang: str) -> pd.DataFrame:
    """Return the same of every series of which more than one release is known."""
    return _releases(dataset, method.released(dataset), lang)


def _releases(dataset: Dataset, series: Sequence[str], lang: str) -> pd.DataFrame:
    tables = method.release_tables(dataset)
    chosen = [releases_of(dataset.catalog.indicators, code) for code in series]
    frame = pd.concat(
        [method.releases(tables, one.codes, one.errors, rebased=one.rebased) for one in chosen],
        ignore_index=True,
    )
    frame = frame.drop_duplicates(["indicator", "source", "year"], ignore_index=True)
    frame = frame.rename(
        columns={"shown": "shown_on_page", "whole": "whole_series", "error": "standard_error"}
    )
    frame.insert(0, "economy", CHINA)
    return series_terms(frame, dataset, lang)


def compared(dataset: Dataset, _choice: Nothing, lang: str) -> pd.DataFrame:
    """Return how far one release of a series differs from an older one, for all that were compared."""
    sources = dataset.table("sources")
    frame = method.comparisons(dataset.table("release_changes"), sources)
    names = frame["indicator"].map(lambda code: dataset.catalog.indicators[code].name.get(lang))
    frame.insert(1, "indicator_name", names)
    frame["unit"] = [dataset.catalog.phrases[_SHARE].get(lang)] * len(frame)
    frame["source"] = [joined(*pair) for pair in zip(frame["newer"], frame["older"], strict=True)]
    return terms(frame, dataset, "publisher", "licence")
