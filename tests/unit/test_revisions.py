"""Revisions as readers see them: by series, China's values apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.inventory import by_series
from components.parts.reading import reading
from components.text import words
from data import catalog
from tests.unit.views import REVISED, revised

if TYPE_CHECKING:
    from data.snapshot import Snapshot


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
        "china_values": 2,
        "china_change": pytest.approx(-0.024),
    }
    assert len(by_series(pd.DataFrame(REVISED).iloc[:0])) == 0


def test_a_series_of_china_that_was_revised_says_so_in_its_place(pinned: Snapshot) -> None:
    other, t = Dataset(revised(pinned), catalog.load()), words("en")
    rows = {row["code"]: row for number in (1, 4) for row in other.evidence(number).to_dict("records")}
    read = reading(other, rows["GB.XPD.RSDV.GD.ZS"], t)
    assert read is not None
    assert t("strategy.revised", release="Jul 2026", change="−2.4%") in read.caveats
    without = reading(other, rows["IP.PAT.RESD"], t)
    assert without is not None
    assert not any("changed earlier values" in text for text in without.caveats)
