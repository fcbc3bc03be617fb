"""A page that is open while a new snapshot is published begins anew, once, at the next change."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from data import store
from tests.browser.visit import Visit
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Route

    from data.snapshot import Snapshot

UPDATE = "**/_dash-update-component*"
SHOWN = "document.querySelector('[data-snapshot]')?.dataset.snapshot"


def _later(bundled: Snapshot) -> store.Package:
    """The bundled snapshot with China's score of 2025 a little higher."""
    tables = bundled.tables()
    scores = tables["gii_scores"].copy()
    one = (scores["edition"] == 2025) & (scores["economy"] == "CHN") & (scores["code"] == "GII")
    scores.loc[one, "score"] += 0.5
    return store.pack({**tables, "gii_scores": scores}, {}, {})


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder without a snapshot."""
    return tmp_path / "data"


@pytest.fixture
def swapped(browser: Browser, tmp_path: Path, data: Path) -> Iterator[Visit]:
    """A view with choices of its own, on a server of its own; at the end it must have been clean."""
    with serve(tmp_path, data, "--workers", "1") as site:
        seen = Visit.open(browser, site.address, "/en/?show=score&with=KOR,FRA&raise=FRA")
        yield seen
        seen.close()


def _publish(seen: Visit, data: Path, package: store.Package) -> None:
    """Publish a snapshot and wait until the server shows it."""
    store.publish(data, package)
    limit = time.monotonic() + 60
    while seen.page.request.get(f"{seen.address}/readyz").headers["x-snapshot"] != package.id:
        assert time.monotonic() < limit, "the server does not show the new snapshot"
        time.sleep(0.1)


def _forgive_the_icon(seen: Visit) -> None:
    """Chromium asks for the icon again when the address changes, and breaks off when the page begins anew."""
    seen.faults = [one for one in seen.faults if one != f"failed: {seen.address}/assets/favicon.svg"]


def _documents(seen: Visit) -> int:
    return seen.requests.count("/en/")


def _score(seen: Visit) -> float | None:
    return seen.curves()["CHN"][-1]


def test_a_change_after_a_new_snapshot_shows_the_page_anew(
    swapped: Visit, data: Path, bundled: Snapshot
) -> None:
    seen, later = swapped, _later(bundled)
    before = _score(seen) or 0
    _publish(seen, data, later)
    seen.find(".chip[data-economy=KOR] .chip-remove").click()
    seen.until(f"{SHOWN} === '{later.id}'")
    seen.settle()
    assert parse_qs(seen.query()) == {"show": ["score"], "with": ["FRA"], "raise": ["FRA"]}
    assert list(seen.curves()) == ["FRA", "CHN"]
    assert _score(seen) == pytest.approx(before + 0.5)
    assert later.id in seen.page.inner_text("footer")
    assert _documents(seen) == 2
    seen.show("rank")
    assert _documents(seen) == 2
    _forgive_the_icon(seen)


def test_workers_out_of_step_make_a_page_begin_anew_once_a_change_and_never_by_itself(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/")

    def answer(route: Route) -> None:
        said = route.fetch()
        route.fulfill(response=said, headers={**said.headers, "x-snapshot": "another"})

    seen.page.route(UPDATE, answer)
    asked = _documents(seen)
    for number, economy in enumerate(("KOR", "SGP"), start=1):
        with seen.page.expect_event("load"):
            seen.find(f".chip[data-economy={economy}] .chip-remove").click()
        seen.settle()
        seen.until(f"!document.querySelector('.chip[data-economy={economy}]')")
        assert _documents(seen) == asked + number
    assert parse_qs(seen.query()) == {"with": ["USA,DEU,JPN,IND"]}
    _forgive_the_icon(seen)


def test_a_page_brings_its_title_when_its_document_is_of_another_snapshot(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/")
    title = seen.page.title()

    def older(route: Route) -> None:
        said = route.fetch()
        route.fulfill(response=said, body=said.text().replace(f"<title>{title}", "<title>older"))

    seen.page.route("**/en/", older)
    seen.reload()
    assert seen.page.title() == title
