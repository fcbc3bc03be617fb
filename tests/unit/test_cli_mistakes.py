"""The command line for those who ask for help, mistype, stop, or read through a pipe: never a traceback."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data import store
from data.contract import Violation
from etl import cli_context
from etl.commands import main
from etl.errors import Refused
from tests import packages
from tests.unit.cli import data, run

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]


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

    assert bash('etl check "$@"', "no where").stderr.startswith("Error: there is no version no where")
    completion = 'eval "$(_ETL_COMPLETE=bash_source etl)"'
    asked = 'COMP_WORDS=(etl "$@"); COMP_CWORD=$#; _etl_completion etl; printf "%s\\n" "${COMPREPLY[@]}"'
    offered = {
        "re": ["refresh"],
        "refresh pen": ["penn_world_table"],
        "refresh gii --acc": ["--accept-revisions", "--accept-values"],
        "export gii_s": ["gii_scores", "gii_structure"],
        "export --format x": ["xlsx"],
    }
    for words, names in offered.items():
        assert bash(f"{completion}; {asked}", *words.split()).stdout.splitlines() == names


MISTAKES = {
    "refesh": "No such command 'refesh'. Did you mean 'refresh'?",
    "refresh worldbank": "'worldbank' is not one of 'gii', 'world_bank', 'oecd_msti'",
    "refresh --dryrun": "No such option '--dryrun'. Did you mean '--dry-run'?",
    "refresh gii --edition soon": "Invalid value for '--edition'",
    "refresh gii --file none.xlsx": "File 'none.xlsx' does not exist.",
    "refresh --accept-revisions 2024,ny.gdp.pcap.cd": "--accept-revisions ny.gdp.pcap.cd: a series",
    "refresh --accept-revisions world_bank": "expected: ",
    "refresh --accept-revisions 1999": "--accept-revisions 1999: a series",
    "refresh --accept-values nobody": "--accept-values nobody: a series, an economy (ISO3) or SERIES:ECONOMY",
    "build --bundled --output x": "--bundled writes into data/bundled and takes no --output",
    "curate": "Missing option '--file'.",
    "diff": "the bundled snapshot is in use and nothing came before it: name two, as in diff bundled",
    "export nope": "'nope' is not one of 'gii_scores', 'gii_structure'",
    "export --output -": "csv is a file for each table, and standard output is one stream: name one",
    "check nowhere": "there is no version nowhere; available are bundled",
    "rollback 0000": "there is no version 0000; available are ",
}


def test_a_mistake_ends_with_2_and_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    for mistake, sentence in MISTAKES.items():
        result = run(tmp_path, *mistake.split())
        assert (result.exit_code, result.stdout) == (2, ""), mistake
        assert result.stderr.splitlines()[-1].startswith("Error: "), mistake
        assert sentence in result.stderr, mistake
    store.publish(data(tmp_path), packages.small("kept"))
    for arguments in (["refresh", "nothing"], ["rollback", "0000"], ["export", "nothing"]):
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
    assert sentence == "Error: something unexpected went wrong (KeyError: 'x')"
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
    assert told.splitlines()[-1] == "Error: stopped; the snapshot in use stays whole"


def test_a_reader_who_has_seen_enough_is_not_bothered() -> None:
    for command in ("export --help", "sources --json", "status", "export economies --output -"):
        reading, writing = os.pipe()
        os.close(reading)
        words = [sys.executable, "-m", "etl", *command.split()]
        with os.fdopen(writing, "wb") as closed:
            done = subprocess.run(words, cwd=ROOT, stdout=closed, stderr=subprocess.PIPE, check=False)
        assert (done.stderr, done.returncode) == (b"", 1), command
