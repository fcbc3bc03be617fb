"""What readers take away of a view, table, image and citation, holds exactly what is on the screen."""

from __future__ import annotations

import base64
import struct
from typing import TYPE_CHECKING

import pytest

from components.card import FORMS
from components.theme import DARK, LIGHT
from tests.browser.reading import OVERLAPS
from tests.browser.visit import PHONE
from tests.sampling import sample
from tests.unit.downloading import of_csv, of_json, of_xlsx, same

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd

    from tests.browser.visit import Visit

DIALOG = "dialog[open]"


def lines(seen: Visit, selector: str) -> list[list[str]]:
    found: list[list[str]] = seen.page.evaluate(
        """(selector) => Array.from(document.querySelectorAll(selector))
          .map((row) => Array.from(row.children).map((cell) => cell.textContent))""",
        selector,
    )
    assert found
    return found


def trajectory(seen: Visit, table: pd.DataFrame) -> None:
    curves = seen.curves()
    assert set(table["economy"]) == set(curves)
    for economy, curve in curves.items():
        own = table[table["economy"] == economy]
        assert list(own["edition"]) == list(range(2015, 2021))
        assert list(own["score"]) == pytest.approx(curve)
    assert all(row["source"] and row["licence"] and row["snapshot"] for _, row in table.iterrows())
    shown = [row[0] for row in lines(seen, "#overview-table tbody tr")]
    assert shown == [str(edition) for edition in range(2020, 2014, -1)]


def ranking(seen: Visit, table: pd.DataFrame) -> None:
    shown = lines(seen, "#ranking-drawn tbody tr:not(.group-label)")
    assert [row[0] for row in shown] == [str(rank) for rank in table["rank"]]
    assert [row[4] for row in shown] == [f"{score:.1f}" for score in table["score"]]
    assert set(table["region"][1:]) == {"EUR"}


TABLES: dict[str, tuple[str, Callable[[Visit, pd.DataFrame], None], str]] = {
    "/en/?show=score&from=2015&to=2020&with=KOR,FRA": (
        "overview",
        trajectory,
        "china-gii-trajectory_2015-2020",
    ),
    "/zh/ranking?edition=2020&region=EUR": ("ranking", ranking, "gii-ranking_2020"),
}
"""By the address of a view: the prefix of its card, what compares table and screen, the name of the file."""


def opened(seen: Visit, card: str) -> list[int]:
    """Open the dialog of the data; return the numbers of rows that it names: those shown, and all."""
    seen.act("data", card)
    seen.until("document.querySelector('dialog[open] [data-part=count-all]').textContent")
    texts = seen.find(f"{DIALOG} .count").all_inner_texts()
    return [int("".join(sign for sign in text if sign.isdigit())) for text in texts]


@pytest.mark.parametrize("path", TABLES)
def test_every_form_holds_the_table_on_the_screen(visit: Callable[..., Visit], path: str) -> None:
    card, compare, stem = TABLES[path]
    seen = visit(path)
    if card == "ranking":
        seen.until("document.querySelector('#ranking-drawn tbody')")
    shown, whole = opened(seen, card)
    files = {form: seen.saved(f"{DIALOG} [data-form={form}]") for form in FORMS}
    assert {name for name, _ in files.values()} == {f"{stem}_shown.{form}" for form in FORMS}
    table = of_csv(files["csv"][1])
    compare(seen, table)
    same(table, of_json(files["json"][1]))
    same(table, of_xlsx(files["xlsx"][1]))
    assert len(table) == shown <= whole
    seen.find(f"{DIALOG} [data-rows=all]").click()
    assert len(of_csv(seen.saved(f"{DIALOG} [data-form=csv]")[1])) == whole


