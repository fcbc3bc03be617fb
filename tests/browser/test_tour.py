"""The tour of a page: only when asked for, step after step beside its part, left as it was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.parts.tour import STEPS
from components.text import words
from tests.browser.access import barriers
from tests.browser.visit import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/overview")

RING = """() => {
  const box = (name) => document.querySelector(name).getBoundingClientRect();
  const [ring, words] = [box(".tour-ring"), box("dialog.tour")];
  const within = ring.left >= -8 && ring.right <= innerWidth + 8 && ring.top >= -8;
  const apart = ring.right <= words.left || ring.left >= words.right || ring.bottom <= words.top
    || ring.top >= words.bottom;
  return within && ring.width > 20 && ring.height > 12 && words.bottom <= innerHeight + 1 && apart;
}"""


def focused(seen: Visit, name: str) -> bool:
    found: bool = seen.page.evaluate("(name) => document.activeElement.matches(name)", name)
    return found


@pytest.mark.parametrize(
    ("lang", "size", "theme"), [("en", DESKTOP, "light"), ("zh", PHONE, "dark")], ids=["desktop", "phone"]
)
def test_a_tour_walks_through_the_page_by_keyboard(
    visit: Callable[..., Visit], lang: str, size: tuple[int, int], theme: str
) -> None:
    seen = visit(f"/{lang}/", width=size[0], height=size[1], theme=theme, reduced_motion="reduce")
    t, all_steps = words(lang), len(STEPS["overview"])
    assert not seen.find("dialog.tour").count()
    opener = seen.find("[data-action=tour]")
    box = opener.bounding_box()
    assert box
    if size == PHONE:
        assert min(box["width"], box["height"]) >= 44
    opener.press("Enter")
    assert seen.find("dialog.tour").get_attribute("aria-label") == t("tour.title")
    texts = []
    for step in range(1, all_steps + 1):
        assert seen.page.inner_text(".tour-count") == t("tour.count", step=step, steps=all_steps)
        texts.append(seen.page.inner_text(".tour-text"))
        assert seen.page.evaluate(RING), texts[-1]
        assert focused(seen, "[data-tour=next]")
        seen.page.keyboard.press("ArrowRight")
    assert len(set(texts)) == all_steps
    assert seen.page.inner_text(".tour-count") == t("tour.count", step=all_steps, steps=all_steps)
    assert barriers(seen) == []
    for place in ("end", "back", "next"):  # the focus goes round
        seen.page.keyboard.press("Tab")
        assert focused(seen, f"[data-tour={place}]")
    seen.page.keyboard.press("ArrowLeft")
    assert seen.page.inner_text(".tour-text") == texts[-2]
    assert not seen.scrolls_sideways()
    seen.page.keyboard.press("Escape")
    assert not seen.find("dialog.tour, .tour-ring").count()
    assert focused(seen, "[data-action=tour]")
