"""Refresh, build and curate from end to end, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data.schema import TABLES
from data.snapshot import open_current, open_snapshot
from etl import cli_context, gates, pipeline
from etl.assembly import assemble, parts_of
from etl.cli_context import Outcome, Request
from etl.commands import Progress
from etl.errors import CorruptSnapshot, Refused
from etl.sources import curated
from tests import packages
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot


def book(folder: Path, sheets: books.Sheets, name: str = "wipo-pub-2000-2026-tech1.xlsx") -> Path:
    path = folder / name
    path.write_bytes(books.save(sheets))
    return path


def refresh(
    folder: Path, path: Path | None = None, source: Path = curated.FOLDER, *, accept: bool = False
) -> Outcome:
    """Refresh the index from a file, or the hand-kept tables."""
    accepted = ("curated",) if accept else ()
    request = Request(("gii",), file=path) if path else Request(("curated",), accept_revisions=accepted)
    return pipeline.refresh(request, folder, Progress(quiet=True), source)


@pytest.fixture(autouse=True)
def day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be the first of December."""
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-01")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The hand-kept tables cut to the same two editions and a few observations."""
    return packages.curated_short(tmp_path / "curated")


def test_a_build_from_the_hand_kept_tables_is_whole(tmp_path: Path, kept: Path) -> None:
    """That all of them give the bundled bytes is checked by `make data`, which takes minutes."""
    outcome = pipeline.build_bundled(tmp_path / "built", kept)
    assert outcome.snapshot == open_snapshot(tmp_path / "built").id
    assert outcome.sentence.startswith(f"built {len(TABLES)} tables with ")


def test_a_new_edition_is_published_and_survives_the_curated_tables(
    tmp_path: Path, served: Snapshot, kept: Path
) -> None:
    before = {path.name: path.read_bytes() for path in served.folder.iterdir()}
    folder = tmp_path / "data"
    outcome = refresh(folder, book(tmp_path, books.small()))
    assert (outcome.published, outcome.exit_code) == (True, 0)
    assert outcome.results[0].sentence == "GII 2026, 5 economies"
    held, reason = open_current(folder)
    assert (held.id, reason, held.created) == (outcome.snapshot, None, "2026-12-01")
    scores = held.table("gii_scores")
    pd.testing.assert_frame_equal(scores[scores["edition"] < 2026], served.table("gii_scores"))
    assert (scores["edition"] == 2026).sum() == 5 * len(books.CODES)
    edition: Any = held.table("gii_editions").set_index("edition").loc[2026]
    assert (edition["scores"], edition["ranks"], edition["change"]) == (5, 5, "documented")
    assert (edition["economies"], edition["indicators"]) == (
        5,
        sum(code.count(".") == 2 for code in books.CODES),
    )
    assert len(held.table("gii_intervals").query("edition == 2026 and kind == 'weights'")) == 5
    weights = held.table("gii_structure").query("edition == 2026").set_index("code")["weight"]
    assert list(weights[["P1", "7.1", "7.2", "7.1.1"]]) == [0.2, 0.5, 0.25, 1.0]
    release: Any = held.table("sources").set_index("source").loc["wipo_tech1_2026"]
    assert "SHA-256" in release["note"]
    assert "wipo-pub-2000-2026-tech1.xlsx" in release["provenance"]

    refused = refresh(folder, source=kept).results[0].error
    assert isinstance(refused, Refused)
    assert "all 25 values are gone" in " ".join(map(str, refused.violations))
    outcome = refresh(folder, source=kept, accept=True)
    assert outcome.exit_code == 0, outcome
    again, _ = open_current(folder)
    pd.testing.assert_frame_equal(again.table("gii_scores"), scores)
    assert set(again.table("observations")["source"].str.split("_").str[0]) == {"nbs"}
    for name in ("gii_structure", "gii_editions", "gii_intervals"):
        pd.testing.assert_frame_equal(again.table(name), held.table(name))
    kept_release: Any = again.table("sources").set_index("source").loc["wipo_tech1_2026"]
    assert kept_release.equals(release)
    assert {path.name: path.read_bytes() for path in served.folder.iterdir()} == before


def test_a_fault_of_one_parser_leaves_the_other_sources(
    tmp_path: Path, served: Snapshot, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(*_: object) -> None:
        raise KeyError("a column nobody thought of")

    monkeypatch.setattr("etl.sources.penn_world_table.fetch", fetch)
    request = Request(("curated", "penn_world_table"), accept_revisions=("curated",))
    outcome = pipeline.refresh(request, tmp_path / "data", Progress(quiet=True), kept)
    assert (outcome.published, outcome.exit_code) == (True, 1)
    assert [type(result.error).__name__ for result in outcome.results] == ["NoneType", "EtlError"]
    assert "KeyError" in outcome.results[1].sentence
    monkeypatch.setenv("ETL_DEBUG", "1")
    with pytest.raises(KeyError):
        pipeline.refresh(request, tmp_path / "data", Progress(quiet=True), kept)


def test_a_refresh_without_any_good_snapshot_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.snapshot.BUNDLED", tmp_path / "nowhere")
    with pytest.raises(CorruptSnapshot, match=r"datapackage\.json"):
        refresh(tmp_path / "data", book(tmp_path, books.small()))


def test_a_snapshot_is_assembled_again_from_its_own_tables(pinned: Snapshot) -> None:
    tables = pinned.tables()
    again = gates.snapshot(assemble(parts_of(tables), cli_context.catalog(), tables["gii_intervals"]))
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(again[name], frame)
