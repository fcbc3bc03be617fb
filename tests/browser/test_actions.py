"""Table, Data, Image, Cite and Link give exactly what is on show, with its source."""

from __future__ import annotations

import base64
import csv
import io
import struct
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

from components.text import LANGUAGES
from components.theme import DARK

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Download

    from tests.browser.visit import Visit

pytestmark = pytest.mark.long("components/pages/overview")

VIEW = "?show=score&from=2015&to=2024&with=KOR,FRA"


def table(seen: Visit) -> list[list[str]]:
    found: list[list[str]] = seen.page.evaluate(
        """Array.from(document.querySelectorAll("#overview-table tr"))
          .map((row) => Array.from(row.children).map((cell) => cell.textContent))"""
    )
    return found


def saved(seen: Visit, action: str) -> Download:
    with seen.page.expect_download() as started:
        seen.find(action).click()
    return started.value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_table_opens_and_says_what_the_figure_draws(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/{VIEW}")
    button = seen.find("[data-action=table]")
    assert button.get_attribute("aria-expanded") == "false"
    assert not seen.find("#overview-table").is_visible()
    button.click()
    assert button.get_attribute("aria-expanded") == "true"
    assert seen.find("#overview-table").is_visible()
    _, *rows = table(seen)
    assert [row[0] for row in rows] == [str(edition) for edition in range(2024, 2014, -1)]
    curves = seen.curves()
    for place, economy in enumerate(("CHN", "KOR", "FRA"), start=1):
        drawn = [value for value in reversed(curves[economy]) if value is not None]
        assert [float(row[place]) for row in rows] == pytest.approx(drawn, abs=0.0501)
    button.click()
    assert button.get_attribute("aria-expanded") == "false"
    assert not seen.find("#overview-table").is_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_data_is_exactly_what_is_on_show(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/{VIEW}")
    seen.find("[data-action=data]").click()
    file = saved(seen, "#overview-data")
    assert file.suggested_filename == "china-gii-trajectory_2015-2024_shown.csv"
    text = Path(file.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["economy"] for row in rows} == {"CHN", "KOR", "FRA"}
    curves = seen.curves()
    for economy, line in curves.items():
        held = [float(row["score"]) for row in rows if row["economy"] == economy]
        assert held == pytest.approx([value for value in line if value is not None])
    assert {int(row["edition"]) for row in rows} == set(range(2015, 2025))
    assert all(row["source"] and row["licence"] and row["snapshot"] for row in rows)


def test_data_follows_the_controls(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find(".chip[data-economy=KOR] .chip-remove").click()
    seen.until("!document.querySelector('#overview-data').href.includes('KOR')")
    seen.find("[data-action=data]").click()
    text = Path(saved(seen, "#overview-data").path()).read_text(encoding="utf-8-sig")
    assert "KOR" not in text
    assert "JPN" in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_image_is_a_large_png_with_the_theme_of_the_view(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/", theme="dark")
    seen.find("[data-action=image]").click()
    file = saved(seen, "[data-action=png]")
    assert file.suggested_filename == f"china-gii-trajectory-{lang}.png"
    content = Path(file.path()).read_bytes()
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">II", content[16:24]) == (2400, 1350)
    assert len(content) > 30_000
    corner = seen.page.evaluate(
        """async (data) => {
          const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
          const picture = await createImageBitmap(new Blob([bytes]));
          const pen = new OffscreenCanvas(picture.width, picture.height).getContext("2d");
          pen.drawImage(picture, 0, 0);
          return Array.from(pen.getImageData(4, 4, 1, 1).data).slice(0, 3);
        }""",
        base64.b64encode(content).decode(),
    )
    assert corner == [int(DARK.ground[at : at + 2], 16) for at in (1, 3, 5)]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "query", ["", "?show=percentile&with=CHE,SWE,USA,KOR"], ids=["default", "percentile"]
)
def test_image_is_an_svg_with_title_and_source(visit: Callable[..., Visit], lang: str, query: str) -> None:
    seen = visit(f"/{lang}/{query}")
    seen.find("[data-action=image]").click()
    file = saved(seen, "[data-action=svg]")
    assert file.suggested_filename == f"china-gii-trajectory-{lang}.svg"
    root = ElementTree.parse(file.path()).getroot()  # noqa: S314 - our own drawing
    assert (root.get("width"), root.get("height")) == ("1200", "675")
    lines = ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]
    text = "".join(lines).replace("\xa0", " ")
    squeezed = "".join(text.split())
    assert "".join(seen.page.inner_text("h1").split()) in squeezed
    assert "".join(seen.page.inner_text(".card .measure").split()) in squeezed
    for part in ("WIPO", "2025", seen.address):
        assert part in text
    assert not [node for node in root.iter() if node.tag.endswith("script")]
    assert "var(--" not in ElementTree.tostring(root, encoding="unicode")


@pytest.mark.parametrize("name", ["data", "image", "cite", "link"])
def test_dialogs_open_close_with_escape_and_give_the_focus_back(
    visit: Callable[..., Visit], name: str
) -> None:
    seen = visit(f"/en/{VIEW}")
    opener = seen.find(f"[data-action={name}]")
    opener.focus()
    seen.page.keyboard.press("Enter")
    dialog = seen.find(f"dialog[data-dialog={name}]")
    assert dialog.is_visible()
    assert seen.page.evaluate("Boolean(document.activeElement.closest('dialog'))")
    assert dialog.evaluate("(one) => one.matches(':modal')")
    seen.page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert seen.page.evaluate("document.activeElement.dataset.action") == name
    opener.click()
    dialog.locator("[data-action=close]").click()
    assert not dialog.is_visible()
    assert seen.page.evaluate("document.activeElement.dataset.action") == name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cite_and_link_hold_the_address_of_the_view(visit: Callable[..., Visit], lang: str) -> None:
    seen = visit(f"/{lang}/{VIEW}")
    seen.find("[data-action=link]").click()
    assert seen.page.inner_text("dialog[data-dialog=link] pre") == seen.page.url
    seen.page.keyboard.press("Escape")
    seen.find("[data-action=cite]").click()
    texts = seen.find("dialog[data-dialog=cite] pre").all_inner_texts()
    assert len(texts) == 3
    for text in texts:
        assert seen.page.url in text
        assert "{address}" not in text
    assert texts[0].startswith("World Intellectual Property" if lang == "en" else "世界知识产权组织")
    assert texts[1].startswith("@misc{")
    assert texts[1].count("{") == texts[1].count("}")
    assert texts[2].startswith("TY  - ")
    assert texts[2].rstrip().endswith("ER  -")


def test_cite_follows_the_controls(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/")
    seen.find("[data-action=cite]").click()
    assert "10th in 2025" in seen.find("dialog[data-dialog=cite] pre").first.inner_text()
    seen.page.keyboard.press("Escape")
    seen.find("#overview-show label:has(input[value=score])").click()
    seen.until("document.querySelector('h1').textContent.includes('score')")
    seen.until("location.search.includes('show=score')")
    seen.find("[data-action=cite]").click()
    text = seen.find("dialog[data-dialog=cite] pre").first.inner_text()
    assert "China scored" in text
    assert "show=score" in text


def test_copy_puts_the_address_on_the_clipboard(visit: Callable[..., Visit]) -> None:
    seen = visit(f"/en/{VIEW}", permissions=["clipboard-read", "clipboard-write"])
    seen.find("[data-action=link]").click()
    seen.find("dialog[data-dialog=link] [data-action=copy]").first.click()
    seen.until("document.querySelector('dialog[open] [data-action=copy]').textContent === 'Copied'")
    assert seen.page.evaluate("navigator.clipboard.readText()") == seen.page.url
