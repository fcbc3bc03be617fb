"""An economy's page: each choice is in the address, which shows the same view again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.visit import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/economy")

PAST = "document.querySelector('#economy-past-graph .js-plotly-plot')"
STRIP = "document.querySelector('#economy-levels-graph .js-plotly-plot')"


def view(seen: Visit) -> dict[str, Any]:
    """What a reader sees: finding, dots, line of the history, rows of the table."""
    return {
        "finding": seen.page.inner_text("h1"),
        "dots": seen.page.evaluate(f"() => Array.from({STRIP}.data.slice(-1)[0].x)"),
        "line": seen.page.evaluate(f"() => Array.from({PAST}.data.slice(-1)[0].y)"),
        "past": seen.page.inner_text("#economy-past-heading"),
        "rows": seen.page.locator("#economy-table tbody tr").count(),
    }


def assert_reload_keeps(seen: Visit) -> None:
    before = view(seen)
    seen.reload()
    assert view(seen) == before


def test_the_default_view_needs_no_query(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/CHN")
    shown = view(seen)
    assert seen.query() == ""
    assert shown["finding"].startswith("China ranks 10th of 139 in the 2025 edition")
    assert (len(shown["dots"]), shown["rows"]) == (10, 99)
    assert shown["line"][-1] == 10


def test_another_edition_is_in_the_address_and_back_leads_from_it(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/CHN")
    first = view(seen)
    seen.pick("#economy-edition", "2016")
    seen.wait_for("edition", "2016")
    seen.until("document.querySelector('h1').textContent.includes('2016 edition')")
    seen.until(f"{STRIP}?._fullLayout?.xaxis?.tickvals?.includes(128)")
    assert seen.find("main .empty").count() == 0, "marks of our own, and all indicators"
    seen.page.go_back()
    seen.until("document.querySelector('h1').textContent.includes('2025 edition')")
    seen.until(f"{STRIP}?._fullLayout?.xaxis?.tickvals?.includes(139) && Boolean({PAST}?._fullLayout)")
    assert view(seen) == first
    seen.page.go_forward()
    seen.until("document.querySelector('h1').textContent.includes('2016 edition')")
    assert seen.page.inner_text("#economy-edition").strip() == "2016"


def test_level_and_filter_are_in_the_address(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/CHN")
    seen.find("#economy-level label:has(input[value=subpillar])").click()
    seen.wait_for("level", "subpillar")
    seen.until(f"{STRIP}.data.slice(-1)[0].x.length === 31")
    seen.find("#economy-show label:has(input[value=missing])").click()
    seen.wait_for("show", "missing")
    seen.until("document.querySelectorAll('#economy-table tbody tr').length === 7")
    assert_reload_keeps(seen)


def test_a_row_of_the_table_draws_its_history(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/CHN")
    seen.find("#pillar-2 > summary").click()
    row = seen.find("#economy-table tr").filter(has_text="2.1.4")
    row.locator("button").click()
    seen.until("Boolean(new URLSearchParams(location.search).get('history'))")
    seen.until("document.querySelector('#economy-past-heading').textContent.includes('PISA')")
    seen.until(f"{PAST}.data.slice(-1)[0].y.length === 15")
    line = dict(zip(range(2011, 2026), view(seen)["line"], strict=True))
    assert (line[2012], line[2025]) == (1, 1)
    assert [edition for edition, rank in line.items() if rank is None] == [2018, 2020], "gaps stay gaps"
    assert_reload_keeps(seen)


@pytest.mark.parametrize("path", ["/en/economy/CHN", "/en/economy"])
def test_another_economy_is_another_page_with_the_same_choices(
    visit: Callable[..., Visit], path: str
) -> None:
    seen = visit(f"{path}?edition=2021&show=weaknesses")
    seen.find("#economy-economy").click()
    seen.find(".dash-dropdown-search").fill("Viet")
    seen.find(".dash-dropdown-content .dash-dropdown-option").filter(has_text="Viet Nam").click()
    seen.page.wait_for_url("**/en/economy/VNM?*")
    seen.settle()
    assert seen.page.inner_text("h1").startswith("Viet Nam ranks 44th of 132 in the 2021 edition")
    assert seen.page.is_checked("#economy-show input[value=weaknesses]")
    assert "edition=2021" in seen.query()


@pytest.mark.parametrize(
    "search",
    ["?edition=9999&level=<b>&show=x&history=%00", "?history[]=a&edition=2025;", "?edition=-1&" * 200],
)
def test_a_hostile_query_shows_the_default(visit: Callable[..., Visit], search: str) -> None:
    seen = visit("/en/economy/CHN" + search)
    shown = view(seen)
    assert shown["finding"].startswith("China ranks 10th of 139 in the 2025 edition")
    assert (len(shown["dots"]), shown["rows"], shown["line"][-1]) == (10, 99, 10)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_scrolls_sideways_on_a_phone(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/economy/CHN?level=subpillar", width=360, height=PHONE[1])
    assert not seen.scrolls_sideways()
    for graph in (STRIP, PAST):
        boxes = seen.page.evaluate(
            f"""() => Array.from({graph}.querySelectorAll('.annotation-text, .xtick text'))
              .map((one) => one.getBoundingClientRect())
              .map((box) => ({{ left: box.left, right: box.right, top: box.top, bottom: box.bottom }}))"""
        )
        for index, one in enumerate(boxes):
            assert one["left"] >= 0
            assert one["right"] <= 360
            for other in boxes[index + 1 :]:
                apart = one["right"] <= other["left"] + 1 or other["right"] <= one["left"] + 1
                apart = apart or one["bottom"] <= other["top"] + 3 or other["bottom"] <= one["top"] + 3
                assert apart, (one, other)


def test_an_economy_never_ranked_has_its_page(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/ABW")
    assert "is not ranked in any edition" in seen.page.inner_text("h1")
    assert not seen.find("[data-part=plot]").count()


def test_no_name_covers_a_mark_on_a_desktop(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/KOR?edition=2022&level=subpillar")
    found = seen.page.evaluate(
        f"""() => {{
          const box = (one) => one.getBoundingClientRect();
          const dots = Array.from({STRIP}.querySelectorAll('.points path')).map(box);
          return Array.from({STRIP}.querySelectorAll('.annotation-text')).map(box).filter((text) =>
            dots.some((dot) => text.left < dot.right && dot.left < text.right
              && text.top < dot.bottom && dot.top < text.bottom)).length;
        }}"""
    )
    assert found == 0


def test_one_click_shows_the_indicators_of_a_pillar(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/economy/KOR", width=390, height=844)
    assert not seen.find("#economy-table tbody tr").filter(visible=True).count()
    seen.find("#economy-beside-table a[href='#pillar-5']").click()
    codes = seen.find("#economy-table .part-row ~ tr .code").filter(visible=True).all_inner_texts()
    assert codes
    assert {code[0] for code in codes} == {"5"}


def test_up_to_five_editions_stand_side_by_side_and_in_the_address(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/economy/KOR?editions=2011,2016,2019,2022")
    heads = "#economy-beside-table thead th"
    assert seen.find(heads).all_inner_texts()[1:5] == ["2011", "AB2016", "2019", "C2022"]
    seen.find("#economy-editions label:has(input[value='2025'])").click()
    seen.until(f"document.querySelectorAll('{heads}').length === 7")
    assert seen.query().endswith("2011,2016,2019,2022,2025")
    assert seen.page.is_disabled("#economy-editions input[value='2013']")
    row = seen.find("#economy-beside-table tbody tr").first.inner_text().split()
    assert row[-5:] == ["16", "11", "11", "6", "4"]
    assert "editions=2011,2016,2019,2022,2025" in str(seen.find("#economy-beside-data").get_attribute("href"))
