"""Journalists: a figure is shown on another site, now or as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from components.pages import EMBEDS
from components.text import LANGUAGES
from tests.browser.access import barriers
from tests.browser.reading import OVERLAPS, SMALL
from tests.serving import folder_served

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Frame, Page

    from tests.browser.visit import Visit

    Elsewhere = Callable[[Page, str], None]

HEARD = "<script>addEventListener('message', (event) => { window.told = event.data; })</script>"
DRAWN = """() => Array.from(document.querySelectorAll("[data-part=plot]"))
  .every((plot) => !plot.clientWidth || plot.querySelector(".main-svg .trace, .main-svg .annotation-text"))
  && Array.from(document.querySelectorAll(".drawn")).every((place) => place.querySelector("tbody tr"))"""


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Elsewhere]:
    """Show a page of another site, which holds some HTML; "localhost" is another one than 127.0.0.1."""
    folder = tmp_path_factory.mktemp("other")

    def show(page: Page, body: str) -> None:
        (folder / "page.html").write_text(f"<!doctype html><meta charset='utf-8'>{body}")
        page.goto(f"{address.replace('127.0.0.1', 'localhost')}/page.html")

    with folder_served(folder) as address:
        yield show


def framed(page: Page) -> Frame:
    """Return the frame of a page, drawn."""
    frame = page.frames[1]
    frame.wait_for_load_state()
    frame.wait_for_function(DRAWN)
    return frame


@pytest.mark.parametrize(
    ("path", "card", "theme"),
    [
        ("/en/?show=score&with=KOR,FRA", "overview", "light"),
        ("/zh/strategy/open-innovation?with=DEU", "pillar", "dark"),
    ],
)
def test_the_code_of_the_dialog_shows_the_view_on_another_site(
    visit: Callable[..., Visit], other: Elsewhere, path: str, card: str, theme: str
) -> None:
    seen = visit(path, theme=theme, width=390, height=844)
    seen.find(f"[data-card={card}] > .under [data-action=link]").click()
    dialog = seen.find(f"[data-card={card}] > dialog[data-dialog=link]")
    code, fixed = (dialog.locator(f"pre[data-part={part}]").inner_text() for part in ("code", "fixed"))
    assert not dialog.evaluate("(one) => one.scrollWidth > one.clientWidth")
    assert f"snapshot={seen.page.get_attribute('[data-snapshot]', 'data-snapshot')}" in fixed
    assert "snapshot=" not in code

    page, lang = seen.page.context.new_page(), path[1:3]
    other(page, HEARD + code)
    frame = framed(page)
    assert frame.evaluate("document.documentElement.lang").startswith(lang)
    assert frame.evaluate("document.documentElement.dataset.theme") == theme
    assert frame.inner_text("h1") == page.get_attribute("iframe", "title")
    assert frame.inner_text(".foot .source").strip()
    assert frame.get_attribute(".embed-credit a", "href") == path
    name = str(frame.get_attribute("body", "data-embed"))
    told = page.wait_for_function("() => window.told").json_value()
    assert told == {"figure": name, "height": told["height"]}
    assert 300 < told["height"] <= EMBEDS[name][1].height
    frame.click("[data-action=table]")  # what can be taken away works in the frame of another site, too
    assert frame.is_visible("tbody td")
    frame.click("[data-action=data]")
    with page.expect_download() as table:
        frame.click("dialog[open] [data-form=csv]")
    assert table.value.suggested_filename.endswith(".csv")
    frame.press("dialog[open] [data-action=close]", "Enter")
    frame.click("[data-action=link]")
    assert frame.inner_text("dialog[open] pre[data-part=link]") == seen.address + path
    assert frame.inner_text("dialog[open] pre[data-part=code]") == code
    page.close()


def test_every_embed_draws_at_once_and_fits_its_frame(visit: Callable[..., Visit]) -> None:
    found: dict[str, object] = {}
    tallest = (EMBEDS["comparison"][1], "&view=measures&with=CHE,SWE,USA,GBR,KOR,SGP,FIN,NLD")
    shown = [(embed, "&pillar=1" if of.item == "pillar" else "") for of, embed in EMBEDS.values()]
    seen = visit("/embed/trajectory?lang=en&theme=dark", width=360)
    # a card keeps the headings that it has on its page
    assert barriers(seen, {"rules": {"heading-order": {"enabled": False}}}) == []
    for number, (embed, more) in enumerate([*shown, tallest]):
        lang, width = LANGUAGES[number % 2], (360, 720)[number // 2 % 2]
        seen.page.set_viewport_size({"width": width, "height": embed.height})
        seen.page.goto(f"{seen.address}/embed/{embed.name}?lang={lang}{more}")
        seen.page.wait_for_function(DRAWN)
        assert seen.page.is_visible("h1")
        assert seen.page.is_visible(".embed-credit")
        texts = [*seen.page.evaluate(OVERLAPS), *seen.page.evaluate(SMALL)]
        high = seen.page.evaluate("document.body.getBoundingClientRect().height") / embed.height
        scrolls = seen.page.query_selector("[data-part=plot]") is None or embed.name == "strategic-pillar"
        if texts or seen.scrolls_sideways() or not (0.3 < high < 1.02 or scrolls):
            found[f"{embed.name} {lang} {width}"] = (texts, high)
    assert not found
