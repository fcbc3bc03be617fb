"""The address is the state: what a reader chooses is in it, and it shows the same view again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

import pytest

from components.text import LANGUAGES
from components.theme import LIGHT
from tests.long import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/overview", "components/pages/why")

DEFAULT = ["USA", "KOR", "SGP", "DEU", "JPN", "IND"]


def chips(seen: Visit) -> list[str]:
    found: list[str] = seen.page.evaluate(
        "Array.from(document.querySelectorAll('.chip')).map((chip) => chip.dataset.economy)"
    )
    return found


def view(seen: Visit) -> tuple[str, list[str], dict[str, list[float | None]]]:
    return seen.page.inner_text("h1"), chips(seen), seen.curves()


def assert_reload_keeps(seen: Visit) -> None:
    before = view(seen)
    seen.reload()
    assert view(seen) == before


def test_default_view_needs_no_query(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    assert seen.query() == ""
    assert chips(seen) == DEFAULT
    assert list(seen.curves()) == [*DEFAULT, "CHN"]


@pytest.mark.parametrize(
    ("measure", "latest"), [("score", 56.5551447506996), ("percentile", 93.4782608695652)]
)
def test_measure(visit: Callable[..., Visit], measure: str, latest: float) -> None:
    seen = visit("/en/")
    seen.find(f"#overview-show label:has(input[value={measure}])").click()
    seen.wait_for("show", measure)
    seen.until("document.querySelector('h1').textContent.includes('" + measure + "')")
    seen.until(
        "document.querySelector('.js-plotly-plot').data.find((t) => t.meta.role === 'hero').y[0] !== 29"
    )
    assert seen.curves()["CHN"][-1] == pytest.approx(latest)
    title = "`Global Innovation Index: ${document.querySelector('h1').textContent} · Innovation Trajectory`"
    seen.until(f"document.title === {title}")
    assert_reload_keeps(seen)
    seen.find("#overview-show label:has(input[value=rank])").click()
    seen.wait_for("show", None)


def test_back_and_forward_show_the_views_that_were(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find("#overview-show label:has(input[value=score])").click()
    seen.wait_for("show", "score")
    seen.find(".chip[data-economy=KOR] .chip-remove").click()
    seen.wait_for("with", "USA,SGP,DEU,JPN,IND")
    seen.until("!document.querySelector('.chip[data-economy=KOR]')")
    seen.page.go_back()
    seen.until("document.querySelector('.chip[data-economy=KOR]')")
    assert seen.query() == "show=score"
    seen.until("document.title.includes('China scored')")
    seen.page.go_back()
    seen.until("document.querySelector('#overview-show input[value=rank]').checked")
    assert seen.query() == ""
    seen.page.go_forward()
    seen.until("document.querySelector('#overview-show input[value=score]').checked")
    assert seen.query() == "show=score"


def test_range_of_editions(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.pick("#overview-from", "2012")
    seen.wait_for("from", "2012")
    seen.pick("#overview-to", "2022")
    seen.wait_for("to", "2022")
    seen.until("!document.querySelector('h1').textContent.includes('2025')")
    assert seen.page.inner_text("h1") == "China rose from 34th in the 2012 edition to 11th in 2022"
    seen.until(
        "document.querySelector('.js-plotly-plot').data.find((t) => t.meta.role === 'hero').y.length === 11"
    )
    assert_reload_keeps(seen)


def test_a_reversed_range_is_put_in_order_and_said_so_until_the_reader_chooses(
    visit: Callable[..., Visit],
) -> None:
    seen = visit("/en/?from=2022&to=2012&show=rang")
    assert seen.page.inner_text("h1") == "China rose from 34th in the 2012 edition to 11th in 2022"
    assert seen.page.inner_text("#overview-from").strip() == "2012"
    told = "The editions are put in order: 2012 to 2022. Show: rang not available, shown: Rank."
    assert seen.page.inner_text(".refused") == told
    seen.find("#overview-show label:has(input[value=score])").click()
    seen.wait_for("show", "score")
    seen.until("!document.querySelector('.refused').textContent")
    assert seen.query() == "from=2012&to=2022&show=score"
    assert not seen.page.is_visible(".refused")
    seen.page.go_back()
    seen.until("document.querySelector('.refused').textContent.startsWith('The editions')")


def test_a_chip_removes_its_economy(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find(".chip[data-economy=KOR] .chip-remove").click()
    seen.wait_for("with", "USA,SGP,DEU,JPN,IND")
    seen.until("!document.querySelector('.chip[data-economy=KOR]')")
    seen.until("!document.querySelector('.js-plotly-plot').data.some((t) => t.meta.economy === 'KOR')")
    assert_reload_keeps(seen)


def test_all_peers_can_be_removed(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?with=KOR")
    seen.find(".chip .chip-remove").click()
    seen.wait_for("with", "")
    seen.until("!document.querySelector('.chip')")
    assert_reload_keeps(seen)


@pytest.mark.parametrize("asked", ["France", "fra"])
def test_the_list_finds_an_economy_by_name_or_code(visit: Callable[..., Visit], asked: str) -> None:
    seen = visit("/en/")
    seen.find("#overview-with").click()
    seen.find(".dash-dropdown-search").fill(asked)
    seen.find(".dash-dropdown-content .dash-dropdown-option").filter(has_text="France").click()
    seen.until("new URLSearchParams(location.search).get('with')?.includes('FRA')")
    seen.page.keyboard.press("Escape")
    seen.until("Boolean(document.querySelector('.chip[data-economy=FRA]'))")
    seen.until("document.querySelector('.js-plotly-plot').data.some((t) => t.meta.economy === 'FRA')")
    assert sorted(chips(seen)) == sorted([*DEFAULT, "FRA"])
    assert_reload_keeps(seen)


RAISED = """() => Object.fromEntries(document.querySelector(".js-plotly-plot").data
  .filter((trace) => trace.meta && trace.meta.role === "peer" && trace.mode === "lines+markers")
  .map((trace) => [trace.meta.economy, trace.line.color]))"""


def raised(seen: Visit) -> dict[str, str]:
    """Colour of each line of a peer that is not muted."""
    found: dict[str, str] = seen.page.evaluate(RAISED)
    return found


def until_raised(seen: Visit, *economies: str) -> None:
    """Wait until these lines and no others are raised."""
    seen.until(f"Object.keys(({RAISED})()).join() === '{','.join(economies)}'")


def test_a_raised_line_is_kept_in_the_address(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find(".chip[data-economy=KOR] .chip-name").click()
    seen.wait_for("raise", "KOR")
    seen.page.mouse.move(5, 5)
    seen.until("document.querySelector('.chip[data-economy=KOR]').dataset.raised === '1'")
    assert raised(seen) == {"KOR": LIGHT.peer_1}
    assert seen.page.get_attribute(".chip[data-economy=KOR] .chip-name", "aria-pressed") == "true"
    seen.reload()
    assert raised(seen) == {"KOR": LIGHT.peer_1}
    seen.find(".chip[data-economy=KOR] .chip-name").click()
    seen.wait_for("raise", None)


def test_the_pointer_on_a_chip_raises_its_line_for_the_moment(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.page.hover(".chip[data-economy=JPN] .chip-name")
    until_raised(seen, "JPN")
    seen.page.mouse.move(5, 5)
    until_raised(seen)
    assert seen.query() == ""


def test_a_pasted_address_shows_its_view(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?show=score&from=2015&to=2023&with=KOR,FRA&raise=FRA")
    assert chips(seen) == ["KOR", "FRA"]
    assert set(seen.curves()) == {"KOR", "FRA", "CHN"}
    assert raised(seen) == {"FRA": LIGHT.peer_1}
    assert re.search("scored .* in the 2015 edition and .* in 2023", seen.page.inner_text("h1"))
    assert seen.page.is_checked("#overview-show input[value=score]")
    assert seen.page.inner_text("#overview-from").strip() == "2015"
    assert parse_qs(seen.query())["with"] == ["KOR,FRA"]


def test_more_than_eight_peers_keep_the_newest(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?with=USA,KOR,SGP,DEU,JPN,IND,FRA,GBR")
    seen.find("#overview-with").click()
    seen.find(".dash-dropdown-search").fill("Sweden")
    seen.find(".dash-dropdown-content .dash-dropdown-option").filter(has_text="Sweden").click()
    seen.until("new URLSearchParams(location.search).get('with')?.endsWith('SWE')")
    seen.until("Boolean(document.querySelector('.chip[data-economy=SWE]'))")
    assert chips(seen) == ["KOR", "SGP", "DEU", "JPN", "IND", "FRA", "GBR", "SWE"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_language_link_keeps_the_view(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/?show=score&with=KOR")
    other = "zh" if lang == "en" else "en"
    before = seen.curves()
    seen.find("[data-action=language]").click()
    seen.page.wait_for_url(f"**/{other}/?*")
    seen.settle()
    assert parse_qs(seen.query()) == {"show": ["score"], "with": ["KOR"]}
    assert seen.curves() == before


@pytest.mark.long(*PAGES)
def test_the_economies_chosen_go_along_from_page_to_page(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?show=score&with=FRA,GBR")
    seen.find(".section a[href='/en/ranking']").click()
    seen.page.wait_for_url("**/en/ranking?with=FRA,GBR")
    seen.settle()
    assert chips(seen) == ["FRA", "GBR"]
    seen.go("/en/why?economy=KOR&with=FRA")
    seen.find("#site-nav > ul > li > a[href='/en/compare']").click()
    seen.page.wait_for_url("**/en/compare?with=FRA&economy=KOR")
    seen.settle()
    seen.find(".section a[href='/en/economy/CHN']").click()
    seen.page.wait_for_url("**/en/economy/KOR?with=FRA")
    seen.settle()
    seen.find("#site-nav > ul > li > a[href='/en/why']").click()
    seen.page.wait_for_url("**/en/why?with=FRA&economy=KOR")
    seen.settle()
    seen.find(".section a[href='/en/weights']").click()
    seen.page.wait_for_url("**/en/weights?with=FRA&economy=KOR")
    seen.settle()
    assert "Korea" in seen.page.inner_text("h1")
    # A link within the text is about what the text says, with the same economies beside it.
    seen.go("/zh/?with=FRA")
    seen.find("main a[href='/zh/why']").first.click()
    seen.page.wait_for_url("**/zh/why?with=FRA")
