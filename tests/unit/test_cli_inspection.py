"""The command line: check, status and sources, for people and for machines."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from data import catalog, store
from data.snapshot import BUNDLED, open_snapshot
from etl import gates
from etl.commands import snapshots
from tests import packages
from tests.unit.cli import data, run

if TYPE_CHECKING:
    from pathlib import Path


def test_check_of_a_changed_byte_names_the_file_and_ends_with_7(tmp_path: Path) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "copy")
    with (copy / "gii_intervals.csv").open("r+b") as handle:
        handle.seek(5000)
        byte = handle.read(1)
        handle.seek(5000)
        handle.write(bytes([byte[0] ^ 1]))
    result = run(tmp_path, "check", copy)
    assert result.exit_code == 7
    assert "gii_intervals.csv is not the file" in result.stderr


def test_check_lists_every_violation_and_ends_with_5(tmp_path: Path) -> None:
    tables = packages.tables()
    tables["gii_scores"].loc[0, "strength"] = "N"
    tables["observations"].loc[0, "economy"] = "XXX"
    store.write(tmp_path, store.pack(tables, {}, {}))
    result = run(tmp_path, "check", tmp_path)
    assert result.exit_code == 5
    first, second = result.stdout.splitlines()
    assert (
        first == "gii_scores: edition 2025, economy CHN, code GII, column strength: 'N' must be one of S, W"
    )
    assert second.endswith("economy XXX, year 2024, column economy: XXX is not in the table economies")
    assert "2 violations" in result.stderr
    assert result.stderr.splitlines()[1:] == [snapshots.UNSOUND]


def test_check_of_a_folder_without_a_snapshot_ends_with_7(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    result = run(tmp_path, "check", tmp_path / "none")
    assert result.exit_code == 7
    assert "datapackage.json cannot be read" in result.stderr


def test_check_of_a_degraded_data_folder_ends_with_7(tmp_path: Path) -> None:
    version = store.publish(data(tmp_path), packages.small())
    (version / "sources.csv").write_bytes(b"")
    result = run(tmp_path, "check")
    assert result.exit_code == 7
    assert "sources.csv" in result.stderr


def test_status_tells_editions_and_sources(tmp_path: Path) -> None:
    result = run(tmp_path, "status", "--json")
    assert result.exit_code == 0
    state = json.loads(result.stdout)
    assert state["degraded"] is None
    assert [row["edition"] for row in state["editions"]] == [2007, 2009, *range(2010, 2026)]
    newest = state["editions"][-1]
    assert newest == {
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


def test_every_command_that_takes_a_snapshot_knows_it_by_the_same_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "violations", lambda *_: [])
    older, newer = (store.publish(data(tmp_path), packages.small(note)).name for note in ("one", "two"))
    bundled = open_snapshot(BUNDLED).id
    names = {"current": newer, "previous": older, "bundled": bundled, older[:6]: older, str(BUNDLED): bundled}
    for name, identity in names.items():
        for command in ("check", "status"):
            told = json.loads(run(tmp_path, command, name, "--json").stdout)
            assert told["snapshot"] == identity, (command, name)
        options = ("--format", "json", "--snapshot", name, "--output", "-")
        exported = json.loads(run(tmp_path, "export", "economies", *options).stdout)
        assert exported["about"]["snapshot"] == identity, name
        told = json.loads(run(tmp_path, "diff", name, name, "--json").stdout)
        assert told["a"]["snapshot"] == told["b"]["snapshot"] == identity, name
    assert "in use already" in run(tmp_path, "rollback", "current").stderr
    assert run(tmp_path, "rollback", "bundled").exit_code == 0
    assert json.loads(run(tmp_path, "status", "--json").stdout)["snapshot"] == bundled


def test_status_says_when_it_is_degraded(tmp_path: Path) -> None:
    version = store.publish(data(tmp_path), packages.small())
    (version / "sources.csv").write_bytes(b"")
    result = run(tmp_path, "status")
    assert result.exit_code == 0
    assert "degraded: the current snapshot does not verify: sources.csv" in result.stdout
    assert "wipo_tech1_2025" in result.stdout


def test_check_of_a_sound_snapshot_ends_with_0(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "violations", lambda *_: [])
    bundled = open_snapshot(BUNDLED)
    result = run(tmp_path, "check")
    assert result.exit_code == 0
    assert result.stdout == f"snapshot {bundled.id} of {bundled.created}: no violation\n"
    told = json.loads(run(tmp_path, "check", "--json").stdout)
    assert (told["snapshot"], told["exit_code"], told["violations"]) == (bundled.id, 0, [])


def test_a_machine_is_told_what_check_found(tmp_path: Path) -> None:
    tables = packages.tables()
    tables["observations"].loc[0, "economy"] = "XXX"
    store.write(tmp_path, store.pack(tables, {}, {}))
    result = run(tmp_path, "check", tmp_path, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == told["exit_code"] == 5
    assert told["kind"] == "Refused"
    assert len(told["violations"]) == 1
    assert result.stderr == ""


def test_sources_tell_where_each_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORLD_BANK_URL", "http://127.0.0.1:9/")
    told = json.loads(run(tmp_path, "sources", "--json").stdout)["sources"]
    assert [item["source"] for item in told][:2] == ["gii", "world_bank"]
    families = {family["family"]: family for item in told for family in item["families"]}
    assert set(families) >= {name for name, item in catalog.load().sources.items() if item.live}
    bank = families["world_bank_wdi"]
    assert (bank["address"], bank["variable"]) == ("http://127.0.0.1:9", "WORLD_BANK_URL")
    assert bank["licence"] == "CC BY 4.0"
    assert bank["newest"] == "2026-07-13"
    assert families["oecd_msti"]["newest"] is None
    assert families["oecd_msti"]["limits"][0] == {"requests": 60, "seconds": 3600}


def test_sources_are_told_to_people_too(tmp_path: Path) -> None:
    text = run(tmp_path, "sources").stdout
    assert "oecd_msti: Main Science and Technology Indicators; licence: not stated; none yet" in text
    assert "https://sdmx.oecd.org/public/rest (OECD_MSTI_URL names another); at most 60 in 3600 s" in text
