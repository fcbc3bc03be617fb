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


@pytest.mark.parametrize(
    "path", ["strategy", "strategy/5", "economy/CHN", "data", "data/api", "data/releases", "ranking/others"]
)
def test_a_wide_table_is_a_list_of_cards_on_a_phone(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/en/{path}", width=390, height=844)
    seen.page.evaluate("document.querySelectorAll('main details').forEach((one) => one.open = true)")
    cards = seen.page.evaluate(
        """() => Array.from(document.querySelectorAll(".cards, #matrix-drawn"))
          .filter((box) => box.clientWidth)
          .map((box) => [box.scrollWidth - box.clientWidth, box.querySelectorAll("td[data-label]").length])"""
    )
    assert cards
    assert all(beyond <= 1 and values for beyond, values in cards), cards
