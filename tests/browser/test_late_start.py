"""A reader who only reads loads a picture; Dash and plotly.js come with the first use, which is not lost."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.access import barriers
from tests.browser.conftest import OPTIONS
from tests.browser.pages import PAGES
from tests.browser.visit import DESKTOP, PHONE, Visit
from tests.browser.waiting import WATCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page, Route

READ = ("", "why", "strategy/core-technologies", "ranking", "compare", "strategy/targets", "ranking/map")
MOST = 110_000  # bytes until a page can be read
SAVING = 'Object.defineProperty(navigator, "connection", { value: { saveData: true, effectiveType: "4g" } });'
MOVED = """window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.moved.push(
  [one.value, ...one.sources.map(({ node }) => node && (node.className || node.nodeName))])))
  .observe({ type: "layout-shift", buffered: true });"""
# The focus without an input: what moves within half a second after an input is no shift to a browser.
BEGIN = """() => {
  const used = Object.assign(document.createElement("button"), { hidden: true });
  document.querySelector("#site-first").append(used);
  used.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
  used.remove();
}"""
# Of each place of a figure or of a drawn table: whether something of it can be seen.
EMPTY = """() => Array.from(document.querySelectorAll("#site-first :is(.plot, .drawn)"))
  .filter((place) => place.clientWidth && !Array.from(place.querySelectorAll(".fluid svg > *, td"))
    .some((part) => part.getClientRects().length))
  .map((place) => place.getAttribute("aria-label"))"""
PLOTS = """(root) => Array.from(document.querySelectorAll(root + " .plot"))
  .map((plot) => [plot.clientWidth, plot.clientHeight])"""
TAKEN = "() => !document.querySelector('#site-first')"


@contextmanager
def saving(browser: Browser, address: str, path: str, size: tuple[int, int] = PHONE) -> Iterator[Visit]:
    """Show the document of a page to a reader who saves data; the page must be clean at the end."""
    context = browser.new_context(**OPTIONS, viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    for script in (WATCH, SAVING, MOVED):
        page.add_init_script(script)
    visit = Visit(page, address)
    visit._listen()
    page.goto(f"{address}/{path}", wait_until="load")
    page.wait_for_function("() => 'waiting' in document.documentElement.dataset")
    yield visit
    visit.quiet()
    visit.close()
    context.close()


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
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_page_has_an_empty_place_without_scripts(
    browser: Browser, address: str, size: tuple[int, int], path: str
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": size[0], "height": size[1]})
    page = context.new_page()
    page.goto(f"{address}/en/{path}")
    assert page.evaluate(EMPTY) == []
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


def test_what_is_typed_in_the_picture_is_typed_on_the_page(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/ranking", DESKTOP) as seen:
        seen.find("#site-first .field input").click()
        seen.page.keyboard.type("fra")
        seen.page.wait_for_function(TAKEN)
        seen.until("document.activeElement.closest('#ranking-find, .field')")
        seen.page.keyboard.type("n")
        seen.wait_for("find", "fran")


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


@pytest.mark.parametrize("path", ["en/", "en/ranking", "en/ranking/map", "zh/strategy/core-technologies"])
def test_no_barrier_before_and_after(browser: Browser, address: str, path: str) -> None:
    with saving(browser, address, path) as seen:
        assert barriers(seen) == []
        seen.page.evaluate(BEGIN)
        seen.page.wait_for_function(TAKEN)
        seen.settle()
        assert barriers(seen) == []
