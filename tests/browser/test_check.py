"""A reader who checks a text: typed, marked, walked by keys, linked without telling a server, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from tests.browser.access import barriers
from tests.browser.test_printing import paper

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

TEXTS = {
    "en": "China ranked 11th in the Global Innovation Index 2022. It was 29th in 2012.",
    "zh": "2022年中国在全球创新指数中排名第11位。2012年排名第29位。",
}
MARKS = """() => Array.from(document.querySelectorAll(".check-text .check-mark"),
  (one) => one.className.match(/check-(?!mark)(\\w+)/)[1])"""
FALSE = "document.querySelector('.check-text .check-false')"


def test_a_text_is_marked_walked_by_keys_linked_unseen_and_printed(visit: Callable[..., Visit]) -> None:
    for lang, said in TEXTS.items():
        seen = visit(f"/{lang}/learn/check")
        seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        if not seen.find("#check-form textarea").is_visible():
            seen.find(".check-form > summary").press("Enter")
        seen.find("#check-form textarea").fill(said)
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Enter")
        seen.until("document.querySelectorAll('.check-text .check-mark').length === 2")
        assert seen.page.evaluate(MARKS) == ["right", "false"], lang
        assert barriers(seen) == []
        seen.find(".check-text .check-false").press("Enter")
        answer = seen.find(":focus")  # what is said of the figure, with the figure that is published
        assert "34" in answer.locator("xpath=ancestor::li").inner_text(), lang
        seen.find(".check-actions button[data-text]").press("Enter")
        seen.until("location.hash.startsWith('#text=')")
        kept = seen.page.evaluate("navigator.clipboard.readText()")
        assert kept == f"{seen.address}/{lang}/learn/check#text={quote(said)}"
        (sheet,) = paper(seen).pages
        printed = "".join(sheet.extract_text().split())
        assert "".join(said.split())[-8:-1] in printed
        other = visit(kept.removeprefix(seen.address))
        other.until(f"Boolean({FALSE})")
        assert other.page.evaluate(MARKS) == ["right", "false"]
        assert not [one for one in other.requests if "29" in one.partition("?")[2]]
