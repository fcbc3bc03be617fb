"""China in other rankings: percentiles in the field of each, movements that compare, clusters by edition."""

from typing import Any

import pandas as pd
import pytest

from analysis.comparison.other_rankings import (
    cluster_counts,
    leading_clusters,
    movements,
    places,
    triangulation,
)
from data import catalog
from data.schema import GII_CLUSTERS, GII_EDITIONS, GII_SCORES, OTHER_RANKINGS, Table
from data.snapshot import Snapshot
from etl.checks import Report, check_rankings


def typed(table: Table, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows).reindex(columns=table.columns).astype(table.dtypes)


def others(*rows: tuple[str, int, int | None, int | None]) -> pd.DataFrame:
    """Rows of other_rankings: ranking, year, rank, economies."""
    names = ("ranking", "year", "rank", "economies")
    whole = [{**dict(zip(names, row, strict=True)), "economy": "CHN", "source": "made"} for row in rows]
    return typed(
        OTHER_RANKINGS, [{**row, "derived": None if row["rank"] is None else False} for row in whole]
    )


def made(frame: pd.DataFrame, breaks: dict[str, list[int]] | None = None) -> pd.DataFrame:
    """The frame of two editions of the GII and the rows given."""
    gii = {"economy": "CHN", "code": "GII", "rank_source": "wipo"}
    scores = [{**gii, "edition": 2012, "rank": 34}, {**gii, "edition": 2013, "rank": 5}]
    scores += [{**gii, "edition": 2013, "rank": 1, "economy": "CHE"}]
    held: dict[str, Any] = {"scores": 0, "ranks": 0}
    editions = [{**held, "edition": 2012, "economies": 141}, {**held, "edition": 2013, "economies": None}]
    return triangulation(frame, typed(GII_SCORES, scores), typed(GII_EDITIONS, editions), breaks or {})


def test_a_percentile_is_that_of_its_own_field_and_needs_its_size() -> None:
    frame = made(
        others(("a", 2020, 1, 40), ("a", 2021, 40, 40), ("b", 2020, 10, None), ("c", 2020, None, None))
    )
    values = frame.set_index(["ranking", "year"])["percentile"]
    assert values["a", 2020] == 100
    assert values["a", 2021] == 0
    assert values["gii", 2012] == pytest.approx(100 * 107 / 140)
    unknown = [("b", 2020), ("c", 2020), ("gii", 2013)]
    assert values[unknown].isna().all()
    assert set(frame["ranking"]) == {"gii", "a", "b", "c"}


def test_a_movement_is_told_over_the_longest_stretch_that_compares() -> None:
    rows = others(
        *(
            ("a", year, rank, 51)
            for year, rank in ((2012, 31), (2014, 11), (2015, 21), (2016, 41), (2017, 46))
        ),
        *(("b", year, 9, 51) for year in (2011, 2012)),
        *(("c", year, rank, 51) for year, rank in ((2012, 7), (2014, 9), (2015, 8), (2017, 7))),
        *(("d", year, rank, None) for year, rank in ((2012, 7), (2014, 1))),
    )
    fell, still = movements(made(rows, {"a": [2016], "c": [2015]}), ["a", "b", "c", "d"])
    assert (fell.ranking, fell.first, fell.best, fell.last) == ("a", (2012, 40), (2014, 80), (2015, 60))
    assert (fell.rose, fell.fell_since_best) == (1, True)
    # Of two equally long stretches the latest; from 86 to 88 it hardly moved. b has one rank since 2012, d no
    # field.
    assert (still.ranking, still.first, still.last) == ("c", (2015, 86), (2017, 88))
    assert (still.rose, still.fell_since_best) == (0, False)
    level = movements(made(others(("a", 2012, 11, 21), ("a", 2013, 1, 21), ("a", 2014, 1, 21))), ["a"])
    assert level[0].best == (2014, 100)  # of equally good years the latest


def test_first_and_latest_place_say_whether_the_method_changed_in_between() -> None:
    rows = others(("a", 2012, 20, 40), ("a", 2020, 10, 40), ("a", 2021, 1, None), ("b", 2019, 2, 141))
    frame = made(rows, {"a": [2018]})
    found: Any = places(frame, ["a", "b"]).set_index("ranking")
    assert list(found.index) == ["b", "a"]  # the best latest one first
    assert (found.at["a", "year"], found.at["a", "broken"]) == (2020, True)
    assert found.at["a", "first"] == pytest.approx(100 * 20 / 39)
    assert pd.isna(found.at["b", "first"])
    by_rank: Any = places(frame, ["a", "b"], "rank").set_index("ranking")
    assert by_rank.at["a", "value"] == 1
    assert pd.isna(by_rank.at["a", "economies"])


def test_clusters_are_followed_by_their_first_city() -> None:
    names = [(2021, "Shanghai", 8), (2021, "Beijing", 3), (2022, "Shanghai-Suzhou", 6), (2022, "Beijing", 3)]
    rows = [
        {"edition": e, "economy": "CHN", "cluster": name, "cluster_zh": "x", "rank": rank, "total": 20}
        for e, name, rank in names
    ]
    table = typed(GII_CLUSTERS, rows)
    assert cluster_counts(table).to_numpy().tolist() == [[2021, 20, 2], [2022, 20, 2]]
    found = leading_clusters(table, 2)
    assert found["core"].tolist() == ["Beijing", "Beijing", "Shanghai", "Shanghai"]
    assert found["renamed"].tolist() == [False, False, True, False]
    assert leading_clusters(table, 1)["rank"].tolist() == [3, 3]


def refused(ranks: pd.DataFrame, clusters: pd.DataFrame) -> list[str]:
    tables = {OTHER_RANKINGS.name: ranks, GII_CLUSTERS.name: clusters}
    return [str(item) for item in check_rankings(tables, catalog.load(), Report())]


def test_a_rank_that_cannot_be_is_refused(pinned: Snapshot) -> None:
    table, clusters = pinned.table("other_rankings"), pinned.table("gii_clusters")
    assert refused(table, clusters) == []
    row = (table["ranking"] == "bloomberg") & (table["year"] == 2021)
    wrong: tuple[tuple[str, Any, str], ...] = (
        ("ranking", "unheard_of", "the catalog does not know this ranking"),
        ("ranking", "gii", "the catalog does not know this ranking"),
        ("economy", "KOR", "only ranks of China are cited"),
        ("rank", 61, "rank 61 is beyond the 60 economies ranked"),
        ("rank", None, "a ranking gives a rank"),
        ("derived", None, "it is said of every rank"),
    )
    for column, value, said in wrong:
        other = table.copy()
        other.loc[row, column] = value
        assert any(said in item and "year 2021" in item for item in refused(other, clusters)), said
    assert refused(table.assign(rank=table["rank"].mask(row, 60)), clusters) == []  # the last of 60


def test_clusters_that_cannot_be_are_refused(pinned: Snapshot) -> None:
    ranks, table = pinned.table("other_rankings"), pinned.table("gii_clusters")
    row = (table["edition"] == 2022) & (table["cluster"] == "Beijing")
    for column, value, said in (("rank", 2, "two clusters have rank 2"), ("total", 22, "the total differs")):
        other = table.copy()
        other.loc[row, column] = value
        assert any(said in item and "edition 2022" in item for item in refused(ranks, other)), said
    assert any("21 clusters of 20 are in" in item for item in refused(ranks, table.assign(total=20)))
