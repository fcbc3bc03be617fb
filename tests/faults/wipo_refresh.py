"""Workbooks and rankings as WIPO has them: that of 2022, and small ones of new editions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from data.snapshot import BUNDLED, open_snapshot
from tests import packages
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from data import store
    from data.snapshot import Snapshot


@pytest.fixture(scope="session")
def start(pinned: Snapshot) -> store.Package:
    """What the data folder serves at first: two editions down to their indicators."""
    return packages.short(pinned.tables())


@cache
def sheets_of_2022() -> books.Sheets:
    held = open_snapshot(BUNDLED)
    scores, structure = books.tables_of(held.table("gii_scores"), held.table("gii_structure"), 2022)
    names = {economy: f"Economy {economy}" for economy in scores["economy"].unique()}
    context = books.context_of(held.table("gii_economies"), 2022)
    return books.sheets_of(books.NEW, scores, structure, names, context)


@cache
def workbook(edition: int) -> bytes:
    """Return WIPO's workbook of 2022 as made of the pinned tables, or a small one of a new edition."""
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
