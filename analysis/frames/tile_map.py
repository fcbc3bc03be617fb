"""The tile map: one row for each economy with a place on it."""

import pandas as pd

from analysis.comparison import licences_of, measures, publishers_of, unit_of
from analysis.dataset import Dataset
from analysis.frames.table import Table
from analysis.frames.terms import insert_after, with_own
from analysis.provenance import joined
from analysis.tile_map import Choice, TileMap, tile_map

_NAMES = {"economies": "economies_ranked", "rank_then": "rank_against", "figure": "figure_shown"}


def rows(found: TileMap, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return every economy with its tile, its figures and the step of its colour.

    Ranks of related indicators are ours, among all economies with a value in the year.
    """
    measure = measures(dataset)[choice.measure]
    frame = found.frame[found.frame["source"].notna()].sort_values(["row", "column"])
    both = zip(frame.pop("source"), frame.pop("source_then"), strict=True)
    source = pd.Series([joined(now, then) for now, then in both], index=frame.index)
    frame = frame.rename(columns=_NAMES).drop(columns="group_edition")
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    insert_after(frame, "value", "unit", unit_of(dataset, measure, lang))
    insert_after(frame, "period", "measure", measure.id)
    return frame.assign(
        against=found.against,
        source=with_own(source),
        publisher=publishers_of(dataset, measure, source),
        licence=licences_of(dataset, measure, source, frame["edition"]),
        snapshot=dataset.snapshot.id,
    )


TILES = Table("map", "gii-map", tile_map, rows, Choice, ("measure", "show", "edition", "against"))
