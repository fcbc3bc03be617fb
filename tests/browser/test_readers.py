"""Readers with a question: by finger on a phone and by keys on a desk, to the answer."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.browser.access import barriers
from tests.browser.saving import TAKEN, saving
from tests.browser.visit import DESKTOP, PHONE, Visit
from tests.browser.waiting import STILL

# What moved before the reader did anything, as a share of the window.
MOVED = """window.moved = 0;
let used = false;
["pointerdown", "keydown"].forEach((name) => addEventListener(name, () => { used = true; }, true));
new PerformanceObserver((list) => list.getEntries().filter(() => !used)
  .forEach((one) => { window.moved += one.value; })).observe({ type: "layout-shift", buffered: true });"""
ROWS = "#ranking-drawn tbody:not(.pinned, .gone) > tr:not([hidden])"
EVERY = "tbody:not(.pinned) tr:not(.group-label)"
AIM = "#claim-independent-innovation"
# Where each begins, what is pressed in turn (or typed, after its field), where the answer stands, and it.
READERS: dict[str, tuple[str, list[str], str, str]] = {
    "a newcomer: was it China's merit?": (
        "/zh/",
        [".newcomer a", "[data-story=next]"],
        ".story-text",
        "上升的位数多于中国的",
    ),
    "a journalist: where is Viet Nam, and how do I cite it?": (
        "/en/ranking",
        ["input#ranking-find viet", f"{ROWS} th a", "[data-action=cite]"],
        "dialog[open] pre >> nth=0",
        "World Intellectual Property Organization",
    ),
    "an analyst: which indicators carried the rise?": (
        "/en/why",
        ["#why-entering > summary"],
        "#why-entering table",
        "Industrial designs by origin",
    ),
    "a policy reader: did data move towards the aim?": (
        "/en/claims?pillar=4&kind=aim",
        [f"{AIM} > summary"],
        f"{AIM}[open]",
        "Moved towards it",
    ),
    "a teacher: what do I hand out before the class sees the line?": (
        "/en/learn/lessons",
        ["a[href*='lessons?show=chart']"],
        "main",
        "mark the rank that you think China had",
    ),
}
MATRIX = "#matrix-rows-{} tbody tr"
STRIPS = """() => Array.from(document.querySelectorAll(".strip"))
  .flatMap((one, place) => one.getClientRects().length ? [place + 1] : [])"""
AT, PLAY = "document.querySelector('#map-at').textContent", "document.querySelector('.play').textContent"


@pytest.mark.parametrize("way", ["finger", "keys"])
def test_every_reader_comes_to_the_answer(visit: Callable[..., Visit], way: str) -> None:
    width, height = PHONE if way == "finger" else DESKTOP
    touch = {"has_touch": True, "is_mobile": True} if way == "finger" else {}
    seen = visit("/en/data/api", width=width, height=height, **touch)
    seen.page.add_init_script(MOVED)

    def press(selector: str) -> None:
        assert seen.page.evaluate("window.moved") < 0.05, seen.page.url  # nothing moved before
        part = seen.find(selector).filter(visible=True).first
        leads = part.evaluate("(one) => one.matches('a')")
        part.focus() if way == "keys" else part.scroll_into_view_if_needed()
        seen.page.evaluate(STILL)
        before, page = part.bounding_box(), seen.page.url
        part.tap() if way == "finger" else seen.page.keyboard.press("Enter")
        if leads:
            seen.page.wait_for_url(lambda url: url != page)
            seen.settle()
        elif part.is_visible():  # nor does what is pressed leave the finger
            assert part.bounding_box() == before, selector

    for reader, (start, steps, place, answer) in READERS.items():
        seen.go(start)
        for step in steps:
            field, _, typed = step.partition("find ")
            if typed:
                seen.find(f"{field}find").press_sequentially(typed)
                seen.wait_for("find", typed)
                seen.until(f"document.querySelectorAll('{ROWS}').length === 1")
            else:
                press(step)
        seen.find(place).filter(has_text=answer).first.wait_for()
        assert barriers(seen) == [], reader
        assert not seen.scrolls_sideways(), reader


def test_a_reader_on_a_phone_goes_through_the_ranking_a_profile_and_the_map(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/zh/", width=PHONE[0], height=PHONE[1], has_touch=True, is_mobile=True, theme="dark")
    seen.page.tap("[data-action=menu]")
    seen.page.tap("#site-nav.open a[href='/zh/ranking']")
    seen.page.wait_for_url("**/zh/ranking")
    seen.settle()
    rows = seen.find(f"#ranking-drawn {EVERY}")
    assert rows.filter(visible=True).count() == 11 < rows.count()
    seen.page.tap("#ranking-drawn .rest")
    assert rows.filter(visible=True).count() == rows.count()
    seen.find("main a.term[href$='#interval']").tap()  # a finger shows the definition first
    (tip,) = seen.boxes("#term-tip")
    assert 0 <= tip["left"] < tip["right"] <= PHONE[0]
    seen.go("/zh/economy/VNM")
    assert not seen.find("#economy-table tbody tr").filter(visible=True).count()
    seen.page.tap("#economy-beside-table a[href='#pillar-5']")  # one tap shows the indicators of a pillar
    shown = seen.find("#economy-table .part-row ~ tr .code").filter(visible=True)
    shown.first.wait_for()
    assert {code[0] for code in shown.all_inner_texts()} == {"5"}
    seen.go("/zh/ranking/map?edition=2022")
    word = seen.page.evaluate(PLAY)
    seen.find(".play").tap()
    seen.until(f"{AT} >= '2024'")
    seen.choose("map-show", "change")  # which stops it
    seen.until(f"{PLAY} === {word!r}")


def test_the_list_of_a_phone_is_sorted_searched_and_opened_without_dash(
    browser: Browser, address: str
) -> None:
    dash = "**/_dash-component-suites/**"
    with saving(browser, address, "en/ranking") as seen:
        seen.page.route(dash, lambda _: None)  # Dash does not come
        rows = seen.find(f"#site-first .lines {EVERY}").filter(visible=True)
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
        seen.page.unroute(dash)
        seen.page.wait_for_function(TAKEN)


def test_what_is_folded_opens_where_a_reader_points_or_an_address_leads(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/")
    before = [seen.boxes(selector) for selector in (".plot", ".row", ".block")]
    for number in (1, 5):
        seen.page.hover(f"#row-{number}")
        assert seen.page.evaluate(STRIPS) == [number]
        (strip,) = seen.boxes(".strip.open")
        assert before[0][0]["bottom"] - 1 <= strip["top"] < strip["bottom"] <= DESKTOP[1]
    assert [seen.boxes(selector) for selector in (".plot", ".row", ".block")] == before
    seen.page.mouse.move(5, 5)
    seen.find("#row-1").focus()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate(STRIPS) == [2]
    seen.go("/en/claims?claim=open-innovation#claim-open-innovation")
    seen.until("document.querySelector('#claim-open-innovation').getBoundingClientRect().top < 300")
    assert seen.find("details.claim[open]").count() == 1
    seen.go("/en/data")
    for part in ("coverage", "downloads"):
        seen.find(f".contents a[href='#{part}']").click()
        seen.until(f"Math.abs(document.getElementById('{part}').getBoundingClientRect().top) < 70")
        seen.find(f"#{part} p").first.wait_for()  # it is unfolded after the page has come there
    seen.go("/zh/data#method-places")
    seen.find("#method-places .formula").wait_for()
    assert not seen.find("#coverage table").is_visible()
    seen.page.emulate_media(media="print")  # what is folded is printed
    assert seen.find("#coverage table").first.is_visible()
    seen.page.emulate_media(media="null")
    seen.go("/en/strategy")
    seen.find(MATRIX.format(5)).first.wait_for(state="attached")
    assert [one for one in range(1, 6) if seen.find(MATRIX.format(one)).first.is_visible()] == [1]
    seen.find("#matrix-rows-2 > summary").click()
    seen.choose("strategy-since", "2022")
    seen.says("since 2022")
    seen.redrawn()  # what was open is so after a choice
    assert [one for one in range(1, 6) if seen.find(MATRIX.format(one)).first.is_visible()] == [1, 2]
