"""The publisher's five workbooks: each gives the bundled table.

They are not part of the repository: GII_WORKBOOKS names the folder they were downloaded to.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from etl import pipeline
from etl.assembly import assemble, parts_of
from etl.cli_context import Request, catalog
from etl.commands import Progress
from etl.release import Task
from etl.sources import gii_live

if TYPE_CHECKING:
    from data.snapshot import Snapshot

pytestmark = pytest.mark.workbooks
FILES = {
    2021: "wipo_pub_2000-tech1.xlsx",
    **{edition: f"wipo-pub-2000-{edition}-tech1.xlsx" for edition in (2022, 2023, 2024, 2025)},
}


@cache
def content(edition: int) -> bytes:
    return (Path(os.environ["GII_WORKBOOKS"]) / FILES[edition]).read_bytes()


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


def test_a_refresh_with_a_workbook_gives_the_bundled_snapshot(
    tmp_path: Path, bundled: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: bundled.created)
    path = tmp_path / FILES[2025]
    path.write_bytes(content(2025))
    request = Request(("gii",), file=path)
    outcome = pipeline.refresh(request, tmp_path / "data", Progress(quiet=True))
    assert outcome.exit_code == 0, outcome.results
    assert outcome.snapshot == bundled.id
