"""A data folder that an older version of the code wrote: nothing that was fetched is lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from data.descriptor import FILE_NAME, canonical, seal, snapshot_id
from data.schema import CLAIMS, VALIDATION
from data.snapshot import VERSIONS, OtherTablesError, current_version, open_current, open_snapshot
from etl import building, pipeline
from etl.outcome import Request
from etl.progress import Progress
from tests import packages
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    return packages.curated_short(tmp_path / "curated")


@pytest.fixture(params=[CLAIMS.name, VALIDATION.name])
def folder(
    tmp_path: Path,
    short: Snapshot,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Path:
    """A data folder with an edition taken from a workbook, whose package then lacks a table of today."""
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-01")
    monkeypatch.setattr("data.snapshot.BUNDLED", short.folder)
    book = tmp_path / "wipo-pub-2000-2026-tech1.xlsx"
    book.write_bytes(books.save(books.small()))
    made = tmp_path / "data"
    outcome = pipeline.refresh(Request(("gii",), file=book), made, Progress(quiet=True), kept)
    assert outcome.published
    version = current_version(made)
    assert version is not None
    age(made, version, request.param)
    return made


def age(folder: Path, version: Path, table: str) -> None:
    """Take a table out of a version, as if the code had not known it yet."""
    descriptor = json.loads((version / FILE_NAME).read_text(encoding="utf-8"))
    resources = [one for one in descriptor["resources"] if one["name"] != table]
    identity = snapshot_id([one["hash"] for one in resources])
    older = seal(descriptor | {"resources": resources, "id": identity, "version": identity})
    (version / FILE_NAME).write_bytes(canonical(older))
    (version / f"{table}.csv").unlink()
    version.rename(folder / VERSIONS / identity)
    (folder / "CURRENT").write_text(identity + "\n", encoding="ascii")


def editions(folder: Path) -> set[int]:
    held, reason = open_current(folder)
    assert reason is None
    return set(held.table("gii_editions")["edition"])


def test_it_cannot_be_shown_as_it_is_and_says_how_to_make_it_anew(folder: Path) -> None:
    version = current_version(folder)
    assert version is not None
    with pytest.raises(OtherTablesError, match="python -m etl build"):
        open_snapshot(version)
    held, reason = open_current(folder)
    assert 2026 not in set(held.table("gii_editions")["edition"])
    assert "python -m etl build" in str(reason)


def test_a_build_makes_it_anew_from_what_was_fetched(folder: Path, kept: Path) -> None:
    built = building.rebuild(folder, source=kept)
    assert built.sentence.startswith("published")
    assert editions(folder) == {2012, 2022, 2026}
    assert building.rebuild(folder, source=kept).sentence.endswith("the same bytes")


def test_a_refresh_begins_with_it(folder: Path, kept: Path) -> None:
    outcome = pipeline.refresh(
        Request(("curated",), accept_revisions=("curated",)), folder, Progress(quiet=True), kept
    )
    assert outcome.exit_code == 0, outcome
    assert editions(folder) == {2012, 2022, 2026}
