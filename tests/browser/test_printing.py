"""Readers who print: a brief fills its sheets, and a page of the site keeps every row and figure whole."""

import io
from collections.abc import Callable
from itertools import product
from typing import Any

from pypdf import PdfReader

from tests.browser.pages import PAGES
from tests.browser.visit import Visit
from tests.sampling import sample

# Width and height inside margins of 13 and 14 mm, in pixels of 1/96 inch.
INSIDE = {"A4": (688, 1024), "Letter": (710, 957)}
SMALLEST = 8 * 96 / 72  # px: 8 pt
STORY = "document.querySelectorAll('{} img').length >= 9"
STEPS = "[...document.querySelectorAll('.story-whole > section')].map((one) => one.offsetHeight)"
BOXES = """() => Array.from(document.querySelectorAll(".plot")).filter((plot) => {
  const drawn = plot.querySelector(".main-svg");
  return drawn && drawn.getBoundingClientRect().bottom > plot.getBoundingClientRect().bottom + 1;
}).length"""

# Of each sheet: its height without stretching, and what is wrong with it.
SHEETS = """(least) => Array.from(document.querySelectorAll(".sheet")).map((sheet) => {
  const wrong = [];
  const frame = sheet.getBoundingClientRect();
  const walk = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    const text = walk.currentNode.textContent.trim();
    if (!text || holder.closest(".unseen") || !holder.getClientRects().length) continue;
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const box = range.getBoundingClientRect();
    if (box.left < frame.left - 1 || box.right > frame.right + 1) wrong.push("leaves the page: " + text);
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < least - 0.05) wrong.push(size + " px: " + text);
  }
  Array.from(sheet.querySelectorAll("img")).filter((one) => one.clientWidth).forEach((image) => {
    if (!image.complete || !image.naturalWidth) wrong.push("not drawn: " + image.className);
  });
  sheet.style.minHeight = "0";
  const height = sheet.getBoundingClientRect().height;
  sheet.style.minHeight = "";
  return { wrong, height };
})"""

CONTROLS = """() => Array.from(document.querySelectorAll("button, select, input, [role=slider]"))
  .filter((one) => one.checkVisibility() && !one.matches(".sort, .mini-rank-button, .num *"))
  .map((one) => one.outerHTML.slice(0, 80))"""


def paper(seen: Visit, kind: str = "") -> PdfReader:
    """The page as a browser prints it: on a kind of paper, else on that which it asks for, or A4."""
    content = seen.page.pdf(format=kind or "A4", prefer_css_page_size=not kind, print_background=True)
    return PdfReader(io.BytesIO(content))


def laid_out(seen: Visit, kind: str) -> list[dict[str, Any]]:
    """The sheets as they lie on a kind of paper."""
    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": INSIDE[kind][0], "height": INSIDE[kind][1]})
    sheets: list[dict[str, Any]] = seen.page.evaluate(SHEETS, SMALLEST)
    seen.page.emulate_media(media="null")  # else it would be printed as the screen shows it
    return sheets


def test_a_brief_fills_its_sheets(visit: Callable[..., Visit]) -> None:
    cases = [("/en/brief/CHN", 2), ("/zh/brief/VEN", 2), ("/zh/brief/IND", 2), ("/en/brief/GNB", 1)]
    seen = visit("/en/data/api", theme="dark")
    for (path, sheets), (kind, (_, height)) in product(sample(cases, 2), INSIDE.items()):
        seen.go(path)
        laid = laid_out(seen, kind)
        assert len(paper(seen, kind).pages) == len(laid) == sheets, kind
        assert [sheet for sheet in laid if sheet["wrong"] or sheet["height"] > height] == [], (path, kind)


def test_all_rows_are_printed_below_repeated_heads(visit: Callable[..., Visit]) -> None:
    for path, rows, cell, head, width in (
        ("ranking", "ranking", "Europe", "Economy", 390),
        ("strategy", "matrix", "higher", "Evidence", 1440),
    ):
        seen = visit(f"/en/{path}", width=width)
        names = seen.find(f"#{rows}-drawn tbody th[scope=row]").all_text_contents()
        texts = [page.extract_text() for page in paper(seen).pages]
        whole = " ".join(texts)
        expected = [name.split()[0].rstrip(",.") for name in names]
        assert len(expected) > 80
        assert [name for name in expected if name not in whole] == []
        tables = [text for text in texts if text.count(cell) > 3]
        assert len(tables) > 2
        assert all(head in text for text in tables)


def test_a_page_is_printed_without_a_control_and_no_longer_than_it_is(visit: Callable[..., Visit]) -> None:
    most = {"": 3, "why": 3, "economy/CHN": 4, "strategy/targets": 8, "weights": 5}
    seen = visit("/en/about")
    for path in sample(PAGES, 8):
        seen.go(f"/en/{path}")
        if path in most:
            assert len(paper(seen, "A4").pages) <= most[path], path
        seen.page.emulate_media(media="print")
        assert seen.page.evaluate(CONTROLS) == [], path
        seen.page.emulate_media(media="screen")


def test_a_card_is_printed_alone_below_the_heading(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy/targets", theme="dark")
    snapshot = str(seen.page.get_attribute("[data-snapshot]", "data-snapshot"))
    seen.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    heading, title = seen.page.inner_text("h1"), seen.page.inner_text("[data-card] h2")
    seen.find("[data-action=print]").first.click()
    seen.until("window.printed")
    (page,) = paper(seen).pages
    text = "".join(page.extract_text().split())
    for part in (heading, title, "2.2% by 2015", "Source:", "1 / 1", snapshot, seen.page.url):
        assert "".join(part.split()) in text
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate(BOXES) == 0
    colour = "getComputedStyle(document.querySelector('.plot text')).fill"
    assert seen.page.evaluate(f"{colour} !== 'rgb(255, 255, 255)'")
    seen.page.emulate_media(media="screen")
    seen.page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not seen.find("[data-printed]").count()


def test_the_whole_story_and_each_lesson_have_their_sheets(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/story/4")
    seen.until(STORY.format(".story-paper"))  # paper has the whole story, whichever step is on show
    for lang in ("en", "zh"):
        seen.go(f"/{lang}/story")
        seen.until(STORY.format("#react-entry-point .story-whole"))
        assert 2 <= len(paper(seen).pages) <= 4
        seen.page.set_viewport_size({"width": INSIDE["A4"][0], "height": INSIDE["A4"][1]})
        seen.page.emulate_media(media="print")
        high = seen.page.evaluate(STEPS)
        assert len(high) == 10
        assert all(0 < one < INSIDE["A4"][1] for one in high)
        seen.page.emulate_media(media="null")
        seen.go(f"/{lang}/learn/lessons?show=answers")
        assert len(paper(seen, "Letter").pages) == 3  # a page each, on the shorter of both kinds of paper
        seen.choose("lessons-show", "chart")
        seen.until("document.querySelector('#lessons-sheets img') !== null")
        assert len(paper(seen, "Letter").pages) == 1
