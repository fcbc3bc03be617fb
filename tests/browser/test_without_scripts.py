"""A reader without JavaScript, or whose scripts and styles do not come, still has the whole page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from components.pages import GROUPS
from components.text import words
from tests.browser.pages import PAGES
from tests.browser.saving import EMPTY
from tests.browser.visit import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, base_url=address)
    yield context.new_page()
    context.close()


def test_every_page_is_reached_by_links_and_has_no_empty_place(page: Page) -> None:
    page.goto("/en/")
    assert "JavaScript" in page.inner_text("body")
    found = {}
    for group, pages in GROUPS.items():
        page.click(f"header nav > ul > li > a[href='/en/{pages[0].home}']")
        homes = {one.key: one.home for one in pages}
        for one in pages:
            tab = homes[one.tab or one.key]
            page.click(f".section a[href='/en/{tab}']")
            if one.tab:  # which its page or the foot of every page leads to
                page.locator(f":is(main, footer) a[href^='/en/{one.home}']").filter(
                    visible=True
                ).first.click()
            page.wait_for_url(f"**/en/{one.home}*")
            entry = page.inner_text("header nav > ul > li > [aria-current]")
            assert entry == words("en")(f"group.{group}")
            assert page.get_attribute(".section [aria-current]", "href") == f"/en/{tab}"
            assert page.inner_text(".question") == words("en")(f"question.{one.key}")
            for width, height in (DESKTOP, PHONE):  # which the document has pictures for, without a script
                page.set_viewport_size({"width": width, "height": height})
                found[one.home, width] = page.evaluate(EMPTY)
            page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    assert len(found) == 2 * len(PAGES)
    assert not any(found.values()), {place: empty for place, empty in found.items() if empty}


def test_terms_are_links_and_a_story_is_turned(page: Page) -> None:
    page.goto("/zh/ranking")
    page.click("main a.term[href$='#edition']")
    assert page.url.endswith("/zh/about/glossary#edition")
    page.goto("/en/story/1")
    page.click("[data-story=next]")
    assert page.url.endswith("/en/story/2")


def test_a_phone_shows_the_finding_first_and_opens_its_menu(browser: Browser, address: str) -> None:
    size = {"width": PHONE[0], "height": PHONE[1]}
    context = browser.new_context(java_script_enabled=False, base_url=address, viewport=size)  # type: ignore[arg-type]
    page = context.new_page()
    for path, table in {"en/": "trajectory", "zh/ranking": "ranking", "en/claims": "claims"}.items():
        page.goto(f"/{path}")
        link = page.locator(".no-script a")
        assert str(link.get_attribute("href")).startswith(f"/download/{table}.csv")
        assert link.inner_text() == f"{table}.csv"
        heading = page.locator("h1").bounding_box()
        assert heading
        assert heading["y"] + heading["height"] <= PHONE[1]
        entry = page.locator("header nav a").first
        assert not entry.is_visible()
        page.locator(".menu-check").click()
        assert entry.is_visible()
    context.close()


@pytest.mark.parametrize("path", ["en/", "en/ranking", "zh/strategy/core-technologies"])
def test_a_page_can_be_read_when_its_scripts_and_styles_fail(
    browser: Browser, address: str, path: str
) -> None:
    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})

    def read() -> list[Any]:
        parts = "[...document.querySelectorAll('#site-first :is(h1, h2, p, .plot, .control, table)')]"
        boxes = f"{parts}.map((one) => one.getBoundingClientRect())"
        return list(
            page.evaluate(f"{boxes}.filter(({{ top }}) => top < 1000).map((one) => JSON.stringify(one))")
        )

    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{address}/{path}")
    whole = read()
    page.route("**/*.css", lambda route: route.abort())
    page.reload()
    assert page.evaluate(EMPTY) == []
    assert read() == whole  # the styles in the document are all that the first screen needs
    page.close()
