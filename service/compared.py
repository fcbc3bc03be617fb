"""What every row of a comparison carries: names, unit, release, publisher, licence, of index and series."""

from collections.abc import Sequence

import pandas as pd

from analysis.comparison_measures import Measure
from analysis.dataset import Dataset
from analysis.provenance import OWN_CALCULATION, joined
from service.dress import PUBLISHER, dress

SCORE = "unit_score"
"""The phrase that is the unit of scores."""


def part_name(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the name of a measure: of the catalog, or as the newest edition that has it calls it."""
    if measure.related:
        return dataset.catalog.indicators[measure.id].name.get(lang)
    concept = dataset.catalog.concepts.get(measure.id)
    if concept and lang != "en":
        return concept.name.get(lang)
    rows = dataset.parts[dataset.parts["concept"] == measure.id]
    return str(rows.sort_values("edition")["name"].iloc[-1])


def unit_of(dataset: Dataset, measure: Measure, lang: str) -> str:
    """Return the unit of the values of a measure."""
    unit = dataset.catalog.indicators[measure.id].unit if measure.related else dataset.catalog.phrases[SCORE]
    return unit.get(lang)


def licences(dataset: Dataset, source: pd.Series, edition: pd.Series, *, related: bool) -> list[str]:
    """Return the licence of each row: of its release, or of its edition."""
    if related:
        return dataset.provenance("licence", source)
    return [str(one) for one in dataset.licences_of(edition)]


def terms_of(
    dataset: Dataset, source: pd.Series, edition: pd.Series, *, related: bool
) -> dict[str, list[str]]:
    """Return publisher and licence of rows; source: ids of releases; edition: missing for related ones."""
    publisher = dataset.provenance("publisher", source) if related else [PUBLISHER] * len(source)
    return {"publisher": publisher, "licence": licences(dataset, source, edition, related=related)}


def dressed(
    frame: pd.DataFrame,
    dataset: Dataset,
    lang: str,
    *,
    related: bool,
    codes: Sequence[str] = (),
) -> pd.DataFrame:
    """Return rows of the index as ``service.dress`` does, those of a related indicator by their release.

    frame: columns economy, edition and, but for a frame of several ``codes``, source and code. Ranks of
    related indicators and percentiles are the site's own.
    """
    if not related:
        bare = frame.drop(columns="source", errors="ignore")
        made = dress(bare, dataset, lang, codes or ("GII",), computed=True)
        read = made["source"].astype("str").str.replace(f" ?{OWN_CALCULATION}", "", regex=True)
        return made.assign(vintage=dataset.provenance("vintage", read))
    frame = frame.copy()
    frame.insert(1, "name", frame["economy"].map(dataset.names(lang)))
    source = frame["source"]
    about = terms_of(dataset, source, frame["edition"], related=True)
    vintage = dataset.provenance("vintage", source)
    own = [joined(cell, OWN_CALCULATION) for cell in source]
    return frame.assign(vintage=vintage, **about, source=own, snapshot=dataset.snapshot.id)
