"""Releases side by side: what is held of each, which pair is told, and indices only on a common base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis import vintages as method
from data.entries import releases_of
from tests.unit.test_productivity import observed
from tests.unit.views import REVISED, revised

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from data.snapshot import Snapshot

NAMES = ("observations", "older_releases", "release_changes", "revisions")


def tables(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    return {name: snapshot.table(name) for name in NAMES}


def releases(dataset: Dataset, snapshot: Snapshot, code: str) -> tuple[pd.DataFrame, bool]:
    about = releases_of(dataset.catalog.indicators, code)
    frame = method.releases(tables(snapshot), about.codes, about.errors, rebased=about.rebased)
    return frame, about.rebased


def test_the_figures_of_2012_in_three_releases(dataset: Dataset, pinned: Snapshot) -> None:
    frame, rebased = releases(dataset, pinned, "GB.XPD.RSDV.GD.ZS")
    of_2012 = frame[frame["year"] == 2012].sort_values("value")["value"].round(2)
    assert list(of_2012) == [1.88, 1.91, 1.91, 1.91, 1.98]
    pair = method.telling(frame, rebased=rebased)
    assert pair is not None
    assert (pair["year"], pair["old"], pair["old_vintage"]) == (2012, 1.98, "2013-09-26")
    assert round(pair["new"], 2) == 1.88


def test_governance_keeps_its_two_updates_and_their_errors_apart(dataset: Dataset, pinned: Snapshot) -> None:
    frame, rebased = releases(dataset, pinned, "GOV_WGI_RL.EST")
    pair = method.telling(frame, rebased=rebased)
    assert pair is not None
    assert (pair["year"], round(pair["old"], 2), round(pair["new"], 2)) == (2023, -0.04, -0.55)
    assert (round(pair["old_error"], 3), round(pair["new_error"], 3)) == (0.166, 0.148)
    assert set(frame["vintage"]) == {"2024 update", "2025 update"}


def test_indices_of_different_base_years_are_compared_on_a_common_one(
    dataset: Dataset, pinned: Snapshot
) -> None:
    frame, rebased = releases(dataset, pinned, "PWT11.rtfpna")
    assert rebased
    assert set(frame["indicator"]) == {"PWT.rtfpna", "PWT11.rtfpna"}
    assert frame.loc[frame["year"] == 2012, "level"].tolist() == [100.0, 100.0]
    pair = method.telling(frame, rebased=rebased)
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
        "release_changes": pd.DataFrame({"indicator": ["OTHER", "GONE"]}),
        "revisions": pd.DataFrame(
            columns=["series", "measure", "economy", "year", "old", "old_vintage", "new_vintage", "source"]
        ),
    }
    frame = method.releases(made, ("NEW", "OLD"), {}, rebased=False)
    found = method.pairs(frame).to_dict("records")
    assert [(row["year"], row["old"], row["new"], row["difference"]) for row in found] == [
        (2012, 1.0, 2.0, 1.0),
        (2013, 2.5, 3.0, 0.5),
    ]
    pair = method.telling(frame)
    assert pair is not None
    assert pair["year"] == 2012
    assert method.telling(frame[frame["whole"]].query("indicator == 'NEW'")) is None
    assert method.known(made, ("NEW",)) == ("NEW",)  # series without a value are not offered


def test_comparisons_name_the_dates_of_their_releases(dataset: Dataset) -> None:
    frame = method.comparisons(dataset)
    row = frame[frame["indicator"] == "GB.XPD.RSDV.GD.ZS"].iloc[0]
    assert (row["older_vintage"], row["newer_vintage"]) == ("2026-02-24", "2026-07-13")
    assert (row["china_values"], row["china_changed"]) == (27, 27)
    assert row["china_largest"] == pytest.approx(0.024, abs=0.0005)
