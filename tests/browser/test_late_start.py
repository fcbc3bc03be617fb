"""A reader who only reads loads a picture; Dash and plotly.js come with the first use, which is not lost."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from components.bundles import bundles
from tests.browser.access import barriers
from tests.browser.pages import PAGES
from tests.browser.saving import MOVED, SAVING, TAKEN, saving
from tests.browser.visit import DESKTOP, PHONE, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

READ = ("", "why", "strategy/core-technologies", "ranking", "compare", "strategy/targets", "ranking/map")
MOST = 110_000  # bytes until a page can be read
UNKNOWN = 'Object.defineProperty(navigator, "connection", { value: undefined });'
WAITING = "'waiting' in document.documentElement.dataset"
# The focus without an input: what moves within half a second after an input is no shift to a browser.
BEGIN = """() => {
  const used = Object.assign(document.createElement("button"), { hidden: true });
  document.querySelector("#site-first").append(used);
  used.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  used.remove();
}"""
# Of each place of a figure or of a drawn table: whether something of it can be seen.
EMPTY = """() => Array.from(document.querySelectorAll("#site-first :is(.plot, .drawn)"))
  .filter((place) => place.clientWidth && !Array.from(place.querySelectorAll(".static-svg svg > *, td"))
    .some((part) => part.getClientRects().length))
  .map((place) => place.getAttribute("aria-label"))"""
PLOTS = """(root) => Array.from(document.querySelectorAll(root + " .plot"))
  .map((plot) => [plot.clientWidth, plot.clientHeight])"""


def of_dash(visit: Visit) -> list[str]:
    """The requests that Dash and plotly.js have made."""
    return [path for path in visit.requests if "/_dash" in path or "/plotly" in path]


@pytest.mark.parametrize("path", READ)
def test_who_only_reads_loads_little(browser: Browser, address: str, path: str) -> None:
    with saving(browser, address, f"en/{path}") as seen:
        session = seen.page.context.new_cdp_session(seen.page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        sizes: list[float] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        seen.page.reload(wait_until="load")
        seen.page.mouse.wheel(0, 3000)
        seen.page.wait_for_timeout(1500)
        assert 20_000 < sum(sizes) <= MOST
        assert of_dash(seen) == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
def test_no_page_has_an_empty_place_without_scripts(browser: Browser, address: str, path: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/{path}")
    for width, height in (DESKTOP, PHONE):  # which the document has pictures for, without a script
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate(EMPTY) == [], width
    context.close()


@pytest.mark.parametrize("path", ["en/", "en/ranking", "zh/strategy/core-technologies"])
def test_a_page_can_be_read_when_its_scripts_and_styles_fail(
    browser: Browser, address: str, path: str
) -> None:
    def read(page: Page) -> list[Any]:
        parts = "[...document.querySelectorAll('#site-first :is(h1, h2, p, .plot, .control, table)')]"
        return list(page.evaluate(f"{parts}.map((one) => JSON.stringify(one.getBoundingClientRect()))"))

    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(f"{address}/{path}")
    whole = read(page)
    page.route("**/*.css", lambda route: route.abort())
    page.reload()
    assert page.evaluate(EMPTY) == []
    assert read(page) == whole  # the styles of the document are all that it needs
    page.close()


def test_over_a_good_connection_all_comes_at_once(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/en/why")
    page.wait_for_function(TAKEN)
    page.close()


@pytest.mark.parametrize(("speed", "slow"), [(80_000, True), (2_500_000, False)], ids=["0.6", "20"])
def test_the_document_is_timed_where_the_browser_has_no_estimate(
    browser: Browser, address: str, speed: int, slow: bool
) -> None:
    page = browser.new_page()
    page.add_init_script(UNKNOWN)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    line = {"offline": False, "latency": 0, "downloadThroughput": speed, "uploadThroughput": speed}
    session.send("Network.emulateNetworkConditions", line)  # bytes a second
    page.goto(f"{address}/en/ranking", wait_until="load")
    assert page.evaluate(WAITING) is slow
    assert bool(page.query_selector("link[data-script][rel=preload]")) is not slow
    page.close()


@pytest.mark.parametrize(
    ("times", "slow"),
    [
        ((0, 0, 0, 0, 90, 60_000), False),  # a connection from before
        ((0, 0, 30, 3000, 3005, 60_000), False),  # drawn by the server first
        ((0, 200, 400, 900, 1320, 60_000), False),  # a fast line to a far server: two round trips
        ((0, 650, 1300, 2000, 2000, 300), True),  # a satellite
        ((0, 40, 80, 200, 600, 60_000), True),
        ((0, 0, 0, 0, 900, 300), False),  # it has not changed
        ((0, 0, 30, 60, 65, 0), False),  # of the browser's cache
        ((0, None, 30, 60, 900, None), False),  # a browser that has no sizes
    ],
)
def test_what_the_times_of_a_document_say(
    browser: Browser, address: str, times: tuple[int | None, ...], slow: bool
) -> None:
    keys = ("connectStart", "secureConnectionStart", "connectEnd", "responseStart", "responseEnd")
    entry = dict(zip((*keys, "transferSize"), times, strict=True)) | {"encodedBodySize": 59_700}
    known = json.dumps({key: value for key, value in entry.items() if value is not None})
    page = browser.new_page()
    page.add_init_script(UNKNOWN)
    page.add_init_script(f"performance.getEntriesByType = () => [{known}];")
    page.goto(f"{address}/en/about", wait_until="load")
    assert page.evaluate(WAITING) is slow
    page.close()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_when_the_page_takes_over(
    browser: Browser, address: str, size: tuple[int, int], path: str
) -> None:
    with saving(browser, address, f"en/{path}", size) as seen:
        before = seen.page.evaluate(PLOTS, "#site-first")
        seen.page.evaluate(BEGIN)
        seen.page.wait_for_function(TAKEN)
        seen.settle()
        assert [one for one in seen.page.evaluate(PLOTS, "main") if one[0]] == [
            one for one in before if one[0]
        ]
        shifts = seen.page.evaluate("window.moved")
        assert sum(one[0] for one in shifts) <= 0.02, shifts


def test_nothing_moves_when_scripts_are_slow(browser: Browser, address: str) -> None:
    def later(route: Route) -> None:
        page.wait_for_timeout(150)
        route.fallback()

    page = browser.new_page(viewport={"width": PHONE[0], "height": PHONE[1]})
    page.add_init_script(MOVED)
    page.route("**/*.js*", later)
    page.goto(f"{address}/zh/why")
    page.wait_for_function(TAKEN)
    assert sum(one[0] for one in page.evaluate("window.moved")) < 0.02
    page.close()


def test_a_choice_made_in_the_picture_is_made_on_the_page(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/") as seen:
        seen.find("#site-first .measure-control label").nth(1).click()
        assert seen.find("#site-first .measure-control input").nth(1).is_checked()
        seen.page.wait_for_function(TAKEN)
        seen.wait_for("show", "score")
        assert seen.page.is_checked("#overview-show input[value=score]")


def test_lines_scrolled_in_the_picture_stay_where_they_are(browser: Browser, address: str) -> None:
    lefts = "[...document.querySelectorAll('.in-line, .drawn thead')].map((one) => one.scrollLeft)"
    with saving(browser, address, "en/ranking") as seen:
        seen.page.evaluate(lefts.replace("one.scrollLeft", "one.scrollLeft = 120"))
        seen.page.evaluate(BEGIN)
        seen.page.wait_for_function(TAKEN)
        assert seen.page.evaluate(lefts) == [120, 120]


def test_what_is_typed_in_the_picture_is_typed_on_the_page(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/ranking", DESKTOP) as seen:
        seen.find("#site-first .field input").click()
        seen.page.keyboard.type("fra")
        seen.page.wait_for_function(TAKEN)
        seen.until("document.activeElement.closest('#ranking-find, .field')")
        seen.page.keyboard.type("n")
        seen.wait_for("find", "fran")


def test_sliders_moved_in_the_picture_are_moved_on_the_page(browser: Browser, address: str) -> None:
    def values() -> list[str | None]:
        return [one.get_attribute("aria-valuenow") for one in seen.find("main [role=slider]").all()]

    with saving(browser, address, "en/weights", DESKTOP) as seen:
        sliders = seen.find("#site-first .slider input")
        place = sliders.first.bounding_box()
        assert place
        seen.page.mouse.move(place["x"] + place["width"] * 0.2, place["y"] + place["height"] / 2)
        seen.page.mouse.down()
        seen.page.mouse.move(place["x"] + place["width"] * 0.5, place["y"] + place["height"] / 2, steps=5)
        seen.page.wait_for_timeout(4000)  # all that comes meanwhile takes nothing from the hand
        moved = int(sliders.first.input_value())
        assert 23 <= moved <= 27
        sliders.nth(1).focus()
        seen.page.keyboard.press("ArrowRight")
        second = int(sliders.nth(1).input_value())
        seen.page.mouse.up()
        seen.page.wait_for_function(TAKEN)
        seen.until("new URLSearchParams(location.search).get('w')")
        assert float(values()[1] or 0) == second == 11
        # The second move took from the first slider in proportion, as on the page.
        assert moved - 1 < float(values()[0] or 0) < moved
        seen.until("document.activeElement.matches('main .slider:nth-of-type(2) [role=slider]')")
    with saving(browser, address, "en/ranking/map") as seen:
        slider = seen.find("#site-first .map-edition input")
        slider.focus()
        for key in ("Home", "ArrowRight"):  # no edition of 2008
            seen.page.keyboard.press(key)
        assert slider.input_value() == "2009"
        seen.page.wait_for_function(TAKEN)
        seen.wait_for("edition", "2009")
        assert values() == ["2009"]


def test_arrow_keys_lead_through_a_story_of_pictures(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/story/1?theme=dark") as seen:
        for key, step in (("ArrowRight", "2"), ("ArrowRight", "3"), ("ArrowLeft", "2")):
            seen.page.keyboard.press(key)
            seen.page.wait_for_url(f"**/en/story/{step}?theme=dark")
            seen.page.wait_for_function("() => 'waiting' in document.documentElement.dataset")
        assert of_dash(seen) == []
        seen.page.evaluate(BEGIN)
        seen.page.wait_for_function(TAKEN)
        seen.page.keyboard.press("ArrowRight")
        seen.page.wait_for_url("**/en/story/3*")
        seen.until("document.querySelector('#story [aria-current=step]').textContent === '3'")
        assert seen.page.evaluate("performance.getEntriesByType('navigation')[0].name").endswith(
            "2?theme=dark"
        )


def test_a_list_opens_and_a_button_acts_that_were_pressed_too_early(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/why", DESKTOP) as seen:
        seen.find("#site-first [role=button]").first.click()
        assert seen.find("#site-first [aria-busy=true]").count() == 1
        seen.page.wait_for_function(TAKEN)
        seen.find(".dash-dropdown-content .dash-dropdown-option").first.wait_for()
    with saving(browser, address, "zh/why") as seen:
        seen.find("#site-first [data-action=table]").first.click()
        seen.page.wait_for_function(TAKEN)
        seen.find(".table-panel").first.wait_for()


@pytest.mark.parametrize("path", ["", "why", "strategy/core-technologies"])
def test_a_picture_answers_in_the_words_of_its_drawing(browser: Browser, address: str, path: str) -> None:
    with saving(browser, address, f"en/{path}", DESKTOP) as seen:
        later = re.compile("/plotly|/_dash-component-suites/")
        seen.page.route(later, lambda _route: None)
        plot = seen.find("#site-first .plot").first
        plot.focus()
        for key in ("ArrowRight", "End", "ArrowLeft"):
            seen.page.keyboard.press(key)
        seen.find("#site-first .tip p").wait_for()
        words = plot.evaluate("plot => plot.parentElement.querySelector('[aria-live]').textContent")
        assert len(words) > 10
        assert _letters(seen.find("#site-first .tip p").inner_text()) == _letters(words)
        # A mouse finds the same mark where its tip says that it is.
        mark = seen.page.evaluate("() => document.querySelector('#site-first .tip').getBoundingClientRect()")
        seen.page.keyboard.press("Escape")
        assert seen.find("#site-first .tip").count() == 0
        seen.page.mouse.move(mark["x"] + 1, mark["y"] + 1)
        assert _letters(seen.find("#site-first .tip p").inner_text()) == _letters(words)
        assert not seen.page.evaluate("'Plotly' in window")
        seen.page.unroute(later)  # what waits goes on
        seen.page.wait_for_function(TAKEN)
        seen.until("document.activeElement.matches('main .plot')")
        live = seen.find("main .hoverlayer .hovertext")
        live.first.wait_for()
        assert _letters(live.first.text_content() or "") == _letters(words)


def test_a_use_before_the_script_of_the_site_is_there_counts(browser: Browser, address: str) -> None:
    late: list[Route] = []
    page = browser.new_page()
    page.add_init_script(SAVING)
    page.route(f"**{bundles().pages.address}", lambda route: late.append(route))
    page.goto(f"{address}/en/why", wait_until="commit")
    page.locator("#site-first .plot").first.click()
    while not late:
        page.wait_for_timeout(50)
    late[0].continue_()
    page.wait_for_function(TAKEN)
    page.close()


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def test_keys_menu_and_theme_work_in_the_picture(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/about") as seen:
        seen.find("#site-first [data-action=menu]").click()
        assert seen.find("#site-first header nav").is_visible()
        seen.page.keyboard.press("Escape")
        assert not seen.find("#site-first header nav").is_visible()
        seen.find("#site-first [data-action=theme]").click()
        assert seen.page.evaluate("document.documentElement.dataset.theme") == "dark"
    with saving(browser, address, "en/why", DESKTOP) as seen:
        seen.find("#site-first [role=button]").first.focus()
        seen.page.keyboard.press("Enter")
        seen.page.wait_for_function(TAKEN)
        seen.find(".dash-dropdown-content .dash-dropdown-option").first.wait_for()


@pytest.mark.parametrize(
    "path", ["en/", "en/ranking", "en/ranking/map", "en/weights", "zh/strategy/core-technologies"]
)
def test_no_barrier_before_and_after(browser: Browser, address: str, path: str) -> None:
    with saving(browser, address, path) as seen:
        assert barriers(seen) == []
        seen.page.evaluate(BEGIN)
        seen.page.wait_for_function(TAKEN)
        seen.settle()
        assert barriers(seen) == []
