"""Tables at every width: what stays in sight covers nothing, and no phone hides a value beyond its edge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


@pytest.mark.parametrize(
    "path", ["strategy", "strategy/5", "economy/CHN", "data", "data/api", "data/releases", "ranking/others"]
)
def test_a_wide_table_is_a_list_of_cards_on_a_phone(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/en/{path}", width=390, height=844)
    if path == "ranking/others":
        seen.page.evaluate(
            "document.querySelectorAll('.others-table details').forEach((one) => one.open = true)"
        )
    cards = seen.page.evaluate(
        """() => Array.from(document.querySelectorAll(".cards, #matrix-drawn"))
          .filter((box) => box.clientWidth)
          .map((box) => [box.scrollWidth - box.clientWidth, box.querySelectorAll("td[data-label]").length])"""
    )
    assert cards
    assert all(beyond <= 1 and values for beyond, values in cards), cards
