"""Whatever is chosen is in the address: it shows the same view to another reader, and goes along."""

from collections.abc import Callable
from urllib.parse import parse_qs

import pytest

from analysis.robustness.weights import spread_total
from components.theme import DARK, LIGHT
from tests.browser.visit import Visit

CHIPS = "Array.from(document.querySelectorAll('.chip')).map((chip) => chip.dataset.economy)"
PAPER = "document.querySelector('.js-plotly-plot').layout.paper_bgcolor"
# What a reader sees: heading, query, what is compared, cells of tables, marks of figures, what is chosen.
VIEW = """() => {
  const shown = (one) => one.getClientRects().length > 0;
  const texts = (css) => Array.from(document.querySelectorAll(css), (one) => one.textContent);
  const graphs = Array.from(document.querySelectorAll(".js-plotly-plot")).filter(shown);
  return JSON.stringify([texts("h1"), location.search, texts(".chip-name"),
    texts("#react-entry-point main td").length, texts("#react-entry-point main tbody th"),
    Array.from(document.querySelectorAll("main input:checked"), (one) => one.value),
    graphs.map((graph) => graph.data // in any order, since the line that has the focus is drawn last
      .map(({ x, y }) => JSON.stringify([x, y].map((all) => Array.from(all || [])))).sort())]);
}"""
# By path, what is done: how, to what, with what, and the key and value that the address has then.
CHOICES: dict[str, list[tuple[str, str, str, str, str]]] = {
    "/en/": [
        ("choose", "overview-show", "score", "show", "score"),
        ("pick", "#overview-from", "2012", "from", "2012"),
        ("drop", "", "SGP", "with", "USA,KOR,DEU,JPN,IND"),
    ],
    "/en/ranking": [
        ("pick", "#ranking-region", "Europe", "region", "EUR"),
        ("press", "#ranking-drawn [data-sort=P6]", "", "sort", "P6"),
        ("press", "#ranking-drawn th[aria-sort=ascending] [data-sort=P6]", "", "order", "desc"),
    ],
    "/en/economy/CHN": [
        ("choose", "economy-level", "subpillar", "level", "subpillar"),
        ("press", "#economy-table .part-row ~ tr button", "", "history", "operational-stability"),
        ("pick", "#economy-edition", "2016", "edition", "2016"),
    ],
}


