"""A lesson: the teacher tells the story by keys on a full screen, the student guesses the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.visit import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.snapshot import Snapshot
    from tests.browser.visit import Visit

STEP = "document.querySelector('.story-figure :is(.js-plotly-plot .main-svg, .evidence-bars li)') !== null"
SWIPE = """() => {
  const target = document.querySelector('#react-entry-point .story-text p.deck');
  const point = (clientX) => [new Touch({ identifier: 1, target, clientX, clientY: 300 })];
  const fire = (name, x) => target.dispatchEvent(new TouchEvent(name, { bubbles: true,
    touches: name === 'touchstart' ? point(x) : [], changedTouches: point(x) }));
  fire('touchstart', 300);
  fire('touchend', 120);
}"""
SHOW, CLEAR = "[data-guess=show]", "[data-guess=clear]"
ASKED = "new URLSearchParams(location.search).get('guess')"
READY = "Boolean(document.querySelector('.guess-handle[aria-valuenow]'))"
VALUES = """() => Array.from(document.querySelectorAll(".guess-handle"),
  (one) => one.getAttribute("aria-valuetext"))"""


def at(seen: Visit, number: int) -> None:
    """Wait until the story is at a step, and its figure is drawn."""
    seen.until(f"document.querySelector('.story-moves [aria-current]')?.textContent === '{number}'")
    seen.until(STEP)


def drag(seen: Visit, *, touch: bool = False) -> None:
    """Draw from the left to the right end, upwards."""
    box = seen.find("[data-part=guess-zone]").bounding_box()
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


def test_a_teacher_tells_the_story_by_keys_on_a_full_screen_and_a_finger_turns_its_pages(
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
        assert seen.page.evaluate("document.fullscreenElement !== null"), key
    seen.find(".story-ways [data-action=full]").click()
    seen.until("!document.fullscreenElement")
    assert seen.page.evaluate("window.same")  # no step was a new page

    seen, places = visit("/zh/story/1", width=PHONE[0], height=PHONE[1]), set()
    for number in range(2, 6):
        seen.until(STEP)
        (box,) = seen.boxes("#react-entry-point [data-story=next]")
        places.add((box["left"], box["top"]))
        assert box["top"] + 44 <= box["bottom"] <= PHONE[1]
        seen.page.evaluate(SWIPE)
        at(seen, number)
    assert len(places) == 1  # the way on is at one place in every step


def test_a_student_draws_a_line_by_mouse_keys_or_finger_and_sees_the_published_ranks(
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
    drag(seen)  # an answered line stays
    assert fields(seen) == drawn

    seen = visit("/zh/learn?from=2023&guess=12,,9", width=PHONE[0], height=PHONE[1], has_touch=True)
    seen.until(READY)
    assert fields(seen) == ["12", "", "9"]
    field = seen.find("#learn-numbers input").nth(1)
    field.fill("999")
    assert field.get_attribute("aria-invalid") is not None
    field.fill("11")
    seen.wait_for("guess", "12,11,9")
    seen.find(CLEAR).tap()
    seen.wait_for("guess", None)
    drag(seen, touch=True)
    seen.until(f"{ASKED} !== null")
    assert all(fields(seen))
    seen.find(SHOW).tap()
    seen.until("document.activeElement.matches('#learn-result h2')")
    (chart,) = seen.boxes("#learn-plot")
    assert 0 <= chart["top"] < chart["bottom"] <= PHONE[1]
