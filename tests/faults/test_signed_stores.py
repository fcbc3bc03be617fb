"""Signed snapshots: whoever has the publisher's public key takes nothing else, wherever it comes from."""

from __future__ import annotations

import json
import stat
from typing import TYPE_CHECKING

import pytest

from data import mirror, store
from data.descriptor import FILE_NAME
from data.mirror import SIGNATURE
from data.snapshot import VERSIONS, current_id
from etl import publishing
from etl.errors import UsageError
from tests import packages
from tests.unit import cli

if TYPE_CHECKING:
    from pathlib import Path


ONE, TWO = packages.small("one"), packages.small("two")


@pytest.fixture
def key(tmp_path: Path) -> str:
    """The publisher's public key; the private one is in publish.pem."""
    return publishing.public_half(publishing.make_key(tmp_path / "publish.pem"))


@pytest.fixture
def shelf(tmp_path: Path, key: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store with the first snapshot, signed."""
    publish(tmp_path, ONE, monkeypatch, tmp_path / "publish.pem")
    return tmp_path / "shelf"


def publish(
    place: Path, package: store.Package, monkeypatch: pytest.MonkeyPatch, signed_by: Path | None
) -> None:
    """Publish a package, signed or not."""
    store.publish(place / "source", package)
    monkeypatch.setenv(publishing.KEY, str(signed_by or ""))
    publishing.publish(place / "source", str(place / "shelf"))


def follow(shelf: Path, keys: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str | None]:
    """Look at the store; return why nothing was taken, and the snapshot then in use."""
    monkeypatch.setenv(mirror.KEYS, keys)
    trouble = mirror.follow(str(shelf), shelf.parent / "data")
    assert trouble is not None
    return trouble, current_id(shelf.parent / "data")


def of(shelf: Path, package: store.Package, name: str) -> Path:
    """The file of a version in a store."""
    return shelf / VERSIONS / package.id / name


def test_a_signed_snapshot_is_taken_and_its_signature_kept(
    shelf: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert follow(shelf, key, monkeypatch) == ("", ONE.id)
    held = of(shelf.parent / "data", ONE, SIGNATURE)
    assert held.read_bytes() == of(shelf, ONE, SIGNATURE).read_bytes()
    of(shelf, ONE, FILE_NAME).unlink()
    assert follow(shelf, key, monkeypatch) == ("", ONE.id), "what is held is not fetched again"


def test_an_unsigned_snapshot_is_refused_and_the_last_one_stays(
    shelf: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(shelf, key, monkeypatch)
    publish(tmp_path, TWO, monkeypatch, None)
    said = f"the published store: a signature is required: {SIGNATURE} was not found"
    assert follow(shelf, key, monkeypatch) == (said, ONE.id)
    publish(tmp_path, TWO, monkeypatch, tmp_path / "publish.pem")
    assert follow(shelf, key, monkeypatch) == ("", TWO.id)


@pytest.mark.parametrize("forged", ["other key", "other snapshot", "altered", "cut", "empty"])
def test_a_signature_that_is_not_the_publishers_is_refused(
    shelf: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, forged: str
) -> None:
    follow(shelf, key, monkeypatch)
    content = TWO.files[FILE_NAME]
    true = publishing.read_key(tmp_path / "publish.pem").sign(content)
    found = {
        "other key": publishing.make_key(tmp_path / "other.pem").sign(content),
        "other snapshot": of(shelf, ONE, SIGNATURE).read_bytes(),
        "altered": bytes([true[0] ^ 1]) + true[1:],
        "cut": true[:-1],
        "empty": b"",
    }[forged]
    publish(tmp_path, TWO, monkeypatch, None)
    of(shelf, TWO, SIGNATURE).write_bytes(found)
    said = f"the published store: {SIGNATURE} is not the signature of {FILE_NAME} by a key of DATA_KEYS"
    assert follow(shelf, key, monkeypatch) == (said, ONE.id)
    of(shelf, TWO, SIGNATURE).write_bytes(true)
    assert follow(shelf, key, monkeypatch) == ("", TWO.id)


def test_what_was_held_unsigned_is_not_put_in_use_once_a_key_is_set(
    shelf: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(tmp_path, TWO, monkeypatch, None)
    follow(shelf, "", monkeypatch)
    publish(tmp_path, ONE, monkeypatch, tmp_path / "publish.pem")
    assert follow(shelf, key, monkeypatch) == ("", ONE.id)
    (shelf / "CURRENT").write_text(f"{TWO.id}\n", encoding="ascii")
    trouble, current = follow(shelf, key, monkeypatch)
    assert (f"{SIGNATURE} was not found" in trouble, current) == (True, ONE.id)
    publish(tmp_path, TWO, monkeypatch, tmp_path / "publish.pem")
    assert follow(shelf, key, monkeypatch) == ("", TWO.id)


def test_while_a_key_is_replaced_both_are_accepted(
    shelf: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = publishing.public_half(publishing.make_key(tmp_path / "new.pem"))
    assert follow(shelf, f"{key} {new}", monkeypatch) == ("", ONE.id)
    publish(tmp_path, TWO, monkeypatch, tmp_path / "new.pem")
    assert follow(shelf, f"{key},{new}", monkeypatch) == ("", TWO.id)
    publish(tmp_path, ONE, monkeypatch, tmp_path / "publish.pem")
    assert follow(shelf, new, monkeypatch)[1] == TWO.id


@pytest.mark.parametrize("keys", ["nonsense", "AAAA", " ", ",", "{key} nonsense"])
def test_a_setting_without_a_key_takes_nothing(
    shelf: Path, key: str, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    trouble, current = follow(shelf, keys.replace("{key}", key), monkeypatch)
    assert ("DATA_KEYS" in trouble, "nonsense" in trouble, current) == (True, False, None)


def test_without_the_setting_signed_and_unsigned_are_taken(
    shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert follow(shelf, "", monkeypatch) == ("", ONE.id)
    publish(tmp_path, TWO, monkeypatch, None)
    assert follow(shelf, "", monkeypatch) == ("", TWO.id)
    assert not of(shelf, TWO, SIGNATURE).exists()


def test_a_replica_passes_on_the_signature_that_came_with_a_snapshot(
    shelf: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow(shelf, key, monkeypatch)
    monkeypatch.delenv(publishing.KEY)
    publishing.publish(tmp_path / "data", str(tmp_path / "second"))
    assert of(tmp_path / "second", ONE, SIGNATURE).read_bytes() == of(shelf, ONE, SIGNATURE).read_bytes()


def test_the_command_makes_a_key_that_only_its_owner_reads_and_never_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "publish.pem"
    public = cli.run(tmp_path, "keys", path).output.strip()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    content = path.read_bytes()
    told = json.loads(cli.run(tmp_path, "keys", path, "--json").output)
    assert told == {"file": str(path), "made": False, "public": public}
    assert path.read_bytes() == content
    (tmp_path / "text").write_text("no key", encoding="utf-8")
    for wrong in (tmp_path / "text", tmp_path / "no" / "folder"):
        done = cli.run(tmp_path, "keys", wrong)
        assert done.exit_code == UsageError.exit_code
        assert str(tmp_path) not in done.output


def test_a_key_that_cannot_be_read_stops_the_publisher_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UsageError, match=r"^the key missing\.pem cannot be read: "):
        publish(tmp_path, ONE, monkeypatch, tmp_path / "missing.pem")
    assert not (tmp_path / "shelf" / VERSIONS).exists()
