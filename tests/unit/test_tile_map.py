"""The tile map: a place for everybody in every edition, figures of the index, steps by their bounds."""

from __future__ import annotations

import json

from analysis.dataset import Dataset
from analysis.index.tile_map import TILES, Choice, TileMap, best, tile_map
from components.charts.tile_map import WIDTHS
from components.pages.map import MapView, content
from components.text import words
from data.article import HERO


def found(dataset: Dataset, **query: str) -> TileMap:
    return tile_map(dataset, Choice.read(dataset, query))


def test_every_economy_of_every_edition_has_a_place_of_its_own(dataset: Dataset) -> None:
    places = dataset.catalog.tiles.places
    assert len(set(places.values())) == len(places)
    ranked = dataset.scores[(dataset.scores["code"] == "GII") & dataset.scores["rank"].notna()]
    for edition, rows in ranked.groupby("edition"):
        assert set(rows["economy"]) <= set(places), edition
        own = found(dataset, edition=str(edition)).frame
        assert set(own.loc[own["rank"].notna(), "economy"]) == set(rows["economy"]), edition


def test_an_economy_without_a_place_stands_below_the_map(dataset: Dataset) -> None:
    tiles = dataset.catalog.tiles
    fewer = tiles.model_copy(
        update={"places": {code: at for code, at in tiles.places.items() if code != HERO}}
    )
    other = Dataset(dataset.snapshot, dataset.catalog.model_copy(update={"tiles": fewer}), "", "")
    row = tile_map(other, Choice.read(other, {})).frame.set_index("economy").loc[HERO]
    assert (row["rank"], row["row"]) == (10, tiles.rows)


def test_steps_follow_their_bounds(dataset: Dataset) -> None:
    frame = found(dataset).frame.dropna(subset=["rank"])
    for step, (low, high) in enumerate(((1, 10), (11, 25), (26, 50), (51, 75), (76, 100), (101, 999)), 1):
        assert (frame["rank"].between(low, high) == (frame["step"] == step)).all(), step
    scores = found(dataset, show="score")
    sizes = scores.frame["step"].value_counts()
    assert sizes.max() - sizes.min() <= 1
    assert all(scores.steps[one]["figure"][0] > scores.steps[one + 1]["figure"][1] for one in range(1, 6))
    gains = found(dataset, show="change").frame.dropna(subset=["change"])
    assert ((gains["step"] <= 3) == (gains["change"] > 0)).all()
    assert best(found(dataset)).to_dict() == {"EUR": 15, "SEAO": 6, "NAC": 2, "NAWA": 2}


def test_a_wide_map_has_every_tile_once_and_a_narrow_one_a_part_in_large(dataset: Dataset) -> None:
    view = MapView(dataset, words("en"), Choice.read(dataset, {"part": "asia"}))
    drawn = json.loads(content(view).figure or "")
    codes = set(dataset.catalog.tiles.places)
    for least in WIDTHS:
        traces = drawn[str(least)]["data"]
        tiles = [code for one in traces for code in one["customdata"]]
        texts = [text for one in traces for text in one["text"] if text]
        wide = least >= 780
        assert set(tiles) == codes, least
        assert (len(tiles) == len(codes)) == wide, least
        assert len(texts) == (len(codes) if wide else len(tiles) - len(codes)), least
        assert "CHN<br><b>10</b>" in texts, least


def test_rows_of_a_change_name_the_edition_they_are_compared_with_and_those_of_a_series_its_publisher(
    dataset: Dataset,
) -> None:
    rows = TILES.rows(dataset, {"show": "change", "edition": "2022"}, "en")
    (china,) = rows[rows["economy"] == HERO].to_dict("records")
    assert [china[name] for name in ("rank", "rank_against", "change", "against")] == [11, 34, 23, 2012]
    assert set(TILES.rows(dataset, {"measure": "GB.XPD.RSDV.GD.ZS"}, "en")["publisher"]) == {"World Bank"}
