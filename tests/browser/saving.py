"""A reader who saves data: the document of a page, before Dash and plotly.js have come."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.browser.conftest import OPTIONS
from tests.browser.visit import PHONE, Visit
from tests.browser.waiting import WATCH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

SAVING = 'Object.defineProperty(navigator, "connection", { value: { saveData: true, effectiveType: "4g" } });'
MOVED = """window.moved = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => window.moved.push(
  [one.value, ...one.sources.map(({ node }) => node && (node.className || node.nodeName))])))
  .observe({ type: "layout-shift", buffered: true });"""
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
    visit.quiet(25)
    visit.close()
    context.close()
