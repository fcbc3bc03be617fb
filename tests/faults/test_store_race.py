"""Two processes that publish into one data folder at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from data import store
from tests import packages

ROOT = Path(__file__).resolve().parents[2]


def test_two_at_once_give_one_whole_snapshot(tmp_path: Path) -> None:
    folder = tmp_path
    store.publish(folder, packages.small("old"))
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
