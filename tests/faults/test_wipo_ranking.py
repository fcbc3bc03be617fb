"""The ranking of a new edition stands in for its workbook, over real HTTP, until that arrives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from data.snapshot import open_current
from tests.faults.command import refresh
from tests.faults.wipo_refresh import ranking, start, workbook
from tests.unit import gii_books as books

if TYPE_CHECKING:
    from pathlib import Path

    from tests.publishers import Publishers

__all__ = ["start"]


def test_a_ranking_stands_in_for_a_blocked_workbook_until_that_arrives(
    folder: Path, publishers: Publishers
) -> None:
    publishers.explorer(2026, ranking(2026))
    publishers.misbehave("2026-tech1", status=403)
    code, said, _ = refresh("gii", "--edition", "2026", "--json")
    found = json.loads(said)
    assert (code, found["published"]) == (3, True)
    assert "is blocked" in found["results"][0]["sentence"]
    assert "the GII 2026 is partial" in found["results"][1]["warnings"][0]
    assert _edition(folder) == ({"GII"}, {"wipo_explorer_2026"})
    publishers.workbook(2026, workbook(2026))
    code, _, told = refresh("gii", "--edition", "2026")
    assert code == 0, told
    codes, sources = _edition(folder)
    assert (len(codes), sources) == (len(books.CODES), {"wipo_tech1_2026"})
    assert "wipo_explorer_2026" not in set(open_current(folder)[0].table("sources")["source"])


def test_a_ranking_stands_in_for_a_workbook_that_is_refused(folder: Path, publishers: Publishers) -> None:
    sheets = books.small()
    books.swap(sheets, books.NEW, ("CHN", "P5"), ("JPN", "P5"), ["score", "rank"])
    publishers.workbook(2026, books.save(sheets))
    publishers.explorer(2026, ranking(2026))
    code, _, told = refresh("gii", "--edition", "2026")
    assert code == 5
    assert "the release of the GII 2026 is refused" in told
    assert _edition(folder) == ({"GII"}, {"wipo_explorer_2026"})
    publishers.workbook(2026, workbook(2026))
    asked = len(publishers.paths)
    assert refresh("gii", "--edition", "2026")[0] == 0
    assert not any("bc_results" in path for path in publishers.paths[asked:])


def _edition(folder: Path) -> tuple[set[str], set[str]]:
    """Return the codes held of the edition 2026 and the releases they come from."""
    scores = open_current(folder)[0].table("gii_scores").query("edition == 2026")
    return set(scores["code"]), set(scores["score_source"].dropna()) | set(scores["rank_source"].dropna())
