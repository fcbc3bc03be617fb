"""Releases side by side: what is held of each, which pair is told, and indices only on a common base."""

import pandas as pd
import pytest

from analysis import vintages as method
from analysis.dataset import Dataset
from analysis.evidence import productivity
from analysis.evidence.pillar import pillar_evidence
from analysis.reshape import by_series
from analysis.vintages import Releases, releases_of
from components.text.catalog import words
from components.widgets.reading import read_indicator
from data import catalog
from data.snapshot import Snapshot
from tests.unit.views import REVISED, revised

NAMES = ("observations", "older_releases", "release_changes", "revisions")


def tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    return {name: snapshot.table(name) for name in NAMES}


def releases(dataset: Dataset, snapshot: Snapshot, code: str) -> tuple[pd.DataFrame, bool]:
    known = releases_of(dataset.catalog.indicators, code)
    return method.release_values(tables(snapshot), known), known.rebased


def test_governance_keeps_its_two_updates_and_their_errors_apart(dataset: Dataset, pinned: Snapshot) -> None:
    frame, rebased = releases(dataset, pinned, "GOV_WGI_RL.EST")
    pair = method.telling_year(frame, rebased=rebased)
    assert pair is not None
    assert (pair["year"], round(pair["old"], 2), round(pair["new"], 2)) == (2023, -0.04, -0.55)
    errors = frame[frame["year"] == 2023].set_index("vintage")["error"].round(3)
    assert errors.to_dict() == {"2024 update": 0.166, "2025 update": 0.148}
    assert set(frame["vintage"]) == {"2024 update", "2025 update"}


def test_indices_of_different_base_years_are_compared_on_a_common_one(
    dataset: Dataset, pinned: Snapshot
) -> None:
    frame, rebased = releases(dataset, pinned, "PWT11.rtfpna")
    assert rebased
    assert set(frame["indicator"]) == {"PWT.rtfpna", "PWT11.rtfpna"}
    assert frame.loc[frame["year"] == 2012, "level"].tolist() == [100.0, 100.0]
    pair = method.telling_year(frame, rebased=rebased)
    assert pair is not None
    assert (pair["year"], round(pair["old"], 1), round(pair["new"], 1)) == (2019, 96.6, 118.3)
    levels, level_rebased = releases(dataset, pinned, "PWT11.ctfp")
    assert not level_rebased
    assert (levels["level"] == levels["value"]).all()


def test_a_refresh_adds_what_it_replaced(dataset: Dataset, pinned: Snapshot) -> None:
    before, _ = releases(dataset, pinned, "GB.XPD.RSDV.GD.ZS")
    after, _ = releases(dataset, revised(pinned), "GB.XPD.RSDV.GD.ZS")
    own = [row for row in REVISED if row["economy"] == "CHN" and row["measure"] == "value"]
    added = after[~after["whole"].astype(bool)]
    assert len(after) == len(before) + len(own)
    assert {(2019, 2.5), (2020, 2.4)} <= set(zip(added["year"], added["value"], strict=True))


def test_the_oldest_whole_release_is_compared_first_and_the_claims_year_told() -> None:
    made = {
        "observations": observed({("NEW", "CHN"): {2012: 2.0, 2013: 3.0}, ("OLD", "CHN"): {2013: 2.5}}),
        "older_releases": pd.DataFrame(
            [("NEW", "CHN", 2012, 1.0, "2020-01-01", "a"), ("NEW", "CHN", 2013, 1.5, "2019-01-01", "a")],
            columns=["indicator", "economy", "year", "value", "vintage", "source"],
        ),
        "revisions": pd.DataFrame(
            columns=["series", "measure", "economy", "year", "old", "old_vintage", "new_vintage", "source"]
        ),
    }
    frame = method.release_values(made, Releases(("NEW", "OLD"), {}, rebased=False))
    pairs = [method.telling_year(frame), method.telling_year(frame[frame["year"] > 2012])]
    assert [(pair["year"], pair["old"], pair["new"]) for pair in pairs if pair] == [
        (2012, 1.0, 2.0),
        (2013, 2.5, 3.0),
    ]
    assert method.telling_year(frame[frame["whole"]].query("indicator == 'NEW'")) is None


# Productivity: growth and level are never mixed, versions share one base


def observed(series: dict[tuple[str, str], dict[int, float]]) -> pd.DataFrame:
    """Observations of made series: {(indicator, economy): {year: value}}."""
    rows = [
        (code, economy, year, value, "1", "made")
        for (code, economy), values in series.items()
        for year, value in values.items()
    ]
    return pd.DataFrame(rows, columns=["indicator", "economy", "year", "value", "vintage", "source"])


OLD, NEW = productivity.GROWTH
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


def test_both_versions_are_set_to_one_base(dataset: Dataset) -> None:
    frame = productivity.growth_values(dataset, ["CHN", "IND"])
    index = frame.set_index(["economy", "indicator", "year"])["level"]
    assert {index[economy, code, 2012] for economy in ("CHN", "IND") for code in (OLD, NEW)} == {100}
    for row in productivity.productivity_disagreement(dataset).to_dict("records"):
        if row["economy"] in ("CHN", "IND"):
            assert index[row["economy"], OLD, row["last"]] == pytest.approx(100 + row["older"])
            assert index[row["economy"], NEW, row["last"]] == pytest.approx(100 + row["newer"])


