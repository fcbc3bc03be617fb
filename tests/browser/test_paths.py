"""Addresses: the way in, the way back, and how the process says that it is well."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from components.pages import GROUPS, PAGES
from components.text import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.visit import Visit


@pytest.mark.parametrize(
    ("locale", "path"), [("en-GB", "/en/"), ("zh-CN", "/zh/"), ("zh-TW", "/zh/"), ("fr-FR", "/en/")]
)
def test_the_bare_address_leads_to_the_readers_language(
    visit: Callable[..., Visit], locale: str, path: str
) -> None:
    seen = visit("/", locale=locale)
    assert seen.page.url == seen.address + path


def test_the_way_in_keeps_the_query(visit: Callable[..., Visit]) -> None:
    assert visit("/?show=score").page.url.endswith("/en/?show=score")


@pytest.mark.parametrize(
    ("path", "back"), [("/en/nothing", "/en/"), ("/zh/nothing", "/zh/"), ("/nothing", "/en/")]
)
def test_an_unknown_path_has_a_way_back(browser: Browser, address: str, path: str, back: str) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    answer = page.goto(address + path)
    assert answer is not None
    assert answer.status == 404
    assert page.inner_text("h1")
    page.click(f"a[href='{back}']")
    page.wait_for_selector(".js-plotly-plot .annotation-text")
    context.close()


@pytest.mark.parametrize(("path", "status"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_health(address: str, path: str, status: str) -> None:
    with urlopen(address + path) as answer:  # noqa: S310 - our own address
        assert answer.status == 200
        assert json.load(answer)["status"] == status


def test_pages_are_compressed_and_assets_are_kept(visit: Callable[..., Visit], address: str) -> None:
    seen = visit("/en/")
    bundle = seen.page.evaluate(
        "Array.from(document.scripts).map((s) => s.src).find((s) => s.includes('plotly'))"
    )
    asked = Request(bundle, headers={"Accept-Encoding": "br"})  # noqa: S310 - our own address
    with urlopen(asked) as answer:  # noqa: S310
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]


def test_navigation_leads_to_every_page_and_back(visit: Callable[..., Visit]) -> None:
    """By the entry of its group in the header, then by its own below it; both are marked."""
    seen = visit("/en/")
    addresses = [f"/en/{page.home}" for page in PAGES]
    for group, pages in GROUPS.items():
        for page in pages:
            way = ".section a" if page is not pages[0] else "#site-nav > ul > li > a"
            seen.find(f"{way}[href='/en/{page.home}']").click()
            seen.page.wait_for_url(f"**/en/{page.home}")
            seen.settle()
            entry = seen.find("#site-nav > ul > li > [aria-current]")
            assert entry.inner_text() == words("en")(f"group.{group}")
            assert seen.find(".section [aria-current]").get_attribute("href") == f"/en/{page.home}"
            assert seen.page.inner_text(".question") == words("en")(f"question.{page.key}")
    for address in reversed(addresses[:-1]):
        seen.page.go_back()
        seen.page.wait_for_url(f"**{address}")
        seen.settle()
    assert seen.curves()


def test_navigation_by_keys(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why")
    seen.find("#site-nav > ul > li > a").nth(1).focus()
    walked: list[str] = []
    while "weights" not in walked[-1:]:
        seen.page.keyboard.press("Tab")
        walked.append(seen.page.evaluate("document.activeElement.pathname?.split('/').pop() || ''"))
        assert len(walked) < 20
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_url("**/en/weights")


def test_navigation_by_touch(browser: Browser, address: str) -> None:
    """On a phone the menu has every group with its pages, and the row below scrolls to the page on show."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/en/")
    for way in ("ranking/others", "claims", "about/accessibility"):
        page.wait_for_selector("html:not(.first)")
        page.tap("[data-action=menu]")
        page.tap(f"#site-nav.open ul ul a[href='/en/{way}']")
        page.wait_for_url(f"**/en/{way}")
        page.wait_for_selector("html:not(.first)")
        box = page.locator(".section [aria-current]").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        assert box["height"] >= 44
    page.locator(".section a[href='/en/data/api']").tap()
    page.wait_for_url("**/en/data/api")
    context.close()


def test_a_page_that_is_not_there_leads_to_the_search(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/zh/nothing")
    page.click("a[href='/zh/#search']")
    page.wait_for_selector("dialog.search[open] input:focus")
    page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [1440, 1280, 1024, 900, 768, 390, 320])
def test_nothing_in_the_header_lies_on_anything(visit: Callable[..., Visit], lang: str, width: int) -> None:
    seen = visit(f"/{lang}/strategy/enterprises", width=width, height=800)
    for selector in ("#site-nav > ul > li > a, header .tools, .brand a", ".section a"):
        boxes = sorted(
            (box for box in seen.boxes(selector) if box["right"] > box["left"]), key=lambda box: box["left"]
        )
        pairs = list(pairwise(boxes))
        assert all(one["right"] <= other["left"] + 1 for one, other in pairs), (selector, boxes)
    assert not seen.scrolls_sideways()
    if width >= 900:
        assert len({box["top"] for box in seen.boxes(".section a")}) == 1


def test_the_menu_of_phones_opens_and_closes(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", width=390, height=844)
    link, menu = seen.find("#site-nav ul ul a[href='/en/data']"), seen.find("[data-action=menu]")
    assert not link.is_visible()
    menu.click()
    assert menu.get_attribute("aria-expanded") == "true"
    assert link.is_visible()
    menu.click()
    assert not link.is_visible()
    menu.click()
    link.click()
    seen.page.wait_for_url("**/en/data")


def test_without_scripts_the_data_can_still_be_had(
    visit: Callable[..., Visit], browser: Browser, address: str
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/")
    assert "JavaScript" in page.inner_text("body")
    assert page.get_attribute("noscript a, body a", "href") == "/download/trajectory.csv?lang=en"
    context.close()
