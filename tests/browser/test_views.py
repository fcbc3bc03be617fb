"""Every view, visited once in each language: clean, without a barrier, and readable at every width."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from components.bundles import bundles
from components.text import LANGUAGE_TAGS
from tests.browser import access, english
from tests.browser.pages import PAGES
from tests.browser.reading import SIDEWAYS, UNSHOWN, unreadable
from tests.browser.visit import DESKTOP, PHONE
from tests.unit.page_queries import QUERIES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

WIDTHS = (1440, 1024, 768, 360)
"""Each layout where it has the least room."""
LOOKS = {"en": (DESKTOP, "light"), "zh": (PHONE, "dark")}
"""Window and theme of each language: what a page is made of is the same in all of them."""
SCRIPT = quote('"><script>window.sentinel=1</script>')
OWN = {"show", "from", "to", "with", "raise"}
"""Keys that have hostile values of their own in HOSTILE."""
CHOICES = {"rows"} | {key for known in QUERIES.values() for one in known for key in one} - {*OWN, "find"}
HOSTILE = f"?show={SCRIPT}&from=javascript:window.sentinel=1&to={'9' * 400}&raise=%00&with="
HOSTILE += quote('"><img src=x onerror=window.sentinel=1>')
HOSTILE += "".join(f"&{key}={SCRIPT}" for key in sorted(CHOICES))
HOSTILE += "#" + quote("<img src=x onerror=window.sentinel=1>")
MORE = (
    "why?from=2021&to=2025&detail=indicators&pillar=P6",
    "why?economy=KOR&from=2013&to=2012",
    "weights?economy=CHE&w=10,10,10,10,10,26,24",
    "weights?economy=AGO",
    "weights?edition=2012&w=30,10,10,10,10,20,10",
    "ranking?edition=2022&against=2012",
    "ranking?edition=2012",
    "ranking?show=scores",
    f"ranking?find={SCRIPT}",
    "strategy/1",
    "strategy/2",
    "strategy/3",
    "strategy/5",
    "strategy/4?scale=shared&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
    "ranking/others?show=rank",
    "compare?measure=P1&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
    "compare?measure=GB.XPD.RSDV.GD.ZS&show=score&peers=gdp_per_head",
    "compare?view=pillars&peers=score",
    "compare?view=plane",
    "compare?view=scatter&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
    "compare?view=table",
    "claims?claim=rank-2012-2022",
    "claims?claim=open-innovation",
    "economy/CHN?edition=2011&history=P3",
    "economy/VEN?level=subpillar&history=6.2.3",
    "strategy/productivity?economy=IND",
    "data/releases?series=GOV_WGI_RL.EST",
    "data/releases?series=PWT11.rtfpna",
    "data/releases?series=IP.PAT.RESD",
    "brief/VEN?since=2011",
    "learn/lessons?show=answers",
)
"""Views of pages under choices that give their figures and tables the least room."""
VIEWS = (*PAGES, *MORE)
WHOLE = {"economy/CHN", "data", "ranking/others", "strategy", "data/api"}
"""Pages whose tables fit a tablet and a phone; those of the ranking fit from 1024 px on."""
OPEN = "document.querySelectorAll('details').forEach((one) => one.open = true)"


HEADINGS = """async (path) => {
  const plain = new DOMParser().parseFromString(await (await fetch(path)).text(), "text/html");
  return [document, plain].map((one) => one.querySelector("h1").textContent);
}"""


@pytest.mark.parametrize("lang", LOOKS)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view or "overview")
def test_view_is_clean_and_can_be_read(visit: Callable[..., Visit], view: str, lang: str) -> None:
    (width, height), theme = LOOKS[lang]
    address = f"/{lang}/{view}"
    seen = visit(address + (HOSTILE if view in PAGES else ""), width=width, height=height, theme=theme)
    assert seen.page.get_attribute("html", "lang") == LANGUAGE_TAGS[lang]
    assert seen.page.get_attribute("html", "data-theme") == theme
    assert seen.page.evaluate("typeof window.sentinel") == "undefined"
    loaded = {path for path in seen.requests if "plotly" in path and path.endswith(".js")}
    assert loaded <= {bundles().plotly.address}
    assert seen.page.evaluate("window.Plotly && window.Plotly.version") in (None, "4.1.1")
    found = {width: unreadable(seen)}
    if view in PAGES:
        assert access.unsaid(seen) == []
        assert access.barriers(seen) == []
        shown, plain = seen.page.evaluate(HEADINGS, address)
        assert shown == plain
        if lang == "en":
            assert seen.page.evaluate(UNSHOWN) == []
            assert not any((walked := access.walk(seen)).values()), walked
            assert access.squeezed(seen) == {}
    for width in WIDTHS:
        seen.resize(width, 900)
        found[width] = unreadable(seen)
    assert not any(found.values()), {width: texts for width, texts in found.items() if texts}
    seen.page.evaluate(OPEN)
    fitting = [width for width in (390, 768) if view in WHOLE]
    fitting += [1024] if view.partition("?")[0] == "ranking" else []
    for width in fitting:
        seen.resize(width, 900)
        assert seen.page.evaluate(SIDEWAYS) == [], width
        assert not seen.scrolls_sideways(), width
    if lang == "zh" and view in PAGES:
        names = english.spoken() if view == "data/api" else set()
        words = english.words(seen.page.evaluate(english.READ))
        assert {word: text for word, text in words.items() if word not in names} == {}
    assert seen.faults == []
    assert seen.violations() == []


def test_english_is_found() -> None:
    texts = ["排名 rank", "GII P1", "CHN", "CC BY-NC-ND 3.0 IGO", "GB.XPD.RSDV.GD.ZS"]
    assert english.words(texts) == {"rank": "排名 rank"}
