"""The command line for those who mistype, stop, or read through a pipe: one sentence, never a traceback."""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from data import store
from data.contract import Violation
from etl import cli_context, feeds
from etl.__main__ import main
from etl.errors import Refused
from etl.export import FORMS
from tests import packages
from tests.unit.cli import data, run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


ROOT = Path(__file__).resolve().parents[2]
COMMANDS = tuple(main.commands)
DEADLINE = 30


def broken(error: BaseException) -> Callable[[], object]:
    def catalog() -> object:
        raise error

    return catalog


# --- help ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_help_has_examples_that_can_be_typed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "WORKBOOK.xlsx").touch()
    text = run(tmp_path, *name.split(), "--help").stdout
    examples = [line.split("  ")[0] for line in text.split("Examples:\n    ")[1].split("\n    ")]
    for example in examples:
        words = shlex.split(example.partition(" > ")[0].partition(" >> ")[0])
        assert words[:3] == ["python", "-m", "etl"]
        if name:
            assert words[3] == name
        main.commands[words[3]].make_context(words[3], words[4:])


def test_the_list_of_commands_is_not_cut_short(tmp_path: Path) -> None:
    text = run(tmp_path, "--help").stdout
    listed = text.split("Commands:\n")[1].split("\n\n")[0]
    assert len(listed.splitlines()) == len(COMMANDS)
    assert all(command.short_help in listed for command in main.commands.values() if command.short_help)


def test_the_sources_that_can_be_named_are_those_of_the_pipeline(tmp_path: Path) -> None:
    help_text = " ".join(run(tmp_path, "refresh", "--help").stdout.split())
    assert f"SOURCES: {', '.join(feeds.NAMES)}." in help_text


def test_the_formats_that_can_be_named_are_those_of_the_export(tmp_path: Path) -> None:
    *some, last = FORMS
    assert f"{', '.join(some)} or {last}." in " ".join(run(tmp_path, "export", "--help").stdout.split())


def test_help_and_completion_do_not_wait_for_heavy_packages() -> None:
    code = "import sys, etl.__main__; print([name for name in ('pandas', 'requests') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# --- mistakes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ("refesh", "no such command 'refesh'. Did you mean 'refresh'?"),
        ("xyz", "no such command 'xyz'; see python -m etl --help"),
        ("--vesion", "no such option '--vesion'; see python -m etl --help"),
        ("refresh worldbank", "there is no source 'worldbank'; did you mean world_bank?"),
        (
            "refresh --accept-revisions 2024,ny.gdp.pcap.cd",
            "there is no series, edition or family 'ny.gdp.pcap.cd'; did you mean NY.GDP.PCAP.CD?",
        ),
        (
            "refresh --accept-revisions world_bank",
            "there is no series, edition or family 'world_bank'; did you mean world_bank_wgi?",
        ),
        ("refresh --dryrun", "no such option '--dryrun'. Did you mean '--dry-run'?"),
        ("refresh gii --edition soon", "--edition: 'soon' is not a valid integer range"),
        ("refresh gii --file none.xlsx", "--file: file 'none.xlsx' does not exist"),
        ("refresh gii --file", "option '--file' requires an argument"),
        ("export gii_score", "there is no table 'gii_score'; did you mean gii_scores?"),
        ("export --format cvs", "there is no format 'cvs'; did you mean csv?"),
        ("build --bundled --output x", "--bundled writes into data/bundled and takes no --output"),
        ("build x", "got unexpected extra argument (x); see python -m etl build --help"),
        ("curate", "--file is missing; see python -m etl curate --help"),
        ("export nope", "there is no table 'nope'; there are gii_scores, gii_structure, "),
        ("refresh nope", "there is no source 'nope'; there are gii, world_bank, "),
        ("diff", "the bundled snapshot is in use and nothing came before it: name two, as in diff bundled"),
        ("export --output -", "csv is a file for each table and standard output is one stream: name one"),
        ("check nowhere", "there is no version nowhere; available are bundled"),
        ("status nowhere", "there is no version nowhere; available are bundled"),
        ("refresh --webhook chat.example/T0KEN", "--webhook: an address that begins with https:// or"),
        ("refresh --webhook ftp://chat.example", "--webhook: an address that begins with https:// or"),
        ("refresh --webhook http://[::1", "--webhook: an address that begins with https:// or"),
    ],
)
def test_a_mistake_is_told_in_one_sentence(arguments: str, sentence: str, tmp_path: Path) -> None:
    result = run(tmp_path, *arguments.split())
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith(f"Error: {sentence}")
    assert len(result.stderr.splitlines()) == 1
    assert not data(tmp_path).exists()


