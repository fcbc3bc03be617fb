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


ROWS = "#matrix-rows-{} tbody tr"


@pytest.mark.parametrize("width", [1440, 390])
def test_the_matrix_unfolds_one_strategic_pillar_at_a_time(visit: Callable[..., Visit], width: int) -> None:
    seen = visit("/en/strategy", width=width)
    seen.find(ROWS.format(5)).first.wait_for(state="attached")
    unfolded = {one for one in range(1, 6) if seen.find(ROWS.format(one)).first.is_visible()}
    assert unfolded == ({1} if width > 999 else set())
    seen.page.evaluate("location.hash = 'matrix-rows-3'")
    seen.find(ROWS.format(3)).first.wait_for()
    seen.find("#matrix-rows-2 > summary").click()
    seen.find("#strategy-since label:has(input[value='2022'])").click()
    seen.until("document.querySelector('h1').innerText.includes('since 2022')")
    seen.redrawn()
    for one in range(1, 6):
        assert seen.find(ROWS.format(one)).first.is_visible() == (one in {2, 3, *unfolded}), one
    seen.find("#strategy-pillar label:has(input[value='4'])").click()
    seen.until("location.search.includes('pillar=4')")
    seen.find(ROWS.format(4)).first.wait_for()
    assert seen.find("#matrix-drawn > details").count() == 1
    assert seen.find(".evidence-bars li").count() == 5


DRAWN = """() => {
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll(".table-panel[hidden]").forEach((one) => { one.hidden = false; });
  const seen = (part) => part.getClientRects().length > 0;
  return Array.from(document.querySelectorAll("tbody > tr"))
    .filter((row) => seen(row) && getComputedStyle(row).display === "table-row")
    .filter((row) => Array.from(row.cells).filter(seen).length > 4)
    .map((row) => row.textContent.slice(0, 60));
}"""
"""Rows with more than four fields that are drawn as rows, when all that is folded is open."""
MANY = (*PAGES, "compare?view=scatter", "compare?view=plane", "story/4")
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("path", MANY, ids=lambda path: path or "overview")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_rows_of_more_than_four_fields_are_cards_on_a_phone(
    visit: Callable[..., Visit], lang: str, path: str
) -> None:
    seen = visit(f"/{lang}/{path}", width=390, height=844)
    assert seen.page.evaluate(DRAWN) == []
    assert seen.page.evaluate(WIDE) <= 0
    beyond = "Array.from(document.querySelectorAll('.cards'), (one) => one.scrollWidth - one.clientWidth)"
    widths = seen.page.evaluate(beyond)
    assert max(widths, default=0) <= 1
    assert widths or path != MANY[-1]


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


ROWS_SEEN = """(panel) => {
  const seen = (part) => part.getClientRects().length > 0;
  const rows = Array.from(panel.querySelectorAll("tbody:not(.pinned) > tr:not(.group-label)"));
  const bare = Array.from(panel.querySelectorAll(".cards td:not([colspan], [data-label])"));
  const rest = Array.from(panel.querySelectorAll(".rest")).some(seen);
  return { seen: rows.filter(seen).length, all: rows.length, rest, bare: bare.length };
}"""


def opened(seen: Visit) -> int:
    """Open every folded table of a phone and show all its rows; return how many had a button for it."""
    long = 0
    for action in seen.find("[data-action=table]").filter(visible=True).all():
        panel = seen.find(f"#{action.get_attribute('aria-controls')}")
        if action.get_attribute("aria-expanded") == "false":
            action.click()
        found = panel.evaluate(ROWS_SEEN)
        assert found["seen"], panel
        assert not found["bare"], panel
        assert (found["seen"] < found["all"]) == found["rest"], (panel, found)
        if found["rest"]:
            long += 1
            for button in panel.locator(".rest").filter(visible=True).all()[::-1]:  # each goes once used
                button.click()
            found = panel.evaluate(ROWS_SEEN)
            assert found["seen"] == found["all"], panel
            assert not found["rest"], panel
    return long


OTHER = ".page .dash-radioitems label:has(input:not(:checked))"


@pytest.mark.parametrize("path", [*PAGES, "story/9"], ids=lambda path: path or "overview")
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_folded_table_of_a_phone_opens_whole_and_again_after_a_choice(
    visit: Callable[..., Visit], lang: str, path: str
) -> None:
    seen = visit(f"/{lang}/{path}", width=390, height=844)
    assert opened(seen) or path not in {
        "",
        "ranking/others",
        "weights",
        "strategy/targets",
        "claims",
        "story/9",
    }
    others = seen.find(OTHER).filter(visible=True)
    if others.count():
        others.first.click()
        seen.quiet()
        seen.redrawn()
        opened(seen)
