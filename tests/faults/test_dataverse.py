"""Refreshes of the Penn World Table over real HTTP: what Dataverse may answer, and what is held then."""

from pathlib import Path
from typing import Any

import pytest

from data import catalog
from data.snapshot import current_version, open_current
from tests import pwt
from tests.faults.command import refresh, refused
from tests.publishers import Publishers

FILE = pwt.workbook()
PATH = "/api/access/datafile/554105"


@pytest.fixture
def folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose catalog expects the file made here."""
    expect(monkeypatch)
    return folder


def expect(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    known = pwt.expecting(FILE, **changes)
    for module in ("etl.pipeline", "etl.gates"):
        monkeypatch.setattr(f"{module}.catalog", lambda: known)


def test_a_version_with_its_checksum_is_published_and_not_downloaded_again(
    folder: Path, publishers: Publishers
) -> None:
    publishers.penn_world_table(FILE)
    code, _, told = refresh("penn_world_table", "--accept-revisions", "penn_world_table")
    assert code == 0, told
    held = open_current(folder)[0].table("observations")
    series = held[held["indicator"] == "PWT11.ctfp"]
    assert series[["economy", "year", "value"]].to_numpy().tolist() == [
        ["CHN", 1996, 0.4],
        ["CHN", 2023, 0.4],
        ["USA", 1996, 1.0],
        ["USA", 2023, 1.0],
    ]
    assert set(series["vintage"]) == {"11.0"}
    before = current_version(folder)
    code, _, told = refresh("penn_world_table")
    assert code == 0, told
    assert current_version(folder) == before
    assert publishers.paths == [PATH]


def test_a_file_with_another_checksum_is_refused_and_both_are_told(
    folder: Path, publishers: Publishers
) -> None:
    other = pwt.workbook(pwt.rows()[:-1])
    publishers.penn_world_table(other)
    code, told = refused(folder, "penn_world_table")
    assert code == 4
    assert f"{publishers.base}{PATH} is not the file of version 11.0 that the catalog names" in told
    assert f"its md5 is {pwt.md5(other)}, not {pwt.md5(FILE)} ({len(other):,} bytes)" in told
    assert (
        "put its version, address and md5 into [penn_world_table.live] of data/catalog/sources.toml" in told
    )
    assert not (folder / "raw").exists()


def test_without_the_file_the_series_held_stay(folder: Path, publishers: Publishers) -> None:
    publishers.penn_world_table(FILE)
    elsewhere = {"Location": "http://elsewhere.test/x"}
    faults: list[tuple[dict[str, Any], str]] = [
        ({"body": b"<html>Maintenance</html>"}, "does not begin as an Excel workbook, 4 tries"),
        (
            {"status": 303, "headers": elsewhere},
            "there, add it to `hosts` in [penn_world_table.live] of data/catalog/sources.toml",
        ),
    ]
    for fault, reason in faults:
        publishers.misbehave(PATH, times=9, **fault)
        code, told = refused(folder, "penn_world_table")
        assert code == 3
        assert f"penn_world_table: {publishers.base}{PATH} " in told
        assert reason in told
        assert "The last good snapshot stays in use" in told
        publishers.behave()


def test_the_store_that_the_catalog_names_is_followed_to(
    folder: Path, publishers: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = catalog.load().sources["penn_world_table"].live
    assert live is not None
    assert live.hosts == ("objectstore.surf.nl",)
    expect(monkeypatch, hosts=("localhost",))
    publishers.file("/store", FILE)
    place = publishers.base.replace("127.0.0.1", "localhost") + "/store?X-Amz-Signature=0"
    publishers.misbehave(PATH, status=303, headers={"Location": place})
    code, _, told = refresh("penn_world_table", "--accept-revisions", "penn_world_table")
    assert code == 0, told
    assert publishers.paths == [PATH, "/store?X-Amz-Signature=0"]
    sources = open_current(folder)[0].table("sources").set_index("source")
    assert sources.loc["penn_world_table_11_0", "provenance"] == f"{publishers.base}{PATH}"
