"""Controls: a choice moves none of them under the pointer, and lists can be typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

TOP = "(name) => document.getElementById(name).getBoundingClientRect().top"


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("en", 390), ("zh", 1024)])
def test_a_choice_moves_no_control(visit: Callable[..., Visit], lang: str, width: int) -> None:
    seen = visit(f"/{lang}/", width=width)
    before = seen.page.evaluate(TOP, "overview-measure")
    for measure in ("score", "percentile", "rank", "percentile"):
        heading = seen.page.inner_text("h1")
        seen.find(f"#overview-measure label:has(input[value={measure}])").click()
        seen.until(f"document.querySelector('h1').innerText !== {heading!r}")
        seen.redrawn()
        assert abs(seen.page.evaluate(TOP, "overview-measure") - before) < 2, measure


def test_a_list_follows_what_is_typed_and_marks_what_is_chosen(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking", width=390, height=844)
    seen.find("#ranking-region").click()
    seen.find(".dash-dropdown-content").wait_for()
    seen.redrawn()
    (box,) = seen.boxes(".dash-dropdown-content")
    assert box["left"] >= 4
    assert box["right"] <= 386
    chosen = ".dash-dropdown-content .dash-options-list-option:has(input:checked)"
    assert seen.style(chosen, "fontWeight") == "600"
    seen.page.keyboard.type("eu")
    seen.page.keyboard.press("Enter")
    seen.wait_for("region", "EUR")


def test_parts_of_a_long_page_and_the_way_to_its_top_stay(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data")
    seen.page.evaluate("scrollTo(0, 4000)")
    seen.redrawn()
    assert seen.page.evaluate("document.querySelector('.contents').getBoundingClientRect().top") == 0
    seen.find(".up a").click()
    seen.until("scrollY < 200")


@pytest.mark.parametrize("path", ["", "ranking"])
def test_the_ring_around_a_link_of_the_navigation_is_whole(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/en/{path}")
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Tab")
    assert seen.style("header nav a", "outlineOffset") == "-2px"
