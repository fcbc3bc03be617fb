"""Releases of the World Development Indicators as they followed one another, judged by the catalog's shares.

Older releases are not held in full. They are made from the newer ones and from the counts of the table
release_changes: so many values differ, so many of China's and by so much. Economies that moved by a tenth or
more did so as both releases say; all others are let move by almost as much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pytest

from data import catalog
from etl import revisions

if TYPE_CHECKING:
    import pandas as pd

    from data.snapshot import Snapshot

Moved = dict[str, tuple[int, int, float]]
Release = tuple[str, str, Moved, list[str]]
NEWER: Final = "wdi_2026_07_13"
MALI: Final = {"MLI": (1996, 2024, -0.17)}
REBASED: Final = {"AGO": (2003, 2023, 0.14), "MLI": (2003, 2023, 0.19), "TCD": (2005, 2023, 0.33)}
SPLICED: Final = {"TCA": (2011, 2023, 0.16), "NGA": (2019, 2023, 0.37), "JOR": (2008, 2012, 0.11)}
RELEASES: Final[tuple[Release, ...]] = (
    ("GB.XPD.RSDV.GD.ZS", "wdi_2026_02_24", MALI, ["MLI"]),
    ("SP.POP.SCIE.RD.P6", "wdi_2026_02_24", {}, []),
    ("NY.GDP.PCAP.CD", "wdi_2025_05a", REBASED | SPLICED, ["AGO", "MLI", "TCD"]),
)
"""Series, older release, first and last year and share by which economies moved, and those of most years."""


def older(new: pd.DataFrame, counts: pd.Series, moved: Moved) -> pd.DataFrame:
    """Return the older release: what moved most, China, and others up to the count."""
    change = np.zeros(len(new))
    for economy, (first, last, share) in moved.items():
        change[(new["economy"] == economy) & new["year"].between(first, last)] = share
    china = new["economy"].to_numpy() == "CHN"
    change[np.flatnonzero(china)[: int(counts["china_changed"])]] = counts["china_largest"] or 0
    left = int(counts["changed"] - (change != 0).sum())
    change[np.flatnonzero((change == 0) & ~china)[:left]] = 0.09
    return new.assign(value=new["value"] / (1 + change), vintage="older")


@pytest.mark.parametrize(("series", "release", "moved", "rebased"), RELEASES)
def test_a_real_release_is_taken_over_and_the_economies_rebased_are_named(
    pinned: Snapshot, series: str, release: str, moved: Moved, rebased: list[str]
) -> None:
    known, table = catalog.load(), pinned.table("release_changes")
    counts = table.query("indicator == @series and older == @release and newer == @NEWER").iloc[0]
    held = pinned.table("observations").query("indicator == @series")
    if release == "wdi_2025_05a":  # which had these years alone
        held = held[held["year"].between(2003, 2023)]
    new = revisions.series_of(held, {NEWER: "2026-07-13"})
    found = revisions.compare(older(new, counts, moved), new, known.sources["world_bank_wdi"].tolerance)
    assert len(found.revisions) == counts["changed"]
    assert (found.violations, found.rebased) == ({}, {series: rebased} if rebased else {})
    names = ", ".join(known.economies[code].short.en for code in rebased)
    told = revisions.warnings(found, known)
    assert any(one.startswith(f"{series}: most of the past of {names} was rewritten") for one in told) == (
        rebased != []
    )
    china = counts["china_largest"]
    assert any("of China (" in one for one in told) == bool(abs(china) > revisions.CHINA_MOVED), told
