"""The command line: history, diff, rollback and export."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from data import store
from data.snapshot import BUNDLED, open_snapshot
from tests import packages
from tests.unit.cli import data, run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def ids(tmp_path: Path) -> list[str]:
    """Publish two versions and return their ids."""
    event = {"event": "refresh", "sources": {"oecd_msti": "2026-03"}}
    return [store.publish(data(tmp_path), packages.small(note), event=event).name for note in ("one", "two")]


def test_history_of_an_empty_folder_says_what_is_in_use(tmp_path: Path) -> None:
    result = run(tmp_path, "history")
    assert result.exit_code == 0
    assert "no refresh yet" in result.stdout
    assert json.loads(run(tmp_path, "history", "--json").stdout)["events"] == []


def test_history_tells_what_came_into_use_newest_first(tmp_path: Path, ids: list[str]) -> None:
    _, newest, oldest = run(tmp_path, "history").stdout.splitlines()
    assert ids[1] in newest.split()
    assert "in use" in newest
    assert "oecd_msti 2026-03" in newest
    assert "available" in oldest
    events = json.loads(run(tmp_path, "history", "--json").stdout)["events"]
    assert [event["snapshot"] for event in events] == ids[::-1]


def test_rollback_puts_the_one_before_back(tmp_path: Path, ids: list[str]) -> None:
    result = run(tmp_path, "rollback")
    assert result.exit_code == 0
    assert ids[0] in result.stdout
    assert packages.note_of(data(tmp_path)) == "one"


def test_rollback_to_a_version_tells_a_machine(tmp_path: Path, ids: list[str]) -> None:
    assert run(tmp_path, "rollback", "--quiet").output == ""
    told = json.loads(run(tmp_path, "rollback", ids[1][:8], "--json").stdout)
    assert told["snapshot"] == ids[1]


def test_rollback_to_nothing_is_a_mistake(tmp_path: Path, ids: list[str]) -> None:
    result = run(tmp_path, "rollback", "ffffffffffff")
    assert result.exit_code == 2
    assert "there is no version ffffffffffff" in result.stderr


def test_diff_tells_people_and_machines(tmp_path: Path, ids: list[str]) -> None:
    result = run(tmp_path, "diff", ids[0], "current")
    assert result.exit_code == 0
    assert "sources" in result.stdout
    told = json.loads(run(tmp_path, "diff", ids[0], "--json").stdout)
    assert (told["a"]["snapshot"], told["b"]["snapshot"]) == tuple(ids)


def test_diff_alone_tells_what_the_last_refresh_changed(tmp_path: Path, ids: list[str]) -> None:
    told = json.loads(run(tmp_path, "diff", "--json").stdout)
    assert (told["a"]["snapshot"], told["b"]["snapshot"]) == tuple(ids)
    run(tmp_path, "rollback")
    told = json.loads(run(tmp_path, "diff", "--json").stdout)
    assert (told["a"]["snapshot"], told["b"]["snapshot"]) == (open_snapshot(BUNDLED).id, ids[0])


def test_diff_of_no_snapshot_is_a_mistake(tmp_path: Path) -> None:
    result = run(tmp_path, "diff", "nowhere")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_export_writes_a_table_and_does_not_write_over_it(tmp_path: Path) -> None:
    path = tmp_path / "economies.csv"
    words = ["export", "economies", "--output", str(path)]
    result = run(tmp_path, *words)
    assert result.exit_code == 0
    assert str(path) in result.stdout
    assert path.read_bytes() == (BUNDLED / "economies.csv").read_bytes()
    assert run(tmp_path, *words).exit_code == 2
    assert run(tmp_path, *words, "--force", "--quiet").output == ""


def test_export_writes_one_stream_to_standard_output_and_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    table = run(tmp_path, "export", "economies", "--output", "-")
    assert (table.stdout_bytes, table.stderr) == ((BUNDLED / "economies.csv").read_bytes(), "")
    book = run(tmp_path, "export", "economies", "sources", "--format", "xlsx", "--output", "-")
    assert zipfile.is_zipfile(io.BytesIO(book.stdout_bytes))
    both = run(tmp_path, "export", "economies", "--output", "-", "--json")
    assert json.loads(both.stdout)["error"].startswith("--json and --output - both write to standard output")
    assert run(tmp_path, "export", "economies", "sources", "--output", "-").exit_code == 2
    assert not list(tmp_path.iterdir())


def test_export_names_what_it_writes_after_the_snapshot(
    tmp_path: Path, ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    told = json.loads(run(tmp_path, "export", "--format", "json", "--snapshot", ids[0], "--json").stdout)
    assert told["output"] == f"innovation-trajectory-{ids[0]}.json"
    assert json.loads((tmp_path / told["output"]).read_text(encoding="utf-8"))
    assert run(tmp_path, "export", "--quiet").output == ""
    written = tmp_path / f"innovation-trajectory-{ids[1]}"
    assert len(list(written.iterdir())) == len(open_snapshot(BUNDLED).resources)
