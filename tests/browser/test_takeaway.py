"""What readers take away of a view, table, image, citation and embed, holds exactly what is on the screen."""

import base64
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from components.cards.card import FORMS
from components.pages import CARDS
from components.text.catalog import LANGUAGES
from components.theme import DARK
from tests.browser.access import barriers
from tests.browser.pages import PAGES
from tests.browser.reading import OVERLAPS, SMALL
from tests.browser.visit import DESKTOP, PHONE, Visit
from tests.browser.waiting import DRAWN
from tests.serving import folder_served
from tests.unit.downloading import of_csv, of_json, of_xlsx, same

DIALOG = "dialog[open]"
# Shows a drawing as a figure of the page, and returns its texts in their order.
SHOWN = """(drawing) => {
  const place = document.body.appendChild(document.createElement("div"));
  place.className = "js-plotly-plot drawing";
  place.style.cssText = "position:absolute;left:0;top:0;width:max-content";
  const read = new DOMParser().parseFromString(drawing, "image/svg+xml");
  place.append(document.importNode(read.documentElement, true));
  return Array.from(place.querySelectorAll("text"), (text) => text.textContent).join("");
}"""
CORNER = """async (data) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]));
  const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
  pen.drawImage(picture, 0, 0);
  return Array.from(pen.getImageData(4, 4, 1, 1).data).slice(0, 3);
}"""
HEARD = "<script>addEventListener('message', (event) => { window.told = event.data; })</script>"
TABLES = """() => Array.from(document.querySelectorAll(".drawn"))
  .every((place) => place.querySelector("tbody tr"))"""

# Opens every table, folds it again, and returns those that were not seen.
UNSEEN = """() => Array.from(document.querySelectorAll("[data-action=table]"))
  .filter((button) => button.checkVisibility()).filter((button) => {
    button.scrollIntoView({ block: "nearest" });
    button.focus();
    button.click();
    const panel = document.getElementById(button.getAttribute("aria-controls"));
    const { top, bottom } = panel.getBoundingClientRect();
    const whole = top >= 0 && (top < innerHeight / 2 || bottom <= innerHeight);
    const seen = whole && document.activeElement === button;
    button.click();
    return !seen;
  }).map((button) => button.closest("[data-card]").dataset.card)"""


def opened(seen: Visit, card: str) -> list[int]:
    """Open the dialog of the data; return the numbers of rows that it names: those shown, and all."""
    seen.act("data", card)
    seen.until("document.querySelector('dialog[open] [data-part=count-all]').textContent")
    texts = seen.find(f"{DIALOG} .count").all_inner_texts()
    return [int("".join(sign for sign in text if sign.isdigit())) for text in texts]


def test_every_form_and_the_citation_hold_the_view_on_the_screen(visit: Callable[..., Visit]) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    seen = visit("/en/?show=score&from=2015&to=2020&with=KOR,FRA,JPN", permissions=rights)
    seen.drop("JPN")
    seen.until("!document.querySelector('#overview-data').href.includes('JPN')")
    shown, whole = opened(seen, "overview")
    files = {form: seen.saved(f"{DIALOG} [data-form={form}]") for form in FORMS}
    names = {f"china-gii-trajectory_2015-2020_shown.{form}" for form in FORMS}
    assert {name for name, _ in files.values()} == names
    table, curves = of_csv(files["csv"][1]), seen.curves()
    assert set(table["economy"]) == set(curves)
    for economy, curve in curves.items():
        own = table[table["economy"] == economy]
        assert list(own["edition"]) == list(range(2015, 2021))
        assert list(own["score"]) == pytest.approx(curve)
    same(table, of_json(files["json"][1]))
    same(table, of_xlsx(files["xlsx"][1]))
    assert len(table) == shown < whole
    seen.find(f"{DIALOG} [data-rows=all]").click()
    assert len(of_csv(seen.saved(f"{DIALOG} [data-form=csv]")[1])) == whole
    seen.page.keyboard.press("Escape")
    seen.act("cite")
    texts = seen.find("dialog[data-dialog=cite] pre").all_inner_texts()
    assert all(seen.page.url in text and "{address}" not in text for text in texts)
    seen.find(f"{DIALOG} [data-action=copy]").first.click()
    seen.until("document.querySelector('dialog[open] [data-action=copy]').textContent === 'Copied'")
    assert seen.page.evaluate("navigator.clipboard.readText()") == texts[0]
    seen.page.keyboard.press("Escape")
    seen.page.route("**/rows.json*", lambda route: route.fulfill(status=200, body="no JSON"))
    seen.reload()
    seen.act("data")
    seen.until("document.querySelector('dialog[open]').innerText.includes('without the choices that narrow')")
    assert seen.saved(f"{DIALOG} [data-form=csv]")[0].endswith("_shown.csv")


