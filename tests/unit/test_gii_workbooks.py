"""The publisher's five workbooks: each gives the bundled table, and each damaged copy is refused.

They are not part of the repository: GII_WORKBOOKS names the folder they were downloaded to.
"""

from __future__ import annotations

import io
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pandas as pd
import pytest

from analysis.composition import index_scores, wide
from etl import pipeline
from etl.assembly import assemble, parts_of
from etl.cli_context import Request, catalog
from etl.commands.cli import Progress
from etl.errors import Refused
from etl.release import Task
from etl.sources import gii, gii_live
from tests.unit import gii_books as books
from tests.unit.gii_books import NEW, OLD

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.snapshot import Snapshot
    from etl.cli_context import Outcome
    from etl.errors import EtlError

pytestmark = pytest.mark.workbooks
FILES = {
    2021: "wipo_pub_2000-tech1.xlsx",
    **{edition: f"wipo-pub-2000-{edition}-tech1.xlsx" for edition in (2022, 2023, 2024, 2025)},
}
ECONOMIES = {2021: 132, 2022: 132, 2023: 132, 2024: 133, 2025: 139}


@cache
def content(edition: int) -> bytes:
    return (Path(os.environ["GII_WORKBOOKS"]) / FILES[edition]).read_bytes()


@cache
def parsed(edition: int) -> gii.ParsedWorkbook:
    return gii.parse(content(edition))


@pytest.fixture(autouse=True)
def _workbooks() -> None:
    folder = os.environ.get("GII_WORKBOOKS", "")
    missing = (
        [name for name in FILES.values() if not (Path(folder) / name).is_file()] if folder else list(FILES)
    )
    if missing and os.environ.get("GII_WORKBOOKS_REQUIRED") == "1":
        pytest.fail(f"GII_WORKBOOKS must name the folder of the five workbooks; not there: {missing}")
    if missing:
        pytest.skip("GII_WORKBOOKS does not name the folder of the publisher's five workbooks")


# The newest one goes all the way: a refresh with it gives the bundled snapshot, to the byte.
@pytest.mark.parametrize("edition", list(FILES)[:-1])
def test_a_workbook_gives_exactly_the_bundled_table(bundled: Snapshot, edition: int, tmp_path: Path) -> None:
    path = tmp_path / "download.xlsx"
    path.write_bytes(content(edition))
    task = Task(catalog(), gii_live.FAMILY, bundled.created, bundled.tables(), lambda _: None)
    release = gii_live.from_file(path, task)
    assert release.vintage == str(edition)
    given = gii_live.parse(release, task)
    parts = parts_of(bundled.tables()).with_content(given, given.gives)
    for name, frame in assemble(parts, catalog(), bundled.table("gii_intervals")).items():
        pd.testing.assert_frame_equal(frame, bundled.table(name), check_exact=True)


@pytest.mark.parametrize("edition", list(FILES))
def test_the_parts_of_a_workbook_rebuild_its_scores_and_ranks(edition: int) -> None:
    found = parsed(edition)
    overall = found.scores[found.scores["code"] == "GII"].set_index("economy")
    assert len(overall) == ECONOMIES[edition]
    rebuilt = index_scores(wide(found.scores.assign(edition=edition), edition))["GII"]
    assert (rebuilt - overall["score"]).abs().max() < 1e-5
    assert (rebuilt.rank(ascending=False, method="min") == overall["rank"]).all()


def test_the_five_workbooks_hold_668_economies() -> None:
    assert sum(parsed(edition).scores["economy"].nunique() for edition in FILES) == 668


def refreshed(path: Path, folder: Path) -> Outcome:
    return pipeline.refresh(Request(("gii",), file=path), folder, Progress(quiet=True))


def test_a_refresh_with_a_workbook_gives_the_bundled_snapshot(
    tmp_path: Path, bundled: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: bundled.created)
    path = tmp_path / FILES[2025]
    path.write_bytes(content(2025))
    outcome = refreshed(path, tmp_path / "data")
    assert outcome.exit_code == 0, outcome.results
    assert outcome.snapshot == bundled.id


