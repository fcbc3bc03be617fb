"""A reader who only reads loads a picture; Dash and plotly.js come with the first use, which is not lost."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from components.bundles import bundles
from tests.browser.saving import SAVING, TAKEN, document, of_dash, saving
from tests.browser.visit import DESKTOP

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Route

MOST = 110_000  # bytes until a page can be read
UNKNOWN = 'Object.defineProperty(navigator, "connection", { value: undefined });'


def test_who_only_reads_loads_little(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/ranking/map") as seen:
        session = seen.page.context.new_cdp_session(seen.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        for path in ("", "why", "strategy/core-technologies", "ranking", "compare", "strategy/targets"):
            sizes: list[float] = []
            session.on(
                "Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"])
            )
            document(seen, f"en/{path}")
            seen.page.mouse.wheel(0, 3000)
            seen.until("scrollY > 100")
            seen.quiet(25)
            assert 20_000 < sum(sizes) <= MOST
        assert of_dash(seen) == []


@pytest.mark.parametrize(
    ("times", "slow"),
    [
        ((0, 0, 0, 0, 90, 60_000), False),  # a connection from before
        ((0, 650, 1300, 2000, 2000, 300), True),  # a satellite
        ((0, None, 30, 60, 900, None), False),  # a browser that has no sizes
    ],
)
def test_what_the_times_of_a_document_say_where_the_browser_has_no_estimate(
    browser: Browser, address: str, times: tuple[int | None, ...], slow: bool
) -> None:
    keys = ("connectStart", "secureConnectionStart", "connectEnd", "responseStart", "responseEnd")
    entry = dict(zip((*keys, "transferSize"), times, strict=True)) | {"encodedBodySize": 59_700}
    known = json.dumps({key: value for key, value in entry.items() if value is not None})
    page = browser.new_page()
    page.add_init_script(UNKNOWN)
    page.add_init_script(f"performance.getEntriesByType = () => [{known}];")
    page.goto(f"{address}/en/about", wait_until="load")
    assert page.evaluate("'waiting' in document.documentElement.dataset") is slow
    page.close()


def test_what_is_chosen_typed_and_pressed_in_the_picture_is_so_on_the_page(
    browser: Browser, address: str
) -> None:
    with saving(browser, address, "en/") as seen:
        seen.find("#site-first .measure-control label").nth(1).click()
        seen.page.wait_for_function(TAKEN)
        seen.wait_for("show", "score")
        assert seen.page.is_checked("#overview-show input[value=score]")
        document(seen, "en/ranking")
        seen.find("#site-first .field input").click()
        seen.page.keyboard.type("fra")
        seen.page.wait_for_function(TAKEN)
        seen.until("document.activeElement.closest('#ranking-find, .field')")
        seen.page.keyboard.type("n")
        seen.wait_for("find", "fran")
        document(seen, "en/why")
        seen.find("#site-first [role=button]").first.focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_function(TAKEN)
        seen.find(".dash-dropdown-content .dash-dropdown-option").first.wait_for()
        document(seen, "zh/why")
        seen.find("#site-first [data-action=table]").first.click()
        seen.page.wait_for_function(TAKEN)
        seen.find(".table-panel").first.wait_for()
        document(seen, "en/about")  # menu and theme need no Dash
        seen.find("#site-first [data-action=menu]").click()
        assert seen.find("#site-first header nav").is_visible()
        seen.page.keyboard.press("Escape")
        assert not seen.find("#site-first header nav").is_visible()
        seen.find("#site-first [data-action=theme]").click()
        assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_picture_answers_in_the_words_of_its_drawing(browser: Browser, address: str) -> None:
    def letters(text: str | None) -> str:
        return "".join(filter(str.isalnum, text or ""))

    with saving(browser, address, "en/why", DESKTOP) as seen:
        seen.page.route(f"**{bundles().plotly.address}", lambda _route: None)
        seen.page.route("**/_dash-component-suites/**", lambda _route: None)
        plot = seen.find("#site-first .plot").first
        plot.focus()
        for key in ("ArrowRight", "End", "ArrowLeft"):
            seen.page.keyboard.press(key)
        tip = seen.find("#site-first .tip p")
        tip.wait_for()
        said = plot.evaluate("plot => plot.parentElement.querySelector('[aria-live]').textContent")
        assert letters(tip.inner_text()) == letters(said)
        # A mouse finds the same mark where its tip says that it is.
        mark = seen.page.evaluate("() => document.querySelector('#site-first .tip').getBoundingClientRect()")
        seen.page.keyboard.press("Escape")
        assert seen.find("#site-first .tip").count() == 0
        seen.page.mouse.move(mark["x"] + 1, mark["y"] + 1)
        assert letters(tip.inner_text()) == letters(said)
        seen.page.unroute_all()  # what waits goes on
        seen.page.wait_for_function(TAKEN)
        seen.until("document.activeElement.matches('main .plot')")
        live = seen.find("main .hoverlayer .hovertext").first
        live.wait_for()
        assert letters(live.text_content()) == letters(said)


def test_a_use_before_the_script_of_the_site_is_there_counts(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.add_init_script(SAVING)
    late: list[Route] = []
    page.route(f"**{bundles().pages.address}", lambda route: late.append(route))
    with page.expect_request(f"**{bundles().pages.address}"):
        page.goto(f"{address}/en/why", wait_until="commit")
    page.locator("#site-first .plot").first.click()
    late[0].continue_()
    page.wait_for_function(TAKEN)
    page.close()
