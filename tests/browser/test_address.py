"""The address is the state: a view has one, shows it again, and goes along to other pages and languages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from components.theme import DARK, LIGHT
from data.api import ENDPOINTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

DEFAULT = ["USA", "KOR", "SGP", "DEU", "JPN", "IND"]
FIRST = "China rose from 34th in the 2012 edition to 11th in 2022"
PAPER = "document.querySelector('.js-plotly-plot').layout.paper_bgcolor"
RAISED = """() => Object.fromEntries(document.querySelector(".js-plotly-plot").data
  .filter((trace) => trace.meta && trace.meta.role === "peer" && trace.mode === "lines+markers")
  .map((trace) => [trace.meta.economy, trace.line.color]))"""


def view(seen: Visit) -> tuple[str, list[str], dict[str, list[float | None]], dict[str, str]]:
    return seen.page.inner_text("h1"), seen.chips(), seen.curves(), seen.page.evaluate(RAISED)


def reloads(seen: Visit) -> None:
    """The address shows the same view again."""
    before = view(seen)
    seen.reload()
    assert view(seen) == before


def test_every_choice_is_in_the_address_which_shows_it_again(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    for measure, latest in (("score", 56.5551447506996), ("percentile", 93.4782608695652)):
        seen.show(measure)
        seen.wait_for("show", measure)
        assert measure in seen.page.inner_text("h1")
        assert seen.curves()["CHN"][-1] == pytest.approx(latest)
    seen.until("document.title.includes(document.querySelector('h1').textContent)")
    seen.show("rank")
    seen.wait_for("show", None)
    seen.pick("#overview-from", "2012")
    seen.wait_for("from", "2012")
    seen.pick("#overview-to", "2022")
    seen.wait_for("to", "2022")
    seen.until(f"document.querySelector('h1').textContent === {FIRST!r}")
    hero = "document.querySelector('.js-plotly-plot').data.find((t) => t.meta.role === 'hero')"
    seen.until(f"{hero}.y.length === 11")
    reloads(seen)
    seen.drop("SGP")
    seen.wait_for("with", "USA,KOR,DEU,JPN,IND")
    seen.seek("#overview-with", "fra")
    seen.until("Boolean(document.querySelector('.chip[data-economy=FRA]'))")
    seen.page.keyboard.press("Escape")
    seen.until("document.querySelector('.js-plotly-plot').data.some((t) => t.meta.economy === 'FRA')")
    seen.find(".chip[data-economy=KOR] .chip-name").click()
    seen.wait_for("raise", "KOR")
    seen.page.mouse.move(5, 5)
    seen.until("document.querySelector('.chip[data-economy=KOR]').dataset.raised === '1'")
    assert seen.page.evaluate(RAISED) == {"KOR": LIGHT.peer_1}
    reloads(seen)
    seen.go("/en/?with=USA,KOR,SGP,DEU,JPN,IND,FRA,GBR")
    seen.seek("#overview-with", "Sweden")
    seen.until("Boolean(document.querySelector('.chip[data-economy=SWE]'))")
    assert seen.chips() == ["KOR", "SGP", "DEU", "JPN", "IND", "FRA", "GBR", "SWE"]  # eight, the newest


def test_back_and_forward_show_the_views_that_were_and_what_was_put_in_order_is_said(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/")
    seen.show("score")
    seen.wait_for("show", "score")
    seen.drop("KOR")
    seen.wait_for("with", "USA,SGP,DEU,JPN,IND")
    seen.page.go_back()
    seen.until("document.querySelector('.chip[data-economy=KOR]')")
    assert seen.query() == "show=score"
    seen.until("document.title.includes('China scored')")
    seen.page.go_back()
    seen.until("document.querySelector('#overview-show input[value=rank]').checked")
    assert seen.query() == ""
    seen.page.go_forward()
    seen.until("document.querySelector('#overview-show input[value=score]').checked")
    seen.go("/en/?from=2022&to=2012&show=rang")
    assert seen.page.inner_text("h1") == FIRST
    told = "Editions put in order: 2012 to 2022. Show: rang not available, shown: Rank."
    assert seen.page.inner_text(".refused") == told
    seen.show("score")
    seen.wait_for("show", "score")
    seen.until("!document.querySelector('.refused').textContent")
    assert seen.query() == "from=2012&to=2022&show=score"
    seen.page.go_back()
    seen.until("document.querySelector('.refused').textContent.startsWith('Editions put')")


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
