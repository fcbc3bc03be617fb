"""Why it moved, driven: what a reader chooses is in the address, drawn, and shown again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/why")

OWN = "China rose 23 places: 15.5 from its own score, 7.5 from others’"


def bars(seen: Visit, card: str) -> list[float]:
    """The lengths of the bars that a card draws."""
    found: list[float] = seen.page.evaluate(
        """(card) => document.querySelector(`#why-${card}-plot .js-plotly-plot`).data
          .filter((trace) => trace.type === "bar")
          .map((trace) => Number((trace.orientation === "h" ? trace.x : trace.y)[0].toFixed(2)))""",
        card,
    )
    return found


def says(seen: Visit, text: str) -> None:
    seen.until(f"document.querySelector('h1').textContent.includes({text!r})")


def asks(seen: Visit, key: str, value: str | None) -> None:
    wanted = "null" if value is None else repr(value)
    seen.until(f"new URLSearchParams(location.search).get({key!r}) === {wanted}")


def test_default_view(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why")
    assert seen.query() == ""
    assert seen.page.inner_text("h1") == OWN
    assert bars(seen, "places") == [-15.5, -7.5]
    assert bars(seen, "points")[-1] == 15.52
    assert not seen.scrolls_sideways()


def test_a_choice_is_in_the_address_and_back_leads_to_the_view_before(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why")
    seen.pick("#why-from", "2017")
    asks(seen, "from", "2017")
    says(seen, "11 places")
    seen.pick("#why-to", "2019")
    asks(seen, "to", "2019")
    says(seen, "8 places: 6 from its own")
    seen.until("document.querySelector('#why-places-plot .js-plotly-plot').data[2].y[0] === -6")
    seen.reload()
    assert seen.page.inner_text("h1").startswith("China rose 8 places: 6 from its own score")
    seen.page.go_back()
    asks(seen, "to", None)
    says(seen, "11 places")
    seen.page.go_forward()
    says(seen, "8 places: 6 from its own")


def test_detail_leads_to_the_parts_of_a_pillar(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why?from=2021&to=2025")
    assert not seen.find("#why-pillar").is_visible()
    seen.find("#why-detail label:has(input[value=indicators])").click()
    asks(seen, "detail", "indicators")
    seen.find("#why-pillar").wait_for(state="visible")
    seen.pick("#why-pillar", "Creative outputs")
    asks(seen, "pillar", "P7")
    seen.until("document.querySelector('#why-points-measure-line').textContent.includes('Creative outputs')")
    seen.until("document.querySelector('#why-points-plot .js-plotly-plot').data.length > 9")
    seen.find("#why-split label:has(input[value=plain])").click()
    asks(seen, "split", "plain")
    href = "document.querySelector('#why-points-data').getAttribute('href')"
    seen.until(f"{href}.includes('detail=indicators&pillar=P7&split=plain')")


def test_an_economy_is_found_by_its_code(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why")
    seen.find("#why-economy").click()
    seen.find(".dash-dropdown-search").fill("VNM")
    seen.find(".dash-dropdown-content .dash-dropdown-option").first.click()
    asks(seen, "economy", "VNM")
    says(seen, "Viet Nam")


def test_empty_states_keep_the_page_and_drawing_comes_back(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why")
    seen.pick("#why-from", "2010")
    says(seen, "we have no scores")
    assert seen.find("#why-places-empty").is_visible()
    assert not seen.find("#why-places-plot").is_visible()
    seen.pick("#why-from", "2012")
    says(seen, "23 places: 15.5 from its own")
    seen.until("document.querySelector('#why-places-plot').clientHeight > 300")
    assert bars(seen, "places") == [-15.5, -7.5]


def test_hostile_values_show_the_default(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why?from=20x2&to=2009&economy=<b>&detail=x&pillar=P9&split=%00")
    assert seen.page.inner_text("h1") == OWN


def test_a_phone_reads_both_ledgers_without_scrolling_sideways(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/why?from=2021&to=2025&detail=indicators&pillar=P6", width=360, height=740)
    assert not seen.scrolls_sideways()
    seen.find("#why-points-plot").focus()
    seen.page.keyboard.press("ArrowRight")
    seen.until(
        "document.querySelector('#why-points-plot').parentElement.querySelector('[data-part=live]').textContent"
    )
