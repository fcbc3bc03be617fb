"""The focus outlives what is drawn anew, changes are said once, and the reader's own settings hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.text import LANGUAGES
from tests.browser import access
from tests.browser.pages import PAGES
from tests.browser.visit import PAUSE, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent"


@pytest.mark.parametrize("script", ["**/dash_renderer*", "**/assets/site.*.js"])
def test_the_focus_in_the_first_picture_is_kept_when_the_page_takes_over(
    visit: Callable[..., Visit], script: str
) -> None:
    seen = visit("/en/data/api")
    held: list[object] = []
    seen.page.route(script, lambda route: held.append(route))  # Dash waits, or our own script, too
    seen.page.goto(seen.address + "/en/", wait_until="commit")
    link = seen.find("#site-first footer a").filter(has_text="Glossary")
    link.wait_for()
    seen.until("Array.from(document.querySelectorAll('link[rel=stylesheet]')).every((one) => one.sheet)")
    link.focus()
    before = seen.page.evaluate("window.scrollY")
    for _ in range(100):
        seen.page.wait_for_timeout(PAUSE)
        if held:
            break
    assert held
    seen.page.unroute(script)  # lets go what waits
    seen.settle()
    seen.until("document.activeElement.matches('footer a')")
    assert seen.page.evaluate(FOCUSED) == "Glossary"
    assert abs(seen.page.evaluate("window.scrollY") - before) < 2
    assert before > 0


def test_the_focus_stays_beside_what_was_removed_and_the_change_is_said_once(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/?with=USA,KOR")
    seen.find(".chip[data-economy=USA] .chip-remove").focus()
    seen.page.keyboard.press("Enter")
    seen.wait_for("with", "KOR")
    seen.until("!document.querySelector('.chip[data-economy=USA]')")
    seen.until("document.activeElement.matches('.chip-remove')")
    assert seen.page.evaluate(FOCUSED) == "Remove Rep. of Korea"
    seen.page.keyboard.press("Enter")
    seen.until("!document.querySelector('.chip')")
    seen.until("document.activeElement.id === 'overview-with'")  # the list to choose from
    seen.show("score")
    said = "(document.querySelector('#site-announcement') || {}).textContent"
    seen.until(f"{said} && {said} === document.querySelector('h1').textContent")


def test_the_menu_of_a_phone_opens_and_closes_with_keys(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/claims", width=390, height=844)
    seen.find("[data-action=menu]").focus()
    seen.page.keyboard.press("Enter")
    assert seen.page.evaluate("document.activeElement.closest('#site-nav.open') !== null")
    seen.page.keyboard.press("Escape")
    assert seen.page.evaluate("document.activeElement.dataset.action") == "menu"
    assert seen.find("#site-nav.open").count() == 0


@pytest.mark.parametrize("setting", ["forced_colors", "contrast"])
def test_figures_follow_the_settings_of_the_reader(visit: Callable[..., Visit], setting: str) -> None:
    """With forced colours the page is as light or dark as the system; with more contrast peers are darker."""
    seen = visit("/en/", theme="dark")
    graph = "document.querySelector('.js-plotly-plot')"
    peer = f"{graph}.data.find((line) => line.meta && line.meta.role === 'peer').line.color"
    before = seen.page.evaluate(peer)
    wanted = {"forced_colors": "active"} if setting == "forced_colors" else {"contrast": "more"}
    seen.page.emulate_media(**wanted)  # type: ignore[arg-type]
    seen.until(f"{peer} !== '{before}'")
    assert (seen.page.get_attribute("html", "data-theme") is None) == (setting == "forced_colors")
    seen.page.emulate_media(forced_colors="none", contrast="no-preference")
    seen.until(f"{peer} === '{before}'")
    assert seen.page.get_attribute("html", "data-theme") == "dark"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_colours_of_the_readers_system_hide_nothing(visit: Callable[..., Visit], page: str) -> None:
    assert access.forced(visit(f"/en/{page}")) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_opened_parts_have_no_barrier_either(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/?raise=KOR")
    seen.find("[data-action=table]").click()
    seen.find("#overview-with").click()
    assert access.barriers(seen) == []
    seen.page.keyboard.press("Escape")
    for action in ("data", "image", "cite", "link"):
        seen.find(f"[data-action={action}]").click()
        assert access.barriers(seen) == [], action
        seen.page.keyboard.press("Escape")
    seen.find("[data-action=tour]").click()
    assert access.barriers(seen) == []
    seen.page.keyboard.press("Escape")
    seen.page.focus("a.term")
    seen.until("document.querySelector(':popover-open')")
    # The tip describes its link, which stands in a region; itself it is in none.
    assert access.barriers(seen, {"rules": {"region": {"enabled": False}}}) == []
    seen.resize(*PHONE)
    seen.find("[data-action=menu]").click()
    assert access.barriers(seen) == []
