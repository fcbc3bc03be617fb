"""Five readers, each with a question: by finger on a phone, by mouse and by keys on a desk, to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.access import barriers
from tests.browser.visit import DESKTOP, PHONE
from tests.browser.waiting import STILL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

    Press = Callable[[str], None]

# What moved before the reader did anything, as a share of the window.
MOVED = """window.moved = 0;
let used = false;
["pointerdown", "keydown"].forEach((name) => addEventListener(name, () => { used = true; }, true));
new PerformanceObserver((list) => list.getEntries().filter(() => !used)
  .forEach((one) => { window.moved += one.value; })).observe({ type: "layout-shift", buffered: true });"""


def newcomer(seen: Visit, press: Press) -> str:
    """Was it China's merit, or who else was ranked?"""
    seen.go("/zh/")
    press(".newcomer a")
    seen.page.wait_for_url("**/zh/story/1")
    seen.settle()
    press("[data-story=next]")
    seen.page.wait_for_url("**/zh/story/2")
    seen.until("document.querySelector('.story-moves [aria-current]').textContent === '2'")
    return seen.page.inner_text(".story-text")


def journalist(seen: Visit, press: Press) -> str:
    """Who leads, where is Viet Nam, and how do I cite it?"""
    seen.go("/en/ranking")
    assert seen.page.inner_text("h1").startswith("Switzerland leads; China is 10th of 139 in 2025")
    seen.find("input#ranking-find").press_sequentially("viet")
    seen.wait_for("find", "viet")
    rows = "#ranking-drawn tbody:not(.pinned, .gone) > tr:not([hidden])"
    seen.until(f"document.querySelectorAll('{rows}').length === 1")
    press(f"{rows} th a")
    seen.page.wait_for_url("**/en/economy/VNM*")
    seen.settle()
    assert seen.page.inner_text("h1").startswith("Viet Nam: 44th of 139 in 2025")
    press("[data-action=cite]")
    said = seen.find("dialog[open] pre").first.inner_text()
    press("dialog[open] [data-action=close]")
    return said


def analyst(seen: Visit, press: Press) -> str:
    """Which indicators carried the rise?"""
    seen.go("/en/why")
    press("#why-entering > summary")
    seen.find("#why-entering table").wait_for()
    return seen.page.inner_text("#why-entering")


def policy_reader(seen: Visit, press: Press) -> str:
    """Did data move towards what the article asks of core technologies?"""
    seen.go("/en/claims?pillar=4&kind=aim")
    press("#claim-independent-innovation > summary")
    seen.until("document.querySelector('#claim-independent-innovation').open")
    return seen.page.inner_text("#claim-independent-innovation")


def teacher(seen: Visit, press: Press) -> str:
    """What do I hand out before the class sees the line?"""
    seen.go("/en/learn")
    press("a[href*='lessons?show=chart']")
    seen.page.wait_for_url("**/en/learn/lessons?show=chart")
    seen.settle()
    return seen.page.inner_text("main")


READERS = {
    newcomer: "上升的位数多于中国的",
    journalist: "World Intellectual Property Organization",
    analyst: "Industrial designs by origin",
    policy_reader: "Moved towards it",
    teacher: "mark the rank that you think China had",
}


@pytest.mark.parametrize("way", ["finger", "mouse", "keys"])
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
        before = part.bounding_box()
        if way == "finger":
            part.tap()
        elif way == "mouse":
            part.click()
        else:
            seen.page.keyboard.press("Enter")
        if not leads and part.is_visible():  # nor does what is pressed leave the finger
            assert part.bounding_box() == before, selector

    for reader, answer in READERS.items():
        said = reader(seen, press)
        assert answer in said, reader.__name__
        assert barriers(seen) == [], reader.__name__
        assert not seen.scrolls_sideways(), reader.__name__
