"""The story in the browser: steps by links, keys, wheel and finger; slides; paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/story")

DRAWN = "document.querySelector('.story-figure :is(.js-plotly-plot .main-svg, .evidence-bars li)') !== null"
PAPER = "document.querySelectorAll('.story-paper img').length >= 9"


def at(number: int) -> str:
    return f"document.querySelector('.story-moves [aria-current]')?.textContent === '{number}'"


def test_steps_change_by_links_keys_and_wheel_without_a_new_page(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/story/1")
    seen.until(DRAWN)
    seen.page.evaluate("window.same = true")
    seen.page.keyboard.press("ArrowRight")
    seen.until(at(2))
    seen.until(DRAWN)
    seen.find("[data-story=next]").click()
    seen.until(at(3))
    seen.until(DRAWN)
    assert seen.page.url.endswith("/en/story/3")
    assert seen.page.title().startswith("China rose 23 places")
    seen.page.keyboard.press("ArrowLeft")
    seen.until(at(2))
    seen.page.go_back()
    seen.until(at(3))
    seen.page.mouse.move(700, 500)
    seen.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    seen.page.wait_for_timeout(400)
    seen.page.mouse.wheel(0, 120)
    seen.until(at(4))
    seen.until(DRAWN)
    assert seen.page.url.endswith("/en/story/4")
    assert seen.page.evaluate("window.same && scrollY === 0")


def test_a_wheel_that_scrolls_to_the_end_goes_no_further(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/story/4", height=700)
    seen.until(DRAWN)
    seen.page.mouse.move(700, 500)
    seen.page.mouse.wheel(0, 5000)
    seen.page.wait_for_timeout(500)
    assert seen.page.url.endswith("/en/story/4")
    assert seen.page.evaluate("scrollY > 0")


def test_every_step_fits_the_first_screen(visit: Callable[..., Visit]) -> None:
    for number in range(1, 11):
        seen = visit(f"/en/story/{number}")
        seen.until(DRAWN)
        assert seen.page.evaluate("document.querySelector('.story').getBoundingClientRect().bottom") <= 900, (
            number
        )


def test_every_step_draws_its_figure_in_chinese_on_a_phone(visit: Callable[..., Visit]) -> None:
    for number in range(1, 11):
        seen = visit(f"/zh/story/{number}", width=390, height=844)
        seen.until(DRAWN)
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), number
        box = seen.find("[data-story=next], [data-story=previous]").first.bounding_box()
        assert box
        assert box["height"] >= 44, number
        assert box["y"] + box["height"] <= 844, number


def test_a_finger_turns_the_page(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/story/2", width=390, height=844)
    seen.until(DRAWN)
    seen.page.evaluate(
        """() => {
          const text = document.querySelector('#react-entry-point .story-text p.deck');
          const point = (clientX) => [new Touch({ identifier: 1, target: text, clientX, clientY: 300 })];
          const fire = (name, x) => text.dispatchEvent(new TouchEvent(name, { bubbles: true,
            touches: name === 'touchstart' ? point(x) : [], changedTouches: point(x) }));
          fire('touchstart', 300);
          fire('touchend', 120);
        }"""
    )
    seen.until(at(3))


def test_slides_stay_on_the_full_screen_and_a_remote_turns_them(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/story/4")
    seen.until(DRAWN)
    seen.find(".story-ways [data-action=full]").click()
    seen.until("document.fullscreenElement !== null")
    for key, number in (("PageDown", 5), ("PageUp", 4), ("Home", 1), ("End", 10)):
        seen.page.keyboard.press(key)
        seen.until(at(number))
        assert seen.page.evaluate("document.fullscreenElement !== null"), key
    assert not seen.find("header nav").is_visible()
    seen.find(".story-ways [data-action=full]").click()
    seen.until("!document.fullscreenElement")
    assert seen.page.url.endswith("/en/story/10")


def test_paper_has_the_whole_story_on_four_sheets(visit: Callable[..., Visit]) -> None:
    for path in ("/en/story", "/zh/story", "/en/story/10"):
        seen = visit(path)
        seen.until(
            PAPER
            if path.endswith("10")
            else "document.querySelectorAll('#react-entry-point .story-whole img').length >= 9"
        )
        pages = re.findall(
            rb"/Type\s*/Page[^s]",
            seen.page.pdf(format="A4", prefer_css_page_size=True, print_background=True),
        )
        assert 2 <= len(pages) <= 4, path
        seen.page.set_viewport_size({"width": 688, "height": 1024})
        seen.page.emulate_media(media="print")
        high = seen.page.evaluate(
            "[...document.querySelectorAll('.story-whole > section')].map((one) => one.offsetHeight)"
        )
        assert len(high) == 10, path
        assert all(0 < one < 1024 for one in high), path
        seen.page.emulate_media(media="screen")
