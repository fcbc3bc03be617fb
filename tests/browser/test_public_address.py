"""What a reader copies begins with the public address of the site, wherever the browser has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.visit import Visit
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

SITE = "https://gii.example.org"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site that is read on this machine, and has another for the public."""
    folder, data = tmp_path_factory.mktemp("server"), tmp_path_factory.mktemp("data")
    with serve(folder, data, "--workers", "1", variables={"PUBLIC_URL": SITE}) as site:
        yield site.address


def test_link_code_and_citation_begin_with_the_public_address(browser: Browser, address: str) -> None:
    seen = Visit.open(browser, address, "/en/?show=score")
    seen.find("[data-action=link]").click()
    assert seen.page.inner_text("dialog[open] pre[data-part=link]") == f"{SITE}/en/?show=score"
    assert f'<iframe src="{SITE}/embed/trajectory?' in seen.page.inner_text(
        "dialog[open] [data-embed] pre >> nth=0"
    )
    seen.page.keyboard.press("Escape")
    seen.find("[data-action=cite]").click()
    for text in seen.find("dialog[data-dialog=cite] pre").all_inner_texts():
        assert f"{SITE}/en/?show=score" in text
    seen.close()


def test_examples_and_the_brief_begin_with_it_and_so_does_an_embed(browser: Browser, address: str) -> None:
    seen = Visit.open(browser, address, "/en/data/api")
    seen.until("!document.querySelector('main').textContent.includes('{origin}')")
    assert f'curl "{SITE}/api/v1/' in seen.page.inner_text("main")
    seen.close()
    seen = Visit.open(browser, address, "/en/brief/CHN")
    seen.until(f"document.querySelector('[data-part=address]').textContent.startsWith('{SITE}/en/brief/CHN')")
    seen.close()
    page = browser.new_page()
    page.goto(f"{address}/embed/trajectory?lang=en&show=score")
    page.locator("[data-action=link]").first.click()
    assert page.inner_text("dialog[open] pre[data-part=link]") == f"{SITE}/en/?show=score"
    page.close()
