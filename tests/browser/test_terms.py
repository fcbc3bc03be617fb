"""A word with an entry in the glossary shows its definition by pointer, keys and finger, and leads to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.text import words
from tests.long import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long(*PAGES)  # beside the page of a parameter

TERM = "main a.term[href$='#edition']"


def test_the_definition_is_shown_by_pointer_and_by_focus_and_goes_with_escape(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/zh/ranking")
    word, tip = seen.find(TERM), seen.find("#term-tip")
    said = words("zh")("glossary.edition.says")
    word.hover()
    assert tip.inner_text().endswith(said)
    assert seen.page.get_attribute(TERM, "aria-describedby") == "term-tip"
    tip.hover()
    seen.page.wait_for_timeout(300)
    assert tip.is_visible()  # the pointer may go over it
    seen.page.keyboard.press("Escape")
    assert not tip.is_visible()

    seen.page.mouse.move(5, 5)
    word.focus()
    assert tip.is_visible()
    box, frame = seen.boxes("#term-tip")[0], seen.boxes(TERM)[0]
    assert box["top"] >= frame["bottom"] or box["bottom"] <= frame["top"]  # never on the word itself
    seen.page.keyboard.press("Escape")
    assert not tip.is_visible()
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/zh/about/glossary*#edition")
    seen.settle()
    assert seen.find("#edition h3").inner_text() == words("zh")("glossary.edition.term")


def test_a_finger_shows_the_definition_first(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking", has_touch=True, width=390, height=844)
    seen.find(TERM).tap()
    assert seen.find("#term-tip").inner_text().endswith(words("en")("glossary.edition.says"))
    assert not seen.scrolls_sideways()
    (box,) = seen.boxes("#term-tip")
    assert 0 <= box["left"] < box["right"] <= 390
    seen.find(TERM).tap()
    seen.page.wait_for_url("**/en/about/glossary*#edition")
    seen.settle()


@pytest.mark.parametrize("path", ["/en/", "/zh/ranking"])
def test_terms_are_links_before_any_script_has_run(browser: Browser, address: str, path: str) -> None:
    bare = browser.new_context(java_script_enabled=False)
    page = bare.new_page()
    page.goto(address + path)
    page.click(TERM)
    assert page.url.endswith(f"{path[:4]}about/glossary#edition")
    bare.close()
