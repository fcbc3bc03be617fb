"""Refresh, build and curate from end to end, all or nothing."""

from __future__ import annotations

import filecmp
import shutil
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from data import store
from data.snapshot import BUNDLED, current_version, open_current, open_snapshot
from etl import pipeline
from etl.assembly import assemble, parts_of
from etl.errors import BadFile, CorruptSnapshot, Refused, StoreBusy, StoreError, UsageError
from etl.sources import curated, gii
from tests import packages
from tests.unit import gii_books as books
from tests.unit.gii_books import NEW

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot


def book(folder: Path, sheets: books.Sheets, name: str = "wipo-pub-2000-2026-tech1.xlsx") -> Path:
    path = folder / name
    path.write_bytes(books.save(sheets))
    return path


@pytest.fixture(scope="module")
def base(bundled: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The bundled snapshot cut to two editions."""
    folder = tmp_path_factory.mktemp("base")
    store.write(folder, packages.short(bundled.tables()))
    return open_snapshot(folder)


@pytest.fixture
def served(base: Snapshot, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    """Let the cut snapshot stand in for the bundled one."""
    monkeypatch.setattr("data.snapshot.BUNDLED", base.folder)
    monkeypatch.setattr("etl.pipeline.BUNDLED", base.folder)
    return base


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The hand-kept tables cut to the same two editions and a few observations."""
    folder = tmp_path / "curated"
    folder.mkdir()
    for name in ("releases.csv", "gii_2022.csv", "gii_structure_2022.csv", "nbs_yearbook.csv"):
        shutil.copy(curated.FOLDER / name, folder)
    for name in ("gii_2010_2020.csv", "gii_structure_2010_2020.csv", "gii_intervals.csv"):
        lines = (curated.FOLDER / name).read_text(encoding="utf-8").splitlines()
        wanted = [line for line in lines if line.startswith(("edition,", "2012,"))]
        (folder / name).write_text("\n".join(wanted) + "\n", encoding="utf-8")
    return folder


def test_building_gives_the_bundled_bytes(tmp_path: Path) -> None:
    outcome = pipeline.build(tmp_path / "built")
    names = sorted(path.name for path in BUNDLED.iterdir() if not path.name.startswith("."))
    assert sorted(path.name for path in (tmp_path / "built").iterdir()) == names
    _, wrong, missing = filecmp.cmpfiles(BUNDLED, tmp_path / "built", names, shallow=False)
    assert (wrong, missing) == ([], [])
    assert outcome.snapshot == open_snapshot(BUNDLED).id


def test_a_new_edition_is_published_and_survives_the_curated_tables(
    tmp_path: Path, served: Snapshot, kept: Path
) -> None:
    before = {path.name: path.read_bytes() for path in served.folder.iterdir()}
    folder = tmp_path / "data"
    outcome = pipeline.refresh_workbook(book(tmp_path, books.small()), folder, checked="2026-12-01")
    assert outcome.sentence == "GII 2026: 5 economies refreshed from wipo-pub-2000-2026-tech1.xlsx"
    held, reason = open_current(folder)
    assert (held.id, reason, held.created) == (outcome.snapshot, None, "2026-12-01")
    scores = held.table("gii_scores")
    pd.testing.assert_frame_equal(scores[scores["edition"] < 2026], served.table("gii_scores"))
    assert (scores["edition"] == 2026).sum() == 5 * len(books.CODES)
    edition: Any = held.table("gii_editions").set_index("edition").loc[2026]
    assert (edition["scores"], edition["ranks"], edition["change"]) == (5, 5, "documented")
    assert pd.isna(edition["economies"])
    assert len(held.table("gii_intervals").query("edition == 2026 and kind == 'weights'")) == 5
    weights = held.table("gii_structure").query("edition == 2026").set_index("code")["weight"]
    assert list(weights[["P1", "7.1", "7.2", "7.1.1"]]) == [0.2, 0.5, 0.25, 1.0]
    release: Any = held.table("sources").set_index("source").loc["wipo_tech1_2026"]
    assert "SHA-256" in release["note"]
    assert "wipo-pub-2000-2026-tech1.xlsx" in release["provenance"]

    pipeline.refresh_curated(folder, kept)
    again, _ = open_current(folder)
    pd.testing.assert_frame_equal(again.table("gii_scores"), scores)
    assert set(again.table("observations")["source"].str.split("_").str[0]) == {"nbs"}
    for name in ("gii_structure", "gii_editions", "gii_intervals"):
        pd.testing.assert_frame_equal(again.table(name), held.table(name))
    kept_release: Any = again.table("sources").set_index("source").loc["wipo_tech1_2026"]
    assert kept_release.equals(release)
    assert {path.name: path.read_bytes() for path in served.folder.iterdir()} == before


@pytest.mark.parametrize(
    ("first", "second", "columns"),
    [
        (("CHN", "P5"), ("JPN", "P5"), ["score", "rank"]),
        (("CHN", "2.1.1"), ("CHN", "2.1.2"), ["score", "rank", "value"]),
    ],
    ids=["each other's pillars", "swapped rows"],
)
def test_a_workbook_refused_by_a_gate_names_sheet_row_and_column(
    tmp_path: Path, served: Snapshot, first: tuple[str, str], second: tuple[str, str], columns: list[str]
) -> None:
    folder = tmp_path / "data"
    version = store.publish(folder, packages.short(served.tables()))
    sheets = books.small()
    books.swap(sheets, NEW, first, second, columns)
    with pytest.raises(Refused) as caught:
        pipeline.refresh_workbook(book(tmp_path, sheets), folder)
    found = [str(item) for item in caught.value.violations]
    assert all(item.startswith("sheet 'Data': row ") for item in found), found
    rows = {books.find(sheets, NEW, economy, code) + 1 for economy in ("CHN", "JPN") for code in books.CODES}
    assert any(f"row {row} (edition 2026, economy CHN" in item for item in found for row in rows)
    assert any(", column SCORE: " in item or ", column RANK: " in item for item in found)
    assert current_version(folder) == version


def test_a_workbook_whose_parts_fit_no_weights_is_refused(tmp_path: Path, served: Snapshot) -> None:
    sheets = books.small()
    for economy in ("CHN", "JPN", "KOR"):
        books.change(sheets, NEW, economy, "6.2", "score", 1.0)
    with pytest.raises(Refused) as caught:
        pipeline.refresh_workbook(book(tmp_path, sheets), tmp_path / "data")
    assert "no set of weights rebuilds P6 from 6.1, 6.2, 6.3" in str(caught.value.violations[0])
    assert open_current(tmp_path / "data")[0].id == served.id


def test_an_economy_unknown_to_the_catalog_is_refused(tmp_path: Path, served: Snapshot) -> None:
    sheets = books.small()
    for sheet in (NEW.economies, NEW.data):
        for row in sheets[sheet]:
            row[0] = "XSG" if row[0] == "SGP" else row[0]
    with pytest.raises(Refused) as caught:
        pipeline.refresh_workbook(book(tmp_path, sheets), tmp_path / "data")
    assert any(
        "column ISO3: XSG is not in the table economies" in str(item) for item in caught.value.violations
    )


def test_a_bad_file_leaves_the_snapshot(tmp_path: Path, bundled: Snapshot) -> None:
    path = tmp_path / "text.xlsx"
    path.write_text("edition,economy\n", encoding="utf-8")
    with pytest.raises(BadFile, match="does not begin as one"):
        pipeline.refresh_workbook(path, tmp_path / "data")
    with pytest.raises(BadFile, match="cannot be read"):
        pipeline.refresh_workbook(tmp_path / "none.xlsx", tmp_path / "data")
    assert open_current(tmp_path / "data")[0].id == bundled.id


def test_an_unknown_workbook_needs_its_edition(tmp_path: Path, served: Snapshot) -> None:
    with pytest.raises(UsageError, match="try --edition 2026"):
        pipeline.refresh_workbook(book(tmp_path, books.small(), "download.xlsx"), tmp_path / "data")


def test_a_second_refresh_is_refused_at_once(tmp_path: Path) -> None:
    with store.locked(tmp_path / "data"), pytest.raises(StoreBusy, match="another refresh"):
        pipeline.refresh_curated(tmp_path / "data")


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"):
        pipeline.refresh_curated(tmp_path / "data")


def test_a_refresh_without_any_good_snapshot_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("data.snapshot.BUNDLED", tmp_path / "nowhere")
    with pytest.raises(CorruptSnapshot, match=r"datapackage\.json"):
        pipeline.refresh_workbook(book(tmp_path, books.small()), tmp_path / "data")


def test_a_release_held_is_only_checked_again(bundled: Snapshot) -> None:
    sources = bundled.table("sources")
    parsed = gii.parse(books.save(books.small()))
    new = pipeline.workbook_release(sources, parsed, 2025, "new.xlsx", "2026-12-01").iloc[0]
    assert (new["checked"], new["provenance"]) == ("2026-12-01", "file new.xlsx")
    note = str(sources.set_index("source").at["wipo_tech1_2025", "note"])
    same = gii.ParsedWorkbook(NEW, note.split()[1].rstrip(";"), parsed.scores, parsed.structure, {}, 2025)
    held = pipeline.workbook_release(sources, same, 2025, "new.xlsx", "2026-12-01").iloc[0]
    assert held["checked"] == "2026-12-01"
    assert held["note"] == note


def test_curating_keeps_a_workbook_among_the_inputs(tmp_path: Path, served: Snapshot, kept: Path) -> None:
    before = {path.name for path in kept.iterdir()}
    outcome = pipeline.curate(book(tmp_path, books.small()), source=kept)
    assert "python -m etl build" in outcome.sentence
    assert {path.name for path in kept.iterdir()} - before == {"gii_2026.csv", "gii_structure_2026.csv"}
    assert "wipo_tech1_2026" in set(curated.read_releases(kept)["source"])


def test_a_snapshot_is_assembled_again_from_its_own_tables(bundled: Snapshot) -> None:
    tables = bundled.tables()
    again = assemble(parts_of(tables), pipeline.catalog(), tables["gii_intervals"])
    for name, frame in tables.items():
        pd.testing.assert_frame_equal(again[name], frame)
