"""A store that misbehaves in every way it can: the last good snapshot stays, and the status says why."""

from __future__ import annotations

import gzip
import json
import os
import socket
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from data import mirror, store, store_reader
from data.descriptor import FILE_NAME, canonical, seal, snapshot_id
from data.snapshot import POINTER, VERSIONS, current_id, open_current
from tests import growing, packages
from tests.faults import injection

if TYPE_CHECKING:
    from data.snapshot import Snapshot
    from tests.publishers import Publishers


OLD, NEW = packages.small("old"), packages.small("new")
ROOM = "/room"


def offer(publishers: Publishers, package: store.Package, at: str | None = None) -> None:
    """Let the server show a package as the current one, at its own id or at another."""
    for name, content in package.files.items():
        publishers.file(f"{ROOM}/{VERSIONS}/{at or package.id}/{name}", content)
    publishers.file(f"{ROOM}/{POINTER}", f"{at or package.id}\n".encode())


def resealed(**changes: Any) -> store.Package:
    """A package whose first table is described otherwise, with a seal that fits."""
    descriptor = json.loads(NEW.files[FILE_NAME])
    descriptor["resources"][0] |= changes
    descriptor["id"] = snapshot_id([str(one["hash"]) for one in descriptor["resources"]])
    return store.Package(descriptor["id"], NEW.files | {FILE_NAME: canonical(seal(descriptor))})


@pytest.fixture
def url(publishers: Publishers) -> str:
    offer(publishers, OLD)
    return publishers.base + ROOM


@pytest.fixture
def data(tmp_path: Path, url: str) -> Path:
    """A data folder that holds the old snapshot, as the store does."""
    folder = tmp_path / "data"
    assert (mirror.follow(url, folder), current_id(folder)) == ("", OLD.id)
    return folder


def refused(url: str, data: Path) -> str:
    """Look at the store; the folder must be as it was. Return why nothing was taken."""
    trouble = mirror.follow(url, data)
    assert trouble
    assert (open_current(data)[0].id, open_current(data)[1]) == (OLD.id, None)
    assert [path.name for path in (data / VERSIONS).iterdir()] == [OLD.id]
    return trouble


def test_a_new_snapshot_is_taken_and_a_held_one_is_not_fetched_again(
    publishers: Publishers, url: str, data: Path
) -> None:
    offer(publishers, NEW)
    mirror.follow(url, data)
    assert packages.note_of(data) == "new"
    publishers.seen.clear()
    offer(publishers, OLD)
    mirror.follow(url, data)
    assert packages.note_of(data) == "old"
    assert [one.path for one in publishers.seen] == [f"{ROOM}/{POINTER}"]


def test_user_password_and_signature_of_an_address_are_sent_and_never_told(
    publishers: Publishers, url: str, data: Path
) -> None:
    offer(publishers, NEW)
    named = url.replace("//", "//user:pass%20word@")
    mirror.follow(named, data)
    assert packages.note_of(data) == "new"
    assert {one.headers["authorization"] for one in publishers.seen[-3:]} == {"Basic dXNlcjpwYXNzIHdvcmQ="}
    mirror.follow(f"{url}/?sig=word%2F", data)
    assert publishers.seen[-1].path == f"{ROOM}/{POINTER}?sig=word%2F"
    publishers.misbehave(POINTER, status=500, times=9)
    for address in (named, f"{named}/?sig=word%2F"):
        found = mirror.follow(address, data)
        assert found == "the published store: CURRENT cannot be read: the answer is 500"
        assert "word" not in store_reader.without_secrets(address)


def test_a_held_version_that_was_damaged_is_fetched_again(url: str, data: Path) -> None:
    (data / VERSIONS / OLD.id / "economies.csv").write_bytes(b"damaged")
    mirror.follow(url, data)
    assert packages.note_of(data) == "old"


