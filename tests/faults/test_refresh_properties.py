"""The order of rows changes no byte, and what was kept gives the same snapshot again, over real HTTP."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data import store
from data.snapshot import current_version, open_current
from etl import cli_context, pipeline
from etl.cli_context import Outcome, Request
from etl.commands import Progress
from etl.errors import CorruptSnapshot, Refused
from tests import packages
from tests.publishers import Publishers, world_bank_rows
from tests.sampling import SEED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from data.snapshot import Snapshot


ECONOMIES, YEARS = ("CHN", "FRA", "IND", "KOR", "USA"), range(2008, 2018)
FAMILIES = {"world_bank_wdi": 2, "world_bank_wgi": 3}


def wanted(family: str) -> list[str]:
    catalog = cli_context.catalog()
    return sorted(item.id for item in catalog.indicators.values() if item.source == family and item.api)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """Every series that the catalog wants from the World Bank, for five economies and ten years."""
    keys = [(i, e, y) for family in FAMILIES for i in wanted(family) for e in ECONOMIES for y in YEARS]
    frame = pd.DataFrame(keys, columns=["indicator", "economy", "year"])
    return frame.assign(value=[1.0 + place % 89 / 100 for place in range(len(frame))])


@pytest.fixture(scope="module")
def bank() -> Iterator[Publishers]:
    """The World Bank on loopback, for the whole module."""
    with Publishers() as publishers, pytest.MonkeyPatch.context() as patch:
        for name, address in publishers.environment.items():
            patch.setenv(name, address)
        yield publishers


def serve(bank: Publishers, rows: pd.DataFrame, lastupdated: str, seed: int | None = None) -> None:
    for family, number in FAMILIES.items():
        own = rows[rows["indicator"].isin(wanted(family))]
        sent = world_bank_rows(own)
        if seed is not None:
            order = pd.Series(range(len(sent))).sample(frac=1, random_state=seed)
            sent = [sent[place] for place in order]
        bank.world_bank(sent, source=number, lastupdated=lastupdated)


def refresh(folder: Path, *, accept: bool = False) -> Outcome:
    revised, values = (tuple(FAMILIES), ("CHN",)) if accept else ((), ())
    request = Request(("world_bank",), accept_revisions=revised, accept_values=values)
    return pipeline.refresh(request, folder, Progress(quiet=True))


def refreshed(folder: Path, package: store.Package, bank: Publishers, rows: pd.DataFrame) -> Path:
    """Return a data folder that has been refreshed once."""
    store.publish(folder, package)
    serve(bank, rows, "2026-07-13")
    outcome = refresh(folder, accept=True)
    assert (outcome.published, outcome.exit_code) == (True, 0), outcome
    return folder


def test_any_order_of_the_rows_publishes_the_same_bytes(
    bank: Publishers, start: store.Package, rows: pd.DataFrame, tmp_path: Path
) -> None:
    base = refreshed(tmp_path / "base", start, bank, rows)
    made = []
    for seed in (None, SEED):
        folder = shutil.copytree(base, tmp_path / f"order {seed}")
        serve(bank, rows.assign(value=rows["value"] * 1.01), "2026-09-24", seed)
        assert refresh(folder).exit_code == 0
        version = current_version(folder)
        assert version is not None
        made.append((version.name, {path.name: path.read_bytes() for path in version.iterdir()}))
    assert made[0] == made[1]


def test_a_refreshed_snapshot_is_rebuilt_from_what_was_kept(
    bank: Publishers, pinned: Snapshot, rows: pd.DataFrame, tmp_path: Path
) -> None:
    folder = refreshed(tmp_path / "data", packages.short(pinned.tables()), bank, rows)
    source = packages.curated_short(tmp_path / "curated")
    rewritten = rows["indicator"] == "IP.PAT.RESD"  # refused alone: it stays from the release before
    serve(bank, rows.assign(value=rows["value"] * (1.02 + rewritten)), "2026-09-24")
    request = Request(("world_bank", "curated"), accept_revisions=("curated",))
    outcome = pipeline.refresh(request, folder, Progress(quiet=True), source)
    assert (outcome.published, outcome.exit_code) == (True, Refused.exit_code), outcome
    version = current_version(folder)
    assert version is not None
    told = open_current(folder)[0].table("revisions")
    assert told["source"].str.endswith("2026_09_24").sum() == len(rows) - rewritten.sum()
    before = {path.name: path.read_bytes() for path in version.iterdir()}
    asked = len(bank.seen)
    assert "the same bytes" in pipeline.rebuild(folder, source=source).sentence
    pipeline.rebuild(folder, tmp_path / "anew", source)
    after = {path.name: path.read_bytes() for path in (tmp_path / "anew").iterdir()}
    assert after == {name: content for name, content in before.items() if name != "inputs.json"}
    assert len(bank.seen) == asked

    kept = folder / "raw" / "world_bank_wdi" / "2026-09-24"
    page = next(path for path in sorted(kept.iterdir()) if "page" in path.name)
    page.write_bytes(page.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(CorruptSnapshot, match=f"{page.name} was altered"):
        pipeline.rebuild(folder, source=source)
