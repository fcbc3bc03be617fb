"""The tile map: a measure of every economy in one edition, in steps of one colour."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from analysis.comparison.views import (
    licences_of_rows,
    measure_rows_by_period,
    measures,
    newest_period,
    unit_of,
)
from analysis.dataset import Dataset
from analysis.index.ranking import group_of
from analysis.query import Query, edition, one_of
from analysis.table import Table, insert_after, join_sources, with_own_calculation
from data.article import CLAIM

SHOWS: Final = ("rank", "score", "percentile", "change")
PARTS: Final = ("asia", "europe", "americas", "africa")
STEPS: Final = 6
BEST_COUNT: Final = 25
"""Ranks whose economies the headline counts by region."""
_RANKS: Final = (10, 25, 50, 75, 100)
_PERCENTILES: Final = (90, 75, 50, 25, 10)
_GAINS: Final = (20, 10, 1, 0, -9)
"""Smallest gain of places in each step but the last."""
_NAMES: Final = {"economies": "economies_ranked", "rank_then": "rank_against", "figure": "figure_shown"}


def _earlier(dataset: Dataset, before: Mapping[str, Any]) -> list[int]:
    editions = dataset.editions
    return [edition for edition in editions if edition < before["edition"]] or [editions[0]]


@dataclass(frozen=True, slots=True)
class Choice(Query):
    """The choices of the map.

    measure: an id of ``comparison.views.measures``; against: the edition from which changes count; part: the
    part of the world that a phone enlarges.
    """

    measure: str = one_of("measure", lambda dataset, _: tuple(measures(dataset)), "GII")
    show: str = one_of("show", SHOWS)
    edition: int = edition("edition", lambda dataset, _: dataset.editions[-1])
    against: int = one_of(
        "against", _earlier, lambda *query: CLAIM[0] if CLAIM[0] in _earlier(*query) else _earlier(*query)[0]
    )
    part: str = one_of("part", PARTS)


@dataclass(frozen=True, slots=True)
class TileMap:
    """Every economy with a tile.

    frame: as ``tile_map`` returns it; period, against: the editions (or, for a related indicator, years) with
    values, at most those chosen; steps: for each step the lowest and highest figure and value; count: number
    of economies with a figure.
    """

    frame: pd.DataFrame
    period: int
    against: int
    steps: Mapping[int, Mapping[str, tuple[float, float]]]
    count: int


def tile_map(dataset: Dataset, choice: Choice) -> TileMap:
    """Return a row for each economy that has a tile or a value.

    Columns: economy; column and row in the grid (below it for an economy without a tile); the columns of
    ``measure_rows_by_period``, missing where the economy has no value; rank_then and source_then (in
    ``against``); change (places gained); figure (the number behind the colour); step (1 for the best to
    STEPS); region and income.
    """
    rows = measure_rows_by_period(dataset, measures(dataset)[choice.measure])
    period, against = (newest_period(rows, edition) for edition in (choice.edition, choice.against))
    frame = rows[rows["period"] == period].set_index("economy")
    then = rows[rows["period"] == against].set_index("economy")
    tiles = dataset.catalog.tiles
    cells = {code: cell for code, cell in tiles.places.items() if code in dataset.economies}
    # Economies without a cell follow below the grid, so that none is lost.
    without_cell = sorted(set(map(str, frame.index)) & set(dataset.economies) - set(cells))
    for index, code in enumerate(without_cell):
        cells[code] = (index % tiles.columns, tiles.height + index // tiles.columns)
    grid = pd.DataFrame.from_dict(cells, orient="index", columns=["column", "row"])
    frame = grid.rename_axis("economy").join(frame)
    frame["rank_then"] = then["rank"].reindex(frame.index)
    frame["source_then"] = then["source"].reindex(frame.index)
    frame["change"] = frame["rank_then"] - frame["rank"]
    names = {"rank": "rank", "score": "value", "percentile": "percentile", "change": "change"}
    frame["figure"] = frame[names[choice.show]].astype("Float64")
    frame["step"] = _step(frame, choice.show)
    frame = frame.join(group_of(dataset.table("gii_economies"), dataset.editions[-1])).reset_index()
    steps = {
        int(str(step)): {
            name: (float(group[name].min()), float(group[name].max())) for name in ("figure", "value")
        }
        for step, group in frame.astype({"figure": "float64", "value": "float64"}).groupby("step")
    }
    return TileMap(frame, period, against, steps, int(frame["source"].notna().sum()))


def best_economies(tiles: TileMap) -> pd.Series:
    """Count the economies with a rank up to BEST_COUNT by region, the largest number first."""
    rows = tiles.frame[tiles.frame["rank"].le(BEST_COUNT).fillna(False)]
    return rows["region"].value_counts()


def _step(frame: pd.DataFrame, show: str) -> pd.Series:
    # Scores have six groups of equal size, other figures fixed bounds.
    figure = frame["figure"]
    if show == "score":
        order = frame["rank"].astype("Float64").fillna(figure.rank(ascending=False))
        position = order.where(figure.notna()).rank(method="min")
        return (1 + (position - 1) * STEPS // max(int(figure.notna().sum()), 1)).astype("Int64")
    worse = pd.Series(1, index=frame.index, dtype="Int64").where(figure.notna())
    for bound in {"rank": _RANKS, "percentile": _PERCENTILES, "change": _GAINS}[show]:
        worse += (figure > bound if show == "rank" else figure < bound).astype("Int64")
    return worse


def rows(tiles: TileMap, dataset: Dataset, choice: Choice, lang: str) -> pd.DataFrame:
    """Return every economy with its tile, its figures and the step of its colour.

    Ranks of related indicators are computed here, among all economies with a value in the year.
    """
    measure = measures(dataset)[choice.measure]
    frame = tiles.frame[tiles.frame["source"].notna()].sort_values(["row", "column"])
    pairs = zip(frame.pop("source"), frame.pop("source_then"), strict=True)
    source = pd.Series([join_sources(now, then) for now, then in pairs], index=frame.index)
    frame = frame.rename(columns=_NAMES).drop(columns="group_edition")
    insert_after(frame, "economy", "name", frame["economy"].map(dataset.names(lang)))
    insert_after(frame, "value", "unit", unit_of(dataset, measure, lang))
    insert_after(frame, "period", "measure", measure.id)
    publishers, licences = licences_of_rows(dataset, measure, source, frame["edition"])
    return frame.assign(
        against=tiles.against,
        source=with_own_calculation(source),
        publisher=publishers,
        licence=licences,
        snapshot=dataset.snapshot.id,
    )


TILES = Table("map", "gii-map", tile_map, rows, Choice, ("measure", "show", "edition", "against"))
