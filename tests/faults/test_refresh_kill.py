"""A refresh killed or out of space at a sample of its calls leaves old or new; the next one recovers."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from data import store
from data.snapshot import Snapshot
from etl.errors import StoreError
from tests import packages
from tests.faults import held_publishers
from tests.faults.injection import FULL, KILL
from tests.publishers import Publishers

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def before(pinned: Snapshot, tmp_path: Path) -> Path:
    """A data folder with three snapshots; a refresh that keeps one, and the one before, removes two."""
    folder = tmp_path / "before"
    for package in (packages.small("one"), packages.small("two"), packages.overall(pinned.tables())):
        store.publish(folder, package)
    return folder


def test_a_refresh_survives_a_kill_or_a_full_disk_at_any_call(
    publishers: Publishers, pinned: Snapshot, before: Path, tmp_path: Path
) -> None:
    assert shutil.which("strace"), "this test needs strace (Debian: apt-get install strace)"
    held_publishers.world_bank(publishers, pinned)
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.refresh_under_fault", str(tmp_path)]
    variables = {**os.environ, "KEEP_VERSIONS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    whole, *results = map(json.loads, done.stdout.splitlines())
    old, new = whole["old"], whole["served"]
    assert (whole["code"], whole["reason"], old != new) == (0, None, True)
    assert (len(whole["releases"]), len(whole["versions"])) == (3, 2)
    assert results
    for result in results:
        killed = result["fault"][0] == KILL
        assert result["code"] == (-signal.SIGKILL if killed else StoreError.exit_code), result
        assert result["served"] in (old, new), result
        assert result["reason"] is None, result
        assert "damaged" not in " ".join(result["versions"] + result["releases"]), result
        assert killed or result["begun"] == [], result
        assert result["after"] == "", result
    assert {result["served"] for result in results} == {old, new}
    assert {kind for kind, _, _ in (result["fault"] for result in results)} == {KILL, FULL}
