"""Whatever is chosen is in the address, which shows the same view to another reader; back leads out of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

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
CHOICES: dict[str, list[tuple[str, str, str, str, str | None]]] = {
    "/en/": [
        ("choose", "overview-show", "score", "show", "score"),
        ("pick", "#overview-from", "2012", "from", "2012"),
        ("pick", "#overview-to", "2022", "to", "2022"),
        ("drop", "", "SGP", "with", "USA,KOR,DEU,JPN,IND"),
    ],
    "/en/why": [
        ("pick", "#why-from", "2021", "from", "2021"),
        ("choose", "why-detail", "indicators", "detail", "indicators"),
        ("pick", "#why-pillar", "Creative outputs", "pillar", "P7"),
        ("choose", "why-split", "plain", "split", "plain"),
    ],
    "/en/weights": [
        ("press", ".presets [data-weights='1,1,1,1,1,1,1']", "", "w", "1,1,1,1,1,1,1"),
        ("press", ".presets [data-weights='0,0,0,0,0,50,50']", "", "w", "0,0,0,0,0,50,50"),
    ],
    "/en/compare": [
        ("drop", "", "IND", "with", "USA,KOR,SGP,DEU,JPN"),
        ("choose", "compare-view", "scatter", "view", "scatter"),
        ("pick", "#compare-edition", "2022", "edition", "2022"),
    ],
    "/zh/strategy/open-innovation": [
        ("drop", "", "SGP", "with", "USA,KOR,DEU,JPN,IND"),
        ("choose", "pillar-scale", "shared", "scale", "shared"),
    ],
    "/en/claims": [
        ("pick", "#claims-pillar", "Open innovation ecology", "pillar", "5"),
        ("choose", "claims-kind", "statement", "kind", "statement"),
    ],
    "/en/ranking": [
        ("pick", "#ranking-edition", "2022", "edition", "2022"),
        ("pick", "#ranking-region", "Europe", "region", "EUR"),
        ("press", "#ranking-drawn [data-sort=P6]", "", "sort", "P6"),
        ("press", "#ranking-drawn th[aria-sort=ascending] [data-sort=P6]", "", "order", "desc"),
    ],
    "/en/compare?view=measures&measures=GII,P3": [
        ("press", "[data-sort=P3]", "", "sort", "P3"),
        ("press", "th[aria-sort] [data-sort=P3]", "", "order", "desc"),
    ],
    "/en/economy/CHN": [
        ("choose", "economy-level", "subpillar", "level", "subpillar"),
        ("press", "#economy-table .part-row ~ tr button", "", "history", "operational-stability"),
        ("choose", "economy-show", "missing", "show", "missing"),
        ("pick", "#economy-edition", "2016", "edition", "2016"),
    ],
}


def do(seen: Visit, step: tuple[str, str, str, str, str | None]) -> None:
    """Choose something, and wait until the address says so."""
    how, control, value, key, said = step
    if how == "choose":
        seen.choose(control, value)
    elif how == "pick":
        seen.pick(control, value)
    elif how == "drop":
        seen.drop(value)
    else:
        if "economy-table" in control:
            seen.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        seen.find(control).first.click()
    seen.wait_for(key, said)


def same(seen: Visit, view: str) -> None:
    """Wait until a page shows a view; what differs is told."""
    try:
        seen.page.wait_for_function(f"(wanted) => ({VIEW})() === wanted", arg=view)
    except Exception:
        assert json.loads(seen.page.evaluate(VIEW)) == json.loads(view)
        raise


@pytest.mark.parametrize("path", CHOICES)
def test_what_is_chosen_is_in_the_address_and_comes_back(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(path)
    views = [seen.page.evaluate(VIEW)]
    for step in CHOICES[path]:
        do(seen, step)
        seen.page.mouse.move(5, 5)
    other = visit(seen.page.url.removeprefix(seen.address))
    other.quiet()
    views.append(other.page.evaluate(VIEW))
    assert views[0] != views[1]
    same(seen, views[1])
    for _ in CHOICES[path]:
        seen.page.go_back()
    same(seen, views[0])
    seen.page.go_forward()
    *_, key, said = CHOICES[path][0]
    seen.wait_for(key, said)


def test_lists_are_searched_and_followed_by_what_is_typed(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/compare")
    seen.pick("#compare-peers", "by population")  # a strategy fills the set, a change by hand ends it
    seen.wait_for("peers", "population")
    rest = [code for code in seen.chips() if code != "IND"]
    seen.drop("IND")
    seen.wait_for("with", ",".join(rest))
    seen.wait_for("peers", None)
    seen.go("/en/compare")
    seen.seek("#compare-economy", "科特迪瓦")  # by its name in the other language
    seen.wait_for("economy", "CIV")
    seen.seek("#compare-measure", "GB.XPD")
    seen.wait_for("measure", "GB.XPD.RSDV.GD.ZS")
    seen.go("/en/ranking")
    seen.find("#ranking-region").click()
    seen.find(".dash-dropdown-content").wait_for()
    seen.redrawn()
    seen.page.keyboard.type("eu")
    seen.page.keyboard.press("Enter")
    seen.wait_for("region", "EUR")
    seen.go("/en/?with=USA,KOR,SGP,DEU,JPN,IND,FRA,GBR")
    seen.seek("#overview-with", "Sweden")
    seen.until("Boolean(document.querySelector('.chip[data-economy=SWE]'))")
    assert seen.chips() == ["KOR", "SGP", "DEU", "JPN", "IND", "FRA", "GBR", "SWE"]  # eight, the newest
    seen.go("/en/?from=2022&to=2012&show=rang")  # what was put in order is said until it is chosen anew
    refused = "document.querySelector('.refused').textContent"
    assert seen.page.evaluate(refused)
    seen.show("score")
    seen.until(f"!{refused}")
    seen.page.go_back()
    seen.until(refused)
