"""The command line: refresh and build, their exit codes, and what people and machines are told."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data import store
from data.contract import Violation
from etl import building, errors, pipeline
from etl.cli_context import Change, Outcome, Request, Result
from tests import packages
from tests.unit import gii_books as books
from tests.unit.cli import data, run

if TYPE_CHECKING:
    from data.snapshot import Snapshot
    from etl.commands.cli import Progress


ROOT = Path(__file__).resolve().parents[2]
MOVED = errors.Revised(
    "too much moved",
    [Violation("observations", "economy CHN", "value", "1 became 9")],
    "python -m etl refresh",
)
OUTCOME = Outcome(
    snapshot="0123456789ab",
    folder=Path("versions/0123456789ab"),
    published=True,
    results=(
        Result("gii", "wipo_gii", "2026", "139 economies", warnings=("a blank cell",), revisions=3),
        Result("world_bank", "world_bank_wdi", "", "no answer", errors.SourceUnreachable("no answer")),
        Result("world_bank", "world_bank_wgi", "2026", "too much moved", MOVED),
    ),
    sentence="published snapshot 0123456789ab",
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Request]:
    """Put a refresh in place that tells OUTCOME, and return what it was asked for."""
    requests: list[Request] = []

    def refresh(request: Request, folder: Path, progress: Progress) -> Outcome:
        requests.append(request)
        for result in OUTCOME.results:
            progress.begin(result.family)
            progress.fail(result.sentence) if result.error else progress.end(result.sentence)
        return OUTCOME

    monkeypatch.setattr(pipeline, "refresh", refresh)
    return requests


def test_each_error_has_its_exit_code_and_advice() -> None:
    codes = {kind.__name__: kind.exit_code for kind in errors.EtlError.__subclasses__()}
    assert codes == {
        "Unexpected": 1,
        "UsageError": 2,
        "SourceUnreachable": 3,
        "BadFile": 4,
        "Refused": 5,
        "StoreError": 6,
        "CorruptSnapshot": 7,
    }
    assert errors.StoreBusy.exit_code == 6
    assert all(kind.advice for kind in errors.EtlError.__subclasses__() if kind is not errors.UsageError)


@pytest.mark.parametrize("sources", [[], ["world_bank"], ["gii", "world_bank"]])
def test_a_workbook_goes_with_gii_alone(tmp_path: Path, sources: list[str]) -> None:
    path = tmp_path / "book.xlsx"
    path.touch()
    result = run(tmp_path, "refresh", *sources, "--file", path)
    assert result.exit_code == 2
    assert "--file and --edition go with the source gii alone" in result.stderr
    assert not (data(tmp_path) / "CURRENT").exists()


def test_a_bad_file_ends_with_4_and_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_text("edition,economy\n", encoding="utf-8")
    result = run(tmp_path, "refresh", "gii", "--file", path)
    assert result.exit_code == 4
    started, sentence, advice = result.stderr.strip().splitlines()
    assert started == "wipo_gii: started"
    assert sentence.startswith("Error: wipo_gii: file book.xlsx: ")
    assert sentence.endswith("the file is not an Excel workbook (.xlsx): it does not begin as one")
    assert "last good snapshot stays" in advice


def test_a_missing_sheet_ends_with_4_and_names_it(tmp_path: Path) -> None:
    sheets = books.small()
    del sheets["Index Structure"]
    path = tmp_path / "book.xlsx"
    path.write_bytes(books.save(sheets))
    result = run(tmp_path, "refresh", "gii", "--file", path)
    assert result.exit_code == 4
    assert "the sheet 'Index Structure' is missing" in result.stderr


def test_a_refused_content_ends_with_5_and_lists_what_is_wrong(tmp_path: Path, short: Snapshot) -> None:
    store.publish(data(tmp_path), packages.held(short))
    before = (data(tmp_path) / "CURRENT").read_text(encoding="ascii")
    sheets = books.small()
    books.swap(sheets, books.NEW, ("CHN", "P7"), ("IND", "P7"), ["score", "rank"])
    path = tmp_path / "book.xlsx"
    path.write_bytes(books.save(sheets))
    result = run(tmp_path, "refresh", "gii", "--file", path, "--edition", "2026")
    assert result.exit_code == 5
    assert "Error: wipo_gii: the release of the GII 2026 is refused\n" in result.stderr
    assert "sheet 'Data': row " in result.stderr
    assert "economy IND, code GII), column SCORE: " in result.stderr
    assert (data(tmp_path) / "CURRENT").read_text(encoding="ascii") == before


def test_a_busy_data_folder_ends_with_6(tmp_path: Path) -> None:
    with store.locked(data(tmp_path)):
        result = run(tmp_path, "refresh", "curated")
    assert result.exit_code == 6
    assert "another refresh is running" in result.stderr


def test_a_data_folder_that_cannot_be_written_ends_with_6(tmp_path: Path) -> None:
    data(tmp_path).write_text("in the way", encoding="utf-8")
    result = run(tmp_path, "refresh", "curated")
    assert result.exit_code == 6
    assert "cannot be written" in result.stderr


def test_a_refresh_is_asked_for_what_was_typed(tmp_path: Path, asked: list[Request]) -> None:
    path = tmp_path / "book.xlsx"
    path.touch()
    run(tmp_path, "refresh")
    run(tmp_path, "refresh", "gii", "curated", "gii", "--dry-run")
    run(tmp_path, "refresh", "gii", "--file", path, "--edition", "2026", "--accept-revisions", "2026")
    run(tmp_path, "refresh", *("--accept-revisions", "2024,world_bank_wgi", "--accept-revisions", "curated"))
    assert asked == [
        Request(),
        Request(("gii", "curated"), dry_run=True),
        Request(("gii",), file=path, edition=2026, accept_revisions=("2026",)),
        Request(accept_revisions=("2024", "world_bank_wgi", "curated")),
    ]


def test_a_refresh_ends_with_the_highest_code_and_tells_each_source_once(
    tmp_path: Path, asked: list[Request]
) -> None:
    result = run(tmp_path, "refresh")
    assert result.exit_code == 5
    assert result.stdout.splitlines() == ["published snapshot 0123456789ab", "in use: versions/0123456789ab"]
    assert result.stderr.splitlines() == [
        "wipo_gii: started",
        "139 economies",
        "world_bank_wdi: started",
        "Error: no answer",
        "world_bank_wgi: started",
        "Error: too much moved",
        "world_bank_wgi:",
        "  observations: economy CHN, column value: 1 became 9",
        errors.SourceUnreachable.advice,
        MOVED.advice,
        "gii: a blank cell",
    ]


def test_a_quiet_refresh_tells_errors_alone(tmp_path: Path, asked: list[Request]) -> None:
    result = run(tmp_path, "refresh", "--quiet")
    assert result.exit_code == 5
    assert result.stdout == ""
    assert "Error: too much moved" in result.stderr
    assert "1 became 9" in result.stderr
    assert "started" not in result.stderr
    assert "blank cell" not in result.stderr


def test_a_quiet_refresh_that_went_well_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = replace(OUTCOME, results=OUTCOME.results[:1])
    monkeypatch.setattr(pipeline, "refresh", lambda *_: good)
    result = run(tmp_path, "refresh", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_a_machine_gets_the_outcome_as_one_document(tmp_path: Path, asked: list[Request]) -> None:
    result = run(tmp_path, "refresh", "--json")
    assert result.exit_code == 5
    told = json.loads(result.stdout)
    assert told["exit_code"] == 5
    assert told["published"] is True
    assert [item["failure"] and item["failure"]["kind"] for item in told["results"]] == [
        None,
        "SourceUnreachable",
        "Revised",
    ]
    assert told["results"][2]["failure"]["violations"] == [str(item) for item in MOVED.violations]
    assert told["results"][0]["warnings"] == ["a blank cell"]


def test_a_dry_run_does_not_name_a_snapshot_as_in_use(tmp_path: Path, asked: list[Request]) -> None:
    assert run(tmp_path, "refresh", "--dry-run").stdout == f"{OUTCOME.sentence}\n"
    assert json.loads(run(tmp_path, "refresh", "--dry-run", "--json").stdout)["dry_run"] is True


def test_what_was_built_is_told_to_people_and_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = Change("it is done", tmp_path, "0123456789ab")
    for name in ("rebuild", "build_bundled", "curate"):
        monkeypatch.setattr(building, name, lambda *_: built)
    book = tmp_path / "book.xlsx"
    book.touch()
    for words in (["build"], ["build", "--bundled"], ["build", "--output", "x"], ["curate", "--file", book]):
        assert run(tmp_path, *words).stdout == f"it is done\nsnapshot 0123456789ab in {tmp_path}\n"
        assert run(tmp_path, *words, "--quiet").output == ""
        told = json.loads(run(tmp_path, *words, "--json").stdout)
        assert told.pop("verdicts") == {}
        assert told == {"sentence": "it is done", "snapshot": "0123456789ab", "folder": str(tmp_path)}


def test_the_program_runs_as_a_module(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "etl", "refresh", "nothing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Error: there is no source")
    assert len(done.stderr.strip().splitlines()) == 1
