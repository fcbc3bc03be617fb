"""Releases side by side: what is held of each, which pair is told, and indices only on a common base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import vintages as method
from analysis.vintages import releases_of
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
