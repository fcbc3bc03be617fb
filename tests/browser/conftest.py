"""One real server and one real browser for all browser tests."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.pages import folder
from tests.browser.visit import ARGUMENTS, DESKTOP, Visit
from tests.long import PAGES, within
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


OPTIONS: dict[str, Any] = {"locale": "en-GB"}
VISIT = ("width", "height", "theme", "system")
PARAMETERS = {"page", "path", "view"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: ``pytest -m "not browser"`` leaves them out.

    Those of one control, dialog, image or print are long, too, but for a mark of their own: they test all
    pages, or the one that is their parameter.
    """
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if not item.get_closest_marker("long"):
                item.add_marker(pytest.mark.long(*(_parameter(item) or PAGES)))


def _parameter(item: pytest.Item) -> list[str]:
    given = getattr(item, "callspec", None)
    paths = [given.params[name] for name in PARAMETERS & given.params.keys()] if given else []
    return [one for path in paths if (one := folder(path))]


def _hold_to_mark(node: pytest.Item | pytest.Module, visits: Iterable[Visit]) -> None:
    """Fail where a test went to a page that its mark, if it names single pages, leaves out."""
    mark = node.get_closest_marker("long")
    pages = {one for visit in visits for address in visit.places if (one := folder(address))}
    if mark and any(within(path, *PAGES) for path in mark.args):
        unnamed = {page for page in pages if not within(page, *mark.args)}
        assert not unnamed, f"the mark long of this test must name {sorted(unnamed)}"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, served by gunicorn as in the container; SITE names one that runs already."""
    if running := os.environ.get("SITE"):
        yield running.rstrip("/")
        return
    folder = tmp_path_factory.mktemp("server")
    data = tmp_path_factory.mktemp("data")  # nothing refreshed: the bundled snapshot
    with serve(folder, data, "--workers", "1") as site:
        yield site.address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium, not one that Playwright would download."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def watch(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Show a page that tests of a module only look at, opened once: ``watch("/en/", width=390)``."""
    shown: dict[str, Visit] = {}

    def look(path: str, width: int = DESKTOP[0], height: int = DESKTOP[1]) -> Visit:
        if path not in shown:
            shown[path] = Visit.open(browser, address, path)
        seen = shown[path]
        seen.page.mouse.move(5, 5)
        seen.page.set_viewport_size({"width": width, "height": height})
        seen.redrawn()
        return seen

    yield look
    for one in shown.values():
        one.close()
    _hold_to_mark(request.node, shown.values())


@pytest.fixture(scope="session")
def cached(browser: Browser) -> Iterator[BrowserContext]:
    """The context of visits without options: they share a cache, which spares each of them the scripts."""
    context = browser.new_context(**OPTIONS)
    yield context
    context.close()


@pytest.fixture(scope="session")
def left() -> list[Page]:
    """Pages of that context which a visit has left, for the next ones."""
    return []


@pytest.fixture
def visit(
    request: pytest.FixtureRequest,
    browser: Browser,
    cached: BrowserContext,
    left: list[Page],
    address: str,
) -> Iterator[Callable[..., Visit]]:
    """Open pages: ``visit("/en/", width=390)``; at the end each must have been clean.

    What is no option of a visit is one of a context of its own: ``visit("/", locale="zh-CN")``.
    """
    visits: list[Visit] = []
    with ExitStack() as contexts:

        def start(path: str, **options: Any) -> Visit:
            own = {name: options.pop(name) for name in set(options) - set(VISIT)}
            place: BrowserContext | Page
            if own:
                place = contexts.enter_context(browser.new_context(**OPTIONS | own))
            else:
                place = left.pop() if left else cached
            visits.append(Visit.open(place, address, path, **options))
            return visits[-1]

        yield start
        for one in visits:
            if one.page.context is cached:
                left.append(one.leave())
            else:
                one.close()
    _hold_to_mark(request.node, visits)
