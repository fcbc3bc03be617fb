"""The document shows the trajectory before any script runs, as plotly.js will draw it; nothing moves then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.visit import Visit

# Middles of China's dots, where they stand on the page.
PLACES = """(scope) => Array.from(document.querySelectorAll(scope + " circle, " + scope + " .points path"))
  .map((dot) => dot.getBoundingClientRect()).filter((box) => box.width > 4)
  .map((box) => [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)])"""
MOVED = """window.moved = 0;
new PerformanceObserver((list) => list.getEntries().forEach((one) => { window.moved += one.value; }))
  .observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (768, 1024), (390, 844)])
def test_the_first_picture_is_what_plotly_draws(
    browser: Browser, address: str, visit: Callable[..., Visit], width: int, height: int
) -> None:
    bare = browser.new_page(viewport={"width": width, "height": height}, color_scheme="light")
    bare.route("**/*.js*", lambda route: route.abort())
    bare.goto(f"{address}/en/")
    dots, words = bare.evaluate(PLACES, ".first-figure"), bare.inner_text("#site-first main")
    bare.close()
    seen = visit("/en/", width=width, height=height)
    drawn = seen.page.evaluate(PLACES, "#overview-graph")
    assert len(dots) > 15
    assert [
        dot for dot in dots if not any(abs(dot[0] - x) < 2 and abs(dot[1] - y) < 2 for x, y in drawn)
    ] == []
    for text in ("10th of 139", "National sci-tech innovation system", "not directly comparable"):
        assert text in words
        assert text in seen.page.inner_text("main")


@pytest.mark.parametrize("path", ["/en/", "/zh/ranking?edition=2022", "/en/compare"])
def test_nothing_moves_when_the_page_is_drawn(visit: Callable[..., Visit], path: str) -> None:
    seen = visit("/en/data/api")
    seen.page.add_init_script(MOVED)
    seen.go(path)
    assert seen.page.evaluate("window.moved") < 0.02
    assert seen.page.evaluate("document.querySelectorAll('h1').length") == 1


def test_a_change_of_measure_asks_no_server(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/?with=KOR&from=2012")
    seen.quiet()
    before = len(seen.requests)
    for measure in ("score", "percentile", "rank"):
        seen.show(measure)
    assert [path for path in seen.requests[before:] if not path.startswith("image/")] == []
