"""The command line: what is asked for and told, exit codes, mistakes, and commands on snapshots."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest

from data import catalog, store
from data.contract import Violation
from data.snapshot import BUNDLED
from etl import cli_context, commands, errors, gates, pipeline
from etl.cli_context import Outcome, Progress, Request, Result
from etl.commands import main
from etl.errors import Refused
from tests import packages
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
    with store.lock_folder(data(tmp_path)):
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


ROOT = Path(__file__).resolve().parents[3]


def broken(error: BaseException) -> Callable[[], object]:
    def catalog() -> object:
        raise error

    return catalog


def test_every_help_says_what_the_command_does_and_its_examples_can_be_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "WORKBOOK.xlsx").touch()
    listed = run(tmp_path, "--help").stdout
    commands = listed.split("Commands:\n")[1].split("\n\n")[0]
    assert [line.split()[0] for line in commands.splitlines()] == sorted(main.commands)
    assert "..." not in commands, "a first sentence is cut short"
    for name in ("", *main.commands):
        for example in re.findall(
            r"^ +python -m etl (.+)", run(tmp_path, *name.split(), "--help").stdout, re.M
        ):
            command, *words = shlex.split(example.partition(" > ")[0].partition("    ")[0])
            main.commands[command].make_context(command, words)


def test_help_and_completion_do_not_wait_for_heavy_packages() -> None:
    code = "import sys, etl.__main__; print([name for name in ('pandas', 'requests') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_command_etl_runs_anywhere_and_the_tab_key_completes_it(tmp_path: Path) -> None:
    programs = tmp_path / "it's a $HOME folder"
    programs.mkdir()
    (programs / "etl").symlink_to(ROOT / "tools" / "etl")
    (tmp_path / "etl").mkdir()
    (tmp_path / "etl" / "__main__.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(tmp_path)}

    def bash(script: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [shutil.which("bash") or "", "--norc", "-c", script, "bash", *words]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    assert bash('etl check "$@"', "no where").stderr.startswith("Error: unknown version no where")
    completion = 'eval "$(_ETL_COMPLETE=bash_source etl)"'
    asked = 'COMP_WORDS=(etl "$@"); COMP_CWORD=$#; _etl_completion etl; printf "%s\\n" "${COMPREPLY[@]}"'
    offered = {"re": ["refresh"], "refresh pen": ["penn_world_table"]}
    for words, names in offered.items():
        assert bash(f"{completion}; {asked}", *words.split()).stdout.splitlines() == names


MISTAKES = {
    "refesh": "No such command 'refesh'. Did you mean 'refresh'?",
    "refresh worldbank": "'worldbank' is not one of 'gii', 'world_bank', 'oecd_msti'",
    "refresh --dryrun": "No such option '--dryrun'. Did you mean '--dry-run'?",
    "refresh world_bank --edition 2026": "--file and --edition work only with the source gii",
    "refresh gii world_bank --file pyproject.toml": "--file and --edition work only with the source gii",
    "refresh gii --edition soon": "Invalid value for '--edition'",
    "refresh gii --file none.xlsx": "File 'none.xlsx' does not exist.",
    "refresh --accept-revisions 2024,ny.gdp.pcap.cd": "unknown name ny.gdp.pcap.cd; use a series",
    "refresh --accept-revisions world_bank": "unknown name world_bank; use ",
    "refresh --accept-revisions 1999": "--accept-revisions: unknown name 1999; use a series",
    "refresh --accept-values nobody": "--accept-values: unknown name nobody; use a series, an economy",
    "build --bundled --output x": "--bundled writes into data/bundled and takes no --output",
    "curate --edition 2026": "--edition needs --file",
    "diff bundled": "the command diff no longer exists: use `refresh --dry-run`",
    "doctor --json": "the command doctor no longer exists: use `refresh --dry-run`",
    "export --format xlsx": "the command export no longer exists: download the tables from the Data page",
    "status previous": "there is no previous snapshot: the bundled one is in use",
    "check nowhere": "unknown version nowhere: choose one of bundled",
    "rollback 0000": "unknown version 0000: choose one of ",
}


def test_a_mistake_ends_with_2_and_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    for mistake, sentence in MISTAKES.items():
        result = run(tmp_path, *mistake.split())
        assert (result.exit_code, result.stdout) == (2, ""), mistake
        assert result.stderr.splitlines()[-1].startswith("Error: "), mistake
        assert sentence in result.stderr, mistake
    store.publish(data(tmp_path), packages.small("kept"))
    for arguments in (["refresh", "nothing"], ["rollback", "0000"]):
        assert run(tmp_path, *arguments).exit_code == 2
    assert packages.note_of(data(tmp_path)) == "kept"


def test_of_many_violations_the_first_are_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = Refused("no", [Violation("", "", "", f"rule {number}") for number in range(30)])
    monkeypatch.setattr(cli_context, "catalog", broken(error))
    result = run(tmp_path, "status")
    assert result.exit_code == 5
    assert result.stderr.splitlines()[0] == "Error: no"
    assert result.stderr.splitlines()[-2:] == ["  and 10 more", error.advice]
    assert len(result.stderr.splitlines()) == 1 + 20 + 1 + 1


def test_the_unexpected_is_one_sentence_and_a_hint_or_a_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_context, "catalog", broken(KeyError("x")))
    result = run(tmp_path, "status")
    assert result.exit_code == 1
    sentence, advice = result.stderr.splitlines()
    assert sentence == "Error: unexpected error (KeyError: 'x')"
    assert "Set ETL_DEBUG=1 and run again" in advice
    assert isinstance(run(tmp_path, "status", debug=True).exception, KeyError)


def test_ctrl_c_ends_with_130_and_does_not_wait_for_a_publisher(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(30)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        environment = os.environ | {"WORLD_BANK_URL": address, "DATA_DIR": str(tmp_path)}
        command = [sys.executable, "-m", "etl", "refresh", "world_bank"]
        with (
            subprocess.Popen(
                command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True
            ) as refresh,
            silent.accept()[0],
        ):
            refresh.send_signal(signal.SIGINT)
            _, told = refresh.communicate(timeout=20)
    assert refresh.returncode == 130
    assert told.splitlines()[-1] == "Error: stopped; the snapshot in use is unchanged"


def test_a_reader_who_has_seen_enough_is_not_bothered() -> None:
    for command in ("refresh --help", "status --json"):
        reading, writing = os.pipe()
        os.close(reading)
        words = [sys.executable, "-m", "etl", *command.split()]
        with os.fdopen(writing, "wb") as closed:
            done = subprocess.run(words, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, check=False)
        assert (done.stderr, done.returncode) == (b"", 1), command


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
    store.write_package(tmp_path, store.pack(tables, {}, {}))
    result = run(tmp_path, "check", tmp_path)
    first, second = result.stdout.splitlines()
    assert (
        first == "gii_scores: edition 2025, economy CHN, code GII, column strength: 'N' must be one of S, W"
    )
    assert second.endswith("economy XXX, year 2024, column economy: XXX is not in the table economies")
    sentence, advice = result.stderr.splitlines()
    assert sentence.startswith("Error: 2 violations in snapshot ")
    assert advice == commands.BROKEN_ADVICE
    told = run(tmp_path, "check", tmp_path, "--json")
    assert result.exit_code == told.exit_code == 5
    assert json.loads(told.stdout)["violations"] == [first, second]


def test_status_tells_editions_and_sources(tmp_path: Path) -> None:
    state = json.loads(run(tmp_path, "status", "--json").stdout)
    assert state["degraded"] is None
    assert [row["edition"] for row in state["editions"]] == [2007, 2009, *range(2010, 2026)]
    newest = {"edition": 2025, "economies": 139, "codes": 109, "source": "wipo_tech1_2025"}
    assert newest.items() <= state["editions"][-1].items()
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
    place, package = tmp_path / "bundled", packages.small("bundled")
    store.write_package(place, package)
    monkeypatch.setattr("etl.versions.BUNDLED", place)
    bundled = package.id
    names = {"current": newer, "previous": older, "bundled": bundled, older[:6]: older, str(place): bundled}
    for name, identity in names.items():
        for command in ("check", "status"):
            told = json.loads(run(tmp_path, command, name, "--json").stdout)
            assert told["snapshot"] == identity, (command, name)
    assert "already in use" in run(tmp_path, "rollback", "current").stderr
    assert run(tmp_path, "rollback", "bundled").exit_code == 0
    assert json.loads(run(tmp_path, "status", "--json").stdout)["snapshot"] == bundled
