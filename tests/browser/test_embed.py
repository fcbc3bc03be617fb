"""Embeds on another site: they draw there, in their language and theme, and no other page does."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from components.pages import EMBEDS
from components.text import LANGUAGES, words
from data import store
from tests.browser.access import barriers
from tests.browser.embedding import DRAWN, Elsewhere, elsewhere, framed
from tests.browser.reading import OVERLAPS, SMALL
from tests.browser.visit import Visit
from tests.long import PAGES
from tests.serving import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from data.snapshot import Snapshot

pytestmark = pytest.mark.long(*PAGES)  # beside the page of a parameter

GRAPH = "document.querySelector('.js-plotly-plot')"
LAST = f"Array.from({GRAPH}.data.find((one) => one.meta?.role === 'hero').y).pop()"
FITS = """() => Array.from(document.querySelectorAll(".js-plotly-plot")).every((graph) => !graph.clientWidth
  || Math.abs(graph._fullLayout.width - graph.closest(".plot").clientWidth) < 2
  && Math.abs(graph._fullLayout.height - graph.closest(".plot").clientHeight) < 2)"""
LONG = 1.02  # of its frame: what may scroll is a table


@pytest.fixture(scope="module")
def other() -> Iterator[Elsewhere]:
    with elsewhere() as running:
        yield running


@pytest.fixture
def page(browser: Browser, address: str, other: Elsewhere) -> Iterator[Page]:
    """A page whose requests go to the site and to the other one only, without an error."""
    opened = browser.new_page(viewport={"width": 720, "height": 900})
    faults: list[str] = []
    hosts = {urlsplit(address).netloc, urlsplit(other.address).netloc}
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on(
        "request",
        lambda asked: (
            None
            if urlsplit(asked.url).scheme in ("data", "blob") or urlsplit(asked.url).netloc in hosts
            else faults.append(f"off the host: {asked.url}")
        ),
    )
    yield opened
    opened.close()
    assert not faults


@pytest.mark.parametrize(
    ("path", "card", "theme"),
    [
        ("/en/?show=score&with=KOR,FRA", "overview", "light"),
        ("/zh/strategy/open-innovation?with=DEU", "pillar", "dark"),
    ],
)
def test_the_code_of_the_dialog_shows_the_view_on_another_site(
    visit: Callable[..., Visit], page: Page, other: Elsewhere, path: str, card: str, theme: str
) -> None:
    seen = visit(path, theme=theme, width=390, height=844)
    seen.find(f"[data-card={card}] > .under [data-action=link]").click()
    dialog = seen.find(f"[data-card={card}] > dialog[data-dialog=link]")
    code, fixed = (dialog.locator(f"pre[data-part={part}]").inner_text() for part in ("code", "fixed"))
    assert dialog.bounding_box()["width"] <= 390  # type: ignore[index]
    assert not dialog.evaluate("(one) => one.scrollWidth > one.clientWidth")
    snapshot = seen.page.get_attribute("[data-snapshot]", "data-snapshot")
    assert f"snapshot={snapshot}" in fixed
    assert "snapshot=" not in code

    heard = "<script>addEventListener('message', (event) => { window.told = event.data; })</script>"
    other.show(page, heard + code)
    frame = framed(page)
    lang = path[1:3]
    assert frame.evaluate("document.documentElement.lang").startswith(lang)
    assert frame.evaluate("document.documentElement.dataset.theme") == theme
    assert frame.inner_text("h1") == page.get_attribute("iframe", "title")
    assert frame.inner_text(".foot .source").strip()
    assert frame.inner_text(".embed-credit a") == words(lang)("embed.site")
    full = frame.get_attribute(".embed-credit a", "href") or ""
    assert full == path
    name = frame.get_attribute("body", "data-embed")
    told = page.wait_for_function("() => window.told").json_value()
    assert told == {"figure": name, "height": told["height"]}
    assert 300 < told["height"] <= EMBEDS[str(name)][1].height

    # What can be taken away works in the frame of another site too.
    frame.click("[data-action=table]")
    assert frame.is_visible("tbody td")
    frame.click("[data-action=image]")
    with page.expect_download() as drawn:
        frame.click("[data-action=png]")
    assert drawn.value.suggested_filename.endswith(f"-{lang}.png")
    frame.press("dialog[open] [data-action=close]", "Enter")
    frame.click("[data-action=data]")
    frame.click("dialog[open] [data-rows=all]")
    with page.expect_download() as table:
        frame.click("dialog[open] [data-form=csv]")
    assert table.value.suggested_filename.endswith(".csv")
    frame.press("dialog[open] [data-action=close]", "Enter")
    frame.click("[data-action=cite]")
    assert seen.address + full in frame.inner_text("dialog[open] pre >> nth=0")
    frame.press("dialog[open] [data-action=close]", "Enter")
    frame.click("[data-action=link]")
    assert frame.inner_text("dialog[open] pre[data-part=link]") == seen.address + full
    assert frame.inner_text("dialog[open] pre[data-part=code]") == code


def test_no_other_page_is_shown_in_a_frame(browser: Browser, address: str, other: Elsewhere) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text))
    paths = ("/en/", "/zh/economy/CHN", "/embed/nothing")
    for path in paths:
        other.show(page, f'<iframe src="{address}{path}"></iframe>')
        page.wait_for_timeout(300)
        assert page.frames[1].url.startswith("chrome-error:")
        assert page.frames[1].query_selector("main, [data-snapshot]") is None
    assert sum("frame-ancestors" in one for one in said) == len(paths), said
    page.close()


def test_every_embed_draws_at_once_and_fits_its_frame(page: Page, address: str) -> None:
    found: dict[str, object] = {}
    tallest = (EMBEDS["comparison"][1], "&view=pillars&with=CHE,SWE,USA,GBR,KOR,SGP,FIN,NLD")
    seen = [
        (embed, "&pillar=1" if of.item == "pillar" else "", LANGUAGES[number % 2])
        for number, (of, embed) in enumerate(EMBEDS.values())
    ]
    for embed, more, lang in [*seen, *((*tallest, lang) for lang in LANGUAGES)]:
        page.set_viewport_size({"width": 360, "height": embed.height})
        page.goto(f"{address}/embed/{embed.name}?lang={lang}{more}")
        page.wait_for_function(DRAWN)
        assert page.is_visible("h1")
        assert page.is_visible(".embed-credit")
        for width in (360, 390, 680, 720):
            page.set_viewport_size({"width": width, "height": embed.height})
            page.wait_for_function(FITS)
            texts = [*page.evaluate(OVERLAPS), *page.evaluate(SMALL)]
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            high = page.evaluate("document.body.getBoundingClientRect().height") / embed.height
            long = page.query_selector("[data-part=plot]") is None or embed.name == "strategic-pillar"
            if texts or wide or not (0.3 < high < LONG or long):
                found[f"{embed.name} {lang} {width}"] = (texts, wide, high)
    assert not found


@pytest.mark.parametrize(
    ("path", "size"),
    [
        ("trajectory?lang=en&theme=light", (720, 800)),
        ("ranking?lang=zh&theme=dark", (390, 720)),
        ("claims?lang=en&theme=dark", (720, 720)),
        ("trajectory?lang=zh&snapshot=000000000000", (390, 500)),
    ],
)
def test_embeds_have_no_barrier(browser: Browser, address: str, path: str, size: tuple[int, int]) -> None:
    seen = browser.new_page(viewport={"width": size[0], "height": size[1]})
    seen.goto(f"{address}/embed/{path}")
    seen.wait_for_function(DRAWN)
    # a card keeps the headings that it has on its page
    assert barriers(Visit(seen, address), {"rules": {"heading-order": {"enabled": False}}}) == []
    seen.close()


def test_a_table_is_sorted_in_its_frame_and_a_line_is_raised(
    page: Page, address: str, other: Elsewhere
) -> None:
    other.show(page, f'<iframe src="{address}/embed/ranking?lang=en" width="700" height="700"></iframe>')
    frame = framed(page)
    first = frame.inner_text("tbody:not(.pinned) tr >> nth=0")
    frame.click("button[data-sort=economy], button[data-sort=name] >> nth=0")
    frame.wait_for_url("**/embed/ranking?*sort=*")
    frame.wait_for_function(DRAWN)
    assert frame.inner_text("tbody:not(.pinned) tr >> nth=0") != first
    page.goto(f"{address}/embed/trajectory?lang=en&with=KOR")
    page.wait_for_function(DRAWN)
    color = f"{GRAPH}.data.find((one) => one.meta?.economy === 'KOR').line.color"
    before = page.evaluate(f"() => {color}")
    place = page.evaluate(
        """() => document.querySelector(".js-plotly-plot").layout.annotations
          .findIndex((note) => note.name === "label-KOR")"""
    )
    page.hover(f".annotation[data-index='{place}']")
    page.wait_for_function(f"() => {color} !== '{before}'")


@pytest.fixture
def moved(tmp_path: Path, bundled: Snapshot) -> Iterator[tuple[str, str]]:
    """Address of a site that shows a newer snapshot than the bundled one, and the id of the newer one."""
    tables = bundled.tables()
    scores = tables["gii_scores"].copy()
    one = (scores["edition"] == 2025) & (scores["economy"] == "CHN") & (scores["code"] == "GII")
    scores.loc[one, "score"] += 0.5
    package = store.pack({**tables, "gii_scores": scores}, {}, {})
    store.publish(tmp_path / "data", package)
    with serve(tmp_path, tmp_path / "data", "--workers", "1") as running:
        yield running.address, package.id


def test_a_frozen_embed_keeps_its_figures_and_says_when_it_cannot(
    moved: tuple[str, str], browser: Browser, other: Elsewhere, bundled: Snapshot
) -> None:
    address, newer = moved
    page = browser.new_page(viewport={"width": 720, "height": 900})
    scores = bundled.table("gii_scores")
    held = scores[(scores["edition"] == 2025) & (scores["economy"] == "CHN") & (scores["code"] == "GII")]
    score = float(held["score"].iloc[0])
    for snapshot, expected in ((bundled.id, score), ("", score + 0.5)):
        query = f"lang=en&show=score&snapshot={snapshot}"
        other.show(
            page, f'<iframe src="{address}/embed/trajectory?{query}" width="700" height="760"></iframe>'
        )
        frame = framed(page)
        assert frame.evaluate(f"() => {LAST}") == pytest.approx(expected)
        assert (snapshot or newer) in frame.inner_text(".embed-credit")
        assert ("Always shows" in frame.inner_text(".embed-credit")) == bool(snapshot)
        frame.click("[data-action=data]")
        frame.wait_for_function("() => document.querySelector('[data-part=count-shown]').textContent")
        for link in frame.locator("dialog[open] a").all():
            assert f"snapshot={snapshot}" in (link.get_attribute("href") or "") or not snapshot
    other.show(page, f'<iframe src="{address}/embed/trajectory?show=score&snapshot=0123456789ab"></iframe>')
    frame = page.frames[1]
    for lang in LANGUAGES:
        assert words(lang)("embed.missing_title") in frame.inner_text("main")
    frame.click("a >> nth=0")
    frame.wait_for_url("**/embed/trajectory?show=score")
    assert framed(page).is_visible(".source")
    page.close()


@pytest.mark.parametrize("width", [390, 720])
def test_pointing_at_a_line_raises_it_with_its_name(visit: Callable[..., Visit], width: int) -> None:
    seen = visit("/embed/trajectory?lang=en", width=width, height=740)
    seen.quiet()
    place = seen.page.evaluate(
        """() => {
          const drawing = document.querySelector(".js-plotly-plot");
          const { xaxis, yaxis } = drawing._fullLayout;
          const own = ({ meta }) => meta && meta.economy === "IND" && meta.role === "peer";
          const { x, y } = drawing.data.find(own);
          const { left, top } = drawing.getBoundingClientRect();
          const last = x.length - 2;
          return [left + xaxis._offset + xaxis.d2p(x[last]), top + yaxis._offset + yaxis.d2p(y[last])];
        }"""
    )
    seen.page.mouse.move(place[0], place[1] - 3)
    seen.page.mouse.move(*place)
    seen.page.wait_for_selector(".trace.raised", timeout=5000)
    assert seen.page.locator(".annotation.raised").all_text_contents() == ["38", "India"]
    assert seen.page.locator(".trace.back").count() >= 6


# Where the square of a letter is in the window, and how the tip on show lies to it and to its drawing
SQUARE = """(number) => {
  const drawing = document.querySelector(".js-plotly-plot");
  drawing.scrollIntoView({ block: "center", behavior: "instant" });
  const curve = drawing.data.findIndex(({ meta }) => meta?.role === "framework");
  const mark = Array.from(drawing.querySelectorAll(".trace"))
    .find((one) => one.__data__[0].trace.index === curve).querySelectorAll(".point")[number];
  const box = mark.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""
TIP = """([x, y]) => {
  const tip = document.querySelector(".hoverlayer .hovertext");
  if (!tip) return null;
  const { left, top, right, bottom } = tip.querySelector("path").getBoundingClientRect();
  const sheet = tip.closest("svg").getBoundingClientRect();
  return {
    text: tip.textContent, covers: x > left && x < right && y > top && y < bottom,
    cut: left < sheet.left - 1 || right > sheet.right + 1 || top < sheet.top - 1 || bottom > sheet.bottom + 1,
  };
}"""


@pytest.mark.parametrize("path", ["/zh/", "/en/", "/embed/trajectory?lang=en"])
def test_a_finger_opens_what_each_square_means_beside_it(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(path, width=390, height=844, has_touch=True)
    seen.quiet()
    for number, letter in enumerate("ABCDEF"):  # the last four lie close
        place = seen.page.evaluate(SQUARE, number)
        seen.page.touchscreen.tap(*place)
        shown = f"document.querySelector('.hoverlayer .hovertext')?.textContent.startsWith('{letter}')"
        seen.until(shown)
        seen.page.wait_for_timeout(200)
        tip = seen.page.evaluate(TIP, place)
        assert not tip["covers"], (letter, tip)
        assert not tip["cut"], (letter, tip)


TOUCHED = """(economy) => {
  const drawing = document.querySelector(".js-plotly-plot");
  drawing.scrollIntoView({ block: "center", behavior: "instant" });
  const { xaxis, yaxis } = drawing._fullLayout;
  const { x, y } = drawing.data.find(({ meta }) => meta?.economy === economy && meta.role !== "join");
  const { left, top } = drawing.getBoundingClientRect();
  const at = y.length - 3;
  return [left + xaxis._offset + xaxis.d2p(x[at]), top + yaxis._offset + yaxis.d2p(y[at])];
}"""


def test_a_finger_raises_a_line_until_it_touches_something_else(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", width=390, height=844, has_touch=True)
    seen.quiet()
    for economy in ("KOR", "DEU", "IND", "CHN"):
        seen.page.touchscreen.tap(*seen.page.evaluate(TOUCHED, economy))
        own = f"one.__data__[0].trace.meta.economy === '{economy}'"
        raised = f"Array.from({GRAPH}.querySelectorAll('.trace.raised'))"
        seen.until(f"{raised}.length && {raised}.every((one) => {own})")
        assert seen.page.is_visible(".hoverlayer .hovertext")
    seen.page.tap("main h1")  # a corner of the screen can be as near to a link
    seen.until(f"!{GRAPH}.querySelector('.trace.raised, .trace.back, .hoverlayer .hovertext')")


# The middle of a line's points, and which traces and names are raised when it is pointed at
POINT = """([card, line]) => {
  const drawing = document.querySelector(`[data-card=${card}] .js-plotly-plot`);
  drawing.scrollIntoView({ block: "center", behavior: "instant" });
  const { xaxis, yaxis } = drawing._fullLayout;
  const own = ({ meta, hovertext }) => meta?.line === line && Array.isArray(hovertext);
  const { x, y } = drawing.data.find(own);
  const { left, top } = drawing.getBoundingClientRect();
  const at = y.findLastIndex((value) => value !== null);
  return [left + xaxis._offset + xaxis.d2p(x[at]), top + yaxis._offset + yaxis.d2p(y[at])];
}"""
RAISED = """(card) => Array.from(document.querySelectorAll(`[data-card=${card}] .trace.raised`))
  .map((one) => one.__data__[0].trace.meta.line)"""


def test_any_line_is_raised_by_pointing_at_it(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", width=1280, height=844)
    for path, card, line in (
        ("strategy/productivity", "productivity-growth", "PWT.rtfpna"),
        ("data/releases", "releases-figure", "NBS.RD.GDP.FIRST"),
        ("ranking/others", "others-lines", "CASTED"),
        ("economy/KOR", "economy-past", "history"),
        ("weights", "weights-history", "hero"),
    ):
        seen.go(f"/en/{path}")
        seen.quiet()
        place = seen.page.evaluate(POINT, [card, line])
        seen.page.mouse.move(place[0], place[1] - 2)
        seen.page.mouse.move(*place)
        seen.page.wait_for_selector(f"[data-card={card}] .trace.raised", state="attached", timeout=5000)
        assert set(seen.page.evaluate(RAISED, card)) == {line}, path
        back = seen.find(f"[data-card={card}] .annotation.back").count()
        assert back or card in ("economy-past", "weights-history")
