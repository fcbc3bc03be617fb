"""Publishers who have what a snapshot holds, but for one value that the World Bank revised."""

from data import catalog
from data.snapshot import Snapshot
from tests.publishers import Publishers, world_bank_rows

DATABASES = {"world_bank_wdi": 2, "world_bank_wgi": 3}
NEWS = "2026-11-30"


def world_bank(publishers: Publishers, held: Snapshot) -> None:
    """Let the World Bank serve China's series as they are held, but for one value that it revised."""
    observed = held.table("observations")
    series = observed[(observed["economy"] == "CHN") & (observed["year"] >= 1996)]
    indicators = catalog.load().indicators.values()
    for family, number in DATABASES.items():
        names = {item.id: item.api for item in indicators if item.source == family and item.api}
        rows = series[series["indicator"].isin(names)].reset_index(drop=True)
        rows["value"] = rows["value"].where(rows.index > 0, rows["value"] * 1.02)
        rows["indicator"] = rows["indicator"].map(names)
        publishers.world_bank(
            world_bank_rows(rows, aggregates=False),
            source=number,
            lastupdated=NEWS,
            indicators=list(names.values()),
        )
