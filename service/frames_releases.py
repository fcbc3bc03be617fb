"""The downloads of the releases side by side: every value held of a measure, and releases compared."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis import vintages as method
from analysis.dataset import Dataset
from analysis.provenance import joined
from analysis.standing import CHINA
from data.languages import spoken
from data.releases import releases_of
from service.dress_series import dress_series

_SHARE = "unit_older"


def releases_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return China's values of the series that ``query`` asks for, by release and year, as on the page."""
    return _releases(dataset, query, [method.Choice.read(dataset, query).series])


def releases_whole(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return the same of every series of which more than one release is known."""
    return _releases(dataset, query, method.released(dataset))


def _releases(dataset: Dataset, query: Mapping[str, str], series: Sequence[str]) -> pd.DataFrame:
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
    return dress_series(frame, dataset, spoken(query.get("lang")))


def compared_frame(dataset: Dataset, query: Mapping[str, str]) -> pd.DataFrame:
    """Return how far one release of a series differs from an older one, for all that were compared."""
    lang = spoken(query.get("lang"))
    sources = dataset.table("sources")
    frame = method.comparisons(dataset.table("release_changes"), sources)
    names = frame["indicator"].map(lambda code: dataset.catalog.indicators[code].name.get(lang))
    frame.insert(1, "indicator_name", names)
    frame["unit"] = [dataset.catalog.phrases[_SHARE].get(lang)] * len(frame)
    frame["source"] = [joined(*pair) for pair in zip(frame["newer"], frame["older"], strict=True)]
    frame["publisher"] = dataset.provenance("publisher", frame["source"])
    frame["licence"] = dataset.provenance("licence", frame["source"])
    frame["snapshot"] = dataset.snapshot.id
    return frame
