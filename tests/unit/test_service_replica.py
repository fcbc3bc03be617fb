"""A replica's looks at its store: bounded, one for all workers, remembered, and told in time."""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from data import store
from data.snapshot import current_id
from service.replica import STATE, Replica, SyncStatus, named_replica
from tests import packages

if TYPE_CHECKING:
    from collections.abc import Iterator

ONE, TWO = packages.small("one"), packages.small("two")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    store.publish(folder, ONE)
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://user:word@127.0.0.1:{listener.getsockname()[1]}/room"


@pytest.fixture
def dripping() -> Iterator[str]:
    """The address of a server whose head of an answer never ends."""
    done = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection, suppress(OSError):
                while not done.wait(0.1):
                    connection.sendall(b"H")

        thread = threading.Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        done.set()
        thread.join()


def test_the_first_look_brings_the_snapshot_and_later_ones_the_next(source: Path, data: Path) -> None:
    following = Replica(str(source), data, poll=1)
    following.look()
    assert current_id(data) == ONE.id
    status = following.store_status()
    assert (status.trouble, status.since, status.stale) == ("", None, False)
    following.follow()
    store.publish(source, TWO)
    limit = time.monotonic() + 20
    while current_id(data) != TWO.id:
        assert time.monotonic() < limit
        time.sleep(0.1)
    following.stopped.set()


def test_a_store_that_never_answers_holds_the_start_only_so_long_and_no_secret_is_told(
    silent: str, data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    following, begun = Replica(silent, data), time.monotonic()
    with caplog.at_level(logging.INFO):
        following.look(1)
        assert time.monotonic() - begun < 5
        first = following.store_status()
        following.look(1)
    assert first.trouble == "the published store: a look was not done within 1 seconds"
    assert (first.confirmed, first.stale) == (None, True)
    assert following.store_status().since == first.since
    assert [record.getMessage() for record in caplog.records] == [
        f"the last snapshot stays on show: {first.trouble}"
    ]
    assert "word" not in caplog.text
    assert b"word" not in (data / STATE).read_bytes()


def test_a_store_that_drips_and_a_share_that_hangs_are_given_up(
    dripping: str, tmp_path: Path, data: Path
) -> None:
    os.mkfifo(tmp_path / "CURRENT")
    store.publish(data, ONE)
    for url in (dripping, str(tmp_path)):
        following, begun = Replica(url, data), time.monotonic()
        following.look(1)
        assert time.monotonic() - begun < 5
        said = "the published store: a look was not done within 1 seconds"
        assert (following.store_status().trouble, current_id(data)) == (said, ONE.id)
        with store.locked(data):  # the lock is free again
            pass


def test_trouble_is_stale_only_after_the_time_allowed_and_ends_with_a_confirmation(
    source: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    following = Replica(str(source), data, stale=600)
    following.look()
    confirmed = following.last().confirmed
    hidden = source.rename(source.with_name("hidden"))
    following.look()
    now = time.time()
    fresh = following.store_status()
    assert (fresh.trouble, fresh.stale) == ("the published store: CURRENT was not found", False)
    assert (fresh.since, fresh.confirmed) == (fresh.looked, confirmed)
    monkeypatch.setattr("time.time", lambda: now + 601)
    later = following.store_status()
    assert (later.trouble, later.stale, later.since) == (fresh.trouble, True, fresh.since)
    following.look()
    assert following.last() == SyncStatus(now + 601, confirmed, fresh.trouble, fresh.since)
    hidden.rename(source)
    following.look()
    assert following.store_status() == SyncStatus(now + 601, now + 601)


def test_a_worker_that_takes_the_place_of_another_knows_what_was_found(source: Path, data: Path) -> None:
    Replica(str(source), data).look()
    assert Replica(str(source), data).store_status().confirmed is not None
    assert Replica("/elsewhere", data).store_status().confirmed is None


def test_two_workers_look_no_more_often_than_one(
    source: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float] = []

    def noted(self: Replica, patience: int) -> str:
        looks.append(time.time())
        return ""

    data.mkdir()
    monkeypatch.setattr(Replica, "_run", noted)
    workers = [Replica(str(source), data, poll=1) for _ in range(2)]
    for worker in workers:
        worker.follow()
    time.sleep(3.5)
    for worker in workers:
        worker.stopped.set()
    assert 2 <= len(looks) <= 4


@pytest.mark.parametrize("shift", [-86_401, 86_401])
def test_a_clock_that_is_set_makes_a_replica_stale_until_its_next_look(
    source: Path, data: Path, monkeypatch: pytest.MonkeyPatch, shift: int
) -> None:
    following = Replica(str(source), data)
    following.look()
    assert not following.store_status().stale
    now = time.time() + shift
    monkeypatch.setattr("time.time", lambda: now)
    assert following.store_status().stale
    following.look()
    assert following.store_status() == SyncStatus(now, now)


def test_a_look_of_the_future_does_not_keep_a_worker_from_looking(
    source: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    following, begun = Replica(str(source), data, poll=1), time.time()
    with monkeypatch.context() as ahead:
        ahead.setattr("time.time", lambda: begun + 86_400)
        following.look()
    following.follow()
    while not (looked := following.last().looked) or looked > begun + 30:
        assert time.time() < begun + 20
        time.sleep(0.1)
    following.stopped.set()


def test_a_trouble_does_not_begin_in_the_future(
    tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    following, now = Replica(str(tmp_path / "missing"), data), time.time()
    for moment in (now, now - 1000):
        monkeypatch.setattr("time.time", lambda moment=moment: moment)
        following.look()
        assert following.last().since == moment


def test_a_folder_that_cannot_be_written_is_told_without_its_path(source: Path, data: Path) -> None:
    data.write_text("in the way", encoding="utf-8")
    following = Replica(str(source), data)
    following.look()
    assert "cannot be written" in following.store_status().trouble


def test_while_another_process_is_at_it_the_status_stays(source: Path, data: Path) -> None:
    following = Replica(str(source), data)
    following.look()
    before = following.last()
    with store.locked(data):
        following.look()
    assert following.last() == before


@pytest.mark.parametrize("value", ["0", "-1", "soon", "1.5", "²"])
def test_a_pause_nobody_meant_stops_the_start(value: str) -> None:
    with pytest.raises(ValueError, match="DATA_POLL must be a whole number of seconds"):
        named_replica({"DATA_URL": "/somewhere", "DATA_POLL": value})


def test_without_an_address_or_with_a_pinned_package_nothing_is_followed() -> None:
    assert named_replica({}) is None
    assert named_replica({"DATA_URL": "/somewhere", "SNAPSHOT": "/package"}) is None
    assert named_replica({"DATA_URL": "/somewhere", "PATH": os.defpath}) is not None
