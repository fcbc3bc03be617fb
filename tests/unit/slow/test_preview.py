"""Previews of links: a picture of every view in every language, whose every character has a glyph."""

import re
import struct
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
import resvg_py
from flask.testing import FlaskClient

from analysis.dataset import Dataset
from components.documents import preview
from components.pages import CARDS, DRAWN_ALONE, PAGES
from components.text.catalog import LANGUAGES, words
from service import headers
from tests.embedding import HOSTILE
from tests.sampling import sample
from tests.unit.asking import SITE
from tests.unit.page_queries import QUERIES
from tools.fonts import TEXTS

SVG = "{http://www.w3.org/2000/svg}"
META = re.compile(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">')


def glyphs(font: Path) -> set[int]:
    """The characters that a font has glyphs for: its cmap in format 4, which the fonts of the site have."""
    data = font.read_bytes()
    tables = (struct.unpack(">4sIII", data[place : place + 16]) for place in range(12, 12 + 16 * data[5], 16))
    (start,) = (offset for tag, _, offset, _ in tables if tag == b"cmap")
    found: set[int] = set()
    for record in range(start + 4, start + 4 + 8 * data[start + 3], 8):
        place = start + struct.unpack(">I", data[record + 4 : record + 8])[0]
        if data[place + 1] == 4:
            size = struct.unpack(">H", data[place + 6 : place + 8])[0]
            ends, starts = (
                struct.unpack(f">{size // 2}H", data[at : at + size])
                for at in (place + 14, place + 16 + size)
            )
            found |= {code for low, high in zip(starts, ends, strict=True) for code in range(low, high + 1)}
    return found


def test_every_character_of_words_names_and_data_has_a_glyph() -> None:
    root = preview.FONTS.parent.parent
    written = {sign for place in TEXTS for path in root.glob(place) for sign in path.read_text("utf-8")}
    for weight in ("Regular", "Bold"):
        files = sorted(preview.FONTS.glob(f"*-{weight}.otf"))
        covered = set().union(*map(glyphs, files))
        missing = {sign for sign in written if sign >= " " and sign != "\u00ad"} - set(map(chr, covered))
        # Signs of keys and the like, which stand on pages and in no heading, figure or source.
        assert missing <= set("\u2318\ufeff\u200b"), f"run python -m tools.fonts: {missing}"
        assert sum(path.stat().st_size for path in files) < 1_000_000


def test_every_view_has_a_picture_with_a_figure_or_its_finding_and_no_text_ends_beside_it(
    dataset: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = kept(monkeypatch, lambda **_: b"")
    views: list[tuple[str, dict[str, str]]] = [(name, {}) for name in sorted(DRAWN_ALONE)]
    odd = []
    for page in PAGES:
        first = page.cards[0].name if page.cards else page.key
        assert first in DRAWN_ALONE
        odd += [(first, query) for query in QUERIES[page.key][-3:]]
    wrong: list[object] = []
    for number, (name, query) in enumerate((*views, *sample(odd, 20))):
        preview.image(dataset, name, LANGUAGES[number % 2], query)
        assert "var(--" not in drawn[-1], (name, query)
        pictured = name in CARDS and CARDS[name][1].plotted
        assert ("<g transform" in drawn[-1]) == pictured or query, name
        lines = ElementTree.fromstring(drawn[-1]).findall(f"{SVG}text")  # noqa: S314 - our own
        assert len(lines) > 2, (name, query)
        for line in lines:
            text = "".join(line.itertext())
            width = sum(1 if sign >= "\u2e80" else 0.6 for sign in text) * float(line.get("font-size", ""))
            ends = float(line.get("x", "")) + width * (line.get("text-anchor") != "end")
            if ends > preview.WIDTH or text[:1] in "，）" or text[-1:] == "（":
                wrong.append((name, query, text, ends))
    assert wrong == []


def kept(monkeypatch: pytest.MonkeyPatch, draw: Callable[..., Any]) -> list[str]:
    """Return the list that the SVG of each preview is added to."""
    texts: list[str] = []

    def keep(**given: Any) -> bytes:
        texts.append(given["svg_string"])
        return bytes(draw(**given))

    monkeypatch.setattr(resvg_py, "svg_to_bytes", keep)
    return texts


def test_a_view_is_drawn_once_and_what_a_query_does_not_know_changes_nothing(
    reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = kept(monkeypatch, resvg_py.svg_to_bytes)
    first = reader.get("/preview/weights-draws.png?lang=en&w=2,1,1,1,1,1,1")
    assert first.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", first.data[16:24]) == (preview.WIDTH, preview.HEIGHT)
    same = reader.get("/preview/weights-draws.png?unknown=1&w=2,1,1,1,1,1,1&lang=en")
    other = reader.get("/preview/weights-draws.png?lang=en&w=1,1,1,1,1,1,2")
    assert first.data == same.data != other.data
    assert len(drawn) == len(set(drawn)) == 2
    odd = "&".join(f"{key}={quote(HOSTILE)}" for key in ("unknown", "show", "with", "economy", "from"))
    assert reader.get(f"/preview/weights-draws.png?{odd}&w=2,1,1,1,1,1,1&lang=en").data == first.data
    again = reader.get(
        "/preview/weights-draws.png?lang=en&w=2,1,1,1,1,1,1", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_preview_may_be_shown_anywhere_and_kept_a_while(public: FlaskClient) -> None:
    answer = public.get("/preview/about.png", headers={"Accept-Language": "zh"})
    assert answer.data == public.get("/preview/about.png?lang=zh").data
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == headers.EMBED
    assert "Accept-Language" in answer.headers["Vary"]
    assert len(public.get("/preview/map.png?lang=en").data) < 150_000, "the largest; programs pass over more"
    for path in ("/preview/nothing.png", "/preview/trajectory", "/preview/../app.png", "/preview/.png"):
        refused = public.get(path)
        assert refused.status_code == 404, path
        assert refused.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_every_page_names_a_picture_and_has_a_description_of_its_own(public: FlaskClient) -> None:
    for number, page in enumerate(PAGES):
        lang = LANGUAGES[number % 2]
        text = public.get(f"/{lang}/{page.home}").get_data(as_text=True)
        meta = {name: unescape(value) for name, value in META.findall(text.partition("</head>")[0])}
        assert meta["og:image:alt"] == meta["og:title"], page.key
        assert 10 < len(meta["og:description"]) < 400, page.key
        assert meta["og:description"] != words(lang)("site.description"), page.key
        assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")
        form = rf"{SITE}/preview/([\w-]+)\.png\?(?:\w+=[\w-]+&)?lang={lang}"
        found = re.fullmatch(form, meta["og:image"])
        assert found, meta["og:image"]
        assert found[1] in DRAWN_ALONE


def test_the_picture_of_a_link_is_of_its_choices(public: FlaskClient, reader: FlaskClient) -> None:
    text = public.get("/en/?show=score&with=KOR,FRA&unknown=1&theme=dark").get_data(as_text=True)
    meta = {name: unescape(value) for name, value in META.findall(text)}
    assert meta["og:url"] == f"{SITE}/en/?show=score&with=KOR,FRA"
    assert meta["og:image"] == f"{SITE}/preview/trajectory.png?show=score&with=KOR,FRA&lang=en"
    item = dict(META.findall(public.get("/zh/economy/KOR").get_data(as_text=True)))
    assert unescape(item["og:image"]) == f"{SITE}/preview/economy-levels.png?economy=KOR&lang=zh"
    # Where the address of the site is not known, there is none of a picture.
    meta = dict(META.findall(reader.get("/en/").get_data(as_text=True)))
    assert {"og:title", "og:description", "twitter:card"} <= meta.keys()
    assert not {"og:image", "og:url"} & meta.keys()
