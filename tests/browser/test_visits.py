"""Every page, visited once in each language: clean, whole, readable, without a barrier, and steady."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page

from components.bundles import bundles
from components.text.catalog import LANGUAGE_TAGS
from tests.browser import access, steady
from tests.browser.pages import PAGES
from tests.browser.reading import SIDEWAYS, unreadable
from tests.browser.saving import of_dash, reader, saving, taken_over
from tests.browser.visit import DESKTOP, PHONE, Visit
from tests.sampling import sample
from tests.unit.page_queries import QUERIES

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
WHOLE = {"economy/CHN": 768, "data": 768, "ranking/others": 768, "strategy": 768, "data/api": 768}
WHOLE |= {"ranking": 1024}
"""Pages whose tables fit a window from this width on, when all that is folded is open."""
# With all open: rows of more than four fields that are drawn as rows, and cards beyond the edge. Ranks side
# by side, which are short, and the picture of what is held, whose fields hold shades, must fit.
WIDE = """() => {
  const beyond = (table) => table.offsetWidth > table.parentElement.clientWidth + 1;
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll(".table-panel[hidden]").forEach((one) => { one.hidden = false; });
  const seen = (part) => part.getClientRects().length > 0;
  const rows = Array.from(document.querySelectorAll("tbody > tr"))
    .filter((row) => seen(row) && getComputedStyle(row).display === "table-row")
    .filter((row) => !row.closest(".beside, .coverage-map") || beyond(row.closest("table")))
    .filter((row) => Array.from(row.cells).filter(seen).length > 4);
  const cards = Array.from(document.querySelectorAll(".cards"))
    .filter((one) => one.scrollWidth > one.clientWidth + 1);
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  return [...rows, ...cards].map((one) => "wide: " + one.textContent.slice(0, 60)).concat(wide ? "page" : []);
}"""


@pytest.fixture(scope="module")
def readers(browser: Browser) -> list[Page]:
    """A page for all visits."""
    return [reader(browser)]


@pytest.mark.parametrize("lang", LOOKS)
@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "overview")
def test_a_page_is_clean_whole_readable_and_steady(
    browser: Browser, address: str, readers: list[Page], path: str, lang: str
) -> None:
    size, theme = LOOKS[lang]
    with saving(browser, address, f"{lang}/{path}{HOSTILE}", size, readers, theme) as seen:
        found = {
            "of Dash too early": of_dash(seen),
            "at a hostile address": taken_over(seen),
            "looked at": looked_at(seen, lang),
        }
        if lang == "en":
            walks = access.walk(seen).items()
            found["used by keys"] = [f"{fault}: {one}" for fault, all_of in walks for one in all_of]
            found["in forced colours"] = access.forced(seen)
            found["at other widths"] = at_widths(seen, path, (1024, 768))
            found["squeezed"] = [*map(str, access.squeezed(seen).items())]
            seen.resize(*DESKTOP)
            found["moved when used"] = steady.moved(seen)  # last, since it may leave a list open
        else:
            found["on a phone"] = seen.page.evaluate(WIDE)
            found["at other widths"] = at_widths(seen, path, (360,))
    assert {name: faults for name, faults in found.items() if faults} == {}


def looked_at(seen: Visit, lang: str) -> list[str]:
    """What is wrong with a page as it is shown: language, theme, scripts, texts, barriers."""
    _, theme = LOOKS[lang]
    shown = [seen.page.get_attribute("html", name) for name in ("lang", "data-theme")]
    assert shown == [LANGUAGE_TAGS[lang], theme]
    assert seen.page.evaluate("typeof window.sentinel") == "undefined"
    loaded = {one for one in seen.requests if "plotly" in one and one.endswith(".js")}
    assert loaded <= {bundles().plotly.address}
    found = [*unreadable(seen), *access.unsaid(seen), *access.barriers(seen)]
    return found + ["the origin"] * ("{origin}" in seen.page.inner_text("main"))


def at_widths(seen: Visit, path: str, widths: tuple[int, ...]) -> list[str]:
    """What cannot be read at other widths."""
    found = []
    for width in widths:
        seen.resize(width, 900)
        found += [f"{width}: {one}" for one in unreadable(seen)]
    if path in WHOLE:
        seen.page.evaluate("document.querySelectorAll('details').forEach((one) => one.open = true)")
        seen.resize(WHOLE[path], 900)
        found += [f"scrolls: {one}" for one in seen.page.evaluate(SIDEWAYS)]
    return found


def test_a_view_with_the_least_room_can_be_read(visit: Callable[..., Visit]) -> None:
    views = [
        "en/why?from=2021&to=2025&detail=indicators&pillar=P6",
        "en/weights?edition=2012&w=30,10,10,10,10,20,10",
        "zh/ranking?edition=2022&against=2012&with=USA,KOR",
        "zh/strategy/4?scale=shared&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
        "zh/?show=percentile&with=CHE,SWE,USA,KOR,SGP,GBR,FIN,NLD",
        "en/compare?measure=P1&with=USA,KOR,SGP,DEU,JPN,IND,GBR,FRA",
        "en/compare?view=measures&with=USA,KOR,SGP,DEU,JPN,IND,BRA,GBR",
        "zh/compare?view=scatter&with=USA,KOR,SGP,DEU,JPN,IND,BRA,GBR",
        "en/economy/VEN?level=subpillar&history=6.2.3",
        "zh/data?series=GOV_WGI_RL.EST",
    ]
    seen, found = visit("/en/data/api"), {}
    for view in sample(views, 6):
        seen.resize(1440, 900)
        seen.go(f"/{view}")
        for width in (1440, 1024, 768, 360):
            seen.resize(width, 900)
            found[view, width] = unreadable(seen)
    assert {place: faults for place, faults in found.items() if faults} == {}
