"""Every step of a tour is about something on its page, in each language, and a tour costs its page little."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from dash.development.base_component import Component

from components.bundles import bundles, sheets
from components.pages import PAGES
from components.parts.tour import STEPS
from components.text import LANGUAGES
from tests.unit.views import walk

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from tests.unit.views import Pages

SCRIPTS = Path(__file__).resolve().parents[2] / "components" / "scripts"
DRAWN = {".subplot", ".xy2", ".pinned", ".drawn"}  # made by scripts: tests/browser/test_tour.py finds them
NAME = re.compile(r"#[\w-]+|\.[\w-]+|\[data-card=[\w-]+\]")
MOST = 3_200  # bytes, compressed: words in the document, script and style in the files of all pages


def names(component: Component) -> set[str]:
    """What a selector can call a component."""
    css = str(getattr(component, "className", None) or "").split()
    card = getattr(component, "data-card", None)
    known = {f".{name}" for name in css} | ({f"[data-card={card}]"} if card else set())
    return known | {f"#{getattr(component, 'id', '')}"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_is_about_something_on_its_page(pages: Pages, lang: str) -> None:
    toured = {page.key: page for page in PAGES if page.key in STEPS}
    assert toured.keys() == STEPS.keys()
    for key, page in toured.items():
        query = {page.item: page.first} if page.item else {}
        found = {name for part in walk(pages.content(page, lang, query)) for name in names(part)}
        wanted = {name for selector in STEPS[key].values() for name in NAME.findall(selector)}
        assert wanted, key
        assert sorted(wanted - DRAWN - found) == [], key


def test_a_page_without_a_tour_offers_none(reader: FlaskClient) -> None:
    text = reader.get("/en/data/api").get_data(as_text=True)
    assert 'data-action="tour"' not in text.replace("\\", "")
    assert "site-tour" not in text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_tour_costs_the_first_page_little(reader: FlaskClient, lang: str) -> None:
    text = reader.get(f"/{lang}/").get_data()
    words = re.search(rb'<template id="site-tour">.*?</template>', text)
    assert words
    cost = without(text, words[0]) + without(bundles().styles.content, sheets(("tour",)).encode())
    scripts = b"".join(path.read_bytes() for path in sorted(SCRIPTS.iterdir()))
    assert cost + without(scripts, (SCRIPTS / "tour.js").read_bytes()) < MOST


def without(whole: bytes, part: bytes) -> int:
    """How many bytes less a file has, compressed, without a part of it."""
    assert part in whole
    return len(gzip.compress(whole)) - len(gzip.compress(whole.replace(part, b"")))
