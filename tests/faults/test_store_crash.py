"""A refresh killed at any moment leaves the old or the new snapshot, and the next one recovers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data import store
from tests import packages

ROOT = Path(__file__).resolve().parents[2]

# For each step of a publication that touches the disk, a child process dies right before that step.
KILLS = """
import os, pathlib, signal, sys, traceback
from data import store
from tests import packages

EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.fsync")
folder, mode = pathlib.Path(sys.argv[1]), sys.argv[2]
old = packages.small("old")


def die_at(number, package):
    seen = 0

    def step(event, arguments):
        nonlocal seen
        if event in EVENTS and str(folder) in (str(arguments[0]) if arguments else ""):
            seen += 1
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)

    def sync(handle, fsync=os.fsync):
        step("os.fsync", [str(folder)])
        fsync(handle)

    os.fsync = sync
    sys.addaudithook(step)
    store.publish(folder, package)


number, killed = 0, True
while killed:
    number += 1
    store.publish(folder, old)
    package = packages.small(f"new {number}")
    child = os.fork()
    if child == 0:
        try:
            die_at(number, package)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    killed = status == -signal.SIGKILL
    print(number, status, packages.note_of(folder).replace(f"new {number}", "new"), flush=True)
    if mode == "damage" and killed:
        (folder / "versions" / package.id).mkdir(exist_ok=True)
        (folder / "versions" / package.id / "sources.csv").write_bytes(b"half")
        store.publish(folder, package)
        assert packages.note_of(folder) == f"new {number}"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store.publish(tmp_path, packages.small("old"))
    return tmp_path


@pytest.mark.parametrize("mode", ["plain", "damage"])
def test_a_kill_before_any_step_leaves_old_or_new(folder: Path, mode: str) -> None:
    command = [sys.executable, "-W", "ignore", "-c", KILLS, str(folder), mode]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    lines = [line.split() for line in run.stdout.splitlines()]
    assert len(lines) > 25
    assert {(status, note) for _, status, note in lines[:-1]} == {("-9", "old"), ("-9", "new")}
    assert lines[-1][1:] == ["0", "new"]
    notes = [note for _, _, note in lines]
    assert notes == sorted(notes, reverse=True)  # old until one step, new from then on
    store.publish(folder, packages.small("after"))
    assert packages.note_of(folder) == "after"
    assert not list(folder.rglob(".tmp-*"))


def test_two_at_once_give_one_whole_snapshot(folder: Path) -> None:
    code = (
        "import pathlib, sys\n"
        "from data import store\n"
        "from tests import packages\n"
        "for turn in range(10):\n"
        "    try:\n"
        "        store.publish(pathlib.Path(sys.argv[1]), packages.small(f'{sys.argv[2]} {turn}'))\n"
        "    except store.StoreBusy:\n"
        "        continue\n"
    )
    commands = [[sys.executable, "-c", code, str(folder), name] for name in ("left", "right")]
    runs = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for command in commands]
    while any(run.poll() is None for run in runs):
        assert packages.note_of(folder).split()[0] in ("old", "left", "right")
    for run in runs:
        assert run.stderr is not None
        assert run.stderr.read() == ""
        run.stderr.close()
        assert run.returncode == 0
    assert packages.note_of(folder).split()[0] in ("left", "right")
