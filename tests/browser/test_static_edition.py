"""The static edition of the site, with some of its economies, served by Python's own web server."""

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import app
from analysis.dataset import Dataset
from components.text.catalog import LANGUAGES
from service.edition import Edition
from tests.browser.visit import Visit
from tests.edition import links, missing
from tests.serving import folder_served

MOST = 160_000_000  # bytes of the edition with all economies
EVERY = 40
"""One in so many pages of economies is written: all of a kind are drawn by the same lines."""
ALWAYS = ("CHN", "FRA", "GMB", "KOR")
KINDS = ("economy", "brief")
LIVE = "https://live.example"
# Between two documents there is none.
READY = "document.documentElement?.classList.contains('first') === false"


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Edition:
    """An edition in a folder of editions, below another folder."""
    found = Edition(app.server, tmp_path_factory.mktemp("root") / "archive", f"{LIVE}/")
    found.pages = {
        path: of_economy
        for number, (path, of_economy) in enumerate(found.pages.items())
        if not of_economy or number % EVERY == 0 or path.rpartition("/")[2] in ALWAYS
    }
    (killed := found.folder.parent / ".edition-killed" / "new").mkdir(parents=True)
    found.write()
    assert not killed.parent.exists()
    return found


@pytest.fixture
def folder(edition: Edition) -> Path:
    return edition.folder


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


def test_it_has_the_size_that_is_said_and_every_link_leads_to_a_file(folder: Path, dataset: Dataset) -> None:
    assert missing(folder.parent) == []
    assert [*links(folder / "zh" / "learn" / "index.html")] == ["../../zh/learn/lessons/index.html"]
    ranked, whole = dataset.economies, size(folder)
    for group in (folder / lang / kind for lang in LANGUAGES for kind in KINDS):
        sizes = [size(place) for place in group.iterdir() if place.name in ranked]
        assert len(sizes) >= len(ALWAYS)
        whole += int(sum(sizes) / len(sizes) * (len(ranked) - len(sizes)))
    assert whole < MOST
    (found,) = (folder / "download/en").glob("gii-ranking_*.csv")  # a view has its table as a file
    rows = [*csv.DictReader(io.StringIO(found.read_text(encoding="utf-8-sig")))]
    assert "CHN" in {row["economy"] for row in rows}
    assert found.with_suffix(".xlsx").exists()
    assert (folder / f"download/innovation-trajectory-{folder.name}.zip").exists()
    assert f"{LIVE}/api/v1/openapi.json" in set(links(folder / "zh/data/api/index.html"))


def test_what_needs_no_server_works_and_the_rest_leads_to_the_live_site(
    browser: Browser, folder: Path
) -> None:
    with folder_served(folder.parent.parent) as address, shown(browser, address, "/archive/") as visit:
        root = f"/archive/{folder.name}"
        visit.until(f"location.pathname === '{root}/en/index.html' && {READY}")
        visit.find("[data-action=theme]").click()
        visit.find("[data-action=table]").first.click()
        assert visit.find(".table-panel").first.is_visible()
        visit.find("[data-action=image]").first.click()
        visit.until("document.querySelector('[data-part=preview]').src")
        visit.page.keyboard.press("Escape")
        visit.find("[data-action=data]").first.click()
        visit.until("document.querySelector('dialog[open] .count').textContent")
        assert b"CHN" in visit.saved("dialog[open] [data-form=csv]")[1]
        visit.page.keyboard.press("Escape")
        visit.find("[data-action=language]").click()
        visit.until(f"location.pathname === '{root}/zh/index.html' && {READY}")
        assert visit.page.evaluate("document.documentElement.dataset.theme") == "dark"
        visit.pick("#overview-from", "2015")
        line = visit.find("[data-fault=edition]")
        assert str(line.locator("a").get_attribute("href")).startswith(f"{LIVE}/zh/")
        visit.until("document.getElementById('overview-from').textContent === '2011'")
        assert visit.query() == ""

        visit.page.goto(f"{address}{root}/en/economy/CHN/index.html")  # another economy is another file
        visit.until(READY)
        visit.seek("#economy-economy", "France")
        visit.until(f"location.pathname === '{root}/en/economy/FRA/index.html' && {READY}")
        visit.page.goto(f"{address}{root}/zh/strategy/core-technologies/index.html")
        visit.until(f"{READY} && document.querySelectorAll('.js-plotly-plot').length >= 5")
        assert folder.name in visit.find("footer").inner_text()
        visit.page.goto(f"{address}{root}/en/story/4/index.html")  # the story goes on without a new page
        visit.until(READY)
        visit.page.evaluate("window.kept = true")
        visit.page.keyboard.press("ArrowRight")
        visit.until(f"location.pathname === '{root}/en/story/5/index.html' && window.kept")


def test_an_edition_takes_the_place_of_another_once_it_is_whole(
    edition: Edition, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / folder.name / "left").mkdir(parents=True)
    torn, whole = copy(edition), copy(edition)
    torn.folder = whole.folder = tmp_path / folder.name
    torn.snapshot = "another"  # than the one in use
    with pytest.raises(ValueError, match="came in between"):
        torn.write()
    assert [path.name for path in tmp_path.rglob("*")] == [folder.name, "left"]
    whole.pages = {}
    whole.write()
    assert not (whole.folder / "left").exists()
    assert {path.name for path in tmp_path.iterdir()} == {folder.name, "index.html", ".nojekyll"}