def test_the_dialogs_follow_the_view(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/?with=KOR,JPN", width=PHONE[0], height=PHONE[1])
    before = opened(seen, "overview")
    box = seen.boxes(DIALOG)[0]
    assert (box["left"], box["right"]) == (0, PHONE[0])
    seen.page.keyboard.press("Escape")
    seen.resize(1440, 900)
    seen.drop("KOR")
    seen.until("!document.querySelector('#overview-data').href.includes('KOR')")
    seen.act("data")
    seen.until(f"document.querySelector('dialog[open] .count').textContent !== '{before[0]} rows'")
    seen.page.keyboard.press("Escape")
    seen.show("score")
    seen.wait_for("show", "score")
    seen.act("cite")
    texts = seen.find("dialog[data-dialog=cite] pre").all_inner_texts()
    assert texts[1].count("{") == texts[1].count("}")
    assert all(seen.page.url in text and "{address}" not in text for text in texts)
    assert "China scored" in texts[0]
    seen.page.keyboard.press("Escape")
    seen.page.route("**/rows.json*", lambda route: route.fulfill(status=200, body="no JSON"))
    seen.reload()
    seen.act("data")
    seen.until("document.querySelector('dialog[open]').innerText.includes('without the choices that narrow')")
    assert seen.saved(f"{DIALOG} [data-form=csv]")[0].endswith("_shown.csv")


# By page, the cards whose figures are of a kind of their own.
IMAGES = [
    ("en/?show=percentile&with=CHE,SWE,USA,KOR", ("overview",)),
    ("zh/why?detail=indicators&pillar=P6&from=2021&to=2025", ("why-places", "why-points")),
    ("en/strategy/1", ("pillar", "clusters")),
    ("zh/weights", ("weights-draws", "weights-history")),
    ("zh/economy/CHN", ("economy-levels", "economy-past")),
    ("en/ranking/others", ("others-strip", "others-lines")),
    ("zh/compare?view=scatter", ("compare",)),
]
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


def drawn(seen: Visit, card: str) -> str:
    """Save the drawing of a card whose dialog is open; return its texts, none of them cut off or covered."""
    name, content = seen.saved(f"[data-card={card}] {DIALOG} [data-action=svg]")
    assert name.endswith(f"{seen.page.url.split('/')[3]}.svg")
    drawing = content.decode()
    assert "var(--" not in drawing
    assert "<script" not in drawing
    texts: str = seen.page.evaluate(SHOWN, drawing)
    assert seen.page.evaluate(OVERLAPS) == []
    seen.page.evaluate("document.querySelector('.drawing').remove()")
    return texts


def test_an_image_holds_all_that_its_figure_needs_elsewhere(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/data/api")
    for view, cards in sample(IMAGES, 3):
        seen.go(f"/{view}")
        seen.quiet()
        for card in cards:
            seen.act("image", card)
            own = "".join(drawn(seen, card).split())
            seen.page.keyboard.press("Escape")
            reuse = seen.find(f"[data-card={card}] [data-part=picture-reuse]").text_content() or ""
            snapshot = seen.page.get_attribute("[data-snapshot]", "data-snapshot")
            for part in (reuse, seen.page.url, f"{seen.address}/{view[:2]}/data", str(snapshot)):
                assert "".join(part.split()) in own, (card, part)


@pytest.mark.parametrize(
    ("path", "theme", "shape"), [("/en/", "dark", "landscape"), ("/zh/", None, "portrait")]
)
def test_each_form_of_an_image_is_previewed_has_its_size_and_is_copied(
    visit: Callable[..., Visit], path: str, theme: str | None, shape: str
) -> None:
    width = PHONE[0] if shape == "portrait" else 1440
    rights = ["clipboard-read", "clipboard-write"]
    seen = visit(path, width=width, height=844, theme=theme, permissions=rights)
    seen.quiet()
    seen.act("image", "overview")
    assert seen.find(f"{DIALOG} [aria-pressed=true]").get_attribute("data-shape") == shape
    ground = DARK.ground if theme else LIGHT.ground
    for form, size in {"landscape": (2400, 1350), "square": (2160, 2160), "portrait": (2160, 2700)}.items():
        seen.find(f"{DIALOG} [data-shape={form}]").click()
        ratio = f"(one) => Math.abs(one.naturalWidth / one.naturalHeight - {size[0] / size[1]}) < 0.01"
        seen.until(f"[document.querySelector('dialog[open] .preview')].some({ratio})")
        picture = seen.saved(f"{DIALOG} [data-action=png]")[1]
        assert struct.unpack(">II", picture[16:24]) == size
        corner = seen.page.evaluate(CORNER, base64.b64encode(picture).decode())
        assert corner == [int(ground[at : at + 2], 16) for at in (1, 3, 5)]
        assert seen.page.inner_text("h1")[:4] in drawn(seen, "overview")
    word = seen.page.inner_text(f"{DIALOG} [data-action=clip]")
    seen.find(f"{DIALOG} [data-action=clip]").click()
    seen.until(f"document.querySelector('dialog[open] [data-action=clip]').textContent !== {word!r}")
    kinds = "navigator.clipboard.read().then((items) => items.flatMap((one) => one.types))"
    assert seen.page.evaluate(kinds) == ["image/png"]
    seen.page.keyboard.press("Escape")
    seen.find("details.reuse summary").first.press("Enter")  # the answer on reuse opens in place
    assert seen.find("details.reuse p a").first.is_visible()
    assert not seen.scrolls_sideways()
