"""Everything works without a pointer, and what has the focus can be seen and is read out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from components.text import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/overview")

FOCUSED = """() => {
  const one = document.activeElement;
  const plot = one.closest("[data-part=plot]");
  const group = one.closest("#overview-show, .edition-control > *, .change-wrap");
  const shown = one.matches("input") && one.closest("label, .dash-dropdown-wrapper") || one;
  const ringed = [one, shown, ...shown.querySelectorAll("*"), ...(group ? group.querySelectorAll("*") : [])];
  const outlined = ringed.map((node) => getComputedStyle(node))
    .find((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
  return {
    tag: one.tagName, id: one.id, css: one.className, action: one.dataset.action || "",
    economy: one.dataset.economy || "", href: one.getAttribute("href") || "", plot: Boolean(plot),
    within: (one.closest("#overview-show, #overview-with-wrap") || {}).id
      || (one.closest(".edition-control") ? "editions" : ""),
    outline: outlined ? outlined.outlineWidth : "none",
  };
}"""


def tabbed(seen: Visit, limit: int = 120) -> list[dict[str, Any]]:
    """What has the focus after each press of Tab, until it leaves the page."""
    stops: list[dict[str, Any]] = []
    for _ in range(limit):
        seen.page.keyboard.press("Tab")
        stop: dict[str, Any] = seen.page.evaluate(FOCUSED)
        if stop["tag"] == "BODY" or (len(stops) > 3 and stop == stops[0]):
            break
        stops.append(stop)
    return stops


def test_tab_reaches_every_control_and_each_shows_a_ring(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?with=USA,KOR,SGP")
    stops = tabbed(seen)
    assert stops[0]["css"] == "skip"
    assert {"language", "theme", "raise", "remove", "table", "data", "image", "cite", "link"} <= {
        stop["action"] for stop in stops
    }
    for economy in ("USA", "KOR", "SGP"):
        assert [stop["action"] for stop in stops if stop["economy"] == economy] == ["raise", "remove"]
    assert [stop["id"] for stop in stops if stop["css"] == "row"] == [
        f"row-{number}" for number in range(1, 6)
    ]
    assert sum(stop["plot"] for stop in stops) == 1
    assert sum(stop["within"] == "overview-show" for stop in stops) == 1  # radio buttons are one stop
    assert sum(stop["within"] == "editions" for stop in stops) == 2
    assert any(stop["within"] == "overview-with-wrap" for stop in stops)
    assert not any(stop["href"].startswith("/download/trajectory") for stop in stops)  # behind Data
    assert [stop for stop in stops if stop["outline"] != "2px"] == []


def test_the_skip_link_leads_to_the_content(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.page.keyboard.press("Tab")
    assert seen.boxes(".skip")[0]["top"] >= 0
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.id") == "content"


def press(seen: Visit, key: str) -> str:
    """Press a key on the plot and return the words that are read out."""
    seen.page.evaluate("document.querySelector('[data-part=live]').textContent = ''")
    seen.page.keyboard.press(key)
    seen.until("Boolean(document.querySelector('[data-part=live]').textContent)")
    return seen.page.inner_text("[data-part=live]")


def tips(seen: Visit) -> dict[str, list[str]]:
    """The words of every point, by economy, in the order of the editions."""
    found: dict[str, list[str]] = seen.page.evaluate(
        """() => {
          const words = {};
          document.querySelector(".js-plotly-plot").data
            .filter((t) => t.meta && t.meta.economy && t.hovertext)
            .forEach((t) => t.x.forEach((x, i) => { if (t.hovertext[i]) {
              (words[t.meta.economy] = words[t.meta.economy] || []).push([x, t.hovertext[i]]); } }));
          return Object.fromEntries(Object.entries(words).map(([k, v]) => [k, v.sort((a, b) => a[0] - b[0])
            .map(([, text]) => text.replace(/<br>/g, ". ").replace(/<[^>]+>/g, ""))]));
        }"""
    )
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_line_that_broke_for_width_is_read_on(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/", width=390, height=844)
    seen.find("[data-part=plot]").focus()
    press(seen, "Home")
    press(seen, "ArrowUp")  # from China to the squares of framework changes
    press(seen, "Home")
    said = press(seen, "ArrowRight")
    seen.until("document.querySelector('.hoverlayer .hovertext')?.textContent.startsWith('B')")
    head, *lines = seen.page.locator(".hoverlayer .hovertext .line").all_text_contents()
    assert len(lines) > 1
    assert said.split() == f"{head}. {''.join(lines)}".split()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_arrow_keys_walk_every_point_and_read_it_out(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/?with=KOR,IND")
    words = tips(seen)
    seen.find("[data-part=plot]").focus()
    read = [press(seen, "Home")]
    read += [press(seen, "ArrowRight") for _ in range(17)]
    assert read == words["CHN"]
    assert len(set(read)) == 18
    assert press(seen, "ArrowRight") == read[-1]  # the end holds
    *peers, change, again = (press(seen, "ArrowDown") for _ in range(4))
    assert {*peers, again} == {words["KOR"][-1], words["IND"][-1], words["CHN"][-1]}
    assert change.startswith("F ")
    assert "2025" in change
    press(seen, "ArrowDown")
    peer = next(code for code in ("KOR", "IND") if seen.page.inner_text("[data-part=live]") in words[code])
    back = [press(seen, "ArrowLeft") for _ in range(len(words[peer]) - 1)]
    assert [words[peer][-1], *back] == list(reversed(words[peer]))


def test_the_point_that_is_read_is_shown(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find("[data-part=plot]").focus()
    said = press(seen, "End")
    assert re.match(r"China, 2025 edition\. Rank 10th of 139 economies", said)
    seen.until("Boolean(document.querySelector('.hoverlayer .hovertext'))")
    seen.page.keyboard.press("Escape")
    seen.until("!document.querySelector('.hoverlayer .hovertext')")


def test_the_plot_does_not_take_other_keys(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find("[data-part=plot]").focus()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("!document.activeElement.closest('[data-part=plot]')")


def test_measures_are_chosen_with_arrow_keys(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find("#overview-show input[value=rank]").focus()
    seen.page.keyboard.press("ArrowRight")
    seen.until("new URLSearchParams(location.search).get('show') === 'score'")


def test_the_list_of_economies_works_with_keys(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find(".chip[data-economy=IND] .chip-remove").focus()
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector(".dash-dropdown-search")
    seen.page.keyboard.type("Sweden")
    # "Swe" leaves one option as well: only the whole word says that no key is still to be dealt with.
    seen.until(
        "document.querySelector('.dash-dropdown-search').value === 'Sweden'"
        " && document.querySelectorAll('.dash-dropdown-option').length === 1"
    )
    # The list lays itself out once more; nobody presses a key within the same two frames.
    seen.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    seen.page.keyboard.press("ArrowDown")
    seen.until("document.activeElement.matches('input[type=checkbox]')")
    seen.page.keyboard.press("Space")
    seen.until("(new URLSearchParams(location.search).get('with') || '').includes('SWE')")
    seen.page.keyboard.press("Escape")
    seen.page.wait_for_selector(".dash-dropdown-content", state="detached")
