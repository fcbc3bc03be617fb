"""What every row of a comparison carries: names, unit, release, publisher, licence, of index and series."""

from collections.abc import Sequence

import pandas as pd

from analysis.comparison_measures import Measure
from analysis.evidence import Base
from data.catalog import Catalog
from data.snapshot import Snapshot
from service.dress import PUBLISHER, dress
from service.origins import NOT_STATED, OWN_CALCULATION, joined, told

SCORE = "unit_score"
"""The phrase that is the unit of scores."""


def part_name(base: Base, catalog: Catalog, measure: Measure, lang: str) -> str:
    """Return the name of a measure: of the catalog, or as the newest edition that has it calls it."""
    if measure.related:
        return catalog.indicators[measure.id].name.get(lang)
    concept = catalog.concepts.get(measure.id)
    if concept and lang != "en":
        return concept.name.get(lang)
    rows = base.structure[base.structure["concept"] == measure.id]
    return str(rows.sort_values("edition")["name"].iloc[-1])


def unit_of(catalog: Catalog, measure: Measure, lang: str) -> str:
    """Return the unit of the values of a measure."""
    unit = catalog.indicators[measure.id].unit if measure.related else catalog.phrases[SCORE]
    return unit.get(lang)


def called(catalog: Catalog, frame: pd.DataFrame, lang: str) -> list[str]:
    """Return the names of the economies of a frame, as their publisher writes them."""
    return [catalog.economies[code].name.get(lang) for code in frame["economy"]]


def licences(snapshot: Snapshot, source: pd.Series, edition: pd.Series, *, related: bool) -> list[str]:
    """Return the licence of each row: of its release, or of its edition."""
    if related:
        return told(snapshot, "licence", source, NOT_STATED)
    held = snapshot.table("gii_editions").set_index("edition")["licence"]
    return [str(one) for one in edition.map(held).fillna(NOT_STATED)]


def told_of(
    snapshot: Snapshot, source: pd.Series, edition: pd.Series, *, related: bool
) -> dict[str, list[str]]:
    """Return publisher and licence of rows; source: ids of releases; edition: missing for related ones."""
    publisher = told(snapshot, "publisher", source) if related else [PUBLISHER] * len(source)
    return {"publisher": publisher, "licence": licences(snapshot, source, edition, related=related)}


def dressed(
    frame: pd.DataFrame,
    snapshot: Snapshot,
    catalog: Catalog,
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
        made = dress(bare, snapshot, catalog, lang, codes or ("GII",), computed=True)
        read = made["source"].astype("str").str.replace(f" ?{OWN_CALCULATION}", "", regex=True)
        return made.assign(vintage=told(snapshot, "vintage", read))
    frame = frame.copy()
    frame.insert(1, "name", called(catalog, frame, lang))
    source = frame["source"]
    about = told_of(snapshot, source, frame["edition"], related=True)
    vintage = told(snapshot, "vintage", source)
    own = [joined(cell, OWN_CALCULATION) for cell in source]
    return frame.assign(vintage=vintage, **about, source=own, snapshot=snapshot.id)
