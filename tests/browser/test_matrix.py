"""Every page on a dark phone, then with a hostile address: no error, no barrier, and nothing runs."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from components.text import LANGUAGES
from tests.browser import access
from tests.browser.pages import PAGES
from tests.browser.visit import PHONE
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

OWN = ("show", "from", "to", "with", "raise")
"""Keys that have hostile values of their own in HOSTILE."""
CHOICES = sorted({"rows"} | {key for known in QUERIES.values() for one in known for key in one} - {*OWN})
HOSTILE = "?show=" + quote("<script>window.sentinel=1</script>")
HOSTILE += "&from=javascript:window.sentinel=1&with=" + quote('"><img src=x onerror=window.sentinel=1>')
HOSTILE += "".join(f"&{key}=" + quote('"><script>window.sentinel=1</script>') for key in CHOICES)
HOSTILE += "&raise=%00&to=" + "9" * 400 + "#" + quote("<img src=x onerror=window.sentinel=1>")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "overview")
def test_page_is_clean_on_a_dark_phone_and_its_address_runs_nothing(
    visit: Callable[..., Visit], page: str, lang: str
) -> None:
    seen = visit(f"/{lang}/{page}", width=PHONE[0], height=PHONE[1], theme="dark")
    assert seen.page.get_attribute("html", "data-theme") == "dark"
    assert not seen.scrolls_sideways()
    assert access.barriers(seen) == []
    assert access.unsaid(seen) == []
    if lang == LANGUAGES[0]:  # room is the same in both
        assert access.squeezed(seen) == {}
    assert seen.faults == []
    assert seen.violations() == []
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
