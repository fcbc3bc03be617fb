"""Weights: sliders, sets of weights and cases move the rank, and the address holds the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.weighting import spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/weights")

EQUAL = "1,1,1,1,1,1,1"
ASKED = "new URLSearchParams(location.search).get('w')"
DRAWN = "Boolean(document.querySelector('#weights-draws-graph .bars .point'))"
NAMED = "document.querySelectorAll('[data-slider] [role=slider][aria-label]').length === 8"


def opened(visit: Callable[..., Visit], path: str, **options: object) -> Visit:
    seen = visit(path, **options)
    seen.until(DRAWN)
    seen.until(NAMED)
    return seen


def view(seen: Visit) -> tuple[str, str, list[str]]:
    values: list[str] = seen.page.evaluate(
        "() => Array.from(document.querySelectorAll('[data-slider] output')).map((one) => one.textContent)"
    )
    return seen.page.inner_text("h1"), seen.page.inner_text("#weights-result"), values


def says(seen: Visit, text: str) -> None:
    seen.until(f"document.querySelector('h1').textContent.includes({text!r})")


def asked(seen: Visit, weights: str | None) -> None:
    seen.until(f"{ASKED} === {'null' if weights is None else repr(weights)}")


def anew(seen: Visit) -> tuple[str, str, list[str]]:
    seen.reload()
    seen.until(DRAWN)
    return view(seen)


def test_a_slider_moves_by_keys_and_the_others_give_way(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/weights")
    thumb = seen.find("[data-slider] [role=slider]").nth(2)
    thumb.focus()
    seen.page.keyboard.press("ArrowRight")
    asked(seen, "9.89,9.89,11,9.89,9.89,24.72,24.72")
    seen.page.keyboard.press("PageUp")
    asked(seen, "9.34,9.34,16,9.33,9.33,23.33,23.33")
    assert thumb.get_attribute("aria-label") == "Infrastructure"
    assert thumb.get_attribute("aria-valuetext") == "16.0%"
    says(seen, "With these weights, China is 9th")  # after the first step alone it is 10th
    before = view(seen)
    assert before[2] == ["9.3%", "9.3%", "16.0%", "9.3%", "9.3%", "23.3%", "23.3%", "53.3% : 46.7%"]
    assert anew(seen) == before


def test_the_split_moves_both_halves_and_no_weight_leaves_its_cap(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/weights")
    seen.find("[data-slider] [role=slider]").nth(7).focus()
    seen.page.keyboard.press("End")
    asked(seen, "0,0,0,0,0,50,50")
    says(seen, "Outputs alone")
    assert seen.page.get_attribute("[data-weights='0,0,0,0,0,50,50']", "aria-pressed") == "true"


def test_sets_of_weights_can_be_gone_back_on(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/weights")
    first = view(seen)
    seen.find(f".presets [data-weights='{EQUAL}']").click()
    asked(seen, EQUAL)
    says(seen, "With equal weights")
    equal = view(seen)
    seen.find(".presets button").nth(2).click()
    asked(seen, "0,0,0,0,0,50,50")
    seen.page.go_back()
    asked(seen, EQUAL)
    says(seen, "With equal weights")
    assert view(seen) == equal
    seen.page.go_back()
    asked(seen, None)
    says(seen, "With WIPO")
    assert view(seen) == first
    seen.page.go_forward()
    says(seen, "With equal weights")
    assert view(seen) == equal


@pytest.mark.parametrize("case", [0, 1])
def test_a_case_sets_the_sliders_to_the_weights_that_give_its_rank(
    visit: Callable[..., Visit], case: int
) -> None:
    seen = opened(visit, "/en/weights")
    button = seen.find(".cases button").nth(case)
    rank = button.inner_text().split(": ")[1]
    button.click()
    seen.until(f"document.querySelector('.weights-rank').textContent === {rank!r}")
    seen.until(f"{ASKED} !== null")
    before = view(seen)
    assert anew(seen) == before
    seen.find(".weights-buttons button").first.click()
    asked(seen, None)
    says(seen, "With WIPO")


def test_edition_and_economy_are_in_the_address(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, f"/en/weights?w={EQUAL}")
    seen.find("#weights-edition").click()
    seen.find(".dash-dropdown-content .dash-dropdown-option").filter(has_text="2019").first.click()
    seen.until("new URLSearchParams(location.search).get('edition') === '2019'")
    says(seen, "20th")
    asked(seen, EQUAL)
    before = view(seen)
    assert anew(seen) == before


def test_the_browser_shares_weights_out_as_the_reader_of_addresses_does(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/weights")
    for values, total in (
        ([80.0, 10.0, 10.0], 100),
        ([100.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0], 100),
        ([60.0, 45.0, 5.0, 0.0], 100),
        ([3.0, 1.0, 4.0, 1.0, 5.0, 9.0], 61),
    ):
        found = seen.page.evaluate("([v, t]) => window.dash_clientside.weights.spread(v, t)", [values, total])
        assert found == pytest.approx(spread(values, total), abs=1e-12)


def test_a_hostile_address_shows_the_default(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/weights?w=1,2,<script>&edition=1&economy=%00")
    assert view(seen) == view(opened(visit, "/en/weights"))


def test_on_a_phone_the_rank_stays_in_sight_of_the_sliders(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/zh/weights", width=390, height=844)
    assert not seen.scrolls_sideways()
    seen.find("[data-slider]").nth(7).scroll_into_view_if_needed()
    box = seen.find(".weights-compact").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 844
