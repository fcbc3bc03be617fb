"""Completion in a real shell: what the tab key offers after etl."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from etl.__main__ import main
from etl.commands import completion

BASH = shutil.which("bash") or ""
DEADLINE = 20


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "completion.bash"
    path.write_text(CliRunner().invoke(main, ["completion", "bash"]).stdout, encoding="utf-8")
    return path


def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(tmp_path),
        "DATA_DIR": str(tmp_path / "data"),
        "TERM": "dumb",
    }


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["re"], ["refresh"]),
        (["refresh", ""], ["gii", "world_bank", "oecd_msti", "penn_world_table", "curated"]),
        (["refresh", "gii", "--acc"], ["--accept-revisions", "--accept-values"]),
        (["refresh", "--accept-revisions", "2024,SP.POP.T"], ["2024,SP.POP.TECH.RD.P6"]),
        (["export", "gii_s"], ["gii_scores", "gii_structure"]),
        (["export", "--format", "x"], ["xlsx"]),
        (["rollback", "00"], ["0011223344aa"]),
        (["diff", "bundled", "cur"], ["current"]),
        (["completion", ""], ["bash", "zsh", "fish"]),
    ],
)
def test_bash_is_offered_what_may_come_next(
    script: Path, tmp_path: Path, words: list[str], offered: list[str]
) -> None:
    (tmp_path / "data" / "versions" / "0011223344aa").mkdir(parents=True)
    asked = 'COMP_WORDS=(etl "$@"); COMP_CWORD=$#; _etl_offer; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        [BASH, "--norc", "-c", f"source {script}; {asked}", "bash", *words],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == offered


def test_the_function_runs_the_program_from_anywhere(script: Path, tmp_path: Path) -> None:
    (tmp_path / "etl").mkdir()
    (tmp_path / "etl" / "__main__.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    done = subprocess.run(
        [BASH, "--norc", "-c", f"source {script}; etl refresh 'a b'"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: there is no source 'a b'")


def test_the_tab_key_completes_in_an_interactive_bash(script: Path, tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    shell = subprocess.Popen(
        [BASH, "--norc", "--noprofile", "-i"],
        cwd=tmp_path,
        env=environment(tmp_path),
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    try:
        os.write(leader, f"source {script}; echo rea''dy\n".encode())
        read_until(leader, b"ready")
        os.write(leader, b"etl refresh penn\t")
        read_until(leader, b"penn_world_table")
        os.write(leader, b"\x15exit\n")
        assert shell.wait(DEADLINE) == 0
    finally:
        shell.kill()
        shell.wait()
        os.close(leader)


def read_until(terminal: int, wanted: bytes) -> None:
    seen, end = b"", time.monotonic() + DEADLINE
    while wanted not in seen:
        assert time.monotonic() < end, seen
        seen += os.read(terminal, 1024)


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_get_a_script_that_is_filled_in(shell: str) -> None:
    text = completion.script(shell)
    assert "@" not in text.replace('"$@"', "").replace(str(completion.ROOT), "").replace(sys.executable, "")
    assert f"_ETL_COMPLETE{' ' if shell == 'fish' else '='}{shell}_complete" in text


def test_a_folder_with_odd_characters_is_quoted(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = tmp_path / "it's a $HOME \\ folder"
    odd.symlink_to(completion.ROOT)
    monkeypatch.setattr(completion, "ROOT", odd)
    script.write_text(completion.script("bash") + "etl completion fish >/dev/null\n", encoding="utf-8")
    done = subprocess.run([BASH, "--norc", script], env=environment(tmp_path), cwd="/", check=False)
    assert done.returncode == 0
    assert "'" + str(odd).replace("\\", "\\\\").replace("'", "\\'") + "'" in completion.script("fish")
