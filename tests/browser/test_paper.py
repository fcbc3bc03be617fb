"""Pages on paper: every row of a table is printed below its head, and a figure leaves its caption free."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

BOXES = """() => Array.from(document.querySelectorAll(".plot")).filter((plot) => {
  if (!plot.clientHeight) return false;
  const drawn = plot.querySelector(".svg-container");
  return drawn && drawn.getBoundingClientRect().bottom > plot.getBoundingClientRect().bottom + 1;
}).length"""
INKS = '() => getComputedStyle(document.querySelector("main")).printColorAdjust'


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize(
    ("path", "cell", "head"), [("ranking", "Europe", "Economy"), ("strategy", "higher", "Evidence")]
)
def test_all_rows_are_printed_below_repeated_heads(
    visit: Callable[..., Visit], path: str, cell: str, head: str, width: int
) -> None:
    seen = visit(f"/en/{path}", width=width)
    names = seen.find(f"#{'ranking' if path == 'ranking' else 'matrix'}-drawn tbody th[scope=row]")
    expected = [name.split()[0].rstrip(",.") for name in names.all_text_contents()]
    pages = [
        page.extract_text() for page in PdfReader(io.BytesIO(seen.page.pdf(prefer_css_page_size=True))).pages
    ]
    whole = " ".join(pages)
    assert len(expected) > 80
    assert [name for name in expected if name not in whole] == []
    tables = [page for page in pages if page.count(cell) > 3]
    assert len(tables) > 2
    assert all(head in page for page in tables)


@pytest.mark.parametrize("path", ["", "claims", "compare", "strategy/4"])
def test_a_figure_leaves_its_caption_free_and_keeps_its_colours(
    visit: Callable[..., Visit], path: str
) -> None:
    seen = visit(f"/en/{path}")
    seen.page.emulate_media(media="print")
    assert seen.page.evaluate(BOXES) == 0
    assert seen.page.evaluate(INKS) == "exact"