@cache
def _read(edition: int) -> books.Sheets:
    book = openpyxl.load_workbook(io.BytesIO(content(edition)), read_only=True)
    return {
        sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book.worksheets
    }


def sheets(edition: int) -> books.Sheets:
    return {name: [list(row) for row in rows] for name, rows in _read(edition).items()}


def refused(tmp_path: Path, whole: bytes) -> EtlError:
    path = tmp_path / "download.xlsx"
    path.write_bytes(whole)
    (result,) = refreshed(path, tmp_path / "data").results
    assert not (tmp_path / "data" / "CURRENT").exists()
    assert result.error is not None
    return result.error


@pytest.mark.parametrize(("edition", "layout"), [(2025, NEW), (2021, OLD)])
def test_a_renamed_column_or_a_missing_sheet_is_refused(tmp_path: Path, edition: int, layout: Any) -> None:
    changed = sheets(edition)
    head = changed[layout.data][0]
    head[head.index(layout.columns["rank"])] = "POSITION"
    error = refused(tmp_path, books.save(changed))
    assert (error.exit_code, f"sheet '{layout.data}', row 1" in str(error)) == (4, True)
    assert f"the column {layout.columns['rank']} is missing" in str(error)
    changed = sheets(edition)
    del changed[layout.structure]
    error = refused(tmp_path, books.save(changed))
    assert error.exit_code == 4
    assert f"the sheet '{layout.structure}' is missing" in str(error)


EVERYTHING = ["score", "rank", "value", "data_year"]


@pytest.mark.parametrize(
    ("edition", "layout", "first", "second", "columns"),
    [
        (2025, NEW, ("CHN", "GII"), ("JPN", "GII"), ["score", "rank"]),
        (2021, OLD, ("CHN", "6.1.1"), ("IND", "6.1.1"), EVERYTHING),
    ],
    ids=["two overall rows", "two economies"],
)
def test_swapped_rows_are_refused(
    tmp_path: Path,
    edition: int,
    layout: Any,
    first: tuple[str, str],
    second: tuple[str, str],
    columns: list[str],
) -> None:
    changed = sheets(edition)
    books.swap(changed, layout, first, second, columns)
    row = books.find(changed, layout, *first) + 1
    error = refused(tmp_path, books.save(changed))
    assert isinstance(error, Refused)
    found = [str(item) for item in error.violations]
    assert all(item.startswith(f"sheet '{layout.data}'") for item in found), found
    own = [item for item in found if "economy CHN" in item]
    assert own
    assert first[1] in ("P5", "6.1.1") or any(f"row {row} " in item for item in own), (row, own)


@pytest.mark.parametrize(("edition", "layout"), [(2023, NEW)])
def test_all_pillars_of_two_economies_exchanged_are_refused(
    tmp_path: Path, edition: int, layout: Any
) -> None:
    changed = sheets(edition)
    for code in ("IN", "OUT", *(f"P{number}" for number in range(1, 8))):
        books.swap(changed, layout, ("CHN", code), ("JPN", code), ["score", "rank"])
    error = refused(tmp_path, books.save(changed))
    assert isinstance(error, Refused)
    found = [str(item) for item in error.violations]
    for economy in ("CHN", "JPN"):
        row = books.find(changed, layout, economy, "GII") + 1
        assert any(
            item.startswith(f"sheet '{layout.data}': row {row} ") and economy in item for item in found
        )


@pytest.mark.parametrize("edition", [2022, 2021])
@pytest.mark.parametrize(
    "damage",
    [lambda whole: whole[: len(whole) // 2], lambda whole: whole[:-100], lambda _: b"ISO3,SCORE\nCHN,56.6\n"],
    ids=["half", "without its end", "text"],
)
def test_a_truncated_or_a_text_file_is_refused(
    tmp_path: Path, edition: int, damage: Callable[[bytes], bytes]
) -> None:
    error = refused(tmp_path, damage(content(edition)))
    assert (error.exit_code, "workbook" in str(error)) == (4, True)
