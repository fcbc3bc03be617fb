"""Snapshots carried by rclone, as deployed, while a site follows: it shows the old or the new, never half."""

import os
import signal
import subprocess
from pathlib import Path
from threading import Event, Thread
from urllib.request import urlopen

from data import store
from data.snapshot import HISTORY, POINTER, VERSIONS, Snapshot, current_id, open_current
from tests import packages
from tests.serving import ROOT, serve, until

SCRIPT = ROOT / "deploy" / "carry.sh"
PATIENCE = 300  # seconds


def carrying(source: Path, target: Path, **environment: str) -> subprocess.Popen[bytes]:
    command = ["sh", str(SCRIPT), str(source), str(target)]
    environment = {**os.environ, "RCLONE_CONFIG": "/dev/null", **environment}
    return subprocess.Popen(command, env=environment, start_new_session=True)


def test_a_site_shows_what_is_carried_without_a_restart_and_nothing_of_a_run_that_was_killed(
    pinned: Snapshot, tmp_path: Path
) -> None:
    source, data = tmp_path / "source", tmp_path / "data"
    one, two = packages.pair(pinned.tables())
    store.publish(source, one)
    assert carrying(source, data).wait(PATIENCE) == 0
    seen: set[tuple[str, ...]] = set()
    done = Event()

    def read(address: str) -> None:
        while not done.wait(0.05):
            with urlopen(f"{address}/en/", timeout=PATIENCE) as answer:  # noqa: S310 - raises what is not 200
                told = answer.read()
                named = {package.id for package in (one, two) if package.id.encode() in told}
                seen.add((answer.headers["X-Snapshot"], *named))

    with serve(tmp_path, data) as served:
        reader = Thread(target=read, args=(served.address,))
        reader.start()
        try:
            store.publish(source, two)
            half = data / VERSIONS / two.id
            run = carrying(source, data, RCLONE_BWLIMIT="64k", RCLONE_TRANSFERS="1")
            until(lambda: half.is_dir() and any(half.iterdir()), "some of the new version is carried")
            os.killpg(run.pid, signal.SIGKILL)
            run.wait(PATIENCE)
            assert not store.is_whole(half)
            assert current_id(data) == one.id
            assert open_current(data)[0].id == one.id  # what a start would show
            said = served.ready()
            assert (said["status"], said["snapshot"]) == ("ready", one.id)

            assert carrying(source, data).wait(PATIENCE) == 0
            until(lambda: {served.ready()["snapshot"] for _ in range(20)} == {two.id}, "two is shown")
        finally:
            done.set()
            reader.join()
    assert seen == {(one.id, one.id), (two.id, two.id)}


def test_what_is_carried_again_replaces_nothing_and_what_was_pruned_goes(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    ids = [store.publish(source, packages.small(name)).name for name in ("one", "two", "three")]
    assert carrying(source, target).wait(PATIENCE) == 0
    assert {path.name for path in (target / VERSIONS).iterdir()} == set(ids)
    assert (target / HISTORY).read_bytes() == (source / HISTORY).read_bytes()
    before = (target / POINTER).stat()
    with store.lock_folder(source) as held:
        assert held.prune(2) == ids[:1]
    (source / VERSIONS / ".tmp-unfinished").mkdir()
    (source / VERSIONS / ".tmp-unfinished" / "file").touch()
    assert carrying(source, target).wait(PATIENCE) == 0
    now = (target / POINTER).stat()  # that it was read is no change
    assert (now.st_ino, now.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert {path.name for path in (target / VERSIONS).iterdir()} == set(ids[1:])
    assert sorted(path.name for path in target.iterdir()) == [POINTER, HISTORY, VERSIONS]
    (source / POINTER).unlink()  # a source that is not whole is not carried
    assert carrying(source, target).wait(PATIENCE) != 0
    assert current_id(target) == ids[-1]


def test_current_is_replaced_in_one_step(tmp_path: Path) -> None:
    source = tmp_path / "source"
    new = store.publish(source, packages.small("new")).name
    for number, kept in enumerate((b"", b"0123456789ab\n")):
        target = tmp_path / str(number)
        target.mkdir()
        (target / POINTER).write_bytes(kept)
        with (target / POINTER).open("rb") as old:
            assert carrying(source, target).wait(PATIENCE) == 0
            assert old.read() == kept  # the file that was open is the one before
        assert current_id(target) == new
