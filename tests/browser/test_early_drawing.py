"""The first figure of a page is drawn before Dash comes, and the page takes over the drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.saving import TAKEN, saving
from tests.browser.visit import DESKTOP

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DASH = "**/_dash-component-suites/**"
# Whether, before the page takes over, its picture is gone or a notice of a fault is in its place.
GONE = """() => { window.gone = new Promise((answer) => {
  let gone = false;
  (function look() {
    const first = document.querySelector("#site-first");
    if (!first) { answer(gone); return; }
    const picture = first.querySelector(".first-figure .static-svg");
    gone = gone || !picture || Boolean(first.querySelector(".fault"));
    requestAnimationFrame(look);
  })();
}); }"""

# Whether a line of the first drawing has the colour of China in the theme on show.
COLOURED = """() => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = "var(--hero)";
  const hero = getComputedStyle(probe).color;
  probe.remove();
  const lines = document.querySelector(".js-plotly-plot").querySelectorAll("path.js-line");
  return [...lines].some((line) => getComputedStyle(line).stroke === hero);
}"""


@pytest.mark.parametrize("path", ["", "why", "compare", "strategy/core-technologies"])
def test_the_first_figure_is_live_before_dash_comes(browser: Browser, address: str, path: str) -> None:
    with saving(browser, address, f"en/{path}") as seen:
        requested: list[str] = []
        seen.page.on("request", lambda request: requested.append(request.url))
        seen.page.route(DASH, lambda _route: None)
        seen.find("#site-first .plot").first.click()
        seen.find("#site-first .js-plotly-plot .trace").first.wait_for()
        at = [place for place, url in enumerate(requested) if "/_dash-component-suites/" in url]
        assert next(place for place, url in enumerate(requested) if "/plotly" in url) < min(at)
        seen.page.evaluate("document.querySelector('#site-first .js-plotly-plot').early = true")
        seen.page.unroute(DASH)
        seen.page.wait_for_function(TAKEN)
        seen.settle()
        drawings = "[...document.querySelectorAll('main .js-plotly-plot')].map((one) => Boolean(one.early))"
        first, *others = seen.page.evaluate(drawings)
        assert first  # the drawing is on the page, none was made in its place
        assert not any(others)


def test_a_drawing_before_dash_follows_the_theme(browser: Browser, address: str) -> None:
    with saving(browser, address, "en/", DESKTOP) as seen:
        seen.page.route(DASH, lambda _route: None)
        seen.find("#site-first .plot").first.click()
        seen.find("#site-first .js-plotly-plot path.js-line").first.wait_for()
        assert seen.page.evaluate(COLOURED)
        seen.page.emulate_media(color_scheme="dark")
        seen.page.wait_for_function(COLOURED)
        seen.find("[data-action=theme]").click()
        seen.page.wait_for_function(COLOURED)
        seen.page.unroute(DASH)
        seen.page.wait_for_function(TAKEN)
        seen.settle()
        assert seen.page.evaluate(COLOURED)


def test_a_picture_stays_where_plotly_does_not_come_until_the_page_says_so(
    browser: Browser, address: str
) -> None:
    with saving(browser, address, "en/") as seen:
        seen.page.route("**/plotly*.js", lambda route: route.abort())
        seen.page.evaluate(GONE)
        seen.find("#site-first .plot").first.click()
        assert not seen.page.evaluate("window.gone")
        seen.find("main .graph .fault").wait_for()
        seen.faults.clear()
