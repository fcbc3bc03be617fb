"""Every figure can be read at every width: no two texts on one another, none cut off, none below 12 px."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.pages import PAGES
from components.text import LANGUAGES
from tests.browser.reading import OVERLAPS, SMALL

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

# Names are the longest in English; Chinese is seen where each layout has the least room.
WIDTHS = {"en": (1440, 1024, 390, 360), "zh": (1024, 360)}
READ = [
    "why",
    "why?from=2021&to=2025&detail=indicators&pillar=P6",
    "why?economy=KOR&from=2013&to=2012",
    "weights",
    "weights?economy=CHE&w=10,10,10,10,10,26,24",
    "weights?economy=AGO",
    "weights?edition=2012&w=30,10,10,10,10,20,10",
    "ranking",
    *(f"strategy/{number}" for number in range(1, 6)),
    "strategy/4?scale=shared&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
    "ranking/others",
    "ranking/others?show=rank",
    "compare?measure=P1&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
    "compare?measure=GB.XPD.RSDV.GD.ZS&show=score&peers=gdp_per_head",
    "compare?view=pillars&peers=score",
    "compare?view=plane",
    "compare?view=scatter&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
    "compare?view=table",
    "economy/CHN",
    "claims?claim=rank-2012-2022",
    "claims?claim=open-innovation",
    "economy/CHN?edition=2011&history=P3",
    "economy/VEN?level=subpillar&history=6.2.3",
    "strategy/productivity",
    "strategy/productivity?economy=IND",
    "data",
    "data/releases",
    "data/releases?series=GOV_WGI_RL.EST",
    "data/releases?series=PWT11.rtfpna",
    "data/releases?series=IP.PAT.RESD",
    "data/api",
    "brief/CHN",
    "brief/VEN?since=2011",
    "learn",
    "learn/lessons?show=answers",
    "about",
    "about/glossary",
    "about/accessibility",
]
PATHS = {"", *(view.partition("?")[0] for view in READ)}
VIEWS = [*READ, *(page.home for page in PAGES if page.home not in PATHS and page.path != "strategy")]
"""Any other page is read as it opens; the Overview and the matrix have tests of their own."""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_text_can_be_read(visit: Callable[..., Visit], view: str, lang: str) -> None:
    seen = visit(f"/{lang}/{view}")
    found = {}
    for width in WIDTHS[lang]:
        seen.resize(width, 900)
        found[width] = [*seen.page.evaluate(OVERLAPS), *seen.page.evaluate(SMALL)]
        assert not seen.scrolls_sideways(), width
    assert not any(found.values()), {width: texts for width, texts in found.items() if texts}
