"""Readers of the ranking on a phone: by finger to the profile of an economy, also before Dash is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from components.text import words
from tests.browser.saving import TAKEN, saving
from tests.browser.visit import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Browser

    from tests.browser.visit import Visit

ROWS = "#ranking-drawn tbody:not(.pinned) tr:not(.group-label)"
DASH = "**/_dash-component-suites/**"
TERM = "main a.term[href$='#edition']"
AT, PLAY = "document.querySelector('#map-at').textContent", "document.querySelector('.play').textContent"


def until_rows(seen: Visit, count: int) -> None:
    seen.until(f"document.querySelectorAll('{ROWS}').length === {count}")


def test_a_chinese_reader_on_a_phone_finds_an_economy_and_its_profile(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/", width=PHONE[0], height=PHONE[1], has_touch=True, is_mobile=True, theme="dark")
    heading = seen.boxes(".strategy .measure")[0]
    assert heading["top"] < PHONE[1]  # the first screen shows where the pillars begin
    index = words("zh")("gii.GII")
    assert index in seen.find(".card:has(#overview-graph) > .measure").inner_text()
    assert index in seen.page.title()
    seen.page.tap("[data-action=menu]")
    seen.page.tap("#site-nav.open a[href='/zh/ranking']")
    seen.page.wait_for_url("**/zh/ranking")
    seen.settle()
    box = seen.find(".section [aria-current]").bounding_box()
    assert box
    assert 0 <= box["x"] < box["x"] + box["width"] <= PHONE[0]
    assert box["height"] >= 44

    seen.find("#ranking-drawn .rest").wait_for()
    rows = seen.find(ROWS)
    assert rows.filter(visible=True).count() == 10 < rows.count()
    seen.page.tap("#ranking-drawn [data-sort=score]")
    seen.until("document.querySelector('#ranking-drawn th[aria-sort] [data-sort=score]')")
    assert rows.filter(visible=True).count() == 10
    seen.page.tap("#ranking-drawn .rest")
    assert rows.filter(visible=True).count() == rows.count()
    said = words("zh")("glossary.edition.says")
    seen.find(TERM).tap()  # a finger shows the definition first
    assert seen.find("#term-tip").inner_text().endswith(said)
    (tip,) = seen.boxes("#term-tip")
    assert 0 <= tip["left"] < tip["right"] <= PHONE[0]
    seen.find("input#ranking-find").press_sequentially("越南")
    until_rows(seen, 1)
    seen.wait_for("find", "越南")
    assert seen.focused("#ranking-find")
    seen.page.tap(f"{ROWS} th a")
    seen.page.wait_for_url("**/zh/economy/VNM*")
    seen.settle()
    assert seen.page.inner_text("h1").startswith("越南")
    assert not seen.find("#economy-table tbody tr").filter(visible=True).count()
    seen.page.tap("#economy-beside-table a[href='#pillar-5']")  # one tap shows the indicators of a pillar
    shown = seen.find("#economy-table .part-row ~ tr .code").filter(visible=True)
    shown.first.wait_for()
    assert {code[0] for code in shown.all_inner_texts()} == {"5"}
    assert not seen.scrolls_sideways()
    seen.go("/zh/ranking/map?edition=2022")
    word = seen.page.evaluate(PLAY)
    seen.find(".play").tap()
    seen.until(f"{AT} === '2024'")
    seen.choose("map-show", "change")  # which stops it
    seen.until(f"{PLAY} === {word!r}")
    seen.choose("map-part", "europe")
    assert not seen.scrolls_sideways()


def test_the_list_of_a_phone_is_sorted_searched_and_opened_without_dash(
    browser: Browser, address: str
) -> None:
    with saving(browser, address, "en/ranking") as seen:
        seen.page.route(DASH, lambda _: None)  # Dash does not come
        rows = seen.find(f"#site-first {ROWS.replace('#ranking-drawn', '.lines')}").filter(visible=True)
        assert [rows.nth(place).locator("th").inner_text() for place in range(2)] == ["Switzerland", "Sweden"]
        heights = {
            row["height"] for row in rows.evaluate_all("all => all.map(r => r.getBoundingClientRect())")
        }
        assert heights == {44}
        assert rows.nth(9).bounding_box()["y"] < 2 * PHONE[1]  # type: ignore[index]
        rows.first.click(position={"x": 240, "y": 20})
        assert rows.first.get_attribute("aria-expanded") == "true"
        assert rows.first.locator("[data-label]").filter(visible=True).count() > 10
        rows.first.focus()
        seen.page.keyboard.press("Enter")
        assert rows.first.get_attribute("aria-expanded") == "false"
        seen.find("#site-first .lines [data-sort=economy]").click()
        assert rows.first.inner_text().startswith("67")
        seen.find("#site-first .lines [data-sort=score]").click()
        assert rows.first.locator("th").inner_text() == "Switzerland"
        seen.find("#site-first .field input").press_sequentially("turkiye")
        assert rows.locator("th").all_inner_texts() == ["Türkiye"]
        seen.page.unroute(DASH)
        seen.page.wait_for_function(TAKEN)
