"""The static edition of the site, with a fourth of its economies, served by Python's own web server."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from components.text import LANGUAGES
from tests.browser.visit import Visit
from tests.edition import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from analysis.dataset import Dataset

ROOT = Path(__file__).resolve().parent.parent.parent
MOST = 58_000_000  # bytes of the edition with all economies
EVERY = 4
"""One in so many pages of economies is written: all of a kind are drawn and packed by the same lines."""
ALWAYS = ("CHN", "FRA", "GMB", "KOR")
KINDS = ("economy", "brief")
WRITE = f"""
import runpy

import app

pages = app.server.extensions['pages']
few, left = [], 0
for path in pages:
    many = path.count("/") == 3 and path.split("/")[2] in {KINDS}
    left += many
    if not many or left % {EVERY} == 0 or path.endswith({ALWAYS}):
        few.append(path)
app.server.extensions['pages'] = tuple(few)
runpy.run_module('service.edition', run_name='__main__')
"""
READY = "!document.documentElement.classList.contains('first')"
PAGES = {  # by path, the figures that plotly.js draws at least
    "": 1,
    "economy/CHN": 2,
    "economy/FRA": 2,
    "strategy/core-technologies": 5,
    "why": 2,
    "weights": 3,
    "compare": 1,
    "ranking": 0,
    "brief/KOR": 0,
    "data": 0,
    "about/glossary": 0,
    "economy/GMB": 0,
    "ranking/map": 1,
    "story/4": 1,
}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None: ...


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder as `python -m http.server` does; its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the snapshot, in a folder of editions, below another folder."""
    place = tmp_path_factory.mktemp("root") / "archive"
    subprocess.run([sys.executable, "-c", WRITE, place], cwd=ROOT, check=True)
    (found,) = (one for one in place.iterdir() if one.is_dir())
    return found


@contextmanager
def shown(browser: Browser, address: str, path: str) -> Iterator[Visit]:
    """Visit a page of an edition; it must be clean at the end."""
    page = browser.new_page()
    page.add_init_script("window.violations = []")
    visit = Visit(page, address)
    visit._listen()
    page.goto(address + path)
    visit.until(READY)
    yield visit
    visit.quiet()
    visit.close()


def size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_it_is_small_and_every_link_leads_to_a_file(folder: Path, dataset: Dataset) -> None:
    assert missing(folder) == []
    ranked, whole = dataset.economies, size(folder)
    for group in (folder / lang / kind for lang in LANGUAGES for kind in KINDS):
        sizes = [size(place) for place in group.iterdir() if place.name in ranked]
        assert len(sizes) >= len(ranked) // EVERY
        whole += int(sum(sizes) / len(sizes) * (len(ranked) - len(sizes)))
    assert whole < MOST


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_pages_are_drawn_below_a_path(browser: Browser, folder: Path, lang: str) -> None:
    with served(folder.parent.parent) as address:
        for path, figures in PAGES.items():
            place = f"/archive/{folder.name}/{lang}/{path}{'/' if path else ''}index.html"
            with shown(browser, address, place) as visit:
                visit.until(f"document.querySelectorAll('.js-plotly-plot .trace').length >= {figures}")
                assert folder.name in visit.find("footer").inner_text()


def test_the_address_of_the_folder_leads_to_the_overview(browser: Browser, folder: Path) -> None:
    with served(folder.parent) as address, shown(browser, address, "/") as visit:
        visit.until("document.querySelector('h1')")
        assert visit.page.url == f"{address}/{folder.name}/en/index.html"
        heading = visit.find("h1").first.inner_text()
        assert "34th" in heading
        assert "11th" in heading


def test_what_needs_no_server_works(browser: Browser, folder: Path) -> None:
    with served(folder) as address, shown(browser, address, "/en/index.html") as visit:
        visit.show("score")
        assert visit.query() == "show=score"
        visit.find("[data-action=theme]").click()
        visit.find("[data-action=table]").first.click()
        assert visit.find(".table-panel").first.is_visible()
        visit.find("[data-action=image]").first.click()
        visit.until("document.querySelector('[data-part=preview]').src")
        visit.page.keyboard.press("Escape")
        visit.find("[data-action=data]").first.click()
        visit.until("document.querySelector('dialog[open] .count').textContent")
        with visit.page.expect_download() as download:
            visit.find("dialog[open] [data-form=csv]").click()
        assert "CHN" in Path(download.value.path()).read_text(encoding="utf-8")
        visit.page.keyboard.press("Escape")
        visit.find("[data-action=language]").click()
        visit.until(f"location.pathname === '/zh/index.html' && {READY}")
        assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"
        assert visit.page.is_checked("#overview-show input[value=score]")


def test_another_economy_is_another_file(browser: Browser, folder: Path) -> None:
    with served(folder) as address, shown(browser, address, "/en/economy/CHN/index.html") as visit:
        visit.find("#economy-economy").click()
        visit.find(".dash-dropdown-search").fill("France")
        visit.find(".dash-dropdown-content .dash-dropdown-option").filter(has_text="France").first.click()
        visit.until(f"location.pathname === '/en/economy/FRA/index.html' && {READY}")


def test_what_needs_a_server_is_put_back_and_says_so(browser: Browser, folder: Path) -> None:
    with served(folder) as address, shown(browser, address, "/zh/index.html") as visit:
        visit.pick("#overview-from", "2015")
        line = visit.find("[data-fault=edition]")
        assert "在线网站" in line.inner_text()
        assert line.locator("a").count() == 0
        visit.until("document.getElementById('overview-from').textContent === '2007'")
        assert visit.query() == ""
