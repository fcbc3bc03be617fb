"""A control is a field of a Query, its effect, its place on the page, its words; all else reads the field."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.additions.conftest import Copy


def changes(file: str) -> list[int | None]:
    """Return the places gained of each row of the ranking but China's, which is pinned."""
    rows = csv.DictReader(io.StringIO(file.removeprefix("\ufeff")))
    return [int(row["change"]) if row["change"] else None for row in rows if row["economy"] != "CHN"]


def test_a_control_that_is_added_narrows_page_download_and_interface(copy: Copy) -> None:
    copy.follow("A control")
    page, narrowed, empty, all_rows, up, whole, answer, openapi = copy.ask(
        "/en/ranking",
        "/en/ranking?moved=up",
        "/zh/ranking?moved=down&find=switzerland",
        "/download/ranking.csv?lang=en",
        "/download/ranking.csv?lang=en&moved=up",
        "/download/ranking.csv?lang=en&moved=up&rows=all",
        "/api/v1/cards/ranking?moved=up",
        "/api/v1/openapi.json",
    )
    gained = [one for one in changes(all_rows) if one is not None and one > 0]
    assert 10 < len(gained) < 130
    assert changes(up) == gained
    assert changes(whole) == changes(all_rows)
    assert json.loads(answer)["total"] == 1 + len(gained)
    assert '"enum":["all","up","down"]' in openapi
    assert "139 of 139 economies shown" in page
    assert f"{1 + len(gained)} of 139 economies shown" in narrowed
    assert "places gained" in page
    assert "位次下降" in empty
    house = ("tests/unit/test_ranking.py", "tests/unit/test_pages_ranking.py", "tests/unit/test_text.py")
    copy.test(*house, "-k", "filter or same_keys")
