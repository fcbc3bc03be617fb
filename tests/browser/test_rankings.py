"""Readers of the ranking: by finger to the profile of an economy, and by mouse to any view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
PAST = "document.querySelector('#economy-past-graph .js-plotly-plot')"
STRIP = "document.querySelector('#economy-levels-graph .js-plotly-plot')"
AT, PLAY = "document.querySelector('#map-at').textContent", "document.querySelector('.play').textContent"


def until_rows(seen: Visit, count: int) -> None:
    seen.until(f"document.querySelectorAll('{ROWS}').length === {count}")


def ranking(seen: Visit) -> tuple[str, list[str]]:
    seen.until("document.querySelector('#ranking-drawn tbody')")
    return seen.page.inner_text("h1"), seen.find(f"{ROWS} th").all_inner_texts()


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


def test_what_is_chosen_of_the_ranking_is_in_the_address_and_comes_back(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking")
    until_rows(seen, 139)
    default = ranking(seen)
    seen.pick("#ranking-edition", "2022")
    seen.wait_for("edition", "2022")
    until_rows(seen, 136)  # 132 ranked, and four that left
    seen.find("#ranking-region").click()
    seen.find(".dash-dropdown-content").wait_for()
    seen.redrawn()
    seen.page.keyboard.type("eu")  # a list follows what is typed
    seen.page.keyboard.press("Enter")
    seen.wait_for("region", "EUR")
    seen.until(f"document.querySelectorAll('{ROWS}').length < 50")
    seen.find("#ranking-drawn [data-sort=P6]").click()
    seen.wait_for("sort", "P6")
    seen.find("#ranking-drawn th[aria-sort=ascending] [data-sort=P6]").click()
    seen.wait_for("order", "desc")
    seen.until("document.querySelector('#ranking-drawn th[aria-sort=descending] [data-sort=P6]')")
    assert seen.page.evaluate("document.activeElement.dataset.sort") == "P6"
    chosen = ranking(seen)
    seen.reload()
    assert ranking(seen) == chosen
    for _ in range(4):
        seen.page.go_back()
    until_rows(seen, 139)
    assert ranking(seen) == default
    seen.find("input#ranking-find").press_sequentially("turkiye")
    until_rows(seen, 1)
    assert ranking(seen)[1] == ["Türkiye"]
    seen.go("/en/ranking?with=IND,KOR&region=EUR")
    pinned = "#ranking-drawn tbody.pinned th a"
    seen.find(pinned).first.wait_for()
    assert seen.find(pinned).all_inner_texts() == ["China", "India", "Rep. of Korea"]
    seen.drop("IND")
    seen.until(f"document.querySelectorAll('{pinned}').length === 2")


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


def profile(seen: Visit) -> dict[str, Any]:
    """What a reader of a profile sees: finding, dots, line of the history, rows of the table."""
    return {
        "finding": seen.page.inner_text("h1"),
        "dots": seen.page.evaluate(f"() => Array.from({STRIP}.data.slice(-1)[0].x)"),
        "line": seen.page.evaluate(f"() => Array.from({PAST}.data.slice(-1)[0].y)"),
        "past": seen.page.inner_text("#economy-past-heading"),
        "rows": seen.page.locator("#economy-table tbody tr").count(),
    }


def test_what_is_chosen_of_a_profile_is_in_the_address_and_goes_along(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/CHN")
    first = profile(seen)
    assert first["finding"].startswith("China: 10th of 139 in 2025; first in knowledge")
    assert (len(first["dots"]), first["rows"], first["line"][-1]) == (10, 99, 10)
    seen.pick("#economy-edition", "2016")
    seen.wait_for("edition", "2016")
    seen.says("of 128 in 2016")
    seen.until(f"{STRIP}?._fullLayout?.xaxis?.tickvals?.includes(128)")
    seen.page.go_back()
    seen.says("of 139 in 2025")
    seen.until(f"{STRIP}?._fullLayout?.xaxis?.tickvals?.includes(139) && Boolean({PAST}?._fullLayout)")
    assert profile(seen) == first
    seen.choose("economy-level", "subpillar")
    seen.until(f"{STRIP}.data.slice(-1)[0].x.length === 31")
    seen.find("#pillar-2 > summary").click()
    seen.find("#economy-table tr").filter(has_text="2.1.4").locator("button").click()
    seen.until("Boolean(new URLSearchParams(location.search).get('history'))")
    seen.until("document.querySelector('#economy-past-heading').textContent.includes('PISA')")
    seen.until(f"{PAST}.data.slice(-1)[0].y.length === 15")
    line = dict(zip(range(2011, 2026), profile(seen)["line"], strict=True))
    assert (line[2012], line[2025]) == (1, 1)
    assert [edition for edition, rank in line.items() if rank is None] == [2018, 2020], "gaps stay gaps"
    seen.choose("economy-show", "missing")
    seen.until("document.querySelectorAll('#economy-table tbody tr').length === 7")
    before = profile(seen)
    seen.reload()
    assert profile(seen) == before

    seen.go("/en/economy/CHN?edition=2021&show=weaknesses")
    seen.seek("#economy-economy", "Viet")
    seen.page.wait_for_url("**/en/economy/VNM?*")
    seen.settle()
    assert seen.page.inner_text("h1").startswith("Viet Nam: 44th of 132 in 2021")
    assert seen.page.is_checked("#economy-show input[value=weaknesses]")
    seen.go("/en/economy/KOR?editions=2011,2016,2019,2022")
    heads = "#economy-beside-table thead th"
    assert seen.find(heads).all_inner_texts()[1:5] == ["2011", "2016", "2019", "2022"]
    seen.find("#economy-editions label:has(input[value='2025'])").click()
    seen.until(f"document.querySelectorAll('{heads}').length === 7")
    assert seen.query().endswith("2011,2016,2019,2022,2025")
    assert seen.page.is_disabled("#economy-editions input[value='2013']")
    seen.page.evaluate("scrollTo(0, 2500)")  # the parts of a long page stay, and the way to its top
    seen.until("document.querySelector('.contents').getBoundingClientRect().top === 0")
    seen.find(".to-top a").click()
    seen.until("scrollY < 200")
