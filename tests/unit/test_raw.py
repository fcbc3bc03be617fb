"""What is kept of a release as it was fetched: never overwritten, and never believed once it is damaged."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import store
from etl.errors import CorruptSnapshot
from etl.release import METADATA_FILE, Document, Raw, Release
from tests.unit.broken import known

FAMILY, VINTAGE = "world_bank_wdi", "2026-07-13"


def release(content: bytes = b"one", address: str = "https://bank.example/1") -> Release:
    return Release(FAMILY, VINTAGE, "2026-11-24T08:00:00Z", (Document("page.json", address, content),))


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Raw]:
    """A data folder that keeps one release."""
    with store.lock_folder(tmp_path) as held:
        raw = Raw(tmp_path, known(), held)
        raw.keep(raw.label(release(), lambda _: False))
        yield raw


def test_what_was_kept_is_read_again(kept: Raw) -> None:
    assert kept.release(FAMILY, VINTAGE) == release()
    assert kept.release(FAMILY, "2026-10-01") is None


def test_other_bytes_are_a_reissue_unless_they_tell_the_same(kept: Raw) -> None:
    assert kept.label(release(b"two"), lambda _: True) == release()
    reissued = kept.label(release(b"two"), lambda _: False)
    assert reissued.vintage == f"{VINTAGE}.2"
    kept.keep(reissued)
    assert kept.label(release(b"three"), lambda _: False).vintage == f"{VINTAGE}.3"
    assert kept.release(FAMILY, VINTAGE) == release()


def test_a_damaged_release_is_told(kept: Raw) -> None:
    folder = kept.folder / "raw" / FAMILY / VINTAGE
    whole = {path: path.read_bytes() for path in folder.iterdir()}
    for file, content, said in (
        ("page.json", b"One", "page.json was altered after it was fetched"),
        ("page.json", None, "page.json cannot be read"),
        (METADATA_FILE, b'{"files": [', "release.json is not readable"),
        (
            METADATA_FILE,
            json.dumps({"files": [{"name": "page.json"}]}).encode(),
            "release.json is not readable",
        ),
        (METADATA_FILE, None, "release.json cannot be read"),
    ):
        (folder / file).unlink()
        if content is not None:
            (folder / file).write_bytes(content)
        with pytest.raises(CorruptSnapshot, match=f"raw/{FAMILY}/{VINTAGE}/{said}"):
            kept.release(FAMILY, VINTAGE)
        (folder / file).write_bytes(whole[folder / file])
