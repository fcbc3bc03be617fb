"""The document shows the trajectory before any script has run, as plotly.js will draw it, and nothing moves then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

SIZES = [(1440, 900, "full-500"), (768, 1024, "full-420"), (390, 844, "compact-312")]
# Middles of China's dots and of the ends of grid lines, where they stand on the page.
PLACES = """(scope) => Array.from(document.querySelectorAll(scope + " circle, " + scope + " .trace .points path"))
  .map((dot) => dot.getBoundingClientRect()).filter((box) => box.width > 4)
  .map((box) => [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)])"""
WORDS = "(scope) => document.querySelector(scope + ' main').innerText.replace(/\\s+/g, ' ').trim()"
MOVED = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.moved += one.value; }))
  .observe({ type: "layout-shift", buffered: true });"""


def first(browser: Browser, address: str, path: str, width: int, height: int) -> tuple[list[list[int]], str]:
    """Dots and words of a page whose scripts never come."""
    page = browser.new_page(viewport={"width": width, "height": height})
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(address + path)
    found = (
        page.evaluate(PLACES, f".first-figure > .variant-{_variant(width)}"),
        page.evaluate(WORDS, "#site-first"),
    )
    page.close()
    return found


def _variant(width: int) -> str:
    return next(name for size, _, name in SIZES if size == width)


@pytest.mark.parametrize(("width", "height", "variant"), SIZES)
def test_the_first_picture_is_what_plotly_draws(
    browser: Browser, address: str, visit: Callable[..., Visit], width: int, height: int, variant: str
) -> None:
    dots, words = first(browser, address, "/en/", width, height)
    seen = visit("/en/", width=width, height=height)
    drawn = seen.page.evaluate(PLACES, "#overview-graph")
    assert len(dots) > 15
    away = [dot for dot in dots if not any(abs(dot[0] - x) < 2 and abs(dot[1] - y) < 2 for x, y in drawn)]
    assert away == []
    for text in ("10th of 139", "National sci-tech innovation system", "Compare with"):
        assert text in words
        assert text in seen.page.evaluate(WORDS, "body")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", ["", "ranking?edition=2022"])
def test_nothing_moves_when_the_page_is_drawn(visit: Callable[..., Visit], lang: str, path: str) -> None:
    seen = visit("/healthz")
    seen.page.add_init_script(MOVED)
    seen.go(f"/{lang}/{path}")
    assert seen.page.evaluate("window.moved") < 0.02
    assert seen.page.evaluate("document.querySelectorAll('h1').length") == 1


def test_a_change_of_measure_asks_no_server(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/?with=KOR&from=2012")
    seen.quiet()
    before = len(seen.requests)
    for measure in ("score", "percentile", "rank"):
        seen.show(measure)
    assert [path for path in seen.requests[before:] if not path.startswith("image/")] == []
