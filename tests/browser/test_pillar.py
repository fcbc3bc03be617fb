"""A strategic pillar's page: what the first screen shows, and that its choices are in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from components.text import LANGUAGES
from tests.browser.visit import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/pillar")

PLOT = "document.querySelectorAll('.multiple .js-plotly-plot')"


def view(seen: Visit) -> dict[str, Any]:
    """What a reader sees: chips, whose lines each plot has, vertical ranges, rows of the first table."""
    return {
        "chips": seen.find(".chip").all_inner_texts(),
        "lines": seen.page.evaluate(
            f"() => Array.from({PLOT}, (one) => one.data.map((t) => t.meta.economy).filter(Boolean).join())"
        ),
        "ranges": seen.page.evaluate(f"() => Array.from({PLOT}, (one) => one.layout.yaxis.range.join())"),
        "ranks": seen.find("#pillar-tables tbody tr").all_text_contents(),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 6))
def test_desktop_shows_the_first_row_of_multiples(
    watch: Callable[..., Visit], number: int, lang: str
) -> None:
    seen = watch(f"/{lang}/strategy/{number}")
    for selector in (".section", ".page > h1", ".page > .deck", ".page > .controls"):
        (box,) = seen.boxes(selector)
        assert box["bottom"] <= DESKTOP[1], selector
    first = seen.boxes(".multiple")[:3]
    assert len({box["top"] for box in first}) == 1
    assert len({box["top"] for box in seen.boxes(".multiple .plot")[:3]}) == 1  # on one line
    assert max(box["bottom"] for box in first) <= DESKTOP[1]
    (aside,) = seen.boxes(".pillar-aside")
    assert aside["left"] >= first[2]["right"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 6))
def test_phone_shows_where_the_first_multiple_begins(
    watch: Callable[..., Visit], number: int, lang: str
) -> None:
    seen = watch(f"/{lang}/strategy/{number}", width=PHONE[0], height=PHONE[1])
    for selector in ("h1", ".deck"):
        (box,) = seen.boxes(f".page > {selector}")
        assert box["bottom"] <= PHONE[1], selector
    assert seen.boxes(".multiple-title")[0]["bottom"] <= PHONE[1]
    assert {box["left"] for box in seen.boxes(".multiple")} == {16}  # one column


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", range(1, 6))
def test_the_finding_keeps_to_two_lines_at_1280(watch: Callable[..., Visit], number: int, lang: str) -> None:
    seen = watch(f"/{lang}/strategy/{number}", width=1280, height=800)
    (box,) = seen.boxes("h1")
    line = float(seen.style("h1", "lineHeight").removesuffix("px"))
    assert round((box["bottom"] - box["top"]) / line) <= 2


def test_peers_and_scale_are_in_the_address_and_come_back(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy/open-innovation")
    first = view(seen)
    assert seen.query() == ""
    seen.find(".chip[data-economy=SGP] .chip-remove").click()
    seen.wait_for("with", "USA,KOR,DEU,JPN,IND")
    seen.until(f"{PLOT}[2]?.data.some((trace) => trace.meta.economy === 'SGP') === false")
    seen.find("#pillar-scale label:has(input[value=shared])").click()
    seen.wait_for("scale", "shared")
    ranges = f"[2, 5].map((place) => {PLOT}[place]?.layout?.yaxis.range.join())"
    seen.until(f"new Set({ranges}).size === 1 && {ranges}[0] !== undefined")
    assert seen.find("#pillar-shared").is_visible()
    shown = view(seen)
    assert shown["chips"] != first["chips"]
    assert shown["ranks"] != first["ranks"]  # standing among peers
    seen.reload()
    assert view(seen) == shown


def test_arrow_keys_read_the_points_of_a_multiple(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy/4")
    seen.find(".multiple .plot").first.focus()
    seen.page.keyboard.press("Home")
    live = seen.find(".multiple [data-part=live]").first
    seen.until("document.querySelector('.multiple [data-part=live]').textContent")
    assert live.text_content() == "China, 2012: 4.84%"


def test_table_citation_and_links_to_rows(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy/3")
    seen.find(".card [data-action=table]").first.click()
    assert seen.find("#pillar-table table").count() == 5
    seen.find("[data-card=pillar] [data-action=cite]").click()
    assert "National Bureau of Statistics" in seen.find("dialog[open] pre").first.inner_text()
    seen.page.keyboard.press("Escape")
    seen.find(".pillar-links a").first.click()
    target = seen.page.evaluate("location.hash.slice(1)")
    assert seen.find(f"[id='{target}']").is_visible()