@pytest.mark.parametrize("path", CHOICES)
def test_what_is_chosen_is_in_the_address_and_comes_back(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(path)
    before = seen.page.evaluate(VIEW)
    for how, control, value, key, said in CHOICES[path]:
        if how == "press":
            if "economy" in control:
                seen.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
            seen.find(control).first.click()
        elif how == "drop":
            seen.drop(value)
        else:
            (seen.choose if how == "choose" else seen.pick)(control, value)
        seen.wait_for(key, said)
        seen.page.mouse.move(5, 5)
    other = visit(seen.page.url.removeprefix(seen.address))
    other.quiet()
    view, same = other.page.evaluate(VIEW), f"(wanted) => ({VIEW})() === wanted"
    assert view != before
    seen.page.wait_for_function(same, arg=view)
    for _ in CHOICES[path]:
        seen.page.go_back()
    seen.page.wait_for_function(same, arg=before)
    seen.page.go_forward()
    *_, key, said = CHOICES[path][0]
    seen.wait_for(key, said)


def test_lists_are_searched_and_followed_by_what_is_typed(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/compare")
    seen.pick("#compare-rule", "by population")  # a rule fills the set, a change by hand ends it
    seen.wait_for("with", "similar-population")
    rest = [code for code in seen.page.evaluate(CHIPS) if code != "IND"]
    seen.seek("#compare-economies", "India")
    seen.wait_for("with", ",".join(rest))
    seen.seek("#compare-economy", "科特迪瓦")  # by its name in the other language
    seen.wait_for("economy", "CIV")
    seen.go("/en/ranking")
    seen.find("#ranking-region").click()
    seen.find(".dash-dropdown-content").wait_for()
    seen.redrawn()
    seen.page.keyboard.type("eu")
    seen.page.keyboard.press("Enter")
    seen.wait_for("region", "EUR")
    seen.go("/en/?with=USA,KOR,SGP,DEU,JPN,IND,FRA,GBR")
    seen.seek("#overview-with", "Sweden")  # the newest eight stay
    seen.until("Boolean(document.querySelector('.chip[data-economy=SWE]'))")
    assert seen.page.evaluate(CHIPS) == ["KOR", "SGP", "DEU", "JPN", "IND", "FRA", "GBR", "SWE"]
    seen.go("/en/?from=2022&to=2012&show=rang")  # what was put in order is said until it is chosen anew
    refused = "document.querySelector('.refused').textContent"
    assert seen.page.evaluate(refused)
    seen.show("score")
    seen.until(f"!{refused}")


def test_the_view_goes_along_to_the_other_language_and_from_page_to_page(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?show=score&with=FRA,GBR")
    before = seen.curves()
    seen.find("[data-action=language]").click()
    seen.page.wait_for_url("**/zh/?*")
    seen.settle()
    assert parse_qs(seen.query()) == {"show": ["score"], "with": ["FRA,GBR"]}
    assert seen.curves() == before
    seen.go("/en/compare?economy=KOR&with=FRA")
    seen.find(".section a[href='/en/economy/CHN']").click()
    seen.page.wait_for_url("**/en/economy/KOR?with=FRA")
    seen.settle()
    seen.find("#site-nav > ul > li > a[href='/en/why']").click()
    seen.page.wait_for_url("**/en/why?with=FRA&economy=KOR")
    seen.settle()
    seen.go("/en/economy/CHN?edition=2021&show=weaknesses")  # another economy, with the same choices
    seen.seek("#economy-economy", "Viet")
    seen.page.wait_for_url("**/en/economy/VNM?*")
    seen.settle()
    assert seen.query() == "edition=2021&show=weaknesses"


def test_the_theme_is_the_readers_choice_else_that_of_the_machine(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", system="dark")
    assert seen.page.evaluate(PAPER) == DARK.ground
    boxes = {name: seen.boxes(name) for name in ("h1", ".controls", ".plot", ".row", ".block")}
    seen.page.emulate_media(color_scheme="light")
    seen.until(f"{PAPER} === '{LIGHT.ground}'")
    assert {name: seen.boxes(name) for name in boxes} == boxes  # both have the same layout
    seen.find("[data-action=theme]").click()
    seen.until(f"{PAPER} === '{DARK.ground}'")
    seen.reload()
    assert seen.page.evaluate(PAPER) == DARK.ground
    seen.go("/en/?theme=light")
    assert seen.page.evaluate(PAPER) == LIGHT.ground


def test_weights_are_changed_by_keys_in_steps_that_add_up(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/weights")
    seen.until("Boolean(document.querySelector('#weights-draws-graph .bars .point'))")
    seen.until("document.querySelectorAll('[data-slider] [role=slider][aria-label]').length === 8")
    thumb = seen.find("[data-slider] [role=slider]").nth(2)
    thumb.focus()
    seen.page.keyboard.press("ArrowRight")
    seen.wait_for("w", "9.89,9.89,11,9.89,9.89,24.72,24.72")
    seen.page.keyboard.press("PageUp")
    seen.wait_for("w", "8.78,8.78,21,8.78,8.78,21.94,21.94")
    assert thumb.get_attribute("aria-valuetext") == "21.0%"
    seen.says("With these weights, China is 9th")  # after the first step alone it is 10th
    shown = seen.find("[data-slider] output").all_text_contents()
    assert shown == ["8.8%", "8.8%", "21.0%", "8.8%", "8.8%", "21.9%", "21.9%", "56.1% : 43.9%"]
    seen.find("[data-slider] [role=slider]").nth(7).press("End")  # no weight leaves its cap
    seen.wait_for("w", "0,0,0,0,0,50,50")
    for values, total in (([80.0, 10.0, 10.0], 100), ([3.0, 1.0, 4.0, 1.0, 5.0, 9.0], 61)):
        found = seen.page.evaluate("([v, t]) => window.dash_clientside.weights.spread(v, t)", [values, total])
        assert found == pytest.approx(
            spread_total(values, total), abs=1e-12
        )  # as the reader of addresses does
