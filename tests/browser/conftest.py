"""One real server and one real browser for all browser tests."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fcntl import LOCK_EX, LOCK_SH, LOCK_UN, flock
from pathlib import Path
from typing import IO, Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.visit import ARGUMENTS, Visit
from tests.embedding import later
from tests.serving import serve

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
def address(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[str]:
    """Address of the site, served by gunicorn as in the container; SITE names one that runs already.

    All processes of a run share one: the first that needs it starts it, and ends it once no other uses it.
    """
    if running := os.environ.get("SITE"):
        yield running.rstrip("/")
        return
    place = tmp_path_factory.getbasetemp()
    place = place if worker_id == "master" else place.parent
    with (
        (place / "site.guard").open("w") as guard,
        (place / "site.users").open("w") as users,
        ExitStack() as own,
    ):
        known = place / "site.address"
        flock(guard, LOCK_EX)
        if not known.exists():
            data = tmp_path_factory.mktemp("data")  # nothing refreshed: the pinned snapshot
            options = ("--workers", "1")
            site = own.enter_context(serve(tmp_path_factory.mktemp("server"), data, *options))
            known.write_text(site.address)
            own.callback(_without_users, guard, users, known)
        else:
            flock(users, LOCK_SH)
        flock(guard, LOCK_UN)
        yield known.read_text()
        flock(users, LOCK_UN)


def _without_users(guard: IO[str], users: IO[str], known: Path) -> None:
    """Offer the site to nobody from now on, and wait until nobody uses it."""
    flock(guard, LOCK_EX)
    known.unlink()
    flock(guard, LOCK_UN)
    flock(users, LOCK_EX)


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
