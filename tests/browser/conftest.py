"""One real server and one real browser for all browser tests."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.visit import ARGUMENTS, Visit
from tests.embedding import later
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


__all__ = ["later"]  # a fixture: a snapshot that is newer than the pinned one
OPTIONS: dict[str, Any] = {"locale": "en-GB"}
VISIT = ("width", "height", "theme", "system")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: ``pytest -m "not browser"`` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the site, served by gunicorn as in the container; SITE names one that runs already."""
    if running := os.environ.get("SITE"):
        yield running.rstrip("/")
        return
    folder = tmp_path_factory.mktemp("server")
    data = tmp_path_factory.mktemp("data")  # nothing refreshed: the pinned snapshot
    with serve(folder, data, "--workers", "1") as site:
        yield site.address


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium, not one that Playwright would download."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield started
        started.close()


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
    browser: Browser, cached: BrowserContext, left: list[Page], address: str
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
