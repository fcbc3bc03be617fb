"""Analysts: who finds why China moved and takes the rows, and who changes the weights and cites the view."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from analysis.robustness.weights import spread
from tests.unit.downloading import of_csv

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

DEFAULT = ["USA", "KOR", "SGP", "DEU", "JPN", "IND"]
OWN = "From 2012 to 2022 China rose 23 places: two thirds by its own score"
EQUAL, OUTPUTS = "1,1,1,1,1,1,1", "0,0,0,0,0,50,50"


def bars(seen: Visit, card: str) -> list[float]:
    """The lengths of the bars that a card draws."""
    found: list[float] = seen.page.evaluate(
        """(card) => document.querySelector(`#why-${card}-plot .js-plotly-plot`).data
          .filter((trace) => trace.type === "bar")
          .map((trace) => Number((trace.orientation === "h" ? trace.x : trace.y)[0].toFixed(2)))""",
        card,
    )
    return found


def test_an_analyst_finds_why_china_moved_and_takes_the_rows(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    assert seen.query() == ""
    assert seen.chips() == DEFAULT
    assert list(seen.curves()) == [*DEFAULT, "CHN"]
    seen.find("#site-nav > ul > li > a[href='/en/why']").click()
    seen.page.wait_for_url("**/en/why")
    seen.settle()
    assert seen.page.inner_text("h1") == OWN
    assert seen.page.inner_text(".deck") == "15.5 places by its own score, 7.5 places through others’ scores."
    assert bars(seen, "places") == [-15.5, -7.5]
    assert bars(seen, "points")[-1] == 15.52

    seen.pick("#why-from", "2017")
    seen.wait_for("from", "2017")
    seen.says("11 places")
    seen.pick("#why-to", "2019")
    seen.wait_for("to", "2019")
    seen.says("rose 8 places")
    seen.until("document.querySelector('#why-places-plot .js-plotly-plot').data[2].y[0] === -6")
    seen.reload()
    assert seen.page.inner_text("h1").startswith("From 2017 to 2019 China rose 8 places")
    seen.page.go_back()
    seen.wait_for("to", None)
    seen.says("11 places")
    seen.go("/en/why?from=2021&to=2025")
    assert not seen.find("#why-pillar").is_visible()
    seen.choose("why-detail", "indicators")
    seen.find("#why-pillar").wait_for(state="visible")
    seen.pick("#why-pillar", "Creative outputs")
    seen.wait_for("pillar", "P7")
    seen.until("document.querySelector('#why-points-measure-line').textContent.includes('Creative outputs')")
    seen.until("document.querySelector('#why-points-plot .js-plotly-plot').data.length > 9")
    seen.choose("why-split", "plain")
    href = "document.querySelector('#why-points-data').getAttribute('href')"
    seen.until(f"{href}.includes('detail=indicators&pillar=P7&split=plain')")
    seen.act("data", "why-points")
    name, content = seen.saved("dialog[open] [data-form=csv]")
    assert re.fullmatch(r".*2021-2025.*_shown\.csv", name)
    assert {"CHN"} == set(of_csv(content)["economy"])
    seen.page.keyboard.press("Escape")

    seen.pick("#why-from", "2018")  # which has no detail in common with 2025
    seen.until("document.querySelector('#why-detail input:checked').value === 'pillars'")
    seen.wait_for("detail", None)
    assert seen.find("#why-detail input:disabled").count() == 1
    seen.pick("#why-from", "2010")
    seen.says("we have no scores")
    assert not seen.find("#why-places-plot").is_visible()
    seen.pick("#why-from", "2012")
    seen.until("document.querySelector('#why-places-plot').clientHeight > 300")


def weights(seen: Visit) -> tuple[str, str, list[str]]:
    """What a reader of weights sees: finding, result, and the weights."""
    values = seen.find("[data-slider] output").all_text_contents()
    return seen.page.inner_text("h1"), seen.page.inner_text("#weights-result"), values


def ready(seen: Visit) -> None:
    """Wait until the draws are drawn, and the sliders have their names."""
    seen.until("Boolean(document.querySelector('#weights-draws-graph .bars .point'))")
    seen.until("document.querySelectorAll('[data-slider] [role=slider][aria-label]').length === 8")


def test_a_researcher_changes_the_weights_and_copies_the_citation(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/weights", permissions=["clipboard-read", "clipboard-write"])
    ready(seen)
    first = weights(seen)
    thumb = seen.find("[data-slider] [role=slider]").nth(2)
    thumb.focus()
    seen.page.keyboard.press("ArrowRight")
    seen.wait_for("w", "9.89,9.89,11,9.89,9.89,24.72,24.72")
    seen.page.keyboard.press("PageUp")
    seen.wait_for("w", "9.34,9.34,16,9.33,9.33,23.33,23.33")
    assert thumb.get_attribute("aria-label") == "Infrastructure"
    assert thumb.get_attribute("aria-valuetext") == "16.0%"
    seen.says("With these weights, China is 9th")  # after the first step alone it is 10th
    before = weights(seen)
    assert before[2] == ["9.3%", "9.3%", "16.0%", "9.3%", "9.3%", "23.3%", "23.3%", "53.3% : 46.7%"]
    seen.reload()
    ready(seen)
    assert weights(seen) == before

    seen.act("cite", "weights-draws")
    text = seen.find("dialog[open] pre").first.inner_text()
    assert "9.34,9.34,16" in text
    seen.find("dialog[open] [data-action=copy]").first.click()
    seen.until("document.querySelector('dialog[open] [data-action=copy]').textContent === 'Copied'")
    assert seen.page.evaluate("navigator.clipboard.readText()") == text
    seen.page.keyboard.press("Escape")

    seen.go("/en/weights")
    ready(seen)
    seen.find(f".presets [data-weights='{EQUAL}']").click()
    seen.wait_for("w", EQUAL)
    seen.says("With equal weights")
    equal = weights(seen)
    seen.find(".presets button").nth(2).click()
    seen.wait_for("w", OUTPUTS)
    seen.says("Outputs alone")
    seen.page.go_back()
    seen.says("With equal weights")
    assert weights(seen) == equal
    seen.page.go_back()
    seen.wait_for("w", None)
    seen.says("With WIPO")
    assert weights(seen) == first

    seen.find("[data-slider] [role=slider]").nth(7).press("End")  # no weight leaves its cap
    seen.wait_for("w", OUTPUTS)
    seen.says("Outputs alone")
    assert seen.page.get_attribute(f"[data-weights='{OUTPUTS}']", "aria-pressed") == "true"
    case = seen.find(".cases button").nth(1)  # the weights that give a rank
    rank = case.inner_text().split(": ")[1]
    case.click()
    seen.until(f"document.querySelector('.weights-rank').textContent === {rank!r}")
    for values, total in (([80.0, 10.0, 10.0], 100), ([3.0, 1.0, 4.0, 1.0, 5.0, 9.0], 61)):
        found = seen.page.evaluate("([v, t]) => window.dash_clientside.weights.spread(v, t)", [values, total])
        assert found == pytest.approx(spread(values, total), abs=1e-12)  # as the reader of addresses does
