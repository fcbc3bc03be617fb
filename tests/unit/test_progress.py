"""How an indicator moved: ratio or difference, peak, missing years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence.progress import Change, change, series, way
from data.entries import KINDS

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def frame(values: dict[int, float], source: str = "one") -> pd.DataFrame:
    return pd.DataFrame(
        {"year": list(values), "value": list(values.values()), "vintage": "v1", "source": source}
    )


def moved(values: dict[int, float], kind: str = "share") -> Change:
    found = change(frame(values), kind)
    assert found is not None
    return found


def test_counts_and_money_change_by_a_ratio_and_all_else_by_a_difference() -> None:
    for kind in KINDS:
        found = moved({2013: 0.747, 2024: 6.84}, kind)
        ratio = kind in ("count", "money")
        assert found.how == ("ratio" if ratio else "difference"), kind
        assert found.change == (6.84 / 0.747 if ratio else 6.84 - 0.747), kind  # not rounded
    for first in (0.0, -5.0):  # there is no ratio to nothing
        found = moved({2012: first, 2023: 10.0}, "count")
        assert (found.how, found.change) == ("difference", 10.0 - first)


def test_fewer_than_two_years_are_no_change() -> None:
    for values in ({}, {2012: 1.0}):
        assert change(frame(values), "share") is None


def test_exactly_three_per_cent_of_the_first_value_is_a_movement() -> None:
    for kind, first, last, found in (
        *(("share", 100.0, 103.0, 1), ("share", 100.0, 102.99, 0), ("share", 100.0, 100.0, 0)),
        *(("share", 100.0, 97.0, -1), ("share", 100.0, 97.01, 0)),
        *(("share", -100.0, -97.0, 1), ("share", -100.0, -103.0, -1), ("share", -100.0, -102.9, 0)),
        *(("share", 0.0, 0.01, 1), ("share", 0.0, 0.0, 0)),  # of nothing
        *(("score", 0.0, 0.1, 1), ("score", 0.0, -0.1, -1), ("score", 0.0, 0.09, 0), ("score", 9.0, 9.05, 0)),
    ):
        assert way(first, last, kind) == found, (kind, first, last)


def test_a_peak_lies_inside_and_a_tenth_is_lost() -> None:
    for values, peak in (
        ({2012: 10.0, 2018: 20.0, 2022: 18.0}, 2018),  # lost a tenth
        ({2012: 10.0, 2018: 20.0, 2022: 18.1}, None),  # lost less
        ({2012: 10.0, 2018: 20.0, 2022: 5.0}, 2018),
        ({2012: 20.0, 2018: 10.0, 2022: 5.0}, None),  # the first is highest
        ({2012: 5.0, 2018: 10.0, 2022: 20.0}, None),  # the last is highest
        ({2012: 5.0, 2022: 20.0}, None),
        ({2012: 10.0, 2014: 20.0, 2018: 20.0, 2022: 5.0}, 2014),  # the first of two as high
        ({2012: -3.0, 2018: -1.0, 2022: -2.0}, None),  # of nothing above zero no tenth is lost
    ):
        found = moved(values)
        assert (found.peak_year, found.peak) == (peak, None if peak is None else values[peak]), values


def test_missing_years_are_named() -> None:
    assert moved({2012: 1.0, 2014: 2.0, 2015: 3.0, 2018: 4.0}).missing_years == (2013, 2016, 2017)
    assert moved({2012: 1.0, 2013: 2.0}).missing_years == ()


def test_series_begin_with_the_claim_and_skip_what_is_missing() -> None:
    rows = {
        "indicator": ["A", "A", "A", "A", "B", "A"],
        "economy": ["CHN", "CHN", "CHN", "CHN", "CHN", "USA"],
        "year": [2014, 2011, 2012, 2013, 2012, 2012],
        "value": [3.0, 9.0, 1.0, None, 8.0, 7.0],
        "vintage": "v",
        "source": "s",
    }
    found = series(pd.DataFrame(rows), "A", "CHN")
    assert found["year"].tolist() == [2012, 2014]
    assert found["value"].tolist() == [1.0, 3.0]


def test_the_five_headlines_move_as_the_sources_say(dataset: Dataset) -> None:
    found = {}
    for pillar in dataset.catalog.strategy:
        indicator = dataset.catalog.indicators[pillar.headline]
        one = change(dataset.china(indicator.id), indicator.kind)
        assert one is not None
        found[pillar.number] = one
    assert [number for number, one in found.items() if one.how == "ratio"] == [3]
    assert found[3].change == pytest.approx(68354.0 / 6437.07, rel=1e-3)  # 100 million yuan, MOST
    assert found[5].peak_year == 2018
