"""How an indicator moved: ratio or difference, peak, missing years."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence.progress import Change, change, series

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


@pytest.mark.parametrize("kind", ["share", "index", "score", "ratio"])
def test_shares_and_scores_change_by_a_difference(kind: str) -> None:
    found = moved({2012: 1.875, 2023: 2.581}, kind)
    assert found.how == "difference"
    assert found.change == pytest.approx(0.706)


@pytest.mark.parametrize("kind", ["count", "money"])
def test_counts_and_money_change_by_a_ratio(kind: str) -> None:
    found = moved({2013: 0.747, 2024: 6.84}, kind)
    assert found.how == "ratio"
    assert found.change == pytest.approx(6.84 / 0.747)


@pytest.mark.parametrize("first", [0.0, -5.0])
def test_there_is_no_ratio_to_nothing(first: float) -> None:
    found = moved({2012: first, 2023: 10.0}, "count")
    assert found.how == "difference"
    assert found.change == 10.0 - first


def test_changes_are_not_rounded() -> None:
    assert moved({2012: 76.14, 2023: 77.66}).change == 77.66 - 76.14


@pytest.mark.parametrize("values", [{}, {2012: 1.0}])
def test_fewer_than_two_years_are_no_change(values: dict[int, float]) -> None:
    assert change(frame(values), "share") is None


@pytest.mark.parametrize(
    ("values", "peak"),
    [
        ({2012: 10.0, 2018: 20.0, 2022: 18.0}, 2018),  # lost a tenth
        ({2012: 10.0, 2018: 20.0, 2022: 18.1}, None),  # lost less
        ({2012: 10.0, 2018: 20.0, 2022: 5.0}, 2018),
        ({2012: 20.0, 2018: 10.0, 2022: 5.0}, None),  # the first is highest
        ({2012: 5.0, 2018: 10.0, 2022: 20.0}, None),  # the last is highest
        ({2012: 5.0, 2022: 20.0}, None),
    ],
)
def test_a_peak_lies_inside_and_a_tenth_is_lost(values: dict[int, float], peak: int | None) -> None:
    found = moved(values)
    assert found.peak_year == peak
    assert found.peak == (None if peak is None else values[peak])


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
    assert [found[number].how for number in (1, 2, 3, 4, 5)] == [
        "difference",
        "difference",
        "ratio",
        "difference",
        "difference",
    ]
    assert found[3].change == pytest.approx(68354.0 / 6437.07, rel=1e-3)  # 100 million yuan, MOST
    assert found[5].peak_year == 2018
