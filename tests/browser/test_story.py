"""The story in the browser: keys and links go from step to step, each with its figure; full screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

DRAWN = "document.querySelector('.story-figure .js-plotly-plot .main-svg') !== null"


def test_keys_and_links_go_from_step_to_step(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/story/1")
    seen.until(DRAWN)
    seen.page.keyboard.press("ArrowRight")
    seen.page.wait_for_url("**/en/story/2")
    seen.until(DRAWN)
    seen.find("[data-story=next]").click()
    seen.page.wait_for_url("**/en/story/3")
    seen.until(DRAWN)
    seen.page.keyboard.press("ArrowLeft")
    seen.page.wait_for_url("**/en/story/2")
    seen.until(DRAWN)


def test_every_step_draws_its_figure_in_chinese_on_a_phone(visit: Callable[..., Visit]) -> None:
    for number in range(1, 10):
        seen = visit(f"/zh/story/{number}", width=390, height=844)
        seen.until(DRAWN)
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), number


def test_a_class_sees_the_step_alone_on_the_full_screen(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/story/4")
    seen.until(DRAWN)
    seen.find("[data-action=full]").click()
    seen.until("document.fullscreenElement?.id === 'story'")
    seen.find("[data-action=full]").click()
    seen.until("!document.fullscreenElement")
