"""Policy readers: from a strategic pillar to its evidence, the claims, the targets and the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.access import barriers
from tests.browser.visit import DESKTOP

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

AT_TOP = "Math.abs(document.getElementById('{}').getBoundingClientRect().top) < 70"
ROWS = "#matrix-rows-{} tbody tr"


def strips(seen: Visit) -> list[int]:
    """The strategic pillars whose strip is visible."""
    found: list[int] = seen.page.evaluate(
        """Array.from(document.querySelectorAll(".strip"))
          .flatMap((one, place) => one.getClientRects().length ? [place + 1] : [])"""
    )
    return found


def until_claims(seen: Visit, count: int) -> None:
    seen.until(f"document.querySelectorAll('details.claim').length === {count}")


def test_the_first_screen_has_the_trajectory_and_the_pillars(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/")
    parts = {"h1": 1, ".deck": 1, ".controls": 1, ".plot": 1, ".quote": 1, ".card .source": 1, ".actions": 1}
    for selector, count in (parts | {".row": 5, ".strategy > .source": 1}).items():
        boxes = seen.boxes(selector)
        assert len(boxes) == count, selector
        assert all(box["top"] >= 0 and box["bottom"] <= DESKTOP[1] for box in boxes), selector
        assert all(box["left"] >= 0 and box["right"] <= DESKTOP[0] for box in boxes), selector
    before = [seen.boxes(selector) for selector in (".plot", ".row", ".block")]
    assert strips(seen) == []
    for number in range(1, 6):
        seen.page.hover(f"#row-{number}")
        assert strips(seen) == [number]
        (strip,) = seen.boxes(".strip.open")
        assert before[0][0]["bottom"] - 1 <= strip["top"] < strip["bottom"] <= DESKTOP[1]
        assert all(one["right"] <= strip["right"] + 1 for one in seen.boxes(".strip.open .strip-item"))
    assert [seen.boxes(selector) for selector in (".plot", ".row", ".block")] == before
    seen.page.mouse.move(5, 5)
    seen.find("#row-1").focus()
    seen.page.keyboard.press("Tab")
    assert strips(seen) == [2]
    seen.find("#row-3").click()
    seen.until("location.pathname === '/zh/strategy/industry-research'")
    seen.until("document.querySelector('.views [aria-current]')?.textContent.startsWith('3')")
    seen.settle()


def test_a_policy_reader_goes_from_a_pillar_to_claims_to_targets_to_the_source(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/strategy/open-innovation")
    seen.find(".pillar-links a").first.click()
    assert seen.find(f"[id='{seen.page.evaluate('location.hash.slice(1)')}']").is_visible()

    seen.find(".section a[href^='/en/claims']").click()
    seen.page.wait_for_url("**/en/claims*")
    seen.settle()
    until_claims(seen, 20)
    seen.find("#claim-rank-2012-2022 > summary").focus()
    seen.page.keyboard.press("Enter")
    seen.until("document.querySelector('#claim-rank-2012-2022').open")
    assert barriers(seen) == []
    seen.go("/en/claims?claim=open-innovation#claim-open-innovation")
    seen.until("document.querySelector('#claim-open-innovation').getBoundingClientRect().top < 300")
    assert seen.find("details.claim[open]").count() == 1

    seen.find(".section a[href^='/en/strategy/targets']").click()
    seen.page.wait_for_url("**/en/strategy/targets*")
    seen.settle()
    assert seen.find("#targets-list").count() == 1
    seen.find("main a[href='/en/data']").first.click()
    seen.page.wait_for_url("**/en/data")
    seen.settle()
    for part in ("coverage", "series", "validation", "sources", "revisions", "downloads"):
        seen.find(f".contents a[href='#{part}']").click()
        seen.until(AT_TOP.format(part))
        assert seen.page.evaluate("location.pathname + location.hash") == f"/en/data#{part}"
        seen.find(f"#{part} p").first.wait_for()  # it is unfolded after the page has come there
    seen.find("#sources > summary").click()
    seen.find("#sources table").wait_for(state="hidden")
    seen.find(".contents a[href$='#sources']").click()
    seen.find("#sources table").wait_for()
    held = seen.find("script[type='application/ld+json']").all_text_contents()
    assert ['"@type": "Dataset"' in one or '"@type":"Dataset"' in one for one in held] == [True]
    seen.go("/zh/data#method-places")
    seen.find("#method-places .formula").wait_for()
    assert not seen.find("#coverage table").is_visible()
    seen.page.emulate_media(media="print")  # what is folded is printed
    for part in ("coverage", "validation", "sources"):
        assert seen.find(f"#{part} table").first.is_visible()


def test_the_matrix_unfolds_one_strategic_pillar_at_a_time(visit: Callable[..., Visit]) -> None:
    for width, unfolded in ((1440, {1}), (390, set[int]())):
        seen = visit("/en/strategy", width=width)
        seen.find(ROWS.format(5)).first.wait_for(state="attached")
        assert {one for one in range(1, 6) if seen.find(ROWS.format(one)).first.is_visible()} == unfolded
        seen.page.evaluate("location.hash = 'matrix-rows-3'")
        seen.find(ROWS.format(3)).first.wait_for()
        seen.find("#matrix-rows-2 > summary").click()
        seen.choose("strategy-since", "2022")
        seen.says("since 2022")
        seen.redrawn()
        for one in range(1, 6):
            assert seen.find(ROWS.format(one)).first.is_visible() == (one in {2, 3, *unfolded}), one
        seen.choose("strategy-pillar", "4")
        seen.find(ROWS.format(4)).first.wait_for()
        assert seen.find("#matrix-drawn > details").count() == 1
