"""Every page in both languages, themes and sizes: no error, nothing off the host, no barrier."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from components.bundles import bundles
from components.pages import PAGES as SITE
from components.text import LANGUAGE_TAGS, LANGUAGES
from tests.browser import access
from tests.browser.visit import DESKTOP, PHONE
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

INSTEAD = {"strategy/innovation-system": ("strategy/4", "strategy/open-innovation")}
"""Pages in place of the first of their items: a number and a name both lead to a strategic pillar."""
PAGES = tuple(path for page in SITE for path in INSTEAD.get(page.home, (page.home,)))
OWN = ("show", "from", "to", "with", "raise")
"""Keys that have hostile values of their own in HOSTILE."""
CHOICES = sorted({"rows"} | {key for known in QUERIES.values() for one in known for key in one} - {*OWN})
HOSTILE = "?show=" + quote("<script>window.sentinel=1</script>")
HOSTILE += "&from=javascript:window.sentinel=1&with=" + quote('"><img src=x onerror=window.sentinel=1>')
HOSTILE += "".join(f"&{key}=" + quote('"><script>window.sentinel=1</script>') for key in CHOICES)
HOSTILE += "&raise=%00&to=" + "9" * 400 + "#" + quote("<img src=x onerror=window.sentinel=1>")


# Steps of the page's tour of which no element is on show.
UNSHOWN = """() => {
  const tour = document.getElementById("site-tour");
  const all = (name) => Array.from(document.querySelectorAll(name));
  const shown = (name) => all(name).some((one) => one.getClientRects().length);
  const steps = tour ? Array.from(tour.content.querySelectorAll("li")) : [];
  return steps.filter((step) => !shown(step.dataset.at)).map((step) => step.textContent);
}"""


# The theme changes no place and the size no colour (test_theme_choice): each of both is seen once.
@pytest.mark.parametrize(("theme", "size"), [("light", DESKTOP), ("dark", PHONE)], ids=["desktop", "phone"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_page_is_clean_and_its_address_runs_nothing(
    visit: Callable[..., Visit], page: str, lang: str, theme: str, size: tuple[int, int]
) -> None:
    seen = visit(f"/{lang}/{page}", width=size[0], height=size[1], theme=theme)
    assert seen.page.get_attribute("html", "lang") == LANGUAGE_TAGS[lang]
    assert seen.page.get_attribute("html", "data-theme") == theme
    assert seen.faults == []
    assert seen.violations() == []
    assert not seen.scrolls_sideways()
    loaded = {path for path in seen.requests if "plotly" in path and path.endswith(".js")}
    assert loaded <= {bundles().plotly.address}
    assert seen.page.evaluate("window.Plotly && window.Plotly.version") in (None, "4.1.1")
    assert seen.page.evaluate(UNSHOWN) == []
    assert access.barriers(seen) == []
    assert access.unsaid(seen) == []
    if size == DESKTOP and lang == LANGUAGES[0]:  # colours, order and room are the same in both
        assert access.forced(seen) == []
        assert not any((walked := access.walk(seen)).values()), walked
    if size == PHONE and lang == LANGUAGES[0]:
        assert access.squeezed(seen) == {}

    if (lang == LANGUAGES[0]) != (size == DESKTOP):
        return  # what an address runs depends on no size or theme: each is tried in one language
    heading = seen.page.inner_text("h1")
    seen.go(f"/{lang}/{page}{HOSTILE}")
    assert seen.page.evaluate("typeof window.sentinel") == "undefined"
    assert seen.faults == []
    assert seen.violations() == []
    assert seen.page.inner_text("h1") == heading


@pytest.mark.parametrize("lang", LANGUAGES)
def test_opened_parts_have_no_barrier_either(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/?raise=KOR")
    seen.find("[data-action=table]").click()
    seen.find("#overview-peers").click()
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
