"""The command etl in a real shell: from any folder, with what the tab key offers."""

from __future__ import annotations

import os
import pty
import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BASH = shutil.which("bash") or ""
DEADLINE = 60
COMPLETION = 'eval "$(_ETL_COMPLETE=bash_source etl)"'


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Return that of a user who has a link to the command in a folder of programs with an odd name."""
    programs = tmp_path / "it's a $HOME folder"
    programs.mkdir()
    (programs / "etl").symlink_to(ROOT / "tools" / "etl")
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
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
    ],
)
def test_bash_is_offered_what_may_come_next(
    environment: dict[str, str], tmp_path: Path, words: list[str], offered: list[str]
) -> None:
    (tmp_path / "data" / "versions" / "0011223344aa").mkdir(parents=True)
    asked = 'COMP_WORDS=(etl "$@"); COMP_CWORD=$#; _etl_completion etl; printf "%s\\n" "${COMPREPLY[@]}"'
    done = subprocess.run(
        [BASH, "--norc", "-c", f"{COMPLETION}; {asked}", "bash", *words],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == offered


def test_the_command_runs_the_program_from_anywhere(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "etl").mkdir()
    (tmp_path / "etl" / "__main__.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    done = subprocess.run(
        [BASH, "--norc", "-c", "etl refresh 'a b'"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.startswith("Error: there is no source 'a b'")


def test_the_tab_key_completes_in_an_interactive_bash(environment: dict[str, str], tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    shell = subprocess.Popen(
        [BASH, "--norc", "--noprofile", "-i"],
        cwd=tmp_path,
        env=environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
        start_new_session=True,
    )
    os.close(follower)
    try:
        os.write(leader, f"{COMPLETION}; echo rea''dy\n".encode())
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
