"""Images of every kind of figure: each text whole and on no other; with title, measure, source, address."""

from __future__ import annotations

import base64
import struct
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from components.theme import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.visit import Visit

# By page, the cards whose figures are of a kind of their own.
VIEWS = [
    ("en", "?show=percentile&with=CHE,SWE,USA,KOR", ("overview",)),
    ("zh", "", ("overview",)),
    ("en", "why", ("why-places", "why-points")),
    ("zh", "why?detail=indicators&pillar=P6&from=2021&to=2025", ("why-points",)),
    ("en", "strategy/1", ("pillar", "clusters")),
    ("zh", "strategy/4?scale=shared", ("pillar",)),
    ("zh", "weights", ("weights-draws", "weights-places", "weights-history")),
    ("en", "economy/CHN", ("economy-levels", "economy-past")),
    ("zh", "ranking/others", ("others-strip", "others-lines")),
    ("en", "strategy/productivity", ("productivity-growth", "productivity-level", "productivity-labour")),
    ("zh", "data/releases", ("releases-figure",)),
    ("zh", "compare?view=plane", ("compare",)),
]

# The texts of a drawing with their places, as a browser sets them; what its figure leaves unseen is left out.
TEXTS = """(drawing) => {
  const place = document.createElement("div");
  place.style.cssText = "position:absolute;left:0;top:0";
  const read = new DOMParser().parseFromString(drawing, "image/svg+xml");
  place.append(document.importNode(read.documentElement, true));
  document.body.append(place);
  const sheet = place.firstChild.getBoundingClientRect();
  const found = Array.from(place.querySelectorAll("text")).filter((text) => text.textContent.trim())
    .map((text) => ({ text, box: text.getBoundingClientRect() })).filter(({ box }) => box.width && box.height)
    .map(({ text, box }) => [
      text.textContent, box.left - sheet.left, box.top - sheet.top,
      box.right - sheet.left, box.bottom - sheet.top, text.parentNode === place.firstChild,
    ]);
  const family = place.querySelector("text").getAttribute("font-family");
  place.remove();
  return { texts: found, width: sheet.width, height: sheet.height, family };
}"""
MEASURE = """(line) => Array.from(line.childNodes).filter((node) => node.className !== "keys")
  .map((node) => node.textContent).join("")"""
TITLE = """(name) => {
  const card = document.querySelector(name);
  const [head, ...plots] = card.querySelectorAll("h2:not(.unseen), [data-part=plot]");
  if (head.tagName !== "H2") return document.querySelector("h1").textContent;
  return plots.length === 1 ? plots[0].getAttribute("aria-label").replace(/[.。]$/, "") : head.textContent;
}"""
# Two characters that are not in the fonts look the same: a box.
GLYPHS = """(family) => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const ink = (text) => {
    pen.clearRect(0, 0, 60, 60);
    pen.font = "40px " + family;
    pen.fillText(text, 5, 45);
    return pen.getImageData(0, 0, 60, 60).data.join();
  };
  const drawn = new Set(["中", "国", "\\u{10ffff}"].map(ink));
  return document.fonts.check("40px " + family, "中") && drawn.size === 3;
}"""
# How many pixels of each box of a picture are not of the colour in its corner.
INK = """async ([data, boxes]) => {
  const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes]));
  const sheet = new OffscreenCanvas(picture.width, picture.height);
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  pen.drawImage(picture, 0, 0);
  const corner = pen.getImageData(2, 2, 1, 1).data.join();
  return { corner, counts: boxes.map(([left, top, right, bottom]) => {
    const { data: held } = pen.getImageData(2 * left, 2 * top, 2 * (right - left), 2 * (bottom - top));
    let count = 0;
    for (let at = 0; at < held.length; at += 4) if (held.slice(at, at + 4).join() !== corner) count += 1;
    return count;
  }) };
}"""


def saved(seen: Visit, card: str, kind: str, form: str = "") -> Path:
    """Take an image of a card."""
    seen.find(f"[data-card={card}] [data-action=image]").click()
    with seen.page.expect_download() as started:
        seen.find(f"[data-card={card}] [data-action={kind}]").click()
    lang = seen.page.get_attribute("html", "lang") or ""
    assert started.value.suggested_filename.endswith(f"{form}-{lang[:2]}.{kind}")
    seen.page.keyboard.press("Escape")
    return Path(started.value.path())