def test_a_table_comes_into_sight_when_it_is_opened(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/about")
    for size in (PHONE, DESKTOP):
        seen.resize(*size)
        for path in PAGES:
            seen.go(f"/en/{path}")
            assert seen.page.evaluate(UNSEEN) == [], (path, size)


def drawn(seen: Visit) -> str:
    """Save the drawing of the card whose dialog is open; return its texts, of which none is cut off."""
    name, content = seen.saved(f"{DIALOG} [data-action=svg]")
    assert name.endswith(f"{seen.page.url.split('/')[3]}.svg")
    drawing = content.decode()
    assert "var(--" not in drawing
    assert "<script" not in drawing
    texts: str = seen.page.evaluate(SHOWN, drawing)
    assert seen.page.evaluate(OVERLAPS) == []
    seen.page.evaluate("document.querySelector('.drawing').remove()")
    return texts


def test_each_form_of_an_image_is_previewed_has_its_size_and_is_copied(visit: Callable[..., Visit]) -> None:
    rights = ["clipboard-read", "clipboard-write"]
    seen = visit("/zh/", width=PHONE[0], height=PHONE[1], theme="dark", permissions=rights)
    seen.quiet()
    snapshot = str(seen.page.get_attribute("[data-snapshot]", "data-snapshot"))
    seen.act("image", "overview")
    assert seen.find(f"{DIALOG} [aria-pressed=true]").get_attribute("data-shape") == "portrait"
    for form, size in {"landscape": (2400, 1350), "square": (2160, 2160), "portrait": (2160, 2700)}.items():
        seen.find(f"{DIALOG} [data-shape={form}]").click()
        ratio = f"(one) => Math.abs(one.naturalWidth / one.naturalHeight - {size[0] / size[1]}) < 0.01"
        seen.until(f"[document.querySelector('dialog[open] .preview')].some({ratio})")
        picture = seen.saved(f"{DIALOG} [data-action=png]")[1]
        assert struct.unpack(">II", picture[16:24]) == size
        corner = seen.page.evaluate(CORNER, base64.b64encode(picture).decode())
        assert corner == [int(DARK.ground[at : at + 2], 16) for at in (1, 3, 5)]
        texts = "".join(drawn(seen).split())
        for part in (seen.page.inner_text("h1")[:4], seen.page.url, f"{seen.address}/zh/data", snapshot):
            assert "".join(part.split()) in texts, part  # all that its figure needs elsewhere
    word = seen.page.inner_text(f"{DIALOG} [data-action=clip]")
    seen.find(f"{DIALOG} [data-action=clip]").click()
    seen.until(f"document.querySelector('dialog[open] [data-action=clip]').textContent !== {word!r}")
    kinds = "navigator.clipboard.read().then((items) => items.flatMap((one) => one.types))"
    assert seen.page.evaluate(kinds) == ["image/png"]


def test_the_code_of_the_dialog_shows_the_view_on_another_site(
    visit: Callable[..., Visit], tmp_path: Path
) -> None:
    path = "/zh/strategy/open-innovation?with=DEU"
    seen = visit(path, theme="dark", width=PHONE[0], height=PHONE[1])
    seen.find("[data-card=pillar] > .under [data-action=link]").click()
    dialog = seen.find("[data-card=pillar] > dialog[data-dialog=link]")
    code, fixed = (dialog.locator(f"pre[data-part={part}]").inner_text() for part in ("code", "fixed"))
    assert not dialog.evaluate("(one) => one.scrollWidth > one.clientWidth")
    assert f"snapshot={seen.page.get_attribute('[data-snapshot]', 'data-snapshot')}" in fixed
    assert "snapshot=" not in code
    page = seen.page.context.new_page()
    (tmp_path / "page.html").write_text(f"<!doctype html><meta charset='utf-8'>{HEARD}{code}")
    with folder_served(tmp_path) as address:  # "localhost" is another site than 127.0.0.1
        page.goto(f"{address.replace('127.0.0.1', 'localhost')}/page.html")
        frame = page.frames[1]
        frame.wait_for_load_state()
        frame.wait_for_function(DRAWN)
        assert frame.evaluate("document.documentElement.dataset.theme") == "dark"
        assert frame.inner_text("h1") == page.get_attribute("iframe", "title")
        assert frame.get_attribute(".embed-credit a", "href") == path
        told = page.wait_for_function("() => window.told").json_value()
        name = str(frame.get_attribute("body", "data-embed"))
        assert told == {"figure": name, "height": told["height"]}
        assert 300 < told["height"] <= CARDS[name][1].height
        frame.click("[data-action=table]")  # what can be taken away is so in the frame of another site, too
        assert frame.is_visible("tbody td")
        frame.click("[data-action=data]")
        with page.expect_download() as table:
            frame.click("dialog[open] [data-form=csv]")
        assert table.value.suggested_filename.endswith(".csv")
        frame.press("dialog[open] [data-action=close]", "Enter")
        frame.click("[data-action=link]")
        assert frame.inner_text("dialog[open] pre[data-part=link]") == seen.address + path
        page.close()


def test_every_embed_draws_at_once_and_fits_its_frame(visit: Callable[..., Visit]) -> None:
    found: dict[str, object] = {}
    tallest = (CARDS["comparison"][1], "&view=measures&with=CHE,SWE,USA,GBR,KOR,SGP,FIN,NLD")
    shown = [(embed, "&pillar=1" if of.item == "pillar" else "") for of, embed in CARDS.values()]
    seen = visit("/embed/trajectory?lang=en&theme=dark", width=360)
    # a card keeps the headings that it has on its page
    assert barriers(seen, {"rules": {"heading-order": {"enabled": False}}}) == []
    for number, (embed, more) in enumerate([*shown, tallest]):
        lang, width = LANGUAGES[number % 2], (360, 720)[number // 2 % 2]
        seen.page.set_viewport_size({"width": width, "height": embed.height})
        seen.page.goto(f"{seen.address}/embed/{embed.name}?lang={lang}{more}")
        seen.page.wait_for_function(DRAWN)
        seen.page.wait_for_function(TABLES)
        assert seen.page.is_visible(".embed-credit")
        texts = [*seen.page.evaluate(OVERLAPS), *seen.page.evaluate(SMALL)]
        high = seen.page.evaluate("document.body.getBoundingClientRect().height") / embed.height
        scrolls = seen.page.query_selector("[data-part=plot]") is None or embed.name == "strategic-pillar"
        if texts or seen.scrolls_sideways() or not (0.3 < high < 1.02 or scrolls):
            found[f"{embed.name} {lang} {width}"] = (texts, high)
    assert not found
