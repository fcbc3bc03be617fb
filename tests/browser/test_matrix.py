"""Every page in both languages, themes and sizes: no error, nothing off the host, no serious barrier."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe

from components.bundles import bundles
from components.text import LANGUAGE_TAGS, LANGUAGES
from tests.browser.visit import DESKTOP, PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

PAGES = (
    *("", "strategy", "strategy/4", "strategy/open-innovation", "strategy/productivity", "why", "weights"),
    *("ranking", "ranking/others", "compare", "economy/CHN", "claims", "data", "data/releases", "data/api"),
    *("brief/CHN", "learn", "learn/lessons"),
    *("about", "about/glossary", "about/accessibility"),
)
CHOICES = [
    "edition",
    "against",
    "detail",
    "split",
    "pillar",
    "w",
    "find",
    "region",
    "income",
    "sort",
    "order",
    "history",
    "rows",
    "strength",
    "course",
    "origin",
    "scale",
    "pillar",
    "verdict",
    "kind",
    "claim",
    "economy",
    "series",
    "view",
    "measure",
    "peers",
    "x",
    "y",
    "since",
    "guess",
]
HOSTILE = "?show=" + quote("<script>window.sentinel=1</script>")
HOSTILE += "&from=javascript:window.sentinel=1&with=" + quote('"><img src=x onerror=window.sentinel=1>')
HOSTILE += "".join(f"&{key}=" + quote('"><script>window.sentinel=1</script>') for key in CHOICES)
HOSTILE += "&raise=%00&to=" + "9" * 400 + "#" + quote("<img src=x onerror=window.sentinel=1>")


def barriers(visit: Visit) -> list[str]:
    """What axe-core finds that is serious or critical."""
    found = Axe().run(visit.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['html'][:120]}"
        for one in found
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


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
    assert barriers(seen) == []

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
    assert barriers(seen) == []
    seen.page.keyboard.press("Escape")
    seen.find("[data-action=cite]").click()
    assert barriers(seen) == []
