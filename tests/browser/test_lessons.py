"""A lesson: the teacher tells the story on a full screen and prints it, the student guesses the line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pypdf import PdfReader

from tests.browser.visit import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.snapshot import Snapshot
    from tests.browser.visit import Visit

STEP = "document.querySelector('.story-figure :is(.js-plotly-plot .main-svg, .evidence-bars li)') !== null"
PAPER = "document.querySelectorAll('.story-paper img').length >= 9"
WHOLE = "document.querySelectorAll('#react-entry-point .story-whole img').length >= 9"
LABELS = """(() => {
  const figure = document.querySelector('#react-entry-point .story-figure');
  return 12 * Number(getComputedStyle(figure).getPropertyValue('--story-zoom')) * 720 / window.innerHeight;
})()"""  # px in 720 of height, of those of 12 px
ABOVE = """(() => {
  const [figure, next] = ['.story-figure', '.story-moves'].map(
    (part) => document.querySelector('#react-entry-point ' + part).getBoundingClientRect());
  return figure.bottom <= next.top;
})()"""
SWIPE = """() => {
  const target = document.querySelector('#react-entry-point .story-text p.deck');
  const point = (clientX) => [new Touch({ identifier: 1, target, clientX, clientY: 300 })];
  const fire = (name, x) => target.dispatchEvent(new TouchEvent(name, { bubbles: true,
    touches: name === 'touchstart' ? point(x) : [], changedTouches: point(x) }));
  fire('touchstart', 300);
  fire('touchend', 120);
}"""
SHEETS = "[...document.querySelectorAll('.story-whole > section')].map((one) => one.offsetHeight)"


def at(seen: Visit, number: int) -> None:
    """Wait until the story is at a step, and its figure is drawn."""
    seen.until(f"document.querySelector('.story-moves [aria-current]')?.textContent === '{number}'")
    seen.until(STEP)


def printed(seen: Visit, kind: str) -> int:
    """The sheets of a kind of paper that the page fills."""
    content = seen.page.pdf(format=kind, prefer_css_page_size=kind == "A4", print_background=True)
    return len(PdfReader(io.BytesIO(content)).pages)


def test_a_teacher_tells_the_story_by_keys_on_a_full_screen_and_prints_it(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/story/1")
    seen.until(STEP)
    seen.page.evaluate("window.same = true")
    seen.find("[data-story=next]").click()
    at(seen, 2)
    assert seen.page.url.endswith("/en/story/2")
    seen.page.keyboard.press("ArrowRight")
    at(seen, 3)
    seen.page.go_back()
    at(seen, 2)
    seen.page.keyboard.press("f")
    seen.until("document.fullscreenElement !== null")
    for key, number in (("PageDown", 3), ("PageUp", 2), ("Home", 1), ("End", 10)):  # as a remote sends
        seen.page.keyboard.press(key)
        at(seen, number)
        seen.until(f"{LABELS} >= {18 if number != 2 else 12}")  # the map has its labels in its squares
        seen.until(ABOVE)
        assert seen.page.evaluate("document.fullscreenElement !== null"), key
        assert seen.find("#react-entry-point .story-text").is_visible()
    assert not seen.find("header nav").is_visible()
    seen.find(".story-ways [data-action=full]").click()
    seen.until("!document.fullscreenElement")
    assert seen.page.evaluate("window.same")  # no step was a new page
    seen.until(PAPER)  # paper has the whole story, whichever step is on show

    for lang in ("en", "zh"):
        seen.go(f"/{lang}/story")
        seen.until(WHOLE)
        assert 2 <= printed(seen, "A4") <= 4
        seen.page.set_viewport_size({"width": 688, "height": 1024})
        seen.page.emulate_media(media="print")
        high = seen.page.evaluate(SHEETS)
        assert len(high) == 10
        assert all(0 < one < 1024 for one in high)
        seen.page.emulate_media(media="null")  # else it would be printed as the screen shows it


def test_the_way_on_is_at_one_place_in_every_step_and_a_finger_turns_the_pages(
    visit: Callable[..., Visit],
) -> None:
    for size in ((1280, 720), PHONE):
        seen, places = visit("/zh/story/1", width=size[0], height=size[1]), set()
        for number in range(2, 11):
            seen.until(STEP)
            (box,) = seen.boxes("#react-entry-point [data-story=next]")
            places.add((box["left"], box["top"]))
            assert box["bottom"] - box["top"] + 44 * (size != PHONE) >= 44
            assert box["bottom"] <= size[1]
            assert not seen.scrolls_sideways()
            if size == PHONE:
                seen.page.evaluate(SWIPE)
            else:
                seen.page.keyboard.press("ArrowRight")
            at(seen, number)
        assert len(places) == 1


ZONE = "[data-part=guess-zone]"
SHOW, CLEAR = "[data-guess=show]", "[data-guess=clear]"
ASKED = "new URLSearchParams(location.search).get('guess')"
READY = "Boolean(document.querySelector('.guess-handle[aria-valuenow]'))"
VALUES = """() => Array.from(document.querySelectorAll(".guess-handle"),
  (one) => one.getAttribute("aria-valuetext"))"""


def drag(seen: Visit, *, touch: bool = False) -> None:
    """Draw from the left to the right end, upwards."""
    box = seen.find(ZONE).bounding_box()
    assert box
    ends = [(box["x"] + 6, box["y"] + 0.6 * box["height"]), (box["x"] + box["width"] - 12, box["y"] + 60)]
    if touch:
        client = seen.page.context.new_cdp_session(seen.page)
        for name, point in (("touchStart", ends[0]), ("touchMove", ends[1]), ("touchEnd", None)):
            points = [{"x": point[0], "y": point[1]}] if point else []
            client.send("Input.dispatchTouchEvent", {"type": name, "touchPoints": points})
        return
    seen.page.mouse.move(*ends[0])
    seen.page.mouse.down()
    seen.page.mouse.move(*ends[1], steps=3)  # passes over editions, which follow the line
    seen.page.mouse.up()


def fields(seen: Visit) -> list[str]:
    return [field.input_value() for field in seen.find("#learn-numbers input").all()]


def test_a_student_draws_a_line_by_mouse_and_by_keys_and_sees_the_published_ranks(
    visit: Callable[..., Visit], pinned: Snapshot
) -> None:
    scores = pinned.table("gii_scores")
    seen = visit("/en/learn")
    seen.until(READY)
    assert seen.find(SHOW).is_disabled()
    drag(seen)
    seen.until(f"{ASKED} !== null")
    drawn = fields(seen)
    assert all(drawn)
    assert drawn == sorted(drawn, key=int, reverse=True)
    assert seen.query() == "guess=" + ",".join(drawn)
    by_pointer = seen.page.evaluate(VALUES)
    seen.find(CLEAR).click()
    seen.wait_for("guess", None)
    seen.until(f"new Set(({VALUES})()).size === 1")  # none is drawn
    seen.find(".guess-handle[tabindex='0']").focus()
    rank = 34  # the last one given: an edition not drawn yet lies beside the one before
    for wanted in map(int, drawn):
        seen.page.keyboard.press("Enter")
        for _ in range(abs(wanted - rank)):
            seen.page.keyboard.press("ArrowUp" if wanted < rank else "ArrowDown")
        rank = wanted
        seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate(VALUES) == by_pointer
    seen.wait_for("guess", ",".join(drawn))

    seen.find(SHOW).click()
    seen.until("Boolean(document.querySelector('#learn-result h2'))")
    ranks = scores[(scores["economy"] == "CHN") & (scores["code"] == "GII")].set_index("edition")["rank"]
    published = seen.find("[data-rank]").all_inner_texts()
    assert published == [str(rank) for rank in ranks.sort_index()[-len(drawn) :]]
    before = seen.page.url
    drag(seen)  # an answered line stays
    assert fields(seen) == drawn
    assert seen.page.url == before


def test_a_student_goes_on_with_a_shared_guess_by_finger_and_prints_the_lessons(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/zh/learn?from=2023&guess=12,,9", width=PHONE[0], height=PHONE[1], has_touch=True)
    seen.until(READY)
    assert fields(seen) == ["12", "", "9"]
    field = seen.find("#learn-numbers input").nth(1)
    field.fill("999")
    assert field.get_attribute("aria-invalid") is not None
    field.fill("11")
    seen.wait_for("guess", "12,11,9")
    seen.find(SHOW).tap()
    seen.until("Boolean(document.querySelector('#learn-result h2'))")
    seen.seek("#learn-economy", "Switzerland")
    seen.wait_for("guess", None)
    seen.until("[...document.querySelectorAll('#learn-numbers input')].every((one) => !one.value)")
    seen.go("/zh/learn")
    seen.until(READY)
    drag(seen, touch=True)
    seen.until(f"{ASKED} !== null")
    assert all(fields(seen))

    for lang in ("en", "zh"):
        seen.go(f"/{lang}/learn/lessons")
        assert printed(seen, "Letter") == 3  # a page each, on the shorter of both kinds of paper
        seen.choose("lessons-show", "answers")
        seen.until("document.querySelector('.lesson-answer').open")
        assert printed(seen, "Letter") == 3
        seen.choose("lessons-show", "chart")
        seen.until("document.querySelector('#lessons-sheets img') !== null")
        assert printed(seen, "Letter") == 1
