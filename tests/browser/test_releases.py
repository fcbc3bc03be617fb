"""Productivity and releases in a browser: a choice changes figure, finding and address, and comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long(
    "components/pages/data", "components/pages/productivity", "components/pages/releases"
)


def test_a_series_is_chosen_and_the_way_back_leads_to_the_first(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data/releases")
    first = seen.page.inner_text("h1")
    seen.pick("#releases-series", "Rule of law")
    seen.wait_for("series", "GOV_WGI_RL.EST")
    seen.until("document.querySelector('h1').textContent.startsWith('Rule of law')")
    seen.until("document.querySelector('#releases-figure-plot .errorbars')")
    assert "−0.55" in seen.page.inner_text("h1")
    href = seen.find("#releases-figure-data").get_attribute("href")
    assert href
    assert "series=GOV_WGI_RL.EST" in href
    seen.reload()
    assert seen.page.inner_text("h1").startswith("Rule of law")
    seen.page.go_back()
    seen.until("location.search === ''")
    seen.until(f"document.querySelector('h1').textContent === {first!r}")
    seen.until("document.querySelector('#releases-figure-plot .trace')")


def test_a_series_without_values_leaves_the_comparison(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data/releases?series=SP.POP.TECH.RD.P6")
    assert seen.find("main .empty").is_visible()
    assert seen.find("#releases-compared-table").count() == 1
    seen.pick("#releases-series", "GDP per head")
    seen.until("document.querySelector('#releases-figure-plot .trace')")
    assert seen.faults == []


def test_another_economy_changes_the_first_figure_and_not_the_finding(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy/productivity")
    told = seen.page.inner_text("h1")
    seen.pick("#productivity-economy", "India")
    seen.wait_for("economy", "IND")
    seen.until("document.querySelector('#productivity-growth-heading').textContent.startsWith('India')")
    assert seen.page.inner_text("h1") == told
    assert "economy=IND" in (seen.find("#productivity-growth-data").get_attribute("href") or "")
    assert seen.faults == []


def test_the_revisions_of_the_data_page_lead_to_the_releases(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data")
    seen.find("#revisions > summary").click()
    seen.find("main .links a[href='/en/data/releases']").click()
    seen.until("location.pathname === '/en/data/releases'")