@pytest.mark.parametrize("arguments", [["refesh"], ["refresh", "xyz"], ["refresh", "--nothing"], ["curate"]])
def test_a_machine_is_told_a_mistake_in_one_document(tmp_path: Path, arguments: list[str]) -> None:
    result = run(tmp_path, *arguments, "--json")
    assert result.exit_code == 2
    assert result.stderr == ""
    told = json.loads(result.stdout)
    assert told["kind"] == "UsageError"
    assert told["exit_code"] == 2
    assert told["error"]
    assert told["violations"] == []


def test_a_machine_is_told_every_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    error = Refused("no", [Violation("", "", "", f"rule {number}") for number in range(30)])
    monkeypatch.setattr(cli_context, "catalog", broken(error))
    told = json.loads(run(tmp_path, "status", "--json").stdout)
    assert told["violations"] == [f": rule {number}" for number in range(30)]
    assert told["advice"] == error.advice
    result = run(tmp_path, "status")
    assert len(result.stderr.splitlines()) == 1 + 20 + 1 + 1
    assert "  and 10 more\n" in result.stderr


# --- the unexpected --------------------------------------------------------------------------------------


def test_the_unexpected_is_one_sentence_and_a_hint(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_context, "catalog", broken(KeyError("x")))
    result = run(tmp_path, "status")
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "Error: something unexpected went wrong (KeyError: 'x')",
        "Set ETL_DEBUG=1 to see where.",
    ]
    told = json.loads(run(tmp_path, "status", "--json").stdout)
    assert told["kind"] == "KeyError"
    assert told["exit_code"] == 1


def test_the_unexpected_can_be_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_context, "catalog", broken(KeyError("x")))
    result = run(tmp_path, "status", "--json", debug=True)
    assert "Traceback" in result.stderr
    assert json.loads(result.stdout)["kind"] == "KeyError"


@pytest.mark.parametrize("kind", [KeyboardInterrupt, click.Abort])
def test_who_stops_a_command_sees_one_line(
    tmp_path: Path, kind: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cli_context, "catalog", broken(kind()))
    result = run(tmp_path, "status")
    assert result.exit_code == 130
    assert result.stderr == "Error: stopped; the snapshot in use stays whole\n"


def interruptible() -> None:
    """Restore Ctrl-C in a child of a shell that ignores it, as one in the background does."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_the_program_with_130() -> None:
    code = (
        "import os, signal, sys; from etl import cli_context; from etl.__main__ import main;"
        "cli_context.catalog = lambda: os.kill(os.getpid(), signal.SIGINT); main(['status'])"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, preexec_fn=interruptible
    )
    assert done.returncode == 128 + signal.SIGINT
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def silent() -> Iterator[socket.socket]:
    """Listen as a publisher who takes every question and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(DEADLINE)
        yield server


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_ctrl_c_does_not_wait_for_a_publisher(silent: socket.socket, tmp_path: Path, form: list[str]) -> None:
    address = f"http://127.0.0.1:{silent.getsockname()[1]}"
    environment = os.environ | {"WORLD_BANK_URL": address, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "etl", "refresh", "world_bank", *form]
    pipe = subprocess.PIPE
    with (
        subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=pipe, stderr=pipe, text=True, preexec_fn=interruptible
        ) as refresh,
        silent.accept()[0],
    ):
        refresh.send_signal(signal.SIGINT)
        out, told = refresh.communicate(timeout=5)
    assert refresh.returncode == 128 + signal.SIGINT
    *_, last = told.splitlines()
    if form:
        assert json.loads(out)["kind"] == "Stopped"
    else:
        assert last == "Error: stopped; the snapshot in use stays whole"


@pytest.mark.parametrize("command", ["export --help", "sources --json", "status"])
def test_a_reader_who_has_seen_enough_is_not_bothered(command: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    words = [sys.executable, "-m", "etl", *command.split()]
    with os.fdopen(writing, "wb") as closed:
        done = subprocess.run(words, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, check=False)
    assert done.stderr == b""
    assert done.returncode in (1, 141)


def test_the_stored_snapshot_survives_a_mistake(tmp_path: Path) -> None:
    store.publish(data(tmp_path), packages.small("kept"))
    for arguments in (["refresh", "nothing"], ["rollback", "0000"], ["export", "nothing"]):
        assert run(tmp_path, *arguments).exit_code == 2
    assert packages.note_of(data(tmp_path)) == "kept"
