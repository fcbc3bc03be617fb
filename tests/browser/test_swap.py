"""A page that is open while a new snapshot is published begins anew, once, at the next change."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from data import store
from tests.browser.visit import Visit
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Browser, Route

PUBLIC = "https://gii.example.org"
ICON = "favicon"
"""Chromium asks for it again when the address changes, and breaks off when the page begins anew."""


def test_a_change_after_a_new_snapshot_shows_the_page_anew_once(
    browser: Browser, tmp_path: Path, later: store.Package
) -> None:
    with serve(tmp_path, tmp_path / "data", "--workers", "1", variables={"PUBLIC_URL": PUBLIC}) as site:
        seen = Visit.open(browser, site.address, "/en/?show=score&with=KOR,FRA&raise=FRA")
        seen.act("link")  # what is copied begins with the public address, wherever the browser has read it
        assert seen.page.inner_text("dialog[open] pre[data-part=link]").startswith(f"{PUBLIC}/en/?show=score")
        assert f'<iframe src="{PUBLIC}/embed/' in seen.page.inner_text("dialog[open] pre[data-part=code]")
        seen.page.keyboard.press("Escape")
        before = seen.curves()["CHN"][-1] or 0
        store.publish(tmp_path / "data", later)
        while seen.page.request.get(f"{site.address}/readyz").headers["x-snapshot"] != later.id:
            seen.page.wait_for_timeout(100)
        seen.drop("KOR")
        seen.until(f"document.querySelector('[data-snapshot]')?.dataset.snapshot === '{later.id}'")
        seen.settle()
        assert parse_qs(seen.query()) == {"show": ["score"], "with": ["FRA"], "raise": ["FRA"]}
        assert list(seen.curves()) == ["FRA", "CHN"]
        assert seen.curves()["CHN"][-1] == pytest.approx(before + 0.5)
        assert later.id in seen.page.inner_text("footer")
        seen.show("rank")
        assert seen.requests.count("/en/") == 2
        seen.faults = [one for one in seen.faults if ICON not in one]
        seen.close()


def test_workers_out_of_step_make_a_page_begin_anew_once_a_change_and_never_by_itself(
    visit: Callable[..., Visit],
) -> None:
    def answer(route: Route) -> None:
        said = route.fetch()
        route.fulfill(response=said, headers={**said.headers, "x-snapshot": "another"})

    seen = visit("/en/")
    seen.page.route("**/_dash-update-component*", answer)
    for asked, economy in enumerate(("KOR", "SGP"), start=1 + seen.requests.count("/en/")):
        with seen.page.expect_event("load"):
            seen.find(f".chip[data-economy={economy}] .chip-remove").click()
        seen.settle()
        seen.until(f"!document.querySelector('.chip[data-economy={economy}]')")
        assert seen.requests.count("/en/") == asked
    assert parse_qs(seen.query()) == {"with": ["USA,DEU,JPN,IND"]}
    seen.faults = [one for one in seen.faults if ICON not in one]
