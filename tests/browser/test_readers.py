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

# What moved before the reader did anything, as a share of the window.
MOVED = """window.moved = 0;
let used = false;
["pointerdown", "keydown"].forEach((name) => addEventListener(name, () => { used = true; }, true));
new PerformanceObserver((list) => list.getEntries().filter(() => !used)
  .forEach((one) => { window.moved += one.value; })).observe({ type: "layout-shift", buffered: true });"""
ROW = "#ranking-drawn tbody:not(.pinned, .gone) > tr:not([hidden])"
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
        ["input#ranking-find viet", f"{ROW} th a", "[data-action=cite]"],
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
        "/en/learn",
        ["a[href*='lessons?show=chart']"],
        "main",
        "mark the rank that you think China had",
    ),
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
        before, page = part.bounding_box(), seen.page.url
        if way == "finger":
            part.tap()
        elif way == "mouse":
            part.click()
        else:
            seen.page.keyboard.press("Enter")
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
                seen.until(f"document.querySelectorAll('{ROW}').length === 1")
            else:
                press(step)
        seen.find(place).filter(has_text=answer).first.wait_for()
        assert barriers(seen) == [], reader
        assert not seen.scrolls_sideways(), reader
