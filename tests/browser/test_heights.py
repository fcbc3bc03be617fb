"""How long the pages are: what a reader has not asked for is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

WIDTHS = (1440, 390)
MOST = (4_000, 9_000)
"""Pixels at each of the widths."""
OTHERS = {
    "strategy": (4_000, 4_500),
    "strategy/targets": (4_000, 10_500),  # a line for each of 62
    "ranking": (5_600, 5_200),  # a line for each of 139
}
OTHERS |= {f"strategy/{number}": (3_500, 9_000) for number in range(1, 6)}
OTHERS |= {f"economy/{economy}": (2_600, 6_000) for economy in ("CHN", "KOR", "USA", "BRN")}


@pytest.mark.parametrize("path", dict.fromkeys((*PAGES, *OTHERS)), ids=lambda path: path or "overview")
def test_no_page_is_longer_than_it_has_to_be(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/en/{path}", width=WIDTHS[0])
    for width, most in zip(WIDTHS, OTHERS.get(path, MOST), strict=True):
        seen.resize(width, 900)
        assert seen.page.evaluate("document.documentElement.scrollHeight") <= most, width
