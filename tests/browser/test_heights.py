"""How long the pages are: what a reader has not asked for is folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

WIDTHS = (1440, 390)
MOST = (4_000, 9_000)
"""Pixels at each of the widths."""
OTHERS = {
    "strategy": (4_000, 4_500),
    "strategy/targets": (4_000, 10_500),  # a line for each of 68
    "ranking": (5_600, 5_200),  # a line for each of 139
}
OTHERS |= {f"strategy/{number}": (3_500, 9_000) for number in range(1, 6)}
OTHERS |= {f"economy/{economy}": (2_600, 6_000) for economy in ("CHN", "KOR", "USA", "BRN")}


def test_no_page_is_longer_than_it_has_to_be(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    found = {}
    for path in dict.fromkeys((*PAGES, *OTHERS)):
        seen.go(f"/en/{path}")
        for width, most in zip(WIDTHS, OTHERS.get(path, MOST), strict=True):
            seen.resize(width, 900)
            height = seen.page.evaluate("document.documentElement.scrollHeight")
            if height > most:
                found[path, width] = height
    assert found == {}
    assert seen.faults == []