def faults(drawn: dict[str, Any]) -> list[str]:
    """Say which texts leave the picture, and which lie on one another."""
    texts, width, height = drawn["texts"], drawn["width"], drawn["height"]
    found = [
        f"cut off: {text}"
        for text, left, top, right, bottom, _ in texts
        if left < 0 or top < 0 or right > width or bottom > height
    ]
    for place, (one, left, top, right, bottom, _) in enumerate(texts):
        for other, left2, top2, right2, bottom2, _ in texts[place + 1 :]:
            across, down = min(right, right2) - max(left, left2), min(bottom, bottom2) - max(top, top2)
            if across > 1 and down > 2:  # boxes of lines of one text may touch
                found.append(f"{one} and {other} by {across:.0f} × {down:.0f}")
    return found


@pytest.mark.parametrize(
    ("lang", "view", "cards"), VIEWS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_an_image_holds_all_that_its_figure_needs_elsewhere(
    visit: Callable[..., Visit], lang: str, view: str, cards: tuple[str, ...]
) -> None:
    seen = visit(f"/{lang}/{view}")
    seen.quiet()
    snapshot = seen.page.get_attribute("[data-snapshot]", "data-snapshot")
    for card in cards:
        drawing = saved(seen, card, "svg").read_text(encoding="utf-8")
        assert "var(--" not in drawing
        assert "<script" not in drawing
        drawn = seen.page.evaluate(TEXTS, drawing)
        assert faults(drawn) == [], card
        assert drawn["width"] == 1200
        assert drawn["height"] >= 675
        assert seen.page.evaluate(GLYPHS, drawn["family"])
        own = "".join("".join(text.split()) for text, *_, mine in drawn["texts"] if mine)
        title = seen.page.evaluate(TITLE, f"[data-card={card}]")
        source = seen.find(f"[data-card={card}] > .under .source").evaluate(
            "(one) => (one.querySelector('[data-part=picture-source]') || one).textContent"
        )
        reuse = seen.find(f"[data-card={card}] [data-part=picture-reuse]").text_content() or ""
        assert reuse.startswith("转用：" if lang == "zh" else "Reuse: ")
        for part in (title, source, reuse, seen.page.url, f"{seen.address}/{lang}/data", str(snapshot)):
            assert "".join(part.split()) in own, (card, part)
        for one in seen.find(f"[data-card={card}] > .measure:visible").all():
            said = one.evaluate(MEASURE)
            assert "".join(said.split()) in own
        if lang == "zh":
            assert "来源" in own
    card = cards[0]
    picture = saved(seen, card, "png").read_bytes()
    drawn = seen.page.evaluate(TEXTS, saved(seen, card, "svg").read_text(encoding="utf-8"))
    assert struct.unpack(">II", picture[16:24]) == (2 * drawn["width"], 2 * drawn["height"])
    boxes = [text[1:5] for text in drawn["texts"]]
    ink = seen.page.evaluate(INK, [base64.b64encode(picture).decode(), boxes])
    assert ink["corner"] == ",".join(str(int(LIGHT.ground[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
    assert min(ink["counts"]) > 4


def test_the_multiples_of_a_strategic_pillar_are_one_image(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/strategy/1?with=KOR")
    drawn = seen.page.evaluate(TEXTS, saved(seen, "pillar", "svg").read_text(encoding="utf-8"))
    own = [text for text, *_, mine in drawn["texts"] if mine]
    names = seen.find(".multiple-title").all_inner_texts()
    assert len(names) == 6
    assert set(names) <= set(own)
    for line in seen.find(".multiple-change").all_inner_texts():
        assert "".join(line.split()) in "".join("".join(text.split()) for text in own)
    figures = [text for text, *_, mine in drawn["texts"] if not mine]
    assert figures.count("2012") == len(names)


@pytest.mark.parametrize(("lang", "number"), [("en", 1), ("zh", 5)])
def test_the_multiples_fill_a_portrait(visit: Callable[..., Visit], lang: str, number: int) -> None:
    seen = visit(f"/{lang}/strategy/{number}", width=390, height=844)
    seen.quiet()
    drawn = seen.page.evaluate(TEXTS, saved(seen, "pillar", "svg", "-portrait").read_text(encoding="utf-8"))
    assert drawn["height"] / drawn["width"] == pytest.approx(1.25, abs=0.01)
    assert faults(drawn) == []
    lines = sorted((top, bottom) for _, _, top, _, bottom, _ in drawn["texts"])
    empty = max(other[0] - one[1] for one, other in pairwise(lines))
    assert empty < 0.15 * drawn["height"]


FORMS = {"landscape": (2400, 1350), "square": (2160, 2160), "portrait": (2160, 2700)}
# px of the smallest text of the foot, where the picture is as wide as a phone
FOOT = """(drawing) => {
  const svg = new DOMParser().parseFromString(drawing, "image/svg+xml").documentElement;
  const foot = Array.from(svg.querySelectorAll(":scope > text")).slice(-3);
  return 390 / svg.getAttribute("width") * Math.min(...foot.map((text) => text.getAttribute("font-size")));
}"""
# Whether every label inside the plot has ground behind its letters
GROUND = """(drawing) => Array.from(new DOMParser().parseFromString(drawing, "image/svg+xml")
  .querySelectorAll(".annotation-text"))
  .every(({ style }) => style.paintOrder === "stroke" && style.stroke)"""


@pytest.mark.parametrize(
    ("path", "width", "theme"),
    [("/en/", 1440, "light"), ("/zh/", 390, None), ("/en/?show=score", 1024, "dark")],
)
def test_each_form_of_an_image_is_previewed_and_has_its_size(
    visit: Callable[..., Visit], path: str, width: int, theme: str | None
) -> None:
    seen = visit(path, width=width, height=844, theme=theme)
    seen.quiet()
    seen.find("[data-card=overview] [data-action=image]").click()
    dialog = seen.find("dialog[open]")
    pressed = dialog.locator("[data-shape][aria-pressed=true]")
    assert pressed.get_attribute("data-shape") == ("portrait" if width < 600 else "landscape")
    heights: set[float] = set()
    for form, size in FORMS.items():
        dialog.locator(f"[data-shape={form}]").click()
        ratio = f"(one) => Math.abs(one.naturalWidth / one.naturalHeight - {size[0] / size[1]}) < 0.01"
        seen.until(f"[document.querySelector('dialog[open] .preview')].some({ratio})")
        box = dialog.locator(".preview").bounding_box()
        assert box is not None
        assert box["width"] / box["height"] == pytest.approx(size[0] / size[1], abs=0.02)
        about = dialog.locator("[role=status]")
        assert f"{size[0]} × {size[1]}" in about.inner_text()
        below, whole = about.bounding_box(), dialog.bounding_box()
        assert below is not None
        assert whole is not None
        assert box["y"] + box["height"] <= below["y"]
        heights.add(whole["height"])
        assert not dialog.evaluate("(one) => one.scrollWidth > one.clientWidth")
        files = {}
        for kind in ("png", "svg"):
            with seen.page.expect_download() as started:
                dialog.locator(f"[data-action={kind}]").click()
            assert (form in started.value.suggested_filename) == (form != "landscape")
            files[kind] = Path(started.value.path()).read_bytes()
        assert struct.unpack(">II", files["png"][16:24]) == size
        drawing = files["svg"].decode()
        assert seen.page.evaluate(GROUND, drawing)
        drawn = seen.page.evaluate(TEXTS, drawing)
        assert faults(drawn) == []
        own = [text for text, *_, mine in drawn["texts"] if mine]
        assert any(name in own for name in ("Innovation Trajectory", "创新轨迹"))
        assert form == "landscape" or seen.page.evaluate(FOOT, drawing) >= 9
        note = "".join(own)
        assert ("A–F" in note) == (form != "landscape")
        assert "Shaded: rank" not in note or "score" not in path
    assert len(heights) == 1  # no form moves the buttons below it


def test_an_image_is_copied(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/why")
    seen.quiet()
    seen.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    seen.find("[data-card=why-places] [data-action=image]").click()
    button = seen.find("dialog[open] [data-action=clip]")
    button.click()
    done = "(one) => one.textContent === 'Copied'"
    seen.until(f"[document.querySelector('dialog[open] [data-action=clip]')].some({done})")
    kinds = "navigator.clipboard.read().then((items) => items.flatMap((one) => one.types))"
    assert seen.page.evaluate(kinds) == ["image/png"]


@pytest.mark.parametrize(
    ("path", "width"), [("/en/", 1440), ("/zh/why", 390), ("/embed/ranking?lang=en", 360)]
)
def test_the_answer_on_reuse_opens_in_place(visit: Callable[..., Visit], path: str, width: int) -> None:
    seen = visit(path, width=width, height=844)
    seen.quiet()
    answer = seen.find("details.reuse").first
    summary = answer.locator("summary")
    assert summary.locator("b").is_visible()
    summary.press("Enter")
    link = answer.locator("p a").first
    assert link.is_visible()
    assert not seen.page.evaluate("document.documentElement.scrollWidth > innerWidth")
