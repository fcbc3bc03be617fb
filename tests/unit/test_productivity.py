"""Productivity: growth and level are never mixed, versions share one base, rates need ratio scales."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.evidence import productivity as method
from analysis.vintages import releases_of

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from data.snapshot import Snapshot


def observed(series: dict[tuple[str, str], dict[int, float]]) -> pd.DataFrame:
    """Observations of made series: {(indicator, economy): {year: value}}."""
    rows = [
        (code, economy, year, value, "1", "made")
        for (code, economy), values in series.items()
        for year, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["indicator", "economy", "year", "value", "vintage", "source"])


OLD, NEW = method.GROWTH
MADE = observed(
    {
        (OLD, "CHN"): {2011: 0.9, 2012: 1.0, 2019: 0.9},
        (NEW, "CHN"): {2012: 0.5, 2019: 0.6, 2021: 1.0},
        (OLD, "USA"): {2012: 1.0, 2018: 1.1, 2019: 1.2},
        (NEW, "USA"): {2012: 2.0, 2018: 2.1},
        (OLD, "JPN"): {2013: 1.0, 2019: 1.2},
        (NEW, "JPN"): {2013: 1.0, 2019: 1.2},
        (OLD, "KOR"): {2012: 1.0, 2019: 1.0001},
        (NEW, "KOR"): {2012: 1.0, 2019: 0.9999},
        ("PWT.ctfp", "CHN"): {2012: 0.4, 2019: 0.5},
        ("PWT11.ctfp", "CHN"): {2012: 0.3, 2019: 0.6},
        ("PWT.ctfp", "USA"): {2012: 1.0, 2019: 1.0},
        ("PWT11.ctfp", "USA"): {2012: 1.0, 2019: 1.0},
        ("PWT11.ctfp", "DEU"): {2012: 0.9, 2019: 0.9},
    }
)


def test_both_versions_are_set_to_one_base_and_keep_what_was_published() -> None:
    frame = method.rebased(MADE, "CHN")
    index = {(row["indicator"], row["year"]): row["index"] for row in frame.to_dict("records")}
    assert index[OLD, 2012] == index[NEW, 2012] == 100
    assert index[OLD, 2019] == pytest.approx(90)
    assert index[NEW, 2021] == pytest.approx(200)
    assert method.rebased(MADE, "JPN").empty  # no value in the base year: nothing to compare with


def test_each_economy_is_compared_to_the_last_year_that_both_versions_hold() -> None:
    rows = {row["economy"]: row for row in method.disagreement(MADE).to_dict("records")}
    assert rows.keys() == {"CHN", "USA", "KOR"}
    assert (rows["CHN"]["last"], rows["USA"]["last"]) == (2019, 2018)
    assert rows["CHN"]["older"] == pytest.approx(-10)
    assert rows["CHN"]["newer"] == pytest.approx(20)
    assert rows["CHN"]["points"] == pytest.approx(30)
    assert [rows[code]["agree"] for code in ("CHN", "USA", "KOR")] == [False, True, True]


def test_growth_and_level_are_never_in_one_frame(pinned: Snapshot) -> None:
    observations = pinned.table("observations")
    assert set(method.rebased(observations, "CHN")["indicator"]) == set(method.GROWTH)
    moved = observations.copy()
    levels = moved["indicator"].isin(method.LEVEL)
    moved.loc[levels, "value"] = moved.loc[levels, "value"] * 7
    pd.testing.assert_frame_equal(method.disagreement(moved), method.disagreement(observations))
    growth = observations["indicator"].isin(method.GROWTH)
    kept = method.levels(observations, ("CHN", "DEU"))
    pd.testing.assert_frame_equal(method.levels(observations[~growth], ("CHN", "DEU")), kept)


def test_the_catalog_never_calls_a_level_a_release_of_growth(dataset: Dataset) -> None:
    releases = {
        code: releases_of(dataset.catalog.indicators, code).codes for code in ("PWT11.rtfpna", "PWT11.ctfp")
    }
    assert releases == {"PWT11.rtfpna": (NEW, OLD), "PWT11.ctfp": ("PWT11.ctfp", "PWT.ctfp")}


def test_levels_leave_out_the_reference_and_what_one_version_lacks() -> None:
    frame = method.levels(MADE, ("CHN", "USA", "DEU"))
    years = {"economy": "CHN", "first": 2012, "last": 2019}
    values = {"older_first": 0.4, "newer_first": 0.3, "older": 0.5, "newer": 0.6}
    assert frame.to_dict("records") == [years | values]


def test_the_facts_of_the_two_versions(pinned: Snapshot) -> None:
    rows = {
        row["economy"]: row for row in method.disagreement(pinned.table("observations")).to_dict("records")
    }
    assert (round(rows["CHN"]["older"], 1), round(rows["CHN"]["newer"], 1)) == (-3.4, 18.3)
    assert [code for code, row in rows.items() if not row["agree"]] == ["CHN"]
    assert set(rows) == {"CHN", "USA", "JPN", "KOR", "DEU", "IND"}


def test_a_compound_rate_needs_a_positive_ratio_scale() -> None:
    made = observed({(method.LABOUR, "CHN"): {2012: 100, 2014: 121}, (method.LABOUR, "USA"): {2014: 242}})
    frame = method.labour(made, ("CHN", "USA"))
    money = method.growth(frame, "money").to_dict("records")
    assert len(money) == 1  # one value of the reference gives no rate
    assert money[0]["rate"] == pytest.approx(10)
    assert money[0]["relative"] == pytest.approx(0.5)
    assert method.growth(frame, "index")["rate"].isna().all()


def test_an_input_that_is_carried_forward_says_since_when() -> None:
    made = observed(
        {
            ("PWT.labsh", "CHN"): {2012: 0.5, 2016: 0.6, 2017: 0.6, 2018: 0.6},
            ("PWT.hc", "CHN"): {2012: 2.0, 2017: 2.1, 2018: 2.1},  # twice alone may be chance
            ("PWT.hc", "USA"): {2011: 3.0, 2012: 2.0, 2013: 2.0, 2014: 2.0},
        }
    )
    since = method.inputs(made, ("CHN", "USA")).set_index(["indicator", "economy"])["since"]
    assert since["PWT.labsh", "CHN"] == 2016
    assert pd.isna(since["PWT.hc", "CHN"])
    assert since["PWT.hc", "USA"] == 2012


def test_what_is_asked_for_wrongly_is_china(dataset: Dataset) -> None:
    assert method.Choice.read(dataset, {"economy": "USA"}).economy == "USA"
    for wrong in ("XXX", None, ["USA"], "<script>"):
        assert method.Choice.read(dataset, {"economy": wrong}).economy == "CHN"


def test_a_change_that_is_written_as_none_has_no_direction() -> None:
    found = [method.direction(change) for change in (0.05, 0.049, 0.0, -0.049, -0.05)]
    assert found == [1, 0, 0, 0, -1]


def test_a_long_table_shows_china_its_peers_and_the_chosen_economy() -> None:
    frame = pd.DataFrame({"economy": ["CHN", "USA", "FRA", *(f"X{number:02}" for number in range(20))]})
    assert list(method.visible(frame, "FRA")["economy"]) == ["CHN", "USA", "FRA"]
    assert [len(method.visible(frame.head(count), "FRA")) for count in (5, 12, 13)] == [5, 12, 3]
