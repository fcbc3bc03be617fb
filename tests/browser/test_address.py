"""What goes along to other pages and languages: the view and the theme; and what leads back from nowhere."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from components.theme import DARK, LIGHT
from data.api import ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

PAPER = "document.querySelector('.js-plotly-plot').layout.paper_bgcolor"


def test_the_view_goes_along_to_the_other_language_and_from_page_to_page(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?show=score&with=FRA,GBR")
    before = seen.curves()
    seen.find("[data-action=language]").click()
    seen.page.wait_for_url("**/zh/?*")
    seen.settle()
    assert parse_qs(seen.query()) == {"show": ["score"], "with": ["FRA,GBR"]}
    assert seen.curves() == before
    seen.find(".section a[href^='/zh/ranking']").first.click()
    seen.page.wait_for_url("**/zh/ranking?with=FRA,GBR")
    seen.settle()
    seen.go("/en/compare?economy=KOR&with=FRA")
    seen.find(".section a[href='/en/economy/CHN']").click()
    seen.page.wait_for_url("**/en/economy/KOR?with=FRA")
    seen.settle()
    seen.find("#site-nav > ul > li > a[href='/en/why']").click()
    seen.page.wait_for_url("**/en/why?with=FRA&economy=KOR")
    seen.settle()
    seen.go("/en/economy/CHN?edition=2021&show=weaknesses")  # another economy, with the same choices
    seen.seek("#economy-economy", "Viet")
    seen.page.wait_for_url("**/en/economy/VNM?*")
    seen.settle()
    assert seen.query() == "edition=2021&show=weaknesses"
    seen.page.evaluate("scrollTo(0, 2500)")  # the parts of a long page stay, and the way to its top
    seen.until("document.querySelector('.contents').getBoundingClientRect().top === 0")
    seen.find(".to-top a").click()
    seen.until("scrollY < 200")


def test_an_unknown_path_has_a_way_back_and_to_the_search(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/about")
    for path, back in (("/en/nothing", "/en/"), ("/nothing", "/en/"), ("/zh/nothing", "/zh/")):
        answer = seen.page.goto(seen.address + path)
        assert answer
        assert answer.status == 404
        assert seen.find(f"a[href='{back}']").first.is_visible()
    seen.find("a[href='/zh/#search']").click()
    seen.page.wait_for_selector("dialog.search[open] input:focus")
    seen.faults = [one for one in seen.faults if "404" not in one]


def test_the_examples_of_the_api_answer(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data/api")
    seen.until("!document.querySelector('main').textContent.includes('{origin}')")
    codes = seen.page.locator("[data-origin] pre").all_text_contents()
    found = {address for code in codes for address in re.findall(r'"(http[^"]+)"', code)}
    assert len(found) == 2 * len(ENDPOINTS)
    for address in sorted(found):
        assert address.startswith(f"{seen.address}/api/v1/")
        assert seen.page.request.get(address).status == 200, address


def test_the_theme_is_the_readers_choice_else_that_of_the_machine(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", system="dark")
    assert seen.page.evaluate(PAPER) == DARK.ground
    boxes = {name: seen.boxes(name) for name in ("h1", ".controls", ".plot", ".row", ".quote", ".block")}
    seen.page.emulate_media(color_scheme="light")
    seen.until(f"{PAPER} === '{LIGHT.ground}'")
    assert {name: seen.boxes(name) for name in boxes} == boxes  # both have the same layout
    seen.find("[data-action=theme]").click()
    seen.until(f"{PAPER} === '{DARK.ground}'")
    seen.reload()
    assert seen.page.evaluate(PAPER) == DARK.ground
    seen.go("/zh/data")
    assert seen.page.get_attribute("html", "data-theme") == "dark"
    assert seen.style("body", "backgroundColor") == "rgb(20, 24, 31)"
    seen.go("/en/?theme=light")
    assert seen.page.evaluate(PAPER) == LIGHT.ground
