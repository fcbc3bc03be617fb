"""A data folder that an older version of the code wrote: nothing that was fetched is lost."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import snapshot
from data.schema import CLAIMS, VALIDATION
from data.snapshot import (
    FILE_NAME,
    VERSIONS,
    OtherTablesError,
    Snapshot,
    current_version,
    open_current,
    open_snapshot,
)
from etl import pipeline
from etl.cli_context import Progress, Request
from tests import packages
from tests.unit import gii_books as books


@pytest.fixture(scope="module", autouse=True)
def kept(short: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The hand-kept tables cut to two editions, on the first of December."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.pipeline.today", lambda: "2026-12-01")
        patch.setattr("data.snapshot.BUNDLED", short.folder)
        yield packages.curated_short(tmp_path_factory.mktemp("kept") / "curated")


@pytest.fixture(scope="module")
def refreshed(kept: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with an edition taken from a workbook."""
    made = tmp_path_factory.mktemp("refreshed")
    book = made / "wipo-pub-2000-2026-tech1.xlsx"
    book.write_bytes(books.save(books.small()))
    assert pipeline.refresh(Request(("gii",), file=book), made / "data", Progress(quiet=True), kept).published
    return made / "data"


def aged(refreshed: Path, place: Path, table: str) -> Path:
    """Return a copy whose version lacks a table, as if the code had not known it yet."""
    folder = shutil.copytree(refreshed, place / "data", symlinks=True)
    version = current_version(folder)
    assert version is not None
    descriptor = json.loads((version / FILE_NAME).read_text(encoding="utf-8"))
    resources = [one for one in descriptor["resources"] if one["name"] != table]
    identity = snapshot.snapshot_id([one["hash"] for one in resources])
    older = snapshot.seal(descriptor | {"resources": resources, "id": identity, "version": identity})
    (version / FILE_NAME).write_bytes(snapshot.canonical(older))
    (version / f"{table}.csv").unlink()
    version.rename(folder / VERSIONS / identity)
    (folder / "CURRENT").write_text(identity + "\n", encoding="ascii")
    return folder


def editions(folder: Path) -> set[int]:
    held, reason = open_current(folder)
    assert reason is None
    return set(held.table("gii_editions")["edition"])


def test_it_cannot_be_shown_as_it_is_and_says_how_to_make_it_anew(refreshed: Path, tmp_path: Path) -> None:
    for table in (CLAIMS.name, VALIDATION.name):
        folder = aged(refreshed, tmp_path / table, table)
        version = current_version(folder)
        assert version is not None
        with pytest.raises(OtherTablesError, match="python -m etl build"):
            open_snapshot(version)
        held, reason = open_current(folder)
        assert 2026 not in set(held.table("gii_editions")["edition"])
        assert "python -m etl build" in str(reason)


def test_a_build_makes_it_anew_from_what_was_fetched(refreshed: Path, kept: Path, tmp_path: Path) -> None:
    folder = aged(refreshed, tmp_path, CLAIMS.name)
    built = pipeline.rebuild(folder, source=kept)
    assert built.sentence.startswith("published")
    assert editions(folder) == {2012, 2022, 2026}


def test_a_refresh_begins_with_it(refreshed: Path, kept: Path, tmp_path: Path) -> None:
    folder = aged(refreshed, tmp_path, VALIDATION.name)
    outcome = pipeline.refresh(
        Request(("curated",), accept_revisions=("curated",)), folder, Progress(quiet=True), kept
    )
    assert outcome.exit_code == 0, outcome
    assert editions(folder) == {2012, 2022, 2026}
