"""The ranking in a browser: each control changes table and address, and an address shows its view again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/ranking")

ROWS = "#ranking-drawn tbody:not(.pinned) tr:not(.group-label)"


def names(seen: Visit) -> list[str]:
    found: list[str] = seen.find(f"{ROWS} th").all_inner_texts()
    return found


def opened(visit: Callable[..., Visit], path: str, **options: int) -> Visit:
    seen = visit(path, **options)
    seen.until("document.querySelector('#ranking-drawn tbody')")
    return seen


def until_rows(seen: Visit, count: int) -> None:
    seen.until(f"document.querySelectorAll('{ROWS}').length === {count}")


def view(seen: Visit) -> tuple[str, list[str]]:
    return seen.page.inner_text("h1"), names(seen)


def test_what_is_chosen_is_in_the_address_and_comes_back(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/ranking")
    assert seen.query() == ""
    until_rows(seen, 139)
    default = view(seen)
    cells = "Array.from(document.querySelectorAll('#ranking-drawn tbody td'))"
    assert (
        seen.page.evaluate(
            f"{cells}.filter((cell) => getComputedStyle(cell).display !== 'table-cell').length"
        )
        == 0
    )
    seen.pick("#ranking-edition", "2022")
    seen.wait_for("edition", "2022")
    until_rows(seen, 136)  # 132 ranked, and four that left
    seen.pick("#ranking-region", "Europe")
    seen.wait_for("region", "EUR")
    seen.until(f"document.querySelectorAll('{ROWS}').length < 50")
    seen.find("#ranking-drawn [data-sort=P6]").click()
    seen.wait_for("sort", "P6")
    seen.until("document.querySelector('#ranking-drawn th[aria-sort=ascending] [data-sort=P6]')")
    seen.find("#ranking-drawn [data-sort=P6]").click()
    seen.wait_for("order", "desc")
    seen.until("document.querySelector('#ranking-drawn th[aria-sort=descending] [data-sort=P6]')")
    assert seen.page.evaluate("document.activeElement.dataset.sort") == "P6"
    chosen = view(seen)
    seen.reload()
    seen.until("document.querySelector('#ranking-drawn tbody')")
    assert view(seen) == chosen
    for _ in range(4):
        seen.page.go_back()
    seen.until("location.search === ''")
    until_rows(seen, 139)
    assert view(seen) == default
    seen.page.go_forward()
    seen.wait_for("edition", "2022")
    until_rows(seen, 136)


def test_the_text_looked_for_keeps_the_focus_while_the_table_follows(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/ranking")
    seen.find("input#ranking-find").press_sequentially("turkiye", delay=20)
    until_rows(seen, 1)
    seen.wait_for("find", "turkiye")
    assert names(seen) == ["Türkiye"]
    assert seen.page.evaluate("document.activeElement.id") == "ranking-find"
    seen.find("input#ranking-find").press_sequentially("x", delay=20)
    until_rows(seen, 0)
    assert seen.find("main .empty").count() == 1


def test_pinned_economies_stand_on_top_after_china(visit: Callable[..., Visit]) -> None:
    seen = opened(visit, "/en/ranking?with=IND,KOR&region=EUR")
    pinned = seen.find("#ranking-drawn tbody.pinned th a").all_inner_texts()
    assert pinned == ["China", "India", "Rep. of Korea"]
    seen.find(".chip[data-economy=IND] .chip-remove").click()
    seen.wait_for("with", "KOR")
    seen.until("document.querySelectorAll('#ranking-drawn tbody.pinned th a').length === 2")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_hostile_address_shows_the_default(visit: Callable[..., Visit], lang: str) -> None:
    seen = opened(
        visit, f"/{lang}/ranking?edition=%3Cb%3E&against=1e9&region=x&income=%00&sort=constructor&order=9"
    )
    until_rows(seen, 139)


@pytest.mark.parametrize(
    ("width", "height"), [(390, 844), (360, 740), (768, 1024), (1280, 800), (1400, 900), (1440, 900)]
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_table_scrolls_by_itself(visit: Callable[..., Visit], lang: str, width: int, height: int) -> None:
    seen = opened(
        visit, f"/{lang}/ranking?edition=2022&against=2012&with=USA,KOR", width=width, height=height
    )
    assert not seen.scrolls_sideways()
