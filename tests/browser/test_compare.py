"""Comparisons in the browser: every choice is in the address, and the address shows the same view again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from components.pages import GROUPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/compare")

GRAPH = "document.querySelector('#compare-graph .js-plotly-plot')"


def chips(seen: Visit) -> list[str]:
    found: list[str] = seen.page.evaluate(
        "Array.from(document.querySelectorAll('.chip')).map((chip) => chip.dataset.economy)"
    )
    return found


def view(seen: Visit) -> dict[str, Any]:
    """What is on show: finding, economies, marks of the figure, cells of the table."""
    return {
        "finding": seen.page.inner_text("h1"),
        "chips": chips(seen),
        "marks": seen.page.evaluate(f"{GRAPH}.data.map((t) => [t.meta, Array.from(t.x), Array.from(t.y)])"),
        "cells": seen.page.evaluate("document.querySelector('#compare-drawn').textContent"),
        "view": seen.page.evaluate("document.querySelector('#compare-view input:checked').value"),
    }


def choose(seen: Visit, control: str, value: str) -> None:
    seen.find(f"#compare-{control} label:has(input[value={value}])").click()


def test_choices_are_in_the_address_and_back_reload_and_a_pasted_link_show_them(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/compare")
    first = view(seen)
    assert seen.query() == ""
    assert first["chips"] == ["USA", "KOR", "SGP", "DEU", "JPN", "IND"]
    seen.find(".chip[data-economy=IND] .chip-remove").click()
    seen.wait_for("with", "USA,KOR,SGP,DEU,JPN")
    seen.until("!document.querySelector('.chip[data-economy=IND]')")
    choose(seen, "view", "plane")
    seen.wait_for("view", "plane")
    seen.until(f"{GRAPH}.data[0].meta.role === 'field'")
    choose(seen, "show", "percentile")
    seen.wait_for("show", "percentile")
    seen.until(f"{GRAPH}.layout.xaxis.range[0] === -3")
    seen.redrawn()
    shown, address = view(seen), seen.page.url
    assert "19th in inputs" in shown["finding"]
    seen.reload()
    assert view(seen) == shown
    again = visit(address.removeprefix(seen.address))
    assert view(again) == shown

    for _ in range(3):
        seen.page.go_back()
    seen.until("document.querySelector('.chip[data-economy=IND]') && location.search === ''")
    seen.settle()
    assert view(seen) == first
    seen.page.go_forward()
    seen.wait_for("with", "USA,KOR,SGP,DEU,JPN")
    seen.until("!document.querySelector('.chip[data-economy=IND]')")


def test_a_strategy_fills_the_set_and_a_change_by_hand_ends_it(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/compare?with=FRA")
    seen.pick("#compare-peers", "by population")
    seen.wait_for("peers", "population")
    seen.wait_for("with", None)
    seen.until("document.querySelector('.chip[data-economy=IND]')")
    assert "FRA" not in chips(seen)
    assert len(seen.find("#compare-who li").all()) == len(chips(seen)) + 1
    assert "against China’s" in seen.page.inner_text("#compare-who")
    rest = [code for code in chips(seen) if code != "IND"]
    seen.find(".chip[data-economy=IND] .chip-remove").click()
    seen.wait_for("with", ",".join(rest))
    seen.wait_for("peers", None)
    assert seen.page.inner_text("#compare-peers").strip() == "none"
    seen.page.go_back()
    seen.until("document.querySelector('.chip[data-economy=IND]')")
    assert seen.query() == "peers=population"


def test_an_economy_is_found_by_its_name_in_the_other_language_and_focus_turns_to_it(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/compare?view=table")
    assert seen.find("#compare-drawn tbody tr").count() == 7
    seen.find("#compare-economy").click()
    seen.find(".dash-dropdown-search").fill("科特迪瓦")
    seen.find(".dash-dropdown-content .dash-dropdown-option").first.click()
    seen.wait_for("economy", "CIV")
    seen.until("document.querySelector('h1').textContent.includes('Côte')")
    assert chips(seen)[0] == "CHN"
    seen.find("#compare-measure").click()
    seen.find(".dash-dropdown-search").fill("GB.XPD")
    seen.find(".dash-dropdown-content .dash-dropdown-option").first.click()
    seen.wait_for("measure", "GB.XPD.RSDV.GD.ZS")
    seen.until("document.querySelector('#compare-drawn thead').textContent.includes('% of GDP')")
    address = seen.find("#compare-data").get_attribute("href")
    assert address is not None
    answer = seen.page.request.get(seen.address + address)
    lines = answer.text().splitlines()
    assert len(lines) == seen.find("#compare-drawn tbody tr").count() + 1
    choose(seen, "view", "trajectory")
    seen.wait_for("view", None)
    seen.until(f"{GRAPH}.clientHeight > 300")


def test_the_names_of_all_pages_fit_in_one_row_from_small_laptops_up(visit: Callable[..., Visit]) -> None:
    for lang in ("en", "zh"):
        seen = visit(f"/{lang}/compare?view=table")
        for width in (1440, 1360, 1280, 1260, 1080, 1024):
            seen.resize(width, 900)
            links = seen.boxes("#site-nav > ul > li > a")
            tools = seen.boxes("header .tools")[0]
            content = seen.boxes("footer > div > :first-child")[0]
            assert len(links) == len(GROUPS)
            assert len({link["top"] for link in links}) == 1
            assert links[-1]["right"] + 8 <= tools["left"], (lang, width)
            assert tools["right"] <= content["right"] + 1, (lang, width)
        for width in (880, 390, 360):
            seen.resize(width, 900)
            assert seen.boxes("header")[0]["bottom"] < 60, (lang, width)
            assert not seen.scrolls_sideways(), (lang, width)
