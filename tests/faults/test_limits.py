"""What is refused or told of series and editions because it cannot well be."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data import catalog
from data.snapshot import open_snapshot
from etl import plausible
from etl.checks import Report, check_bounds

if TYPE_CHECKING:
    from collections.abc import Collection

    from data.snapshot import Snapshot


KNOWN = catalog.load()
BUNDLED = Path(catalog.__file__).resolve().parent / "bundled"
COLUMNS = ["indicator", "economy", "year", "value"]
HELD = open_snapshot(BUNDLED).table("observations")[COLUMNS].reset_index(drop=True)
PATENTS, RESEARCH = "IP.PAT.RESD", "GB.XPD.RSDV.GD.ZS"


def odd(held: pd.DataFrame, new: pd.DataFrame, accepted: Collection[str] = ()) -> list[str]:
    """Return what refuses a release in words."""
    return [str(item) for item in plausible.violations(plausible.odd(held, new, KNOWN, accepted), KNOWN)]


def series(name: str) -> pd.DataFrame:
    return HELD[HELD["indicator"] == name].reset_index(drop=True)


def newest(rows: pd.DataFrame, economy: str, years: int) -> pd.Series[bool]:
    """Return where the newest years of an economy stand."""
    left = rows.groupby(["indicator", "economy"]).cumcount(ascending=False)
    return (rows["economy"] == economy) & (left < years)


def test_the_bundled_snapshot_passes_and_its_last_years_as_if_they_were_new() -> None:
    report = Report()
    sources = open_snapshot(BUNDLED).table("sources")
    assert list(check_bounds(HELD, sources, KNOWN, report)) == []
    (row,) = report.frame().query("rule == 'values-in-bounds'").to_dict("records")
    assert (row["checked"], row["outcome"]) == (len(HELD), "exception")
    assert odd(HELD.iloc[:0], HELD) == odd(HELD, HELD) == []
    last = HELD.groupby("indicator")["year"].transform("max")
    for years in (1, 3):
        assert odd(HELD[HELD["year"] <= last - years], HELD) == []


def test_a_value_at_its_bound_passes_and_one_beyond_is_told() -> None:
    rows, limits = series(RESEARCH), KNOWN.plausible.of(RESEARCH)
    for bound, way in ((limits.low, -np.inf), (limits.high, np.inf)):
        place = newest(rows, "CHN", 1)
        at, beyond = (
            rows.assign(value=rows["value"].mask(place, value)) for value in (bound, np.nextafter(bound, way))
        )
        assert plausible.out_of_bounds(at, KNOWN) == []
        assert [item.economies for item in plausible.out_of_bounds(beyond, KNOWN)] == [("CHN",)]


def test_a_step_that_is_only_told_silences_no_move_as_never_before() -> None:
    rows = series(PATENTS)
    changed = rows.assign(value=rows["value"].where(~newest(rows, "CHN", 1), rows["value"] * 9))
    never = "and by at most"
    (alone,) = plausible.odd(rows, changed, KNOWN)
    assert (alone.refused, never in alone.sentence) == (
        True,
        False,
    )  # refused for its step, which says enough
    small = KNOWN.plausible.model_copy(
        update={"large": tuple(one for one in KNOWN.plausible.large if one != "CHN")}
    )
    found = plausible.odd(rows, changed, KNOWN.model_copy(update={"plausible": small}))
    assert sorted((never in item.sentence, item.economies, bool(item.refused)) for item in found) == [
        (False, ("CHN",), False),
        (True, ("CHN",), False),
    ]


def test_a_move_just_beyond_every_one_of_its_past_is_told_from_the_line_of_the_catalog_on() -> None:
    """Of a headline of China in per cent of the largest rise of its past; at the line itself it is silent."""
    years = range(2010, 2021)
    past = pd.DataFrame(
        [(RESEARCH, "CHN", year, 2.0 * 1.05 ** (year - 2010)) for year in years], columns=COLUMNS
    )
    last, steps = past["value"].iloc[-1], KNOWN.plausible.steps
    for beyond, told, refused in (
        *((steps.headline * 0.9, 0, 0), (steps.headline * 1.1, 1, 0)),
        *((steps.china * 0.9, 1, 0), (steps.china * 1.1, 1, 1)),
    ):
        new = (RESEARCH, "CHN", 2021, last * 1.05 * np.exp(beyond))
        given = pd.concat([past, pd.DataFrame([new], columns=COLUMNS)], ignore_index=True)
        found = plausible.odd(past, given, KNOWN)
        assert (len(found), sum(item.refused for item in found)) == (told, refused), (beyond, found)


def test_consecutive_editions_pass_and_each_exchange_is_named(bundled: Snapshot) -> None:
    scores, structure = bundled.table("gii_scores"), bundled.table("gii_structure")
    generator = np.random.default_rng(7)
    for year in range(2011, 2026):
        upto = scores[scores["edition"] <= year]
        assert plausible.strange(upto, structure, year, KNOWN) == ()
        if year < 2022:
            continue
        both = set(upto.loc[upto["edition"] == year - 1, "economy"]) & set(
            upto.loc[upto["edition"] == year, "economy"]
        )
        pairs = [("CHN", "AGO"), ("CHN", "KOR"), tuple(generator.choice(sorted(both), 2, replace=False))]
        for one, other in pairs:
            swapped = upto["economy"].replace({one: other, other: one})
            changed = upto.assign(economy=upto["economy"].where(upto["edition"] != year, swapped))
            (found,) = plausible.strange(changed, structure, year, KNOWN)
            assert (set(found.economies), "look exchanged" in found.problem) == ({one, other}, True)
            assert plausible.strange(changed, structure, year, KNOWN, (one, other)) == ()
