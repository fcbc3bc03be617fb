"""Addresses: the way in, the way back, and how the process says that it is well."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.request import Request, urlopen

import pytest

from components.pages import PAGES

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
    seen = visit("/en/")
    listed = [page for page in PAGES if page.listed]
    for page in listed[1:]:
        seen.find(f"header nav a[href='/en/{page.home}']").click()
        seen.page.wait_for_url(f"**/en/{page.home}")
        seen.settle()
        assert seen.find("header nav a[aria-current]").get_attribute("href") == f"/en/{page.home}"
    for page in reversed(listed[:-1]):
        seen.page.go_back()
        seen.page.wait_for_url(f"**/en/{page.home}")
        seen.settle()
    assert seen.curves()


def test_the_menu_of_phones_opens_and_closes(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", width=390, height=844)
    link, menu = seen.find("header nav a[href='/en/data']"), seen.find("[data-action=menu]")
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