@pytest.mark.parametrize(
    ("pattern", "fault", "said"),
    [
        (POINTER, {"status": 404}, "CURRENT was not found"),
        (POINTER, {"status": 500, "times": 9}, "CURRENT cannot be read: the answer is 500"),
        (POINTER, {"status": 403}, "CURRENT cannot be read: access is refused"),
        (POINTER, {"body": b"<html>Sign in</html>"}, "CURRENT does not name a version"),
        (POINTER, {"body": b"../../../../x"}, "CURRENT does not name a version"),
        (POINTER, {"body": b""}, "CURRENT does not name a version"),
        (POINTER, {"body": b"0" * 10_000}, "CURRENT is larger than it may be"),
        (POINTER, {"reset": True, "times": 9}, "CURRENT cannot be read: there is no whole answer"),
        (POINTER, {"delay": 2, "times": 9}, "CURRENT cannot be read: it took too long"),
        (FILE_NAME, {"status": 404}, "datapackage.json was not found"),
        (FILE_NAME, {"body": b"<html></html>"}, "datapackage.json is not a readable descriptor"),
        (FILE_NAME, {"body": b"[" * 100_000}, "datapackage.json is not a readable descriptor"),
        (
            FILE_NAME,
            {"edit": lambda body: body.replace(b"Innovation", b"Invention")},
            "was altered after it was",
        ),
        (FILE_NAME, {"body": b" " * (mirror.DESCRIPTOR + 1)}, "datapackage.json is larger than it may be"),
        ("/economies.csv", {"status": 404}, "economies.csv was not found"),
        ("/economies.csv", {"edit": lambda body: body[::-1]}, "economies.csv is not the file that"),
        ("/economies.csv", {"edit": lambda body: body[:-1]}, "economies.csv is not the file that"),
        ("/economies.csv", {"edit": lambda body: body + b"\n"}, "economies.csv is larger than it may be"),
        ("/economies.csv", {"cut": 20, "times": 9}, "economies.csv cannot be read"),
        (POINTER, {"body": b"", "headers": {"Content-Length": "9" * 5000}, "times": 9}, "no whole answer"),
        (POINTER, {"body": b"", "headers": {"Content-Length": "9" * 18}}, "CURRENT is larger than it may be"),
        (POINTER, {"status": 302, "headers": {"Location": "/CURRENT"}, "times": 9}, "it leads on and on"),
        (
            POINTER,
            {"status": 302, "headers": {"Location": "ftp://127.0.0.1/CURRENT"}},
            "another host or port",
        ),
        (POINTER, {"status": 302, "headers": {"Location": "file:///etc/hostname"}}, "another host or port"),
        (POINTER, {"status": 302, "headers": {"Location": "http://["}, "times": 9}, "no whole answer"),
    ],
)
def test_what_is_not_whole_is_refused_and_told(
    publishers: Publishers,
    url: str,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    pattern: str,
    fault: dict[str, Any],
    said: str,
) -> None:
    seconds = 1 if "too long" in said else 60  # what is not about time is no matter of a busy machine
    monkeypatch.setattr(store_reader, "TIMEOUT", timedelta(seconds=seconds))
    offer(publishers, NEW)
    publishers.misbehave(pattern, **fault)
    trouble = refused(url, data)
    assert trouble.startswith("the published store: ")
    assert said in trouble


def test_a_package_is_only_taken_for_what_it_is(publishers: Publishers, url: str, data: Path) -> None:
    offer(publishers, NEW, at="0123456789ab")
    assert refused(url, data) == f"the published store: the package at 0123456789ab is {NEW.id}"
    lies: list[tuple[dict[str, Any], str]] = [
        ({"name": "../../../etc/passwd"}, "describes other tables"),
        ({"bytes": mirror.WHOLE + 1}, "the package is larger than it may be"),
        ({"bytes": "many"}, "altered"),
        ({"bytes": -1}, "altered"),
        ({"hash": None}, "not a readable descriptor"),
    ]
    for changes, said in lies:
        offer(publishers, resealed(**changes))
        assert said in refused(url, data)


