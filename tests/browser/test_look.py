"""The look of what Dash owns, so that an update cannot undo it unseen; motion and contrast."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from components.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/overview")


def rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[at : at + 2], 16) for at in (1, 3, 5)))


CLOSED = [
    (".dash-dropdown", "borderTopColor", rgb(LIGHT.edge)),
    (".dash-dropdown", "backgroundColor", rgb(LIGHT.surface)),
    (".dash-dropdown", "height", "32px"),
    (".dash-dropdown", "borderTopLeftRadius", "3px"),
    (".dash-dropdown", "boxShadow", "none"),
    (".dash-dropdown-trigger-icon", "color", rgb(LIGHT.ink)),
    (".dash-radioitems-inline:has(input:checked)", "backgroundColor", rgb(LIGHT.ink)),
    (".dash-radioitems-inline:has(input:checked)", "color", rgb(LIGHT.ground)),
    (".dash-radioitems-inline:not(:has(input:checked))", "backgroundColor", rgb(LIGHT.surface)),
    (".dash-radioitems-inline", "borderTopColor", rgb(LIGHT.ink)),
    (".dash-radioitems-inline", "fontSize", "13px"),
    (".dash-radioitems-inline input", "opacity", "0"),
]
OPEN = [
    (".dash-dropdown-content", "backgroundColor", rgb(LIGHT.surface)),
    (".dash-dropdown-content", "borderTopColor", rgb(LIGHT.ink)),
    (".dash-dropdown-content", "boxShadow", "none"),
    (".dash-dropdown-content .dash-options-list-option", "minHeight", "30px"),
    (".dash-dropdown-content .dash-options-list-option", "fontSize", "13px"),
]


def test_dashs_controls_wear_our_look(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/")
    found = {(selector, name): seen.style(selector, name) for selector, name, _ in CLOSED}
    assert found == {(selector, name): value for selector, name, value in CLOSED}


def test_dashs_list_wears_our_look(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find("#overview-from").click()
    seen.page.wait_for_selector(".dash-dropdown-content .dash-options-list-option")
    found = {(selector, name): seen.style(selector, name) for selector, name, _ in OPEN}
    assert found == {(selector, name): value for selector, name, value in OPEN}
    (box,) = seen.boxes(".dash-dropdown-content")
    assert box["bottom"] <= 900


def test_letters_in_the_plot_have_a_halo(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/")
    assert seen.style(".js-plotly-plot .annotation-text", "paintOrder").startswith("stroke")
    assert seen.style(".js-plotly-plot .annotation-text", "stroke") == rgb(LIGHT.ground)


def test_no_bar_no_logo_no_legend(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/")
    for selector in (".modebar-btn", ".plotlyjsicon", ".legend", "a[href*='plotly']"):
        assert seen.find(selector).count() == 0, selector


def test_one_type_for_all(watch: Callable[..., Visit]) -> None:
    seen = watch("/zh/")
    stacks = {
        seen.style(selector, "fontFamily") for selector in ("body", ".dash-dropdown", "h1", ".chip button")
    }
    assert len(stacks) == 1
    assert stacks.pop().startswith("Inter, system-ui")


MOVING = """() => Array.from(document.querySelectorAll("*")).filter((one) => {
  const style = getComputedStyle(one);
  const times = [style.transitionDuration, style.animationDuration].join(",").split(",");
  return style.transitionProperty !== "none" && times.some((time) => parseFloat(time) > 0);
}).map((one) => one.className || one.tagName).slice(0, 5)"""


def test_who_wants_no_motion_gets_none(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/")
    assert seen.page.evaluate(MOVING) != []
    seen.page.emulate_media(reduced_motion="reduce")
    assert seen.page.evaluate(MOVING) == []
    seen.page.emulate_media(reduced_motion="no-preference")


def test_forced_colours_keep_icons_and_squares(watch: Callable[..., Visit]) -> None:
    seen = watch("/en/")
    seen.page.emulate_media(forced_colors="active")
    assert seen.style(".square-direct", "backgroundColor") != "rgba(0, 0, 0, 0)"
    assert seen.style(".icon", "backgroundColor") != "rgba(0, 0, 0, 0)"
    seen.page.emulate_media(forced_colors="none")


@pytest.mark.parametrize("selector", ["b", "h1", ".row-last .fig"])
def test_chinese_has_no_italics_and_no_tracking(watch: Callable[..., Visit], selector: str) -> None:
    seen = watch("/zh/")
    assert seen.style(selector, "fontStyle") == "normal"
    assert seen.style(selector, "letterSpacing") in ("normal", "0px")


INSERTED = """() => {
  const drawing = document.querySelector(".js-plotly-plot .main-svg");
  const made = (name) => document.createElementNS(drawing.namespaceURI, name);
  for (let number = 0; number < 20; number += 1) {
    const text = made("text");
    const part = made("g");
    drawing.append(part);
    part.append(text);
    text.textContent = "2022";
    text.getBoundingClientRect();
  }
}"""


@pytest.mark.long("components/pages/overview", "components/pages/pillar", "components/pages/why")
def test_an_element_more_in_a_drawing_makes_the_browser_style_no_other(visit: Callable[..., Visit]) -> None:
    # A rule with :has() can make it style the whole page for each of the hundreds that plotly.js draws.
    for path in ("/en/", "/en/why", "/en/strategy/innovation-system"):
        seen = visit(path)
        seen.quiet()
        session = seen.page.context.new_cdp_session(seen.page)
        events: list[dict[str, Any]] = []
        ended: list[object] = []
        session.on("Tracing.dataCollected", lambda found, events=events: events.extend(found["value"]))
        session.on("Tracing.tracingComplete", lambda found, ended=ended: ended.append(found))
        session.send("Tracing.start", {"traceConfig": {"includedCategories": ["devtools.timeline"]}})
        seen.page.evaluate(INSERTED)
        session.send("Tracing.end")
        while not ended:
            seen.page.wait_for_timeout(50)
        styled = [one["args"].get("elementCount", 0) for one in events if one["name"] == "UpdateLayoutTree"]
        assert len(styled) >= 20
        assert sorted(styled)[len(styled) // 2] < 20, (path, styled)
