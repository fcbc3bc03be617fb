"""The map in the browser: play goes through the editions and stops, keys read tiles, a part in large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/map")

AT = "document.querySelector('#map-at').textContent"
PLAY = "document.querySelector('.play').textContent"
GRAPH = "document.querySelector('#map-graph .js-plotly-plot')"
TIP = "(document.querySelector('#map-graph .hovertext')?.textContent || '')"


def test_play_goes_through_the_editions_and_stops_when_something_is_used(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking/map?edition=2022")
    word = seen.page.evaluate(PLAY)
    assert "11th" in seen.page.inner_text(".deck")
    seen.find(".play").click()
    assert seen.page.evaluate(PLAY) != word
    seen.until(f"{AT} === '2024'")
    seen.find("#map-show label:has(input[value=change])").click()
    seen.until(f"{PLAY} === {word!r}")
    seen.wait_for("show", "change")
    seen.until("document.querySelector('h1').textContent.includes('China gained')")
    assert seen.page.is_visible("#map-against")
    seen.find(".play").click()
    seen.until(f"{AT} === '2025'")
    seen.until(f"{PLAY} === {word!r}")  # the last one ends it


def test_keys_walk_the_tiles_in_the_order_of_their_ranks(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking/map")
    seen.page.focus("#map-plot")
    for name, rank in (("Switzerland", "1st"), ("Sweden", "2nd"), ("United States", "3rd")):
        seen.page.keyboard.press("ArrowRight")
        seen.until(f"{TIP}.includes({name!r})")
        assert f"Rank {rank} of 139" in seen.page.evaluate(TIP)
    for _ in range(7):
        seen.page.keyboard.press("ArrowRight")
    seen.until(f"{TIP}.includes('China')")
    assert "24 places since 2012 (34th)" in seen.page.evaluate(TIP)


def test_a_phone_shows_a_part_in_large(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/ranking/map", width=390, height=844)
    texts = f"{GRAPH}.data.flatMap((one) => one.text).filter((one) => one).length"
    before = seen.page.evaluate(texts)
    seen.find("#map-part label:has(input[value=europe])").click()
    seen.wait_for("part", "europe")
    seen.until(f"{texts} !== {before}")
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
