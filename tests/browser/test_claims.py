"""The claims in a browser: filters change rows and address, a row opens by keyboard, a link finds its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.text import LANGUAGES
from tests.browser.access import barriers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/claims")


def until_rows(seen: Visit, count: int) -> None:
    seen.until(f"document.querySelectorAll('details.claim').length === {count}")


def test_filters_are_in_the_address_and_come_back(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/claims")
    until_rows(seen, 20)
    seen.pick("#claims-pillar", "Open innovation ecology")
    seen.wait_for("pillar", "5")
    until_rows(seen, 4)
    seen.find("#claims-kind input[value=statement]").click()
    seen.wait_for("kind", "statement")
    seen.until("document.querySelector('#claims-empty .empty')")
    until_rows(seen, 0)
    seen.reload()
    until_rows(seen, 0)
    seen.page.go_back()
    until_rows(seen, 4)
    seen.page.go_back()
    until_rows(seen, 20)


def test_a_row_opens_by_keyboard_and_has_no_barrier(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/claims")
    seen.find("#claim-rank-2012-2022 > summary").focus()
    seen.page.keyboard.press("Enter")
    seen.until("document.querySelector('#claim-rank-2012-2022').open")
    seen.find("[data-action=table]").click()
    assert seen.find("#claims-table table").is_visible()
    assert barriers(seen) == []
    assert seen.faults == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_to_a_claim_opens_it_in_sight(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/claims?claim=open-innovation#claim-open-innovation")
    seen.until("document.querySelector('#claim-open-innovation').getBoundingClientRect().top < 300")
    assert seen.find("details[open]").count() == 1
    seen.find("#claim-open-innovation .claim-links a").first.click()
    seen.until("document.querySelector('#claim-open-innovation')?.open")
    assert "claim=open-innovation" in seen.page.url


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_finding_keeps_to_two_lines_at_1280(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/claims", width=1280, height=800)
    (box,) = seen.boxes("h1")
    line = float(seen.style("h1", "lineHeight").removesuffix("px"))
    assert round((box["bottom"] - box["top"]) / line) <= 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_phones_show_number_and_verdict_first(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/claims", width=390, height=844)
    parts = [
        ".claim-number",
        ".claim-statement",
        ".claim-tested",
        ".claim-verdict",
        ".claim-computed",
        ".claim-inference",
    ]
    top = "part => document.querySelector('details.claim summary ' + part).getBoundingClientRect().top"
    tops = seen.page.evaluate(f"parts => parts.map({top})", parts)  # all at one moment
    assert abs(tops[0] - tops[1]) < 8
    assert tops[1:] == sorted(tops[1:])
    assert tops[2] > tops[0] + 20
