"""The five rows: their series under the chart while they are looked at, their evidence on a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.text import LANGUAGES
from tests.browser.visit import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/overview", "components/pages/pillar")


def strips(seen: Visit) -> list[int]:
    """The strategic pillars whose strip is visible."""
    found: list[int] = seen.page.evaluate(
        """Array.from(document.querySelectorAll(".strip"))
          .flatMap((one, place) => one.getClientRects().length ? [place + 1] : [])"""
    )
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pointer_on_a_row_brings_its_series_under_the_chart(
    watch: Callable[..., Visit], lang: str
) -> None:
    seen = watch(f"/{lang}/")
    assert strips(seen) == []
    (plot,) = seen.boxes(".plot")
    for number in range(1, 6):
        seen.page.hover(f"#row-{number}")
        assert strips(seen) == [number]
        (strip,) = seen.boxes(".strip.open")
        assert strip["top"] >= plot["bottom"] - 1
        assert strip["bottom"] <= 900
        items = seen.boxes(".strip.open .strip-item")
        assert items
        for item in items:
            assert item["right"] <= strip["right"] + 1
            assert item["bottom"] <= strip["bottom"] + 1
    seen.page.mouse.move(5, 5)
    assert strips(seen) == []


def test_focus_does_the_same(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find("#row-1").focus()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.id") == "row-2"
    assert strips(seen) == [2]


def test_nothing_moves_when_a_strip_comes(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/")
    before = [seen.boxes(selector) for selector in (".plot", ".row", ".block")]
    seen.page.hover("#row-4")
    assert [seen.boxes(selector) for selector in (".plot", ".row", ".block")] == before


def test_phones_have_no_strip(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/", width=PHONE[0], height=PHONE[1])
    seen.page.hover("#row-2")
    assert strips(seen) == []


def test_a_click_leads_to_the_page_of_the_pillar(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/")
    seen.find("#row-3").click()
    seen.until("location.pathname === '/zh/strategy/industry-research'")
    seen.until("document.querySelector('.section [aria-current]')?.textContent.startsWith('3')")


def test_the_strip_says_what_the_page_of_the_pillar_says(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    shown = seen.page.evaluate(
        """Array.from(document.querySelectorAll(".strip")[3].querySelectorAll(".strip-item"), (item) =>
          [item.querySelector("p").textContent, item.querySelector("b").textContent])"""
    )
    assert shown
    page = visit("/en/strategy/core-technologies").find("#content").text_content() or ""
    for name, latest in shown:
        assert name.partition(",")[0] in page
        assert latest in page
