"""What a new release loses or rewrites of the past, within a tolerance and beyond it."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.entries import Tolerance
from data.schema import REVISIONS
from etl import revisions
from etl.revisions import Drift

TOLERANCE = Tolerance(loss=0.1, noticed=0.005)
STRICT = Tolerance(loss=0, change=0.001, noticed=0.005)
ECONOMIES = [f"E{number:02}" for number in range(20)]
YEARS = list(range(2000, 2012))


def cells(vintage: str = "old") -> pd.DataFrame:
    """Two series of 20 economies and 12 years."""
    keys = [(s, "value", e, y) for s in ("A.B", "C.D") for e in ECONOMIES for y in YEARS]
    frame = pd.DataFrame(keys, columns=revisions.CELL_KEY)
    value = 100.0 + np.arange(len(frame)) % 37
    return frame.assign(value=value, vintage=vintage, source=f"source_{vintage}")


def compare(change: Callable[[pd.DataFrame], pd.DataFrame], tolerance: Tolerance = TOLERANCE) -> Drift:
    return revisions.compare(cells(), change(cells("new")), tolerance)


def problems(found: Drift) -> list[str]:
    return [str(item) for lines in found.violations.values() for item in lines]


def test_the_same_values_and_new_ones_are_no_drift() -> None:
    more = cells("new").assign(year=lambda frame: frame["year"] + 12)
    found = compare(lambda frame: pd.concat([more, frame.sample(frac=1, random_state=1)]))
    assert (found.violations, len(found.revisions)) == ({}, 0)


@settings(max_examples=10)
@given(place=st.integers(0, 479), column=st.sampled_from(["economy", "year"]))
def test_dropping_one_series_of_an_economy_or_year_is_refused(place: int, column: str) -> None:
    cell = cells().iloc[place]
    found = compare(lambda f: f[(f[column] != cell[column]) | (f["series"] != cell["series"])])
    told = f"indicator {cell['series']}, {column} {cell[column]}"
    assert problems(found) == [f"observations: {told}, column value: all values are gone"]


def test_single_values_may_vanish_within_the_tolerance_and_are_told() -> None:
    cell = (cells()["series"] == "A.B") & (cells()["economy"] == "E03") & (cells()["year"] == 2005)
    found = compare(lambda frame: frame[~cell])
    assert found.violations == {}
    (row,) = found.revisions.to_dict("records")
    assert pd.isna(row["new"])
    assert (row["old_vintage"], row["new_vintage"]) == ("old", "new")
    assert row["old"] == cells()[cell]["value"].iloc[0]
    assert problems(compare(lambda frame: frame[~cell], STRICT))
    old, new = (frame.replace({"economy": {"E03": "CHN"}}) for frame in (cells(), cells("new")[~cell]))
    assert problems(revisions.compare(old, new, TOLERANCE)), "not one of China may"


def test_what_is_kept_by_hand_may_not_move_and_what_a_publisher_revises_is_listed() -> None:
    def change(frame: pd.DataFrame) -> pd.DataFrame:
        rows = (frame["series"] == "A.B") & (frame["economy"] == "E03") & (frame["year"] < 2007)
        return frame.assign(value=frame["value"].where(~rows, frame["value"] * 1.2))

    found = compare(change)
    assert (found.violations, len(found.revisions)) == ({}, 7)
    assert found.revisions["relative_change"].to_numpy() == pytest.approx(0.2)
    (text,) = problems(compare(change, STRICT))
    assert "economy E03" in text
    assert "7 of 12 values changed by more than 0.1%, most year" in text
    assert compare(change, STRICT).without(["A.B"]).violations == {}


def test_small_changes_are_not_told_and_values_near_zero_are_judged_by_the_size_of_the_series() -> None:
    old, new = cells(), cells("new")
    for factor, told in ((1.004, 0), (1.006, len(old))):
        found = revisions.compare(old, new.assign(value=new["value"] * factor), TOLERANCE)
        assert len(found.revisions) == told
    old.loc[0, "value"], new.loc[0, "value"] = 0.0, 1e-9
    found = revisions.compare(old, new, STRICT)
    assert (found.violations, len(found.revisions)) == ({}, 0)
    new.loc[0, "value"] = 50.0
    found = revisions.compare(old, new, TOLERANCE)
    assert found.revisions["relative_change"].isna().tolist() == [True]


def test_a_series_taken_anew_starts_afresh_and_others_keep_what_was_told() -> None:
    first = compare(lambda f: f.assign(value=f["value"] * 1.02)).revisions
    again = compare(
        lambda f: f[f["series"] == "A.B"].assign(value=lambda rows: rows["value"] * 1.01)
    ).revisions
    told = revisions.merge_rows(first, again[again["series"] == "A.B"], {"A.B"})
    assert not told.duplicated(list(REVISIONS.key)).any()
    change = told.groupby("series")["relative_change"].mean()
    assert change.to_dict() == pytest.approx({"A.B": 0.01, "C.D": 0.02})
