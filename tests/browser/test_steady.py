"""Controls: a choice moves none of them under the pointer, and lists can be typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

TOP = "(name) => document.getElementById(name).getBoundingClientRect().top"


@pytest.mark.parametrize(("lang", "width"), [("en", 1440), ("en", 390), ("zh", 1024)])
def test_a_choice_moves_no_control(visit: Callable[..., Visit], lang: str, width: int) -> None:
    seen = visit(f"/{lang}/", width=width)
    before = seen.page.evaluate(TOP, "overview-show")
    for measure in ("score", "percentile", "rank", "percentile"):
        heading = seen.page.inner_text("h1")
        seen.find(f"#overview-show label:has(input[value={measure}])").click()
        seen.until(f"document.querySelector('h1').innerText !== {heading!r}")
        seen.redrawn()
        assert abs(seen.page.evaluate(TOP, "overview-show") - before) < 2, measure


# Marks one control of each group that is on show; a list that leads to another page is left out.
CONTROLS = """() => {
  const shown = (name) => Array.from(document.querySelectorAll("main " + name))
    .filter((one) => one.getClientRects().length && !one.closest(".compare-control") && !one.disabled);
  const last = (all, group) => Array.from(new Map(all.map((one) => [one.closest(group), one])).values());
  const free = (one) => !one.querySelector("input:checked, input:disabled");
  const radios = last(shown(".dash-radioitems label").filter(free), ".dash-radioitems");
  const lists = shown("button.dash-dropdown").filter((one) => !/(economy|brief)-economy/.test(one.id));
  const sliders = shown(".dash-slider-root [role=slider], .slider [role=slider]");
  const presets = last(shown(".presets > button"), ".presets");
  const kinds = { radio: radios, list: lists, preset: presets, slider: last(sliders, "main") };
  return Object.entries(kinds).flatMap(([kind, all]) => all.map((one) => {
    one.dataset.used = kind + "-" + all.indexOf(one);
    return one.dataset.used;
  }));
}"""
# Of a control: where it is, and how far what lies above it has moved since the last call, in px
MOVED = """(used) => {
  const one = document.querySelector(`[data-used=${used}]`);
  const { top } = one.getBoundingClientRect();
  const seen = ([from, to]) => Math.min(from, to) >= 0 && Math.max(from, to) < top;
  const above = (window.shifts || []).filter(seen);
  if (!window.shifts) {
    const own = ({ node }) => node && !node.parentElement?.closest(".dash-dropdown-content");
    new PerformanceObserver((list) => list.getEntries().forEach(({ sources }) => sources.filter(own).forEach(
      ({ previousRect, currentRect }) => window.shifts.push([previousRect.top, currentRect.top])
    ))).observe({ type: "layout-shift" });
  }
  window.shifts = [];
  return { top, above: Math.max(0, ...above.map(([from, to]) => Math.abs(to - from))) };
}"""


def use(seen: Visit, name: str) -> None:
    """Use a control: a click, another option of a list, one step of a slider."""
    control = seen.find(f"[data-used={name}]")
    if name.startswith("slider"):
        control.press("ArrowLeft")
    elif name.startswith("list"):
        control.click()
        options = seen.find(".dash-dropdown-content .dash-options-list-option:not(:has(input:checked))")
        # A pointer would scroll to it first, and so move the page.
        options.first.evaluate("(option) => option.click()")
    else:
        control.click()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
@pytest.mark.parametrize("width", [1440, 390])
def test_what_is_used_stays_under_the_pointer(visit: Callable[..., Visit], width: int, path: str) -> None:
    seen = visit(f"/en/{path}", width=width, height=844)
    found = []
    for name in seen.page.evaluate(CONTROLS):
        control = seen.find(f"[data-used={name}]")
        if not control.count() or not control.is_visible():
            continue  # another choice has taken it away
        control.scroll_into_view_if_needed()
        if name.startswith("slider"):
            control.focus()
        before = seen.page.evaluate(MOVED, name)
        use(seen, name)
        seen.page.wait_for_timeout(150)  # the answer changes the heading, or leaves it
        seen.quiet()
        seen.redrawn()
        after = seen.page.evaluate(MOVED, name)
        if abs(after["top"] - before["top"]) > 2 or after["above"] > 3:
            found.append((name, round(after["top"] - before["top"]), round(after["above"])))
    assert not found


def test_the_detail_that_two_editions_lack_cannot_be_chosen(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why?from=2021&to=2025&detail=indicators", width=390)
    chosen = "document.querySelector('#why-detail input:checked').value"
    assert seen.page.evaluate(chosen) == "indicators"
    seen.pick("#why-from", "2018")
    seen.until(f"{chosen} === 'pillars'")
    seen.wait_for("detail", None)
    assert seen.find("#why-detail input:disabled").count() == 1
    assert seen.find(".why-reach").is_visible()
    seen.pick("#why-from", "2021")
    seen.until("!document.querySelector('#why-detail input:disabled')")


@pytest.mark.parametrize(("lang", "width"), [("zh", 768), ("en", 1024), ("en", 1440)])
def test_the_note_of_a_control_stands_behind_it(visit: Callable[..., Visit], lang: str, width: int) -> None:
    seen = visit(f"/{lang}/why", width=width)
    (control,), (note,) = seen.boxes("#why-detail"), seen.boxes(".why-reach")
    assert 0 < note["left"] - control["right"] < 12
    assert control["top"] < note["top"] < note["bottom"] < control["bottom"]


def test_a_list_follows_what_is_typed_and_marks_what_is_chosen(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking", width=390, height=844)
    seen.find("#ranking-region").click()
    seen.find(".dash-dropdown-content").wait_for()
    seen.redrawn()
    (box,) = seen.boxes(".dash-dropdown-content")
    assert box["left"] >= 4
    assert box["right"] <= 386
    chosen = ".dash-dropdown-content .dash-options-list-option:has(input:checked)"
    assert seen.style(chosen, "fontWeight") == "600"
    seen.page.keyboard.type("eu")
    seen.page.keyboard.press("Enter")
    seen.wait_for("region", "EUR")


@pytest.mark.parametrize("path", ["economy/CHN"])
def test_parts_of_a_long_page_and_the_way_to_its_top_stay(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/en/{path}")
    parts = seen.find(".contents a").evaluate_all("all => all.map((one) => one.hash.slice(1))")
    assert all(seen.find(f"[id='{one}']").count() == 1 for one in parts)
    seen.page.evaluate("scrollTo(0, 2500)")
    seen.redrawn()
    assert seen.page.evaluate("document.querySelector('.contents').getBoundingClientRect().top") == 0
    seen.find(".to-top a").click()
    seen.until("scrollY < 200")


@pytest.mark.parametrize("path", ["weights", "ranking/others", "about/glossary", "strategy/enterprises"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_long_page_without_links_to_its_parts_gets_them(
    visit: Callable[..., Visit], path: str, width: int
) -> None:
    seen = visit(f"/en/{path}", width=width, height=844)
    assert not seen.find(".on-page").is_visible()
    seen.page.mouse.wheel(0, 900)
    seen.until("document.querySelector('.on-page a')?.getClientRects().length")
    links = seen.find(".on-page a")
    assert links.count() >= 3
    last = links.nth(links.count() - 1)
    last.focus()
    seen.page.keyboard.press("Enter")
    seen.until("document.querySelector('.on-page li:last-child [aria-current]')")
    assert not seen.scrolls_sideways()
    assert seen.page.evaluate("document.querySelector('.on-page > ul').getBoundingClientRect().top") == 0


# Links and texts that the way to the top lies on, wherever the page is.
UNDER = """() => {
  const way = document.querySelector(".to-top a").getBoundingClientRect();
  return Array.from(document.querySelectorAll("main *, footer *")).filter((one) => {
    if (one.children.length || !one.textContent.trim() || !one.getClientRects().length) return false;
    const box = one.closest(".table-scroll"); // what has scrolled out of it is not on show
    if (box && box.getBoundingClientRect().bottom < way.top) return false;
    const range = document.createRange();
    range.selectNodeContents(one);
    return Array.from(range.getClientRects()).some((box) => box.right > way.left && box.left < way.right
      && box.bottom > way.top && box.top < way.bottom);
  }).map((one) => one.textContent);
}"""


@pytest.mark.parametrize("path", ["strategy", "about/glossary", "ranking"])
def test_the_way_to_the_top_lies_on_nothing(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(f"/en/{path}")
    for width in (1440, 1024, 390):
        seen.resize(width, 900)
        for place in (0, 0.4, 0.7, 1):
            seen.page.evaluate("(part) => scrollTo(0, part * document.documentElement.scrollHeight)", place)
            seen.redrawn()
            assert seen.page.evaluate(UNDER) == [], (width, place)
        if seen.find(".contents").count():
            assert seen.find(".contents-top a").is_visible() == (width < 1440)
