"""The rows of small multiples: China's own series, peers of another beside it, ranges that are shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence.strategy import Choice, logarithmic, multiples, pillar_of, ranges, sharing
from data.article import PEERS

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from data.entries import StrategicPillar


def pillar(dataset: Dataset, number: int) -> StrategicPillar:
    return dataset.catalog.strategy[number - 1]


def rows(dataset: Dataset, number: int, peers: tuple[str, ...] = PEERS) -> pd.DataFrame:
    return multiples(pillar(dataset, number), dataset.catalog.indicators, dataset.base.observed, peers)


def test_peers_of_another_series_are_never_joined_to_china(dataset: Dataset) -> None:
    for number in range(1, 6):
        frame = rows(dataset, number)
        for index, one in enumerate(pillar(dataset, number).multiples, start=1):
            drawn = frame[frame["multiple"] == index]
            assert set(drawn.loc[drawn["economy"] == "CHN", "indicator"]) == {one.indicator}
            assert set(drawn.loc[drawn["economy"] != "CHN", "indicator"]) <= {one.peers or one.indicator}


def test_values_are_in_the_unit_on_show_and_as_held(dataset: Dataset) -> None:
    frame = rows(dataset, 3, ("USA",))
    market = frame[frame["indicator"] == "NBS.TECHMARKET"]
    observed = dataset.base.observed["NBS.TECHMARKET"]
    last = observed.sort_values("year").iloc[-1]
    assert market["value"].iloc[-1] == pytest.approx(float(last["value"]) * 1e-4)
    assert market["unit"].iloc[-1] == "trillion yuan, current prices"
    assert frame["year"].min() >= 2005


def test_a_shared_range_is_one_range_for_series_of_one_unit(dataset: Dataset) -> None:
    frame, catalog = rows(dataset, 5), dataset.catalog.indicators
    own = ranges(frame, pillar(dataset, 5), catalog, "own")
    shared = ranges(frame, pillar(dataset, 5), catalog, "shared")
    assert sharing(frame, pillar(dataset, 5), catalog) == [[3, 6]]  # direct investment, in and out
    assert own[3] != own[6]
    assert shared[3] == shared[6] == (min(own[3][0], own[6][0]), max(own[3][1], own[6][1]))
    assert {number: shared[number] for number in (1, 2, 4, 5)} == {n: own[n] for n in (1, 2, 4, 5)}


def test_only_counts_and_money_above_zero_are_logarithmic() -> None:
    above, zero = pd.Series([1.0, 100.0]), pd.Series([0.0, 100.0])
    assert [
        kind for kind in ("share", "count", "money", "ratio", "index", "score") if logarithmic(above, kind)
    ] == ["count", "money"]
    assert not logarithmic(zero, "count")
    assert not logarithmic(pd.Series(dtype="float64"), "money")


def test_a_number_or_a_slug_names_a_pillar_and_nobody_may_be_compared_with(dataset: Dataset) -> None:
    asked = ("4", 4, "core-technologies")
    assert [pillar_of(one, dataset.catalog.strategy) for one in asked] == [4, 4, 4]
    assert Choice.read(dataset, {"with": ""}).peers == ()
    assert set(rows(dataset, 1, ())["economy"]) == {"CHN"}


def test_a_pillar_without_any_value_gives_no_rows(dataset: Dataset) -> None:
    frame = multiples(pillar(dataset, 1), dataset.catalog.indicators, {}, PEERS)
    assert frame.empty
    assert ranges(frame, pillar(dataset, 1), dataset.catalog.indicators, "shared") == {}