def test_each_economy_is_compared_to_the_last_year_that_both_versions_hold() -> None:
    rows = {row["economy"]: row for row in productivity.growth_disagreement(MADE).to_dict("records")}
    assert rows.keys() == {"CHN", "USA", "KOR"}
    assert (rows["CHN"]["last"], rows["USA"]["last"]) == (2019, 2018)
    assert rows["CHN"]["older"] == pytest.approx(-10)
    assert rows["CHN"]["newer"] == pytest.approx(20)
    assert rows["CHN"]["points"] == pytest.approx(30)
    assert [rows[code]["agree"] for code in ("CHN", "USA", "KOR")] == [False, True, True]


def test_growth_and_level_are_never_in_one_frame(pinned: Snapshot) -> None:
    observations = pinned.table("observations")
    moved = observations.copy()
    levels = moved["indicator"].isin(productivity.LEVEL)
    moved.loc[levels, "value"] = moved.loc[levels, "value"] * 7
    pd.testing.assert_frame_equal(
        productivity.growth_disagreement(moved), productivity.growth_disagreement(observations)
    )
    growth = observations["indicator"].isin(productivity.GROWTH)
    kept = productivity.levels(observations, ("CHN", "DEU"))
    pd.testing.assert_frame_equal(productivity.levels(observations[~growth], ("CHN", "DEU")), kept)


def test_the_catalog_never_calls_a_level_a_release_of_growth(dataset: Dataset) -> None:
    releases = {
        code: releases_of(dataset.catalog.indicators, code).codes for code in ("PWT11.rtfpna", "PWT11.ctfp")
    }
    assert releases == {"PWT11.rtfpna": (NEW, OLD), "PWT11.ctfp": ("PWT11.ctfp", "PWT.ctfp")}


def test_levels_leave_out_the_reference_and_what_one_version_lacks() -> None:
    frame = productivity.levels(MADE, ("CHN", "USA", "DEU"))
    years = {"economy": "CHN", "first": 2012, "last": 2019}
    values = {"older_first": 0.4, "newer_first": 0.3, "older": 0.5, "newer": 0.6}
    assert frame.to_dict("records") == [years | values]


def test_a_compound_rate_needs_a_positive_ratio_scale() -> None:
    made = observed(
        {(productivity.LABOUR, "CHN"): {2012: 100, 2014: 121}, (productivity.LABOUR, "USA"): {2014: 242}}
    )
    frame = productivity.labour(made, ("CHN", "USA"))
    money = productivity.growth(frame, "money").to_dict("records")
    assert len(money) == 1  # one value of the reference gives no rate
    assert money[0]["rate"] == pytest.approx(10)
    assert money[0]["relative"] == pytest.approx(0.5)
    assert productivity.growth(frame, "index")["rate"].isna().all()


def test_an_input_that_is_carried_forward_says_since_when() -> None:
    made = observed(
        {
            ("PWT.labsh", "CHN"): {2012: 0.5, 2016: 0.6, 2017: 0.6, 2018: 0.6},
            ("PWT.hc", "CHN"): {2012: 2.0, 2017: 2.1, 2018: 2.1},  # twice alone may be chance
            ("PWT.hc", "USA"): {2011: 3.0, 2012: 2.0, 2013: 2.0, 2014: 2.0},
        }
    )
    since = productivity.inputs(made, ("CHN", "USA")).set_index(["indicator", "economy"])["since"]
    assert since["PWT.labsh", "CHN"] == 2016
    assert pd.isna(since["PWT.hc", "CHN"])
    assert since["PWT.hc", "USA"] == 2012


def test_a_change_that_is_written_as_none_has_no_direction() -> None:
    found = [productivity.direction(change) for change in (0.05, 0.049, 0.0, -0.049, -0.05)]
    assert found == [1, 0, 0, 0, -1]


def test_a_long_table_shows_china_its_peers_and_the_chosen_economy() -> None:
    frame = pd.DataFrame({"economy": ["CHN", "USA", "FRA", *(f"X{number:02}" for number in range(20))]})
    assert list(productivity.visible_economies(frame, "FRA")["economy"]) == ["CHN", "USA", "FRA"]
    assert [len(productivity.visible_economies(frame.head(count), "FRA")) for count in (5, 12, 13)] == [
        5,
        12,
        3,
    ]


# Revisions as readers see them


def test_revisions_are_counted_by_series_with_china_apart() -> None:
    rows = by_series(pd.DataFrame(REVISED)).to_dict("records")
    assert [(row["series"], row["measure"]) for row in rows] == [
        ("GB.XPD.RSDV.GD.ZS", "value"),
        ("GII", "rank"),
        ("GII", "score"),
    ]
    assert rows[0] == {
        "series": "GB.XPD.RSDV.GD.ZS",
        "measure": "value",
        "old_vintage": "2026-02-24",
        "new_vintage": "2026-07-13",
        "values": 3,
        "economies": 2,
        "lost": 1,
        "change": -0.5,
        "economy_values": 2,
        "economy_change": pytest.approx(-0.024),
    }
    assert len(by_series(pd.DataFrame(REVISED).iloc[:0])) == 0


def test_a_series_of_china_that_was_revised_says_so_in_its_place(pinned: Snapshot) -> None:
    other, t = Dataset(revised(pinned), catalog.load()), words("en")
    rows = {
        row["code"]: row for number in (1, 4) for row in pillar_evidence(other, number).to_dict("records")
    }
    read = read_indicator(other, rows["GB.XPD.RSDV.GD.ZS"], t)
    assert read is not None
    assert t("strategy.revised", release="Jul 2026", change="−2.4%") in read.caveats
    without = read_indicator(other, rows["IP.PAT.RESD"], t)
    assert without is not None
    assert not any("changed earlier values" in text for text in without.caveats)
