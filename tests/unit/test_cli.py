"""The command line: exit codes, one sentence for a mistake, no traceback."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from data import store
from data.snapshot import BUNDLED, open_snapshot
from etl import errors, pipeline
from etl.__main__ import main
from tests import packages
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from data.snapshot import Snapshot

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("DATA_DIR", str(folder))
    monkeypatch.delenv("SNAPSHOT", raising=False)
    return folder


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(item) for item in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def test_each_error_has_its_exit_code_and_advice() -> None:
    codes = {kind.__name__: kind.exit_code for kind in errors.EtlError.__subclasses__()}
    assert codes == {
        "UsageError": 2,
        "SourceUnreachable": 3,
        "BadFile": 4,
        "Refused": 5,
        "StoreError": 6,
        "CorruptSnapshot": 7,
    }
    assert errors.StoreBusy.exit_code == 6
    assert all(kind.advice for kind in errors.EtlError.__subclasses__() if kind is not errors.UsageError)


def test_refresh_gii_without_a_file_says_what_is_needed_and_where_it_is(data: Path) -> None:
    result = run("refresh", "gii")
    assert result.exit_code == 2
    assert "--file WORKBOOK.xlsx is needed" in result.stderr
    assert "https://www.wipo.int/" in result.stderr
    assert not data.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["refresh", "nothing"],
        ["refresh", "gii", "--file", "none.xlsx"],
        ["curate"],
        ["build", "x", "y"],
    ],
)
def test_wrong_use_ends_with_2(data: Path, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error: " in result.stderr


def test_a_bad_file_ends_with_4_and_one_sentence(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_text("edition,economy\n", encoding="utf-8")
    result = run("refresh", "gii", "--file", path)
    assert result.exit_code == 4
    sentence, advice = result.stderr.strip().splitlines()
    assert sentence == "Error: the file is not an Excel workbook (.xlsx): it does not begin as one"
    assert "last good snapshot stays" in advice


def test_a_missing_sheet_ends_with_4_and_names_it(data: Path, tmp_path: Path) -> None:
    sheets = books.small()
    del sheets["Index Structure"]
    path = tmp_path / "book.xlsx"
    path.write_bytes(books.save(sheets))
    result = run("refresh", "gii", "--file", path)
    assert result.exit_code == 4
    assert "the sheet 'Index Structure' is missing" in result.stderr


def test_a_refused_content_ends_with_5_and_lists_what_is_wrong(
    data: Path, tmp_path: Path, bundled: Snapshot
) -> None:
    store.publish(data, packages.short(bundled.tables()))
    before = (data / "CURRENT").read_text(encoding="ascii")
    sheets = books.small()
    books.swap(sheets, books.NEW, ("CHN", "P7"), ("IND", "P7"), ["score", "rank"])
    path = tmp_path / "book.xlsx"
    path.write_bytes(books.save(sheets))
    result = run("refresh", "gii", "--file", path, "--edition", "2026")
    assert result.exit_code == 5
    assert result.stderr.startswith("Error: the workbook of the GII 2026 is refused\n")
    assert "sheet 'Data': row " in result.stderr
    assert "economy IND, code GII), column SCORE: " in result.stderr
    assert (data / "CURRENT").read_text(encoding="ascii") == before


def test_a_busy_data_folder_ends_with_6(data: Path) -> None:
    with store.locked(data):
        result = run("refresh", "curated")
    assert result.exit_code == 6
    assert "another refresh is running" in result.stderr


def test_a_data_folder_that_cannot_be_written_ends_with_6(data: Path) -> None:
    data.write_text("in the way", encoding="utf-8")
    result = run("refresh", "curated")
    assert result.exit_code == 6
    assert "cannot be written" in result.stderr


def test_check_of_a_changed_byte_names_the_file_and_ends_with_7(tmp_path: Path) -> None:
    copy = shutil.copytree(BUNDLED, tmp_path / "copy")
    with (copy / "gii_intervals.csv").open("r+b") as handle:
        handle.seek(5000)
        byte = handle.read(1)
        handle.seek(5000)
        handle.write(bytes([byte[0] ^ 1]))
    result = run("check", copy)
    assert result.exit_code == 7
    assert "gii_intervals.csv is not the file" in result.stderr


def test_check_lists_every_violation_and_ends_with_5(tmp_path: Path) -> None:
    tables = packages.tables()
    tables["gii_scores"].loc[0, "strength"] = "N"
    tables["observations"].loc[0, "economy"] = "XXX"
    store.write(tmp_path, store.pack(tables, {}, {}))
    result = run("check", tmp_path)
    assert result.exit_code == 5
    first, second = result.stdout.splitlines()
    assert (
        first == "gii_scores: edition 2025, economy CHN, code GII, column strength: 'N' must be one of S, W"
    )
    assert second.endswith("economy XXX, year 2024, column economy: XXX is not in the table economies")
    assert "2 violations" in result.stderr


def test_check_of_no_snapshot_ends_with_7(tmp_path: Path) -> None:
    result = run("check", tmp_path / "none")
    assert result.exit_code == 7
    assert "datapackage.json cannot be read" in result.stderr


def test_check_of_a_degraded_data_folder_ends_with_7(data: Path) -> None:
    version = store.publish(data, packages.small())
    (version / "sources.csv").write_bytes(b"")
    result = run("check")
    assert result.exit_code == 7
    assert "sources.csv" in result.stderr


def test_check_of_the_current_snapshot_ends_with_0(data: Path) -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout == f"snapshot {open_snapshot(BUNDLED).id} of 2026-11-24: no violation\n"


def test_status_tells_editions_and_sources(data: Path) -> None:
    result = run("status", "--json")
    assert result.exit_code == 0
    state = json.loads(result.stdout)
    assert state["degraded"] is None
    assert [row["edition"] for row in state["editions"]] == list(range(2010, 2026))
    newest = state["editions"][-1]
    assert newest == {
        "edition": 2025,
        "economies": 139,
        "codes": 109,
        "data_as_of": 2025,
        "checked": "2026-11-24",
        "source": "wipo_tech1_2025",
    }
    by_name = {row["source"]: row for row in state["sources"]}
    assert by_name["world_bank_wdi"]["vintage"] == "2026-07-13"
    assert by_name["wipo_gii"]["data_as_of"] == 2025


def test_status_says_when_it_is_degraded(data: Path) -> None:
    version = store.publish(data, packages.small())
    (version / "sources.csv").write_bytes(b"")
    result = run("status")
    assert result.exit_code == 0
    assert "degraded: the current snapshot does not verify: sources.csv" in result.stdout
    assert "wipo_tech1_2025" in result.stdout


def test_the_outcome_of_a_command_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = pipeline.Outcome("it is done", data / "versions" / "0123456789ab", "0123456789ab")
    for name in ("refresh_curated", "build", "refresh_workbook", "curate"):
        monkeypatch.setattr(pipeline, name, lambda *_: outcome)
    for command in (["refresh", "curated"], ["build"], ["build", "--output", str(data)]):
        result = run(*command)
        assert result.exit_code == 0
        assert result.stdout.splitlines() == ["it is done", f"snapshot 0123456789ab in {outcome.folder}"]


def test_the_program_runs_as_a_module(data: Path) -> None:
    command = [sys.executable, "-m", "etl", "refresh", "gii"]
    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: --file")
    assert len(done.stderr.strip().splitlines()) == 1
