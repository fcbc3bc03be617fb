"""The command line on snapshots: check, status, sources, history, diff, rollback and export."""

from __future__ import annotations

import json
import shutil
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from data import catalog, store
from data.snapshot import BUNDLED, open_snapshot
from etl import commands, gates
from tests import packages
from tests.unit.cli import data, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """Publish two versions and return their ids."""
    event = {"event": "refresh", "sources": {"oecd_msti": "2026-03"}}
    return [store.publish(data(tmp_path), packages.small(note), event=event).name for note in ("one", "two")]


def test_check_of_what_is_not_the_snapshot_ends_with_7_and_names_the_file(tmp_path: Path) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "copy")
    altered = bytearray((copy / "gii_intervals.csv").read_bytes())
    altered[5000] ^= 1
    (copy / "gii_intervals.csv").write_bytes(altered)
    (tmp_path / "none").mkdir()
    version = store.publish(data(tmp_path), packages.small())
    (version / "sources.csv").write_bytes(b"")
    for name, told in ((copy, "gii_intervals.csv is not"), (tmp_path / "none", "datapackage.json cannot")):
        result = run(tmp_path, "check", name)
        assert result.exit_code == 7
        assert told in result.stderr
    assert run(tmp_path, "check").exit_code == 7
    result = run(tmp_path, "status")
    assert result.exit_code == 0
    assert "degraded: the current snapshot does not verify: sources.csv" in result.stdout
    assert "wipo_tech1_2025" in result.stdout


def test_check_lists_every_violation_and_ends_with_5(tmp_path: Path) -> None:
    tables = packages.tables()
    tables["gii_scores"].loc[0, "strength"] = "N"
    tables["observations"].loc[0, "economy"] = "XXX"
    store.write(tmp_path, store.pack(tables, {}, {}))
    result = run(tmp_path, "check", tmp_path)
    first, second = result.stdout.splitlines()
    assert (
        first == "gii_scores: edition 2025, economy CHN, code GII, column strength: 'N' must be one of S, W"
    )
    assert second.endswith("economy XXX, year 2024, column economy: XXX is not in the table economies")
    sentence, advice = result.stderr.splitlines()
    assert sentence.startswith("Error: 2 violations in snapshot ")
    assert advice == commands.UNSOUND
    told = run(tmp_path, "check", tmp_path, "--json")
    assert result.exit_code == told.exit_code == 5
    assert json.loads(told.stdout)["violations"] == [first, second]


def test_status_tells_editions_and_sources(tmp_path: Path) -> None:
    state = json.loads(run(tmp_path, "status", "--json").stdout)
    assert state["degraded"] is None
    assert [row["edition"] for row in state["editions"]] == [2007, 2009, *range(2010, 2026)]
    assert state["editions"][-1] == {
        "edition": 2025,
        "economies": 139,
        "held": "to the indicators",
        "codes": 109,
        "data_as_of": 2025,
        "checked": "2026-11-24",
        "source": "wipo_tech1_2025",
    }
    by_name = {row["source"]: row for row in state["sources"]}
    assert by_name["world_bank_wdi"]["vintage"] == "2026-07-13"
    assert by_name["wipo_gii"]["data_as_of"] == 2025


def test_sources_tell_where_each_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_BANK_URL", "http://127.0.0.1:9/")
    told = json.loads(run(tmp_path, "sources", "--json").stdout)["sources"]
    families = {family["family"]: family for family in told}
    assert set(families) >= {name for name, item in catalog.load().sources.items() if item.live}
    bank = families["world_bank_wdi"]
    assert (bank["source"], bank["newest"], bank["licence"]) == ("world_bank", "2026-07-13", "CC BY 4.0")
    assert (bank["address"], bank["variable"]) == ("http://127.0.0.1:9", "WORLD_BANK_URL")
    assert families["oecd_msti"]["newest"] is None
    assert "https://sdmx.oecd.org/public/rest" in run(tmp_path, "sources").stdout


def test_every_command_that_takes_a_snapshot_knows_it_by_the_same_names(
    tmp_path: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "violations", lambda *_: [])
    older, newer = ids
    bundled = open_snapshot(BUNDLED).id
    names = {"current": newer, "previous": older, "bundled": bundled, older[:6]: older, str(BUNDLED): bundled}
    for name, identity in names.items():
        for command in ("check", "status"):
            told = json.loads(run(tmp_path, command, name, "--json").stdout)
            assert told["snapshot"] == identity, (command, name)
        told = json.loads(run(tmp_path, "diff", name, name, "--json").stdout)
        assert told["a"]["snapshot"] == told["b"]["snapshot"] == identity, name
        path = tmp_path / "economies.csv"
        assert identity in run(tmp_path, "export", "economies", "--snapshot", name, "--output", path).stdout
    assert "in use already" in run(tmp_path, "rollback", "current").stderr
    assert run(tmp_path, "rollback", "bundled").exit_code == 0
    assert json.loads(run(tmp_path, "status", "--json").stdout)["snapshot"] == bundled


def test_export_writes_a_file_a_folder_or_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    content, identity = (BUNDLED / "economies.csv").read_bytes(), open_snapshot(BUNDLED).id
    for words, place in (
        ([], f"innovation-trajectory-{identity}.csv"),
        (["--output", "one.csv"], "one.csv"),
        (["--output", "."], "economies.csv"),
        (["--output", "one.csv"], "one.csv"),
    ):
        (tmp_path / place).write_bytes(b"older")
        assert run(tmp_path, "export", "economies", *words).exit_code == 0
        assert (tmp_path / place).read_bytes() == content
    run(tmp_path, "export", "economies", "sources")
    folder = tmp_path / f"innovation-trajectory-{identity}"
    assert sorted(path.name for path in folder.iterdir()) == ["economies.csv", "sources.csv"]
    before = sorted(tmp_path.iterdir())
    assert run(tmp_path, "export", "economies", "--output", "-").stdout_bytes == content
    book = run(tmp_path, "export", "economies", "sources", "--format", "xlsx", "--output", "-")
    assert zipfile.is_zipfile(BytesIO(book.stdout_bytes))
    result = run(tmp_path, "export", "economies", "--output", "none/a.csv")
    assert result.exit_code == 6
    assert "none/a.csv cannot be written: No such file or directory" in result.stderr
    assert sorted(tmp_path.iterdir()) == before
