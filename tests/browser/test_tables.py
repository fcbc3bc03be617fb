"""Tables at every width: what stays in sight covers nothing, and no phone hides a value beyond its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import PAGES
from tests.browser.reading import SIDEWAYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_box_scrolls_where_the_table_fits(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/strategy", width=1280)
    assert seen.page.evaluate(SIDEWAYS) == []
    seen.go(f"/{lang}/ranking")
    assert not seen.scrolls_sideways()
    assert seen.style("#ranking-drawn", "maxHeight") == "none"


def test_the_matrix_unfolds_by_strategic_pillar_on_a_phone(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy#matrix-rows-3", width=390, height=844)
    rows = "#matrix-rows-{} tr:not(.fold-row, .group-label)"
    assert seen.page.evaluate("document.documentElement.scrollHeight") < 10_000
    assert seen.find(rows.format(3)).first.is_visible()
    assert not seen.find(rows.format(1)).first.is_visible()
    seen.find("#matrix-rows-1 summary").click()
    assert seen.find(rows.format(1)).first.is_visible()
    seen.find(".contents a[href='#matrix-rows-2']").click()
    seen.find(rows.format(2)).first.wait_for()
    seen.find("#strategy-since label:has(input[value='2022'])").click()
    seen.until("document.querySelector('h1').innerText.includes('since 2022')")
    seen.redrawn()
    assert all(seen.find(rows.format(one)).first.is_visible() == (one < 4) for one in range(1, 6))


def test_the_matrix_shows_every_row_where_there_is_room(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy", width=1024)
    assert not seen.find("#matrix-drawn summary").first.is_visible()
    rows = seen.find("#matrix-drawn tbody th[scope=row]")
    assert rows.count() == seen.find("#matrix-drawn tbody th[scope=row]:visible").count() > 80


ROWS = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll(".table-panel[hidden]").forEach((one) => { one.hidden = false; });
  const seen = (part) => part.getClientRects().length > 0;
  return Array.from(document.querySelectorAll("tbody > tr"))
    .filter((row) => seen(row) && getComputedStyle(row).display === "table-row")
    .filter((row) => Array.from(row.cells).filter(seen).length > 4)
    .map((row) => row.textContent.slice(0, 60));
}"""
"""Rows with more than four fields that are drawn as rows, when all that is folded is open."""
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rows_of_more_than_four_fields_are_cards_on_a_phone(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/", width=390, height=844)
    for path in (*PAGES, "compare?view=scatter", "compare?view=plane", "story/4"):
        seen.go(f"/{lang}/{path}")
        assert seen.page.evaluate(ROWS) == [], path
        assert seen.page.evaluate(WIDE) <= 0, path
    beyond = "Array.from(document.querySelectorAll('.cards'), (one) => one.scrollWidth - one.clientWidth)"
    assert max(seen.page.evaluate(beyond)) <= 1


def test_cards_keep_roles_and_sorting_and_a_button_shows_the_rest(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking", width=390, height=844)
    rows = seen.find("#ranking-drawn tbody:not(.pinned) tr:not(.group-label)")
    seen.find("#ranking-drawn .rest").wait_for()
    assert rows.filter(visible=True).count() == 10 < rows.count()
    assert rows.first.get_by_role("rowheader").count() == 1
    assert rows.first.get_by_role("cell").first.get_attribute("data-label") == "Rank"
    seen.find("#ranking-drawn [data-sort=P6]").press("Enter")
    seen.until("document.querySelector('#ranking-drawn th[aria-sort] [data-sort=P6]')")
    assert rows.filter(visible=True).count() == 10
    assert not seen.violations()
    seen.find("#ranking-drawn .rest").press("Enter")
    assert rows.filter(visible=True).count() == rows.count()
    assert seen.page.evaluate("document.activeElement.id") == "ranking-drawn"
