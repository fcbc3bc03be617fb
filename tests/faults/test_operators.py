"""The operators' guide: a backup taken while a refresh runs is whole, can be served, and rolled back."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data import store
from data.snapshot import Snapshot, current_id, open_current
from tests import packages
from tests.documents import ROOT, section
from tests.faults import held_publishers
from tests.publishers import Publishers
from tests.serving import START, serve, until

GUIDE = "docs/operations.md"
HERE, CODE, DATA = "http://127.0.0.1:8050", "/opt/innovation-trajectory", "/var/lib/innovation-trajectory"
PLAIN = {name: value for name, value in os.environ.items() if not re.match("PYTEST|COV|DATA_|SNAPSHOT", name)}


class Machine:
    """What the guide names: the code, the data folder and the place of backups, all in a folder of a test."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.data = place / DATA.lstrip("/")
        (place / "var" / "backups").mkdir(parents=True)

    def script(self, heading: str, number: int = 0, address: str = HERE) -> str:
        """Return a block of the guide, with the places of this machine in the places that it names."""
        told = section(GUIDE, heading)[number].replace(CODE, str(ROOT)).replace(HERE, address)
        told = re.sub(r"/var/(?=lib/|backups/)", f"{self.place}/var/", told)
        return told.replace(".venv/bin/python", sys.executable)

    def run(self, heading: str, number: int = 0, address: str = HERE) -> str:
        """Run a block as one script that ends at the first fault; return what it prints."""
        command = ["sh", "-ec", self.script(heading, number, address)]
        done = subprocess.run(command, cwd=ROOT, env=PLAIN, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}{done.stdout}{done.stderr}"
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path, pinned: Snapshot) -> Machine:
    """A machine whose data folder holds a short snapshot, of which pages can be drawn."""
    made = Machine(tmp_path)
    store.publish(made.data, packages.short(pinned.tables(), packages.SHOWN))
    return made


def test_a_backup_during_a_refresh_is_restored_checked_put_in_place_and_rolled_back_while_it_is_served(
    machine: Machine, pinned: Snapshot
) -> None:
    before = current_id(machine.data)
    with Publishers() as publishers:
        held_publishers.world_bank(publishers, pinned)
        publishers.latency = 0.5
        refresh = subprocess.Popen(
            [sys.executable, "-m", "etl", "refresh", "world_bank", "--quiet"],
            cwd=ROOT,
            env={**PLAIN, "DATA_DIR": str(machine.data), **publishers.environment},
        )
        until(lambda: bool(publishers.seen), "the refresh asks")
        machine.run("Back up")
        after = current_id(machine.data)
        assert refresh.wait(START) == 0
    assert after != before, "the backup waits for the refresh"

    told = machine.run("Restore")
    assert f"snapshot {after} of " in told
    assert "no violation" in told
    restored = machine.data.with_name(f"{machine.data.name}.restored")
    assert open_current(restored)[0].id == after
    assert open_current(restored)[1] is None

    (machine.data / "CURRENT").unlink()
    with serve(machine.place, machine.data, "--workers", "1") as served:
        until(lambda: served.ready()["status"] == "degraded", "the newest that is there is served")
        assert served.ready()["snapshot"] == after
        machine.run("Restore", 1)
        until(lambda: served.ready()["status"] == "ready", "the restored folder is followed")
        assert served.ready()["snapshot"] == after
        machine.run("Monitor", address=served.address)
        assert f"the snapshot {before} is in use again" in machine.run("Roll back", address=served.address)
        until(lambda: served.ready()["snapshot"] == before, "the rollback is followed")
        assert served.ready()["status"] == "ready"
