"""An edition is one line of the catalog and WIPO's workbook; no Python."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.unit import gii_books as books

if TYPE_CHECKING:
    from data.snapshot import Snapshot
    from tests.additions.conftest import Copy


def workbook(bundled: Snapshot) -> bytes:
    """A made-up edition of 2026: the last one a year on, with every score one hundredth lower."""
    tables = [bundled.table(name) for name in ("gii_scores", "gii_structure", "gii_economies")]
    scores, structure = books.tables_of(tables[0], tables[1], 2025)
    context = books.context_of(tables[2], 2025)
    scores["score"] *= 0.99
    scores["data_year"] += 1
    names = dict(bundled.table("economies").set_index("economy")["name_en"])
    return books.save(books.sheets_of(books.NEW, scores, structure, names, context))


def test_an_edition_that_is_added_becomes_the_latest_everywhere(copy: Copy, bundled: Snapshot) -> None:
    (copy.root / "WORKBOOK.xlsx").write_bytes(workbook(bundled))
    copy.follow("An edition")
    overview, ranking, chinese, answer = copy.ask(
        "/en/", "/en/ranking", "/zh/economy/CHN", "/api/v1/scores?edition=2026&economy=CHN&code=GII"
    )
    assert "2026" in overview.split("</h1>")[0]
    assert "2026" in ranking.split("</h1>")[0]
    assert "2026年版" in chinese
    before = bundled.table("gii_scores").set_index(["edition", "economy", "code"])["score"]
    assert json.loads(answer)["data"][0]["score"] == pytest.approx(before[2025, "CHN", "GII"] * 0.99)
