"""Charts that answer to mouse, touch and keys: lines raised, a part enlarged, the full screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.reading import OVERLAPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long(
    "components/pages/compare",
    "components/pages/map",
    "components/pages/overview",
    "components/pages/weights",
)

EIGHT = "with=USA,KOR,SGP,DEU,JPN,IND,BRA,GBR"
GRAPH = "document.querySelector('.js-plotly-plot')"
RANGE = f"{GRAPH}._fullLayout.yaxis.range.map((end) => Math.round(end))"
# Economies whose lines or dots are raised, and those that stepped back
RAISED = """(state) => Array.from(new Set(Array.from(document.querySelectorAll(`.trace.${state}`))
  .map((one) => one.__data__[0].trace.meta).map((meta) => meta.economy || meta.code))).sort().join()"""
# Economies of the view without a name in it, by row where there are rows
NAMELESS = """() => {
  const { data, layout } = document.querySelector(".js-plotly-plot");
  const named = new Set(layout.annotations.map((note) => note.name));
  const own = data.filter(({ meta }) => meta && (meta.economy || meta.code));
  const rows = ({ meta, y }) => y.map((row) => `code-${meta.code}-${row}`);
  const name = (trace) => (trace.meta.code ? rows(trace) : `label-${trace.meta.economy}`);
  return own.flatMap(name).filter((name) => !named.has(name));
}"""
# A point of a line in the window: the last but one
PLACE = """(economy) => {
  const drawing = document.querySelector(".js-plotly-plot");
  drawing.scrollIntoView({ block: "center", behavior: "instant" });
  const { xaxis, yaxis } = drawing._fullLayout;
  const own = ({ meta }) => meta?.economy === economy && ["hero", "peer"].includes(meta.role);
  const { x, y } = drawing.data.find(own);
  const { left, top } = drawing.getBoundingClientRect();
  return [left + xaxis._offset + xaxis.d2p(x.at(-2)), top + yaxis._offset + yaxis.d2p(y.at(-2))];
}"""
# The middle of the first line of a drawing in the window
MIDDLE = """(selector) => {
  const drawing = document.querySelector(selector);
  drawing.scrollIntoView({ block: "center", behavior: "instant" });
  const { xaxis, yaxis } = drawing._fullLayout;
  const [{ x, y }] = drawing.data;
  const { left, top } = drawing.getBoundingClientRect();
  const at = Math.floor(x.length / 2);
  return [left + xaxis._offset + xaxis.d2p(x[at]), top + yaxis._offset + yaxis.d2p(y[at])];
}"""
# What the script takes in ms to raise a line, the longest of all lines
TOOK = """() => {
  const drawing = document.querySelector(".js-plotly-plot");
  return Math.max(...drawing.data.map(({ meta, hovertext }, curve) => {
    if (!meta?.economy || !hovertext) return 0;
    const since = performance.now();
    Plotly.Fx.hover(drawing, [{ curveNumber: curve, pointNumber: 1 }]);
    return performance.now() - since;
  }));
}"""


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("zh", 390)])
def test_eight_economies_have_names_that_touch_no_other(
    visit: Callable[..., Visit], lang: str, width: int
) -> None:
    for view in ("trajectory", "pillars", "plane", "scatter"):
        seen = visit(f"/{lang}/compare?{EIGHT}&view={view}", width=width, height=900)
        assert seen.page.evaluate(NAMELESS) == [], view
        assert seen.page.evaluate(OVERLAPS) == [], view


def test_a_name_raises_its_line_and_a_click_pins_it(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/en/compare?{EIGHT}")
    assert seen.page.evaluate(TOOK) < 16
    seen.page.evaluate(f"Plotly.Fx.unhover({GRAPH})")
    for name in (".annotation:has-text('India')", ".chip[data-economy=IND] .chip-name"):
        seen.find(name).last.hover()
        seen.until(f"({RAISED})('raised') === 'IND'")
        assert "IND" not in seen.page.evaluate(RAISED, "back")
        seen.page.mouse.move(5, 5)
        seen.until(f"({RAISED})('raised') === ''")
    seen.go(f"/en/compare?{EIGHT}&view=pillars")
    seen.find(".annotation:has-text('SGP')").first.hover()
    seen.until("document.querySelectorAll('.annotation.raised').length === 7")
    assert seen.page.evaluate(RAISED, "raised") == "SGP"
    seen.go("/en/weights?w=20,20,20,10,10,10,10")
    seen.page.mouse.move(*seen.page.evaluate(MIDDLE, "#weights-places-graph .js-plotly-plot"))
    seen.until(f"({RAISED})('raised') !== ''")
    assert len(seen.page.evaluate(RAISED, "back").split(",")) > 5
    seen.go("/en/")
    seen.page.mouse.click(*seen.page.evaluate(PLACE, "IND"))
    seen.wait_for("raise", "IND")
    seen.find(".annotation:has-text('Japan')").last.click()
    seen.wait_for("raise", "IND,JPN")


def test_a_rectangle_is_enlarged_and_put_back(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/en/compare?{EIGHT}")
    before = seen.page.evaluate(RANGE)
    x, y = seen.page.evaluate(PLACE, "CHN")
    for back in ("document.querySelector('[data-action=whole]').click()", None):
        seen.page.mouse.move(x - 200, y + 40)
        seen.page.mouse.down()
        seen.page.mouse.move(x - 100, y)
        assert seen.find(".enlarge-box").is_visible()
        seen.page.mouse.move(x + 30, y - 45)
        seen.page.mouse.up()
        seen.until(f"{RANGE}.join() !== {','.join(map(str, before))!r}")
        low, high = seen.page.evaluate(RANGE)
        assert before[0] > low > high >= before[1]  # the first place stays on top
        ticks = [int(tick) for tick in seen.page.locator(".ytick").all_text_contents()]
        assert all(high - 1 <= tick <= low + 1 for tick in ticks)
        assert len(ticks) > 2
        assert seen.page.evaluate(OVERLAPS) == []
        names = seen.find(".annotation-text").all_text_contents()
        assert "India" not in " ".join(names)
        assert any("China" in name for name in names)
        if back:
            seen.page.evaluate(back)
        else:
            seen.page.mouse.dblclick(x - 100, y)
        seen.until(f"{RANGE}.join() === {','.join(map(str, before))!r}")
        assert seen.find("[data-action=whole]").is_disabled()
    seen.page.mouse.move(x, y)
    seen.page.mouse.wheel(0, 300)
    seen.until("scrollY > 100")
    assert seen.page.evaluate(RANGE) == before


def test_keys_and_touch_enlarge_by_the_button(visit: Callable[..., Visit]) -> None:
    seen = visit("/zh/compare?view=plane", width=390, height=844, has_touch=True)
    before = seen.page.evaluate(RANGE)
    seen.find("[data-action=enlarge]").tap()
    seen.until(f"{RANGE}.join() !== {','.join(map(str, before))!r}")
    first = seen.page.evaluate(RANGE)
    seen.find("[data-action=enlarge]").focus()
    seen.page.keyboard.press("Enter")
    seen.until(f"{RANGE}.join() !== {','.join(map(str, first))!r}")
    assert seen.page.evaluate(OVERLAPS) == []
    seen.find("[data-part=plot]").focus()
    for _ in range(9):  # China's first editions lie outside: the part moves with the point
        seen.page.keyboard.press("ArrowLeft")
    seen.until("Boolean(document.querySelector('.hoverlayer .hovertext'))")
    seen.find("[data-action=whole]").focus()
    seen.page.keyboard.press("Enter")
    seen.until(f"{RANGE}.join() === {','.join(map(str, before))!r}")
    assert seen.page.evaluate("document.activeElement.dataset.action") == "enlarge"
    seen.find("#compare-view label:has(input[value=pillars])").tap()
    seen.until("document.querySelector('[data-action=enlarge]').disabled")


HIDDEN = "delete Element.prototype.requestFullscreen"  # as on an iPhone


@pytest.mark.parametrize(
    ("path", "width", "missing"),
    [("/en/", 1440, ""), ("/zh/compare", 390, HIDDEN), ("/en/ranking/map", 1440, HIDDEN)],
)
def test_a_figure_fills_the_screen_with_finding_and_source(
    visit: Callable[..., Visit], path: str, width: int, missing: str
) -> None:
    seen = visit(path, width=width, height=844, has_touch=False)
    if missing:
        seen.page.evaluate(missing)
    before = seen.boxes(".plot")[0]
    seen.page.evaluate("scrollTo(0, 200)")
    seen.find("[data-action=full]").focus()
    seen.page.keyboard.press("Enter")
    seen.until("Boolean(document.querySelector('[data-full]'))")
    seen.redrawn()
    (card,) = seen.boxes("[data-full]")
    assert (card["left"], card["right"]) == (0, width)
    assert card["bottom"] - card["top"] == 844
    title = seen.style("[data-full]", "content", "::before")
    assert title.strip('"') == seen.page.inner_text("h1").replace("\n", " ")
    plot = seen.boxes(".plot")[0]
    assert plot["bottom"] - plot["top"] >= before["bottom"] - before["top"] + (0 if width > 390 else 100)
    inside = (
        "(one) => one.getBoundingClientRect().top >= 0 && one.getBoundingClientRect().bottom <= innerHeight"
    )
    assert seen.find("[data-full] .source").evaluate(inside)
    assert seen.page.evaluate(OVERLAPS) == [] or "map" in path
    seen.page.keyboard.press("Escape" if missing else "Enter")
    seen.until("!document.querySelector('[data-full]') && !document.fullscreenElement")
    assert seen.page.evaluate("document.activeElement.dataset.action") == "full"
    seen.redrawn()
    after = seen.boxes(".plot")[0]
    assert after["bottom"] - after["top"] == before["bottom"] - before["top"]
