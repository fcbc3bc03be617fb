"""A static edition of a few pages: what is a file, what leads to a live site, what its pages say of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from service.edition import PAGES, Edition
from tests.edition import links, missing

if TYPE_CHECKING:
    from pathlib import Path

FEW = ("/en/", "/en/ranking", "/en/economy/CHN", "/zh/", "/zh/data/api")
LIVE = "https://live.example"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import app

    pages = app.server.extensions[PAGES]
    app.server.extensions[PAGES] = FEW
    edition = Edition(app.server, tmp_path_factory.mktemp("edition"), f"{LIVE}/")
    app.server.extensions[PAGES] = pages
    edition.write()
    return edition.folder


def test_no_link_leads_to_a_file_that_is_not_there(folder: Path) -> None:
    assert missing(folder) == []
    assert missing(folder.parent) == []


def test_pages_lead_to_each_other_and_else_to_the_live_site(folder: Path) -> None:
    found = set(links(folder / "en/economy/CHN/index.html"))
    assert "../../../en/ranking/index.html" in found
    assert f"{LIVE}/en/economy/FRA" in found or f"{LIVE}/en/why" in found
    assert f"{LIVE}/api/v1/openapi.json" in set(links(folder / "zh/data/api/index.html"))


def test_a_view_has_its_table_as_a_file_and_the_package_is_there(folder: Path) -> None:
    (found,) = (folder / "download/en").glob("gii-ranking_*.csv")
    rows = [*csv.DictReader(io.StringIO(found.read_text(encoding="utf-8-sig")))]
    assert "CHN" in {row["economy"] for row in rows}
    assert found.with_suffix(".xlsx").exists()
    assert (found.with_suffix("") / "rows.json").exists()
    assert (folder / f"download/innovation-trajectory-{folder.name}.zip").exists()


@pytest.mark.parametrize(("lang", "words"), [("en", "Static edition, written on"), ("zh", "静态版")])
def test_a_page_says_what_it_is_and_what_the_article_says(folder: Path, lang: str, words: str) -> None:
    text = (folder / lang / "index.html").read_text(encoding="utf-8")
    assert words in text
    assert folder.name in text
    assert "34" in text
    assert "11" in text