def test_a_store_leads_to_no_other_host_or_port(publishers: Publishers, url: str, data: Path) -> None:
    """What only this machine can reach must not be read through it, not even blindly."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.setblocking(False)
        port = other.getsockname()[1]
        for place in (
            f"http://127.0.0.1:{port}/x",
            f"//127.0.0.1:{port}/x",
            "http://127.0.0.1/x",
            "https://x/",
        ):
            for status in (301, 302, 303, 307, 308):
                publishers.misbehave(POINTER, status=status, headers={"Location": place})
                said = "the published store: CURRENT cannot be read: it leads to another host or port"
                assert refused(url, data) == said
        with pytest.raises(BlockingIOError):
            other.accept()


def test_a_store_may_lead_to_another_place_of_its_own(publishers: Publishers, url: str, data: Path) -> None:
    offer(publishers, NEW)
    publishers.file("/elsewhere", f"{NEW.id}\n".encode())
    for place in ("/elsewhere", f"{publishers.base}/elsewhere"):
        publishers.misbehave(f"{ROOM}/{POINTER}", status=307, headers={"Location": place})
        assert (mirror.follow(url, data), packages.note_of(data)) == ("", "new")


def test_what_comes_compressed_is_never_made_larger(publishers: Publishers, url: str, data: Path) -> None:
    packed = {"headers": {"Content-Encoding": "gzip"}, "edit": gzip.compress}
    publishers.misbehave(POINTER, **packed)
    assert refused(url, data) == "the published store: CURRENT does not name a version"
    offer(publishers, NEW)
    bomb = gzip.compress(bytes(2**24))
    publishers.misbehave("gii_scores.csv", **packed | {"body": bomb, "edit": lambda body: body})
    assert refused(url, data) == "the published store: gii_scores.csv is larger than it may be"
    assert {one.headers["accept-encoding"] for one in publishers.seen} == {"identity"}


def test_a_package_as_a_whole_has_a_limit(
    publishers: Publishers, url: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(publishers, NEW)
    size = sum(map(len, NEW.files.values())) - len(NEW.files[FILE_NAME])
    monkeypatch.setattr(mirror, "WHOLE", size - 1)
    publishers.seen.clear()
    assert refused(url, data) == "the published store: the package is larger than it may be"
    assert len(publishers.seen) == 2, "its tables are not asked for"
    monkeypatch.setattr(mirror, "WHOLE", size)
    mirror.follow(url, data)
    assert packages.note_of(data) == "new"


def test_a_snapshot_of_ten_more_years_is_taken(bundled: Snapshot, publishers: Publishers, data: Path) -> None:
    """As many editions again, and indicators for thirty more years."""
    names = growing.codes(list(bundled.table("economies")["economy"]), 1)
    package = store.pack(growing.grown(bundled.tables(), 2, names), {}, {})
    offer(publishers, package)
    assert (mirror.follow(publishers.base + ROOM, data), current_id(data)) == ("", package.id)


def test_a_path_in_a_descriptor_leads_nowhere(publishers: Publishers, url: str, data: Path) -> None:
    offer(publishers, trick := resealed(path="../../../../outside.csv"))
    mirror.follow(url, data)
    assert current_id(data) == trick.id
    assert not list(data.parent.rglob("outside*"))


def test_while_another_process_is_at_it_nothing_is_done(url: str, data: Path) -> None:
    with store.locked(data):
        assert mirror.follow(url, data) is None


def test_only_a_few_versions_stay(publishers: Publishers, url: str, data: Path) -> None:
    for number in range(4):
        offer(publishers, packages.small(str(number)))
        mirror.follow(url, data)
    assert len(list((data / VERSIONS).iterdir())) == mirror.MOST_VERSIONS
    assert packages.note_of(data) == "3"


def test_a_mirror_killed_or_out_of_space_leaves_the_old_or_the_new(tmp_path: Path) -> None:
    """At every rename and each kind of write; data.store, which writes, is tried at every call elsewhere."""
    source, before, place = tmp_path / "source", tmp_path / "before", tmp_path / "data"
    store.publish(before, OLD)
    store.publish(source, NEW)

    def act() -> int:
        return 0 if mirror.follow(str(source), place) == "" else 6

    def afresh() -> None:
        os.system(f"rm -rf '{place}' && cp -a '{before}' '{place}'")  # noqa: S605 - a path of this test

    afresh()
    code, calls = injection.count(act, tmp_path / "log")
    assert code == 0
    tried = [one for one in injection.faults(calls) if one.call in ("rename", "mkdir") or one.number == 1]
    for fault in tried:
        afresh()
        injection.inject(act, fault, tmp_path / "log")
        assert packages.note_of(place) in ("old", "new"), fault
        assert injection.run(act) == 0
        assert packages.note_of(place) == "new", fault
