"""Every view, visited once: clean, without a barrier, in one language, and readable at every width."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.bundles import bundles
from components.text import LANGUAGE_TAGS, LANGUAGES
from tests import long
from tests.browser import access, english
from tests.browser.pages import PAGES
from tests.browser.reading import SIDEWAYS, UNSHOWN, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

WIDTHS = (1440, 1024, 768, 360)
"""Each layout where it has the least room; a dark phone of 390 px is looked at in test_matrix."""
MORE = (
    "why?from=2021&to=2025&detail=indicators&pillar=P6",
    "why?economy=KOR&from=2013&to=2012",
    "weights?economy=CHE&w=10,10,10,10,10,26,24",
    "weights?economy=AGO",
    "weights?edition=2012&w=30,10,10,10,10,20,10",
    "ranking?edition=2022&against=2012",
    "ranking?edition=2012",
    "ranking?show=scores",
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
VIEWS = (*PAGES, *(pytest.param(view, marks=pytest.mark.long(*long.PAGES)) for view in MORE))
WHOLE = {"economy/CHN", "data", "ranking/others", "strategy", "data/api"}
"""Pages whose tables fit a tablet and a phone; those of the ranking fit from 1024 px on."""
OPEN = "document.querySelectorAll('details').forEach((one) => one.open = true)"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view or "overview")
def test_view_is_clean_and_can_be_read(visit: Callable[..., Visit], view: str, lang: str) -> None:
    seen = visit(f"/{lang}/{view}", theme="light")
    assert seen.page.get_attribute("html", "lang") == LANGUAGE_TAGS[lang]
    assert seen.page.get_attribute("html", "data-theme") == "light"
    loaded = {path for path in seen.requests if "plotly" in path and path.endswith(".js")}
    assert loaded <= {bundles().plotly.address}
    assert seen.page.evaluate("window.Plotly && window.Plotly.version") in (None, "4.1.1")
    if view in PAGES:
        assert seen.page.evaluate(UNSHOWN) == []
        assert access.unsaid(seen) == []
        if lang == LANGUAGES[0]:  # colours and order are the same in both
            assert access.barriers(seen) == []
            assert not any((walked := access.walk(seen)).values()), walked
        else:
            assert access.barriers(seen, access.COLOURLESS) == []
    found = {width: _unreadable(seen, width) for width in WIDTHS}
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


def _unreadable(seen: Visit, width: int) -> list[str]:
    """Return what cannot be read at a width."""
    seen.resize(width, 900)
    return unreadable(seen)
