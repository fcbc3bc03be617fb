"""A lesson: the teacher tells the story by keys on a full screen, or turns its pages by a finger."""

from collections.abc import Callable

from tests.browser.visit import PHONE, Visit

STEP = "document.querySelector('.story-figure :is(.js-plotly-plot .main-svg, .evidence-bars li)') !== null"
SWIPE = """() => {
  const target = document.querySelector('#react-entry-point .story-text p.deck');
  const point = (clientX) => [new Touch({ identifier: 1, target, clientX, clientY: 300 })];
  const fire = (name, x) => target.dispatchEvent(new TouchEvent(name, { bubbles: true,
    touches: name === 'touchstart' ? point(x) : [], changedTouches: point(x) }));
  fire('touchstart', 300);
  fire('touchend', 120);
}"""


def at(seen: Visit, number: int) -> None:
    """Wait until the story is at a step, and its figure is drawn."""
    seen.until(f"document.querySelector('.story-moves [aria-current]')?.textContent === '{number}'")
    seen.until(STEP)


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
