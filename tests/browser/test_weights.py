"""A researcher changes the weights by keys, in steps that add up, and copies the citation of the view."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from analysis.robustness.weights import spread

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit


def ready(seen: Visit) -> None:
    """Wait until the draws are drawn, and the sliders have their names."""
    seen.until("Boolean(document.querySelector('#weights-draws-graph .bars .point'))")
    seen.until("document.querySelectorAll('[data-slider] [role=slider][aria-label]').length === 8")


def test_a_researcher_changes_the_weights_and_copies_the_citation(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/weights", permissions=["clipboard-read", "clipboard-write"])
    ready(seen)
    thumb = seen.find("[data-slider] [role=slider]").nth(2)
    thumb.focus()
    seen.page.keyboard.press("ArrowRight")
    seen.wait_for("w", "9.89,9.89,11,9.89,9.89,24.72,24.72")
    seen.page.keyboard.press("PageUp")
    seen.wait_for("w", "9.34,9.34,16,9.33,9.33,23.33,23.33")
    assert thumb.get_attribute("aria-label") == "Infrastructure"
    assert thumb.get_attribute("aria-valuetext") == "16.0%"
    seen.says("With these weights, China is 9th")  # after the first step alone it is 10th
    shown = seen.find("[data-slider] output").all_text_contents()
    assert shown == ["9.3%", "9.3%", "16.0%", "9.3%", "9.3%", "23.3%", "23.3%", "53.3% : 46.7%"]
    seen.reload()
    ready(seen)
    assert seen.find("[data-slider] output").all_text_contents() == shown
    seen.act("cite", "weights-draws")
    text = seen.find("dialog[open] pre").first.inner_text()
    assert "9.34,9.34,16" in text
    seen.find("dialog[open] [data-action=copy]").first.click()
    seen.until("document.querySelector('dialog[open] [data-action=copy]').textContent === 'Copied'")
    assert seen.page.evaluate("navigator.clipboard.readText()") == text
    seen.page.keyboard.press("Escape")
    seen.find("[data-slider] [role=slider]").nth(7).press("End")  # no weight leaves its cap
    seen.wait_for("w", "0,0,0,0,0,50,50")
    case = seen.find(".cases button").nth(1)  # the weights that give a rank
    rank = case.inner_text().split(": ")[1]
    case.click()
    seen.until(f"document.querySelector('.weights-rank').textContent === {rank!r}")
    for values, total in (([80.0, 10.0, 10.0], 100), ([3.0, 1.0, 4.0, 1.0, 5.0, 9.0], 61)):
        found = seen.page.evaluate("([v, t]) => window.dash_clientside.weights.spread(v, t)", [values, total])
        assert found == pytest.approx(spread(values, total), abs=1e-12)  # as the reader of addresses does
