"""A data folder of November 2026, and WIPO on loopback with small workbooks and rankings of new editions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from click.testing import CliRunner

from data import store
from data.snapshot import BUNDLED, current_version, open_current, open_snapshot
from etl.__main__ import main
from tests import packages
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from pathlib import Path

    from data.snapshot import Snapshot


@cache
def sheets_of_2022() -> books.Sheets:
    held = open_snapshot(BUNDLED)
    scores, structure = books.tables_of(held.table("gii_scores"), held.table("gii_structure"), 2022)
    names = {economy: f"Economy {economy}" for economy in scores["economy"].unique()}
    return books.sheets_of(books.NEW, scores, structure, names)


@cache
def workbook(edition: int) -> bytes:
    """Return WIPO's workbook of 2022 as made of the bundled tables, or a small one of a new edition."""
    return books.save(sheets_of_2022() if edition == 2022 else books.small(newest=edition))


@cache
def ranking(edition: int, year: int = 0) -> bytes:
    """Return the Data Explorer's table for the small workbook of an edition; year: what it says of itself."""
    sheet = books.small(newest=edition)[books.NEW.data]
    columns = {ours: sheet[0].index(theirs) for ours, theirs in books.NEW.columns.items()}
    overall = pd.DataFrame(
        [
            {name: row[columns[name]] for name in ("economy", "score", "rank")}
            for row in sheet[1:]
            if row[columns["code"]] is None
        ]
    )
    return books.ranking(overall, year or edition)


@pytest.fixture(scope="module")
def base(bundled: Snapshot) -> store.Package:
    return packages.short(bundled.tables())


@pytest.fixture
def folder(tmp_path: Path, base: store.Package, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that serves the editions 2012 and 2022, in November 2026."""
    data = tmp_path / "data"
    store.publish(data, base)
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-11-24")
    monkeypatch.setattr("etl.http.BACKOFF", 0.001)
    return data


def run(*arguments: str) -> tuple[int, str, str]:
    """Run the command line; return exit code, stdout and stderr."""
    result = CliRunner().invoke(main, ["refresh", "gii", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.stderr
    return result.exit_code, result.stdout, result.stderr


def refused(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run a refresh that must leave the snapshot in use as it is; return exit code and stderr."""
    before = current_version(folder)
    code, _, told = run(*arguments)
    assert current_version(folder) == before
    assert open_current(folder)[1] is None
    return code, " ".join(told.split())
