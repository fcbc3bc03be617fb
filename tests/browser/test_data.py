"""Data and method in the browser: its parts have addresses of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/data")

TOP = "Math.abs(document.getElementById('{}').getBoundingClientRect().top) < 70"


def test_an_address_leads_to_a_part_of_the_page_and_unfolds_it(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data#method-places")
    seen.until(TOP.format("method-places"))
    assert seen.find("#method-places .formula").is_visible()
    for part in ("coverage", "series", "validation", "sources", "revisions", "downloads"):
        seen.find(f".contents a[href='#{part}']").click()
        seen.until(TOP.format(part))
        assert seen.page.evaluate("location.pathname + location.hash") == f"/en/data#{part}"
        seen.find(f"#{part} p").first.wait_for()  # it is unfolded after the page has come there
    folded = seen.page.locator("#validation details.profile-more")
    folded.locator("summary").click()
    assert "0.075 of 0.075" in folded.inner_text()
    seen.find("#sources > summary").click()
    assert not seen.find("#sources table").is_visible()
    seen.page.evaluate("location.hash = 'sources'")
    seen.find("#sources table").wait_for()
    seen.find("#sources > summary").click()
    seen.find(".contents a[href$='#sources']").click()
    seen.find("#sources table").wait_for()
    assert seen.faults == []


def test_what_is_folded_is_printed(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data")
    assert not seen.find("#coverage table").is_visible()
    seen.page.emulate_media(media="print")
    assert all(
        seen.find(f"#{part} table").first.is_visible() for part in ("coverage", "validation", "sources")
    )


def test_an_address_of_no_part_changes_nothing(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data#%E0%A4%A")
    assert seen.page.evaluate("scrollY") == 0
    assert seen.faults == []


def test_the_description_for_search_engines_is_data_that_the_policy_lets_stand(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/data")
    held = seen.page.evaluate(
        "[...document.querySelectorAll('script[type=\"application/ld+json\"]')]"
        ".map((one) => JSON.parse(one.textContent)['@type'])"
    )
    assert held == ["Dataset"]
    assert seen.violations() == []
    assert seen.faults == []
