"""The command line: refresh and build, their exit codes, and what people and machines are told."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from data import store
from data.contract import Violation
from etl import errors, pipeline
from etl.cli_context import Outcome, Request, Result
from etl.commands import Progress
from tests.unit.cli import data, run

MOVED = errors.Refused("too much moved", [Violation("observations", "economy CHN", "value", "1 became 9")])
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
            progress.end("Error: " * bool(result.error) + result.sentence, failed=bool(result.error))
        return OUTCOME

    monkeypatch.setattr(pipeline, "refresh", refresh)
    return requests


# --- exit codes ------------------------------------------------------------------------------------------


def test_a_bad_file_ends_with_4_and_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_text("edition,economy\n", encoding="utf-8")
    result = run(tmp_path, "refresh", "gii", "--file", path)
    assert result.exit_code == 4
    started, sentence, advice = result.stderr.strip().splitlines()
    assert started == "wipo_gii ..."
    assert sentence.startswith("Error: wipo_gii: file book.xlsx: ")
    assert "the file is not a whole Excel workbook (.xlsx)" in sentence
    assert "last good snapshot stays" in advice


def test_a_busy_data_folder_ends_with_6(tmp_path: Path) -> None:
    with store.locked(data(tmp_path)):
        result = run(tmp_path, "refresh", "curated")
    assert result.exit_code == 6
    assert "another refresh is running" in result.stderr
    assert "Wait until the other refresh has ended" in result.stderr


# --- what is asked for, and told -------------------------------------------------------------------------


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
        "wipo_gii ...",
        "139 economies",
        "world_bank_wdi ...",
        "Error: no answer",
        "world_bank_wgi ...",
        "Error: too much moved",
        "world_bank_wgi:",
        "  observations: economy CHN, column value: 1 became 9",
        errors.SourceUnreachable.advice,
        MOVED.advice,
        "gii: a blank cell",
    ]
    assert run(tmp_path, "refresh", "--dry-run").stdout == f"{OUTCOME.sentence}\n"


def test_a_quiet_refresh_tells_errors_alone(
    tmp_path: Path, asked: list[Request], monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(tmp_path, "refresh", "--quiet")
    assert (result.exit_code, result.stdout) == (5, "")
    assert "1 became 9" in result.stderr
    assert not any(word in result.stderr for word in ("...", "139 economies", "blank cell"))
    monkeypatch.setattr(pipeline, "refresh", lambda *_: replace(OUTCOME, results=OUTCOME.results[:1]))
    result = run(tmp_path, "refresh", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_a_machine_gets_the_outcome_as_one_document(tmp_path: Path, asked: list[Request]) -> None:
    result = run(tmp_path, "refresh", "--json", "--dry-run")
    assert result.exit_code == 5
    told = json.loads(result.stdout)
    assert (told["exit_code"], told["published"], told["dry_run"]) == (5, True, True)
    good, silent, moved = told["results"]
    assert (good["failure"], good["warnings"]) == (None, ["a blank cell"])
    assert (silent["failure"]["kind"], silent["failure"]["exit_code"]) == ("SourceUnreachable", 3)
    assert moved["failure"]["violations"] == [str(item) for item in MOVED.violations]


def test_a_bar_counts_the_answers_of_one_source_and_never_goes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = StringIO()
    monkeypatch.setattr(screen, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stderr", screen)
    progress = Progress()
    progress.begin("x")
    for source, done in (("x", 1), ("y", 4), ("x", 3), ("x", 2)):
        progress.step(source, done, 4)
    progress.end("x: 9 series")
    progress.end("Error: y: no answer", failed=True)
    counts = [line.split()[-1] for line in screen.getvalue().split("\n")[0].split("\r") if line]
    assert [count.removesuffix("\x1b[?25h") for count in counts] == ["0/1", "1/4", "3/4"]
    assert screen.getvalue().split("\n")[1:] == ["x: 9 series", "Error: y: no answer", ""]
