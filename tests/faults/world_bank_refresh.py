"""A data folder that holds a release of the World Bank, and the World Bank on loopback with the next one."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest
from click.testing import CliRunner

from data import catalog, store
from data.snapshot import current_version, open_snapshot
from etl import cli_context
from etl.commands import main
from etl.feeds import FEEDS
from tests import packages
from tests.publishers import Publishers, world_bank_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from data.snapshot import Snapshot

Rows = list[dict[str, Any]]

WDI, WGI = "world_bank_wdi", "world_bank_wgi"
BEFORE, NOW = "2026-04-08", "2026-07-13"
ECONOMIES = ("CHN", "DEU", "FRA", "GBR", "IND", "JPN", "KOR", "USA")
YEARS = range(2014, 2025)


class Bank:
    """One refresh: what the World Bank publishes, the data folder, and the command line."""

    def __init__(self, folder: Path, publishers: Publishers) -> None:
        self.folder, self.publishers = folder, publishers

    def publish(
        self, edit: Callable[[Rows], Rows] = list, *, family: str = WDI, lastupdated: str = NOW
    ) -> None:
        """Publish the observations of a family, edited."""
        source = {WDI: "2", WGI: "3"}[family]
        rows = [dict(row) for row in world_bank_rows(observed(family))]
        self.publishers.world_bank(edit(rows), source=source, lastupdated=lastupdated)

    def refresh(self, *options: str) -> Result:
        """Run the command."""
        environment = self.publishers.environment | {"DATA_DIR": str(self.folder)}
        return CliRunner().invoke(main, ["refresh", "world_bank", *options], env=environment)

    def told(self, *options: str) -> tuple[int, str]:
        """Refresh; return the exit code, and as one line all that a machine is told."""
        done = self.refresh("--json", *options)
        assert done.stdout, done.stderr
        assert "Traceback" not in done.output
        return done.exit_code, json.dumps(json.loads(done.stdout), ensure_ascii=False)

    def state(self) -> dict[str, bytes]:
        """Return CURRENT and every file of the version that it names."""
        version = current_version(self.folder)
        assert version is not None
        files = [self.folder / "CURRENT", *sorted(version.iterdir())]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the snapshot in use, which is verified on the way."""
        version = current_version(self.folder)
        assert version is not None
        return open_snapshot(version).table(name)

    def sources(self, indicator: str) -> set[str]:
        """Return the releases that an indicator comes from."""
        frame = self.table("observations")
        return set(frame.loc[frame["indicator"] == indicator, "source"])


def wanted(family: str) -> list[str]:
    """Return the codes of all indicators that the catalog asks a family for."""
    return [item.api for item in catalog.load().indicators.values() if item.source == family and item.api]


def observed(family: str) -> pd.DataFrame:
    """Return made-up observations of all indicators of a family.

    They are such as any unit can have, even a standard error, and move as little as real ones.
    """
    cells = [
        (code, economy, year, 1 + number / 10 + len(code) / 1000 + (year - 2014) / 70)
        for code in wanted(family)
        for number, economy in enumerate(ECONOMIES)
        for year in YEARS
    ]
    return pd.DataFrame(cells, columns=["indicator", "economy", "year", "value"])


@pytest.fixture(scope="session")
def world_bank_before(pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that took over an earlier release of both databases."""
    folder = tmp_path_factory.mktemp("world_bank") / "data"
    store.publish(folder, packages.overall(pinned.tables()))
    with Publishers() as publishers:
        earlier = Bank(folder, publishers)
        for family in (WDI, WGI):
            earlier.publish(family=family, lastupdated=BEFORE)
        done = earlier.refresh("--accept-revisions", f"{WDI},{WGI}", "--accept-values", "CHN")
    assert (done.exit_code, earlier.sources("IP.PAT.RESD")) == (0, {"world_bank_wdi_2026_04_08"}), done.output
    return folder


@pytest.fixture
def bank(world_bank_before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The World Development Indicators alone, in a folder of their own, without pauses between tries."""
    folder = tmp_path / "data"
    shutil.copytree(world_bank_before, folder)
    live = cli_context.catalog().sources[WDI].live
    assert live is not None
    monkeypatch.setitem(live.options, "per_page", "100")  # two pages of each indicator
    monkeypatch.setattr("etl.http.sleep", lambda _: None)
    monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.family == WDI])
    with Publishers() as publishers:
        yield Bank(folder, publishers)
