"""Guess the line: drawn by pointer, by keys or in numbers, answered with the published ranks."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from analysis.derived import standings
from analysis.guess import Choice, compared, result
from analysis.standing import of
from components.pages.learn import View
from components.text import LANGUAGES, words
from tests.browser.visit import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.dataset import Dataset
    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/learn.py", "components/pages/lessons")

ZONE = "[data-part=guess-zone]"
SHOW, CLEAR = "[data-guess=show]", "[data-guess=clear]"
ASKED = "new URLSearchParams(location.search).get('guess')"
VALUES = """() => Array.from(document.querySelectorAll(".guess-handle"),
  (one) => one.getAttribute("aria-valuetext"))"""
# Where the line of the answer passes: its dots, as ranks read off the grid.
DOTS = """() => {
  const at = (rank) => Number(Array.from(document.querySelectorAll(".guess .guess-tick.end"))
    .find((one) => one.textContent === rank).getAttribute("y")) - 4;
  const [one, twenty] = [at("1"), at("20")];
  return Array.from(document.querySelectorAll(".guess-dot"),
    (dot) => [Number(dot.getAttribute("cx")), 1 + (dot.getAttribute("cy") - one) / (twenty - one) * 19])
    .sort((a, b) => a[0] - b[0]).map(([, rank]) => Math.round(rank));
}"""


def opened(visit: Callable[..., Visit], path: str, **options: object) -> Visit:
    seen = visit(path, **options)
    seen.until("Boolean(document.querySelector('.guess-handle[aria-valuenow]'))")
    return seen


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


def test_a_line_drawn_by_mouse_and_one_by_keys_are_one_guess(
    visit: Callable[..., Visit], dataset: Dataset
) -> None:
    seen = opened(visit, "/en/learn")
    assert seen.find(SHOW).is_disabled()
    assert not seen.page.evaluate("document.body.textContent.includes('entered the top 25')")
    drag(seen)
    seen.until(f"{ASKED} !== null")
    drawn = fields(seen)
    assert all(drawn)
    assert drawn == sorted(drawn, key=int, reverse=True)
    assert seen.query() == "guess=" + ",".join(drawn)
    by_pointer = seen.page.evaluate(VALUES)

    seen.find(CLEAR).click()
    seen.until(f"{ASKED} === null")
    assert set(seen.page.evaluate(VALUES)) == {"not drawn yet"}
    seen.find(".guess-handle[tabindex='0']").focus()
    at = 34  # the last rank given: an edition not drawn yet lies beside the one before
    for rank in map(int, drawn):
        seen.page.keyboard.press("Enter")
        for key in ["ArrowUp" if rank < at else "ArrowDown"] * abs(rank - at):
            seen.page.keyboard.press(key)
        at = rank
        seen.page.keyboard.press("ArrowRight")
    assert seen.page.evaluate(VALUES) == by_pointer
    last = seen.find(".guess-handle").last
    assert last.get_attribute("aria-label") == "2025 edition: your guess"
    seen.wait_for("guess", ",".join(drawn))

    seen.find(SHOW).click()
    seen.until("Boolean(document.querySelector('#learn-result h2'))")
    view = View(dataset, words("en"), Choice.read(dataset, {"guess": ",".join(drawn)}))
    chosen, guess = view.choice, [int(rank) for rank in drawn]
    found = result(compared(of(standings(dataset), chosen.economy), chosen.drawn, guess))
    assert f"{found.mean:.1f} places off on average" in seen.page.inner_text("#learn-result h2")
    inside = f"{found.inside or None} of your {found.with_interval} guesses"
    assert inside in seen.page.inner_text("#learn-result")
    published = [cell.inner_text() for cell in seen.find("[data-rank]").all()]
    assert published == [str(view.ranks[edition]) for edition in chosen.drawn]
    assert seen.page.evaluate(DOTS) == [view.ranks[edition] for edition in (*chosen.given, *chosen.drawn)]

    before = seen.page.url
    drag(seen)  # an answered line stays
    assert fields(seen) == drawn
    assert seen.page.url == before


def test_a_shared_guess_is_typed_on_and_another_economy_begins_anew(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/zh/learn?from=2023&guess=12,,9")
    assert fields(seen) == ["12", "", "9"]
    assert seen.find("[data-part=guess-left]").inner_text() == "尚未画出的版次：1个"
    field = seen.find("#learn-numbers input").nth(1)
    field.fill("999")
    assert field.get_attribute("aria-invalid") is not None
    assert seen.find(SHOW).is_disabled()
    field.fill("11")
    seen.wait_for("guess", "12,11,9")
    seen.find(SHOW).click()
    seen.until("document.querySelector('#learn-result').textContent.includes('平均相差')")
    seen.find("#learn-economy").click()
    seen.find(".dash-dropdown-search").fill("Switzerland")
    seen.find(".dash-dropdown-content .dash-dropdown-option").first.click()
    seen.until("document.querySelector('h1').textContent.startsWith('瑞士')")
    seen.wait_for("economy", "CHE")
    seen.wait_for("guess", None)
    seen.until("!document.querySelector('#learn-result').textContent")
    assert set(fields(seen)) == {""}
    seen.page.go_back()
    seen.until("document.querySelector('h1').textContent.startsWith('中国')")


def test_a_finger_draws_and_nothing_scrolls_sideways(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/learn", width=PHONE[0], height=PHONE[1], has_touch=True)
    drag(seen, touch=True)
    seen.until(f"{ASKED} !== null")
    assert all(fields(seen))
    for width in (390, 320):
        seen.resize(width, PHONE[1])
        assert not seen.scrolls_sideways()
        box, plot = (seen.find(one).bounding_box() for one in (ZONE, "#learn-plot"))
        assert box
        assert plot
        assert box["x"] + box["width"] <= plot["x"] + plot["width"] <= width


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_lesson_is_a_page_with_or_without_answers(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/learn/lessons")
    for shown in ("tasks", "answers"):
        if shown == "answers":
            seen.find(f"#lessons-show label:has(input[value={shown}])").click()
            seen.until("document.querySelector('.lesson-answer').open")
        printed = seen.page.pdf(format="Letter", print_background=True)  # the shorter of both kinds of paper
        assert len(PdfReader(io.BytesIO(printed)).pages) == 3, shown
