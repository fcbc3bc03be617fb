"""The columns of every frame: names, unit, release, publisher, licence, snapshot."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from analysis.dataset import Dataset
from analysis.provenance import OWN_CALCULATION, joined, of_index

PUBLISHER = "WIPO, Global Innovation Index"
EDITIONS = ("edition", "first_edition", "last_edition", "against", "x_edition", "y_edition")
"""Columns with the edition of the index whose figures are in the row."""
RANK = "unit_rank"
"""The phrase that is the unit of ranks."""


def insert_after(frame: pd.DataFrame, column: str, name: str, values: Any) -> None:
    """Put a new column behind another one."""
    frame.insert(list(frame.columns).index(column) + 1, name, values)


def terms(frame: pd.DataFrame, dataset: Dataset, *columns: str) -> pd.DataFrame:
    """Return the frame with columns of the table sources for its column source, and the snapshot.

    source: ids of releases joined by a space.
    """
    found = {column: dataset.provenance(column, frame["source"]) for column in columns}
    return frame.assign(**found, snapshot=dataset.snapshot.id)


def series_terms(frame: pd.DataFrame, dataset: Dataset, lang: str) -> pd.DataFrame:
    """Return rows of indicators with names of economies and indicators, their unit and their terms.

    frame: columns economy (ISO3), indicator and source. A row that has no vintage of its own gets those of
    its releases.
    """
    named = frame.copy()
    indicators = [dataset.catalog.indicators[code] for code in named["indicator"]]
    insert_after(named, "economy", "name", named["economy"].map(dataset.names(lang)))
    insert_after(named, "indicator", "unit", [one.unit.get(lang) for one in indicators])
    insert_after(named, "indicator", "indicator_name", [one.name.get(lang) for one in indicators])
    vintage = () if "vintage" in named else ("vintage",)
    return terms(named, dataset, *vintage, "publisher", "licence")


def index_terms(
    frame: pd.DataFrame,
    dataset: Dataset,
    lang: str,
    codes: Sequence[str] = ("GII",),
    computed: "bool | pd.Series[bool]" = False,
    choice: Any = None,
) -> pd.DataFrame:
    """Return rows of the index with names of economies, releases, publisher, licence and snapshot.

    frame: columns economy (ISO3) and edition; where rows have no single edition it brings its own source and
    licence. Without a column source the releases are those of the economy's scores and ranks in the edition:
    of the row's own code if there is a column code, else of ``codes``. computed: rows with figures of
    the site's own beside WIPO's. choice: whose edition and economy the rows have that name none.
    """
    named = frame.copy()
    for place, column in enumerate(("edition", "economy") if choice else ()):
        if column not in named:
            named.insert(place, column, getattr(choice, column))
    insert_after(named, "economy", "name", named["economy"].map(dataset.names(lang)))
    if "source" not in named:
        named["source"] = _sources(named, dataset, codes)
    named["source"] = with_own(named["source"], computed)
    named["publisher"] = PUBLISHER
    if "edition" in named:
        named["licence"] = dataset.licences_of(named["edition"])
    return named.assign(snapshot=dataset.snapshot.id)


def with_own(source: Iterable[object], computed: "bool | pd.Series[bool]" = True) -> list[str]:
    """Return cells of releases, with the site's own calculation where a row has figures of its own."""
    cells = list(source)
    own = [computed] * len(cells) if isinstance(computed, bool) else computed
    return [joined(cell, OWN_CALCULATION if one else None) for cell, one in zip(cells, own, strict=True)]


def _sources(frame: pd.DataFrame, dataset: Dataset, codes: Sequence[str]) -> list[str]:
    """Return the releases of each row; of a part that the edition does not have, those of the edition."""
    scores = dataset.table("gii_scores")
    wanted = frame["code"].dropna().unique() if "code" in frame else list(codes)
    read = scores[
        scores["edition"].isin(frame["edition"].unique())
        & scores["economy"].isin(frame["economy"].unique())
        & scores["code"].isin(wanted)
    ]
    by = ["edition", "economy", *(["code"] if "code" in frame else [])]
    found = of_index(read, by).to_dict()
    whole = dataset.by_edition["source"].to_dict()
    keys = zip(*(frame[key] for key in by), strict=True)
    return [found.get(key, whole[key[0]]) for key in keys]
