"""An indicator is two entries of the catalog; the next refresh brings its values to every place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from data import catalog
from tests.publishers import world_bank_rows

if TYPE_CHECKING:
    from data.snapshot import Snapshot
    from tests.additions.conftest import Copy
    from tests.publishers import Publishers

CODE, NAME, YEARS = "IP.IDS.NRES", "Industrial design applications, nonresident, by count", range(2012, 2025)
FAMILIES = {"world_bank_wdi": "2", "world_bank_wgi": "3"}


def publish(publishers: Publishers, bundled: Snapshot) -> None:
    """Publish what is held of China, as the next release, with made-up values of the new series."""
    held = bundled.table("observations")
    for family, number in FAMILIES.items():
        codes = [one.id for one in catalog.load().indicators.values() if one.source == family and one.api]
        rows = held[(held["economy"] == "CHN") & held["indicator"].isin(codes)]
        if family == "world_bank_wdi":
            new = [(CODE, economy, year, 9.0 * year) for economy in ("CHN", "JPN", "KOR") for year in YEARS]
            made = pd.DataFrame(new, columns=["indicator", "economy", "year", "value"])
            rows = pd.concat([rows[list(made.columns)], made])
        made_up = world_bank_rows(rows, names={CODE: NAME})
        publishers.world_bank(made_up, source=number, lastupdated="2026-10-01", indicators=codes)


def test_an_indicator_that_is_added_stands_on_its_pillar_in_compare_the_downloads_and_the_api(
    copy: Copy, publishers: Publishers, bundled: Snapshot
) -> None:
    publish(publishers, bundled)
    copy.follow("An indicator")
    pillar, compare, download, answer = copy.ask(
        "/en/strategy/open-innovation",
        f"/zh/compare?measure={CODE}&show=score&with=KOR",
        "/download/evidence.csv?pillar=5&lang=en",
        f"/api/v1/observations?indicator={CODE}&economy=CHN&from=2024",
    )
    assert "Designs, non-residents" in pillar
    assert "Designs protected by applicants from abroad reflect foreign activity in China." in pillar
    assert "非居民工业品外观设计申请" in compare
    latest = 9.0 * 2024
    line = next(line for line in download.splitlines() if CODE in line)
    assert f"{latest:g}" in line
    assert "World Bank" in line
    assert "2026-10-01" in line
    assert f'"value":{latest}' in answer.replace(" ", "")
    assert "world_bank_wdi_2026_10_01" in answer
