"""Tables at every width: what stays in sight covers nothing, and no phone hides a value beyond its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

WIDTHS = (390, 768, 1024, 1280, 1440)
# Scrolled to the end and down: pinned cells that lie on one another, and heads that have left their box.
COVERED = """() => Array.from(document.querySelectorAll(".table-scroll")).filter((box) => box.clientWidth)
  .flatMap((box) => {
    const table = box.querySelector("table");
    if (!table || getComputedStyle(table).display === "block") return [];
    box.scrollLeft = 1e6;
    box.scrollTop = 300;
    const found = Array.from(table.rows).flatMap((row) => {
      const pinned = Array.from(row.cells).filter((cell) => {
        const style = getComputedStyle(cell);
        return style.position === "sticky" && style.left !== "auto";
      }).map((cell) => cell.getBoundingClientRect());
      return pinned.slice(1).some((one, i) => one.left < pinned[i].right - 0.5) ? [row.textContent] : [];
    });
    const head = table.tHead && table.tHead.getClientRects().length ? table.tHead.rows[0].cells[0] : null;
    const away = head && head.getBoundingClientRect().top < box.getBoundingClientRect().top - 1;
    if (away) found.push("head out of sight");
    box.scrollLeft = box.scrollTop = 0;
    return found;
  })"""
SIDEWAYS = """() => Array.from(document.querySelectorAll(".table-scroll, .cards"))
  .filter((box) => box.clientWidth && box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.id || box.ariaLabel)"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pinned_columns_and_heads_cover_nothing(visit: Callable[..., Visit], lang: str, width: int) -> None:
    seen = visit(f"/{lang}/ranking", width=width)
    for path in (
        "ranking?edition=2022&against=2012",
        "strategy",
        "compare?view=table",
        "data",
        "economy/CHN",
    ):
        seen.go(f"/{lang}/{path}")
        assert seen.page.evaluate(COVERED) == [], path


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_box_scrolls_where_the_table_fits(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/strategy", width=1280)
    assert seen.page.evaluate(SIDEWAYS) == []
    seen.go(f"/{lang}/ranking")
    assert not seen.scrolls_sideways()
    assert seen.style("#ranking-drawn", "maxHeight") == "none"


@pytest.mark.parametrize(
    "path", ["strategy", "strategy/5", "economy/CHN", "data", "data/releases", "ranking/others"]
)
def test_a_wide_table_is_a_list_of_cards_on_a_phone(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/en/{path}", width=390, height=844)
    cards = seen.page.evaluate(
        """() => Array.from(document.querySelectorAll(".cards, #matrix-drawn"))
          .filter((box) => box.clientWidth)
          .map((box) => [box.scrollWidth - box.clientWidth, box.querySelectorAll("td[data-label]").length])"""
    )
    assert cards
    assert all(beyond <= 1 and values for beyond, values in cards), cards
