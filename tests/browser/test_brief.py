"""The brief on paper: two pages of A4 and of Letter, nothing cut off, nothing too small, always light."""

from __future__ import annotations

import io
import re
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from components.text import LANGUAGES
from components.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/brief")

PAGES = {"CHN": 2, "USA": 2, "IND": 2, "VEN": 2, "GNB": 1}
# Width and height inside margins of 13 and 14 mm, in pixels of 1/96 inch.
INSIDE = {"A4": (688, 1024), "Letter": (710, 957)}
ALIKE = str.maketrans(
    "ʼˮ⺠⻚⻓⻩⻋⻛⻅⻔⻢⻥⻦⻄⻁⻘⻜⻝⻆⻉⻬⻰⻨", "’”民页长黄车风见门马鱼鸟西虎青飞食角贝齐龙麦"
)
SMALLEST = 8 * 96 / 72  # px: 8 pt

# What each sheet holds: its texts in their order, its height without stretching, and what is wrong with it.
SHEETS = """(least) => Array.from(document.querySelectorAll(".sheet")).map((sheet) => {
  const texts = [];
  const wrong = [];
  const frame = sheet.getBoundingClientRect();
  const walk = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    const text = walk.currentNode.textContent.trim();
    if (!text || holder.closest(".unseen") || !holder.getClientRects().length) continue;
    texts.push(text);
    const range = document.createRange();
    range.selectNodeContents(walk.currentNode);
    const box = range.getBoundingClientRect();
    if (box.left < frame.left - 1 || box.right > frame.right + 1) wrong.push("leaves the page: " + text);
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < least - 0.05) wrong.push(size + " px: " + text);
  }
  const blocks = Array.from(sheet.querySelectorAll(":scope > *, .brief-two > *, .brief-columns > *"));
  blocks.forEach((block) => {
    if (block.scrollWidth > block.clientWidth + 1) wrong.push("wider than its place: " + block.className);
  });
  Array.from(sheet.children).filter((block) => block.clientHeight).reduce((above, block) => {
    const box = block.getBoundingClientRect();
    if (box.top < above - 1) wrong.push("lies on the block above: " + block.className);
    return box.bottom;
  }, -Infinity);
  Array.from(sheet.querySelectorAll("img")).filter((one) => one.clientWidth).forEach((image) => {
    if (!image.complete || !image.naturalWidth) wrong.push("not drawn: " + image.className);
  });
  sheet.style.minHeight = "0";
  const height = sheet.getBoundingClientRect().height;
  sheet.style.minHeight = "";
  return { texts, wrong, height };
})"""


def squeezed(text: str) -> str:
    """A text without what a PDF does not keep: spaces, and which of two characters of one shape it was."""
    same = unicodedata.normalize("NFKC", text).translate(ALIKE)
    return re.sub(r"\s+", "", same)


def paper(seen: Visit, kind: str) -> PdfReader:
    """The page as a browser prints it."""
    return PdfReader(
        io.BytesIO(seen.page.pdf(format=kind, print_background=True, prefer_css_page_size=False))
    )


def laid_out(seen: Visit, kind: str) -> list[dict[str, Any]]:
    """The sheets as they lie on a kind of paper."""
    seen.page.emulate_media(media="print")
    seen.page.set_viewport_size({"width": INSIDE[kind][0], "height": INSIDE[kind][1]})
    sheets: list[dict[str, Any]] = seen.page.evaluate(SHEETS, SMALLEST)
    seen.page.emulate_media(media="null")  # else it would be printed as the screen shows it
    return sheets


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("economy", PAGES)
def test_paper_holds_the_whole_brief_on_its_pages(
    visit: Callable[..., Visit], economy: str, lang: str
) -> None:
    seen = visit(f"/{lang}/brief/{economy}", theme="dark")
    for kind, (_, height) in INSIDE.items():
        sheets = laid_out(seen, kind)
        printed = [squeezed(page.extract_text()) for page in paper(seen, kind).pages]
        assert len(printed) == len(sheets) == PAGES[economy], kind
        for sheet, page in zip(sheets, printed, strict=True):
            assert sheet["wrong"] == []
            assert sheet["height"] <= height, kind
            missing = [text for text in sheet["texts"] if squeezed(text) not in page]
            assert not missing, (kind, missing)
            assert page.index(squeezed(sheet["texts"][0])) < page.rindex(squeezed(sheet["texts"][-1])), kind


def test_paper_is_light_and_without_the_site_around_it(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/brief/CHN", theme="dark", width=390, height=844)
    assert seen.find("img.brief-small:visible").count() == 1
    seen.page.emulate_media(media="print")
    hidden = ("header", "footer", ".controls", "img.brief-small", ".only-dark")
    assert [name for name in hidden if seen.find(f"{name}:visible").count()] == []
    assert seen.find("img.brief-wide:visible").count() == 1
    ink = seen.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
    assert ink.strip() == LIGHT.ink


def test_the_button_prints_and_choices_change_the_sheets_and_the_address(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/brief/CHN")
    seen.page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    seen.find("[data-print]").click()
    assert seen.page.evaluate("window.printed")
    address = seen.page.inner_text("[data-part=address]")
    assert address == f"{seen.address}/en/brief/CHN?edition=2025&since=2012"
    seen.pick("#brief-edition", "2022")
    seen.wait_for("edition", "2022")
    seen.until("document.querySelector('h1').textContent.endsWith('in the 2012 edition to 11th in 2022')")
    seen.until(
        "document.querySelector('[data-part=address]').textContent.endsWith('CHN?edition=2022&since=2012')"
    )
    assert seen.page.inner_text("[data-part=address]").startswith(seen.address)
    seen.pick("#brief-edition", "2011")
    seen.wait_for("since", "2007")
    seen.until("document.querySelector('h1').textContent.includes('2011')")
    seen.reload()
    assert seen.page.inner_text("#brief-since").strip() == "2007"
    seen.page.go_back()
    seen.until("document.querySelector('h1').textContent.includes('to 11th in 2022')")


def test_the_address_without_a_language_leads_to_the_brief(visit: Callable[..., Visit]) -> None:
    seen = visit("/brief/chn?lang=zh&edition=2022")
    assert seen.page.url == f"{seen.address}/zh/brief/CHN?edition=2022"
    assert "升至2022年版的第11位" in seen.page.inner_text("h1")
